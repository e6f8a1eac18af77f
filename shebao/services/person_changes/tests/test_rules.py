"""Every finding has words and an example that gives it; what follows, follows; what is no value, is refused."""

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shebao.kernel.findings import Finding
from shebao.law import law
from shebao.services.lines import catalogue as shared
from shebao.services.person_changes import derive, proposing, rules
from shebao.services.person_changes.catalogue import CATALOGUE, explain
from shebao.services.person_changes.fields import BATCH, BY_KEY, CHOSEN, COLUMNS, MATERIALS, NEW
from shebao.services.person_changes.rules import Answer, Facts, Setting, Shared
from shebao.services.person_changes.shape import Shaper
from tests.workbooks import identity_number

AREA: Final = Path(__file__).parents[1]
TODAY: Final = date(2024, 2, 5)
NUMBER: Final = identity_number(0)
OTHER_NUMBER: Final = identity_number(2, born=date(1991, 4, 8))
RECORDED: Final = {
    "name": "王建国", "name_pinyin": "wangjianguo", "name_initials": "wjg", "has_rare_character": "false",
    "document_type": "01", "document_number": NUMBER, "social_security_number": NUMBER, "document_valid_until": "",
    "birth_date": "1990-03-07", "sex": "1", "ethnic": "01", "nationality": "CHN", "household_registration": "11",
    "household_address": "", "first_work_date": "", "personal_identity": "", "mobile": "13800138000",
    "residence_address": "", "postcode": "100000", "email": "", "education": "31", "died_on": "",
}  # fmt: skip
KNOWN: Final = Facts(person_id=1, recorded=RECORDED, category="local_urban")
GIVEN: Final = Setting(law(), TODAY, single=True, employer_open=True)


@dataclass(frozen=True)
class Example:
    """What is typed for which items, and what is known; `where` and `severity` are those of the finding."""

    where: str
    severity: str
    typed: Mapping[str, str] = field(default_factory=lambda: {"mobile": "13900139000"})
    also: tuple[str, ...] = ()
    facts: Facts = KNOWN
    given: Setting = GIVEN
    who: Mapping[str, str] = field(default_factory=dict)

    def findings(self) -> list[Finding]:
        """All that reading and rules find."""
        payload = {"name": "王建国", "document_type": "01", "document_number": NUMBER, **self.who}
        payload[CHOSEN] = ",".join([*self.typed, *self.also])
        payload |= {f"{NEW}{item}": text for item, text in self.typed.items()}
        line = Shaper(law(), TODAY).shape_page(payload)
        return [*line.findings, *rules.check(line, self.facts, self.given)]


def known(**changed: object) -> Facts:
    return replace(KNOWN, **changed)  # type: ignore[arg-type]


def recorded(**changed: str) -> Facts:
    return replace(KNOWN, recorded={**RECORDED, **changed})


NAME = {"name": "单雄信"}
ETHNIC = {"ethnic": "11"}
FOUND = Shared(Answer.FOUND, {"ethnic": "01"})
PROVEN = frozenset({"name_change", "number_change", "household_book"})

