"""Each check finds the violation planted for it and names it; sound data passes."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from copy import deepcopy

import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django import DjangoDbBlocker

from shebao.audit.actions import Actor, action
from shebao.contributions.models import Wage
from shebao.database.roles import Role, working_as
from shebao.services.bases.models import WageLine
from shebao.services.person_changes.models import ChangeLine
from shebao.services.supplements.models import SupplementItem, SupplementLine
from shebao.verification.checks import STEP_LOCK_SPACE, Limits, all_checks
from shebao.verification.exact import floats_in_money
from shebao.verification.run import Report, verify
from shebao.worker import steps
from tests.ground import ground
from tests.guards import scene
from tests.guards.scene import Side, sql

pytestmark = pytest.mark.django_db


def wage_of(one: Side) -> Wage:
    """The first wage that was declared."""
    return Wage.objects.filter(employer_id=one.employer.pk).order_by("from_month")[0]


def wage_line_of(one: Side) -> WageLine:
    return WageLine.objects.get(employer_id=one.employer.pk)


def supplement_line_of(one: Side) -> SupplementLine:
    return SupplementLine.objects.get(employer_id=one.employer.pk)


def supplement_item_of(one: Side) -> SupplementItem:
    return SupplementItem.objects.get(employer_id=one.employer.pk)


def change_line_of(one: Side) -> ChangeLine:
    return ChangeLine.objects.get(employer_id=one.employer.pk)


# name of the check → what is done, behind the guard's back, to the scene; $1 is the id it is done to
PLANTED: dict[str, tuple[str, Callable[[Side], int]]] = {
    "coverage_once": (
        (
            "drop index coverage_running_once; "
            "insert into employment_coverage (person_id, scheme, from_month, employer_id, contract_id, voided) "
            "select person_id, '120', 202501, employer_id, contract_id, false from employment_coverage where id = $1"
        ),
        lambda one: one.coverage.pk,
    ),
    "coverage_of_its_contract": (
        "update employment_coverage set employer_id = employer_id + 1 where id = $1",
        lambda one: one.coverage.pk,
    ),
    "line_of_its_declaration": (
        "update enrolment_enrolmentline set declaration_id = 0 where id = $1",
        lambda one: one.line.pk,
    ),
    "finding_of_its_line": (
        "update declarations_finding set line_no = 99 where declaration_id = $1",
        lambda one: one.declaration.pk,
    ),
    "lines_add_up": (
        "update declarations_declaration set effective = 2 where id = $1",
        lambda one: one.declaration.pk,
    ),
    "effective_line_has_contract": (
        "update employment_contract set line_no = 2 where id = $1",
        lambda one: one.contract.pk,
    ),
    "contract_has_effective_line": (
        "update enrolment_enrolmentline set state = 'failed' where id = $1",
        lambda one: one.line.pk,
    ),
    "wages_do_not_overlap": (
        "update contributions_wage set to_month = null where id = $1",
        lambda one: wage_of(one).pk,
    ),
    "wage_of_its_contract": (
        "update contributions_wage set from_month = 202312 where id = $1",
        lambda one: wage_of(one).pk,
    ),
    "wage_line_of_its_declaration": (
        "update bases_wageline set employer_id = 0 where id = $1",
        lambda one: wage_line_of(one).pk,
    ),
    "effective_wage_line_has_wage": (
        "update contributions_wage set wage_fen = 1 where declaration_id = $1",
        lambda one: wage_line_of(one).declaration_id,
    ),
    "wage_lines_add_up": (
        "update declarations_declaration set effective = 2 where id = $1",
        lambda one: wage_line_of(one).declaration_id,
    ),
    "effective_supplement_is_entered": (
        "update supplements_supplementitem set month = 202312 where id = $1",
        lambda one: supplement_item_of(one).pk,
    ),
    "paid_supplement_is_passed_on": (
        "update supplements_supplementline set paid_on = '2024-02-11' where id = $1",
        lambda one: supplement_line_of(one).pk,
    ),
    "supplement_line_of_its_declaration": (
        "update supplements_supplementline set employer_id = 0 where id = $1",
        lambda one: supplement_line_of(one).pk,
    ),
    "supplement_lines_add_up": (
        "update declarations_declaration set effective = 2 where id = $1",
        lambda one: supplement_line_of(one).declaration_id,
    ),
    "change_line_of_its_declaration": (
        "update person_changes_changeline set employer_id = 0 where id = $1",
        lambda one: change_line_of(one).pk,
    ),
    "change_lines_add_up": (
        "update declarations_declaration set effective = 2 where id = $1",
        lambda one: change_line_of(one).declaration_id,
    ),
    "effective_change_is_in_history": (
        "update person_changes_changeitem set new_value = 'x' where declaration_id = $1",
        lambda one: change_line_of(one).declaration_id,
    ),
    "value_history_leads_to_the_record": (
        "update persons_person set residence_address = 'x' where id = $1",
        lambda one: one.person.pk,
    ),
    "linked_records_have_one_kept": (
        "update persons_person set same_person = id where id = $1",
        lambda one: one.person.pk,
    ),
    "change_of_identity_is_passed_on": (
        "update person_changes_changeitem set item = 'name' where declaration_id = $1",
        lambda one: change_line_of(one).declaration_id,
    ),
    "refund_line_of_its_declaration": (
        "update refunds_refundline set employer_id = 0 where declaration_id = $1",
        lambda one: one.refund.declaration_id,
    ),
    "refund_lines_add_up": (
        "update refunds_refunditem set employer_fen = 1 where declaration_id = $1",
        lambda one: one.refund.declaration_id,
    ),
    "refund_is_entered": (
        "update contributions_charge set employer_fen = -1 where entry = 2 and person_id = $1",
        lambda one: one.refund.person_id,
    ),
    "refund_is_paid_once": (
        "update refunds_refund set state = 'rejected' where id = $1",
        lambda one: one.refund.pk,
    ),
    "payout_is_ordered": (
        "update refunds_payout set account_number = '1' where refund_id = $1",
        lambda one: one.refund.pk,
    ),
    "stages_have_other_officers": (
        (
            "update review_decision set officer_id = (select min(officer_id) from review_decision) "
            "where case_id in (select id from review_case where declaration_id = $1)"
        ),
        lambda one: one.refund.declaration_id,
    ),
    "card_lines_add_up": (
        "update cards_cardline set picture_id = 0 where declaration_id = $1",
        lambda one: one.card.declaration_id or 0,
    ),
    "card_is_ordered": (
        'update outbox_message set payload = payload || \'{"order": "other"}\' where declaration_id = $1',
        lambda one: one.card.declaration_id or 0,
    ),
    "card_is_as_far_as_its_steps": (
        "update cards_application set state = 'shipped' where id = $1",
        lambda one: one.card.pk,
    ),
    "card_of_its_application": (
        "update cards_card set state = 'inactive' where application_id = $1",
        lambda one: one.card.pk,
    ),
    "photo_is_decided_by_another": (
        "update cards_application set asked_by = (select officer_id from cards_decision where application_id = $1)",
        lambda one: one.card.pk,
    ),
    "request_is_about_herself": (
        "update certificates_certificate set action_id = 1 where person_id = $1",
        lambda one: one.person.pk,
    ),
    "contract_is_passed_on": (
        "update outbox_message set line_no = 7 where id = $1",
        lambda one: one.medical.pk,
    ),
    "ended_contract_covers_no_more": (
        "update employment_contract set ended_on = '2000-01-01' where id = $1",
        lambda one: one.contract.pk,
    ),
    "uncovered_month_is_not_owed": (
        "update contributions_charge set scheme = '120' where contract_id = $1",
        lambda one: one.contract.pk,
    ),
    "effective_ending_has_ended_its_contract": (
        "update withdrawal_withdrawalline set ended_on = ended_on - 1 where id = $1",
        lambda one: one.ending.pk,
    ),
    "contract_ended_by_effective_line": (
        "update withdrawal_withdrawalline set state = 'failed' where id = $1",
        lambda one: one.ending.pk,
    ),
    "ending_is_passed_on": (
        "update outbox_message set kind = 'enrolled' where declaration_id = $1",
        lambda one: one.ending.declaration_id,
    ),
    "message_is_watched": (
        (
            "update outbox_message set state = 'sent', answered_at = null, chased = 0, "
            "sent_at = now() - interval '8 days' where id = $1"
        ),
        lambda one: one.medical.pk,
    ),
    "messages_in_order": (
        "update outbox_message set sequence = 2 where id = $1",
        lambda one: one.medical.pk,
    ),
    "feedback_counts_once": (
        (
            "insert into outbox_feedback (system, feedback_id, in_reply_to, body, digest, applied_at, effect) "
            "select 'medical', 'second', key, '{}', 'x', now(), 'applied' from outbox_message where id = $1"
        ),
        lambda one: one.medical.pk,
    ),
    "feedback_id_means_one_answer": (
        (
            "alter table outbox_feedback drop constraint feedback_once; "
            "insert into outbox_feedback (system, feedback_id, in_reply_to, body, digest, applied_at, effect) "
            "select system, feedback_id, in_reply_to, '{}', 'other', now(), 'repeated' from outbox_feedback "
            "where in_reply_to = (select key from outbox_message where id = $1)"
        ),
        lambda one: one.medical.pk,
    ),
    "medical_done_is_proven": (
        (
            "update outbox_feedback set effect = 'unknown' "
            "where in_reply_to = (select key from outbox_message where id = $1)"
        ),
        lambda one: one.medical.pk,
    ),
    "maker_is_not_checker": (
        (
            "update access_user set identity_number = "
            "(select identity_number from access_user where username = '甲-clerk') "
            "where id = $1"
        ),
        lambda one: one.officer.pk,
    ),
    "decided_case_is_carried_out": (
        "update review_case set state = 'decided' where id = $1",
        lambda one: one.case.pk,
    ),
    "identity_number_is_right": (
        "update persons_person set sex = '1' where id = $1",
        lambda one: one.person.pk,
    ),
    "no_step_is_stuck": (
        (
            "update declarations_declaration set state = 'checking', next_step = 'check', "
            "step_since = now() - interval '1 hour' where id = $1"
        ),
        lambda one: one.declaration.pk,
    ),
    "working_declaration_has_a_step": (
        "update declarations_declaration set state = 'applying' where id = $1",
        lambda one: one.declaration.pk,
    ),
    "money_is_exact": (
        "alter table employers_employer add column planted double precision default $1",
        lambda _: 1,
    ),
    "issued_notice_is_told": (
        "update outbox_message set kind = 'overdue' where system = 'tax' and employer_id = $1",
        lambda one: one.employer.pk,
    ),
    "payment_settles_its_notice": (
        "update contributions_notice set employer_fen = employer_fen + 1 where state = 'paid' and employer_id = $1",
        lambda one: one.employer.pk,
    ),
    "late_fees_add_up": (
        "update collection_latefee set fen = fen + 1 where employer_id = $1",
        lambda one: one.employer.pk,
    ),
    "bill_adds_up": (
        "update collection_bill set principal_fen = principal_fen + 1 where employer_id = $1",
        lambda one: one.employer.pk,
    ),
    "bill_is_told": (
        "update outbox_message set key = gen_random_uuid() where kind = 'bill' and employer_id = $1",
        lambda one: one.employer.pk,
    ),
    "paid_bill_is_announced": (
        "update collection_bill set announced_at = null where employer_id = $1",
        lambda one: one.employer.pk,
    ),
    "supplement_is_on_a_bill": (
        (
            "update contributions_notice set series = 1, purpose = 'supplement', state = 'issued' "
            "where month = 202312 and employer_id = $1"
        ),
        lambda one: one.employer.pk,
    ),
    "arrear_lines_add_up": (
        "update arrears_arrearline set state = 'failed' where employer_id = $1",
        lambda one: one.employer.pk,
    ),
    "push_is_never_dropped": (
        (
            "insert into outbox_feedback (system, feedback_id, body, digest, applied_at, effect) "
            "values ('tax', '$1', '{\"receipt\": \"lost\"}', 'x', now(), 'mismatch')"
        ),
        lambda one: one.employer.pk,
    ),
    "refusal_is_listed": (
        (
            "update outbox_message set state = 'failed', answered_at = now() - interval '2 hours' "
            "where system = 'tax' and employer_id = $1"
        ),
        lambda one: one.employer.pk,
    ),
    "look_names_who": (
        (
            "insert into audit_look (actor_name, door, what, purpose, subject, persons, request_id) "
            "values ('', 'portal', 'x', '', 'x:$1', 1, '')"
        ),
        lambda _: 1,
    ),
    "change_has_action": (
        "insert into audit_change (action_id, table_name, operation, row_count) values ($1, 'x', 'insert', 1)",
        lambda _: 999_999_999,
    ),
    "row_has_action employment_contract": (
        "update employment_contract set action_id = 999999999 where id = $1",
        lambda one: one.contract.pk,
    ),
    "insert_is_logged notices_notice": (
        "insert into notices_notice (employer_id, kind, params, severity) values ($1, 'x', '{}', 'info')",
        lambda one: one.employer.pk,
    ),
    "update_is_logged employment_contract": (
        "update employment_contract set wage = 1 where id = $1",
        lambda one: one.contract.pk,
    ),
    "guard_is_in_place": (
        "drop policy shebao_portal_select on employment_contract; select $1",
        lambda _: 1,
    ),
}


def _one() -> Side:
    side = scene.side("甲", 1)
    with action(Actor.system("test"), "raise the wage"):
        sql("update employment_contract set wage = 9500 where id = %s", side.contract.pk)
    return side


@pytest.fixture(scope="module")
def made_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Side]:
    with ground(django_db_blocker, _one) as side:
        yield side


@pytest.fixture
def one(made_once: Side, db: None) -> Side:
    """An employer whose contract has a logged wage change."""
    return deepcopy(made_once)


def plant(statement: str, key: int) -> None:
    """Do it as somebody who can switch the triggers off."""
    with action(Actor.system("test"), "plant"):
        sql("set constraints all immediate")
        sql("set local session_replication_role = replica")
        sql(statement.replace("$1", str(key)))
        sql("set local session_replication_role = origin")


def broken(report: Report) -> set[str]:
    return {result.name for result in report.results if result.violations}


def test_sound_data_passes_every_check(one: Side) -> None:
    report = verify()
    assert [(result.name, result.subjects, result.problem) for result in report.results if result.violations] == []
    assert (report.exit_code, len(report.results) > 60) == (0, True)


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_violation_is_found_and_named(one: Side, name: str) -> None:
    statement, key = PLANTED[name]
    plant(statement, key(one))
    report = verify(only=[name])
    assert name in broken(report)
    assert report.exit_code == 1
    (result,) = (result for result in report.results if result.name == name)
    assert result.subjects


def test_every_check_can_still_run_whatever_is_wrong(one: Side) -> None:
    wrong = [(statement, key(one)) for statement, key in PLANTED.values()]
    for statement, key in wrong:
        with suppress(DatabaseError), transaction.atomic():  # what one violation took away, the next cannot spoil
            plant(statement, key)
    report = verify()
    assert [(result.name, result.problem) for result in report.results if result.problem] == []
    assert (report.exit_code, len(broken(report)) > len(PLANTED) // 2) == (1, True)


def test_every_check_has_a_violation_planted(db: None) -> None:
    planted = {name.split()[0] for name in PLANTED} | {"money_code_is_exact"}
    assert {check.name.split()[0] for check in all_checks(Limits())} == planted


def test_a_step_at_which_a_worker_is_counts_as_going_on(one: Side) -> None:
    plant(*((pair := PLANTED["no_step_is_stuck"])[0], pair[1](one)))
    sql("select pg_advisory_xact_lock(%s, %s)", steps.LOCK_SPACE, one.declaration.pk)
    assert "no_step_is_stuck" not in broken(verify(only=["no_step"]))
    assert steps.LOCK_SPACE == STEP_LOCK_SPACE


def test_floats_are_found_where_money_is(tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.mktemp("code")
    (root / "law").mkdir()
    (root / "law" / "rates.py").write_text("RATE: float = 1\nhalf = 0.5\nwhole = 1\n")
    (root / "kernel").mkdir()
    for name in ("money.py", "months.py"):
        (root / "kernel" / name).write_text("")
    assert floats_in_money(root) == ["law/rates.py:1", "law/rates.py:2"]


def test_a_check_that_cannot_run_is_no_pass(one: Side) -> None:
    sql("alter table outbox_feedback rename column effect to outcome")
    report = verify(only=["medical_done"])
    assert report.exit_code == 2
    assert report.results[0].problem == "ProgrammingError 42703"


def test_who_does_not_see_every_row_cannot_verify(one: Side) -> None:
    with working_as(Role.PORTAL, one.clerk.pk):
        report = verify()
    assert report.exit_code == 2
    assert report.problem


def test_the_engine_cannot_verify_the_accounts(one: Side) -> None:
    with working_as(Role.ENGINE):
        report = verify()
    unchecked = {result.name.split()[-1] for result in report.results if result.problem}
    assert (unchecked, report.exit_code) == ({"access_user"}, 2)


def test_no_such_check_is_no_pass(db: None) -> None:
    assert verify(only=["nothing"]).exit_code == 2


def test_the_report_is_one_json_object_without_personal_data(one: Side) -> None:
    plant(*((pair := PLANTED["identity_number_is_right"])[0], pair[1](one)))
    text = json.dumps(verify().as_json(), ensure_ascii=False)
    assert json.loads(text)["violations"] == 1
    assert one.person.document_number not in text
    assert one.person.name not in text
    assert connection.in_atomic_block
