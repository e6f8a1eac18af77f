"""Reasons for ending a contract in the clerk's words, and what each means for unemployment benefit."""

import dataclasses
from collections.abc import Mapping
from datetime import date
from typing import Final

from django.utils.translation import gettext_lazy

from shebao.law import law
from shebao.services.withdrawal.reasons import benefit
from shebao.web.parts import Text

BENEFIT: Final[Mapping[str, Text]] = {
    "yes": gettext_lazy("非因本人意愿中断就业；符合缴费年限等条件的，可以申领失业保险金"),
    "no": gettext_lazy("不属于非因本人意愿中断就业，一般不能申领失业保险金"),
    "case": gettext_lazy("是否属于非因本人意愿中断就业，按具体情况认定"),
}
"""What a reason for ending the contract means for unemployment benefit, by the law table's `involuntary`."""


@dataclasses.dataclass(frozen=True, slots=True)
class EndReason:
    """A reason for ending a contract: its name, where the law says so, and what it means for unemployment benefit."""

    name: str
    article: str
    benefit: Text
    number: int = 0


def end_reason(code: str, number: int = 0) -> EndReason:
    """A reason in words; `number` is how many lines have it."""
    entry = law().codes("contract_end_reason").get(code)
    if entry is None:
        return EndReason(code, "", "", number)
    return EndReason(entry.name, entry.text("article"), BENEFIT.get(benefit(law(), code), ""), number)


def end_reasons(today: date) -> list[EndReason]:
    """All reasons that may be chosen on a day."""
    return [end_reason(code) for code in law().codes("contract_end_reason").valid_on(today)]
