"""The forms of 「个人基本信息变更申请」: which items, their new values, papers; they check nothing, the worker does."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shebao.kernel.names import parse_name
from shebao.kernel.pinyin import readings
from shebao.law import law
from shebao.law.values import Code
from shebao.portal.forms import ACCEPTED, ManyFiles, UncheckedForm
from shebao.services.lines.columns import Column, Kind
from shebao.services.lines.reading import offered
from shebao.services.person_changes.fields import BY_KEY, DERIVED, NEW, REASON
from shebao.services.person_changes.shape import MOST_REASON
from shebao.web.parts import Text

ITEMS: Final = "change_item"
PAPERS: Final = "change_paper"
KEY_ITEMS, BASIC_ITEMS = "key_items", "basic_items"
TICKED: Final = "ticked"
"""Name of the checkboxes beside the values."""
SCRIPTED: Final = "scripted"
MOST_SPELLINGS: Final = 6
"""So many are named, the proposal included."""
_MODES: Final = {Kind.MOBILE: "tel", Kind.EMAIL: "email", Kind.POSTCODE: "numeric"}


def _offered(*, key: bool) -> list[tuple[str, Text]]:
    return [(code, entry.name) for code, entry in law().codes(ITEMS).items() if entry.flag("key") == key]


def companions(item: str) -> list[str]:
    """Items that are ticked with an item, theirs included."""
    found: list[str] = []
    waiting = list(law().codes(ITEMS)[item].texts("links"))
    while waiting:
        one = waiting.pop(0)
        if one not in found:
            found.append(one)
            waiting += law().codes(ITEMS)[one].texts("links")
    return found


def links(items: Iterable[str]) -> str:
    """The rules by which script ticks companions, as the page kit reads them."""
    return "; ".join(f"{item}>{' '.join(companions(item))}" for item in items if companions(item))


class ChooseForm(UncheckedForm):
    """Which items are to be changed."""

    def __init__(self, ticked: Collection[str] = ()) -> None:
        super().__init__(data={KEY_ITEMS: list(ticked), BASIC_ITEMS: list(ticked)}, label_suffix="")
        for name, label, key in ((KEY_ITEMS, _("重要信息"), True), (BASIC_ITEMS, _("基本信息"), False)):
            self.fields[name] = forms.MultipleChoiceField(
                label=label, required=False, choices=_offered(key=key), widget=forms.CheckboxSelectMultiple
            )

    def links(self) -> str:
        """Which items tick which."""
        return links(law().codes(ITEMS))


def chosen(posted: QueryDict, before: Collection[str]) -> list[str]:
    """The items ticked on the page that asks for them.

    Without script nothing has ticked the companions of a newly ticked item: they are added here, and can be unticked on
    the next page. With script they were ticked before the clerk's eyes, and what is unticked was unticked by hand.
    """
    ticked = [item for item in (*posted.getlist(KEY_ITEMS), *posted.getlist(BASIC_ITEMS)) if item in BY_KEY]
    if posted.get(SCRIPTED):
        return ticked
    fresh = [item for item in ticked if item not in before]
    return [*ticked, *(other for item in fresh for other in companions(item))]


class ValuesForm(UncheckedForm):
    """The new values as typed; its errors are the findings that the worker wrote."""

    def __init__(self, items: Iterable[str], typed: Mapping[str, str], today: date, *, name: str = "") -> None:
        super().__init__(data=dict(typed), label_suffix="")
        for item in items:
            if item not in DERIVED:
                self.fields[f"{NEW}{item}"] = _field(BY_KEY[item], today)
        if f"{NEW}name_pinyin" in self.fields:
            self.fields[f"{NEW}name_pinyin"].help_text = _spellings(name)
        self.fields[REASON] = forms.CharField(
            label=_("变更原因"),
            required=False,
            widget=forms.TextInput(attrs={"maxlength": str(MOST_REASON)}),
            help_text=_("例如“更名”“户口迁移”“号码登记有误”。"),
        )


def _spellings(name: str) -> str:
    """Which spellings there are of a name, the proposal first."""
    found = readings(parse_name(name).text) if name else ()
    if len(found) < 2:  # noqa: PLR2004 - a choice
        return BY_KEY["name_pinyin"].help
    others = "、".join(one.full for one in found[1:MOST_SPELLINGS])
    words = gettext("不填的，按“%(usual)s”填写；多音字也可填写：%(others)s。")
    return words % {"usual": found[0].full, "others": others}


def _field(column: Column, today: date) -> forms.Field:
    options: dict[str, Any] = {"label": column.title, "required": False, "help_text": column.help}
    if column.kind is Kind.CODE:
        choices = [(code, entry.name) for code, entry in offered(law(), column.table, today).items()]
        return forms.ChoiceField(choices=[("", _("请选择")), *choices], **options)
    if column.kind is Kind.DATE:
        return forms.CharField(widget=forms.TextInput(attrs={"type": "date"}), **options)
    attributes = {"maxlength": str(column.most), "autocomplete": "off"}
    mode = _MODES.get(column.kind)
    return forms.CharField(widget=forms.TextInput(attrs=attributes | ({"inputmode": mode} if mode else {})), **options)


def values_payload(posted: QueryDict) -> dict[str, str]:
    """What was typed, under the names of the payload."""
    names = [REASON, *(f"{NEW}{item}" for item in BY_KEY)]
    return {name: posted.get(name, "") for name in names if name in posted}


def wanted_papers(items: Iterable[str]) -> dict[str, Code]:
    """The papers of which some may be needed for these items, and 其他材料; none where no item is ever reviewed."""
    entries = [law().codes(ITEMS)[item] for item in items]
    wanted = {paper for entry in entries if entry.text("review") != "never" for paper in entry.texts("papers")}
    if not wanted:
        return {}
    return {code: entry for code, entry in law().codes(PAPERS).items() if code in wanted | {"other"}}


def papers_needed(items: Iterable[str]) -> bool:
    """Whether some of the items are reviewed whatever shared data say."""
    return any(law().codes(ITEMS)[item].text("review") == "always" for item in items)


class PaperForm(UncheckedForm):
    """One kind of paper with its files."""

    paper = forms.ChoiceField(label=_("材料名称"), required=False)
    upload = forms.FileField(
        label=_("选择文件"),
        required=False,
        help_text=_("PDF、JPG 或 PNG，每个不超过 10 MB，可选择多个文件。"),
        widget=ManyFiles(attrs={"accept": ACCEPTED}),
    )

    def __init__(self, papers: Mapping[str, Code], chosen_one: str = "") -> None:
        super().__init__(data={"paper": chosen_one}, label_suffix="")
        offers = [("", _("请选择材料名称")), *((code, entry.name) for code, entry in papers.items())]
        self.fields["paper"].choices = offers  # type: ignore[attr-defined]
