"""A filing from draft to effect, one person or many, and everything that may come between."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection

from shebao.audit import actions as audit
from shebao.declarations import actions, queries
from shebao.declarations.models import Declaration, State
from shebao.documents import actions as documents
from shebao.documents import storage
from shebao.documents.models import StoredFile
from shebao.documents.spreadsheets.problems import SpreadsheetRefused
from shebao.employment.models import Contract, Coverage
from shebao.kernel.errors import Conflict, NotFound
from shebao.notices.models import Notice
from shebao.outbox.models import Message
from shebao.persons.models import Person
from shebao.services.enrolment.tests.desk import (
    SYSTEM,
    Desk,
    Pension,
    Registry,
    codes,
    effects,
    found,
    open_cases,
    states,
    steps_told,
)
from shebao.services.enrolment.tests.people import foreigner, good, taiwan
from tests.workbooks import csv, identity_number, name_of, workbook

pytestmark = pytest.mark.django_db
NOTHING = (0, 0, 0, 0)


def test_one_person_is_enrolled_at_once(desk: Desk) -> None:
    checked = desk.single(good(mobile="13800138000"))
    assert (checked.state, checked.good, checked.bad, effects()) == (State.CHECKED, 1, 0, NOTHING)
    done = desk.confirm(checked)
    assert (done.state, done.effective, done.failed) == (State.EFFECTIVE, 1, 0)
    assert done.finished_at == desk.now
    assert effects() == (1, 1, 3, 2)
    person = Person.objects.get()
    assert (person.name, person.document_number, person.mobile) == (name_of(0), identity_number(0), "13800138000")
    assert (person.confirmed_by, person.first_insured_month, person.birth_date) == ("shared", 202611, date(1990, 3, 7))
    contract = Contract.objects.get()
    assert (contract.wage, contract.starts_on, contract.declaration_id) == (
        Decimal("9000.00"), date(2026, 11, 2), done.pk,
    )  # fmt: skip
    assert set(Coverage.objects.values_list("scheme", "from_month", "to_month")) == {
        ("110", 202611, None), ("210", 202611, None), ("410", 202611, None),
    }  # fmt: skip
    assert set(Message.objects.values_list("system", "kind", "state", "sequence")) == {
        ("medical", "enrolled", "waiting", 1), ("national_pension", "enrolled", "waiting", 1),
    }  # fmt: skip
    assert steps_told(done) == ["submitted", "checked", "confirmed", "effective"]
    assert Notice.objects.get().kind == "declaration_effective"


def test_good_lines_go_on_without_the_bad_ones(desk: Desk) -> None:
    checked = desk.batch(workbook([good(0), good(1, wage="九千"), good(2)]))
    assert (checked.good, checked.bad, states(checked)) == (2, 1, ["good", "bad", "good"])
    assert found(checked, "hard") == {(2, "amount_malformed", "wage")}
    done = desk.confirm(checked)
    assert (done.state, done.effective, states(done)) == (State.PARTLY, 2, ["effective", "bad", "effective"])
    assert effects() == (2, 2, 6, 4)
    notice = Notice.objects.get(kind="declaration_partly")
    assert (notice.params["effective"], notice.params["failed"]) == ("2", "1")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_is_read_like_a_workbook(desk: Desk, encoding: str) -> None:
    rows = [good(0), good(1, name="𠮷㛃"), good(2, name="阿卜杜拉·艾尔肯")]
    done = desk.confirm(desk.batch(csv(rows, encoding), "增员.csv"))
    assert done.state == State.EFFECTIVE
    assert set(Person.objects.values_list("name", flat=True)) == {row["name"] for row in rows}


REFUSED = {
    "file_empty": (b"", "a.xlsx"),
    "wrong_content": (b"no zip at all", "a.xlsx"),
    "old_excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "a.xls"),
    "wrong_extension": (b"%PDF-1.7", "a.pdf"),
    "header_missing": ("甲,乙\n1,2\n".encode(), "a.csv"),
    "no_rows": (workbook([]), "a.xlsx"),
    "columns_wrong": (workbook([good(0)], titles={"wage": "工资条"}), "a.xlsx"),
    "encoding_unknown": (csv([good(0)]) + b"\xff\xfe\xff", "a.csv"),
    "damaged": (workbook([good(0)])[:2000], "a.xlsx"),
}


@pytest.mark.parametrize("code", REFUSED)
def test_a_file_that_cannot_be_read_says_why(desk: Desk, code: str) -> None:
    refused = desk.batch(*REFUSED[code])
    assert refused.state == State.UNREADABLE
    assert refused.problem is not None
    assert refused.problem["code"] == code
    assert (refused.lines, refused.next_step, states(refused)) == (0, None, [])
    reason = SpreadsheetRefused(code, refused.problem["params"]).text()
    assert told(refused)["unreadable"] == {"reason": reason}
    assert Notice.objects.get().kind == "unreadable"


def test_after_an_unreadable_file_a_good_one_may_follow(desk: Desk) -> None:
    refused = desk.batch(b"no zip", "a.xlsx")
    desk.put(refused, workbook([good(0)]))
    assert desk.confirm(desk.submit(refused)).state == State.EFFECTIVE


def test_a_workbook_that_vanished_is_told_not_retried_for_ever(desk: Desk) -> None:
    draft = desk.begin(single=False)
    desk.put(draft, workbook([good(0)]))
    storage.remove(StoredFile.objects.get().path)
    refused = desk.submit(draft)
    assert (refused.state, refused.problem) == (State.UNREADABLE, {"code": "file_missing", "params": {}})


def test_what_is_all_in_force_already_is_over_at_once(desk: Desk) -> None:
    desk.confirm(desk.batch(workbook([good(0), good(1)])))
    before = effects()
    again = desk.batch(workbook([good(0), good(1)]))
    assert (again.state, states(again), again.effective) == (State.EFFECTIVE, ["before", "before"], 0)
    assert steps_told(again)[-1] == "all_before"
    assert Notice.objects.order_by("-id")[0].kind == "all_before"
    single = desk.single(good(0))
    assert (single.state, effects()) == (State.EFFECTIVE, before)


def test_sent_again_in_a_later_month_it_is_still_in_force(desk: Desk) -> None:
    desk.enrol(good(0))
    desk.now += timedelta(days=20)
    again = desk.batch(workbook([good(0), good(1, starts_on="2026-12-01", insured_from="2026-12")]))
    assert states(again) == ["before", "good"]


@pytest.mark.parametrize(
    "changed",
    [
        {"wage": "9000.01"},
        {"ends_on": "2029-10-31"},
        {"occupation": "工程师"},
        {"term_kind": "无固定期限", "ends_on": None},
        {"enrolment_reason": "其他"},
    ],
)
def test_other_content_about_the_same_employee_is_no_repetition(desk: Desk, changed: dict[str, str]) -> None:
    desk.enrol(good(0))
    again = desk.single(good(0, **changed))
    assert found(again, "hard") == {(1, "under_contract", "document_number")}


def test_insured_with_another_employer(desk: Desk, other_desk: Desk) -> None:
    other_desk.enrol(good(0))
    checked = desk.single(good(0))
    assert found(checked, "hard") == {(1, "insured_elsewhere", "document_number")}


def test_hired_again_in_the_month_of_leaving(desk: Desk) -> None:
    desk.enrol(good(0))
    with audit.action(SYSTEM, "end"):
        Contract.objects.update(ended_on=date(2026, 11, 20))
        Coverage.objects.update(to_month=202611)
    checked = desk.single(good(0, starts_on="2026-11-23"))
    assert found(checked, "hard") == {(1, "insured_here_until", "insured_from")}
    desk.now += timedelta(days=10)
    assert desk.enrol(good(0, starts_on="2026-12-01", insured_from="2026-12")).state == State.EFFECTIVE
    assert effects() == (1, 2, 6, 4)


def test_a_known_person_is_not_written_again(desk: Desk) -> None:
    desk.enrol(good(0))
    with audit.action(SYSTEM, "end"):
        Contract.objects.update(ended_on=date(2026, 10, 31))
        Coverage.objects.update(from_month=202501, to_month=202610)
    desk.enrol(good(0, name=name_of(0), mobile="13900000000"))
    assert Person.objects.get().mobile == "13800000000"
    assert list(Message.objects.filter(system="medical").order_by("id").values_list("sequence", flat=True)) == [1, 2]
    first, second = Message.objects.filter(system="medical").order_by("id")
    assert (first.previous, second.previous) == (None, first.key)


def test_a_known_number_under_another_name(desk: Desk) -> None:
    desk.enrol(good(0))
    checked = desk.single(good(0, name="王芬"))
    assert (1, "name_differs_from_record", "name") in found(checked, "hard")


@pytest.mark.parametrize(
    ("changed", "code"),
    [({"died_on": date(2026, 11, 1)}, "deceased"), ({"retired_on": date(2026, 11, 1)}, "draws_pension")],
)
def test_the_dead_and_the_retired(desk: Desk, changed: dict[str, date], code: str) -> None:
    desk.enrol(good(0))
    with audit.action(SYSTEM, "note"):
        Person.objects.update(**changed)
        Contract.objects.update(ended_on=date(2026, 10, 31))
        Coverage.objects.update(from_month=202501, to_month=202610)
    assert codes(desk.single(good(0))) == {code}


def test_an_employer_whose_registration_is_cancelled(desk: Desk) -> None:
    with audit.action(SYSTEM, "close"):
        desk.employer.closed_on = date(2026, 11, 23)
        desk.employer.save()
    assert found(desk.single(good(0)), "hard") == {(1, "employer_closed", "")}


def test_a_province_that_insures_the_person(desk: Desk, pension: Pension) -> None:
    pension.elsewhere[identity_number(0)] = "130000"
    assert found(desk.single(good(0)), "hard") == {(1, "insured_in_province", "document_number")}


def test_a_silent_pension_system_stops_nobody(desk: Desk, pension: Pension) -> None:
    pension.silent = True
    checked = desk.single(good(0))
    assert (codes(checked), checked.good) == ({"province_silent"}, 1)
    assert desk.confirm(checked).state == State.EFFECTIVE


def test_without_shared_data_a_proof_and_an_officer_are_needed(desk: Desk, registry: Registry) -> None:
    registry.unknown.add(identity_number(0))
    checked = desk.single(good(0))
    assert (checked.good, found(checked, "hard")) == (0, {(1, "shared_no_match", "name")})
    desk.prove(checked)
    checked = desk.submit(checked)
    assert (checked.good, checked.to_review, codes(checked)) == (1, 1, {"shared_no_match_proven"})
    waiting = desk.confirm(checked)
    assert (waiting.state, states(waiting), effects()) == (State.IN_REVIEW, ["in_review"], NOTHING)
    (case,) = open_cases(waiting)
    assert (case.reason, case.district, case.person_name) == ("shared_no_match_proven", "110105", name_of(0))


def test_silent_shared_data_may_be_asked_again(desk: Desk, registry: Registry) -> None:
    registry.silent = True
    checked = desk.single(good(0))
    assert codes(checked) == {"shared_silent"}
    registry.silent = False
    checked = desk.submit(checked)
    assert (checked.good, codes(checked)) == (1, set())


@pytest.mark.parametrize("typed", [foreigner(), taiwan()])
def test_people_from_outside_go_to_an_officer(desk: Desk, registry: Registry, typed: dict[str, str]) -> None:
    checked = desk.single(typed)
    assert found(checked, "hard") == {(1, "proof_missing", "document_type")}
    waiting = desk.confirm(desk.single(typed, proven=True))
    assert waiting.state == State.IN_REVIEW
    assert registry.asked == 0


def test_the_same_person_under_review_is_not_filed_again(desk: Desk) -> None:
    waiting = desk.confirm(desk.single(foreigner(), proven=True))
    again = desk.single(foreigner(), proven=True)
    assert (1, "pending_elsewhere", "document_number") in found(again, "hard")
    (finding,) = queries.findings(again.pk, code="pending_elsewhere")
    assert finding.params == {"number": waiting.number}


def test_twice_in_one_workbook(desk: Desk) -> None:
    checked = desk.batch(workbook([good(0), good(1), good(0)]))
    assert found(checked, "hard") == {(3, "duplicate_line", "document_number")}
    assert desk.confirm(checked).effective == 2


# --- what changes between check and confirmation ----------------------------------------------------------------------


def test_a_check_of_another_day_is_made_again(desk: Desk) -> None:
    checked = desk.single(good(0))
    desk.now += timedelta(hours=14)  # past midnight in Beijing
    again = desk.confirm(checked)
    assert (again.state, effects()) == (State.CHECKED, NOTHING)
    assert steps_told(again) == ["submitted", "checked", "checked_again", "checked"]
    assert desk.confirm(again).state == State.EFFECTIVE


def test_a_month_that_ended_since_the_check_is_found(desk: Desk) -> None:
    checked = desk.single(good(0))
    desk.now += timedelta(days=10)
    again = desk.confirm(checked)
    assert (again.state, again.good) == (State.CHECKED, 0)
    assert (1, "month_too_early", "insured_from") in found(again, "hard")


def test_a_proof_taken_out_after_the_check_is_missed(desk: Desk) -> None:
    draft = desk.draft(foreigner())
    proof = desk.prove(draft)
    checked = desk.submit(draft)
    documents.take_out(desk.actor, proof.pk, checked.pk, now=desk.now)
    again = desk.confirm(checked)
    assert (again.state, again.good, open_cases(again)) == (State.CHECKED, 0, [])
    assert found(again, "hard") == {(1, "proof_missing", "document_type")}


def test_a_proof_handed_in_after_the_check_counts_after_another(desk: Desk) -> None:
    checked = desk.batch(workbook([good(0), foreigner()]))
    assert (checked.good, checked.bad) == (1, 1)
    desk.prove(checked, line_no=2)
    again = desk.confirm(checked)
    assert (again.state, again.good, again.to_review) == (State.CHECKED, 2, 1)
    done = desk.confirm(again)
    assert (done.state, states(done)) == (State.IN_REVIEW, ["effective", "in_review"])


def test_what_was_not_seen_cannot_be_confirmed(desk: Desk) -> None:
    checked = desk.single(good(0))
    with pytest.raises(Conflict) as refused:
        actions.confirm(desk.actor, checked.pk, checked.content_version - 1, now=desk.now)
    assert refused.value.code == "content_changed"
    assert desk.confirm(checked).state == State.EFFECTIVE


def test_confirming_twice_changes_nothing(desk: Desk) -> None:
    checked = desk.single(good(0))
    first = actions.confirm(desk.actor, checked.pk, checked.content_version, now=desk.now)
    second = actions.confirm(desk.actor, checked.pk, checked.content_version, now=desk.now)
    assert first.state == second.state == State.APPLYING
    done = desk.confirm(checked)
    assert (done.state, effects(), steps_told(done).count("confirmed")) == (State.EFFECTIVE, (1, 1, 3, 2), 1)


def test_without_good_lines_there_is_nothing_to_confirm(desk: Desk) -> None:
    checked = desk.single(good(0, wage="0"))
    with pytest.raises(Conflict) as refused:
        desk.confirm(checked)
    assert refused.value.code == "nothing_to_confirm"


def test_editing_after_the_check_makes_a_draft_again(desk: Desk) -> None:
    checked = desk.single(good(0))
    edited = actions.save(desk.actor, checked.pk, checked.payload | {"wage": "9500"}, now=desk.now)
    assert (edited.state, edited.content_version) == (State.DRAFT, checked.content_version + 1)
    with pytest.raises(Conflict):
        actions.confirm(desk.actor, checked.pk, edited.content_version, now=desk.now)
    assert desk.confirm(desk.submit(edited)).state == State.EFFECTIVE
    assert Contract.objects.get().wage == 9500


def test_saving_the_same_again_changes_nothing(desk: Desk) -> None:
    checked = desk.single(good(0))
    assert actions.save(desk.actor, checked.pk, checked.payload, now=desk.now).state == State.CHECKED


# --- under the lock ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "code", "field"),
    [
        ({"died_on": date(2026, 11, 23)}, "deceased", "document_number"),
        ({"retired_on": date(2026, 11, 23)}, "draws_pension", "document_number"),
        ({"name": "王芬"}, "name_differs_from_record", "name"),
        ({"document_number": "X1"}, "person_number_taken", "document_number"),
    ],
)
def test_what_happened_to_the_person_since_the_check(
    desk: Desk, person: dict[str, object], code: str, field: str
) -> None:
    desk.enrol(good(0))
    with audit.action(SYSTEM, "end"):
        Contract.objects.update(ended_on=date(2026, 10, 31))
        Coverage.objects.update(from_month=202501, to_month=202610)
    checked = desk.single(good(0))
    assert checked.good == 1
    with audit.action(SYSTEM, "change"):
        Person.objects.update(**person)
    failed = desk.confirm(checked)
    assert (failed.state, states(failed), found(failed)) == (State.FAILED, ["failed"], {(1, code, field)})
    assert steps_told(failed)[-1] == "failed"
    assert Contract.objects.count() == 1


def test_an_employer_closed_since_the_check(desk: Desk) -> None:
    checked = desk.batch(workbook([good(0), good(1)]))
    with audit.action(SYSTEM, "close"):
        type(desk.employer).objects.update(closed_on=date(2026, 11, 23))
    failed = desk.confirm(checked)
    assert (failed.state, found(failed)) == (State.FAILED, {(1, "employer_closed", ""), (2, "employer_closed", "")})
    assert effects()[1:] == (0, 0, 0)


def test_the_same_person_checked_twice_is_enrolled_once(desk: Desk, other_desk: Desk) -> None:
    mine, again, theirs = desk.single(good(0)), desk.single(good(0)), other_desk.single(good(0))
    assert desk.confirm(mine).state == State.EFFECTIVE
    assert found(desk.confirm(again), "hard") == {(1, "under_contract_now", "document_number")}
    assert found(other_desk.confirm(theirs), "hard") == {(1, "insured_elsewhere_now", "document_number")}
    assert effects() == (1, 1, 3, 2)


def test_an_employment_that_ended_between_check_and_confirmation(desk: Desk) -> None:
    checked = desk.single(good(0))
    desk.enrol(good(0))
    with audit.action(SYSTEM, "end"):
        Contract.objects.update(ended_on=date(2026, 11, 20))
        Coverage.objects.update(to_month=202611)
    assert found(desk.confirm(checked), "hard") == {(1, "insured_here_now", "document_number")}


def test_pension_of_public_institutions_excludes_that_of_companies(desk: Desk, other_desk: Desk) -> None:
    other_desk.enrol(good(0))
    with audit.action(SYSTEM, "correct"):
        Coverage.objects.exclude(scheme="110").update(voided=True)
        Coverage.objects.filter(scheme="110").update(scheme="120")
    assert found(desk.single(good(0)), "hard") == {(1, "insured_elsewhere", "document_number")}


# --- numbers and keys -------------------------------------------------------------------------------------------------


def test_a_key_used_again_gives_the_same_filing(desk: Desk) -> None:
    first = desk.begin(single=True, key="k")
    assert desk.begin(single=True, key="k") == first
    with pytest.raises(Conflict) as refused:
        desk.begin(single=False, key="k")
    assert refused.value.code == "client_key_reused"


def test_two_employers_may_use_the_same_key(desk: Desk, other_desk: Desk) -> None:
    assert desk.begin(single=True, key="k") != other_desk.begin(single=True, key="k")


def test_a_filing_number_that_is_taken_is_drawn_anew(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter([7, 7, 7, 8])
    monkeypatch.setattr("secrets.randbelow", lambda _: next(drawn))
    assert desk.begin(single=True).number == "202611230000000007"
    assert desk.begin(single=True).number == "202611230000000008"


def test_the_day_in_the_number_is_beijings(desk: Desk) -> None:
    desk.now = desk.now.replace(hour=17)
    assert desk.begin(single=True).number.startswith("20261124")


# --- what may not be done ---------------------------------------------------------------------------------------------


def test_a_batch_without_a_workbook_is_not_checked(desk: Desk) -> None:
    with pytest.raises(Conflict) as refused:
        actions.submit(desk.actor, desk.begin(single=False).pk, now=desk.now)
    assert refused.value.code == "workbook_missing"


def test_an_empty_form_says_everything_that_is_missing(desk: Desk) -> None:
    checked = desk.submit(desk.begin(single=True))
    missing = {field for _, code, field in found(checked) if code == "required_missing"}
    assert {"name", "document_type", "document_number", "wage", "mobile", "starts_on", "insured_from"} <= missing


def test_form_and_workbook_do_not_mix(desk: Desk) -> None:
    single, batch = desk.begin(single=True), desk.begin(single=False)
    with pytest.raises(Conflict):
        actions.save(desk.actor, batch.pk, {"name": "王芳"}, now=desk.now)
    with pytest.raises(Conflict):
        desk.put(single, workbook([good(0)]))


def test_a_file_of_somebody_else_or_no_workbook_is_refused(desk: Desk, other_desk: Desk) -> None:
    draft = desk.begin(single=False)
    foreign = other_desk.begin(single=False)
    other_desk.put(foreign, workbook([good(0)]))
    stolen = Declaration.objects.get(pk=foreign.pk).workbook_id
    for file_id in (stolen, desk.prove(draft).pk, 10**12):
        with pytest.raises(NotFound):
            actions.put_workbook(desk.actor, draft.pk, file_id or 0, now=desk.now)


def test_a_filing_is_withdrawn_once_and_for_all(desk: Desk) -> None:
    checked = desk.single(good(0))
    assert actions.cancel(desk.actor, checked.pk, now=desk.now).state == State.CANCELLED
    assert actions.cancel(desk.actor, checked.pk, now=desk.now).state == State.CANCELLED
    for do in (desk.submit, desk.confirm):
        with pytest.raises(Conflict):
            do(checked)


def test_what_took_effect_is_not_withdrawn_nor_opened_again(desk: Desk) -> None:
    done = desk.confirm(desk.batch(workbook([good(0), good(1, wage="0")])))
    for refuse in (
        lambda: actions.cancel(desk.actor, done.pk, now=desk.now),
        lambda: actions.submit(desk.actor, done.pk, now=desk.now),
        lambda: desk.put(done, workbook([good(2)])),
    ):
        with pytest.raises(Conflict) as refused:
            refuse()
        assert "逐个补正或另行申报" in refused.value.remedy
    assert states(done) == ["effective", "bad"]


@pytest.mark.parametrize("do", [actions.submit, actions.cancel])
def test_there_is_no_such_filing(desk: Desk, do: object) -> None:
    with pytest.raises(NotFound):
        do(desk.actor, 10**12, now=desk.now)  # type: ignore[operator]


def test_every_write_is_under_an_action(desk: Desk) -> None:
    desk.enrol(good(0))
    with connection.cursor() as cursor:
        cursor.execute("select verb from audit_action where verb <> 'register_employer' order by id")
        verbs = [row[0] for row in cursor.fetchall()]
    assert verbs == [
        "begin_declaration", "save_declaration", "submit_declaration", "read_declaration", "check_declaration",
        "confirm_declaration", "enrol",
    ]  # fmt: skip


def told(declaration: Declaration) -> dict[str, dict[str, str]]:
    return {event.kind: event.params for event in queries.timeline(declaration.pk)}
