from datetime import date

import pytest

from city import cast
from city.people import ordinary
from shebao.generation.jobs import job_of
from shebao.generation.people import MOST, people_at
from shebao.generation.plan import city_plan, demo_plan
from shebao.law import law

TODAY = date(2026, 11, 23)


def test_everybody_may_be_employed_and_stands_at_one_place_only() -> None:
    people = list(people_at(1, 0, 4_000, TODAY))
    assert len({person.number for person in people}) == 4_000
    assert all(ordinary(person, TODAY) for person in people)
    assert len({person.document_type for person in people}) > 3


def test_each_place_can_be_asked_alone() -> None:
    people = list(people_at(7, 0, 500, TODAY))
    assert [next(people_at(7, place, 1, TODAY)) for place in range(200, 300)] == people[200:300]


def test_places_outside_of_the_city_are_refused() -> None:
    with pytest.raises(ValueError, match="places"):
        next(people_at(1, MOST - 1, 2, TODAY))


def test_jobs_are_within_the_law() -> None:
    since = date(2012, 5, 1)
    for person in people_at(3, 0, 2_000, TODAY):
        job = job_of(person, since, 3, TODAY)
        assert since <= job.starts_on <= TODAY
        assert (job.starts_on - person.birth).days > 16 * 365
        assert job.ends_on is None or job.ends_on >= TODAY
        assert job.first_work_date <= job.starts_on
        assert job.wage > 0
        assert law().codes("contract_term").get(job.term_kind)
        assert law().codes("signing").get(job.signing)


def test_codes_of_people_are_those_of_the_law() -> None:
    tables = {"education": "education", "household": "household_registration", "document_type": "document_type"}
    for person in people_at(5, 0, 3_000, TODAY):
        for attribute, table in tables.items():
            assert law().codes(table).get(getattr(person, attribute)), (table, person)


def test_blocks_cover_all_places_once() -> None:
    plan = city_plan(1, 40, 1_000, TODAY)
    told = [part for _, parts in plan.blocks(64) for part in parts]
    assert [first for first, _ in plan.blocks(64)] == list(range(0, 1_000, 64))
    counts: dict[int, int] = {}
    for index, before, count in told:
        assert counts.get(index, 0) == before
        counts[index] = before + count
    assert counts == dict(enumerate(plan.headcounts))


def test_the_demo_city_has_the_cast_at_its_employers() -> None:
    plan = demo_plan(1, TODAY)
    assert plan.persons == 5_000
    assert plan.employers[:4] == list(cast.EMPLOYERS)
    assert cast.RARE in plan.named.values()
    assert cast.ZHANG not in plan.named.values()
