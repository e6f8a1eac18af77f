"""Somebody leaves: last month, this month with its charge, by mistake enrolled, and in a workbook that does both."""

from datetime import date, timedelta
from typing import NamedTuple

from playwright.sync_api import expect

from city.cast import HUGE, HUGE_CLERK
from city.cast import PERSONS as CAST
from city.persons import medical_outcome
from shebao.kernel import clock
from tests.browser.actors import Clerk
from tests.browser.people import SEED, Newcomers, contract, document, line
from tests.browser.platform import Platform
from tests.workbooks import FIRST_ROW, Row, read_back, repaired, workbook

EMPLOYED = """
select person.name, person.document_number, contract.id
from employment_contract contract
join persons_person person on person.id = contract.person_id
join employers_employer employer on employer.id = contract.employer_id
where employer.credit_code = %s and contract.ended_on is null and not contract.voided and contract.starts_on < %s
    and person.document_type = '01' and contract.insured_from < %s
    and not exists (
        select from contributions_charge charge
        where charge.contract_id = contract.id and charge.month > %s
    )
order by contract.id
"""
COVERED = """
select coverage.scheme, coverage.to_month, coverage.voided from employment_coverage coverage
where coverage.contract_id = %s order by coverage.scheme
"""
OWED = "select coalesce(sum(employer_fen + personal_fen), 0) from contributions_charge where contract_id = %s"
CONTRACT_OF = """
select contract.id from employment_contract contract
join persons_person person on person.id = contract.person_id
where person.document_number = %s order by contract.id desc limit 1
"""
VOID = "select voided from employment_contract where id = %s"
RESIGNED = "劳动者提前通知解除"
OTHER = "法律、法规规定的其他情形"


class Employee(NamedTuple):
    """Somebody of the demonstration's city."""

    name: str
    number: str
    contract_id: int


def last_month() -> date:
    """Its last day."""
    return clock.today().replace(day=1) - timedelta(days=1)


def employees(platform: Platform, credit_code: str) -> list[Employee]:
    """Who works there since before last month, and of whom the medical side makes a success."""
    before = last_month().replace(day=1)
    month = int(f"{before:%Y%m}")
    found = (Employee(*row) for row in platform.rows(EMPLOYED, [credit_code, before, month, month]))
    plain = (one for one in found if one.number not in CAST)
    return [one for one in plain if medical_outcome(one.number, SEED) == "success"]


def find(clerk: Clerk, name: str, number: str) -> None:
    """In 「劳动合同信息参保登记列表」, by the number."""
    clerk.open("/contracts/")
    clerk.named("q").fill(number)
    clerk.press("查询")
    clerk.sees(name)


def leave(clerk: Clerk, name: str, day: date, reason: str = RESIGNED, stop: str = "") -> None:
    """「终止」 in the list, date and reason, 「提交」."""
    clerk.press(f"终止 {name}")
    clerk.sees("解除劳动关系日期")
    clerk.named("ended_on").fill(day.isoformat())
    clerk.type({"end_reason": reason})
    if stop:
        clerk.type({"stop_reason": stop})
    clerk.press("提交")


def enrol(clerk: Clerk, newcomers: Newcomers) -> Employee:
    """Somebody enrolled this month."""
    person = newcomers.one()
    clerk.open("/registration/single/")
    clerk.type(document(person))
    clerk.press("获取共享信息")
    clerk.type(contract())
    clerk.hand_in()
    ((contract_id,),) = clerk.platform.rows(CONTRACT_OF, [person.number])
    return Employee(person.name, person.number, contract_id)


def test_who_left_last_month_goes_straight_through(clerk: Clerk, platform: Platform) -> None:
    person = employees(platform, HUGE.credit_code)[0]
    clerk.log_in(HUGE_CLERK.login)
    find(clerk, person.name, person.number)
    clerk.press(f"终止 {person.name}")
    clerk.type({"end_reason": RESIGNED})
    expect(clerk.named("stop_reason").locator("option:checked")).to_have_text("辞职")
    clerk.open("/contracts/")
    find(clerk, person.name, person.number)
    leave(clerk, person.name, last_month())
    clerk.sees("提交后将办理")
    clerk.sees("最后参保缴费月")
    clerk.sees("不属于非因本人意愿中断就业")
    clerk.press("确认提交")
    clerk.sees("办理成功")
    clerk.waits_for_medical("医疗、生育保险处理成功，无需到医保部门再次申报。")
    month = int(f"{last_month():%Y%m}")
    assert {(to, void) for _, to, void in platform.rows(COVERED, [person.contract_id])} == {(month, False)}
    clerk.press("查看合同与参保信息")
    clerk.sees("已停保")
    clerk.sees(RESIGNED)


