"""Deciding in the browser: chosen, asked whether it is meant, done, and on to the next case."""

import pytest
from django.test import Client

from shebao.access.models import PostKind, User
from shebao.audit.models import Action
from shebao.office.tests.conftest import CHAOYANG, NUMBERS, XICHENG, Filings, decide, enter, make_officer
from shebao.review import queries
from shebao.review.models import Case, Decision

pytestmark = pytest.mark.django_db


def form(case: Case, verdict: str = "approve", **other: str) -> dict[str, str]:
    return {"verdict": verdict, "seen_version": queries.version(case), "words": "", **other}


def url(case: Case) -> str:
    return f"/office/cases/{case.pk}/decide/"


def test_nothing_is_decided_before_it_is_confirmed(browser: Client, filings: Filings) -> None:
    case = filings.for_review()
    asked = browser.post(url(case), form(case))
    text = asked.content.decode()
    assert asked.status_code == 200
    for shown in ("确定通过这笔申报吗", case.declaration.number, "王建国", 'name="confirmed"'):
        assert shown in text, shown
    assert not Decision.objects.exists()


def test_confirmed_it_is_decided_and_the_next_case_opens(browser: Client, filings: Filings) -> None:
    case, following = filings.for_review(), filings.for_review("李四", NUMBERS[1])
    answer = browser.post(url(case), form(case, confirmed="yes"))
    assert answer["Location"] == f"/office/cases/{following.pk}/"
    assert "王建国：审核通过" in browser.get(answer["Location"]).content.decode()
    last = browser.post(url(following), form(following, confirmed="yes"))
    assert last["Location"] == "/office/cases/"
    assert "没有其他待审核的申报了" in browser.get("/office/cases/").content.decode()
    assert Decision.objects.count() == 2


def test_the_filters_stay_on_the_way_through_the_cases(browser: Client, filings: Filings) -> None:
    case, other = filings.for_review(), filings.for_review("李四", NUMBERS[1])
    third = filings.for_review("王小明", NUMBERS[2])
    answer = browser.post(f"{url(case)}?q=王", form(case, confirmed="yes"))
    assert answer["Location"] == f"/office/cases/{third.pk}/?q=%E7%8E%8B"
    skipped = browser.get(f"/office/cases/{third.pk}/next/?q=王")
    assert skipped["Location"] == "/office/cases/?q=%E7%8E%8B"
    assert Case.objects.get(pk=other.pk).state == "open"


def test_what_goes_back_says_why(browser: Client, filings: Filings) -> None:
    case = filings.for_review()
    wrong = browser.post(url(case), form(case, "return", confirmed="yes"))
    assert wrong.status_code == 400
    assert "没有说明原因" in wrong.content.decode()
    done = browser.post(
        url(case), form(case, "return", return_reason="proof_unclear", words="第二页缺失", confirmed="yes")
    )
    assert done.status_code == 302
    assert Decision.objects.get().reason == "身份证明材料不清晰或不完整，请重新上传；第二页缺失"


def test_somebody_was_quicker(browser: Client, filings: Filings) -> None:
    case = filings.for_review()
    sent = form(case, confirmed="yes")
    decide(make_officer("quick", "快手", CHAOYANG, "110105196601011233"), case)
    answer = browser.post(url(case), sent, follow=True)
    text = answer.content.decode()
    assert "这笔申报已由其他人员审核" in text
    assert "审核意见" in text
    assert Decision.objects.get().officer_name == "快手"


def test_what_has_changed_is_shown_again(browser: Client, filings: Filings) -> None:
    case = filings.for_review()
    sent = form(case, confirmed="yes")
    filings.prove(case.declaration, "又一份.png")
    text = browser.post(url(case), sent, follow=True).content.decode()
    assert "申报内容或材料在您查看之后有变化" in text
    assert "又一份.png" in text
    assert not Decision.objects.exists()


def test_whoever_is_tied_reads_why_she_may_not_decide(filings: Filings, clerk: User) -> None:
    case = filings.for_review()
    second = enter(make_officer("zhang.min.2", "张敏", CHAOYANG, clerk.identity_number))
    page = second.get(f"/office/cases/{case.pk}/").content.decode()
    assert "这笔申报由您本人提交" in page
    assert 'name="verdict"' not in page
    text = second.post(url(case), form(case, confirmed="yes"), follow=True).content.decode()
    assert "须由其他人员审核" in text
    assert not Decision.objects.exists()
    assert Action.objects.filter(verb="decide_case", refused="own_filing", subject=f"case:{case.pk}").exists()


def test_an_auditor_reads_and_does_not_decide(filings: Filings) -> None:
    case = filings.for_review()
    auditor = enter(make_officer("auditor", "稽核", CHAOYANG, "110105196601011233", PostKind.AUDITOR))
    assert 'name="verdict"' not in auditor.get(f"/office/cases/{case.pk}/").content.decode()
    assert auditor.post(url(case), form(case, confirmed="yes")).status_code == 403


def test_a_reviewer_of_one_district_and_auditor_of_another_keeps_them_apart(filings: Filings) -> None:
    from shebao.access import actions as access  # noqa: PLC0415
    from shebao.office.tests.conftest import LONG_AGO, SYSTEM  # noqa: PLC0415

    case = filings.for_review()
    both = make_officer("both", "兼任", CHAOYANG, "110105196601011233", PostKind.AUDITOR)
    access.grant_post(SYSTEM, both.pk, district=XICHENG, kind=PostKind.FIRST_REVIEW, valid_from=LONG_AGO)
    assert enter(both).post(url(case), form(case, confirmed="yes")).status_code == 404
    assert not Decision.objects.exists()


HOSTILE = ["", "x", "\ud7ff", "9" * 400, "-1", "' or 1=1 --", "<script>alert(1)</script>", "../../etc/passwd", "1e999"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_input_never_breaks_a_page(browser: Client, filings: Filings, text: str) -> None:
    case = filings.for_review()
    names = ("q", "after", "before", "age", "service", "reason", "district")
    for path in (
        "/office/cases/",
        "/office/cases/decided/",
        f"/office/cases/{case.pk}/",
        f"/office/cases/{case.pk}/next/",
    ):
        for name in names:
            assert browser.get(path, {name: text}).status_code < 500, (path, name)
    for name in ("verdict", "return_reason", "words", "seen_version", "confirmed", "purpose"):
        for path in (url(case), f"/office/cases/{case.pk}/reveal/"):
            assert browser.post(path, {**form(case, "return"), name: text}).status_code < 500, (path, name)
    assert "<script>alert" not in browser.get("/office/cases/", {"q": text}).content.decode()


@pytest.mark.parametrize("number", ["0", "9" * 19, "9" * 30])
def test_impossible_ids_are_not_found(browser: Client, filings: Filings, number: str) -> None:
    case = filings.for_review()
    for path in (
        f"/office/cases/{number}/",
        f"/office/cases/{case.pk}/files/{number}/",
        f"/office/cases/{number}/next/",
    ):
        assert browser.get(path).status_code == 404, path
