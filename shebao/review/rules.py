"""Who may decide on a case, and what a decision needs: pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shebao.access.models import PostKind
from shebao.kernel.identifiers import parse_document
from shebao.review.models import Verdict

MAX_REASON: Final = 500
CITIZEN: Final = "01"


class Tie(StrEnum):
    """How an officer is tied to a filing; the values are those of `shebao_tie_to_stage`."""

    NONE = ""
    FILED = "filed"
    CLERK = "clerk"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class Objection:
    """Why this officer may not decide on this case: a code for programs and the words for her."""

    code: str
    message: str | Promise


NO_POST: Final = Objection("no_post", _("您没有该区的审核岗位，不能审核这笔申报。"))
NO_NUMBER: Final = Objection("officer_unknown", _("您的账号没有登记身份证件号码，无法核对回避关系，不能审核。"))
NO_SECOND_POST: Final = Objection("no_second_post", _("这笔申报已通过初审，须由该区复核岗位的人员审核。"))
DECIDED_BEFORE: Final = Objection("decided_before", _("这笔申报由您初审，初审与复核须由不同人员办理。"))
OWN_FILING: Final = Objection("own_filing", _("这笔申报由您本人提交，按照经办与审核分离的要求，须由其他人员审核。"))
OWN_EMPLOYER: Final = Objection("own_employer", _("您是该单位的经办人，按照回避要求，须由其他人员审核。"))
_TIED: Final[Mapping[Tie, Objection]] = {
    Tie.FILED: OWN_FILING,
    Tie.CLERK: OWN_EMPLOYER,
    Tie.DECIDED: DECIDED_BEFORE,
}
OWN_RECORD: Final = Objection("own_record", _("这笔申报涉及您本人，按照回避要求，须由其他人员审核。"))

USUAL_REASONS: Final[Mapping[Verdict, Mapping[str, str | Promise]]] = {
    Verdict.APPROVE: {},
    Verdict.RETURN: {
        "proof_unclear": _("身份证明材料不清晰或不完整，请重新上传"),
        "proof_other_person": _("上传的材料与申报人员不是同一人，请核对后重新上传"),
        "data_differs": _("申报内容与身份证明材料不一致，请核对后修改"),
        "proof_expired": _("证件已过有效期，请更换有效证件后重新申报"),
        "permit_missing": _("缺少就业许可或工作居留证明，请补充上传"),
    },
    Verdict.REJECT: {
        "identity_unproven": _("提交的材料不能证明申报人员的身份"),
        "not_employed": _("申报人员与单位没有劳动关系"),
        "not_entitled": _("申报人员不符合参保登记条件"),
        "repeated": _("重复申报"),
    },
}
"""Reasons that officers give again and again, by verdict and code; an approval needs none."""

_OF_REFUNDS: Final[Mapping[Verdict, Mapping[str, str | Promise]]] = {
    Verdict.APPROVE: {},
    Verdict.RETURN: {
        "material_missing": _("材料不足以说明退费原因，请补充材料"),
        "material_unclear": _("材料不清晰或不完整，请重新上传"),
        "months_differ": _("退费月份与材料不一致，请核对后修改"),
        "account_unclear": _("退费账户信息需要核实，请核对后修改"),
    },
    Verdict.REJECT: {
        "was_employed": _("退费月份存在劳动关系，应当缴费"),
        "benefit_drawn": _("该人员已按这些月份的缴费享受待遇"),
        "not_refundable": _("不符合退费条件"),
        "repeated": _("重复申请"),
    },
}
_OF_CHANGES: Final[Mapping[Verdict, Mapping[str, str | Promise]]] = {
    Verdict.APPROVE: {},
    Verdict.RETURN: {
        "proof_unclear": _("材料不清晰或不完整，请重新上传"),
        "proof_other": _("材料不能证明申请变更的内容，请补充材料"),
        "data_differs": _("申请的内容与材料不一致，请核对后修改"),
    },
    Verdict.REJECT: {
        "unproven": _("提交的材料不能证明变更后的信息属于本人"),
        "another_person": _("经核实，该证件号码属于另一人，两条参保记录不是同一人"),
        "not_entitled": _("不符合变更条件"),
        "repeated": _("重复申请"),
    },
}
USUAL_OF: Final[Mapping[str, Mapping[Verdict, Mapping[str, str | Promise]]]] = {
    "refunds": _OF_REFUNDS,
    "person_changes": _OF_CHANGES,
}
"""The same for services that are asked about other things than who somebody is."""


def usual_reasons(verdict: Verdict, service: str = "") -> Mapping[str, str | Promise]:
    """The usual reasons for a verdict on a filing of a service."""
    return USUAL_OF.get(service, USUAL_REASONS)[verdict]


def posts_for(stage: int, stages: int) -> tuple[PostKind, ...]:
    """Posts of which one lets an officer decide at a stage: either, where one officer decides alone."""
    if stages == 1:
        return PostKind.FIRST_REVIEW, PostKind.SECOND_REVIEW
    return (PostKind.FIRST_REVIEW,) if stage == 1 else (PostKind.SECOND_REVIEW,)


def no_post(stage: int) -> Objection:
    """What is said to an officer without a post for the stage."""
    return NO_POST if stage == 1 else NO_SECOND_POST


def objection(
    *,
    holds_post: bool,
    officer_number: str,
    tie: Tie,
    documents: Iterable[tuple[str, str]],
    linked: bool = False,
    stage: int = 1,
) -> Objection | None:
    """Why the officer may not decide, or None.

    `officer_number` is her identity number, `documents` are type and number of the person on the line, `linked` tells
    that one of them is another number of hers. Without her number nobody can tell that she is not the person
    concerned, so she may not decide either.
    """
    if not holds_post:
        return no_post(stage)
    if not officer_number:
        return NO_NUMBER
    if tie in _TIED:
        return _TIED[tie]
    if linked or any(number and _same(officer_number, document_type, number) for document_type, number in documents):
        return OWN_RECORD
    return None


def reason_text(verdict: Verdict, usual: str, words: str, service: str = "") -> str:
    """The reason told to the clerk: a usual one by its code, what she wrote, or both; unknown codes are ignored."""
    known = str(usual_reasons(verdict, service).get(usual, ""))
    return "；".join(part for part in (known, " ".join(words.split())) if part)


def reason_missing(verdict: Verdict, reason: str) -> bool:
    """Whether the verdict needs a reason that is not there: what goes back or is refused must say why."""
    return verdict is not Verdict.APPROVE and not reason.strip()


def _same(officer_number: str, document_type: str, number: str) -> bool:
    """Whether two numbers are one person's; old numbers of 15 digits count as those of 18."""
    return _plain(CITIZEN, officer_number) == _plain(document_type, number)


def _plain(document_type: str, number: str) -> str:
    reading = parse_document(document_type, number, date.max)
    return reading.hint or reading.number
