"""「劳动合同信息参保登记列表」: search, paging, masks, and looks that are recorded."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shebao.audit.models import Look
from shebao.counterparties.shared_data.messages import SharedPerson
from shebao.employment.models import Contract
from shebao.portal.tests import sample
from shebao.portal.tests.conftest import WANG, SharedDataInMemory
from shebao.portal.tests.test_batch import number_of, upload
from shebao.portal.tests.test_single import follow, text

pytestmark = pytest.mark.django_db
Work = Callable[[], int]
NAMES = ("王建国", "欧阳娜", "吕行", "阿依古丽·买买提", "张𬭊")


@pytest.fixture
def staff(browser: Client, work: Work, shared_data: SharedDataInMemory) -> list[str]:
    """Sixty employees of the employer: five names in turn; their numbers."""
    numbers = [number_of(order) for order in range(101, 221, 2)]
    names = [NAMES[place % len(NAMES)] for place in range(len(numbers))]
    for name, number in zip(names, numbers, strict=True):
        shared_data.known[name, number] = SharedPerson(number, name, "1", WANG.birth, "01", "CHN", "11", "", "", "")
    rows = [sample.row(name=name, document_number=number) for name, number in zip(names, numbers, strict=True)]
    filing = upload(browser, *rows)
    work()
    follow(browser, f"{filing}confirm/", {"content_version": "2", "verified": "on"})
    work()
    assert Contract.objects.count() == len(numbers)
    return numbers


@pytest.mark.parametrize(
    ("search", "name", "others"),
    [
        ("欧阳", "欧阳娜", "王建国"),
        ("ouyang", "欧阳娜", "王建国"),
        ("oyn", "欧阳娜", "王建国"),
        ("lvxing", "吕行", "王建国"),
        ("买买提", "阿依古丽·买买提", "王建国"),
        ("𬭊", "张𬭊", "王建国"),
        ("ＷＪＧ", "王建国", "吕行"),
    ],
)
def test_people_are_found_by_name_and_pinyin(
    browser: Client, staff: list[str], search: str, name: str, others: str
) -> None:
    page = browser.get("/contracts/", {"q": search}).content.decode()
    assert name in page
    assert others not in page


def test_people_are_found_by_number_and_numbers_are_masked(browser: Client, staff: list[str]) -> None:
    page = browser.get("/contracts/", {"q": staff[7]}).content.decode()
    assert page.count("<tr >") + page.count('<tr class="row') <= 2
    assert f"110105********{staff[7][-4:]}" in page
    assert staff[7] not in page.replace(f'value="{staff[7]}"', "")


@pytest.mark.parametrize("search", ["%", "_", "\\", "'; drop table x", "没有这个人", "9" * 64, "x" * 500])
def test_odd_searches_find_nobody_and_break_nothing(browser: Client, staff: list[str], search: str) -> None:
    answer = browser.get("/contracts/", {"q": search})
    assert answer.status_code == 200
    assert "没有找到职工" in answer.content.decode()


def test_pages_follow_each_other_and_lead_back(browser: Client, staff: list[str]) -> None:
    first = browser.get("/contracts/").context
    second = browser.get(first["next_url"]).context
    back = browser.get(second["previous_url"]).context
    assert (len(first["rows"]), len(second["rows"])) == (50, 10)
    assert second["next_url"] == ""
    assert [row.url for row in back["rows"]] == [row.url for row in first["rows"]]
    assert not {row.url for row in first["rows"]} & {row.url for row in second["rows"]}


def test_the_list_costs_the_same_for_one_row_and_for_fifty(browser: Client, staff: list[str]) -> None:
    def queries(path: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert browser.get(path).status_code == 200
        return len(captured)

    browser.get("/contracts/")
    assert queries(f"/contracts/?q={staff[0]}") == queries("/contracts/")


def test_a_look_needs_a_purpose_and_is_recorded(browser: Client, staff: list[str]) -> None:
    contract = Contract.objects.select_related("person").first()
    assert contract is not None
    path = f"/contracts/{contract.pk}/"
    number = contract.person.document_number
    assert number not in text(browser, path)
    assert "请先选择查看用途" in browser.post(f"{path}reveal/", {}, follow=True).content.decode()
    before = Look.objects.filter(what="contract").count()
    page = browser.post(f"{path}reveal/", {"purpose": "verify"}).content.decode()
    assert number in page
    look = Look.objects.filter(what="contract").latest("id")
    assert Look.objects.filter(what="contract").count() == before + 1
    assert (look.person_id, look.purpose) == (contract.person_id, "与本人核对信息")


def test_another_employers_contract_does_not_exist(browser: Client, other_browser: Client, staff: list[str]) -> None:
    contract = Contract.objects.first()
    assert contract is not None
    foreign = other_browser.get(f"/contracts/{contract.pk}/")
    absent = other_browser.get("/contracts/99999999/")
    assert foreign.status_code == absent.status_code == 404
    assert other_browser.post(f"/contracts/{contract.pk}/reveal/", {"purpose": "verify"}).status_code == 404
    assert "没有找到职工" in other_browser.get("/contracts/").content.decode()


def test_the_contract_shows_coverage_and_medical_state(browser: Client, staff: list[str]) -> None:
    contract = Contract.objects.first()
    assert contract is not None
    page = text(browser, f"/contracts/{contract.pk}/")
    for words in ("养老", "失业", "工伤", "参保缴费", "自动同步医保部门"):
        assert words in page
