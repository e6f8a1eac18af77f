"""A person and her card: from the photo to where the application stands, and nobody else's."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from shebao.audit.actions import action
from shebao.audit.models import Look
from shebao.documents.models import StoredFile
from shebao.kernel import clock
from shebao.personal.tests.conftest import SYSTEM, Town, account, enter
from shebao.personal.views import cards
from shebao.persons.models import Person, ValueChange
from shebao.services.cards import asking
from shebao.services.cards.models import Application
from shebao.services.cards.tests.desk import photo
from shebao.verification.run import verify

pytestmark = pytest.mark.django_db
NEW, CONFIRM = "/personal/cards/new/", "/personal/cards/confirm/"


@pytest.fixture(autouse=True)
def _store(settings: Settings, tmp_path: object) -> None:
    settings.FILE_STORE = tmp_path


def words(answer: Any) -> str:
    main = answer.content.decode().split("<main")[1].split("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"data:image/jpeg[^\"]*", "data:", main))


def hand_in(browser: Client, what: str = "good", kind: str = "first", path: str = NEW) -> Any:
    sent = {"kind": kind, "photo": SimpleUploadedFile("我.jpg", photo(what))}
    answer = browser.post(path, sent)
    assert answer.status_code == 200, answer.content.decode()
    return answer


def hidden(answer: Any) -> dict[str, str]:
    found = re.findall(r'type="hidden" name="(kind|photo|client_key)" value="([^"]+)"', answer.content.decode())
    assert len(found) == 3
    return dict(found)


@pytest.mark.parametrize("path", [NEW, "/personal/cards/photo/"])
def test_a_good_photo_is_shown_and_then_applied_with(browser: Client, place: Town, path: str) -> None:
    preview = hand_in(browser, path=path)
    assert "照片符合制卡要求" in words(preview)
    assert preview.content.count(b"data:image/jpeg;base64,") == 2
    assert not Application.objects.exists()
    form = hidden(preview)
    answer, again = (browser.post(CONFIRM, form) for _ in range(2))  # a second click changes nothing
    assert again["Location"] == answer["Location"]
    one = Application.objects.get()
    assert (one.person_id, one.source, one.state, one.employer_id) == (place.person.pk, "person", "asked", None)
    assert "系统正在核对" in words(browser.get(answer["Location"]))
    asking.carry_out(now=clock.now())
    shown = words(browser.get(answer["Location"]))
    assert "等待制卡机构受理" in shown
    picture = browser.get(f"{answer['Location']}picture.jpg")
    assert picture.content.startswith(b"\xff\xd8")
    assert Look.objects.get(what="card_picture").person_id == place.person.pk
    assert one.number in words(browser.get("/personal/cards/"))


def test_a_photo_that_the_check_is_unsure_of_goes_to_an_officer(browser: Client, place: Town) -> None:
    preview = hand_in(browser, "unsure")
    assert "由经办机构人工审核" in words(preview)
    browser.post(CONFIRM, hidden(preview))
    asking.carry_out(now=clock.now())
    assert Application.objects.get().state == "in_review"


def test_a_bad_photo_is_refused_in_words_and_kept_nowhere(browser: Client, place: Town) -> None:
    told = words(hand_in(browser, "bad"))
    assert "照片背景不是白色" in told
    assert "请在白色背景前重新拍摄" in told
    assert not StoredFile.objects.exists()


def test_photos_are_kept_up_to_a_number_a_day(browser: Client, place: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cards, "PHOTOS_A_DAY", 2)
    for _ in range(2):
        hand_in(browser)
    refused = hand_in(browser)
    assert "24小时内最多上传2张照片" in words(refused)
    assert refused.content.count(b"data:image/jpeg;base64,") == 0
    assert StoredFile.objects.count() == 2
    with action(SYSTEM, "a day later"):
        StoredFile.objects.update(uploaded_at=clock.now() - timedelta(hours=25))
    assert "照片符合制卡要求" in words(hand_in(browser))


@pytest.mark.parametrize(
    ("content", "said"), [(b"", "文件是空的"), (b"PK\x03\x04 no picture", "只接收 JPG 和 PNG"), (None, "请选择照片")]
)
def test_what_is_no_photo_is_refused_in_words(browser: Client, place: Town, content: bytes | None, said: str) -> None:
    sent = {"kind": "first"} | ({} if content is None else {"photo": SimpleUploadedFile("我.jpg", content)})
    assert said in words(browser.post(NEW, sent))


def test_one_application_at_a_time(browser: Client, place: Town) -> None:
    forms = [hidden(hand_in(browser)) for _ in range(2)]
    browser.post(CONFIRM, forms[0])
    again = browser.post(CONFIRM, forms[1], follow=True)
    assert "已有正在办理的社会保障卡申请" in again.content.decode()
    assert Application.objects.count() == 1
    told = words(browser.get(NEW))
    assert "您已有正在办理的社会保障卡申请" in told
    assert "上传并检查照片" not in told


def test_nobody_applies_with_anothers_photo_or_sees_anothers_application(browser: Client, place: Town) -> None:
    mine = hidden(hand_in(browser))
    colleague = enter(account("pang.guan", place.colleague.social_security_number))
    assert colleague.post(CONFIRM, mine).status_code == 404
    assert colleague.post(CONFIRM, mine | {"photo": "x"}).status_code == 404
    browser.post(CONFIRM, mine)
    asking.carry_out(now=clock.now())
    number = Application.objects.get().number
    for path in ("", "picture.jpg"):
        assert browser.get(f"/personal/cards/{number}/{path}").status_code == 200
        assert colleague.get(f"/personal/cards/{number}/{path}").status_code == 404
    assert number not in colleague.get("/personal/cards/").content.decode()


def test_the_official_paths_stand_in_the_menu(browser: Client, place: Town) -> None:
    page = browser.get("/personal/cards/photo/").content.decode()
    for name in ("热点服务", "场景式服务", "社会保障卡集成服务一件事", "制卡照片采集服务"):
        assert name in page
    assert "我要办社保卡" in browser.get(NEW).content.decode()


def test_who_was_insured_before_is_told_what_to_do(browser: Client, place: Town) -> None:
    with action(SYSTEM, "insure earlier"):
        Person.objects.filter(pk=place.person.pk).update(first_insured_month=201001)
    told = words(browser.get(NEW))
    assert "您2010年1月首次参保" in told
    assert "遗失补领" in told


def test_a_number_that_is_corrected_later_makes_no_request_anothers(browser: Client, place: Town) -> None:
    browser.post(CONFIRM, hidden(hand_in(browser)))
    old, new = place.person.social_security_number, "110101199003077619"

    def wrong() -> int:
        (found,) = verify(only=["request_is_about_herself"]).results
        return found.violations

    assert wrong() == 0
    with action(SYSTEM, "correct"):
        Person.objects.filter(pk=place.person.pk).update(social_security_number=new)
    assert wrong() == 1  # nobody has put that on record
    with action(SYSTEM, "record"):
        ValueChange.objects.create(
            person_id=place.person.pk, field="social_security_number", old_value=old, new_value=new,
            effective_on=clock.today(), filed_by_name="经办人", employer_id=place.first.pk, declaration_id=1, line_no=1,
            number="1", recorded_at=clock.now(),
        )  # fmt: skip
    assert wrong() == 0
