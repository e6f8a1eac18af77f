"""Every finding of a supplement has an example, words, and stands where it belongs."""

from dataclasses import replace

import pytest

from shebao.kernel.months import Month
from shebao.law import law
from shebao.services.supplements import catalogue
from shebao.services.supplements.ages import ages
from shebao.services.supplements.catalogue import CATALOGUE, REASONS, SHORT
from shebao.services.supplements.rules.words import spans
from shebao.services.supplements.tests.examples import (
    EXAMPLES,
    KNOWN,
    OF_MONEY,
    OTHER_LAW,
    READING,
    TODAY,
    UNDER_THE_LOCK,
    UNUSED,
    Example,
    refused,
    setting,
    shaped,
)


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_example_gives_the_finding_in_words(code: str) -> None:
    example = EXAMPLES[code]
    (found,) = [one for one in example.findings() if one.code == code]
    assert (found.severity, found.field or "") == (example.severity, example.where)
    told = catalogue.explain(found.code, found.field, found.params)
    assert told.message.endswith("。")
    assert told.what_to_do.endswith("。")
    assert "—" not in told.message
    assert "{" not in told.message + told.what_to_do


def test_a_right_line_has_no_findings() -> None:
    assert Example("").findings() == []


def test_every_code_of_the_catalogue_has_an_example() -> None:
    assert set(CATALOGUE) - READING - UNUSED - UNDER_THE_LOCK - OF_MONEY - OTHER_LAW == set(EXAMPLES) - READING - UNUSED
    assert set(REASONS) == set(SHORT)


def test_where_somebody_is_insured_is_said_by_district_alone() -> None:
    (found,) = Example("", facts=refused("covered_elsewhere", "110105")).findings()
    told = catalogue.explain(found.code, found.field, found.params).message
    assert "朝阳区的其他单位" in told
    assert catalogue.reason("covered_elsewhere", "110105") == "已在朝阳区的其他单位参保，不能重复参保"


def test_three_months_are_counted_from_the_oldest_to_the_current_one() -> None:
    limits = ages(law(), Month.of(TODAY))
    assert [limits.exceeded([month]) for month in (202310, 202308, 202307)] == [False, False, True]
    assert [limits.kind([month]) for month in (202308, 202307)] == ["31", "32"]
    by_number = replace(limits, by_number=True)
    assert [by_number.exceeded(range(202301, 202301 + number)) for number in (3, 4)] == [False, True]


def test_pension_needs_a_legal_document_after_three_years_and_other_schemes_do_not() -> None:
    limits = ages(law(), Month.of(TODAY))
    needed = [
        [proof.code for proof in limits.proofs_for({month: ["110"]})] for month in (202308, 202307, 202011, 202010)
    ]
    assert needed == [[], ["employment"], ["employment"], ["employment", "legal_document"]]
    assert [proof.code for proof in limits.proofs_for({202010: ["210"]})] == ["employment"]


def test_every_paper_that_proves_is_one_that_can_be_handed_in() -> None:
    papers = set(law().codes("supplement_paper"))
    assert all(set(proof.papers) <= papers for proof in ages(law(), Month.of(TODAY)).proofs)


def test_a_row_names_one_month_or_a_span() -> None:
    assert list(shaped(last_month=None).wanted) == [202309]
    assert list(shaped(first_month="2022-12", last_month="2023-02").wanted) == [202212, 202301, 202302]
    assert setting().ages.current == Month(2023, 11)
    assert KNOWN.open == {202309: ["110"]}


def test_months_in_words() -> None:
    assert spans([202301, 202212, 202305]) == "2022年12月至2023年1月、2023年5月"
