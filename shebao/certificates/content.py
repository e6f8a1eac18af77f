"""What a certificate says: coverage and contributions of one person in some months, as plain values to be frozen."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from shebao.contributions import history
from shebao.contributions.explaining import Explanation
from shebao.contributions.history import PersonMonth
from shebao.contributions.models import NoticeState
from shebao.employers.models import Employer
from shebao.employment import queries as employment
from shebao.employment.models import Coverage
from shebao.kernel.months import Month
from shebao.law import law
from shebao.persons.models import Person

Content = dict[str, Any]

SETTLED: Final = frozenset({NoticeState.PAID, NoticeState.VOID, NoticeState.REFUNDED})
"""States of notices that ask for nothing any more."""


def gather(person: Person, records: Collection[int], first: Month, last: Month) -> Content:
    """Coverage and contributions of a person, under all her records, from `first` to `last`; a fixed number of queries.

    Money is whole fen, months are YYYYMM. `coverage` and `months` are empty where there is nothing.
    """
    spells = employment.spells_of_person(records, first, last)
    months = history.everywhere(records, since=first, before=last + 1, size=last - first + 1)
    names = dict(Employer.objects.filter(pk__in={one.employer_id for one in months}).values_list("pk", "name"))
    rows = [row for one in reversed(months) if (row := _month(one, names))["lines"]]
    return {
        "name": person.name,
        "document": law().codes("document_type").name_of(person.document_type),
        "document_number": person.document_number,
        "social_security_number": person.social_security_number,
        "agency": _agency(spells),
        "coverage": [_spell(one) for one in spells],
        "months": rows,
        "sums": sums(rows),
    }


def sums(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """For every scheme of the months: how many of them are paid, and the person's share in these, in fen."""
    paid: dict[str, set[int]] = {}
    fen: dict[str, int] = {}
    for row in rows:
        for line in row["lines"]:
            scheme = line["scheme"]
            paid.setdefault(scheme, set())
            fen.setdefault(scheme, 0)
            if row["paid"]:
                paid[scheme].add(row["month"])
                fen[scheme] += line["personal_fen"]
    return [
        {"scheme": scheme, "name": _scheme(scheme), "months": len(paid[scheme]), "personal_fen": fen[scheme]}
        for scheme in sorted(paid)
    ]


def _month(one: PersonMonth, names: Mapping[int, str]) -> dict[str, Any]:
    return {
        "month": int(one.month),
        "employer": names.get(one.employer_id, ""),
        "paid": all(notice.state in SETTLED for notice in one.notices),
        "lines": list(_lines(one.explanations)),
    }


def _lines(explanations: Iterable[Explanation]) -> Iterable[dict[str, Any]]:
    """One for each scheme in which anything is owed, reliefs to nothing included."""
    for one in explanations:
        if one.last.calculation is not None:
            yield {
                "scheme": one.scheme,
                "base": int(one.last.calculation.base),
                "employer_fen": int(one.total.employer * 100),
                "personal_fen": int(one.total.personal * 100),
            }


def _spell(one: Coverage) -> dict[str, Any]:
    return {
        "scheme": one.scheme,
        "name": _scheme(one.scheme),
        "employer": one.employer.name,
        "from": one.from_month,
        "to": one.to_month,
    }


def _agency(spells: Sequence[Coverage]) -> str:
    """The agency of the employer where she is insured, or was last."""
    if not spells:
        return ""
    latest = max(spells, key=lambda one: (one.to_month is None, one.to_month or 0, one.from_month))
    return law().codes("agency").name_of(latest.employer.district)


def _scheme(code: str) -> str:
    return law().codes("scheme").name_of(code)
