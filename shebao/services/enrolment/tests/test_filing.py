"""A filing from draft to effect, one person or many, and everything that may come between."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from shebao.audit import actions as audit
from shebao.contributions import monthly
from shebao.contributions.models import Charge
from shebao.contributions.models import Notice as PaymentNotice
from shebao.declarations import queries
from shebao.declarations.models import Declaration, State
from shebao.documents import storage
from shebao.documents.models import StoredFile
from shebao.documents.spreadsheets.problems import SpreadsheetRefused
from shebao.employment.models import Contract, Coverage
from shebao.kernel.months import Month
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


def test_who_joins_after_the_month_was_assessed_is_charged_for_it_at_once(desk: Desk) -> None:
    desk.confirm(desk.single(good(0)))
    monthly.run_month(Month(2026, 11), now=desk.now, connections=1)
    (before,) = PaymentNotice.objects.all()
    done = desk.confirm(desk.batch(workbook([good(1), good(2, wage="九千")])))
    assert done.state == State.PARTLY
    joined = Charge.objects.filter(contract_id__in=Contract.objects.filter(declaration_id=done.pk))
    assert set(joined.values_list("month", "scheme", "entry", "kind")) == {
        (202611, "110", 1, "10"), (202611, "210", 1, "10"), (202611, "410", 1, "10"),
    }  # fmt: skip
    after = PaymentNotice.objects.get(state="to_declare")
    assert (after.replaces, after.persons, after.personal_fen) == (before.pk, 2, 2 * before.personal_fen)
    assert "charged_at_once" in steps_told(done)


def test_who_joins_while_the_month_is_not_assessed_waits_for_its_run(desk: Desk) -> None:
    done = desk.confirm(desk.single(good()))
    assert not Charge.objects.exists()
    assert "charged_at_once" not in steps_told(done)


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
    (finding,) = queries.findings(checked.pk, code="duplicate_line")
    assert finding.params == {"row": "2"}  # the row of the workbook that its sender sees, below the header
    assert desk.confirm(checked).effective == 2


def told(declaration: Declaration) -> dict[str, dict[str, str]]:
    return {event.kind: event.params for event in queries.timeline(declaration.pk)}
