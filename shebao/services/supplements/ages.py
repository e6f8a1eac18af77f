"""How old the months are: the three months of 批量, and what has to be proven from when on. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from shebao.kernel.months import Month
from shebao.law import Law
from shebao.law.errors import NoLawError

COUNT: Final = "supplement/three_months_count"
BY_AGE: Final = "age_of_oldest_month"
BY_NUMBER: Final = "number_of_months"


@dataclass(frozen=True, slots=True)
class Proof:
    """What months older than `after` months have to be proven by: one of `papers`, in some schemes."""

    code: str
    name: str
    after: int
    schemes: tuple[str, ...]
    papers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ages:
    """The limits that hold in a 费款所属期, and how they are counted."""

    current: Month
    most: int
    by_number: bool
    kinds: tuple[str, str]
    proofs: tuple[Proof, ...]

    def exceeded(self, months: Collection[int]) -> bool:
        """Whether these are more than three months, which only 零星 may make up."""
        if not months:
            return False
        return len(months) > self.most if self.by_number else self.age(min(months)) > self.most

    def age(self, month: int) -> int:
        """Months from that month to the current 费款所属期."""
        return self.current - Month.from_int(month)

    def kind(self, months: Collection[int]) -> str:
        """The 应缴类型 of what is made up: 中断补收, or 一次性补收 beyond three months."""
        return self.kinds[self.exceeded(months)]

    def proofs_for(self, schemes_by_month: Mapping[int, Iterable[str]]) -> list[Proof]:
        """What has to be proven for these months and schemes."""
        items = [(self.age(month), scheme) for month, schemes in schemes_by_month.items() for scheme in schemes]
        return [
            proof
            for proof in self.proofs
            if any(age > proof.after and scheme in proof.schemes for age, scheme in items)
        ]


def ages(law: Law, current: Month) -> Ages:
    """The limits in `current`. NoLawError where the law data hold a way of counting that nobody has built."""
    way = law.text(COUNT, current)
    if way not in (BY_AGE, BY_NUMBER):
        raise NoLawError(COUNT, law.series[COUNT].title, current.chinese)
    return Ages(
        current=current,
        most=law.count("supplement/batch_months", current),
        by_number=way == BY_NUMBER,
        kinds=(law.text("supplement/kind_recent", current), law.text("supplement/kind_late", current)),
        proofs=tuple(
            Proof(one.code, one.name, one.number("after_months") or 0, one.texts("schemes"), one.texts("papers"))
            for one in law.codes("supplement_proof").valid_on(current.first_day).values()
        ),
    )
