"""The law as a tariff keeps it (`Tariff.law`), read into records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from shebao.contributions.models import Tariff

HUNDRED: Final = Decimal(100)
PPM_A_PERCENT: Final = 10_000


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a number of the law comes from, and for which months; ``first`` and ``last`` are texts like 2023-07."""

    first: str = ""
    last: str = ""
    sources: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    verified: bool = True
    note: str = ""

    @classmethod
    def of(cls, law: Mapping[str, Any]) -> "Basis":
        """From an entry of ``Tariff.law``; what it does not say is empty, and then not verified."""
        return cls(
            first=str(law.get("from") or ""),
            last=str(law.get("to") or ""),
            sources=_texts(law.get("sources")),
            titles=_texts(law.get("titles")),
            verified=law.get("verified") is True,
            note=str(law.get("note") or ""),
        )


@dataclass(frozen=True, slots=True)
class Relief:
    """A temporary reduction or deferral: ``percent`` of the rate remains, or (``deferred``) its due day moves."""

    code: str
    name: str
    deferred: bool
    percent: Decimal
    basis: Basis


@dataclass(frozen=True, slots=True)
class Injury:
    """Where a work-injury rate comes from: the class of the industry, its benchmark and the floating band, percent."""

    risk_class: str
    benchmark: Decimal
    band: Decimal


@dataclass(frozen=True, slots=True)
class Rate:
    """A payer's rate in percent: ``general`` by the law, ``applied`` after reliefs, which is what counted."""

    general: Decimal
    applied: Decimal
    basis: Basis
    reliefs: tuple[Relief, ...] = ()
    injury: Injury | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """The law as applied to one payer in one scheme and month."""

    lower: int
    upper: int
    bounds: Basis
    employer: Rate
    personal: Rate
    deferred: bool

    @property
    def verified(self) -> bool:
        """Whether every number of it stands in a text that we cite."""
        bases = [self.bounds, self.employer.basis, *(relief.basis for relief in self.employer.reliefs)]
        # A payer who pays nothing has no rate that anybody would have to state.
        if self.personal.applied or self.personal.general:
            bases.append(self.personal.basis)
        return all(basis.verified for basis in bases)


def read(tariff: Tariff) -> Applied:
    """The law of a tariff. Bounds and rates are the columns that counted, never the texts beside them."""
    law: Mapping[str, Any] = tariff.law
    reliefs = tuple(_relief(one) for one in law.get("reliefs") or ())
    injury = _injury(law.get("injury"))
    employer, personal = law.get("employer") or {}, law.get("personal") or {}
    return Applied(
        lower=tariff.lower,
        upper=tariff.upper,
        bounds=Basis.of(law.get("bounds") or {}),
        employer=Rate(
            general=_general(employer, injury, tariff.employer_ppm),
            applied=percent_of(tariff.employer_ppm),
            basis=Basis.of(employer),
            reliefs=reliefs,
            injury=injury,
        ),
        personal=Rate(
            general=_general(personal, None, tariff.personal_ppm),
            applied=percent_of(tariff.personal_ppm),
            basis=Basis.of(personal),
        ),
        deferred=tariff.deferred,
    )


def percent_of(ppm: int) -> Decimal:
    """Millionths as percent, without needless zeros: 160000 is 16, 5000 is 0.5."""
    return plain(Decimal(ppm) / PPM_A_PERCENT)


def plain(number: Decimal) -> Decimal:
    """The same number without needless zeros and without an exponent."""
    short = number.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short


def _general(law: Mapping[str, Any], injury: Injury | None, applied_ppm: int) -> Decimal:
    """The rate before reliefs: benchmark by band for work injury, else what the law entry says."""
    if injury is not None:
        return plain(injury.benchmark * injury.band / HUNDRED)
    stated = law.get("percent")
    return plain(Decimal(str(stated))) if stated not in (None, "") else percent_of(applied_ppm)


def _injury(law: Mapping[str, Any] | None) -> Injury | None:
    if not law:
        return None
    return Injury(str(law["class"]), plain(Decimal(str(law["benchmark"]))), plain(Decimal(str(law["band"]))))


def _relief(law: Mapping[str, Any]) -> Relief:
    return Relief(
        code=str(law.get("code") or ""),
        name=str(law.get("name") or ""),
        deferred=law.get("effect") == "defer",
        percent=plain(Decimal(str(law.get("percent", HUNDRED)))),
        basis=Basis.of(law),
    )


def _texts(values: Sequence[object] | None) -> tuple[str, ...]:
    return tuple(str(value) for value in values or ())
