"""「社会保障卡集成服务一件事」 as its pages show it."""

import uuid
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shebao.audit.models import Look
from shebao.declarations.models import Declaration
from shebao.employers.models import Employer
from shebao.employment.models import Contract
from shebao.kernel import clock
from shebao.services.cards.models import Application
from shebao.services.cards.tests.desk import NOW, Desk, archive, maker_says, maker_takes, photo

pytestmark = pytest.mark.django_db
Work = Callable[[], int]


@pytest.fixture(autouse=True)
def _moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def desk(employer: Employer) -> Desk:
    return Desk(employer)


def send(browser: Client, contract: Contract, what: str, work: Work, **more: object) -> Declaration:
    """One photo for one person, as the page sends it."""
    sent = {
        "client_key": str(uuid.uuid4()),
        "kind": "first",
        "photo": SimpleUploadedFile("照片.jpg", photo(what), "image/jpeg"),
        **more,
    }
    answer = browser.post(f"/cards/persons/{contract.person_id}/", sent)
    assert answer.status_code == 302, answer.content.decode()
    work()
    return Declaration.objects.latest("pk")


def confirm(browser: Client, declaration: Declaration, work: Work) -> None:
    sent = {"content_version": declaration.content_version, "verified": "on"}
    assert browser.post(f"/cards/{declaration.number}/confirm/", sent).status_code == 302
    work()


def page(browser: Client, path: str) -> str:
    answer = browser.get(path, follow=True)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_one_photo_from_the_choice_to_the_card(browser: Client, other_browser: Client, desk: Desk, work: Work) -> None:
    contract = desk.employ()
    number = contract.person.document_number
    chosen = page(browser, "/cards/new/?q=" + contract.person.name)
    assert f"/cards/persons/{contract.person_id}/" in chosen
    form = page(browser, f"/cards/persons/{contract.person_id}/")
    assert "358×441" in form
    assert number not in chosen + form
    declaration = send(browser, contract, "good", work)
    shown = page(browser, f"/cards/{declaration.number}/")
    assert "照片符合制卡要求" in shown
    for what in ("crop", "print", "card"):
        path = f"/cards/{declaration.number}/pictures/1/{what}/"
        answer = browser.get(path)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
        assert answer["Content-Disposition"].startswith("inline")
        assert other_browser.get(path).status_code == 404
    assert Look.objects.filter(what="file:card", person_id=contract.person_id).exists()
    confirm(browser, declaration, work)
    one = Application.objects.get()
    maker_takes(one)
    maker_says(one, ("produced", "shipped", "ready"))
    told = page(browser, f"/cards/{declaration.number}/")
    for text in ("可以领取", "北京银行朝阳支行", "制卡机构", "2036-12-01"):
        assert text in told, text
    assert number not in told
    assert other_browser.get(f"/cards/applications/{one.number}/").status_code == 404
    listed = page(browser, f"/cards/?state=ready&q={contract.person.name}")
    assert one.number in listed
    assert one.number not in page(browser, "/cards/?state=returned")


def test_a_bad_photo_comes_back_with_words_and_is_replaced(browser: Client, desk: Desk, work: Work) -> None:
    contract = desk.employ()
    declaration = send(browser, contract, "bad", work)
    form = page(browser, f"/cards/{declaration.number}/")
    assert "照片背景不是白色" in form
    assert "请在白色背景前重新拍摄" in form
    assert f"/cards/{declaration.number}/pictures/1/crop/" in form
    sent = {"kind": "first", "photo": SimpleUploadedFile("新照片.jpg", photo("unsure"), "image/jpeg")}
    assert browser.post(f"/cards/{declaration.number}/edit/", sent).status_code == 302
    work()
    shown = page(browser, f"/cards/{declaration.number}/")
    assert "由经办机构人工审核" in shown
    declaration.refresh_from_db()
    unverified = {"content_version": declaration.content_version}
    browser.post(f"/cards/{declaration.number}/confirm/", unverified)
    assert not Application.objects.exists()
    confirm(browser, declaration, work)
    assert "照片待审核" in page(browser, f"/cards/{declaration.number}/")


