"""The law as rows: for every kind of payer that is to be assessed, the terms that hold now."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from django.db import connection

from shebao.audit.actions import Actor, action
from shebao.contributions import rules
from shebao.contributions.models import Tariff
from shebao.contributions.rules import Payer, Terms
from shebao.database import bulk
from shebao.kernel.months import Month
from shebao.law import Law
from shebao.law.errors import NoLawError

LAW: Final = Actor.system("政策参数")

Key = tuple[int, str, str, int, int, str]
"""Month, scheme, category, class, band, reliefs."""

_Number = Callable[[Mapping[Key, Terms]], dict[Key, int]]

_LOCK: Final = "select pg_advisory_xact_lock(hashtext('shebao tariffs'))"


class _Offer(NamedTuple):
    """What holds for one kind of payer and category: the terms, or why there are none."""

    profile: int
    category: str
    month: int
    scheme: str
    terms: Terms | None
    missing: str


def prepare(law: Law, months: Collection[Month], employers: Collection[int] | None = None) -> None:
    """Put the terms of `months` for the kinds of payer among `employers` (None: all) where assess.sql looks.

    Fills the temporary tables `payer_kind` and `tariff_now`, which live until the end of the session or until this is
    called again. Terms that are not on record yet are entered under an action of their own.
    """
    _prepare(law, months, employers, _record)


def look(law: Law, months: Collection[Month], employers: Collection[int] | None = None) -> None:
    """The same without entering anything: terms that are not on record bear numbers below zero."""
    _prepare(law, months, employers, _numbered)


def _prepare(law: Law, months: Collection[Month], employers: Collection[int] | None, number: _Number) -> None:
    payers = _payers(employers)
    offers = list(_offers(law, sorted(months), payers))
    ids = number({_key(offer.month, offer.terms): offer.terms for offer in offers if offer.terms is not None})
    _fill_kinds(payers)
    _fill_terms(offers, ids)


def _payers(employers: Collection[int] | None) -> list[Payer]:
    params = {"employers": None if employers is None else sorted(employers)}
    return [Payer(*row) for row in bulk.rows(__file__, "payers", params)]


def _offers(law: Law, months: Iterable[Month], payers: list[Payer]) -> Iterator[_Offer]:
    """Every combination, each of those that come to the same only worked out once."""
    known: dict[tuple[Month, str, str, Payer], tuple[Terms | None, str]] = {}
    for month in months:
        for scheme in rules.HERE:
            for category in rules.categories(law):
                for profile, payer in enumerate(payers):
                    key = (month, scheme, category, _relevant(scheme, payer))
                    if key not in known:
                        known[key] = _terms_or_reason(law, *key)
                    yield _Offer(profile, category, int(month), scheme, *known[key])


def _relevant(scheme: str, payer: Payer) -> Payer:
    """The payer without what does not matter to the scheme."""
    return payer if scheme == rules.INJURY else Payer(0, 0, payer.size, payer.industry)


def _terms_or_reason(law: Law, month: Month, scheme: str, category: str, payer: Payer) -> tuple[Terms | None, str]:
    try:
        found = rules.terms(law, scheme, month, category, payer)
        general = rules.terms(law, scheme, month, "", payer)
    except NoLawError as error:
        return None, f"{month.chinese}{error.title}"
    # A category that pays like everybody else needs no row of its own.
    return (general if found.law == general.law else found), ""


def _numbered(by_key: Mapping[Key, Terms]) -> dict[Key, int]:
    """The id of each of the terms; those that are not on record count down from -1."""
    ids = _known(by_key)
    fresh = (key for key in by_key if key not in ids)
    return ids | {key: -number for number, key in enumerate(fresh, start=1)}


def _record(by_key: Mapping[Key, Terms]) -> dict[Key, int]:
    """The id of each of the terms, entering those that differ from what was last on record under their key."""
    ids = _known(by_key)
    if len(ids) == len(by_key):
        return ids
    with action(LAW, "enter_tariffs"):
        with connection.cursor() as cursor:
            cursor.execute(_LOCK)
        ids = _known(by_key)
        fresh = [_row(key[0], terms) for key, terms in by_key.items() if key not in ids]
        return ids | {_key_of(row): row.pk for row in Tariff.objects.bulk_create(fresh)}


def _known(by_key: Mapping[Key, Terms]) -> dict[Key, int]:
    """The ids of those of the terms that are on record as they are."""
    last: dict[Key, Tariff] = {}
    for row in Tariff.objects.filter(month__in={key[0] for key in by_key}).order_by("pk"):
        last[_key_of(row)] = row
    same = (key for key, terms in by_key.items() if key in last and _content(last[key]) == _content_of(terms))
    return {key: last[key].pk for key in same}


def _key(month: int, terms: Terms) -> Key:
    return month, terms.scheme, terms.category, terms.injury_class, terms.injury_band, terms.reliefs


def _key_of(row: Tariff) -> Key:
    return row.month, row.scheme, row.payer_category, row.injury_class, row.injury_band, row.reliefs


def _content(row: Tariff) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _CONTENT}


def _content_of(terms: Terms) -> dict[str, Any]:
    return {name: getattr(terms, name) for name in _CONTENT}


_CONTENT: Final = ("lower", "upper", "employer_ppm", "personal_ppm", "deferred", "law")


def _row(month: int, terms: Terms) -> Tariff:
    return Tariff(
        month=month,
        scheme=terms.scheme,
        payer_category=terms.category,
        injury_class=terms.injury_class,
        injury_band=terms.injury_band,
        reliefs=terms.reliefs,
        **_content_of(terms),
    )


def _fill_kinds(payers: list[Payer]) -> None:
    told = [{"profile": profile, **_named(payer)} for profile, payer in enumerate(payers)]
    bulk.run(__file__, "fill_kinds", {"kinds": json.dumps(told)})


def _named(payer: Payer) -> dict[str, Any]:
    return {
        "injury_class": payer.injury_class,
        "injury_band": payer.injury_band,
        "size": payer.size,
        "industry": payer.industry,
    }


def _fill_terms(offers: list[_Offer], ids: dict[Key, int]) -> None:
    told = [
        {
            "profile": offer.profile,
            "category": offer.category,
            "month": offer.month,
            "scheme": offer.scheme,
            **({} if offer.terms is None else _numbers(offer.terms, ids[_key(offer.month, offer.terms)])),
            "missing": offer.missing,
        }
        for offer in offers
    ]
    bulk.run(__file__, "fill_terms", {"offers": json.dumps(told, ensure_ascii=False)})


def _numbers(terms: Terms, tariff: int) -> dict[str, Any]:
    """What assess.sql computes with."""
    return {"tariff": tariff} | {name: getattr(terms, name) for name in _CONTENT if name != "law"}
