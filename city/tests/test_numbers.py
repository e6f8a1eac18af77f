"""Numbers are distinct, deterministic and valid by an independent implementation."""

from collections import Counter
from datetime import date

import pytest
from stdnum.cn import ric

from city.draw import scatter
from city.numbers import (
    CAPACITY,
    DOCUMENT_TYPES,
    check_digit,
    numbers,
    numbers_where,
    outsider,
    residents,
)
from city.persons import is_ordinary, person_of, trouble_of
from tests.other_validator import validator

TODAY = date(2026, 11, 23)


def test_the_same_seed_makes_the_same_numbers_and_another_seed_others() -> None:
    first = list(numbers(1, 500, 1000))
    assert first == list(numbers(1, 0, 2000))[500:1500]
    assert first[:3] == ["11010419700126041X", "64022119800722011X", "310106198606230349"]  # over releases too
    assert len(set(first) & set(numbers(2, 500, 1000))) < 5


def test_numbers_are_distinct_over_hundreds_of_thousands() -> None:
    assert len(set(numbers(1, 0, 300_000))) == 300_000


def test_every_number_is_valid_by_two_other_implementations() -> None:
    sample = list(numbers(7, 0, 1_000))
    assert all(map(ric.is_valid, sample))
    assert all(map(validator.is_valid, sample[:50]))


@pytest.mark.parametrize(("seed", "bits"), [(1, 12), (9, 13), (123456789, 16)])
def test_scattering_is_a_permutation(seed: int, bits: int) -> None:
    assert {scatter(index, seed, bits) for index in range(1 << bits)} == set(range(1 << bits))


def test_indexes_beyond_the_capacity_are_refused() -> None:
    with pytest.raises(ValueError, match="indexes"):
        next(numbers(1, CAPACITY, 1))


def test_abolished_places_occur() -> None:
    places = {number[:6] for number in numbers(1, 0, 20_000)}
    assert {"110103", "110104", "110228", "110229", "110221"} <= places


def test_one_document_in_eighty_three_is_of_an_outsider_and_all_are_distinct() -> None:
    found = list(residents(1, 0, 83_000))
    kinds = Counter(identity.kind for identity in found)
    assert kinds["resident"] == 82_000
    assert set(kinds) == set(DOCUMENT_TYPES)
    assert len(set(found)) == len(found)


def test_outsiders_with_eighteen_digits_have_the_right_check_digit() -> None:
    eighteen = [
        identity.number for identity in (outsider(1, index) for index in range(2_000)) if len(identity.number) == 18
    ]
    assert {number[:1] for number in eighteen} == {"8", "9"}
    assert all(check_digit(number[:17]) == number[17] for number in eighteen)


def _is_dead(number: str) -> bool:
    trouble = trouble_of(number, 1)
    return trouble is not None and trouble.kind == "dead"


def test_numbers_with_a_property_are_found_in_order() -> None:
    dead = numbers_where(1, _is_dead, 5)
    assert len(dead) == 5
    assert all(person_of(number, 1).trouble for number in dead)
    assert dead[1:] == numbers_where(1, lambda number: number in dead[1:], 4)


def test_most_people_are_ordinary() -> None:
    share = sum(is_ordinary(number, 1, TODAY) for number in numbers(1, 0, 5_000)) / 5_000
    assert 0.93 < share < 0.98
