"""The same filings with the counterparties as the program that they are in the demonstration."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from city import cast
from city.people import Person
from sandbox.harness import SandboxProcess
from shebao.access.models import User
from shebao.counterparties.endpoint import Endpoint
from shebao.counterparties.keys import ensure_own_key, own_key_path, their_key_path
from shebao.counterparties.national_pension.client import NationalPensionClient
from shebao.counterparties.shared_data.client import SharedDataClient
from shebao.declarations.models import Declaration, State
from shebao.kernel import clock
from shebao.law import law
from shebao.review.models import Verdict
from shebao.services.enrolment.actions import fetch_shared
from shebao.services.enrolment.asking import Authorities
from shebao.services.enrolment.tests.desk import Desk, codes, effects, found, open_cases, states
from shebao.services.enrolment.tests.people import good
from shebao.worker import steps
from tests.workbooks import workbook

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    ensure_own_key(folder)
    return folder


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory, keys: Path) -> Iterator[SandboxProcess]:
    with SandboxProcess(tmp_path_factory.mktemp("sandbox"), keys, "http://127.0.0.1:9/") as process:
        yield process


@pytest.fixture
def shared_data(sandbox: SandboxProcess, keys: Path) -> Iterator[SharedDataClient]:
    with SharedDataClient(endpoint("shared_data", sandbox, keys), clock.now) as client:
        yield client


@pytest.fixture
def real(desk: Desk, shared_data: SharedDataClient, sandbox: SandboxProcess, keys: Path) -> Iterator[Desk]:
    """The desk, whose worker asks the real program."""
    with NationalPensionClient(endpoint("national_pension", sandbox, keys), clock.now) as pension:
        authorities = Authorities(shared_data, pension)

        class RealDesk(Desk):
            def work(self, declaration: Declaration) -> Declaration:
                steps.work(authorities, lambda: self.now)
                return Declaration.objects.get(pk=declaration.pk)

        yield RealDesk(desk.employer, desk.registry, desk.pension, desk.user_id)


def endpoint(name: str, sandbox: SandboxProcess, keys: Path) -> Endpoint:
    return Endpoint(name, sandbox.base_url, own_key_path(keys), their_key_path(keys, name))


def line_of(person: Person, **changed: str) -> dict[str, str]:
    """The person as her employer would file her."""
    tables = law().tables
    return good(
        0,
        **{
            "name": person.name,
            "document_type": tables["document_type"].name_of(person.document_type),
            "document_number": person.number,
            "sex": tables["sex"].name_of(person.sex),
            "birth_date": person.birth.isoformat(),
            "nationality": tables["country"].name_of(person.nationality),
            "household_registration": tables["household_registration"].name_of(person.household),
            "mobile": person.mobile,
            "personal_identity": "干部" if person.cadre else "工人",
            "document_valid_until": "2031-01-01" if person.document_type != "01" else None,
            **changed,
        },
    )


def test_one_employee_with_shared_data_is_enrolled_at_once(real: Desk, shared_data: SharedDataClient) -> None:
    found_data = fetch_shared(
        real.actor,
        employer_id=real.employer.pk,
        document_type="01",
        document_number=cast.ZHANG.number,
        name=cast.ZHANG.name,
        client=shared_data,
        now=real.now,
    )
    assert found_data.matched
    assert found_data.data["household_registration"] == cast.ZHANG.household
    checked = real.single(line_of(cast.ZHANG), token=str(found_data.token))
    assert real.confirm(checked).state == State.EFFECTIVE
    assert effects() == (1, 1, 3, 2)


def test_a_workbook_of_the_cast(real: Desk, officer: User) -> None:
    people = [cast.ZHANG, cast.RARE, cast.DOTTED, cast.ELSEWHERE, cast.CLOSED, cast.CHILD, cast.RETIRED, cast.DEAD,
              cast.TAIWAN, cast.FOREIGNER]  # fmt: skip
    draft = real.begin(single=False)
    real.put(draft, workbook([line_of(person) for person in people] + [line_of(cast.YOUNG, name="白晨")]))
    real.prove(draft, 9), real.prove(draft, 10)
    checked = real.submit(draft)
    hard = {(line, code) for line, code, _ in found(checked, "hard")}
    assert {
        (4, "insured_in_province"), (5, "shared_no_match"), (6, "too_young"), (7, "past_retirement"),
        (8, "shared_no_match"), (11, "shared_no_match"),
    } == hard  # fmt: skip
    waiting = real.confirm(checked)
    assert states(waiting) == [
        *["effective"] * 3, *["bad"] * 5, *["in_review"] * 2, "bad",
    ]  # fmt: skip
    for case in open_cases(waiting):
        waiting = real.decide(officer, case, Verdict.APPROVE)
    assert (waiting.state, waiting.effective) == (State.PARTLY, 5)
    assert effects() == (5, 5, 15, 10)


def test_authorities_that_are_down_are_told_as_silent(
    real: Desk, sandbox: SandboxProcess, shared_data: SharedDataClient
) -> None:
    sandbox.kill()
    try:
        assert codes(real.single(line_of(cast.ZHANG))) == {"shared_silent", "province_silent"}
    finally:
        sandbox.start()
    assert real.single(line_of(cast.ZHANG)).good == 1
