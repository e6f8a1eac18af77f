"""Persons fit their documents; names are as varied as a city's."""

from collections import Counter
from datetime import date
from functools import cache

from stdnum.cn import ric

from city import cast
from city.numbers import DOCUMENT_TYPES, check_digit, numbers, residents
from city.people import Person, Trouble, age_on
from city.persons import medical_outcome, name_of, person_of, trouble_of

RARE = set("㛃䶮堃喆犇淼昇甯𬍤𬱖𬭎𬘡𬸦𬍛𠅤𣲗𬣙𬳿𤩽𨱏𠮷㑇禤亓逄昝璩妫㧑䢺")


@cache
def people() -> list[Person]:
    return [person_of(number, 1) for number in numbers(1, 0, 30_000)]


def test_a_person_is_a_function_of_number_and_seed() -> None:
    number = people()[0].number
    assert person_of(number, 1) == people()[0]
    assert person_of(number, 2) != people()[0]


def test_known_person_stays_the_same_over_releases() -> None:
    person = person_of("110105199001011234", 1)
    assert (person.name, person.birth, person.sex) == ("周宇德", date(1990, 1, 1), "1")


def test_sex_birth_and_region_are_those_of_the_number() -> None:
    for person in people()[:2_000]:
        assert person.birth == ric.get_birth_date(person.number)
        assert person.sex == ("1" if int(person.number[16]) % 2 else "2")
        assert person.region == person.number[:6]


def test_the_name_alone_is_the_person_s_name() -> None:
    assert all(name_of(person.number, 1) == person.name for person in people()[:2_000])


def test_common_surnames_lead_and_compound_ones_occur() -> None:
    first = Counter(person.name[0] for person in people())
    assert [name for name, _ in first.most_common(3)] == ["王", "李", "张"]
    assert any(person.name.startswith(("欧阳", "司马", "诸葛", "上官", "慕容")) for person in people())


def test_about_one_name_in_a_hundred_is_rare_and_some_lie_outside_the_bmp() -> None:
    rare = [person.name for person in people() if set(person.name) & RARE]
    assert 0.005 < len(rare) / len(people()) < 0.02
    assert {"𬍤", "㛃", "𬱖"} <= set("".join(rare))


def test_names_with_a_dot_belong_to_minorities() -> None:
    dotted = [person for person in people() if "·" in person.name]
    assert 0.004 < len(dotted) / len(people()) < 0.015
    assert {person.ethnic for person in dotted} == {"05", "17"}


def test_outsiders_have_the_document_they_were_given_and_fitting_names() -> None:
    outsiders = [
        (identity, person_of(identity.number, 1)) for identity in residents(1, 0, 83_000) if identity.kind != "resident"
    ]
    for identity, person in outsiders:
        assert person.document_type == DOCUMENT_TYPES[identity.kind]
        assert (person.household == "40") == person.name.isupper()
        assert person.nationality != "CHN"


def test_troubles_are_rare_and_of_all_kinds() -> None:
    kinds = Counter(person.trouble.kind for person in people() if person.trouble)
    assert set(kinds) == {"dead", "elsewhere", "prison", "closed"}
    assert 0.01 < kinds.total() / len(people()) < 0.03


def test_a_trouble_holds_from_its_first_month_to_its_last() -> None:
    trouble = Trouble("prison", 202203, 202503, "")
    assert [trouble.holds_in(month) for month in (202202, 202203, 202503, 202504)] == [False, True, True, False]


def test_medical_outcomes_come_in_all_five_kinds() -> None:
    counts = Counter(medical_outcome(person.number, 1) for person in people())
    assert set(counts) == {"success", "failure", "late", "twice", "never"}
    assert counts["success"] / len(people()) > 0.94


def test_age_is_counted_in_completed_years() -> None:
    assert age_on(date(2000, 2, 29), date(2016, 2, 28)) == 15
    assert age_on(date(2000, 2, 29), date(2016, 2, 29)) == 16


def test_the_cast_is_known_and_its_numbers_are_valid() -> None:
    for number, person in cast.PERSONS.items():
        assert person_of(number, 1) is person
        if len(number) == 18:
            assert check_digit(number[:17]) == number[17]
    assert trouble_of(cast.DEAD.number, 1) == cast.DEAD.trouble
    assert all(ric.is_valid(role.number) for role in cast.ROLES if role.number not in cast.PERSONS)
    assert len({role.login for role in cast.ROLES}) == len(cast.ROLES)
    assert any(ord(character) > 0xFFFF for character in cast.RARE.name)


def test_no_drawn_number_meets_the_cast() -> None:
    citizens = [number for number in cast.PERSONS if len(number) == 18]
    assert min(int(number[14:17]) for number in citizens) > 896
    assert max(int(person.number[14:17]) for person in people()) <= 896
