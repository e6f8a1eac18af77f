"""The demonstration's city and stories: what a visitor finds after `make run`."""

import pytest

from city import cast
from shebao.benches.clerk import Clerk
from shebao.generation import DEMO_PASSWORD
from tests.browser.platform import Platform

STATES = "select state from declarations_declaration where service <> 'carry_over' order by id"
REFUNDS = ["checked", "in_review", "returned", "effective", "effective"]
PERSONS = ["effective", "in_review", "returned", "in_review"]
CARDS = ["partly", "checked"]
SUPPLEMENTS = [
    *("effective", "checked", "effective", "in_review", "effective", "returned"),
    *("effective", "effective", "effective", "effective"),
]
"""Each after the enrolment of whom it is about."""
ARREARS = ["effective", "effective", "effective", "checked"]
BILLS = {
    ("supplement", "asked"),
    ("supplement", "paid"),
    ("arrears", "paid"),
    ("arrears", "asked"),
    ("arrears", "recalled"),
}
CHANGES = ["effective"] * 6
NOTICES = """
    select notice.state
    from contributions_notice as notice
    join employers_employer as employer on employer.id = notice.employer_id
    where employer.credit_code = %s
    order by notice.month, notice.seq
"""


@pytest.mark.postgres
def test_a_visitor_finds_filings_in_every_state(platform: Platform) -> None:
    """Runs before the stories that change what is there (tests/sharing_out.py)."""
    told = ["checked", "effective", "effective", "in_review", "in_review", "returned"]
    told += [*REFUNDS, *SUPPLEMENTS, *ARREARS, *PERSONS, *CARDS, *CHANGES]
    assert states(platform) == told
    assert bills(platform) == BILLS
    platform.command("demo-stories")
    assert states(platform) == told
    clerk = Clerk(platform.portal, 30)
    clerk.log_in(cast.CAREFUL_CLERK.login, DEMO_PASSWORD)
    pages = [clerk.look(page) for page in ("/", "/filings/", "/contracts/", "/contributions/notices/")]
    carried_over = clerk.look(f"/filings/{carried_over_to(platform, cast.CAREFUL.credit_code)}/")
    clerk.close()
    assert "新老系统切换" in carried_over
    assert "退回补正" in pages[1]
    assert cast.RARE.name in pages[2]
    assert "待单位申报" in pages[3]
    long_ago = ["paid", "issued", "issued", "issued"]
    assert notices(platform, cast.LATE.credit_code) == [*long_ago, "paid", "issued", "replaced", "to_declare"]
    assert notices(platform, cast.OUTSIDER.credit_code)[:2] == ["paid", "paid"]
    assert mismatches(platform) == ["paid_twice"]
    assert '"ok": true' in platform.command("verify", "--json")


def states(platform: Platform) -> list[str]:
    return [str(state) for (state,) in platform.rows(STATES)]


def notices(platform: Platform, credit_code: str) -> list[str]:
    return [str(state) for (state,) in platform.rows(NOTICES, [credit_code])]


def bills(platform: Platform) -> set[tuple[str, str]]:
    return {(kind, state) for kind, state in platform.rows("select kind, state from collection_bill")}


def mismatches(platform: Platform) -> list[str]:
    return [str(kind) for (kind,) in platform.rows("select kind from collection_mismatch")]


def carried_over_to(platform: Platform, credit_code: str) -> str:
    ((number,),) = platform.rows(
        """
        select declaration.number
        from declarations_declaration as declaration
        join employers_employer as employer on employer.id = declaration.employer_id
        where declaration.service = 'carry_over' and employer.credit_code = %s
        """,
        [credit_code],
    )
    return str(number)
