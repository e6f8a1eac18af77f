"""Answers of the real counterparties' program and of our own making: each counts once, and for messages alone."""

import json
import os
import random
from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection

from city.numbers import numbers_where
from city.persons import medical_outcome
from shebao.audit.actions import Actor
from shebao.exchange import intake
from shebao.exchange.tests import place
from shebao.exchange.tests.conftest import Stage
from shebao.outbox import actions, queries
from shebao.outbox.models import Feedback, Message
from shebao.outbox.words import describe
from tests.guards import scene

# Thrice as many go through in more than one transaction. More: SHEBAO_ANSWERS=10000
ANSWERS = int(os.environ.get("SHEBAO_ANSWERS", "2500"))
OPERATOR = Actor("user", "运维", "office", user_id=1)


def fated(fate: str, many: int) -> list[str]:
    return numbers_where(1, lambda number: medical_outcome(number, 1) == fate, many)


def words(declaration_id: int) -> list[str]:
    found = queries.of_lines(declaration_id, range(1, 100))
    return [describe(found[line_no]) for line_no in sorted(found)]


def answer(key: UUID, person: int, outcome: str = "success", system: str = "medical", **more: Any) -> None:
    """Store an answer as the gateway does."""
    reason = ("M1", "原因") if outcome == "failure" else (None, None)
    told = {"person_key": f"P{person}", "outcome": outcome, "reason_code": reason[0], "reason_text": reason[1]}
    body = {**told, "at": "2026-11-23T06:40:05+00:00", **more}
    with place.changing():
        Feedback.objects.create(system=system, feedback_id=str(uuid4()), in_reply_to=key, body=body, digest="")


def effects() -> dict[str, int]:
    return dict(place.sql("select effect, count(*) from outbox_feedback group by effect"))


# With the real program ---------------------------------------------------------------------------------


def test_each_person_gets_the_answer_in_the_words_of_the_announcement(stage: Stage) -> None:
    people = [fated(fate, 1)[0] for fate in ("success", "failure", "twice", "late", "never")]
    one = place.filing()
    place.write(one, people)
    stage.deliver()
    stage.until(lambda: place.states().get("sent") == 2)
    success, failure, twice, *rest = words(one.pk)
    assert success == twice == "医保处理成功，无需到医保部门再次申报"
    assert failure.startswith("医保反馈不成功，需通过医保途径另行申报：该人员")
    assert rest == ["已发送，等待医保反馈"] * 2
    assert queries.counts(one.pk) == {"medical": {"done": 2, "failed": 1, "sent": 2}}
    assert place.sql("select kind, params, severity from notices_notice") == [
        ("medical_failed", json.dumps({"number": one.number, "persons": "1"}), "error")
    ]
    stage.sandbox.hurry()
    stage.until(lambda: place.states().get("sent") == 1)
    assert place.alarms() == []


def test_one_notice_a_filing_however_many_persons_and_answers(stage: Stage) -> None:
    one, two = place.filing(), place.filing("外人科技有限公司", 2)
    stage.sandbox.set_faults(medical={"failure": 1})
    place.write(one, place.ordinary(40))
    place.write(two, place.ordinary(7), first=1_000)
    stage.deliver()
    stage.until(lambda: place.states() == {"failed": 47})
    place.write(two, place.ordinary(3), first=2_000)
    stage.deliver()
    stage.until(lambda: place.states() == {"failed": 50})
    told = "select declaration_id, params ->> 'persons' from notices_notice order by id"
    assert place.sql(told) == [(one.pk, "40"), (two.pk, "10")]
    with place.changing():
        place.sql("update notices_notice set read_at = now()")
    place.write(two, place.ordinary(1), first=3_000)
    stage.deliver()
    stage.until(lambda: place.states() == {"failed": 51})
    assert place.sql(told) == [(one.pk, "40"), (two.pk, "10"), (two.pk, "11")]


def test_insured_elsewhere_is_found_out_later_by_the_national_system(stage: Stage) -> None:
    one = place.filing()
    place.write(one, place.ordinary(2), system="national_pension")
    stage.sandbox.set_faults(national_pension={"failure": 1})
    stage.deliver("national_pension")
    stage.until(lambda: place.states("national_pension") == {"failed": 2})
    assert place.sql("select kind, params ->> 'persons' from notices_notice") == [("pension_failed", "2")]
    message = Message.objects.order_by("pk")[0]
    assert describe(message) == "全国统筹信息系统反馈不成功：该人员在其他省份存在正在缴费的职工基本养老保险关系"


