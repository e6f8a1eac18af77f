"""The rules where they turn: the day before and the day after, one month more, one fen less."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.kernel.months import Month
from shebao.law import law
from shebao.services.enrolment import rules
from shebao.services.enrolment.catalogue import CATALOGUE
from shebao.services.enrolment.rules import given as rules_given
from shebao.services.enrolment.shape import ShapedLine
from shebao.services.enrolment.tests.examples import CONFIRMED, EXAMPLES, PROVEN, answered, born, setting
from shebao.services.enrolment.tests.people import foreigner, good, shaped, taiwan
from shebao.services.lines.provinces import province_name


def codes(typed: dict[str, str], facts: rules.Facts = rules.UNKNOWN, **given: Any) -> set[str]:
    line = answered(shaped(typed), **CONFIRMED)
    assert line.well_formed, line.findings
    return {finding.code for finding in rules.check(line, facts, setting(**given))}


def test_nothing_is_said_of_a_right_line() -> None:
    assert codes(good()) == set()


def test_a_right_line_of_a_foreigner_waits_for_an_officer() -> None:
    assert (
        codes(foreigner(), proven=PROVEN["proven"]) == codes(taiwan(), proven=PROVEN["proven"]) == {"officer_decides"}
    )


@pytest.mark.parametrize(
    ("birthday", "wrong"), [(date(2010, 11, 2), False), (date(2010, 11, 3), True), (date(2012, 2, 29), True)]
)
def test_sixteen_on_the_first_day_of_work(birthday: date, wrong: bool) -> None:
    assert ("too_young" in codes(good(document_number=born(birthday)))) is wrong


@pytest.mark.parametrize(
    ("birthday", "female", "identity", "found"),
    [
        # men: 60 before the reform, a month later for every four months of birth from 1965 on
        (date(1966, 7, 1), False, None, set()),
        (date(1964, 12, 1), False, None, {"past_retirement"}),
        # women: 50 as workers, 55 as cadres before the reform
        (date(1970, 1, 1), True, "干部", {"past_retirement"}),
        (date(1975, 2, 1), True, "干部", set()),
        (date(1975, 2, 1), True, "工人", {"past_retirement"}),
        (date(1975, 2, 1), True, None, {"maybe_past_retirement"}),
        (date(1976, 12, 1), True, "工人", set()),
        (date(1977, 12, 1), True, "工人", set()),
    ],
)
def test_retirement_by_birth_sex_and_post(birthday: date, female: bool, identity: str | None, found: set[str]) -> None:
    typed = good(document_number=born(birthday, female=female), personal_identity=identity)
    assert codes(typed) == found


def test_the_month_of_retirement_itself_may_still_be_insured() -> None:
    birthday = date(1966, 7, 1)
    month = setting().law.retirement_month(birthday, "1", cadre=False)
    line = answered(shaped(good(document_number=born(birthday))), **CONFIRMED)
    line.insured_from = int(month)
    assert "past_retirement" not in {finding.code for finding in rules.check(line, rules.UNKNOWN, setting())}
    line.insured_from = int(month + 1)
    assert "past_retirement" in {finding.code for finding in rules.check(line, rules.UNKNOWN, setting())}


@pytest.mark.parametrize(
    ("ends_on", "months", "found"),
    [
        ("2027-01-31", "1", {"probation_not_allowed"}),
        ("2027-01-31", "0", set()),
        ("2027-02-01", "1", set()),
        ("2027-02-01", "2", {"probation_too_long"}),
        ("2027-11-01", "2", set()),
        ("2027-10-31", "2", {"probation_too_long"}),
        ("2027-11-01", "3", {"probation_too_long"}),
        ("2029-11-01", "6", set()),
        ("2029-10-31", "3", {"probation_too_long"}),
        ("2029-11-01", "7", {"probation_too_long"}),
    ],
)
def test_probation_by_the_term_of_the_contract(ends_on: str, months: str, found: set[str]) -> None:
    assert codes(good(ends_on=ends_on, probation_months=months)) == found


def test_probation_without_an_end_and_for_a_task() -> None:
    assert codes(good(term_kind="无固定期限", ends_on=None, probation_months="6")) == set()
    assert codes(good(term_kind="以完成一定工作任务为期限", ends_on=None, probation_months="1")) == {
        "probation_not_allowed"
    }


def test_a_contract_that_ends_before_it_begins_is_one_fault() -> None:
    assert codes(good(ends_on="2026-11-01", probation_months="3")) == {"ends_before_start"}


@pytest.mark.parametrize(
    ("starts_on", "insured_from", "found"),
    [
        ("2026-11-30", "2026-11", set()),
        ("2026-12-01", "2026-11", {"starts_in_future", "insured_before_contract"}),
        ("2026-12-01", "2026-12", {"starts_in_future", "month_in_future"}),
        ("2026-10-24", "2026-11", {"months_missing"}),
        ("2026-10-23", "2026-11", {"months_missing", "registered_late"}),
        ("2026-10-24", "2026-10", {"month_too_early"}),
        ("2026-09-01", "2026-10", {"month_too_early", "months_missing", "registered_late"}),
    ],
)
def test_the_first_insured_month(starts_on: str, insured_from: str, found: set[str]) -> None:
    assert codes(good(starts_on=starts_on, insured_from=insured_from)) == found


@pytest.mark.parametrize(
    ("wage", "form", "found"),
    [
        ("0.00", "全日制用工", {"wage_zero"}),
        ("99.99", "全日制用工", {"wage_in_thousands"}),
        ("2539.99", "全日制用工", {"wage_below_minimum"}),
        ("2539.99", "非全日制用工", set()),
        ("2540", "全日制用工", set()),
        ("109044.00", "全日制用工", set()),
        ("109044.01", "全日制用工", {"wage_improbable"}),
    ],
)
def test_wages_at_their_bounds(wage: str, form: str, found: set[str]) -> None:
    assert codes(good(wage=wage, employment_form=form)) == found


def test_a_month_without_bounds_asks_nothing_about_high_wages() -> None:
    assert setting().upper_bound == Decimal(36348)
    assert rules_given._upper_bound(law(), Month(1980, 1)) is None
    later = replace(setting(), upper_bound=None)
    line = answered(shaped(good(wage="999999")), **CONFIRMED)
    assert "wage_improbable" not in {finding.code for finding in rules.check(line, rules.UNKNOWN, later)}


def test_dispatched_workers_have_a_using_employer() -> None:
    assert codes(good(contract_kind="劳务派遣合同")) == {"using_employer_missing"}
    assert codes(good(contract_kind="劳务派遣合同", using_employer="某某科技有限公司")) == set()


@pytest.mark.parametrize(
    ("covered", "schemes", "found"),
    [
        ("110,210", "养老,失业,工伤", {"insured_elsewhere"}),
        ("120", "养老,失业,工伤", {"insured_elsewhere"}),
        ("410", "养老,失业,工伤", set()),
        ("210", "养老,工伤", {"schemes_incomplete"}),
    ],
)
def test_the_same_kind_of_scheme_elsewhere(covered: str, schemes: str, found: set[str]) -> None:
    assert codes(good(schemes=schemes), rules.Facts(covered_elsewhere=covered)) == found


def test_the_finding_names_the_schemes() -> None:
    line = answered(shaped(good()), **CONFIRMED)
    (finding,) = rules.check(line, rules.Facts(covered_elsewhere="110,210"), setting())
    assert finding.params["schemes"] == "养老、失业"


def test_no_scheme_chosen_says_which_are_missing() -> None:
    assert codes(good(schemes="无")) == {"injury_missing", "schemes_incomplete"}


def test_another_province_matters_for_pension_only() -> None:
    line = answered(shaped(taiwan(schemes="工伤")), elsewhere="440000")
    assert "insured_in_province" not in {one.code for one in rules.check(line, rules.UNKNOWN, setting())}
    assert (province_name("440000"), province_name("990000")) == ("广东省", "990000")


def test_household_document_and_nationality_belong_together() -> None:
    assert codes(taiwan(household_registration="外国人"), proven=PROVEN["proven"]) == {
        "household_differs",
        "officer_decides",
    }
    assert codes(taiwan(nationality="中国香港"), proven=PROVEN["proven"]) == {"nationality_differs", "officer_decides"}
    assert codes(foreigner(nationality="中国"), proven=PROVEN["proven"]) == {"nationality_missing", "officer_decides"}


def test_the_day_a_document_expires_it_is_still_valid() -> None:
    assert codes(good(document_valid_until="2026-11-23")) == set()
    assert codes(good(document_valid_until="长期")) == set()


def test_what_is_in_force_already_is_only_said_to_be_so() -> None:
    facts = rules.Facts(contract_starts_on=date(2026, 10, 8), contract_same=True, contract_number="7")
    typed = good(starts_on="2026-10-08", insured_from="2026-10")
    assert codes(typed, facts, mobiles={typed["mobile"]: 9}) == {"done_before"}


def test_a_running_contract_is_said_once() -> None:
    facts = rules.Facts(contract_starts_on=date(2026, 10, 8), covered_here_until=202611)
    assert codes(good(), facts) == {"under_contract"}


def test_a_line_that_could_not_be_read_is_judged_all_the_same() -> None:
    line = shaped({"name": "王芳", "document_number": "1", "wage": "x", "starts_on": "y"})
    found = {finding.code for finding in rules.check(line, rules.UNKNOWN, setting(employer_open=False))}
    assert found == {"employer_closed"}


LINES = st.sampled_from([example.typed for example in EXAMPLES.values()])
FACTS = st.builds(
    rules.Facts,
    recorded_name=st.sampled_from(["", "王伟", "李芳"]),
    died_on=st.none() | st.dates(),
    retired_on=st.none() | st.dates(),
    contract_starts_on=st.none() | st.dates(),
    contract_same=st.booleans(),
    covered_elsewhere=st.sampled_from(["", "110", "110,210", "120", "999"]),
    covered_here_until=st.none() | st.sampled_from([202611, 202701]),
    pending_number=st.sampled_from(["", "1"]),
)


@given(
    mixed=st.lists(LINES, min_size=1, max_size=4),
    facts=FACTS,
    birth=st.none() | st.dates(),
    answers=st.fixed_dictionaries(
        {"shared_result": st.sampled_from("nmxs"), "elsewhere": st.sampled_from(["", "?", "1"])}
    ),
)
def test_no_line_breaks_a_rule(
    mixed: list[dict[str, str]], facts: rules.Facts, birth: date | None, answers: dict[str, str]
) -> None:
    line: ShapedLine = answered(shaped({key: value for typed in mixed for key, value in typed.items()}), **answers)
    line.birth_date = birth or line.birth_date
    assert {finding.code for finding in rules.check(line, facts, setting())} <= CATALOGUE.keys()
