"""One example for every finding there is: what is typed or known, and where the finding stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from city.numbers import check_digit
from shebao.documents.spreadsheets.cells import BoolCell, ErrorCell, FormulaCell, MergedCell, NumberCell
from shebao.kernel.findings import Finding
from shebao.law import law
from shebao.services.enrolment import rules
from shebao.services.enrolment.shape import ShapedLine
from shebao.services.enrolment.tests.people import TODAY, foreigner, good, shaped, taiwan
from tests.workbooks import identity_number

HARD, SOFT, NOTE = "hard", "soft", "note"
CONFIRMED: Final = {"shared_result": "m"}
Cells = Mapping[str, Any]


@dataclass(frozen=True)
class Example:
    """A line and what is known that give one finding: at `where`, of weight `severity`."""

    where: str
    typed: Cells
    severity: str = HARD
    facts: rules.Facts = rules.UNKNOWN
    answers: Mapping[str, str] = field(default_factory=lambda: CONFIRMED)
    given: Mapping[str, Any] = field(default_factory=dict)

    def findings(self) -> list[Finding]:
        """Everything that reading and rules have to say."""
        line = answered(shaped(self.typed), **self.answers)
        return [*line.findings, *rules.check(line, self.facts, setting(**self.given))]


def setting(**changed: Any) -> rules.Setting:
    """The setting of a filing on the day of these tests."""
    usual: dict[str, Any] = {
        "employer_open": True, "first_row": {}, "ending": {}, "mobiles": {}, "proven": frozenset(),
    }  # fmt: skip
    return rules.setting(law(), TODAY, **(usual | changed))


def answered(line: ShapedLine, **answers: str) -> ShapedLine:
    """The line with what the other authorities said."""
    for name, value in answers.items():
        setattr(line, name, value)
    return line


def number(text: str) -> Example:
    """A document number that cannot be read."""
    return Example("document_number", good(document_number=text))


def name(text: str) -> Example:
    """A name that cannot be read."""
    return Example("name", good(name=text))


def typed(key: str, value: object, severity: str = HARD) -> Example:
    """One field typed so that it is found at that very field."""
    return Example(key, good(0, **{key: value}), severity)


def known(severity: str = HARD, where: str = "document_number", **facts: Any) -> Example:
    """A right line about whose person something is known."""
    return Example(where, good(), severity, rules.Facts(**facts))


def born(day: date, *, female: bool = False) -> str:
    """An identity number of somebody born on a day."""
    return identity_number(7, born=day, female=female)


WOMAN_OF_51 = born(date(1975, 2, 1), female=True)
PROVEN = {"proven": frozenset({1})}

EXAMPLES: Final[Mapping[str, Example]] = {
    # cells
    "required_missing": typed("mobile", None),
    "text_too_long": typed("occupation", "工" * 65),
    "invisible_character": typed("occupation", "工程\u200b师"),
    "code_unknown": typed("education", "博士后"),
    "scheme_unknown": typed("schemes", "养老,商业"),
    "date_malformed": typed("starts_on", "下月一日"),
    "date_impossible": typed("starts_on", "2026-02-30"),
    "date_out_of_range": typed("first_work_date", "1026-02-03"),
    "month_malformed": typed("insured_from", "本月"),
    "amount_malformed": typed("wage", "九千"),
    "amount_too_precise": typed("wage", "9000.125"),
    "amount_too_large": typed("wage", "9" * 15),
    "amount_negative": typed("wage", "-9000"),
    "number_malformed": typed("probation_months", "三个月"),
    "mobile_malformed": typed("mobile", "1380013800"),
    "email_malformed": typed("email", "name@"),
    "postcode_malformed": typed("postcode", "1000"),
    "formula_cell": typed("wage", FormulaCell("9000")),
    "error_cell": typed("wage", ErrorCell("#N/A")),
    "merged_cell": typed("wage", MergedCell("Z2:Z3")),
    "truth_cell": typed("occupation", BoolCell("TRUE")),
    "number_mangled": typed("document_number", NumberCell("1.10105199003070E+17")),
    # numbers
    "number_empty": number(" "),
    "number_too_long": number("1" * 70),
    "number_excel_scientific": number("1.10105E+17"),
    "number_excel_rounded": number("110105199003070000"),
    "number_length": number("11010519900307001"),
    "number_characters": number("11010519900307O017"),
    "number_format": Example("document_number", taiwan(document_type="台湾居民来往大陆通行证", document_number="123")),
    "number_checksum": number("110105199003070018"),
    "number_region": number(identity_number(1, region="000105")),
    "number_birth": number("11010519901307001" + check_digit("11010519901307001")),
    "number_birth_future": number(born(date(2030, 1, 1))),
    "number_old_15": number("110105900307001"),
    "number_is_residence_permit": number(identity_number(1, region="810000")),
    "number_is_permanent_card": number(identity_number(1, region="911840")),
    "number_other_place": Example(
        "document_number",
        taiwan(document_type="香港特区护照/港澳居民来往内地通行证", document_number="M12345678"),
    ),
    # names
    "name_empty": name("  "),
    "name_too_long": name("王" * 101),
    "name_characters": name("王@芳"),
    "name_invisible": name("王\u202e芳"),
    "name_placeholder": name("王?"),
    "name_dot": name("·王芳"),
    "rare_character": typed("name", "𠮷㛃", NOTE),
    "reading_unknown": typed("name", "王𠮷", NOTE),
    # the filing
    "employer_closed": Example("", good(), given={"employer_open": False}),
    "duplicate_line": Example("document_number", good(), given={"first_row": {("01", identity_number(0)): 7}}),
    "ending_in_same_filing": Example("document_number", good(), given={"ending": {("01", identity_number(0)): 7}}),
    "same_person_line": known(earlier_row=7),
    "pending_elsewhere": known(pending_number="202611230000000001"),
    "mobile_shared": Example("mobile", good(), SOFT, given={"mobiles": {"13800000000": 4}}),
    # who it is
    "birth_differs": typed("birth_date", "1990-03-08"),
    "sex_differs": typed("sex", "女"),
    "birth_missing": Example("birth_date", foreigner(birth_date=None)),
    "sex_missing": Example("sex", foreigner(sex="未说明的性别")),
    "name_differs_from_record": known(where="name", recorded_name="王芬"),
    "proof_missing": Example("document_type", foreigner()),
    "officer_decides": Example("document_type", foreigner(), NOTE, given=PROVEN),
    "shared_no_match": Example("name", good(), answers={"shared_result": "x"}),
    "shared_no_match_proven": Example("name", good(), NOTE, answers={"shared_result": "x"}, given=PROVEN),
    "shared_silent": Example("name", good(), answers={"shared_result": "s"}),
    "shared_silent_proven": Example("name", good(), NOTE, answers={"shared_result": "s"}, given=PROVEN),
    # where from
    "document_not_for_enrolment": typed("document_type", "残疾人证"),
    "household_differs": typed("household_registration", "外国人"),
    "nationality_differs": typed("nationality", "法国"),
    "nationality_missing": Example("nationality", foreigner(nationality=None)),
    "validity_missing": Example("document_valid_until", taiwan(document_valid_until=None)),
    "document_expired": typed("document_valid_until", "2026-11-22"),
    # life
    "deceased": known(died_on=date(2021, 5, 1)),
    "draws_pension": known(retired_on=date(2026, 11, 1)),
    "birth_too_early": Example("birth_date", foreigner(birth_date=None, document_type="外国人永久居留证",
                               document_number=identity_number(3, born=date(1899, 12, 31), region="911276"))),
    "too_young": Example("birth_date", good(document_number=born(date(2010, 11, 3)))),
    "past_retirement": Example("birth_date", good(document_number=born(date(1960, 1, 1)))),
    "maybe_past_retirement": Example("personal_identity", good(document_number=WOMAN_OF_51), SOFT),
    # contract
    "starts_in_future": typed("starts_on", "2026-12-01"),
    "ends_before_start": typed("ends_on", "2026-11-01"),
    "already_ended": typed("ends_on", "2026-11-20"),
    "end_missing": typed("ends_on", None),
    "end_not_wanted": Example("ends_on", good(term_kind="无固定期限")),
    "first_work_after_start": typed("first_work_date", "2026-11-03"),
    "first_work_too_young": typed("first_work_date", "2006-03-06", SOFT),
    "probation_not_allowed": Example("probation_months", good(ends_on="2027-01-31", probation_months="1")),
    "probation_too_long": typed("probation_months", "7"),
    "using_employer_missing": Example("using_employer", good(employment_form="劳务派遣用工")),
    "using_employer_unexpected": typed("using_employer", "某单位", SOFT),
    "under_contract": known(contract_starts_on=date(2025, 1, 1)),
    "done_before": known(NOTE, contract_starts_on=date(2026, 11, 2), contract_same=True, contract_number="1"),
    # insurance
    "month_in_future": typed("insured_from", "2026-12"),
    "month_too_early": Example("insured_from", good(starts_on="2026-10-08", insured_from="2026-10")),
    "insured_before_contract": Example("insured_from", good(starts_on="2026-11-02", insured_from="2026-10")),
    "months_missing": Example("insured_from", good(starts_on="2026-10-08"), SOFT),
    "registered_late": Example("starts_on", good(starts_on="2026-10-08"), SOFT),
    "wage_zero": typed("wage", "0"),
    "wage_below_minimum": typed("wage", "2539.99", SOFT),
    "wage_improbable": typed("wage", "144000", SOFT),
    "wage_in_thousands": typed("wage", "9.5", SOFT),
    "injury_missing": typed("schemes", "养老,失业"),
    "schemes_incomplete": typed("schemes", "工伤"),
    "exempt_schemes": Example("schemes", taiwan(schemes="工伤"), SOFT),
    "insured_elsewhere": known(covered_elsewhere="110,210"),
    "insured_here_until": known(where="insured_from", covered_here_until=202611),
    "insured_in_province": Example(
        "document_number", good(), answers=CONFIRMED | {"elsewhere": "130000"}
    ),
    "province_silent": Example("document_number", good(), NOTE, answers=CONFIRMED | {"elsewhere": "?"}),
}  # fmt: skip

UNDER_THE_LOCK: Final = frozenset(
    {"insured_elsewhere_now", "under_contract_now", "insured_here_now", "person_number_taken"}
)
"""Found by conflicts.sql alone; `test_races` has an example of each."""

NOT_HERE: Final = frozenset({"number_type_unknown", "year_malformed"})
"""A document type that is in no table has been refused before its number is read; no column here is a year."""
