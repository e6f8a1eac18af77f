"""One employee at a time: shared data, manual entry with review, foreigners, and what the medical side makes of it."""

from city.cast import CAREFUL_CLERK, OFFICER
from tests.browser.actors import Clerk, Officer, picture
from tests.browser.people import Newcomers, contract, document
from tests.browser.platform import Platform

IN_REVIEW = "已提交经办机构审核"
UNCLEAR = "身份证明材料不清晰或不完整，请重新上传"


def test_whom_shared_data_knows_is_enrolled_at_once(clerk: Clerk, newcomers: Newcomers) -> None:
    person = newcomers.one()
    clerk.log_in(CAREFUL_CLERK.login)
    clerk.page.get_by_role("link", name="零星新增").first.click()
    clerk.type(document(person))
    clerk.press("获取共享信息")
    clerk.sees("已获取共享信息，个人基本信息已自动填入，无需上传材料")
    assert clerk.named("birth_date").input_value() == person.birth.isoformat()
    assert clerk.named("household_address").input_value() == person.household_address

    clerk.type(contract())
    clerk.press("提交")
    clerk.sees("提交后立即生效")
    clerk.press("确认提交")
    clerk.sees("办理成功")
    clerk.sees("参保缴费")
    clerk.waits_for_medical("医疗、生育保险处理成功，无需到医保部门再次申报。")

    clerk.press("查看合同与参保信息")
    clerk.sees("医保办理成功")


def test_the_clerk_reads_whom_the_medical_side_did_not_take(clerk: Clerk, newcomers: Newcomers) -> None:
    person = newcomers.one(medical="failure")
    clerk.log_in(CAREFUL_CLERK.login)
    clerk.open("/registration/single/")
    clerk.type(document(person))
    clerk.press("获取共享信息")
    clerk.type(contract())
    clerk.hand_in()
    clerk.sees("办理成功")
    clerk.waits_for_medical("医保反馈不成功，需通过医保途径另行申报。")
    clerk.sees("医保部门反馈的原因：")
    clerk.sees("参保缴费")  # what is ours stays as it is

    clerk.open("/filings/medical/")
    clerk.sees(person.name)
    clerk.sees("需通过医保途径另行申报")


def test_manual_entry_waits_for_the_officer(
    clerk: Clerk, officer: Officer, newcomers: Newcomers, platform: Platform
) -> None:
    person = newcomers.unknown()
    clerk.log_in(CAREFUL_CLERK.login)
    clerk.open("/registration/single/")
    clerk.type(document(person))
    clerk.press("获取共享信息")
    clerk.sees("未获取到共享信息")
    clerk.type({"household_registration": "外地非农业户口（外地城镇）", **contract()})
    clerk.attach(picture())
    clerk.hand_in()
    clerk.sees(IN_REVIEW)

    officer.log_in(OFFICER.login)
    officer.opens_case_of(person.name)
    assert officer.page.locator(".material img").evaluate("one => one.decode().then(() => one.naturalWidth)") == 640
    officer.decides("通过")

    clerk.page.reload()
    clerk.sees("办理成功")
    clerk.sees("参保缴费")


def test_what_the_officer_returns_is_mended_and_approved(clerk: Clerk, officer: Officer, newcomers: Newcomers) -> None:
    person = newcomers.unknown()
    clerk.log_in(CAREFUL_CLERK.login)
    clerk.open("/registration/single/")
    clerk.type(document(person) | {"household_registration": "外地非农业户口（外地城镇）"} | contract())
    clerk.attach(picture("模糊的照片.png"))
    number = clerk.hand_in()
    officer.log_in(OFFICER.login)
    officer.opens_case_of(person.name)
    officer.decides("退回补正", UNCLEAR)

    clerk.open("/notices/")
    clerk.page.get_by_role("link", name=f"申报 {number} 被退回补正").click()
    clerk.sees("经办机构已退回补正")
    clerk.press("修改后重新提交")
    clerk.sees(UNCLEAR)
    clerk.page.get_by_role("button", name="移除").click()
    clerk.type({"occupation": "测试工程师"})
    clerk.attach(picture("清晰的照片.png"))
    assert clerk.hand_in() == number
    clerk.sees(IN_REVIEW)

    officer.opens_case_of(person.name)
    officer.sees("测试工程师")
    officer.sees("清晰的照片.png")
    officer.decides("通过")
    clerk.page.reload()
    clerk.sees("办理成功")


def test_a_foreigner_is_registered_and_approved(clerk: Clerk, officer: Officer) -> None:
    name = "JOHANNA WEBER"
    clerk.log_in(CAREFUL_CLERK.login)
    clerk.open("/registration/single/")
    clerk.type({"document_type": "外国人护照", "document_number": "C5G8L3P1R", "name": name})
    clerk.press("获取共享信息")
    clerk.sees("未查询到该人信息，是否进行登记")
    clerk.press("确定")
    clerk.sees("港澳台、外国人参保登记")
    foreign = {
        "sex": "女",
        "birth_date": "1992-09-30",
        "nationality": "德国",
        "document_valid_until": "2099-05-01",
        "household_registration": "外国人",
    }
    clerk.type(foreign | contract())
    clerk.attach(picture("护照.png"))
    clerk.attach(picture("工作许可.png"), to="work_permit")
    clerk.hand_in()
    clerk.sees(IN_REVIEW)

    officer.log_in(OFFICER.login)
    officer.opens_case_of(name)
    officer.decides("通过")
    clerk.page.reload()
    clerk.sees("办理成功")
    clerk.waits_for_medical("无需到医保部门再次申报")
