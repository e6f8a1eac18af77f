"""What the gateway believes, what it refuses, and that it keeps each answer once."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection
from django.db.utils import ProgrammingError
from django.test import Client

from sandbox.signing import request_headers
from shebao.audit.models import Action
from shebao.database.roles import Role, working_as
from shebao.gateway.tests.conftest import PATH, Caller, batch, item
from shebao.outbox.models import Feedback, Nonce

Headers = dict[str, str]
Change = Callable[[Caller, Headers, bytes], tuple[Headers, bytes]]


def alarms() -> list[str]:
    return list(Action.objects.exclude(refused="").order_by("pk").values_list("refused", flat=True))


def header(name: str, value: str) -> Change:
    return lambda _caller, headers, body: ({**headers, name: value}, body)


def flipped(_caller: Caller, headers: Headers, body: bytes) -> tuple[Headers, bytes]:
    signature = headers["x-shebao-signature"]
    return {**headers, "x-shebao-signature": ("A" if signature[0] != "A" else "B") + signature[1:]}, body


def unsigned(_caller: Caller, headers: Headers, body: bytes) -> tuple[Headers, bytes]:
    return {name: value for name, value in headers.items() if name != "x-shebao-signature"}, body


def rogue(_caller: Caller, _headers: Headers, body: bytes) -> tuple[Headers, bytes]:
    return request_headers(Ed25519PrivateKey.generate(), "medical", PATH, body), body


def other_body(_caller: Caller, headers: Headers, body: bytes) -> tuple[Headers, bytes]:
    return headers, body.replace(b'"success"', b'"succesS"')


def old(caller: Caller, _headers: Headers, body: bytes) -> tuple[Headers, bytes]:
    return caller.headers(body, late_by=301), body


def early(caller: Caller, _headers: Headers, body: bytes) -> tuple[Headers, bytes]:
    return caller.headers(body, late_by=-302), body


def other_path(caller: Caller, _headers: Headers, body: bytes) -> tuple[Headers, bytes]:
    return caller.headers(body, path="/gateway/national_pension"), body


def other_sender(caller: Caller, _headers: Headers, body: bytes) -> tuple[Headers, bytes]:
    return caller.headers(body, name="national_pension"), body


def other_sender_pretending(caller: Caller, _headers: Headers, body: bytes) -> tuple[Headers, bytes]:
    headers = caller.headers(body, name="national_pension")
    return {**headers, "x-shebao-sender": "medical"}, body


MUTATIONS: dict[str, Change] = {
    "no signature": unsigned,
    "a strange key": rogue,
    "one bit of the signature": flipped,
    "one letter of the body": other_body,
    "an old envelope": old,
    "an envelope of the future": early,
    "another time": header("x-shebao-timestamp", "2026-01-01T00:00:00Z"),
    "another nonce": header("x-shebao-nonce", "0" * 32),
    "a nonce out of form": header("x-shebao-nonce", "0"),
    "another receiver": header("x-shebao-receiver", "medical"),
    "another key id": header("x-shebao-key", "0" * 16),
    "another content type": header("content-type", "text/plain"),
    "signed for another path": other_path,
    "signed by another counterparty": other_sender,
    "another counterparty under this name": other_sender_pretending,
}


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_an_altered_call_has_no_effect_and_leaves_an_alarm(caller: Caller, mutation: str) -> None:
    body = batch(item())
    headers, sent = MUTATIONS[mutation](caller, caller.headers(body), body)
    answer = caller.post(sent, headers)
    assert answer.status_code == 401
    assert (Feedback.objects.count(), Nonce.objects.count()) == (0, 0)
    assert len(alarms()) == 1
    assert alarms()[0].startswith("signature ")
    assert caller.post(body).status_code == 200
    assert Feedback.objects.count() == 1


def test_random_bytes_have_no_effect(caller: Caller) -> None:
    draw = random.Random(1)
    for _ in range(20):
        body = draw.randbytes(200)
        assert caller.post(body, {**caller.headers(batch(item()))}).status_code == 401
        assert caller.post(body).status_code == 422
    assert Feedback.objects.count() == 0
    assert len(alarms()) == 40


MALFORMED: dict[str, bytes] = {
    "no JSON": b"{",
    "another schema": batch(item()).replace(b'"items"', b'"answers"'),
    "an unknown name": batch(item(signature="x")),
    "an unknown outcome": batch(item(outcome="maybe")),
    "a failure without a reason": batch(item(outcome="failure")),
    "a success with a reason": batch(item(reason_code="M1")),
    "a fraction": batch(item()).replace(b'"P1"', b"1.5"),
    "a NUL": batch(item(reason_text="a\x00")),
    "a lone surrogate": batch(item()).replace(b'"P1"', b'"\\ud800"'),
    "another encoding": batch(item(reason_text="报文")).decode().encode("gb18030"),
    "too many": batch(*[item() for _ in range(1_001)]),
    "a name twice": batch(item()).replace(b'"items"', b'"batch_id":"x","items"'),
}


@pytest.mark.parametrize("what", MALFORMED)
def test_a_body_out_of_form_is_refused_whole(caller: Caller, what: str) -> None:
    assert caller.post(MALFORMED[what]).status_code == 422
    assert Feedback.objects.count() == 0
    assert len(alarms()) == 1
    assert alarms()[0].startswith("malformed ")


def test_a_replay_has_no_effect_and_leaves_an_alarm(caller: Caller) -> None:
    body = batch(item())
    headers = caller.headers(body)
    assert caller.post(body, headers).status_code == 200
    assert caller.post(body, headers).status_code == 409
    assert Feedback.objects.count() == 1
    assert alarms() == ["nonce_seen"]


def test_the_same_answers_in_a_new_envelope_are_taken_once(caller: Caller) -> None:
    answers = [item() for _ in range(5)]
    assert caller.post(batch(*answers)).json() == {"new": 5, "clashing": 0}
    assert caller.post(batch(*answers, item())).json() == {"new": 1, "clashing": 0}
    assert Feedback.objects.count() == 6
    assert alarms() == []


def test_an_id_that_stands_for_another_answer_is_not_taken(caller: Caller) -> None:
    one = item()
    caller.post(batch(one))
    other = {**one, "outcome": "failure", "reason_code": "M1"}
    assert caller.post(batch(other, item(), item())).json() == {"new": 2, "clashing": 1}
    assert Feedback.objects.get(feedback_id=one["feedback_id"]).body["outcome"] == "success"
    assert alarms() == ["id_reused"]
    alarm = Action.objects.get(refused="id_reused")
    assert alarm.details == {"feedback_id": one["feedback_id"]}


def test_an_id_twice_in_one_batch_with_two_answers_is_an_alarm(caller: Caller) -> None:
    one = item()
    other = {**one, "outcome": "failure", "reason_code": "M1"}
    assert caller.post(batch(one, other)).json() == {"new": 1, "clashing": 1}
    assert alarms() == ["id_reused"]


def test_strangers_and_other_methods_get_nowhere(caller: Caller) -> None:
    body = batch(item())
    assert (
        caller.post(body, caller.headers(body, path="/gateway/stranger"), path="/gateway/stranger").status_code == 404
    )
    assert alarms() == ["unknown_counterparty"]
    assert Client().get(PATH).status_code == 405
    assert caller.post(b"x" * 3_000_000).status_code == 413
    form: Any = Client().post(PATH, {"a": "b"})
    assert form.status_code in (400, 401)
    assert len(alarms()) == 3


def test_a_query_is_part_of_what_was_signed(caller: Caller) -> None:
    body = batch(item())
    assert caller.post(body, caller.headers(body), path=f"{PATH}?late=1").status_code == 401


def test_without_the_counterpartys_key_nothing_is_taken(caller: Caller, settings: Any, tmp_path: Any) -> None:
    body = batch(item())
    headers = caller.headers(body)
    settings.KEYS = str(tmp_path)
    assert caller.post(body, headers).status_code == 503
    assert Feedback.objects.count() == 0
    assert Client().get("/gateway/health").status_code == 503


def test_the_doors_database_role_can_change_nothing_else(db: None) -> None:
    for statement in (
        "update outbox_message set state = 'done'",
        "update outbox_feedback set effect = 'applied'",
        "delete from outbox_feedback",
        "delete from outbox_nonce",
        "select payload from outbox_message",
        "select * from persons_person",
        "insert into employment_coverage (person_id) values (1)",
    ):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            working_as(Role.GATEWAY),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_ready_and_measured(caller: Caller, settings: Any) -> None:
    assert Client().get("/gateway/health").json() == {"ready": True}
    figures = Client().get("/gateway/metrics").content.decode()
    assert "shebao_feedback_waiting 0.0" in figures
    assert "shebao_notices_overdue 0.0" in figures
    assert "shebao_mismatches_open 0.0" in figures
    assert Client(REMOTE_ADDR="10.0.0.1").get("/gateway/metrics").status_code == 404
    assert Client().get("/gateway/metrics", headers={"x-forwarded-for": "127.0.0.1"}).status_code == 404
    settings.METRICS_TOKEN = "long-and-secret"
    assert Client().get("/gateway/metrics").status_code == 404
    allowed = Client(REMOTE_ADDR="10.0.0.1").get(
        "/gateway/metrics", headers={"authorization": "Bearer long-and-secret"}
    )
    assert allowed.status_code == 200


def test_a_cookie_means_nothing_here(caller: Caller, settings: Any) -> None:
    with working_as(Role.GATEWAY):
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
        body = batch(item())
        headers = caller.headers(body)
        content_type = headers.pop("content-type")
        assert client.post(PATH, body, content_type=content_type, headers=headers).status_code == 200
