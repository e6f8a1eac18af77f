"""Values of persons before and after a change, as both doors show them: in words, masked unless allowed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shebao.kernel import names
from shebao.law import law
from shebao.outbox import words
from shebao.outbox.models import Message
from shebao.persons.models import ValueChange
from shebao.services.lines.columns import Kind
from shebao.services.person_changes.fields import BY_KEY
from shebao.services.person_changes.models import ChangeItem
from shebao.web import formats, masking
from shebao.web.labels import DELIVERIES, look_up
from shebao.web.parts import Cell, Column, Row, Text
from shebao.web.templatetags.page import badge

CHANGE_COLUMNS: Final = (
    Column(gettext_lazy("变更项目")),
    Column(gettext_lazy("变更前")),
    Column(gettext_lazy("变更后")),
    Column(gettext_lazy("核验"), "state"),
)
HISTORY_COLUMNS: Final = (
    Column(gettext_lazy("变更项目")),
    Column(gettext_lazy("变更前")),
    Column(gettext_lazy("变更后")),
    Column(gettext_lazy("生效日期"), "date"),
    Column(gettext_lazy("申报人、审核人")),
    Column(gettext_lazy("变更原因、业务流水号")),
)
TOLD_COLUMNS: Final = (
    Column(gettext_lazy("部门")),
    Column(gettext_lazy("状态"), "state"),
    Column(gettext_lazy("说明")),
)
STORAGE_COLUMNS: Final = (
    Column(gettext_lazy("字")),
    Column(gettext_lazy("国际编码"), "code"),
    Column(gettext_lazy("GB 18030 编码"), "code"),
    Column(gettext_lazy("保存和显示")),
)
SYSTEMS: Final[Mapping[str, Text]] = {
    "medical": gettext_lazy("医疗保险"),
    "national_pension": gettext_lazy("全国统筹信息系统"),
    "tax": gettext_lazy("税务"),
}
CONFIRMED: Final[Mapping[str, tuple[Text, str]]] = {
    "shared": (gettext_lazy("共享信息一致"), "success"),
    "number": (gettext_lazy("与证件号码一致"), "success"),
    "differs": (gettext_lazy("与共享信息不一致"), "warning"),
}
NUMBER_FORMATS: Final = ("citizen", "residence")
MASKS: Final[Mapping[str, str]] = {
    "social_security_number": "identity",
    "mobile": "mobile",
    "residence_address": "address",
    "household_address": "address",
    "email": "text",
}


def say(item: str, value: str, document_type: str, *, shown: bool) -> str:
    """A value in words; numbers, addresses and the like masked unless `shown`; 「—」 where there is none."""
    column = BY_KEY.get(item)
    if not value or column is None:
        return value or formats.NOTHING
    if column.kind is Kind.CODE:
        return law().codes(column.table).name_of(value)
    mask = _number_mask(document_type) if item == "document_number" else MASKS.get(item, "")
    return value if shown or not mask else masking.mask(mask, value)


def _number_mask(document_type: str) -> str:
    entry = law().codes("document_type").get(document_type)
    return "identity" if entry and entry.text("format") in NUMBER_FORMATS else "passport"


def title(item: str) -> str:
    """姓名 and the like."""
    column = BY_KEY.get(item)
    return column.title if column else item


def change_rows(items: Sequence[ChangeItem], document_type: str, *, old_shown: bool, new_shown: bool) -> list[Row]:
    """Values before and after, for a table with CHANGE_COLUMNS.

    A 社会保障号码 that follows from the number on record, and was not typed, is masked as that is.
    """
    masked = set() if old_shown or any(one.item == "document_number" for one in items) else {"social_security_number"}
    return [
        Row(
            (
                title(one.item),
                say(one.item, one.old_value, document_type, shown=old_shown),
                say(one.item, one.new_value, document_type, shown=new_shown and one.item not in masked),
                _proof(one),
            )
        )
        for one in items
    ]


def _proof(one: ChangeItem) -> object:
    if one.confirmed_by in CONFIRMED:
        label, tone = CONFIRMED[one.confirmed_by]
        return badge(label, tone)
    return badge(_("由经办机构审核"), "info") if one.needs_review else badge(_("无需材料"), "neutral")


def history_rows(
    changes: Iterable[ValueChange], document_type: str, *, shown: bool, of_ours: Callable[[ValueChange], bool]
) -> list[Row]:
    """What was changed before, for a table with HISTORY_COLUMNS; of others' filings who filed and why stay unsaid."""
    return [_history_row(one, document_type, shown=shown, ours=of_ours(one)) for one in changes]


def _history_row(one: ValueChange, document_type: str, *, shown: bool, ours: bool) -> Row:
    by = one.filed_by_name if ours else _("其他单位")
    approved = _("审核：%(name)s") % {"name": one.approved_by_name} if one.approved_by_name else ""
    return Row(
        (
            title(one.field),
            say(one.field, one.old_value, document_type, shown=shown),
            say(one.field, one.new_value, document_type, shown=shown),
            Cell(formats.day(one.effective_on), sub=formats.moment(one.recorded_at)),
            Cell(by, sub=approved),
            Cell(one.reason or formats.NOTHING, sub=one.number) if ours else formats.NOTHING,
        )
    )


def storage_rows(name: str) -> list[Row]:
    """How each character of a name is stored, for a table with STORAGE_COLUMNS; each character once."""
    characters = {one.character: one for one in names.storage(name).characters}
    return [Row((one.character, one.code_point, one.gb18030, one.words)) for one in characters.values()]


def new_name(items: Iterable[ChangeItem]) -> str:
    """The name that is changed to; empty where it stays."""
    return next((one.new_value for one in items if one.item == "name"), "")


def told_rows(messages: Iterable[Message]) -> list[Row]:
    """Which authorities were told, and what they answered, for a table with TOLD_COLUMNS."""
    return [
        Row((SYSTEMS.get(one.system, one.system), badge(*look_up(DELIVERIES, one.state)), words.describe(one)))
        for one in messages
    ]
