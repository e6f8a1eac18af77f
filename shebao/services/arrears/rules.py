"""Which of the chosen months can be paid, and what there is to say about them: pure decisions."""

from collections.abc import Collection, Iterator, Sequence
from typing import Final, NamedTuple

from shebao.collection.queries import Arrear
from shebao.kernel.findings import Finding, hard, soft
from shebao.kernel.months import Month
from shebao.law import Law
from shebao.law.errors import NoLawError

ORDER: Final = "arrears_order"
FREE, WARN, REFUSE = "free", "warn", "refuse"


class Chosen(NamedTuple):
    """A chosen month and the notice that is owed for it, with what there is to say; None where nothing can be paid."""

    month: Month
    arrear: Arrear | None
    findings: tuple[Finding, ...] = ()

    @property
    def good(self) -> bool:
        """Whether it can be paid."""
        return self.arrear is not None


def payable(arrear: Arrear) -> bool:
    """Whether it can be put on a bill: declared to tax where the employer declares itself, and on no other bill."""
    return not arrear.to_declare and not arrear.bill


def choose(months: Collection[Month], arrears: Sequence[Arrear]) -> list[Chosen]:
    """What is owed for the chosen months, oldest first: a line for each notice, or one that says why there is none."""
    return [
        line for month in sorted(set(months)) for line in _of_month(month, [a for a in arrears if a.month == month])
    ]


def _of_month(month: Month, arrears: Sequence[Arrear]) -> Iterator[Chosen]:
    found = [arrear for arrear in arrears if payable(arrear)]
    for arrear in found:
        yield Chosen(month, arrear)
    if found:
        return
    undeclared = [arrear for arrear in arrears if arrear.to_declare]
    billed = [arrear for arrear in arrears if arrear.bill]
    if undeclared:
        yield Chosen(month, None, (hard("to_declare", notice=undeclared[0].number),))
    elif billed:
        yield Chosen(month, None, (hard("on_bill", bill=billed[0].bill),))
    else:
        yield Chosen(month, None, (hard("not_owed"),))


def in_order(law: Law, lines: Sequence[Chosen], arrears: Sequence[Arrear]) -> tuple[list[Chosen], list[Finding]]:
    """The lines and what is to be said of the whole, where earlier months are owed and left out.

    The law says whether that is free, is to be confirmed, or is not allowed.
    """
    good = [line.month for line in lines if line.good]
    left_out = _left_out(good, arrears)
    rule = order_rule(law, max(good)) if good else FREE
    if not left_out or rule == FREE:
        return list(lines), []
    words = {"months": "、".join(month.chinese for month in left_out), "first": left_out[0].chinese}
    if rule == WARN:
        return list(lines), [soft("earlier_left_out", None, **words)]
    refused = (hard("earlier_first", None, **words),)
    return [_refused(line, left_out[0], refused) for line in lines], []


def _left_out(chosen: Sequence[Month], arrears: Sequence[Arrear]) -> list[Month]:
    """Months before the last chosen one that are owed, stand on no bill and were not chosen."""
    if not chosen:
        return []
    owed = {arrear.month for arrear in arrears if not arrear.bill and arrear.month < max(chosen)}
    return sorted(owed - set(chosen))


def _refused(line: Chosen, first: Month, findings: tuple[Finding, ...]) -> Chosen:
    return line._replace(arrear=None, findings=findings) if line.good and line.month > first else line


def order_rule(law: Law, month: Month) -> str:
    """Whether arrears have to be paid from the earliest on; free where nothing is on record for the month."""
    if law.find(ORDER, month) is None:
        return FREE
    rule = law.text(ORDER, month)
    if rule not in (FREE, WARN, REFUSE):
        raise NoLawError(ORDER, law.series[ORDER].title, month.chinese)
    return rule


def differences(before: Sequence[int], now: Sequence[int]) -> bool:
    """Whether principal or late fee are not those that were shown."""
    return list(before) != list(now)
