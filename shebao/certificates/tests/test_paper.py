"""参保缴费证明: what the paper says, that it can be drawn, and how its codes are read back."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.certificates import rules
from shebao.certificates.content import sums
from shebao.certificates.models import Certificate
from shebao.certificates.paper import certificate_paper, facts_of
from shebao.kernel.errors import Invalid
from shebao.kernel.months import Month

PAGE = "https://social.example/personal/verify/"


def line(scheme: str, personal_fen: int) -> dict[str, Any]:
    return {"scheme": scheme, "base": 12_000, "employer_fen": 100, "personal_fen": personal_fen}


MONTHS: list[dict[str, Any]] = [
    {"month": 202310, "employer": "北京𫠃氏公司", "paid": True, "lines": [line("110", 96_000), line("410", 0)]},
    {"month": 202311, "employer": "北京𫠃氏公司", "paid": False, "lines": [line("110", 96_000)]},
    {"month": 202311, "employer": "兼职公司", "paid": True, "lines": [line("410", 0)]},
]


def certificate(**changed: Any) -> Certificate:
    content = {
        "name": "𠮷㛃",
        "document": "居民身份证（户口簿）",
        "document_number": "110108199106239021",
        "social_security_number": "110108199106239021",
        "agency": "北京市朝阳区社会保险基金管理中心",
        "coverage": [
            {"scheme": "110", "name": "企业职工基本养老保险", "employer": "北京𫠃氏公司", "from": 202310, "to": None}
        ],
        "months": MONTHS,
        "sums": sums(MONTHS),
    }
    values = {
        "number": "202612018166713946",
        "check_code": "Q2A6PVGY",
        "first_month": 202310,
        "last_month": 202311,
        "issued_at": datetime(2026, 11, 30, 21, tzinfo=UTC),
        "valid_until": date(2026, 12, 30),
    }
    return Certificate(**values, content=content | changed)


def test_months_stand_with_what_is_paid_in_them() -> None:
    facts = facts_of(certificate(), PAGE)
    assert facts["months_columns"] == ["年月", "缴费单位", "养老基数", "养老个人", "工伤基数", "到账"]
    assert facts["months"] == [
        ["2023-10", "北京𫠃氏公司", "12,000", "960.00", "12,000", "是"],
        ["2023-11", "北京𫠃氏公司", "12,000", "960.00", "—", "否"],
        ["2023-11", "兼职公司", "—", "—", "12,000", "是"],
    ]
    assert facts["sums"] == [["企业职工基本养老保险", "1", "960.00"], ["工伤保险", "2", "0.00"]]
    assert facts["coverage"] == [["企业职工基本养老保险", "北京𫠃氏公司", "2023年10月", "至今"]]


def test_it_says_how_it_is_verified_and_until_when() -> None:
    assert facts_of(certificate(), PAGE)["check"] == [
        ["证明编号", "202612018166713946"],
        ["校验码", "Q2A6-PVGY"],
        ["查验网址", PAGE],
        ["查验有效期至", "2026-12-30"],
    ]


@pytest.mark.parametrize("changed", [{}, {"months": [], "sums": [], "coverage": []}])
def test_it_is_drawn(changed: dict[str, Any]) -> None:
    paper = certificate_paper(certificate(**changed), PAGE, f"{PAGE}?number=1&code=2")
    assert paper.startswith(b"%PDF-")
    assert b"pdfaid" in paper


@given(st.text(rules.ALPHABET, min_size=8, max_size=8), st.integers(0, 10**18 - 1))
def test_codes_and_numbers_are_read_as_they_are_printed(code: str, number: int) -> None:
    text = f"{number:018d}"
    assert rules.clean_code(f" {rules.shown_code(code).lower()} ") == code
    assert rules.clean_number(f"{text[:8]} {text[8:]}") == text


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_code_or_nothing(text: str) -> None:
    assert len(rules.clean_code(text)) in (0, rules.CODE_LENGTH)
    assert len(rules.clean_number(text)) in (0, rules.NUMBER_LENGTH)


@given(st.integers(0, 1200), st.integers(0, 1200))
def test_months_are_in_order_not_ahead_and_not_too_many(first: int, last: int) -> None:
    this = Month(2026, 11)
    span = this - 1000 + first, this - 1000 + last
    good = span[0] <= span[1] <= this and span[1] - span[0] < rules.MOST_MONTHS
    try:
        rules.check_months(*span, date(2026, 11, 30))
    except Invalid:
        assert not good
    else:
        assert good


def test_thirty_days_begin_with_the_day_of_issue() -> None:
    assert rules.last_day(date(2026, 12, 1), 30) == date(2026, 12, 30)
