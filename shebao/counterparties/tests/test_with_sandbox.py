"""The clients against the real counterparties' program: what is asked, sent, answered, and what if it misbehaves."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from city import cast
from city.numbers import numbers, numbers_where
from city.persons import medical_outcome, name_of, person_of
from sandbox.harness import SandboxProcess
from shebao.counterparties.failures import Again, Misconfigured, Permanent
from shebao.counterparties.keys import ensure_own_key
from shebao.counterparties.medical.client import MedicalClient
from shebao.counterparties.medical.messages import CoverageChange, PaidLater
from shebao.counterparties.national_pension.client import NationalPensionClient
from shebao.counterparties.national_pension.messages import Elsewhere, ParticipationReport
from shebao.counterparties.national_pension.messages import Query as PensionQuery
from shebao.counterparties.person_messages import PersonMessage
from shebao.counterparties.shared_data.client import SharedDataClient
from shebao.counterparties.shared_data.messages import Query
from shebao.counterparties.tests.conftest import Receiver, clock, endpoint, wait_until

ORDINARY = numbers_where(1, lambda number: medical_outcome(number, 1) == "success", 200)


def change(number: str, *, key: UUID | None = None, after: UUID | None = None, sequence: int = 1) -> PersonMessage[Any]:
    person = person_of(number, 1)
    payload = CoverageChange(
        filing="1101052026112300001",
        name=person.name,
        document_type=person.document_type,
        document_number=number,
        sex=person.sex,
        birth=person.birth,
        nationality=person.nationality,
        household=person.household,
        employer_code=cast.CAREFUL.credit_code,
        employer_name=cast.CAREFUL.name,
        district=cast.CAREFUL.district,
        schemes=("310", "510"),
        wage_fen=900_000,
        reason=None,
    )
    return PersonMessage(key or uuid4(), "enrolled", f"P{number}", sequence, after, 202611, payload)


def paid_later(number: str) -> PersonMessage[Any]:
    payload = PaidLater(
        filing="1101052026112300002",
        cause="arrears",
        months=(202309, 202310),
        name=name_of(number, 1),
        document_type="01",
        document_number=number,
        sex="1",
        birth=date(1990, 3, 7),
        nationality="CHN",
        household=None,
        employer_code=cast.CAREFUL.credit_code,
        employer_name=cast.CAREFUL.name,
        district=cast.CAREFUL.district,
        schemes=("310", "510"),
    )
    return PersonMessage(uuid4(), "paid_later", f"P{number}", 1, None, 202309, payload)


def changes(numbers: Sequence[str]) -> list[PersonMessage[Any]]:
    return [change(number) for number in numbers]


# Shared data ------------------------------------------------------------------------------------------


def test_a_citizen_is_found_by_name_and_number_together(shared_data: SharedDataClient) -> None:
    person = shared_data.look_up(cast.RARE.name, cast.RARE.number)
    assert person is not None
    assert (person.name, person.birth, person.sex) == ("𠮷㛃", date(1991, 6, 23), "2")
    assert person.address == cast.RARE.household_address


def test_unknown_mismatched_dead_closed_and_foreign_are_answered_alike(shared_data: SharedDataClient) -> None:
    number = cast.ZHANG.number
    asked = [
        Query("张伟国", number),
        Query("", number),
        Query(cast.ZHANG.name, number[:-1] + "1"),
        Query(cast.DEAD.name, cast.DEAD.number),
        Query(cast.CLOSED.name, cast.CLOSED.number),
        Query(cast.TAIWAN.name, cast.TAIWAN.number),
        Query(cast.FOREIGNER.name, cast.FOREIGNER.number),
        Query("张伟", "110101199002300014"),
        Query("张伟", "不是号码"),
    ]
    assert shared_data.confirm_many(asked) == [False] * len(asked)
    assert [shared_data.look_up(query.name, query.number) for query in asked] == [None] * len(asked)


def test_bulk_answers_are_aligned_over_several_calls(shared_data: SharedDataClient) -> None:
    queries = [Query(name_of(number, 1), number) for number in numbers(1, 0, 12_000)]
    queries[7_777] = Query("查无此人", queries[7_777].number)
    found = shared_data.confirm_many(queries)
    assert len(found) == 12_000
    assert found[7_777] is False
    assert 11_800 < sum(found) < 12_000
    assert shared_data.confirm_many([]) == []


# National pension -------------------------------------------------------------------------------------


def test_insured_elsewhere_is_told_for_the_month_asked(national_pension: NationalPensionClient) -> None:
    asked = [PensionQuery(person.name, person.number) for person in (cast.ZHANG, cast.ELSEWHERE, cast.FOREIGNER)]
    number = cast.ELSEWHERE.number
    assert national_pension.insured_elsewhere(asked, 202611) == [None, Elsewhere(number, "130000", 202201), None]
    assert national_pension.insured_elsewhere(asked, 202112) == [None, None, None]


def test_participation_is_reported_and_answered(national_pension: NationalPensionClient, receiver: Receiver) -> None:
    messages = [
        PersonMessage(
            uuid4(),
            "enrolled",
            f"P{person.number}",
            1,
            None,
            202611,
            ParticipationReport(
                "1101052026112300001",
                person.name,
                "01",
                person.number,
                person.number,
                cast.CAREFUL.credit_code,
                "110",
                "110000",
                900_000,
                None,
            ),
        )
        for person in (cast.ZHANG, cast.ELSEWHERE)
    ]
    assert [receipt.status for receipt in national_pension.send(messages)] == ["accepted", "accepted"]
    outcomes = {item.in_reply_to: (item.outcome, item.reason_code) for item in receiver.wait_for(2)}
    assert outcomes == {messages[0].id: ("success", None), messages[1].id: ("failure", "N201")}


# Messages ---------------------------------------------------------------------------------------------


def test_feedback_comes_per_person_as_the_number_says(
    medical: MedicalClient, receiver: Receiver, sandbox: SandboxProcess
) -> None:
    wanted = ("success", "failure", "late", "twice", "never")
    sent = {fate: changes(_people_with(fate)) for fate in wanted}
    medical.send([message for messages in sent.values() for message in messages])
    wait_until(lambda: len(receiver.items) >= 3 + 3 + 6)
    ids = {message.id: fate for fate, messages in sent.items() for message in messages}
    assert Counter(ids[item.in_reply_to] for item in receiver.items) == {"success": 3, "failure": 3, "twice": 6}
    assert all((item.outcome == "failure") == (ids[item.in_reply_to] == "failure") for item in receiver.items)
    sandbox.hurry()
    wait_until(lambda: len(receiver.items) >= 15)
    assert Counter(ids[item.in_reply_to] for item in receiver.items)["late"] == 3
    assert sandbox.state()["medical"]["silent"] == 3


def _people_with(fate: str) -> list[str]:
    return numbers_where(1, lambda number: medical_outcome(number, 1) == fate, 3)


def test_the_same_message_again_has_no_second_effect(
    medical: MedicalClient, receiver: Receiver, sandbox: SandboxProcess
) -> None:
    message = change(ORDINARY[0])
    statuses = [medical.send([message])[0].status for _ in range(3)]
    assert statuses == ["accepted", "duplicate", "duplicate"]
    receiver.wait_for(1)
    state = sandbox.state()["medical"]
    assert (state["received"], state["distinct"], state["duplicates"]) == (3, 1, 2)
    assert (state["feedback_sent"], state["feedback_pending"]) == (1, 0)


def test_the_same_id_with_other_content_is_an_alarm(medical: MedicalClient, sandbox: SandboxProcess) -> None:
    message, other = change(ORDINARY[0]), change(ORDINARY[1])
    medical.send([message])
    clash = PersonMessage(message.id, "withdrawn", *_rest(other))
    (receipt,) = medical.send([clash])
    assert (receipt.status, receipt.reason_code) == ("refused", "id_reused")
    assert [receipt.status for receipt in medical.send([clash, other])] == ["refused", "accepted"]
    assert sandbox.state()["medical"]["id_reused"] == 2
    assert sandbox.state()["medical"]["distinct"] == 2


def _rest(message: PersonMessage[Any]) -> tuple[str, int, None, int, Any]:
    return message.person_key, message.sequence, None, message.month, message.payload


def test_a_message_before_its_predecessor_is_a_gap_until_it_comes(
    medical: MedicalClient, sandbox: SandboxProcess
) -> None:
    first = change(ORDINARY[0])
    second = change(ORDINARY[0], after=first.id, sequence=2)
    medical.send([second])
    state = sandbox.state()["medical"]
    assert state["out_of_order"] == 1
    assert [gap["missing"] for gap in state["gaps"]] == [str(first.id)]
    medical.send([first])
    assert sandbox.state()["medical"]["gaps"] == []
    in_order = change(ORDINARY[1])
    medical.send([in_order, change(ORDINARY[1], after=in_order.id, sequence=2)])
    assert sandbox.state()["medical"]["out_of_order"] == 1
    assert [taken["message"]["sequence"] for taken in sandbox.messages(person=first.person_key)] == [2, 1]


def test_messages_out_of_form_are_refused_one_by_one(medical: MedicalClient) -> None:
    good = change(ORDINARY[0]).to_json()
    wrong: list[dict[str, Any]] = [
        {"kind": "arrears"},
        {"month": 202613},
        {"sequence": 0},
        {"previous": "x"},
        {"person_key": ""},
        {"payload": {}},
        {"payload": {**good["payload"], "name": "a\x00"}},
    ]
    bad = [{**good, "id": str(uuid4()), **changed} for changed in wrong]
    receipts = medical.send_raw([*bad, good])
    assert [receipt.status for receipt in receipts] == ["refused"] * 7 + ["accepted"]
    assert {receipt.reason_code for receipt in receipts[1:7]} == {"malformed"}
    assert medical.send_raw(bad[:1])[0].reason_code == "kind_unknown"


def test_calls_out_of_form_are_final(medical: MedicalClient) -> None:
    with pytest.raises(Permanent, match="status_422"):
        medical.send_raw([{"id": "no uuid"}])
    with pytest.raises(ValueError, match="1000"):
        medical.send_raw([{}] * 1_001)
    assert medical.send([]) == []


def test_a_sender_with_another_key_gets_nowhere(sandbox: SandboxProcess, keys: Path, tmp_path: Path) -> None:
    stranger = ensure_own_key(tmp_path / "stranger")
    found = endpoint("medical", sandbox, keys)
    strange = replace(found, own_key_path=stranger)
    with MedicalClient(strange, clock) as client, pytest.raises(Misconfigured, match="status_401"):
        client.send(changes(ORDINARY[:1]))
    state = sandbox.state()["medical"]
    assert (state["signature_failures"], state["distinct"]) == (1, 0)


# Faults -----------------------------------------------------------------------------------------------

IMPATIENCE = 0.2
"""Seconds to wait for an answer that will not come."""

REQUEST_FAULTS = {
    "refuse": ("no_connection", False),
    "black_hole": ("time_out", False),
    "slow": ("time_out", False),
    "error_before": ("status_500", False),
    "reset_after": ("no_connection", False),
    "error_after": ("status_500", False),
    "black_hole_after": ("time_out", False),
    "wrong_signature": ("reply_key", True),
    "stale": ("reply_time", True),
    "error_body": ("reply_malformed", True),
    "gbk_body": ("reply_malformed", True),
    "wrong_person": ("reply_m", True),
    "new_schema": ("reply_malformed", True),
}


@pytest.mark.parametrize("fault", REQUEST_FAULTS)
def test_every_fault_of_a_call_means_again_and_the_next_try_heals_it(
    fault: str, medical: MedicalClient, sandbox: SandboxProcess, keys: Path
) -> None:
    code, alarm = REQUEST_FAULTS[fault]
    messages = changes(ORDINARY[:3])
    sandbox.set_faults(medical={fault: 1, "slow_seconds": IMPATIENCE * 2})
    patience = IMPATIENCE if code == "time_out" else 1.0
    with (
        MedicalClient(endpoint("medical", sandbox, keys, read_timeout=patience), clock) as client,
        pytest.raises(Again) as caught,
    ):
        client.send(messages)
    assert caught.value.code.startswith(code)
    assert caught.value.alarm is alarm
    sandbox.set_faults(medical={})
    before_effect = fault in ("refuse", "black_hole", "error_before")
    wait_until(lambda: before_effect or sandbox.state()["medical"]["distinct"] == 3)
    expected = "accepted" if before_effect else "duplicate"
    assert {receipt.status for receipt in medical.send(messages)} == {expected}
    assert sandbox.state()["medical"]["distinct"] == 3


def test_a_lying_success_is_followed_by_silence(
    medical: MedicalClient, receiver: Receiver, sandbox: SandboxProcess
) -> None:
    sandbox.set_faults(medical={"lying_success": 1})
    assert medical.send(changes(ORDINARY[:2]))[0].status == "accepted"
    state = sandbox.state()["medical"]
    assert (state["distinct"], state["lied"], state["feedback_pending"]) == (0, 2, 0)
    assert receiver.items == []


def test_rates_of_failure_late_twice_never_and_contradiction_can_be_set(
    medical: MedicalClient, receiver: Receiver, sandbox: SandboxProcess
) -> None:
    sandbox.set_faults(medical={"failure": 1, "twice": 1, "never": 0.5})
    messages = changes(ORDINARY)
    medical.send(messages)
    silent = sandbox.state()["medical"]["silent"]
    assert 60 < silent < 140
    receiver.wait_for((200 - silent) * 2)
    assert Counter(Counter(item.feedback_id for item in receiver.items).values()) == {2: 200 - silent}
    assert {item.outcome for item in receiver.items} == {"failure"}


def test_a_contradiction_has_another_id(medical: MedicalClient, receiver: Receiver, sandbox: SandboxProcess) -> None:
    sandbox.set_faults(medical={"contradict": 1})
    medical.send(changes(ORDINARY[:1]))
    first, second = receiver.wait_for(2)
    assert (first.outcome, second.outcome) == ("success", "failure")
    assert first.feedback_id != second.feedback_id
    assert first.in_reply_to == second.in_reply_to


def test_feedback_can_come_out_of_order(medical: MedicalClient, receiver: Receiver, sandbox: SandboxProcess) -> None:
    sandbox.set_faults(medical={"out_of_order": 1})
    messages = changes(ORDINARY[:50])
    medical.send(messages)
    receiver.wait_for(10)
    sandbox.hurry()
    assert [item.in_reply_to for item in receiver.wait_for(50)[:10]] != [message.id for message in messages[:10]]


def test_feedback_can_come_before_the_reply(
    medical: MedicalClient, receiver: Receiver, sandbox: SandboxProcess
) -> None:
    sandbox.set_faults(medical={"feedback_first": 1, "delay_seconds": 0})
    medical.send(changes(ORDINARY[:1]))
    assert len(receiver.items) == 1


BAD_FEEDBACK = {
    "feedback_wrong_signature": "key",
    "feedback_stale": "time",
    "feedback_gbk": "not UTF-8",
    "feedback_new_schema": "batch: unknown or missing names",
}


@pytest.mark.parametrize("fault", BAD_FEEDBACK)
def test_bad_feedback_is_refused_and_the_good_comes_all_the_same(
    fault: str, medical: MedicalClient, receiver: Receiver, sandbox: SandboxProcess
) -> None:
    sandbox.set_faults(medical={fault: 1})
    medical.send(changes(ORDINARY[:2]))
    assert len(receiver.wait_for(2)) == 2
    assert set(receiver.refused) == {BAD_FEEDBACK[fault]}
    assert sandbox.state()["medical"]["bad_feedback_taken"] == 0


@pytest.mark.parametrize("fault", ["feedback_wrong_person", "feedback_unknown"])
def test_lying_feedback_is_well_formed_and_has_ids_of_its_own(
    fault: str, medical: MedicalClient, receiver: Receiver, sandbox: SandboxProcess
) -> None:
    sandbox.set_faults(medical={fault: 1})
    message = change(ORDINARY[0])
    medical.send([message])
    lie, truth = receiver.wait_for(2)
    assert (truth.in_reply_to, truth.person_key) == (message.id, message.person_key)
    assert lie.feedback_id != truth.feedback_id
    assert (lie.in_reply_to, lie.person_key) != (message.id, message.person_key)


def test_feedback_waits_for_a_platform_that_is_down(
    medical: MedicalClient, receiver: Receiver, sandbox: SandboxProcess
) -> None:
    receiver.broken = True
    medical.send(changes(ORDINARY[:5]))
    wait_until(lambda: sandbox.state()["medical"]["feedback_attempts"] >= 10)
    receiver.broken = False
    assert len({item.feedback_id for item in receiver.wait_for(5)}) == 5


def test_unknown_faults_and_values_are_told(sandbox: SandboxProcess) -> None:
    for told in ('{"medical": {"typo": 1}}', '{"medical": {"refuse": 2}}', '{"post": {}}', "[]", "{", '{"medical": 1}'):
        reply = httpx.post(f"{sandbox.base_url}control/faults", content=told, trust_env=False)
        assert reply.status_code == 400
        assert reply.json()["error"]


# kill -9 ----------------------------------------------------------------------------------------------


def test_kill_in_the_middle_loses_nothing_acknowledged_and_doubles_nothing(
    medical: MedicalClient, receiver: Receiver, sandbox: SandboxProcess
) -> None:
    batches = [changes(list(numbers(1, at, 100))) for at in range(0, 3_000, 100)]
    acknowledged: set[UUID] = set()
    for turn, batch in enumerate(batches):
        if turn % 5 == 3:
            sandbox.kill()
            sandbox.start()
            known = {UUID(taken["message"]["id"]) for taken in sandbox.messages(limit="100000")}
            assert acknowledged <= known
        acknowledged |= _delivered(medical, batch)
    state = sandbox.state()["medical"]
    assert (state["distinct"], len(acknowledged)) == (3_000, 3_000)
    sandbox.hurry()
    wait_until(lambda: sandbox.state()["medical"]["feedback_pending"] == 0)
    answered = {item.in_reply_to for item in receiver.items}
    assert answered == acknowledged - _silent(batches)


def _silent(batches: list[list[PersonMessage[Any]]]) -> set[UUID]:
    return {
        message.id
        for batch in batches
        for message in batch
        if medical_outcome(message.payload.document_number, 1) == "never"
    }


def _delivered(medical: MedicalClient, batch: list[PersonMessage[Any]]) -> set[UUID]:
    """Deliver until acknowledged, as the platform's worker does."""
    for _ in range(50):
        try:
            return {receipt.id for receipt in medical.send(batch)}
        except Again:
            continue
    raise AssertionError("never acknowledged")


def test_kill_between_effect_and_reply_is_healed_by_sending_again(
    medical: MedicalClient, sandbox: SandboxProcess, receiver: Receiver, keys: Path
) -> None:
    sandbox.set_faults(medical={"black_hole_after": 1})
    messages = changes(ORDINARY[:100])
    impatient = MedicalClient(endpoint("medical", sandbox, keys, read_timeout=IMPATIENCE), clock)
    with impatient, pytest.raises(Again):
        impatient.send(messages)
    wait_until(lambda: sandbox.state()["medical"]["distinct"] == 100)
    sandbox.kill()
    sandbox.start()
    sandbox.set_faults(medical={})
    assert {receipt.status for receipt in medical.send(messages)} == {"duplicate"}
    receiver.wait_for(100)
    assert len({item.in_reply_to for item in receiver.items}) == 100
