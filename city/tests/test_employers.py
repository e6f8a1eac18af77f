"""Employers have valid distinct codes and sizes like a city's."""

from functools import cache

import pytest
from stdnum.cn import uscc

from city import cast
from city.employers import LARGEST, Employer, employer_of, size_of, sizes
from city.regions import DISTRICTS


@cache
def employers() -> list[Employer]:
    return [employer_of(index, 1) for index in range(20_000)]


def test_an_employer_is_a_function_of_index_and_seed() -> None:
    assert employer_of(5, 1) == employers()[5]
    assert employer_of(5, 2) != employers()[5]


def test_credit_codes_are_valid_and_distinct() -> None:
    assert all(uscc.is_valid(employer.credit_code) for employer in (*employers(), *cast.EMPLOYERS))
    assert len({employer.credit_code for employer in (*employers(), *cast.EMPLOYERS)}) == 20_004


def test_districts_and_industry_classes_all_occur() -> None:
    assert {employer.district for employer in employers()} == set(DISTRICTS)
    assert {employer.industry_class for employer in employers()} == set(range(1, 9))
    assert all(employer.credit_code[2:8] == employer.district for employer in employers())


def test_most_are_tiny_and_few_are_huge() -> None:
    natural = sorted(size_of(index, 1) for index in range(50_000))
    assert natural[25_000] <= 3
    assert 5 < sum(size > 2_000 for size in natural) < 200
    assert max(natural) <= LARGEST


@pytest.mark.parametrize(("employers", "persons"), [(1, 1), (1, LARGEST), (800, 13_500), (100, 100), (3, 149_999)])
def test_scaled_sizes_add_up(employers: int, persons: int) -> None:
    found = sizes(1, employers, persons)
    assert (len(found), sum(found)) == (employers, persons)
    assert min(found) >= 1
    assert max(found) <= LARGEST


def test_impossible_sizes_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one person"):
        sizes(1, 10, 9)
