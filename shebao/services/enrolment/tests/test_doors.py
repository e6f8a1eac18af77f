"""What the doors may do with a filing and what not: keys, numbers, states."""

import pytest
from django.db import connection

from shebao.declarations import actions
from shebao.declarations.models import Declaration, State
from shebao.kernel.errors import Conflict, NotFound
from shebao.services.enrolment.tests.desk import (
    Desk,
    found,
    states,
)
from shebao.services.enrolment.tests.people import good
from tests.workbooks import workbook

pytestmark = pytest.mark.django_db


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
        "confirm_declaration", "register",
    ]  # fmt: skip
