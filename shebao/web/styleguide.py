"""A page that shows every component, for those who build pages; mount it only in DEBUG and in tests."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from shebao.kernel import clock
from shebao.web import formats, masking
from shebao.web.labels import DELIVERIES, STATES
from shebao.web.parts import (
    Cell,
    Column,
    EmployerChoice,
    FindingView,
    Frame,
    Link,
    NavigationItem,
    Row,
    TimelineEntry,
)
from shebao.web.templatetags.page import delivery_badge, status_badge

SAMPLE_NUMBER = "110101199003070011"


class SampleForm(forms.Form):
    """One field of each kind; bound to nothing it shows every error."""

    name = forms.CharField(
        label="姓名", max_length=100, help_text="与身份证件一致，最多 100 个字，少数民族姓名请填写间隔号“·”。"
    )
    number = forms.CharField(label="证件号码", max_length=18)
    kind = forms.ChoiceField(
        label="证件类型", choices=[("", "请选择"), ("01", "居民身份证"), ("02", "港澳居民来往内地通行证")]
    )
    start = forms.DateField(label="合同起始日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    wage = forms.DecimalField(label="月工资", widget=forms.TextInput(), help_text="税前，按劳动合同约定填写。")
    household = forms.ChoiceField(
        label="户籍性质",
        choices=[("1", "本市城镇"), ("2", "本市农村"), ("3", "外埠城镇"), ("4", "外埠农村")],
        widget=forms.RadioSelect,
    )
    items = forms.MultipleChoiceField(
        label="变更项目",
        choices=[("name", "姓名"), ("full_pinyin", "姓名全拼"), ("rare", "是否存在生僻字")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    consent = forms.BooleanField(label="已核对以上内容，确认无误")
    remark = forms.CharField(label="备注", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    proof = forms.FileField(
        label="身份证明材料", widget=forms.FileInput, help_text="JPG、PNG 或 PDF，单个文件不超过 10 MB。"
    )

    def clean_number(self) -> str:
        """Show an error with a remedy."""
        raise ValidationError(
            "证件号码的最后一位校验码不正确。",
            code="check_digit",
            params={"remedy": "请对照身份证件逐位核对后重新填写。"},
        )


def styleguide(request: HttpRequest, door: str = "portal") -> HttpResponse:
    """Every component with made-up content, in the layout of ``door`` (portal or office)."""
    return render(request, "web/styleguide.html", sample_context(clock.now(), door))


def sample_context(now: datetime, door: str = "portal") -> dict[str, object]:
    """The style guide's content, seen from ``now``."""
    filled = {"name": "欧阳娜仁", "number": "110101199003070012", "wage": "９０００"}
    return {
        "layout": f"web/{door}.html",
        "navigation": _navigation(),
        "frame": _frame(),
        "crumbs": [Link("首页", "#"), Link("在职职工管理", "#"), Link("社会保险、就业、劳动用工备案统一登记")],
        "unbound": SampleForm(auto_id="plain_%s"),
        "search": SampleForm(auto_id="search_%s"),
        "wrong": SampleForm(filled),
        "columns": _columns(),
        "rows": _rows(),
        "findings": _findings(),
        "timeline": _timeline(now),
        "facts": [
            ("姓名", "欧阳娜仁"),
            ("参保险种", "养老、失业、工伤"),
            ("起始月份", formats.month(202403)),
            ("月工资", "9,000.00 元"),
        ],
        "states": list(STATES),
        "deliveries": list(DELIVERIES),
        "money": Decimal(9000),
        "earlier": now - timedelta(minutes=5),
        "number": SAMPLE_NUMBER,
    }


def _navigation() -> list[NavigationItem]:
    filing = NavigationItem(
        "社会保险、就业、劳动用工备案统一登记",
        "#",
        current=True,
        children=(NavigationItem("零星新增", "#", current=True), NavigationItem("批量导入", "#")),
    )
    return [
        NavigationItem("首页", "#"),
        NavigationItem("在职职工管理", "#", True, (filing, NavigationItem("劳动合同信息参保登记列表", "#"))),
        NavigationItem("缴费管理", "#"),
        NavigationItem("人员信息登记与维护", "#"),
        NavigationItem("我的申报", "#"),
    ]


def _frame() -> Frame:
    return Frame(
        user_name="李会计",
        user_note="单位经办人",
        employer_name="北京细水长流餐饮管理有限公司",
        employer_number="91110105MA01ABCD1X",
        employers=[
            EmployerChoice("1", "北京细水长流餐饮管理有限公司", "91110105MA01ABCD1X", current=True),
            EmployerChoice("2", "北京大江大河物流有限公司", "91110108MA02WXYZ2Y"),
        ],
        switch_url="#",
        employers_url="#",
        notices_url="#",
        notice_count=3,
        account_links=[Link("修改密码", "#"), Link("登录记录", "#")],
        logout_url="#",
        help_links=[Link("办事指南", "#"), Link("常见问题", "#")],
    )


def _columns() -> list[Column]:
    return [
        Column("姓名", sort_url="#", sorted="ascending"),
        Column("证件号码", kind="code"),
        Column("起始月份", kind="date", sort_url="#"),
        Column("月工资（元）", kind="money"),
        Column("状态", kind="state"),
        Column("医保同步", kind="state"),
    ]


def _rows() -> list[Row]:
    people = [
        ("欧阳娜仁", SAMPLE_NUMBER, 202403, "9000", "effective", "done"),
        ("阿卜杜热西提·买买提", "650102198511230034", 202403, "12500.5", "in_review", "waiting"),
        ("𠮷田𬱖", "820000197808150027", 202402, "31000", "bad", "failed"),
    ]
    return [
        Row(
            cells=(
                Cell(name, sub="合同工"),
                masking.mask_identity(number),
                formats.month(month),
                formats.money(wage),
                status_badge(state),
                delivery_badge(delivery),
            ),
            url="#",
            actions=(Link("查看", "#"), Link("终止", "#")),
            tone="error" if state == "bad" else "",
            select=str(place),
        )
        for place, (name, number, month, wage, state, delivery) in enumerate(people)
    ]


def _findings() -> list[FindingView]:
    return [
        FindingView(
            "hard",
            "此人已在其他单位参加职工基本养老保险，参保时间与本次申报重叠。",
            "请与职工核实；确已离职的，由原单位办理减员后再申报。",
            line=12,
            who="欧阳娜仁",
            field="起始月份",
            url="#",
        ),
        FindingView(
            "soft",
            "月工资 90,000.00 元明显高于本单位其他职工，可能多填了一个 0。",
            "核实无误的，请勾选确认；有误的，请改正后重新提交。",
            line=15,
            who="阿卜杜热西提·买买提",
            field="月工资",
            confirm_name="confirm",
        ),
        FindingView("note", "缴费基数将按本市下限核定。", line=27, who="王芳", field="缴费基数"),
    ]


def _timeline(now: datetime) -> list[TimelineEntry]:
    start = now.astimezone(UTC) - timedelta(hours=3)
    return [
        TimelineEntry("提交申报", start, "李会计", "零星新增 1 人"),
        TimelineEntry("系统核对通过", start + timedelta(seconds=2)),
        TimelineEntry("区社保经办机构审核", who="朝阳区", text="预计 3 个工作日内办结", state="current"),
        TimelineEntry("传送医保部门", state="waiting"),
    ]
