"""From the photo to the card in somebody's hand, whoever applied."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shebao.access.models import PostKind, User
from shebao.audit.actions import Actor, action
from shebao.audit.models import Action
from shebao.declarations.models import Finding
from shebao.documents.models import StoredFile
from shebao.kernel.errors import Conflict, Invalid, NotAllowed
from shebao.notices.models import Notice
from shebao.outbox.models import Message
from shebao.persons.models import Person
from shebao.services.cards import actions, asking, pictures, queries
from shebao.services.cards.models import Application, Card, CardLine, Event
from shebao.services.cards.pictures import Looked
from shebao.services.cards.tests.desk import Desk, archive, maker_says, maker_takes, photo
from shebao.services.enrolment.tests.desk import SYSTEM
from shebao.services.refunds.tests.office import officer as make_officer

ALL = ("produced", "shipped", "ready", "collected")


def orders() -> list[dict[str, Any]]:
    return list(Message.objects.filter(system="card_maker").order_by("pk").values_list("payload", flat=True))


def test_an_employer_applies_and_the_card_is_collected(desk: Desk) -> None:
    contract = desk.employ()
    checked = desk.single(contract)
    assert (checked.state, checked.good, checked.to_review) == ("checked", 1, 0)
    filing = desk.confirm(checked)
    assert (filing.state, filing.effective) == ("effective", 1)
    application = Application.objects.get(declaration_id=filing.pk)
    assert (application.state, application.source, application.district) == ("ordered", "employer", "110105")
    assert application.due_on is not None
    (order,) = orders()
    picture = StoredFile.objects.get(pk=application.picture_id or 0)
    assert order["photo"] == {"path": picture.path, "sha256": picture.sha256}
    assert order["name"] == contract.person.name
    maker_takes(application)
    assert application.state == "making"
    assert maker_says(application, ALL) == ["applied"] * 4
    assert application.state == "collected"
    card = Card.objects.get(application=application)
    assert (card.state, card.bank) == ("normal", "北京银行")
    (view,) = queries.of_person([contract.person_id])
    assert [step.kind for step in view.steps] == ["asked", "ordered", "making", *ALL]
    assert Notice.objects.filter(kind="card_ready").count() == 1


def test_a_photo_that_is_bad_stays_with_the_clerk(desk: Desk) -> None:
    checked = desk.single(desk.employ(), "bad")
    assert (checked.state, checked.good, checked.bad) == ("checked", 0, 1)
    codes = set(Finding.objects.filter(declaration=checked, severity="hard").values_list("code", flat=True))
    assert "photo_background_not_white" in codes
    with pytest.raises(Conflict):
        desk.confirm(checked)


def test_an_archive_gives_each_photo_its_result(desk: Desk) -> None:
    good, unsure, bad, old = desk.employ(), desk.employ(), desk.employ(), desk.employ("2019-01-01")
    photos = {
        f"{good.person.document_number}.jpg": photo("good", 1),
        f"{unsure.person.document_number}.jpg": photo("unsure", 2),
        f"{bad.person.document_number}.jpg": photo("bad", 3),
        f"{old.person.document_number}.jpg": photo("good", 4),
        "110105199901010016.jpg": photo("good", 5),
        "自拍.jpg": photo("good", 6),
    }
    checked = desk.many(photos)
    assert (checked.state, checked.lines, checked.good, checked.bad, checked.to_review) == ("checked", 6, 2, 4, 1)
    found = dict(CardLine.objects.filter(declaration=checked).values_list("photo_name", "state"))
    assert found == dict(zip(photos, ("good", "good", "bad", "bad", "bad", "bad"), strict=True))
    why = set(Finding.objects.filter(declaration=checked, severity="hard").values_list("line_no", "code"))
    assert {(4, "insured_before"), (5, "person_unknown"), (6, "photo_no_number")} <= why
    filing = desk.confirm(checked)
    assert (filing.state, filing.effective, filing.failed) == ("partly", 2, 0)
    assert Notice.objects.get(declaration_id=filing.pk, kind="declaration_partly").params["failed"] == "4"
    stands = dict(Application.objects.values_list("person_id", "state"))
    assert stands == {good.person_id: "ordered", unsure.person_id: "in_review"}


def test_no_card_is_made_where_nobody_can_say_whose_photo_it_is(desk: Desk) -> None:
    one, other, twice, again, fine = (desk.employ().person.document_number for _ in range(5))
    checked = desk.many({
        f"{one}.jpg": photo("good", 1),
        f"{other}.jpg": photo("good", 1),  # the photo of somebody else
        f"{twice}.jpg": photo("good", 2),
        f"{twice} (1).jpg": photo("good", 3),  # which of the two?
        f"{again}.jpg": photo("good", 4),
        f"{again} (1).jpg": photo("good", 4),  # the same once more
        f"{fine}.jpg": photo("good", 5),
    })  # fmt: skip
    stands = [line.state for line in CardLine.objects.filter(declaration=checked).order_by("line_no")]
    assert stands == ["bad", "bad", "bad", "bad", "good", "bad", "good"]
    told = dict(Finding.objects.filter(declaration=checked, line_no__in=(1, 3)).values_list("line_no", "code"))
    assert told == {1: "photo_photo_twice", 3: "photo_number_twice"}


def test_an_archive_that_is_none_is_refused_as_a_whole(desk: Desk) -> None:
    filing = desk.many(b"PK not an archive")
    assert filing.state == "unreadable"
    assert filing.problem == {"code": "archive_damaged", "params": {}}


def test_checking_again_starts_over(desk: Desk) -> None:
    contract = desk.employ()
    checked = desk.many({f"{contract.person.document_number}.jpg": photo()})
    again = desk.check(checked)
    assert (again.lines, again.good) == (1, 1)
    pictures = StoredFile.objects.filter(declaration_id=checked.pk, purpose="card")
    assert pictures.filter(removed_at=None).count() == 1
    assert CardLine.objects.get(declaration=checked).picture_id == pictures.get(removed_at=None).pk


def test_whoever_comes_second_has_no_second_application(desk: Desk) -> None:
    contract = desk.employ()
    checked = desk.single(contract)
    first = desk.asked(contract)
    assert first.state == "ordered"
    filing = desk.confirm(checked)
    assert (filing.state, filing.failed) == ("failed", 1)
    assert Finding.objects.filter(declaration=filing, code="changed_now").exists()
    stored = desk.keep(photo(), "我.jpg", "photo")
    with pytest.raises(Conflict):
        actions.apply(SYSTEM, contract.person_id, "first", stored, client_key="other", now=desk.now)
    assert len(orders()) == 1


def test_a_person_asks_once_under_one_key(desk: Desk) -> None:
    contract = desk.employ()
    first = desk.asked(contract, key="k")
    assert desk.asked(contract, key="k").pk == first.pk
    with pytest.raises(Invalid):
        desk.asked(contract, kind="golden")


def test_one_that_fails_holds_up_nobody_else(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for place in range(2):
        stored = desk.keep(photo(), f"{place}.jpg", "photo")
        person = desk.employ().person_id
        actions.apply(SYSTEM, person, "first", stored, client_key="k", now=desk.now)
    look_at = pictures.look_at_stored

    def sometimes(stored: StoredFile | None, today: date) -> Looked:
        if stored is not None and stored.name == "0.jpg":
            raise OSError("the disk is broken")
        return look_at(stored, today)

    monkeypatch.setattr(pictures, "look_at_stored", sometimes)
    with pytest.raises(OSError, match="broken"):
        asking.carry_out(now=desk.now)
    assert list(Application.objects.order_by("pk").values_list("state", flat=True)) == ["asked", "ordered"]


def test_what_a_person_may_not_have_is_refused_with_words(desk: Desk) -> None:
    refused = desk.asked(desk.employ("2019-01-01"))
    assert (refused.state, "2019年1月首次参保" in refused.reason) == ("refused", True)
    assert refused.remedy
    returned = desk.asked(desk.employ(), "bad")
    assert (returned.state, "背景" in returned.reason) == ("returned", True)
    assert orders() == []


def test_whom_no_agency_can_be_found_for_is_not_left_waiting(desk: Desk) -> None:
    with action(SYSTEM, "carry over"):
        somebody = Person.objects.create(
            social_security_number="110101198001010011", document_number="110101198001010011", document_type="01",
            name="无单位", sex="1", birth_date=date(1980, 1, 1), confirmed_by="shared", first_insured_month=201001,
        )  # fmt: skip
    stored = desk.keep(photo("unsure"), "我.jpg", "photo")
    made = actions.apply(SYSTEM, somebody.pk, "lost", stored, client_key="k", now=desk.now)
    asking.carry_out(now=desk.now)
    made.refresh_from_db()
    assert (made.state, "所属区" in made.reason, bool(made.remedy)) == ("refused", True, True)


def test_an_officer_decides_where_the_check_is_unsure(desk: Desk, officer: User) -> None:
    one, other = desk.asked(desk.employ(), "unsure"), desk.applied(desk.employ(), "unsure")
    assert {one.state, other.state} == {"in_review"}
    assert [found.pk for found, _ in queries.worklist(["110105"])] == [one.pk, other.pk]
    assert queries.waiting(["110101"]) == 0
    assert desk.decide(officer, one, good=True).state == "ordered"
    with pytest.raises(Invalid):
        desk.decide(officer, other, good=False, reason=" ")
    desk.decide(officer, other, good=False, reason="照片不是本人")
    assert (other.state, other.reason) == ("returned", "照片不是本人")
    assert Notice.objects.get(kind="card_returned").params["persons"] == "1"
    with pytest.raises(Conflict):
        desk.decide(officer, other, good=True)


def test_nobody_decides_on_what_is_her_own(desk: Desk) -> None:
    contract = desk.employ()
    waiting = desk.asked(contract, "unsure")
    herself = make_officer(2, PostKind.FIRST_REVIEW, number=contract.person.document_number)
    elsewhere = make_officer(3, PostKind.FIRST_REVIEW, district="110101")
    for who, code in ((herself, "own_record"), (elsewhere, "no_post")):
        with pytest.raises(NotAllowed) as refused:
            desk.decide(who, waiting, good=True)
        assert refused.value.code == code
    assert Action.objects.filter(verb="decide_photo").exclude(refused="").count() == 2


def test_who_entered_a_paper_form_does_not_decide_on_its_photo(desk: Desk, officer: User) -> None:
    contract = desk.employ()
    actor = Actor("user", officer.name, "office", user_id=officer.pk)
    stored = desk.keep(photo("unsure"), "扫描.jpg", "photo")
    made = actions.apply_offline(
        actor, contract.person_id, "first", stored, district="110105", client_key="k", now=desk.now
    )
    assert asking.carry_out(now=desk.now) == 1
    made.refresh_from_db()
    with pytest.raises(NotAllowed) as refused:
        desk.decide(officer, made, good=True)
    assert refused.value.code == "own_filing"


def test_the_card_maker_rejects_a_photo_or_makes_no_card(desk: Desk) -> None:
    photo_bad, no_card = desk.ordered(desk.employ()), desk.ordered(desk.employ())
    maker_takes(photo_bad, code="K102", text="照片背景不符合制卡要求")
    maker_takes(no_card, code="K064", text="已制卡或者制卡信息已录入")
    assert (photo_bad.state, no_card.state) == ("returned", "failed")
    assert photo_bad.remedy != no_card.remedy
    person = Person.objects.get(pk=photo_bad.person_id)
    assert queries.may_apply([person.pk], desk.now.date())[person.pk][0].against is None


def test_a_lost_card_is_out_of_use_and_the_new_one_replaces_it(desk: Desk) -> None:
    contract = desk.employ()
    first = desk.ordered(contract)
    maker_says(first, ALL)
    second = desk.ordered(contract, kind="lost")
    assert Card.objects.get(application=first).state == "lost"
    maker_says(second, ALL)
    stands = {card.application_id: card.state for card in Card.objects.all()}
    assert stands == {first.pk: "cancelled", second.pk: "normal"}


def test_a_card_that_never_arrives_may_be_applied_for_again(desk: Desk) -> None:
    contract = desk.employ()
    first = desk.ordered(contract)
    assert maker_says(first, ("produced", "shipped", "lost")) == ["applied"] * 3
    assert (first.state, Card.objects.get().state) == ("lost", "cancelled")
    assert "遗失" in first.reason  # without a reason no page shows what to do
    assert "重新申请" in first.remedy
    assert maker_says(first, ("collected",)) == ["late"]
    assert desk.ordered(contract).state == "ordered"


def test_a_step_that_comes_late_does_not_bring_back_a_card_that_was_lost(desk: Desk) -> None:
    contract = desk.employ()
    first = desk.ordered(contract)
    maker_says(first, ("produced", "shipped", "collected"))
    second = desk.ordered(contract, kind="lost")
    assert maker_says(first, ("ready",)) == ["applied"]
    assert Card.objects.get(application=first).state == "lost"
    maker_says(second, ("produced", "collected"))
    stands = {card.application_id: card.state for card in Card.objects.all()}
    assert stands == {first.pk: "cancelled", second.pk: "normal"}


def test_a_card_in_use_can_be_replaced_although_its_successor_was_lost_on_its_way(desk: Desk) -> None:
    contract = desk.employ()
    maker_says(desk.ordered(contract), ALL)
    maker_says(desk.ordered(contract, kind="damaged"), ("produced", "shipped", "lost"))
    assert sorted(Card.objects.values_list("state", flat=True)) == ["cancelled", "normal"]
    found = {
        one.kind: one.against for one in queries.may_apply([contract.person_id], desk.now.date())[contract.person_id]
    }
    assert found["damaged"] is None
    assert found["first"] is not None
    assert found["first"].code == "has_card"


def test_what_is_told_of_others_changes_nothing(desk: Desk) -> None:
    one, other = desk.ordered(desk.employ()), desk.ordered(desk.employ())
    assert maker_says(one, ("produced",), person="P999999") == ["unknown"]
    assert maker_says(one, ("produced",), card="A1") == ["applied"]
    assert maker_says(other, ("produced",), card="A1") == ["unknown"]
    assert other.state == "ordered"
    assert Action.objects.filter(verb="take_in_feedback", refused="unknown").count() == 2


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.sampled_from(ALL), max_size=8))
def test_steps_in_any_order_and_number_lead_forward_only(desk: Desk, told: list[str]) -> None:
    with action(SYSTEM, "forget"):
        Application.objects.update(state="returned")
    application = desk.ordered(desk.employ())
    effects = maker_says(application, told)
    furthest = max((ALL.index(step) for step in told), default=-1)
    assert application.state == (ALL[furthest] if told else "ordered")
    assert effects.count("applied") == len(set(told)) == Event.objects.filter(application=application).count() - 1
    card = Card.objects.filter(application=application).first()
    assert (card is not None) == ("produced" in told)
    if card is not None:
        assert card.state == ("normal" if application.state == "collected" else "inactive")


def test_an_archive_of_nothing_but_rubbish_has_a_result_each(desk: Desk) -> None:
    filing = desk.many(archive({"a.jpg": b"", "b.exe": b"MZ", "c.zip": archive({"d.jpg": photo()})}))
    assert (filing.state, filing.lines, filing.bad) == ("checked", 3, 3)
    assert Finding.objects.filter(declaration=filing, severity="hard").values("line_no").distinct().count() == 3


def test_who_has_died_while_her_photo_waited_gets_no_card(desk: Desk, officer: User) -> None:
    contract = desk.employ()
    waiting = desk.asked(contract, "unsure")
    with action(SYSTEM, "die"):
        Person.objects.filter(pk=contract.person_id).update(died_on=desk.now.date())
    desk.decide(officer, waiting, good=True)
    assert (waiting.state, waiting.reason, orders()) == ("refused", "该人员已去世。", [])


def test_two_records_of_one_person_have_one_application(desk: Desk) -> None:
    one, other = desk.employ(), desk.employ()
    with action(SYSTEM, "link"):
        Person.objects.filter(pk__in=[one.person_id, other.person_id]).update(same_person=one.person_id)
    first = desk.asked(one)
    second = desk.asked(other)
    assert (first.state, second.state, first.number in second.reason) == ("ordered", "refused", True)
    assert len(orders()) == 1
