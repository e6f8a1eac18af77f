"""A session that ends while somebody is at work: after the next login everything is still there."""

import pytest

from city.cast import CAREFUL_CLERK, LATE_CLERK
from tests.browser.actors import Clerk, picture, sheet
from tests.browser.browser import Watch
from tests.browser.people import Newcomers, contract, document, line
from tests.browser.platform import Platform
from tests.workbooks import workbook

HALF_AN_HOUR = 31  # minutes without a request, and one


def returns(clerk: Clerk, login: str) -> None:
    """Logs in again and takes up what was kept."""
    clerk.sees("登录已超时。您刚才提交的内容已经保留，登录后可以继续提交。")
    clerk.give_password(login)
    clerk.sees("您刚才提交的内容已为您保留")
    clerk.press("继续提交")


def test_a_half_filled_form_is_still_there(clerk: Clerk, newcomers: Newcomers, platform: Platform) -> None:
    person = newcomers.unknown()
    typed = contract(occupation="填到一半的岗位", wage="１２３４５")
    clerk.log_in(CAREFUL_CLERK.login)
    clerk.open("/registration/single/")
    clerk.type(document(person) | typed)
    clerk.attach(picture("还没有保存的照片.png"))
    platform.let_sessions_rest(HALF_AN_HOUR)
    clerk.press("保存草稿")
    returns(clerk, CAREFUL_CLERK.login)
    clerk.sees("草稿已保存")
    for key in ("occupation", "wage", "mobile", "starts_on", "insured_from"):
        assert clerk.named(key).input_value() == typed[key]
    assert clerk.named("document_number").input_value() == person.number
    clerk.sees("还没有保存的照片.png")


def test_what_was_typed_and_not_sent_is_offered_again(
    clerk: Clerk, newcomers: Newcomers, platform: Platform, watch: Watch
) -> None:
    person = newcomers.unknown()
    clerk.log_in(CAREFUL_CLERK.login)
    clerk.open("/registration/single/")
    clerk.type(document(person))
    clerk.press("保存草稿")
    clerk.sees("草稿已保存")
    form = clerk.page.url
    platform.let_sessions_rest(HALF_AN_HOUR)
    clerk.type({"occupation": "没有发出的岗位"})
    clerk.sees("暂时无法保存到服务器，已暂存在本窗口")
    assert [refusal.split("/")[-3:] for refusal in watch.refusals] == [["registration", "autosave", ""]]

    clerk.page.once("dialog", lambda dialog: dialog.accept())
    clerk.page.goto(form)
    clerk.give_password(CAREFUL_CLERK.login)
    clerk.sees("上次填写的内容没有来得及保存")
    clerk.press("恢复")
    assert clerk.named("occupation").input_value() == "没有发出的岗位"


@pytest.mark.parametrize("script", [True, False])
def test_an_upload_is_still_there(
    clerk: Clerk, newcomers: Newcomers, platform: Platform, script: bool, request: pytest.FixtureRequest
) -> None:
    if not script:
        clerk = Clerk(request.getfixturevalue("opened")(script=False).new_page(), platform)
    clerk.log_in(LATE_CLERK.login)
    clerk.open("/registration/batch/")
    rows = [line(person) for person in newcomers.several(2)] + [line(newcomers.one(), mobile="138")]
    clerk.named("workbook").set_input_files(sheet(workbook(rows)))
    platform.let_sessions_rest(HALF_AN_HOUR)
    clerk.press("上传并核对")
    returns(clerk, LATE_CLERK.login)
    clerk.sees("问题汇总")
    clerk.sees("手机号码“138”不正确")
    clerk.confirms(2)
