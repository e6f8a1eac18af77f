"""What clerks are told of payment notices, in the transaction that issues them."""

from datetime import date

import pytest

from shebao.audit.actions import Actor
from shebao.contributions import actions, monthly
from shebao.contributions.entering import NEWS
from shebao.contributions.models import Notice
from shebao.contributions.tests import town
from shebao.database import bulk
from shebao.kernel.months import Month
from shebao.notices import texts
from shebao.notices.models import Notice as Told

pytestmark = pytest.mark.django_db

CLERK = Actor.system("测试")
OCTOBER, JANUARY = Month(2023, 10), Month(2024, 1)
NOW = town.moment("2023-10-28")


def assess(month: Month, on: str) -> None:
    monthly.run_month(month, now=town.moment(on), connections=1)


def told() -> list[tuple[str, str, str]]:
    """Kind, title and text of everything, in order."""
    return [
        (one.kind, texts.title(one.kind, one.params), texts.text(one.kind, one.params))
        for one in Told.objects.order_by("pk")
    ]


def test_a_month_assessed_here_says_how_much_and_until_when() -> None:
    town.hire(town.employer(), "9000", "2023-10-09")
    assess(OCTOBER, "2023-10-28")
    notice = Notice.objects.get()
    assert told() == [
        (
            "payment_issued",
            "2023年10月缴费通知已生成",
            "共 1 人，应缴 2,268.00 元。请于 2023-11-30 前向税务部门足额缴费。",
        )
    ]
    one = Told.objects.get()
    assert (one.employer_id, one.at, one.params["notice"]) == (notice.employer_id, notice.issued_at, notice.number)
    assert one.severity == texts.severity(one.kind)


def test_a_self_declared_month_says_that_the_employer_has_to_declare_it() -> None:
    firm = town.employer()
    town.hire(firm, "9000", "2024-01-09")
    assess(JANUARY, "2024-01-30")
    town.hire(firm, "9000", "2024-01-30")
    assess(JANUARY, "2024-01-31")
    assert [kind for kind, _, _ in told()] == ["payment_issued_to_declare", "payment_replaced_to_declare"]
    assert "由 2,268.00 元变为 4,536.00 元" in told()[1][2]
    number = Notice.objects.get(seq=1).number
    assert f"原通知 {number} 不再使用" in told()[1][2]


def test_declaring_is_not_told_as_another_notice() -> None:
    town.hire(town.employer(), "9000", "2024-01-09")
    assess(JANUARY, "2024-01-30")
    actions.declare(CLERK, Notice.objects.get().pk, now=town.moment("2024-01-30"))
    assert len(told()) == 1


def test_what_is_added_after_payment_is_told_by_itself() -> None:
    firm = town.employer()
    town.hire(firm, "9000", "2023-10-09")
    assess(OCTOBER, "2023-10-28")
    actions.settle(CLERK, notice_id=Notice.objects.get().pk, paid_on=date(2023, 11, 20))
    town.hire(firm, "8000", "2023-10-30")
    assess(OCTOBER, "2023-11-25")
    assert told()[1][0] == "payment_added"
    assert "另需缴纳 2,016.00 元" in told()[1][2]


def test_when_nothing_is_owed_any_more_the_clerks_are_told_not_to_pay() -> None:
    goes = town.hire(town.employer(), "9000", "2023-10-09")
    assess(OCTOBER, "2023-10-28")
    town.never_was(goes)
    assess(OCTOBER, "2023-10-29")
    assert told()[1][:2] == ("payment_void", "2023年10月不再需要缴费")


def test_a_second_run_says_nothing() -> None:
    town.hire(town.employer(), "9000", "2023-10-09")
    assess(OCTOBER, "2023-10-28")
    assess(OCTOBER, "2023-10-29")
    assert len(told()) == 1


def test_every_kind_that_the_statement_chooses_has_words() -> None:
    statement = bulk.statement(monthly.__file__, "news")
    assert {kind.removesuffix("_to_declare") for kind in NEWS} == {
        word.strip("'") for word in statement.split() if word.startswith("'payment_")
    }
