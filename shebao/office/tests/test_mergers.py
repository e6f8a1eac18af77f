"""Two records that may be one person before the officers."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from shebao.access.models import PostKind, User
from shebao.audit.actions import action
from shebao.audit.models import Look
from shebao.contributions import monthly
from shebao.employers.models import Employer
from shebao.employment.models import Contract, Coverage
from shebao.kernel import clock
from shebao.kernel.months import Month
from shebao.office.mergers import MONTH_COLUMNS
from shebao.office.tests.conftest import CHAOYANG, enter, make_officer
from shebao.persons.models import Merger, MergerState, Person
from shebao.review import queries
from shebao.review.models import Case
from shebao.services.enrolment.tests.desk import SYSTEM
from shebao.services.enrolment.tests.desk import make_employer as found
from shebao.services.person_changes.tests.office import NOW, Office
from tests.workbooks import identity_number

pytestmark = pytest.mark.django_db

RIGHT = identity_number(7)


@pytest.fixture
def office(employer: Employer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Office:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return Office(employer)


@pytest.fixture
def case(office: Office) -> Case:
    """Here since 2020 under a mistyped number; from 2023-10 to 2023-12 elsewhere under the right one, and charged."""
    elsewhere = Office(found("91110105MA00000022", "外人科技有限公司"))
    (right,) = elsewhere.employ(document_number=RIGHT, social_security_number=RIGHT, name="单雄信")
    with action(SYSTEM, "earlier"):
        Coverage.objects.filter(person=right).update(from_month=202310, to_month=202312)
        Contract.objects.filter(person=right).update(ended_on=date(2023, 12, 31))
    (wrong,) = office.employ(name="单雄信")
    for month in (Month(2023, 11), Month(2023, 12)):
        monthly.run_month(month, now=NOW, connections=1)
    following = ("social_security_number", "birth_date", "sex")
    office.changed(wrong, {"document_number": RIGHT}, also=following, papers=["number_change"])
    return Case.objects.get()


@pytest.fixture
def second(db: None) -> User:
    return make_officer("zhao.lei", "赵磊", CHAOYANG, "110105198203034512", PostKind.SECOND_REVIEW)


def decide(browser: Client, case: Case, **more: str) -> str:
    sent = {"verdict": "approve", "seen_version": queries.version(case), "words": "", **more}
    return browser.post(f"/office/cases/{case.pk}/decide/", sent, follow=True).content.decode()


def test_both_histories_stand_side_by_side_with_their_conflicts(browser: Client, case: Case) -> None:
    assert "两条参保记录是否为同一人，初审" in browser.get("/office/cases/").content.decode()
    content = browser.get(f"/office/cases/{case.pk}/").content.decode()
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", content))
    for shown in (
        "两条参保记录对照", "外人科技有限公司", "养老2023年10月至2023年12月在两条记录下同时参保",
        "养老2023年11月至2023年12月两条记录都有应缴，记录一合计3,840.00元", "2020年3月至2023年9月",
        "单位人员缴费退费申请", "2023年11月至2023年12月 谨慎商贸有限公司", "两条记录重复", "未缴",
        "申请填写的内容（只用于认定是否为同一人，不写入）",
    ):  # fmt: skip
        assert shown in text, (shown, text[text.find("两条记录之间") :][:1500])
    for column in MONTH_COLUMNS:
        assert str(column.label) in text
    assert RIGHT not in content


def test_every_look_at_either_record_is_in_the_trail(browser: Client, case: Case) -> None:
    browser.post(f"/office/cases/{case.pk}/reveal/", {"purpose": "materials"})
    looked = Look.objects.filter(what="case_numbers").values_list("person_id", flat=True)
    assert set(looked) == set(Person.objects.values_list("pk", flat=True))


def test_the_numbers_are_shown_for_a_purpose(browser: Client, case: Case) -> None:
    content = browser.post(f"/office/cases/{case.pk}/reveal/", {"purpose": "materials"}).content.decode()
    assert RIGHT in content


def test_two_officers_agree_and_are_told_what_it_does(
    browser: Client, case: Case, office: Office, second: User
) -> None:
    assert "此时两条记录还不关联" in decide(browser, case)
    decide(browser, case, confirmed="yes")
    office.work(case.declaration)
    again = Case.objects.get(state="open")
    assert "复核岗位" in browser.get(f"/office/cases/{again.pk}/").content.decode()
    other = enter(second)
    assert "两条记录立即关联为同一人" in decide(other, again)
    decide(other, again, confirmed="yes")
    office.work(case.declaration)
    assert Merger.objects.get().state == MergerState.LINKED
    assert len(set(Person.objects.values_list("same_person", flat=True))) == 1


def test_not_the_same_person_is_a_usual_reason(browser: Client, case: Case, office: Office) -> None:
    assert "两条参保记录不是同一人" in browser.get(f"/office/cases/{case.pk}/").content.decode()
    decide(browser, case, verdict="reject", reject_reason="another_person", confirmed="yes")
    office.work(case.declaration)
    assert "不是同一人" in Merger.objects.get().reason