def test_who_was_insured_before_is_told_so_at_the_kind(browser: Client, desk: Desk, work: Work) -> None:
    contract = desk.employ("2019-01-01")
    declaration = send(browser, contract, "good", work)
    assert "2019年1月首次参保" in page(browser, f"/cards/{declaration.number}/")


def test_an_archive_shows_each_photo_with_its_result(browser: Client, desk: Desk, work: Work) -> None:
    good, bad = desk.employ(), desk.employ()
    content = archive({
        f"{good.person.document_number}.jpg": photo("good", 1),
        f"{bad.person.document_number}.jpg": photo("bad", 2),
        "合影.jpg": photo("good", 3),
    })  # fmt: skip
    sent = {"client_key": str(uuid.uuid4()), "archive": SimpleUploadedFile("照片.zip", content)}
    for _ in range(2):  # a double click
        assert browser.post("/cards/photos/", sent).status_code == 302
        sent["archive"] = SimpleUploadedFile("照片.zip", content)
    work()
    declaration = Declaration.objects.get()
    shown = page(browser, f"/cards/{declaration.number}/")
    for text in (good.person.name, bad.person.name, "照片背景不是白色", "没有证件号码", "确认提交 1 人"):
        assert text in shown, text
    assert good.person.document_number not in shown
    assert "合影.jpg" in page(browser, f"/cards/{declaration.number}/lines/?state=bad")
    confirm(browser, declaration, work)
    assert "制卡进度" in page(browser, f"/cards/{declaration.number}/")
    assert Application.objects.get().person_id == good.person_id


def test_no_number_stands_in_the_list_however_the_photo_is_named(browser: Client, desk: Desk, work: Work) -> None:
    number = desk.employ().person.document_number
    content = archive({
        "11010119900307757x.jpg": photo("good", 1),
        f"{number}.jpg": photo("good", 2),
        f"副本{number}.jpg": photo("good", 2),
        f"{number}_110101199003077571.jpg": photo("good", 3),
    })  # fmt: skip
    browser.post(
        "/cards/photos/", {"client_key": str(uuid.uuid4()), "archive": SimpleUploadedFile("照片.zip", content)}
    )
    work()
    shown = page(browser, f"/cards/{Declaration.objects.get().number}/lines/")
    hidden = f"{number[:6]}********{number[-4:]}"
    assert f"副本{hidden}.jpg" in shown
    assert f"另一张是“{hidden}.jpg" in shown
    for secret in (number, "11010119900307757", "110101199003077571"):
        assert secret not in shown.replace("110101199003077571.jpg”。", "")  # the example that a remedy gives


def test_files_that_are_no_archive_are_refused_in_words(browser: Client, desk: Desk, work: Work) -> None:
    key = str(uuid.uuid4())
    for sent, text in (
        ({}, "没有收到文件"),
        ({"archive": SimpleUploadedFile("照片.rar", b"Rar!")}, "不是 ZIP 压缩包"),
    ):
        answer = browser.post("/cards/photos/", {"client_key": key, **sent})
        assert answer.status_code >= 400
        assert text in answer.content.decode()
    answer = browser.post("/cards/photos/", {"client_key": key, "archive": SimpleUploadedFile("照片.zip", b"nonsense")})
    assert answer.status_code == 302
    work()
    number = Declaration.objects.get().number
    assert "压缩包没有通过检查" in page(browser, f"/cards/{number}/")


def test_the_official_names(browser: Client, desk: Desk) -> None:
    home = page(browser, "/")
    assert "热点服务" in home
    assert "我要办社保卡" in home
    overview = page(browser, "/cards/")
    for name in ("场景式服务", "社会保障卡集成服务一件事", "制卡照片采集服务"):
        assert name in overview, name
    assert "制卡照片采集服务" in page(browser, "/cards/photos/")
