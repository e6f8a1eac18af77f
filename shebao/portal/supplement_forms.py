"""Forms of 「单位申报个人补缴申请」; they check nothing, the worker does."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from shebao.law import law
from shebao.portal.forms import ACCEPTED, DOCUMENT_KEYS, MOST_TYPED, ManyFiles, UncheckedForm
from shebao.services.lines.columns import Kind
from shebao.services.lines.reading import offered
from shebao.services.supplements.availability import employee_schemes
from shebao.services.supplements.fields import BY_KEY, MONTHS, SCHEMES, WAGE

HOUSEHOLD: Final = "household_registration"
WAGE_FOR_ALL: Final = "wage_all"
PAPER: Final = "paper-"
"""Before the code of a paper in the name of its input."""
MOST_WAGE: Final = 40

Payload = Mapping[str, str]


class QueryForm(UncheckedForm):
    """Whose months are asked for, as typed. Its errors are the findings that the worker wrote."""

    def __init__(self, payload: Payload, today: date) -> None:
        super().__init__(data={"document_type": "01", **payload}, label_suffix="")
        for key in DOCUMENT_KEYS:
            column = BY_KEY[key]
            options: dict[str, Any] = {"label": column.title, "required": True}
            self.fields[key] = (
                forms.ChoiceField(choices=_names(column.table, today), **options)
                if column.kind is Kind.CODE
                else forms.CharField(widget=forms.TextInput(attrs={"maxlength": "100"}), **options)
            )


class MonthsForm(UncheckedForm):
    """户口性质, 险种 and one wage for all months; months and their wages stand in the table beside it."""

    def __init__(self, payload: Payload, recorded: str, today: date) -> None:
        chosen = [code for code in payload.get(SCHEMES, "").split(",") if code] or list(employee_schemes())
        household = payload.get(HOUSEHOLD) or recorded
        super().__init__(data={**payload, SCHEMES: chosen, HOUSEHOLD: household}, label_suffix="")
        column = BY_KEY[HOUSEHOLD]
        kinds = _names(column.table, today)
        self.fields[HOUSEHOLD] = forms.ChoiceField(
            label=column.title, choices=[("", _("请选择")), *kinds], required=True, help_text=column.help
        )
        table = law().codes("scheme")
        self.fields[SCHEMES] = forms.MultipleChoiceField(
            label=BY_KEY[SCHEMES].title,
            choices=[(code, table[code].name) for code in employee_schemes()],
            widget=forms.CheckboxSelectMultiple,
            required=False,
            help_text=_("医疗、生育保险在缴费后由系统自动传送医保部门，无需选择。"),
        )
        self.fields[WAGE_FOR_ALL] = forms.CharField(
            label=_("各月相同的月缴费工资"),
            required=False,
            help_text=_("已勾选而没有单独填写工资的月份按此计算。"),
            widget=forms.TextInput(attrs={"inputmode": "decimal", "maxlength": str(MOST_WAGE)}),
        )


def _names(table: str, today: date) -> list[tuple[str, str]]:
    return [(code, entry.name) for code, entry in offered(law(), table, today).items()]


class PapersForm(UncheckedForm):
    """Attachments by kind; inspected when they arrive, so there is nothing to validate here."""

    def __init__(self) -> None:
        super().__init__(label_suffix="")
        for code, entry in law().codes("supplement_paper").items():
            self.fields[f"{PAPER}{code}"] = forms.FileField(
                label=entry.name, required=False, widget=ManyFiles(attrs={"accept": ACCEPTED})
            )

    def papers(self) -> Sequence[BoundField]:
        """Their fields, in order."""
        return [self[name] for name in self.fields]


def query_payload(posted: QueryDict) -> dict[str, str]:
    """Whose months are asked for."""
    return {key: posted.get(key, "")[:MOST_TYPED] for key in DOCUMENT_KEYS}


def months_payload(posted: QueryDict, kept: Payload) -> dict[str, str]:
    """What was chosen on the page of months; whose they are no form can change."""
    ticked = sorted({month for month in posted.getlist("month") if _is_number(month)})
    for_all = posted.get(WAGE_FOR_ALL, "")[:MOST_WAGE].strip()
    typed = {
        name: str(text)[:MOST_WAGE].strip()
        for name, text in posted.items()
        if name.startswith(WAGE) and _is_number(name.removeprefix(WAGE))
    }
    for month in ticked:
        typed[f"{WAGE}{month}"] = typed.get(f"{WAGE}{month}") or for_all
    return {
        **{key: kept.get(key, "") for key in DOCUMENT_KEYS},
        HOUSEHOLD: posted.get(HOUSEHOLD, "")[:4],
        SCHEMES: ",".join(code for code in posted.getlist(SCHEMES) if code in employee_schemes()),
        MONTHS: ",".join(ticked),
        WAGE_FOR_ALL: for_all,
        **{name: text for name, text in typed.items() if text},
    }


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) == len("202308")
