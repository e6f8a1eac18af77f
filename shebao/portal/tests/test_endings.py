"""「终止」: from the list, through the form, to what became of it; whose it is, and what comes back wrong."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from shebao.audit import actions as audit
from shebao.contributions import actions as contributions
from shebao.declarations.models import Declaration, State
from shebao.employment.models import Contract
from shebao.kernel import clock
from shebao.kernel.months import Month
from shebao.outbox.models import Message
from shebao.portal.tests import sample
from shebao.portal.tests.conftest import SYSTEM
from shebao.portal.tests.test_single import follow, text
from shebao.services.withdrawal.models import WithdrawalLine

pytestmark = pytest.mark.django_db
Work = Callable[[], int]


@pytest.fixture
def contract(browser: Client, work: Work) -> Contract:
    """Somebody enrolled this month."""
    form = browser.post("/registration/single/", sample.form(do="shared"))
    filing = follow(browser, form["Location"], sample.form())
    work()
    declaration = Declaration.objects.get()
    follow(browser, f"/filings/{declaration.number}/confirm/", {"content_version": declaration.content_version})
    work()
    assert filing
    return Contract.objects.get()


def typed(**changed: str) -> dict[str, object]:
    """The form, complete and right, with a new key."""
    return {
        "client_key": str(uuid.uuid4()),
        "ended_on": clock.today().isoformat(),
        "end_reason": "T37",
        "stop_reason": "222",
        **changed,
    }


def end(browser: Client, contract: Contract, **changed: str) -> str:
    """Fill in and hand in; the address of the filing."""
    return follow(browser, f"/contracts/{contract.pk}/end/", typed(**changed))


def confirm(browser: Client, filing: str) -> None:
    version = Declaration.objects.latest("pk").content_version
    follow(browser, f"{filing}confirm/", {"content_version": version, "verified": "on"})


def test_the_list_offers_to_end_who_is_employed(browser: Client, contract: Contract) -> None:
    assert f"/contracts/{contract.pk}/end/" in text(browser, "/contracts/")
    assert f"/contracts/{contract.pk}/end/" in text(browser, f"/contracts/{contract.pk}/")


def test_the_form_says_what_each_reason_means(browser: Client, contract: Contract) -> None:
    page = text(browser, f"/contracts/{contract.pk}/end/")
    for words in ("解除劳动关系日期", "解除劳动关系原因", "停止缴费原因", "法律、法规规定的其他情形", "失业保险金"):
        assert words in page
    assert contract.person.document_number not in page


def test_this_month_is_charged_in_place_and_then_goes_on(browser: Client, contract: Contract, work: Work) -> None:
    filing = end(browser, contract)
    work()
    page = text(browser, filing)
    assert "生成当月缴费" in page
    assert "确认提交</button>" not in page
    follow(browser, f"{filing}generate/", {})
    work()
    assert "确认提交时生成" in text(browser, filing)
    confirm(browser, filing)
    work()
    page = text(browser, filing)
    assert "办理成功" in page
    assert "已生成" in page
    assert "确认提交时生成" not in page
    contract.refresh_from_db()
    assert contract.ended_on == clock.today()


def test_the_result_tells_the_month_of_then(
    browser: Client, contract: Contract, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    filing = end(browser, contract)
    work()
    follow(browser, f"{filing}generate/", {})
    work()
    confirm(browser, filing)
    work()
    month = Month.of(clock.today())
    monkeypatch.setattr(clock, "today", lambda: (month + 2).first_day)
    page = text(browser, filing)
    assert f"{month.chinese}：单位" in page
    assert f"{(month + 2).chinese}：单位" not in page


@pytest.mark.parametrize("chosen", [True, False])
def test_of_a_mistake_the_month_itself_is_cancelled(
    browser: Client, contract: Contract, work: Work, chosen: bool
) -> None:
    contributions.generate(SYSTEM, contracts=[contract.pk], month=Month.of(clock.today()), now=clock.now())
    reasons = {"end_reason": "T-OTH", "stop_reason": "SR-OTH"} if chosen else {}
    filing = end(browser, contract, **reasons)
    work()
    page = text(browser, filing)
    assert ("误增的月份不再缴纳" in page) is chosen
    assert "解除以后的月份" not in page


def test_a_mistake_is_confirmed_expressly(browser: Client, contract: Contract, work: Work) -> None:
    filing = end(browser, contract, end_reason="T-OTH", stop_reason="SR-OTH")
    work()
    version = Declaration.objects.latest("pk").content_version
    follow(browser, f"{filing}confirm/", {"content_version": version})
    assert Declaration.objects.latest("pk").state == State.CHECKED
    confirm(browser, filing)
    work()
    assert "已按误增办理" in text(browser, filing)
    contract.refresh_from_db()
    assert contract.voided


def test_what_is_wrong_stands_at_its_field_and_is_mended_there(browser: Client, contract: Contract, work: Work) -> None:
    filing = end(browser, contract, ended_on="2019-01-01", end_reason="")
    work()
    page = text(browser, f"{filing}edit/")
    assert "早于合同开始日期" in page
    assert "没有填写解除劳动关系原因" in page
    follow(browser, f"{filing}edit/", typed(end_reason="T-OTH", stop_reason="SR-OTH"))
    work()
    assert "提交后将办理" in text(browser, filing)


def test_the_person_cannot_be_changed_by_the_form(browser: Client, contract: Contract) -> None:
    end(browser, contract, name="别人", document_number="110101199003070038")
    assert Declaration.objects.latest("pk").payload["name"] == contract.person.name


def test_the_same_form_twice_is_one_filing(browser: Client, contract: Contract) -> None:
    form = typed()
    first = follow(browser, f"/contracts/{contract.pk}/end/", form)
    again = browser.post(f"/contracts/{contract.pk}/end/", form)
    assert again["Location"] == first
    assert Declaration.objects.filter(service="withdrawal").count() == 1


def test_an_ended_contract_is_not_ended_again(browser: Client, contract: Contract, work: Work) -> None:
    filing = end(browser, contract, end_reason="T-OTH", stop_reason="SR-OTH")
    work()
    confirm(browser, filing)
    work()
    assert browser.get(f"/contracts/{contract.pk}/end/")["Location"] == f"/contracts/{contract.pk}/"


def test_a_form_sent_for_a_contract_that_has_ended_begins_nothing(
    browser: Client, contract: Contract, work: Work
) -> None:
    filing = end(browser, contract, end_reason="T-OTH", stop_reason="SR-OTH")
    work()
    confirm(browser, filing)
    work()
    answer = browser.post(f"/contracts/{contract.pk}/end/", typed(), follow=True)
    assert answer.redirect_chain[0][0] == f"/contracts/{contract.pk}/"
    assert "该合同已经终止" in answer.content.decode()
    assert Declaration.objects.filter(service="withdrawal").count() == 1


def test_a_form_sent_for_another_contract_changes_nothing(browser: Client, contract: Contract) -> None:
    form = typed()
    follow(browser, f"/contracts/{contract.pk}/end/", form)
    declaration = Declaration.objects.latest("pk")
    assert declaration.payload["contract"] == str(contract.pk)
    with audit.action(SYSTEM, "another contract"):
        Declaration.objects.filter(pk=declaration.pk).update(payload=declaration.payload | {"contract": "999999"})
    answer = browser.post(f"/contracts/{contract.pk}/end/", form, follow=True)
    assert "另一份劳动合同" in answer.content.decode()
    assert Declaration.objects.latest("pk").payload["contract"] == "999999"


def test_another_employers_contract_is_not_there(other_browser: Client, contract: Contract) -> None:
    assert other_browser.get(f"/contracts/{contract.pk}/end/").status_code == 404
    assert other_browser.post(f"/contracts/{contract.pk}/end/", typed()).status_code == 404
    assert WithdrawalLine.objects.count() == 0


def test_the_choice_of_another_employer_is_not_there(
    browser: Client, other_browser: Client, contract: Contract, work: Work
) -> None:
    filing = end(browser, contract)
    work()
    assert other_browser.post(f"{filing}generate/").status_code == 404


def test_the_medical_refusal_of_an_ending_is_shown_in_the_words_that_bind(
    browser: Client, contract: Contract, work: Work
) -> None:
    filing = end(browser, contract, end_reason="T-OTH", stop_reason="SR-OTH")
    work()
    confirm(browser, filing)
    work()
    with audit.action(SYSTEM, "medical_feedback"):
        Message.objects.filter(system="medical", kind="withdrawn").update(state="failed", answer_text="存在未办结业务")
    for path in (filing, "/filings/medical/", f"/contracts/{contract.pk}/"):
        page = text(browser, path)
        assert "存在未办结业务" in page
        assert "需通过医保途径另行申报" in page


@pytest.mark.parametrize("path", ["/contracts/9223372036854775807/end/", "/contracts/0/end/", "/filings/1/generate/"])
def test_what_does_not_exist_is_not_there(browser: Client, path: str) -> None:
    assert browser.post(path, typed()).status_code == 404
