"""Names of services, reasons and districts as the office's pages write them."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shebao.declarations.models import Declaration
from shebao.law import law
from shebao.web.labels import SERVICES
from shebao.web.parts import Text

SINGLE: Final[Mapping[str, Text]] = {
    "supplements": gettext_lazy("零星申报"),
    "refunds": gettext_lazy("零星申报"),
    "person_changes": gettext_lazy("逐人申请"),
    "cards": gettext_lazy("单人办理"),
}
"""What a filing without a workbook is called, where it is not 零星新增."""

REASONS: Final[Mapping[str, Text]] = {
    "officer_decides": gettext_lazy("证件须由经办机构审核"),
    "shared_no_match_proven": gettext_lazy("共享信息不一致"),
    "supplement_proof": gettext_lazy("补缴须核验证明材料"),
    "shared_silent_proven": gettext_lazy("共享信息无法核验"),
    "change_key": gettext_lazy("重要信息变更"),
    "change_first": gettext_lazy("姓名与证件号码同时或先后变更，初审"),
    "change_second": gettext_lazy("姓名与证件号码同时或先后变更，复核"),
    "same_first": gettext_lazy("两条参保记录是否为同一人，初审"),
    "same_second": gettext_lazy("两条参保记录是否为同一人，复核"),
    "refund_first": gettext_lazy("退费初审"),
    "refund_second": gettext_lazy("退费复核"),
}

SYSTEMS: Final[Mapping[str, Text]] = {
    "medical": gettext_lazy("医疗保险"),
    "national_pension": gettext_lazy("养老保险全国统筹"),
    "shared_data": gettext_lazy("政务共享数据"),
    "tax": gettext_lazy("税务"),
    "bank": gettext_lazy("退费银行"),
    "card_maker": gettext_lazy("制卡机构"),
}


def service(code: str) -> Text:
    """社保增员 and so on."""
    return SERVICES.get(code, code)


def reason(code: str) -> Text:
    """Why an officer has to decide."""
    return REASONS.get(code, code)


def system(code: str) -> Text:
    """The counterparty's name."""
    return SYSTEMS.get(code, code)


def kind(declaration: Declaration) -> str:
    """社保增员 · 零星新增 and the like."""
    how = SINGLE.get(declaration.service, _("零星新增")) if declaration.single else _("批量导入")
    return f"{service(declaration.service)} · {how}"


def district(code: str) -> str:
    """The short name of a district's agency."""
    entry = law().codes("agency").get(code)
    return (entry.text("short") or entry.name) if entry else code