def test_who_leaves_this_month_has_it_charged_first(clerk: Clerk, newcomers: Newcomers, platform: Platform) -> None:
    clerk.log_in(HUGE_CLERK.login)
    person = enrol(clerk, newcomers)
    find(clerk, person.name, person.number)
    leave(clerk, person.name, clock.today())
    clerk.sees("当月缴费尚未生成")
    assert clerk.page.get_by_role("button", name="确认提交").count() == 0
    clerk.press("生成当月缴费")
    clerk.sees("确认提交时生成")
    assert platform.rows(OWED, [person.contract_id]) == [(0,)]
    clerk.press("确认提交")
    clerk.sees("办理成功")
    ((owed,),) = platform.rows(OWED, [person.contract_id])
    assert owed > 0
    month = int(f"{clock.today():%Y%m}")
    assert {to for _, to, _ in platform.rows(COVERED, [person.contract_id])} == {month}


def test_who_was_enrolled_by_mistake_owes_nothing(clerk: Clerk, newcomers: Newcomers, platform: Platform) -> None:
    clerk.log_in(HUGE_CLERK.login)
    person = enrol(clerk, newcomers)
    find(clerk, person.name, person.number)
    leave(clerk, person.name, clock.today(), OTHER, OTHER)
    clerk.sees("无事实劳动关系")
    clerk.sees("当月不产生缴费")
    clerk.press("确认提交")
    assert platform.rows(VOID, [person.contract_id]) == [(False,)]
    clerk.named("verified").check()
    clerk.press("确认提交")
    clerk.sees("已按误增办理")
    clerk.waits_for_medical("医疗、生育保险处理成功")
    assert platform.rows(OWED, [person.contract_id]) == [(0,)]
    assert all(void for _, _, void in platform.rows(COVERED, [person.contract_id]))


def test_a_workbook_that_adds_and_ends(clerk: Clerk, newcomers: Newcomers, platform: Platform) -> None:
    leavers = employees(platform, HUGE.credit_code)[1:5]
    joiners = [line(newcomers.one()) for _ in range(3)]
    right: list[Row] = [*(ending(one, last_month()) for one in leavers), *joiners]
    wrong: dict[int, Row] = {
        1: {**right[1], "name": "无名氏"},
        2: {**right[2], "ended_on": (clock.today() + timedelta(days=1)).isoformat()},
        3: {**right[3], "stop_reason": "在职人员死亡"},
        5: {**right[5], "wage": "0"},
    }
    clerk.log_in(HUGE_CLERK.login)
    clerk.open("/registration/batch/")
    clerk.send_workbook(workbook([wrong.get(at, row) for at, row in enumerate(right)]))
    clerk.sees(f"需要改正 {len(wrong)}人")
    clerk.sees("终止劳动合同")
    returned = clerk.download("下载带错误说明的文件")
    marked = read_back(returned)
    told = {
        FIRST_ROW + 1: "登记的姓名",
        FIRST_ROW + 2: "晚于今天",
        FIRST_ROW + 3: "矛盾",
        FIRST_ROW + 5: "大于0",
    }
    assert set(marked.errors) == set(told)
    for row, words in told.items():
        assert words in marked.errors[row]
    clerk.confirms(len(right) - len(wrong))

    clerk.open("/registration/batch/")
    clerk.send_workbook(repaired(returned, {at + FIRST_ROW: right[at] for at in wrong}))
    clerk.sees(f"此前已办理 {len(right) - len(wrong)}人")
    clerk.confirms(len(wrong))
    month = int(f"{last_month():%Y%m}")
    for one in leavers:
        assert {to for _, to, _ in platform.rows(COVERED, [one.contract_id])} == {month}


def ending(one: Employee, day: date) -> dict[str, str]:
    """A line of a workbook that ends somebody's contract."""
    return {
        "filing_kind": "终止",
        "name": one.name,
        "document_type": "居民身份证（户口簿）",
        "document_number": one.number,
        "ended_on": day.isoformat(),
        "end_reason": RESIGNED,
        "stop_reason": "辞职",
    }
