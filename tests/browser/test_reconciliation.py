"""An operator asks for a reconciliation of the demo city; the worker makes it and the page says what to do."""

from city.cast import OPERATOR
from tests.browser.actors import Officer
from tests.browser.conftest import Opened
from tests.browser.platform import Platform

LOOKS, PAUSE = 240, 250  # at the page; milliseconds between them


def test_an_operator_reconciles_all_months(platform: Platform, opened: Opened) -> None:
    operator = Officer(opened().new_page(), platform)
    operator.log_in(OPERATOR.login)
    operator.open("/office/reconciliation/")
    operator.press("开始对账")
    operator.sees("已开始对账")
    for _ in range(LOOKS):
        operator.open("/office/reconciliation/")
        if operator.page.get_by_text("核对时间").count():
            break
        operator.page.wait_for_timeout(PAUSE)
    operator.sees("核对时间")
    rows = operator.page.get_by_role("row")
    assert operator.page.get_by_text("未能核对").count() == 0
    rows.nth(1).get_by_role("link").first.click()
    operator.sees("如何处理")
