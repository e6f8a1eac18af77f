"""The files shipped with Shebao: complete, sourced, and equal to the published tables."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from shebao.kernel.identifiers.documents import FORMATS, TYPE_FORMATS
from shebao.kernel.money import half_up
from shebao.kernel.months import Month
from shebao.law import Bounds, NoLawError, Rate, law
from shebao.law.loader import DATA
from shebao.law.reading import UNOFFICIAL
from shebao.law.values import Code, Dated

FILES = sorted(DATA.rglob("*.yaml"))

PUBLISHED = {
    2009: (1490, 11178),
    2010: (1615, 12111),
    2011: (1680, 12603),
    2012: (1869, 14016),
    2013: (2089, 15669),
    2014: (2317, 17379),
    2015: (2585, 19389),
    2016: (2834, 21258),
    2017: (3082, 23118),
    2018: (3387, 25401),
    2019: (3613, 23565),
    2020: (3613, 26541),
    2021: (5360, 28221),
    2022: (5869, 31884),
    2023: (6326, 33891),
    2024: (6821, 35283),
    2025: (7162, 35811),
    2026: (7270, 36348),
}


def _everything() -> Iterator[Code | Dated]:
    for table in law().tables.values():
        yield from table.values()
    for series in law().series.values():
        yield from series.values


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_has_title_unit_and_registered_sources(path: Path) -> None:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert content["title"]
    assert content["unit"]
    assert content["sources"]
    assert set(content["sources"]) <= law().sources.keys()


def test_every_entry_has_a_source_and_what_is_verified_rests_on_a_text() -> None:
    entries = list(_everything())
    assert len(entries) > 600
    for entry in entries:
        assert entry.sources, entry.where
        assert not entry.verified or not UNOFFICIAL.issuperset(entry.sources), entry.where


def test_no_source_is_registered_in_vain() -> None:
    used = {mark for entry in _everything() for mark in entry.sources}
    assert law().sources.keys() == used
    for path in FILES:
        listed = set(yaml.safe_load(path.read_text(encoding="utf-8"))["sources"])
        in_file = {mark for entry in _everything() if entry.where.startswith(path.name) for mark in entry.sources}
        assert listed == in_file or path.name == "sources.yaml", path.name


def test_the_law_is_read_once() -> None:
    assert law() is law()


def _pair(bounds: Bounds) -> tuple[int, int]:
    return int(bounds.lower), int(bounds.upper)


@pytest.mark.parametrize("scheme", ["110", "210"])
@pytest.mark.parametrize("year", PUBLISHED)
def test_bounds_of_each_year_are_the_published_pair(scheme: str, year: int) -> None:
    bounds = law().bounds(scheme, Month(year, 9))
    assert _pair(bounds) == PUBLISHED[year]


@pytest.mark.parametrize(("year", "pair"), [(1992, (144, 480)), (1998, (290, 2395)), (2006, (580, 8202))])
def test_early_bounds(year: int, pair: tuple[int, int]) -> None:
    bounds = law().bounds("110", Month(year, 9))
    assert _pair(bounds) == pair
    assert not bounds.verified


def test_bounds_change_in_july_and_once_changed_in_april() -> None:
    assert law().bounds("110", Month(2024, 6)).lower == 6326
    assert law().bounds("110", Month(2024, 7)).lower == 6821
    assert law().bounds("110", Month(2009, 3)).lower == 1329
    assert law().bounds("110", Month(2009, 4)).lower == 1490


@pytest.mark.parametrize(
    ("scheme", "month", "pair"),
    [
        ("410", Month(2019, 9), (4713, 23565)),
        ("410", Month(2020, 9), (4713, 26541)),
        ("310", Month(2019, 9), (5557, 27786)),
        ("310", Month(2020, 9), (5360, 29732)),
        ("310", Month(2009, 9), (2236, 11178)),
        ("410", Month(2018, 9), (5080, 25401)),
        ("410", Month(2026, 9), (7270, 36348)),
    ],
)
def test_bounds_differ_by_scheme(scheme: str, month: Month, pair: tuple[int, int]) -> None:
    bounds = law().bounds(scheme, month)
    assert _pair(bounds) == pair


def test_rural_labour_had_a_lower_bound_of_its_own() -> None:
    assert law().bounds("110", Month(2009, 9), "local_rural").lower == 800
    assert law().bounds("110", Month(2009, 9), "local_urban").lower == 1490
    assert law().bounds("110", Month(2024, 9), "local_rural").lower == 6821


@pytest.mark.parametrize(
    ("wage", "month", "base"),
    [
        (5000, Month(2023, 10), 6326),
        (50000, Month(2024, 6), 33891),
        (50000, Month(2024, 7), 35283),
        (9000, Month(2024, 7), 9000),
    ],
)
def test_wages_are_clamped_to_the_bounds_of_their_month(wage: int, month: Month, base: int) -> None:
    assert law().bounds("110", month).clamp(Decimal(wage)) == base


def _share(base: int, rate: Rate) -> Decimal:
    return half_up(base * rate.fraction)


def test_a_bill_of_july_2026_at_the_lower_bound() -> None:
    book, month, group = law(), Month(2026, 7), "outside_urban"
    employer = [_share(7270, book.rate(scheme, "employer", group, month)) for scheme in ("110", "210", "310")]
    person = [_share(7270, book.rate(scheme, "person", group, month)) for scheme in ("110", "210", "310")]
    injury = _share(7270, book.injury_rate("2", "100", month))
    assert [str(amount) for amount in employer] == ["1163.20", "36.35", "712.46"]
    assert [str(amount) for amount in person] == ["581.60", "36.35", "145.40"]
    assert (str(injury), str(sum(employer) + injury)) == ("29.08", "1941.09")
    assert book.amount("fixed/310/person", month) == 3


def test_items_are_rounded_before_they_are_summed() -> None:
    book, month = law(), Month(2026, 7)
    parts = [_share(36348, book.rate(scheme, "employer", "", month)) for scheme in ("110", "210", "310")]
    assert sum(parts) + _share(36348, book.injury_rate("2", "100", month)) == Decimal("9704.91")


@pytest.mark.parametrize(
    ("scheme", "payer", "month", "percent"),
    [
        ("110", "employer", Month(2016, 4), "20"),
        ("110", "employer", Month(2016, 5), "19"),
        ("110", "employer", Month(2019, 5), "16"),
        ("110", "person", Month(2010, 1), "8"),
        ("210", "employer", Month(2008, 12), "1.5"),
        ("210", "employer", Month(2009, 1), "1"),
        ("210", "employer", Month(2020, 1), "0.8"),
        ("210", "person", Month(2020, 1), "0.2"),
        ("210", "person", Month(2021, 5), "0.5"),
        ("410", "person", Month(2024, 1), "0"),
    ],
)
def test_rates(scheme: str, payer: str, month: Month, percent: str) -> None:
    assert law().rate(scheme, payer, "local_urban", month).fraction == Decimal(percent) / 100


def test_work_injury_rates_are_class_times_band() -> None:
    percents = [law().injury_rate(str(risk), "100", Month(2024, 1)).fraction * 100 for risk in range(1, 9)]
    assert percents == [Decimal(text) for text in ("0.2", "0.4", "0.7", "0.9", "1.1", "1.3", "1.6", "1.9")]
    assert law().injury_rate("6", "150", Month(2024, 1)).fraction == Decimal("0.0195")
    assert law().codes("injury_class")["1"].texts("bands") == ("100", "120", "150")


def test_what_nobody_states_is_not_guessed() -> None:
    with pytest.raises(NoLawError, match="失业保险个人费率（农村劳动力）"):
        law().rate("210", "person", "outside_rural", Month(2024, 1))
    assert law().rate("210", "person", "outside_rural", Month(2020, 1)).fraction == 0
    with pytest.raises(NoLawError):
        law().rate("110", "employer", "", Month(2005, 1))
    with pytest.raises(NoLawError):
        law().bounds("150", Month(2024, 1))
    assert law().find("minimum_wage", date(2023, 1, 1)) is None
    assert law().amount("minimum_wage", date(2026, 11, 23)) == 2540


def test_relief_lies_over_the_rates() -> None:
    book = law()
    assert [code.code for code in book.reliefs("110", "employer", Month(2020, 6))] == ["covid-exempt", "covid-half"]
    assert [code.code for code in book.reliefs("110", "employer", Month(2020, 12))] == ["covid-exempt"]
    assert book.reliefs("110", "employer", Month(2021, 1)) == []
    assert book.reliefs("110", "person", Month(2020, 6)) == []
    assert [code.text("effect") for code in book.reliefs("210", "employer", Month(2022, 9))] == ["defer"]


@pytest.mark.parametrize(
    ("birth", "sex", "cadre", "age", "month"),
    [
        # Worked by hand: men reach 60 in January 2025 if born in January 1965, and wait one month.
        (date(1964, 12, 31), "1", False, (60, 0), Month(2024, 12)),
        (date(1965, 1, 1), "1", False, (60, 1), Month(2025, 2)),
        (date(1965, 4, 30), "1", False, (60, 1), Month(2025, 5)),
        (date(1965, 5, 1), "1", False, (60, 2), Month(2025, 7)),
        (date(1976, 8, 1), "1", True, (62, 11), Month(2039, 7)),
        (date(1976, 9, 1), "1", False, (63, 0), Month(2039, 9)),
        (date(1990, 3, 7), "1", False, (63, 0), Month(2053, 3)),
        (date(1970, 1, 15), "2", True, (55, 1), Month(2025, 2)),
        (date(1981, 9, 1), "2", True, (58, 0), Month(2039, 9)),
        (date(1975, 1, 15), "2", False, (50, 1), Month(2025, 2)),
        (date(1975, 3, 15), "2", False, (50, 2), Month(2025, 5)),
        (date(1984, 11, 1), "2", False, (55, 0), Month(2039, 11)),
        (date(1984, 10, 1), "2", False, (54, 11), Month(2039, 9)),
        (date(1974, 12, 1), "2", False, (50, 0), Month(2024, 12)),
    ],
)
def test_retirement_by_the_reform(birth: date, sex: str, cadre: bool, age: tuple[int, int], month: Month) -> None:
    assert law().retirement_age(birth, sex, cadre=cadre) == age
    assert law().retirement_month(birth, sex, cadre=cadre) == month


def test_retirement_needs_a_sex() -> None:
    with pytest.raises(ValueError, match="sex"):
        law().retirement_month(date(1990, 1, 1), "9", cadre=False)


@pytest.mark.parametrize(
    ("year", "months"), [(2026, 180), (2029, 180), (2030, 186), (2035, 216), (2039, 240), (2050, 240)]
)
def test_minimum_contribution_months(year: int, months: int) -> None:
    assert law().count("pension_minimum_months", Month(year, 1)) == months


def test_collection_and_late_fees_by_period() -> None:
    book = law()
    assert book.text("collection_mode", Month(2023, 12)) == "assessed_by_agency"
    assert book.text("collection_mode", Month(2024, 1)) == "self_declared_to_tax"
    assert book.amount("late_fee_daily", Month(2011, 6)) == 0
    assert half_up(Decimal(100) * book.amount("late_fee_daily", Month(2011, 7)) * 39) == Decimal("1.95")
    assert book.at("medical_passing", Month(2011, 6)).value is False
    assert book.at("medical_passing", Month(2011, 7)).value is True


def test_limits_of_labour_law() -> None:
    book, day = law(), date(2026, 11, 23)
    names = ("minimum_term", "under_1_year", "under_3_years", "from_3_years")
    assert [book.count(f"probation/{name}", day) for name in names] == [3, 1, 2, 6]
    assert book.count("registration_days", day) == 30
    assert book.count("minimum_age", day) == 16


def test_the_system_went_live_at_midnight_in_beijing() -> None:
    live = law().at("cut_over/go_live", date(2023, 10, 20)).value
    assert live == datetime(2023, 10, 19, 16, 0, tzinfo=UTC)


def test_a_value_read_as_the_wrong_kind_is_an_error_of_ours() -> None:
    with pytest.raises(TypeError, match="in yuan, not int"):
        law().count("minimum_wage", date(2026, 1, 1))


def test_document_types_and_the_checks_of_numbers_agree() -> None:
    table = law().codes("document_type")
    assert {code: entry.text("format") for code, entry in table.items()} == dict(TYPE_FORMATS)
    assert set(TYPE_FORMATS.values()) == FORMATS.keys()
    assert {entry.text("group") for entry in table.values()} == {"domestic", "hmt", "foreign"}
    assert all(entry.text("review") in ("always", "without_shared_data") for entry in table.values())


def test_the_words_that_the_article_fixes_are_there_verbatim() -> None:
    name = "法律、法规规定的其他情形"
    stop = law().codes("stop_reason").named(name)
    assert stop is not None
    assert stop.flag("void")
    assert law().codes("contract_end_reason").named(name) is not None


def test_codes_are_offered_in_order_and_only_while_valid() -> None:
    districts = law().codes("district")
    assert list(districts)[:3] == ["110101", "110102", "110105"]
    assert len(districts.valid_on(date(2026, 1, 1))) == 16
    assert districts.choices(date(2026, 1, 1))[0] == ("110101", "东城区")
    assert districts["110103"].valid_on(date(2000, 1, 1))
    assert districts.name_of("110118") == "密云区"
    assert districts.name_of("999999") == "999999"
    assert len(law().codes("agency")) == 17


def test_countries_are_complete_and_unambiguous() -> None:
    countries = law().codes("country")
    assert len(countries) == len({entry.text("numeric") for entry in countries.values()}) == 249
    assert len({entry.name for entry in countries.values()}) == 249
    assert [countries[code].text("numeric") for code in ("CHN", "HKG", "MAC", "TWN", "USA")] == [
        "156",
        "344",
        "446",
        "158",
        "840",
    ]


def test_ethnic_groups() -> None:
    groups = law().codes("ethnic_group")
    assert (len(groups), groups["01"].name, groups["56"].name) == (59, "汉族", "基诺族")


def test_bounds_carry_their_sources() -> None:
    bounds = law().bounds("110", Month(2026, 9))
    assert isinstance(bounds, Bounds)
    assert bounds.verified
    assert law().sources[bounds.sources[0]].grade == "B"
