"""300 employees in one workbook, 61 wrong in 61 ways: found, named, marked, mended, nobody twice."""

from collections.abc import Mapping
from typing import NamedTuple

from city.cast import LATE, LATE_CLERK
from shebao.services.enrolment.catalogue import explain
from tests.browser.actors import Clerk
from tests.browser.people import Newcomers, line
from tests.browser.platform import Platform
from tests.browser.wrong_lines import TYPED, other_sex, wrong_today
from tests.workbooks import FIRST_ROW, Returned, Row, read_back, repaired, workbook

FINDINGS = """
select finding.line_no, finding.code, finding.field, finding.params
from declarations_finding finding
join declarations_declaration declaration on declaration.id = finding.declaration_id
where declaration.number = %s and finding.severity = 'hard'
"""
ENROLLED = """
select count(*) from employment_contract contract
join declarations_declaration declaration on declaration.id = contract.declaration_id
where declaration.number = %s
"""
CONTRACTS = """
select count(distinct person.id), count(*) from employment_contract contract
join persons_person person on person.id = contract.person_id
join employers_employer employer on employer.id = contract.employer_id
where employer.credit_code = %s and person.document_number = any(%s)
"""
LINES, MANY_WAYS = 300, 60
PLACES = range(3, LINES, 4)
"""Lines that are wrong: every fourth, so that each has right neighbours."""


class Found(NamedTuple):
    """A finding that must be mended."""

    line_no: int
    code: str
    field: str
    params: dict[str, str]

    @property
    def message(self) -> str:
        """As the clerk reads it."""
        return explain(self.code, self.field, self.params).message

    @property
    def title(self) -> str:
        """Of the column it is about."""
        return explain(self.code, self.field, self.params).field_title


def test_a_workbook_with_every_mistake(clerk: Clerk, newcomers: Newcomers, platform: Platform) -> None:
    people = list(newcomers.several(LINES))
    right = [line(person) for person in people]
    wrong = _wrong(right)
    rows: list[Row] = list(right)
    for at, (_code, row) in wrong.items():
        rows[at] = row
    clerk.log_in(LATE_CLERK.login)
    clerk.open("/registration/batch/")
    clerk.send_workbook(workbook(rows))
    number = clerk.number()

    found = _found(platform, number)
    assert {at: code for at, (code, _) in wrong.items() if code not in {one.code for one in found.get(at, [])}} == {}
    assert {at: codes for at, codes in found.items() if at not in wrong} == {}
    assert set(found) == set(wrong)
    clerk.sees(f"需要改正 {len(wrong)}人")
    returned = clerk.download("下载带错误说明的文件")
    _all_are_named_and_marked(read_back(returned), found)
    _all_are_on_the_pages(clerk, number, found)

    clerk.open(f"/filings/{number}/")
    clerk.confirms(LINES - len(wrong))
    assert _enrolled(platform, number) == LINES - len(wrong)

    clerk.open("/registration/batch/")
    mended = repaired(returned, {at + FIRST_ROW: right[at] for at in wrong})
    clerk.send_workbook(mended)
    clerk.sees(f"此前已办理 {LINES - len(wrong)}人")
    clerk.confirms(len(wrong))
    assert _enrolled(platform, clerk.number()) == len(wrong)
    assert _contracts(platform, [person.number for person in people]) == (LINES, LINES)


def _wrong(right: list[dict[str, str]]) -> Mapping[int, tuple[str, Row]]:
    """Index of the line → the code that must be found there, and the line as it is sent."""
    twin = {"document_number": right[0]["document_number"], "name": right[0]["name"]}
    first = {"sex_differs": other_sex(right[PLACES[0]]["document_number"])}
    ways = {**first, **TYPED, **wrong_today(), "duplicate_line": twin}
    assert len(ways) > MANY_WAYS
    return {at: (code, {**right[at], **changes}) for at, (code, changes) in zip(PLACES, ways.items(), strict=False)}


def _found(platform: Platform, number: str) -> dict[int, list[Found]]:
    """Index of the line → what must be mended there."""
    found: dict[int, list[Found]] = {}
    for row in platform.rows(FINDINGS, [number]):
        one = Found(*row)
        found.setdefault(one.line_no - 1, []).append(one)
    return found


def _all_are_named_and_marked(marked: Returned, found: Mapping[int, list[Found]]) -> None:
    assert set(marked.errors) == {at + FIRST_ROW for at in found}
    for at, several in found.items():
        for one in several:
            assert one.message in marked.errors[at + FIRST_ROW]
            assert not one.title or (at + FIRST_ROW, one.title) in marked.marked


def _all_are_on_the_pages(clerk: Clerk, number: str, found: Mapping[int, list[Found]]) -> None:
    clerk.open(f"/filings/{number}/findings/?severity=hard")
    shown = clerk.page.locator("main").inner_text()
    while clerk.page.get_by_role("link", name="下一页").count():
        clerk.press("下一页")
        shown += clerk.page.locator("main").inner_text()
    assert [one.message for several in found.values() for one in several if one.message not in shown] == []


def _enrolled(platform: Platform, number: str) -> int:
    counted = platform.rows(ENROLLED, [number])
    return int(counted[0][0])


def _contracts(platform: Platform, numbers: list[str]) -> tuple[int, int]:
    """How many of these persons work there, and how many contracts they have."""
    persons, contracts = platform.rows(CONTRACTS, [LATE.credit_code, numbers])[0]
    return persons, contracts