@pytest.mark.parametrize("fault", ["feedback_wrong_signature", "feedback_stale", "feedback_gbk", "feedback_new_schema"])
def test_bad_answers_are_alarms_and_the_good_ones_take_effect(stage: Stage, fault: str) -> None:
    place.write(place.filing(), fated("success", 20))
    stage.sandbox.set_faults(medical={fault: 1})
    stage.deliver()
    stage.until(lambda: place.states() == {"done": 20})
    assert stage.sandbox.state()["medical"]["bad_feedback_taken"] == 0
    assert stage.sandbox.state()["medical"]["bad_feedback_sent"] == len(place.alarms()) > 0
    assert effects() == {"applied": 20}


@pytest.mark.parametrize(
    ("fault", "why"), [("feedback_wrong_person", "other_person"), ("feedback_unknown", "unknown_message")]
)
def test_signed_answers_about_nobody_are_alarms(stage: Stage, fault: str, why: str) -> None:
    place.write(place.filing(), fated("success", 20))
    stage.sandbox.set_faults(medical={fault: 1})
    stage.deliver()
    stage.until(lambda: place.states() == {"done": 20} and effects().get("unknown") == 20)
    assert Counter(place.alarms()) == {why: 20}
    assert effects() == {"applied": 20, "unknown": 20}


def test_contradictions_have_no_second_effect(stage: Stage) -> None:
    place.write(place.filing(), fated("success", 20))
    stage.sandbox.set_faults(medical={"contradict": 1})
    stage.deliver()
    stage.until(lambda: effects() == {"applied": 20, "late": 20})
    assert place.states() == {"done": 20}
    assert Counter(place.alarms()) == {"contradicts": 20}


def test_an_answer_before_the_receipt_waits_for_it(stage: Stage) -> None:
    (key,) = place.write(place.filing(), fated("success", 1))
    answer(key, 1)
    assert stage.take_in() == 0
    assert place.states() == {"waiting": 1}
    assert place.sql("select count(*) from audit_action where verb = 'take_in_feedback'") == [(0,)]
    stage.sandbox.set_faults(medical={"never": 1})
    stage.deliver()
    assert stage.take_in() == 1
    assert place.states() == {"done": 1}


def test_answers_that_wait_do_not_hold_up_those_behind_them(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "CHUNK", 3)
    keys = place.write(place.filing(), place.ordinary(20))
    for place_in_row, key in enumerate(keys):
        answer(key, place_in_row + 1)
    with place.changing():
        place.sql("update outbox_message set state = 'sent', sent_at = now() where person_id > 10")
    assert stage.take_in() == 10
    assert place.states() == {"waiting": 10, "done": 10}
    assert effects() == {"applied": 10, "": 10}


def test_thousands_of_shuffled_and_tripled_answers_end_as_if_each_had_come_once(stage: Stage) -> None:
    keys = place.write(place.filing(), place.ordinary(ANSWERS))
    draw = random.Random(7)
    failed = ANSWERS // 3
    failing = set(draw.sample(range(ANSWERS), failed))
    at = "2026-11-23T06:40:05+00:00"
    rows = []
    for number, key in enumerate(keys):
        outcome = "failure" if number in failing else "success"
        body: dict[str, Any] = {"person_key": f"P{number + 1}", "outcome": outcome, "at": at}
        body |= {"reason_code": "M1" if number in failing else None, "reason_text": None}
        rows += [(str(key), json.dumps(body))] * 3  # the same said three times, under three ids
    draw.shuffle(rows)
    with place.changing():
        place.sql("update outbox_message set state = 'sent', sent_at = now()")
        with connection.cursor() as cursor:
            cursor.execute(
                "insert into outbox_feedback (system, feedback_id, in_reply_to, body, digest, effect)"
                " select 'medical', gen_random_uuid(), key, body, '', ''"
                " from unnest(%s::uuid[], %s::jsonb[]) with ordinality as told (key, body, place) order by place",
                [[key for key, _ in rows], [body for _, body in rows]],
            )
    assert stage.take_in() == 3 * ANSWERS
    assert place.states() == {"done": ANSWERS - failed, "failed": failed}
    wrong = "select count(*) from outbox_message where (state = 'failed') <> (person_id - 1 = any (%s))"
    assert place.sql(wrong, sorted(failing)) == [(0,)]
    assert effects() == {"applied": ANSWERS, "repeated": 2 * ANSWERS}
    assert Counter(place.alarms()) == {"repeated": 2 * ANSWERS}
    assert place.sql("select params ->> 'persons' from notices_notice") == [(str(failed),)]


