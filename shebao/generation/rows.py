"""The generated city as text for COPY, block by block; pure, so that several processes can write blocks at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import repeat
from typing import NamedTuple

from city.people import Person
from shebao.generation.jobs import Job, job_of
from shebao.generation.people import CITIZEN, DOCUMENTS_VALID_UNTIL, people_at
from shebao.kernel.identifiers import parse_document, social_security_number
from shebao.kernel.names import is_rare
from shebao.kernel.pinyin import spell

NULL = r"\N"
PERSON_COLUMNS = (
    "id", "social_security_number", "name", "name_pinyin", "name_initials", "has_rare_character",
    "document_type", "document_number", "document_valid_until", "sex", "birth_date", "ethnic", "nationality",
    "household_registration", "household_address", "residence_address", "postcode", "mobile", "email",
    "education", "personal_identity", "first_work_date", "first_insured_month", "confirmed_by",
)  # fmt: skip
CONTRACT_COLUMNS = (
    "id", "person_id", "employer_id", "declaration_id", "line_no", "contract_kind", "term_kind", "signing",
    "starts_on", "ends_on", "probation_months", "employment_form", "occupation", "using_employer", "wage",
    "enrolment_reason", "medical_category", "insured_from", "end_reason", "voided",
)  # fmt: skip


class Staff(NamedTuple):
    """Consecutive places of one employer: the first of them is line `first_line` of its carried-over filing."""

    employer_id: int
    declaration_id: int
    registered_on: date
    first_line: int
    headcount: int


class Task(NamedTuple):
    """One block to write: `staffs` follow each other from place `first`; `named` are persons at certain places.

    Row `place` of persons has the key first_person_id + place, and so for contracts.
    """

    seed: int
    today: date
    first: int
    first_person_id: int
    first_contract_id: int
    staffs: Sequence[Staff]
    named: Mapping[int, Person]

    @property
    def persons(self) -> int:
        """How many persons the block has."""
        return sum(staff.headcount for staff in self.staffs)


class Block(NamedTuple):
    """Rows of persons_person and of employment_contract in COPY's text format, and the range of contract keys."""

    persons: bytes
    contracts: bytes
    first_contract_id: int
    last_contract_id: int


def block_of(task: Task) -> Block:
    """Compute one block."""
    persons, contracts = [], []
    places = zip(_people(task), _places(task.staffs), strict=True)
    for place, (person, (staff, line_no)) in enumerate(places, task.first):
        job = job_of(person, staff.registered_on, task.seed, task.today)
        person_id = task.first_person_id + place
        persons.append(_person_row(person_id, person, job, task.today))
        contracts.append(_contract_row(task.first_contract_id + place, person_id, staff, line_no, job))
    first = task.first_contract_id + task.first
    return Block("".join(persons).encode(), "".join(contracts).encode(), first, first + len(contracts) - 1)


def _people(task: Task) -> Iterator[Person]:
    drawn = people_at(task.seed, task.first, task.persons, task.today)
    return (task.named.get(place, person) for place, person in enumerate(drawn, task.first))


def _places(staffs: Iterable[Staff]) -> Iterator[tuple[Staff, int]]:
    for staff in staffs:
        yield from zip(repeat(staff), range(staff.first_line, staff.first_line + staff.headcount), strict=False)


def _person_row(person_id: int, person: Person, job: Job, today: date) -> str:
    citizen = person.document_type == CITIZEN
    spelling = _spelling(person.name)
    return "\t".join(
        (
            str(person_id),
            person.number if citizen else _social_security_number(person, today),
            person.name,
            *spelling,
            person.document_type,
            person.number,
            NULL if citizen else DOCUMENTS_VALID_UNTIL,
            person.sex,
            person.birth.isoformat(),
            person.ethnic,
            person.nationality,
            person.household,
            person.household_address,
            person.address,
            "",
            person.mobile,
            "",
            person.education,
            "4" if person.cadre else "1",
            job.first_work_date.isoformat(),
            str(job.insured_from),
            "shared\n" if citizen else "officer\n",
        )
    )


@lru_cache(maxsize=65536)
def _spelling(name: str) -> tuple[str, str, str]:
    """Full spelling and initials, empty rather than half known, and whether a character is rare (t or f)."""
    spelling, rare = spell(name), "t" if is_rare(name) else "f"
    return (spelling.full, spelling.initials, rare) if spelling.complete else ("", "", rare)


def _social_security_number(person: Person, today: date) -> str:
    return social_security_number(parse_document(person.document_type, person.number, today), person.nationality)


def _contract_row(contract_id: int, person_id: int, staff: Staff, line_no: int, job: Job) -> str:
    return (
        f"{contract_id}\t{person_id}\t{staff.employer_id}\t{staff.declaration_id}\t{line_no}\tCK1\t{job.term_kind}\t"
        f"{job.signing}\t{job.starts_on}\t{job.ends_on or NULL}\t{job.probation_months}\tEF1\t{job.occupation}\t\t"
        f"{job.wage}.00\tER1\tMP1\t{job.insured_from}\t\tf\n"
    )
