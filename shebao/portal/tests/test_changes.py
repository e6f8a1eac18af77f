"""Somebody else is quicker than the clerk who is still looking at the amounts: pages say what was and what is now."""

from collections.abc import Callable

import pytest
from django.test import Client

from shebao.audit import actions as audit
from shebao.contributions import actions as contributions
from shebao.contributions.models import Charge, Wage
from shebao.declarations.models import Declaration, State
from shebao.employers.models import Employer
from shebao.employment.models import Contract
from shebao.kernel import clock
from shebao.kernel.months import Month
from shebao.portal.tests.conftest import SYSTEM
from shebao.portal.tests.test_endings import confirm, contract, end
from shebao.portal.tests.test_single import follow, text
from shebao.services.bases.tests.office import IN_THE_WINDOW, Office, row, spans, workbook

__all__ = ["contract"]

pytestmark = pytest.mark.django_db
Work = Callable[[], int]


def checked_ending(browser: Client, contract: Contract, work: Work) -> str:
    """An ending of this month as far as its amounts."""
    filing = end(browser, contract)
    work()
    follow(browser, f"{filing}generate/", {})
    work()
    assert "确认提交时生成" in text(browser, filing)
    return filing


def test_another_clerk_has_generated_the_charge(browser: Client, contract: Contract, work: Work) -> None:
    filing = checked_ending(browser, contract, work)
    month = Month.of(clock.today())
    contributions.generate(SYSTEM, contracts=[contract.pk], month=month, now=clock.now())
    entries = Charge.objects.count()
    confirm(browser, filing)
    work()
    page = text(browser, filing)
    assert "您上次核对之后" in page
    assert "现为生成0.00元" in page
    assert "确认提交" in page
    contract.refresh_from_db()
    assert (contract.ended_on, Charge.objects.count()) == (None, entries)
    confirm(browser, filing)
    work()
    contract.refresh_from_db()
    assert (contract.ended_on, Charge.objects.count()) == (clock.today(), entries)


def test_the_wage_has_been_corrected(browser: Client, contract: Contract, work: Work) -> None:
    filing = checked_ending(browser, contract, work)
    with audit.action(SYSTEM, "correct wage"):
        Wage.objects.filter(contract_id=contract.pk).update(wage_fen=2_000_000)
    confirm(browser, filing)
    work()
    page = text(browser, filing)
    assert "您上次核对之后" in page
    assert "现为生成5,080.00元" in page  # 20,000: 3200 + 1600 + 100 + 100 + 80
    version = Declaration.objects.latest("pk").content_version
    follow(browser, f"{filing}confirm/", {"content_version": version})  # without saying that the new amounts are right
    assert Declaration.objects.latest("pk").state == State.CHECKED


def test_a_declared_base_whose_amounts_have_changed(
    browser: Client, employer: Employer, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: IN_THE_WINDOW)
    office = Office(employer)
    (one,) = office.employ(1, wage=800_000)
    declaration = office.by_workbook(workbook([row(one, 10000)]))
    with audit.action(SYSTEM, "set band"):
        Employer.objects.filter(pk=employer.pk).update(injury_band="1.50")
    address = f"/bases/{declaration.number}/"
    browser.post(f"{address}confirm/", {"content_version": declaration.content_version})
    work()
    page = browser.get(address).content.decode()
    assert "您上次核对之后，该人员的缴费金额有变化" in page
    assert [span[2] for span in spans(one)] == [800_000]
    browser.post(f"{address}confirm/", {"content_version": declaration.content_version, "verified": "on"})
    work()
    assert [span[2] for span in spans(one)][-1] == 1_000_000
