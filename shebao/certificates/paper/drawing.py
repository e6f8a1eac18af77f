"""What the paper of a certificate says, from its frozen content alone, with the QR code that verifies it."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import segno
from django.utils.translation import gettext as _

from shebao.certificates.models import Certificate
from shebao.certificates.rules import shown_code
from shebao.documents.papers.drawing import draw
from shebao.kernel.clock import day_of
from shebao.kernel.money import from_fen, show
from shebao.kernel.months import Month
from shebao.law import law

TEMPLATE: Final = Path(__file__).parent / "certificate.typ"
NONE: Final = "—"


def certificate_paper(certificate: Certificate, page: str, address: str) -> bytes:
    """The PDF of a certificate; the same every time.

    `page` is the address of the page that verifies certificates, `address` the one that verifies this one: the QR code.
    Raises CannotDraw.
    """
    return draw(TEMPLATE, {**facts_of(certificate, page), "qr": _qr(address)})


def _qr(text: str) -> str:
    """A QR code as SVG."""
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="svg", xmldecl=False, border=2)
    return drawn.getvalue().decode("utf-8")


def facts_of(certificate: Certificate, page: str) -> dict[str, Any]:
    """What the template prints beside the QR code, as texts."""
    says = certificate.content
    columns = _amounts(says["months"], [one["scheme"] for one in says["sums"]])
    heading = _("社会保险参保缴费证明")
    return {
        "title": f"{heading} {certificate.number}",
        "heading": heading,
        "agency": says["agency"],
        "number": _("证明编号 %(number)s") % {"number": certificate.number},
        "head": _head(certificate),
        "coverage_title": _("一、参保情况"),
        "coverage_columns": [_("险种"), _("参保单位"), _("参保起始年月"), _("终止年月")],
        "coverage": [_spell(one) for one in says["coverage"]],
        "months_title": _("二、缴费明细（单位：元）"),
        "months_columns": [_("年月"), _("缴费单位"), *(label for _key, _part, label in columns), _("到账")],
        "months": [_month(one, columns) for one in says["months"]],
        "sums_title": _("三、缴费合计"),
        "sums_columns": [_("险种"), _("已到账月数"), _("个人缴费（元）")],
        "sums": [[one["name"], str(one["months"]), _yuan(one["personal_fen"])] for one in says["sums"]],
        "none": _("所选期间没有记录"),
        "check": _check(certificate, page),
        "notes": _notes(certificate),
    }


def _head(certificate: Certificate) -> list[list[str]]:
    says = certificate.content
    span = (Month.from_int(certificate.first_month), Month.from_int(certificate.last_month))
    return [
        [_("姓名"), says["name"]],
        [_("证件类型"), says["document"]],
        [_("证件号码"), says["document_number"]],
        [_("社会保障号码"), says["social_security_number"]],
        [_("证明期间"), _("%(first)s至%(last)s") % {"first": span[0].chinese, "last": span[1].chinese}],
        [_("开具日期"), day_of(certificate.issued_at).isoformat()],
    ]


def _spell(one: Mapping[str, Any]) -> list[str]:
    ended = Month.from_int(one["to"]).chinese if one["to"] else _("至今")
    return [one["name"], one["employer"], Month.from_int(one["from"]).chinese, ended]


def _amounts(months: Sequence[Mapping[str, Any]], schemes: Sequence[str]) -> list[tuple[str, str, str]]:
    """Columns of amounts: scheme, which part of its line, heading. What persons never pay has no column of its own."""
    paying = {line["scheme"] for month in months for line in month["lines"] if line["personal_fen"]}
    columns = []
    for scheme in schemes:
        columns.append((scheme, "base", _("%(scheme)s基数") % {"scheme": _short(scheme)}))
        if scheme in paying:
            columns.append((scheme, "personal_fen", _("%(scheme)s个人") % {"scheme": _short(scheme)}))
    return columns


def _month(one: Mapping[str, Any], columns: Sequence[tuple[str, str, str]]) -> list[str]:
    lines = {line["scheme"]: line for line in one["lines"]}
    amounts = [_amount(lines.get(scheme), part) for scheme, part, _label in columns]
    return [str(Month.from_int(one["month"])), one["employer"], *amounts, _("是") if one["paid"] else _("否")]


def _amount(line: Mapping[str, Any] | None, part: str) -> str:
    if line is None:
        return NONE
    return _yuan(line[part]) if part == "personal_fen" else f"{line[part]:,}"


def _check(certificate: Certificate, page: str) -> list[list[str]]:
    return [
        [_("证明编号"), certificate.number],
        [_("校验码"), shown_code(certificate.check_code)],
        [_("查验网址"), page],
        [_("查验有效期至"), certificate.valid_until.isoformat()],
    ]


def _notes(certificate: Certificate) -> list[str]:
    day = {"day": day_of(certificate.issued_at).isoformat()}
    return [
        _("本证明反映 %(day)s 系统中的记录，此后的变更不在本证明中体现。") % day,
        _("扫描二维码，或在查验网址输入证明编号和校验码，可以核对本证明的真伪。"),
        _("“到账”为“否”的月份尚未足额缴费。工伤保险费由单位缴纳，个人不缴费。"),
        _("本证明载有个人信息，请妥善保管，仅向需要查验的单位出示。"),
    ]


def _short(scheme: str) -> str:
    entry = law().codes("scheme").get(scheme)
    return (entry.text("short") or entry.name) if entry else scheme


def _yuan(fen: int) -> str:
    return show(from_fen(fen))
