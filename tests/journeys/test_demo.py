"""The demonstration's city and stories: what a visitor finds after `make run`."""

import os
from pathlib import Path

import psycopg
import pytest

from city import cast
from shebao.benches.clerk import Clerk
from shebao.benches.platform import Platform
from shebao.benches.stage import Stage
from shebao.generation import DEMO_PASSWORD

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
def test_a_visitor_finds_filings_in_every_state(tmp_path: Path) -> None:
    with Stage(tmp_path, os.environ["DATABASE_URL"]) as stage:
        stage.command("shebao", "generate", "--demo")
        stage.start_sandbox()
        with Platform(stage) as platform:
            stage.command("shebao", "demo-stories")
            told = ["checked", "effective", "effective", "in_review", "in_review", "returned"]
            told += [*REFUNDS, *SUPPLEMENTS, *ARREARS, *PERSONS, *CARDS, *CHANGES]
            assert states(stage) == told
            assert bills(stage) == BILLS
            stage.command("shebao", "demo-stories")
            assert states(stage) == told
            clerk = Clerk(platform.url, 30)
            clerk.log_in(cast.CAREFUL_CLERK.login, DEMO_PASSWORD)
            pages = [clerk.look(page) for page in ("/", "/filings/", "/contracts/", "/contributions/notices/")]
            carried_over = clerk.look(f"/filings/{carried_over_to(stage, cast.CAREFUL.credit_code)}/")
            clerk.close()
        assert "新老系统切换" in carried_over
        assert "退回补正" in pages[1]
        assert cast.RARE.name in pages[2]
        assert "待单位申报" in pages[3]
        long_ago = ["paid", "issued", "issued", "issued"]
        assert notices(stage, cast.LATE.credit_code) == [*long_ago, "paid", "issued", "replaced", "to_declare"]
        assert notices(stage, cast.OUTSIDER.credit_code)[:2] == ["paid", "paid"]
        assert mismatches(stage) == ["paid_twice"]
        assert '"ok": true' in stage.command("shebao", "verify", "--json")


def states(stage: Stage) -> list[str]:
    with psycopg.connect(stage.owner) as connection:
        return [str(state) for (state,) in connection.execute(STATES)]


def notices(stage: Stage, credit_code: str) -> list[str]:
    with psycopg.connect(stage.owner) as connection:
        return [str(state) for (state,) in connection.execute(NOTICES, [credit_code])]


def bills(stage: Stage) -> set[tuple[str, str]]:
    with psycopg.connect(stage.owner) as connection:
        return set(connection.execute("select kind, state from collection_bill").fetchall())


def mismatches(stage: Stage) -> list[str]:
    with psycopg.connect(stage.owner) as connection:
        return [str(kind) for (kind,) in connection.execute("select kind from collection_mismatch")]


def carried_over_to(stage: Stage, credit_code: str) -> str:
    with psycopg.connect(stage.owner) as connection:
        row = connection.execute(
            """
            select declaration.number
            from declarations_declaration as declaration
            join employers_employer as employer on employer.id = declaration.employer_id
            where declaration.service = 'carry_over' and employer.credit_code = %s
            """,
            [credit_code],
        ).fetchone()
    return str(row[0]) if row else ""