EXAMPLES: Final[Mapping[str, Example]] = {
    "employer_closed": Example("", "hard", given=replace(GIVEN, employer_open=False)),
    "duplicate_line": Example("document_number", "hard", given=replace(GIVEN, first_row={("01", NUMBER): 7})),
    "same_person_line": Example("document_number", "hard", facts=known(earlier_row=7)),
    "pending_elsewhere": Example("", "hard", facts=known(pending="1")),
    "not_employed_here": Example("document_number", "hard", facts=rules.UNKNOWN),
    "name_differs_from_record": Example("name", "hard", who={"name": "王建"}),
    "deceased": Example("document_number", "hard", facts=recorded(died_on="2024-01-01")),
    "items_none": Example(CHOSEN, "hard", {}),
    "only_with": Example("payer_category", "hard", {}, ("payer_category",)),
    "value_missing": Example(
        "birth_date", "hard", {}, ("birth_date",), recorded(document_type="08", document_number="E1234567")
    ),
    "nothing_changes": Example(CHOSEN, "hard", {"mobile": "13800138000"}),
    "unchanged": Example(CHOSEN, "note", {"mobile": "13800138000", "education": "21"}),
    "done_before": Example("", "note", {"mobile": "13800138000"}, given=replace(GIVEN, single=False)),
    "pinyin_malformed": Example("name_pinyin", "hard", {"name_pinyin": "王"}),
    "name_pinyin_unusual": Example("name_pinyin", "soft", {**NAME, "name_pinyin": "wang jianguo"}),
    "reading_unknown": Example("name_pinyin", "hard", {"name": "王𠮷"}, ("name_pinyin",)),
    "pinyin_unread": Example("name_pinyin", "soft", {"name": "王𠮷", "name_pinyin": "li ji"}),
    "has_rare_character_unusual": Example("has_rare_character", "soft", {**NAME, "has_rare_character": "true"}),
    "rare_character": Example("name", "note", {"name": "王𠮷"}),
    "private_character": Example("name", "soft", {"name": "王\ue863"}),
    "birth_differs": Example("birth_date", "hard", {"birth_date": "1990-03-08"}),
    "sex_differs": Example("sex", "hard", {"sex": "2"}),
    "number_of_another": Example("document_number", "soft", {"document_number": OTHER_NUMBER}, facts=known(other_id=2)),
    "number_of_another_alone": Example(
        "document_number", "hard", {"document_number": OTHER_NUMBER, "education": "21"}, facts=known(other_id=2)
    ),
    "number_of_own_record": Example(
        "document_number", "hard", {"document_number": OTHER_NUMBER}, facts=known(other_id=2, other_is_own=True)
    ),
    "officers_compare": Example(
        MATERIALS, "note", {"document_number": OTHER_NUMBER}, ("birth_date", "sex", "social_security_number"),
        known(other_id=2, papers=PROVEN),
    ),
    "number_missing_with_type": Example("document_type", "hard", {"document_type": "17"}),
    "nationality_differs": Example("nationality", "hard", {"nationality": "HKG"}),
    "household_differs": Example("household_registration", "hard", {"household_registration": "31"}),
    "category_from": Example("payer_category", "note", {"household_registration": "22"}, ("payer_category",)),
    "document_expired": Example("document_valid_until", "hard", {"document_valid_until": "2024-02-04"}),
    "work_in_future": Example("first_work_date", "hard", {"first_work_date": "2024-02-06"}),
    "work_before_birth": Example("first_work_date", "hard", {"first_work_date": "1990-03-07"}),
    "shared_silent": Example("", "note", ETHNIC, facts=known(shared=Shared(Answer.SILENT))),
    "identity_confirmed": Example("", "note", NAME, facts=known(shared=FOUND)),
    "identity_unconfirmed": Example("", "note", NAME, facts=known(shared=Shared(Answer.ABSENT))),
    "confirmed_by_shared": Example(
        "ethnic", "note", {"ethnic": "01"}, facts=replace(recorded(ethnic="11"), shared=FOUND)
    ),
    "confirmed_by_number": Example("birth_date", "note", {}, ("birth_date",), recorded(birth_date="1990-03-08")),
    "shared_differs": Example("ethnic", "hard", ETHNIC, facts=known(shared=FOUND)),
    "shared_differs_proven": Example("ethnic", "note", ETHNIC, facts=known(shared=FOUND, papers=PROVEN)),
    "proof_missing": Example(MATERIALS, "hard", NAME),
    "officer_decides": Example(MATERIALS, "note", NAME, facts=known(papers=PROVEN)),
    "officers_decide": Example(
        MATERIALS, "note", {**NAME, "document_number": OTHER_NUMBER}, ("birth_date", "sex", "social_security_number"),
        known(papers=PROVEN),
    ),
}  # fmt: skip
UNDER_THE_LOCK: Final = {"not_employed_now", "value_changed_now", "number_taken_now"}
OF_TWO_RECORDS: Final = {"records_changed_now"}


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_example_gives_the_finding_at_its_field_and_the_words_get_their_values(code: str) -> None:
    example = EXAMPLES[code]
    found = {finding.code: finding for finding in example.findings()}
    assert code in found, sorted(found)
    finding = found[code]
    assert (finding.field or "", finding.severity) == (example.where, example.severity)
    entry = CATALOGUE[code]
    for text in (str(entry.message), str(entry.what_to_do)):
        assert {name for _, name, _, _ in Formatter().parse(text) if name} <= finding.params.keys()
    told = explain(code, finding.field, finding.params)
    assert "{" not in told.message + told.what_to_do
    assert told.message.endswith("。")
    assert told.what_to_do.endswith("。")


def test_every_entry_of_our_own_has_an_example_and_every_code_an_entry() -> None:
    ours = set(CATALOGUE) - set(shared.CELLS) - set(shared.FILING)
    assert ours == (EXAMPLES.keys() | UNDER_THE_LOCK | OF_TWO_RECORDS) - set(shared.CELLS) - set(shared.FILING)
    conflicts = (AREA / "sql" / "conflicts.sql").read_text().split("end as code")[0]
    assert set(re.findall(r"then '(\w+)'", conflicts)) == UNDER_THE_LOCK | {"employer_closed"}
    named = {code for path in (AREA / "rules").glob("*.py") for code in _named(path)}
    assert len(named) > 20
    assert named <= CATALOGUE.keys()


def _named(path: Path) -> set[str]:
    """The first argument of every hard(…), soft(…), note(…) that is written out."""
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call) and node.args]
    made = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in ("hard", "soft", "note")]
    return {str(call.args[0].value) for call in made if isinstance(call.args[0], ast.Constant)}


