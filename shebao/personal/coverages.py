"""Coverage spells as pages show them. No queries."""

from collections.abc import Iterable, Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shebao.employment.models import Coverage
from shebao.law import law
from shebao.web import charges, formats
from shebao.web.parts import Column, Row
from shebao.web.templatetags.page import badge

COLUMNS: Final = (
    Column(gettext_lazy("险种")),
    Column(gettext_lazy("参保单位")),
    Column(gettext_lazy("参保起始年月"), "date"),
    Column(gettext_lazy("终止年月"), "date"),
    Column(gettext_lazy("状态"), "state"),
)


def rows(spells: Iterable[Coverage]) -> list[Row]:
    """Spells for a table with COLUMNS."""
    return [
        Row(
            (
                charges.scheme_name(one.scheme),
                one.employer.name,
                formats.month(one.from_month),
                formats.month(one.to_month, _("至今")),
                badge(_("已停保"), "neutral") if one.to_month else badge(_("参保缴费"), "success"),
            )
        )
        for one in spells
    ]


def by_employer(spells: Iterable[Coverage]) -> list[tuple[str, str, str]]:
    """For every employer of the spells: its name, its agency, and the schemes insured there."""
    schemes: dict[int, list[str]] = {}
    places: dict[int, tuple[str, str]] = {}
    for one in spells:
        employer = one.employer
        places[employer.pk] = (employer.name, law().codes("agency").name_of(employer.district))
        schemes.setdefault(employer.pk, []).append(charges.short_name(one.scheme))
    return [(*places[key], _joined(names)) for key, names in schemes.items()]


def _joined(names: Sequence[str]) -> str:
    return "、".join(dict.fromkeys(names))