# Silence ----------------------------------------------------------------------------------------------


def test_a_silent_counterparty_is_asked_again_and_then_shown_as_silent(stage: Stage) -> None:
    one = place.filing()
    place.write(one, fated("never", 1))
    delivery = stage.delivery()
    stage.deliver()
    assert delivery.ask_again() == 0
    for hours, text in ((1, "系统已再次询问"), (2, "系统已再次询问")):
        stage.ahead += timedelta(hours=hours, minutes=1)
        assert delivery.ask_again() == 1
        assert delivery.ask_again() == 0
        assert words(one.pk) == [f"医保部门长时间未反馈，{text}"]
    stage.ahead += timedelta(hours=5)
    assert delivery.ask_again() == 1
    assert delivery.ask_again() == 0
    assert words(one.pk) == ["医保部门长时间未反馈，系统已多次询问，经办机构正在核实"]
    assert [message.chased for message in queries.silent("medical")] == [2]
    assert queries.counts(one.pk) == {"medical": {"silent": 1}}
    assert place.sql("select kind from notices_notice") == [("medical_silent",)]
    assert stage.sandbox.state()["medical"]["distinct"] == 1
    assert actions.retry_all(OPERATOR, "medical", now=stage.clock()) == 1
    assert delivery.ask_again() == 1
    assert stage.sandbox.state()["medical"]["duplicates"] == 3


def test_a_message_lost_over_there_is_healed_by_asking(stage: Stage) -> None:
    place.write(place.filing(), fated("success", 5))
    stage.sandbox.set_faults(medical={"lying_success": 1})
    stage.deliver()
    stage.sandbox.set_faults(medical={})
    assert stage.sandbox.state()["medical"]["distinct"] == 0
    stage.ahead += timedelta(hours=2)
    assert stage.delivery().ask_again() == 5
    stage.until(lambda: place.states() == {"done": 5})


def test_asking_a_counterparty_that_is_down_loses_nothing(stage: Stage) -> None:
    place.write(place.filing(), fated("success", 5))
    stage.sandbox.set_faults(medical={"lying_success": 1})
    stage.deliver()
    stage.sandbox.set_faults(medical={"refuse": 1})
    stage.ahead += timedelta(hours=2)
    assert stage.delivery().ask_again() == 5
    assert place.states() == {"sent": 5}
    stage.sandbox.set_faults(medical={})
    for _ in range(4):
        stage.ahead += timedelta(minutes=20)
        stage.delivery().ask_again()
    stage.until(lambda: place.states() == {"done": 5})


# What it must never touch -------------------------------------------------------------------------------

UNTOUCHED = ("persons_person", "employment_contract", "employment_coverage", "enrolment_enrolmentline")
TOUCHED = {"outbox_message", "outbox_feedback", "outbox_nonce", "outbox_queue", "notices_notice"}


def fingerprints() -> list[Any]:
    return [place.sql(f"select md5(string_agg(t::text, '' order by id)) from {table} as t") for table in UNTOUCHED]


@pytest.mark.parametrize("outcome", ["success", "failure"])
def test_whatever_is_answered_coverage_and_contracts_stay_as_they_are(stage: Stage, outcome: str) -> None:
    side = scene.side("甲", 1)
    with place.changing():
        place.sql("delete from outbox_nonce")
        place.sql("update outbox_message set state = 'waiting', payload = %s", json.dumps({"month": 202401}))
    before = fingerprints()
    (beginning,) = place.sql("select max(id) from audit_action")
    for system in ("medical", "national_pension"):
        stage.deliver(system)
        with place.changing():
            place.sql("update outbox_message set state = 'sent', sent_at = now() where system = %s", system)
        key = Message.objects.filter(system=system).earliest("pk").key
        answer(key, side.person.pk, outcome, system)
        answer(key, side.person.pk, "failure" if outcome == "success" else "success", system)
    assert stage.take_in() == 4
    assert fingerprints() == before
    changed = "select distinct table_name from audit_change where action_id > %s"
    assert {name for (name,) in place.sql(changed, *beginning)} <= TOUCHED
