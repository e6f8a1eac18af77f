"""Orders to the real card maker's program: made, rejected, lost, told twice, late, in disorder; each card made once."""

import uuid
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from shebao.counterparties.card_maker.messages import CardOrder
from shebao.documents.models import StoredFile
from shebao.documents.storage import locate
from shebao.exchange import cards
from shebao.exchange.tests import place
from shebao.exchange.tests.conftest import Stage
from shebao.outbox.models import Message
from shebao.persons.models import Person
from shebao.services.cards import ordering, pictures
from shebao.services.cards.models import Application, Card, Event, Photo
from shebao.services.cards.pictures import Looked

PICTURE = b"\xff\xd8\xff\xe0 as good as a photo"
LOST_REPLIES = ("reset_after", "gbk_body")


@pytest.fixture
def maker(stage: Stage, settings: Settings, tmp_path: Path) -> Stage:
    settings.FILE_STORE = tmp_path
    habit(stage)
    return stage


def habit(stage: Stage, **faults: Any) -> None:
    stage.sandbox.set_faults(card_maker={"delay_seconds": 0, "late_seconds": 0, **faults})


def order(serial: int = 1, end: str = "7", picture: bytes = PICTURE) -> Application:
    """An application whose photo was found good, with its order; `end` is that of the person's number."""
    number = f"1101011990{serial}".ljust(18 - len(end), "0") + end
    with place.changing():
        person = Person.objects.create(
            social_security_number=number, name="欧阳小明", document_type="01", document_number=number, sex="1",
            birth_date=date(1990, 1, 1), confirmed_by="shared",
        )  # fmt: skip
        stored = pictures.written(Looked(Photo.GOOD, (), picture), name="照片.jpg", employer_id=None)
        stored.save()
        made = Application.objects.create(
            number=f"20261130{serial:010d}", person_id=person.pk, kind="first", source="person",
            client_key=str(uuid.uuid4()), district="110105", picture_id=stored.pk, state="asked",
            asked_by_name="欧阳小明", asked_at=place.now(),
        )  # fmt: skip
        ordering.order([made], "测试", place.now())
    return made


def picture_of(application: Application) -> StoredFile:
    return StoredFile.objects.get(pk=application.picture_id or 0)


def states() -> list[str]:
    return list(Application.objects.order_by("pk").values_list("state", flat=True))


def steps(application: Application) -> set[str]:
    return set(Event.objects.filter(application=application).values_list("kind", flat=True))


def made(stage: Stage) -> list[str]:
    """Orders of which the card maker really makes a card, once for each time it does."""
    return [one["number"] for one in stage.sandbox.cards() if one["card"]]


def test_made_sent_and_collected(maker: Stage) -> None:
    one = order()
    maker.deliver("card_maker")
    maker.until(lambda: states() == ["collected"])
    # A step that comes before the answer makes the answer old news.
    assert steps(one) - {"making"} == {"ordered", "produced", "shipped", "ready", "collected"}
    card = Card.objects.get(application=one)
    (sent,) = maker.sandbox.messages(counterparty="card_maker")
    assert set(sent["message"]["payload"]) == set(CardOrder.__dataclass_fields__)
    (there,) = maker.sandbox.cards()
    assert (card.number, card.state) == (there["card"], "normal")
    assert there["photo_sha256"] == picture_of(one).sha256
    assert place.alarms() == []


def test_rejected_photos_and_lost_cards(maker: Stage) -> None:
    order(1, "000")
    order(2, "013")
    order(3, picture=b"GIF89a is no JPEG")
    maker.deliver("card_maker")
    maker.until(lambda: states() == ["returned", "lost", "returned"])
    assert [one.reason for one in Application.objects.order_by("pk")] == [
        "照片面部不清晰",
        "卡片在寄送途中遗失。",
        "照片文件无法读取",
    ]
    assert Card.objects.get().state == "cancelled"


@pytest.mark.parametrize("faults", [{"twice": 1}, {"out_of_order": 1}, {"late": 1}, {"feedback_unknown": 1}])
def test_however_it_is_told_it_counts_once(maker: Stage, faults: dict[str, Any]) -> None:
    habit(maker, **faults)
    one = order()
    maker.deliver("card_maker")
    maker.sandbox.hurry()
    maker.until(lambda: maker.sandbox.state()["card_maker"]["feedback_pending"] == 0)
    maker.until(lambda: states() == ["collected"] and {"produced", "shipped", "ready"} <= steps(one))
    assert made(maker) == [one.number]
    assert Card.objects.get().state == "normal"
    if "feedback_unknown" in faults:
        assert set(place.alarms()) == {"unknown_message", "unknown"}


def test_another_end_after_the_end_is_an_alarm(maker: Stage) -> None:
    habit(maker, contradict=1)
    order()
    maker.deliver("card_maker")
    maker.until(lambda: states() == ["collected"])
    maker.sandbox.hurry()
    maker.until(lambda: "late" in place.alarms())
    assert states() == ["collected"]


@pytest.mark.parametrize("fault", LOST_REPLIES)
def test_a_lost_reply_makes_no_second_card(maker: Stage, fault: str) -> None:
    habit(maker, **{fault: 1})
    one = order()
    maker.deliver("card_maker")
    habit(maker)
    maker.heal("card_maker")
    maker.until(lambda: states() == ["collected"])
    assert made(maker) == [one.number]


def test_a_photo_that_is_gone_holds_up_nobody_else(maker: Stage) -> None:
    gone, one = order(1), order(2)
    locate(picture_of(gone).path).unlink()
    maker.heal("card_maker")
    maker.until(lambda: states() == ["ordered", "collected"])
    assert Message.objects.get(person_id=gone.person_id).failure_kind == "permanent"
    assert made(maker) == [one.number]


def test_an_order_that_is_refused_outright_ends_the_application(maker: Stage) -> None:
    one, other = order(1), order(2)
    with place.changing():
        told = Message.objects.filter(person_id=one.person_id)
        told.update(state="stuck", failure_kind="refused", answer_code="malformed", answer_text="报文项有误")
        broken = Message.objects.filter(person_id=other.person_id)
        broken.update(state="stuck", failure_kind="permanent", last_error="photo_missing")
    assert cards.take_in(place.now()) == 1
    assert states() == ["failed", "ordered"]
    one.refresh_from_db()
    assert (one.reason, "重新申请" in one.remedy) == ("报文项有误", True)
    closed = told.get()
    assert (closed.state, closed.failure_kind, closed.answered_at is not None) == ("failed", "", True)
    assert cards.take_in(place.now()) == 0