def test_the_law_data_and_the_fields_name_the_same_items() -> None:
    items = law().codes("change_item")
    papers = law().codes("change_paper")
    assert set(items) == set(BY_KEY)
    assert {code for code, entry in items.items() if entry.flag("batch")} == set(BATCH)
    assert {entry.name for entry in items.values()} == {BY_KEY[code].title for code in items}
    for code, entry in items.items():
        assert set(entry.texts("links")) | set(entry.texts("only_with")) <= set(items), code
        assert set(entry.texts("papers")) <= set(papers), code
        assert entry.text("review") in ("always", "unless_confirmed", "never"), code
        assert (entry.text("review") == "never") == (not entry.texts("papers")), code
        assert not entry.flag("batch") or entry.text("review") == "never", code
    assert [column.key for column in COLUMNS][3:] == list(BATCH)


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_value_or_a_finding(text: str) -> None:
    payload = {"name": "王建国", "document_type": "01", "document_number": NUMBER, CHOSEN: ",".join(BY_KEY)}
    line = Shaper(law(), TODAY).shape_page(payload | {f"{NEW}{item}": text for item in BY_KEY})
    rules.check(line, KNOWN, GIVEN)
    for change in rules.changes(line, KNOWN, GIVEN):
        assert change.old != change.new
    for item in line.wanted:
        assert item in line.values or line.complained(item) or item in derive.FOLLOWING


@given(st.text(st.characters(categories=["L", "M", "Co"], include_characters=" ·'-."), max_size=30))
def test_whatever_name_is_typed_its_spelling_is_letters_or_a_finding(text: str) -> None:
    payload = {"name": "王建国", "document_type": "01", "document_number": NUMBER, CHOSEN: "name,name_pinyin"}
    line = Shaper(law(), TODAY).shape_page(payload | {f"{NEW}name": text})
    found = {change.item: change.new for change in rules.changes(line, KNOWN, GIVEN)}
    assert found.get("name_pinyin", "letters").isascii()
    assert found.get("name_pinyin", "letters").isalpha()


@pytest.mark.parametrize(
    ("typed", "kept", "initials"),
    [("SHAN Xiongxin", "shanxiongxin", "sxx"), ("dānxióngxìn", "danxiongxin", "dxx")],
)
def test_a_spelling_is_kept_in_one_form_with_its_first_letters(typed: str, kept: str, initials: str) -> None:
    payload = {"document_type": "01", "document_number": NUMBER, "name": "王建国", CHOSEN: "name,name_pinyin"}
    line = Shaper(law(), TODAY).shape_page(payload | {f"{NEW}name": "单雄信", f"{NEW}name_pinyin": typed})
    found = {change.item: change.new for change in rules.changes(line, KNOWN, GIVEN)}
    assert (found["name_pinyin"], found["name_initials"]) == (kept, initials)


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("王𠮷", None),
        ("Иван", None),
        ("Đặng Văn A", ("dangvana", "dva")),
        ("Łukasz", ("lukasz", "l")),
        ("么红", ("yaohong", "yh")),
    ],
)
def test_a_name_is_spelt_as_a_whole_or_has_to_be_typed(name: str, changed: tuple[str, str] | None) -> None:
    """Half a spelling would be kept and searched as if it were the name."""
    payload = {"document_type": "01", "document_number": NUMBER, "name": "王建国", CHOSEN: "name,name_pinyin"}
    line = Shaper(law(), TODAY).shape_page(payload | {f"{NEW}name": name})
    found = {change.item: change.new for change in rules.changes(line, KNOWN, GIVEN)}
    unread = {finding.code for finding in rules.check(line, KNOWN, GIVEN)} & {"reading_unknown"}
    assert bool(unread) == (changed is None)
    assert (found.get("name_pinyin"), found.get("name_initials")) == (changed or (None, None))


def test_proposals_follow_what_is_typed_but_not_over_what_somebody_typed_otherwise() -> None:
    base = {"document_type": "01", "document_number": NUMBER, CHOSEN: "name,name_pinyin,has_rare_character"}
    first = {**base, f"{NEW}name": "仇英"}
    told = proposing.follow(base, first, RECORDED, law(), TODAY)
    assert told == {"name_pinyin": "qiuying", "has_rare_character": "false"}
    second = {**first, f"{NEW}name": "王㛃", f"{NEW}name_pinyin": "qiuying", f"{NEW}has_rare_character": "false"}
    assert proposing.follow(first, second, RECORDED, law(), TODAY) == {
        "name_pinyin": "wangjie",
        "has_rare_character": "true",
    }
    third = {**second, f"{NEW}name_pinyin": "wangxie"}
    assert "name_pinyin" not in proposing.follow(first, third, RECORDED, law(), TODAY)


def test_two_officers_agree_only_where_name_and_number_both_change() -> None:
    def stages(typed: dict[str, str], facts: Facts = KNOWN) -> int:
        payload = {"document_type": "01", CHOSEN: ",".join(typed), **{f"{NEW}{k}": v for k, v in typed.items()}}
        return rules.stages(Shaper(law(), TODAY).shape_page(payload), facts, GIVEN)

    assert stages(NAME) == 1
    assert stages({"document_number": OTHER_NUMBER}) == 1
    assert stages({**NAME, "document_number": OTHER_NUMBER}) == 2
    assert stages(NAME, known(recent=frozenset({"document_number"}))) == 2
    assert stages({"ethnic": "11"}, known(recent=frozenset({"name", "document_number"}))) == 1
    assert stages({"name": RECORDED["name"], "document_number": OTHER_NUMBER}) == 1
