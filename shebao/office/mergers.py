"""Two records that may be one person, side by side as they were when it was asked: facts, conflicts, months."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shebao.kernel.clock import day_of
from shebao.kernel.months import Month
from shebao.kernel.months import months as months_of
from shebao.law import law
from shebao.office.comparison import number_kind
from shebao.office.queries import Dossier
from shebao.persons import histories, merging, rules
from shebao.persons.histories import History
from shebao.persons.models import Merger
from shebao.review.models import Case
from shebao.web import formats, masking
from shebao.web.parts import Cell, Column, FindingView, Row, Text

REASONS: Final = ("same_first", "same_second")
"""Why an officer has to decide on such a case, by stage."""
CONSEQUENCES: Final[Mapping[int, Text]] = {
    1: gettext_lazy("初审通过后，由另一名复核人员审核；此时两条记录还不关联。"),
    2: gettext_lazy(
        "复核通过后两条记录立即关联为同一人，原有劳动合同、参保和缴费都不改动，今后以记录二为准；关联后不能自行撤销。"
    ),
}
"""What an approval brings about, by stage."""
SIDES: Final = (gettext_lazy("记录一（申请更正）"), gettext_lazy("记录二（拟保留）"))
FACT_COLUMNS: Final = (Column(gettext_lazy("项目")), Column(SIDES[0]), Column(SIDES[1]))
CONTRACT_COLUMNS: Final = (
    Column(gettext_lazy("记录")),
    Column(gettext_lazy("单位")),
    Column(gettext_lazy("合同开始日期"), "date"),
    Column(gettext_lazy("合同终止日期"), "date"),
)
MONTH_COLUMNS: Final = (
    Column(gettext_lazy("费款所属期"), "date"),
    Column(gettext_lazy("记录一 参保")),
    Column(gettext_lazy("记录一 每月应缴（元）"), "money"),
    Column(gettext_lazy("记录二 参保")),
    Column(gettext_lazy("记录二 每月应缴（元）"), "money"),
    Column(gettext_lazy("提示"), "state"),
)
TITLES: Final[Mapping[str, Text]] = {
    "name": gettext_lazy("姓名"),
    "document_number": gettext_lazy("证件号码"),
    "social_security_number": gettext_lazy("社会保障号码"),
    "birth_date": gettext_lazy("出生日期"),
    "sex": gettext_lazy("性别"),
    "household_registration": gettext_lazy("户口性质"),
    "died_on": gettext_lazy("死亡日期"),
    "retired_on": gettext_lazy("待遇领取起始日期"),
}
NUMBERS: Final = ("document_number", "social_security_number")
CODES: Final = ("sex", "household_registration")
REFUND: Final = gettext_lazy("认定为同一人不会自动退费，须由多缴的单位办理单位人员缴费退费申请。")


def view(dossier: Dossier, *, shown: bool) -> Mapping[str, Any] | None:
    """Both records of a case, None where it asks nothing of the kind; numbers masked unless `shown`."""
    if dossier.case.reason not in REASONS or dossier.line is None:
        return None
    merger = merging.of_line(dossier.case.declaration_id, dossier.case.line_no)
    return None if merger is None else _view(merger, shown=shown)


def consequence(case: Case) -> Text | None:
    """What an approval of such a case brings about; None for all others."""
    return CONSEQUENCES[case.stage] if case.reason in REASONS else None


def _view(merger: Merger, *, shown: bool) -> Mapping[str, Any]:
    one, two = (histories.read(kept) for kept in merger.histories)
    found = rules.read(merger.conflicts)
    last = Month.of(day_of(merger.asked_at))
    return {
        "merger": merger,
        "other_id": merger.other_id,
        "fact_columns": FACT_COLUMNS,
        "facts": _fact_rows(one, two, shown=shown),
        "conflicts": [_conflict(conflict, one, two) for conflict in found],
        "contract_columns": CONTRACT_COLUMNS,
        "contracts": [*_contract_rows(_("记录一"), one), *_contract_rows(_("记录二"), two)],
        "month_columns": MONTH_COLUMNS,
        "months": _month_rows(_by_month(one, last), _by_month(two, last)),
    }


def _fact_rows(one: History, two: History, *, shown: bool) -> list[Row]:
    return [
        Row(
            (title, *(_fact(name, side, shown=shown) for side in (one, two))),
            tone="warning" if name in rules.COMPARED and (one.facts[name] or "") != (two.facts[name] or "") else "",
        )
        for name, title in TITLES.items()
    ]


def _fact(name: str, side: History, *, shown: bool) -> str:
    value = side.facts[name]
    if not value:
        return formats.NOTHING
    if name in CODES:
        return law().codes(name).name_of(value) or value
    if name in NUMBERS and not shown:
        return masking.mask(number_kind(side.facts["document_type"] or ""), value)
    return value


def _contract_rows(side: str, history: History) -> Iterator[Row]:
    for held in history.contracts:
        yield Row((side, held.employer, held.starts_on, held.ended_on or _("未终止")))


def _conflict(conflict: rules.Conflict, one: History, two: History) -> FindingView:
    return FindingView("soft", _message(conflict, one, two), _REMEDIES.get(conflict.code, ""))


_REMEDIES: Final[Mapping[str, Text]] = {
    "differs": gettext_lazy("请对照材料核实是否为同一人；需要更正的，另行申请。"),
    "covered_twice": REFUND,
    "charged_twice": REFUND,
    "employed_twice": gettext_lazy("认定为同一人后，须由该单位终止其中一份劳动合同。"),
    "after_death": gettext_lazy("请先核实死亡登记是否属于本人。"),
}


def _message(conflict: rules.Conflict, one: History, two: History) -> str:
    match conflict.code:
        case "differs":
            sides = {"one": _fact(conflict.about, one, shown=True), "two": _fact(conflict.about, two, shown=True)}
            return _("%(title)s不一致：记录一为%(one)s，记录二为%(two)s。") % {"title": TITLES[conflict.about], **sides}
        case "employed_twice":
            return _("在%(employer)s有两份未终止的劳动合同。") % {"employer": conflict.about}
        case "after_death":
            return _("一条记录登记于%(day)s死亡，另一条记录此后仍在参保。") % {"day": conflict.about}
        case "charged_twice":
            return _("%(scheme)s%(months)s两条记录都有应缴，记录一合计%(amount)s元。") % _twice(conflict)
        case _:
            return _("%(scheme)s%(months)s在两条记录下同时参保。") % _twice(conflict)


def _twice(conflict: rules.Conflict) -> dict[str, str]:
    months = _span(conflict.first, conflict.last)
    return {"scheme": _schemes((conflict.about,)), "months": months, "amount": formats.money_of_fen(conflict.fen)}


def _span(first: int, last: int) -> str:
    """Months from first to last in words; without a last one they go on."""
    if first == last:
        return formats.month(first)
    return _("%(first)s至%(last)s") % {"first": formats.month(first), "last": formats.month(last) if last else _("今")}


@dataclass
class Side:
    """What a month is under one record: covered schemes by employer, and what is charged for it in fen."""

    schemes: dict[str, list[str]] = field(default_factory=dict)
    charged: dict[str, int] = field(default_factory=dict)
    unpaid: int = 0

    @property
    def kinds(self) -> set[str]:
        """First digits of what is covered or charged; work injury, which may be at several employers, apart."""
        covered = {code for codes in self.schemes.values() for code in codes}
        return {code[0] for code in covered | self.charged.keys() if code != rules.INJURY}


def _by_month(history: History, last: Month) -> dict[int, Side]:
    """Each month in which the person was covered or charged for, running spells up to `last`."""
    found: dict[int, Side] = {}
    for spell in history.spells:
        end = Month.from_int(spell.to_month) if spell.to_month else last
        for month in months_of(Month.from_int(spell.from_month), end):
            side = found.setdefault(int(month), Side())
            side.schemes.setdefault(spell.employer, []).append(spell.scheme)
    for amount in history.amounts:
        side = found.setdefault(amount.month, Side())
        side.schemes.setdefault(amount.employer, [])
        side.charged[amount.scheme] = side.charged.get(amount.scheme, 0) + amount.total_fen
        side.unpaid += amount.unpaid_fen
    return found


def _month_rows(one: Mapping[int, Side], two: Mapping[int, Side]) -> list[Row]:
    """The newest months first; months that follow each other and say the same are one row."""
    rows = [(month, one.get(month, Side()), two.get(month, Side())) for month in sorted(one.keys() | two.keys())]
    return [_month_row(list(run)) for _key, run in groupby(reversed(rows), key=_Runs())]


class _Runs:
    """The key of a row: another one wherever a month does not follow, or says something else."""

    def __init__(self) -> None:
        self.number = 0
        self.before: tuple[int, Side, Side] | None = None

    def __call__(self, row: tuple[int, Side, Side]) -> int:
        """The number of the run that the row belongs to; rows come newest first."""
        before = self.before
        if before is None or row[1:] != before[1:] or Month.from_int(before[0]) != Month.from_int(row[0]) + 1:
            self.number += 1
        self.before = row
        return self.number


def _month_row(run: Sequence[tuple[int, Side, Side]]) -> Row:
    month, one, two = run[0]
    twice = sorted(one.kinds & two.kinds)
    hint = _("两条记录重复") if twice else ""
    return Row(
        (_span(run[-1][0], month), _covered(one), _charged(one), _covered(two), _charged(two), hint),
        tone="warning" if twice else "",
    )


def _covered(side: Side) -> Cell | str:
    if not side.schemes:
        return formats.NOTHING
    employers = "、".join(side.schemes)
    return Cell(employers, sub="；".join(_schemes(codes) for codes in side.schemes.values() if codes))


def _schemes(codes: Iterable[str]) -> str:
    """Their short names."""
    schemes = law().codes("scheme")
    return "、".join(schemes[code].text("short") or schemes[code].name for code in sorted(set(codes)))


def _charged(side: Side) -> Cell | str:
    if not side.charged:
        return formats.NOTHING
    unpaid = _("未缴 %(amount)s") % {"amount": formats.money_of_fen(side.unpaid)} if side.unpaid else ""
    return Cell(formats.money_of_fen(sum(side.charged.values())), sub=unpaid)
