"""Certificates: issued once, frozen, verified by anybody, telling nothing else."""

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client

from shebao.audit.actions import action
from shebao.audit.models import Look
from shebao.certificates import actions
from shebao.certificates.models import Certificate, Verification
from shebao.contributions.models import Notice
from shebao.kernel import clock
from shebao.personal.tests.conftest import NAME, NUMBER, SYSTEM, Town, account, enter
from shebao.persons.models import Person

pytestmark = pytest.mark.django_db
VERIFY = "/personal/verify/"


def ask(browser: Client, first: str = "2023-10", last: str = "2023-12", key: str = "") -> Certificate:
    sent = {"first": first, "last": last, "client_key": key or str(uuid.uuid4())}
    answer = browser.post("/personal/certificates/", sent)
    assert answer.status_code == 302, answer.content.decode()
    return Certificate.objects.get(number=answer["Location"].strip("/").split("/")[-1])


def question(one: Certificate, **changed: str) -> tuple[int, str]:
    answer = Client().get(VERIFY, {"number": one.number, "code": one.check_code} | changed)
    main = answer.content.decode().split("<main")[1].split("</main>")[0]
    return answer.status_code, re.sub(r"\s+", " ", main)


def test_it_says_what_stood_in_the_register_and_is_frozen(browser: Client, place: Town) -> None:
    with action(SYSTEM, "pay"):
        Notice.objects.filter(month=202310).update(state="paid")
    one = ask(browser)
    says = one.content
    assert (says["name"], says["document_number"]) == (NAME, NUMBER)
    assert [(row["month"], row["employer"], row["paid"]) for row in says["months"]] == [
        (202310, place.first.name, True),
        (202311, place.first.name, False),
        (202312, place.second.name, False),
    ]
    assert [line["personal_fen"] for line in says["months"][0]["lines"]] == [72_000, 4_500, 0]
    assert [(one["scheme"], one["months"], one["personal_fen"]) for one in says["sums"]] == [
        ("110", 1, 72_000),
        ("210", 1, 4_500),
        ("410", 1, 0),
    ]
    assert len(says["coverage"]) == 6
    with action(SYSTEM, "rename"):
        Person.objects.filter(pk=place.person.pk).update(name="改了名")
    page = browser.get(f"/personal/certificates/{one.number}/").content.decode()
    assert one.number in page
    assert "欧*𬭊" in question(one)[1]


def test_the_same_form_sent_twice_is_one_certificate(browser: Client, place: Town) -> None:
    key = str(uuid.uuid4())
    assert ask(browser, key=key) == ask(browser, key=key)
    assert ask(browser) != ask(browser)


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2023-12", "2023-10", "起始年月晚于终止年月"),
        ("2023-10", "2199-01", "终止年月晚于本月"),
        ("2001-01", "2001-02", "所选期间没有参保或缴费记录"),
        ("1900-01", "2023-12", "证明期间过长"),
        ("十月", "2023-12", "不是有效的年月"),
        ("", "", "请填写起始年月"),
    ],
)
def test_months_that_cannot_be_are_refused_in_words(
    browser: Client, place: Town, first: str, last: str, said: str
) -> None:
    sent = {"first": first, "last": last, "client_key": str(uuid.uuid4())}
    assert said in browser.post("/personal/certificates/", sent).content.decode()
    assert not Certificate.objects.exists()


def test_the_paper_is_the_same_each_time_and_a_look(browser: Client, place: Town) -> None:
    one = ask(browser)
    papers = [browser.get(f"/personal/certificates/{one.number}/certificate.pdf") for _ in range(2)]
    assert papers[0].content.startswith(b"%PDF-")
    assert papers[0].content == papers[1].content
    assert Look.objects.filter(what="certificate", person_id=place.person.pk).count() == 2


def test_verifying_tells_the_masked_name_and_the_day_and_nothing_else(browser: Client, place: Town) -> None:
    one = ask(browser)
    status, told = question(one)
    assert status == 200
    assert "证明真实有效" in told
    assert "欧*𬭊" in told
    for secret in (NAME, NUMBER, NUMBER[-4:], place.first.name, "2023年", "720.00", "12,000"):
        assert secret not in told
    typed = {
        "number": f" {one.number[:8]} {one.number[8:]}",
        "code": f"{one.check_code[:4]}-{one.check_code[4:]}".lower(),
    }
    assert "证明真实有效" in question(one, **typed)[1]


def test_a_wrong_code_and_a_number_nobody_has_answer_alike(browser: Client, place: Town) -> None:
    one = ask(browser)
    wrong = "A" * 8 if one.check_code != "A" * 8 else "B" * 8
    answers = [question(one, code=wrong), question(one, number="9" * 18), question(one, number="x", code="<script>")]
    assert [status for status, _ in answers] == [404, 404, 404]
    assert all("没有查到该证明" in told and "欧" not in told for _, told in answers)
    assert list(Verification.objects.values_list("answer", flat=True)) == ["unknown"] * 3


def test_an_old_certificate_no_longer_verifies(browser: Client, place: Town) -> None:
    one = ask(browser)
    later = clock.now() + timedelta(days=30)
    answer = actions.verify(one.number, one.check_code, address=None, now=later)
    assert (answer.answer, answer.issued) == ("expired", None)
    assert actions.verify(one.number, one.check_code, address=None, now=later - timedelta(days=1)).answer == "genuine"


def test_a_network_that_tries_codes_is_stopped(browser: Client, place: Town) -> None:
    one = ask(browser)
    for _ in range(actions.ASKED_AT_MOST):
        actions.verify("1" * 18, "A" * 8, address="127.0.0.9", now=clock.now())
    status, told = question(one)
    assert (status, "查验过于频繁" in told, "真实" in told) == (429, True, False)
    assert actions.verify(one.number, one.check_code, address="10.1.1.1", now=clock.now()).answer == "genuine"
    later = clock.now() + actions.ASKED_WITHIN
    assert actions.verify(one.number, one.check_code, address="127.0.0.9", now=later).answer == "genuine"


def test_asking_on_and_on_leaves_nothing_behind(browser: Client, place: Town) -> None:
    one, now = ask(browser), clock.now()
    answers = [
        actions.verify(one.number, one.check_code, address="10.1.1.1", now=now).answer
        for _ in range(actions.ASKED_AT_MOST + 9)
    ]
    assert answers == ["genuine"] * actions.ASKED_AT_MOST + ["refused"] * 9
    assert Verification.objects.filter(answer="refused").count() == 1


def test_nobody_opens_anothers_certificate(browser: Client, place: Town) -> None:
    one = ask(browser)
    colleague = enter(account("pang.guan", place.colleague.social_security_number))
    for path in ("", "certificate.pdf"):
        assert colleague.get(f"/personal/certificates/{one.number}/{path}").status_code == 404
    assert one.number not in colleague.get("/personal/certificates/").content.decode()


def test_no_more_than_so_many_a_day(browser: Client, place: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "A_DAY", 1)
    ask(browser)
    sent = {"first": "2023-10", "last": "2023-12", "client_key": str(uuid.uuid4())}
    assert "今天开具的证明已达到上限" in browser.post("/personal/certificates/", sent).content.decode()
