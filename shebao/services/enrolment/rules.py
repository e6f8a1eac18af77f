"""May this line be done? Pure: a line, what is known about it and the law of the day in, all findings out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shebao.kernel.findings import Finding, hard, note, soft
from shebao.kernel.months import Month
from shebao.law import Law
from shebao.services.enrolment.shape import ShapedLine

HUNDRED = Decimal(100)
IMPROBABLE_WAGE = Decimal(10)  # times the upper bound: more is likely a yearly wage or one in fen
SAME_MOBILE = 3  # so many persons of one workbook may share a mobile number without remark
FIXED_TERM, OPEN_ENDED, TASK = "CT1", "CT2", "CT3"
CITIZEN = "01"


@dataclass(frozen=True, slots=True)
class Facts:
    """What we know about the person of a line. The defaults are those of somebody never seen."""

    person_id: int | None = None
    recorded_name: str = ""
    died_on: date | None = None
    retired_on: date | None = None
    contract_starts_on: date | None = None
    contract_insured_from: int | None = None
    contract_wage: Decimal | None = None
    contract_number: str = ""
    covered_elsewhere: str = ""
    pending_number: str = ""


UNKNOWN = Facts()


@dataclass(frozen=True, slots=True)
class Setting:
    """What is the same for all lines of a filing: the day, the law of that day, the employer, the filing itself."""

    today: date
    month: Month
    earliest_month: Month
    latest_start: date
    minimum_age: int
    minimum_wage: Decimal | None
    upper_bound: Decimal | None
    registration_days: int
    probation: tuple[int, int, int, int]
    employer_open: bool
    first_line: dict[tuple[str, str], int]
    mobiles: dict[str, int]
    proven: frozenset[int]
    law: Law

    def flag(self, table: str, code: str, attribute: str) -> bool:
        """A yes-or-no attribute of a code; no when the code could not be read."""
        found = self.law.tables[table].get(code)
        return found is not None and found.flag(attribute)

    def text(self, table: str, code: str, attribute: str) -> str:
        """A text attribute of a code; empty when the code could not be read."""
        found = self.law.tables[table].get(code)
        return "" if found is None else found.text(attribute)

    def name(self, table: str, code: str) -> str:
        """The Chinese name of a code."""
        return self.law.tables[table].name_of(code)


def setting(
    law: Law,
    today: date,
    *,
    employer_open: bool,
    first_line: dict[tuple[str, str], int],
    mobiles: dict[str, int],
    proven: frozenset[int],
) -> Setting:
    """The setting of a filing checked on `today`; `proven` are the lines whose proof of identity has been handed in."""
    month = Month.of(today)
    wage = law.find("minimum_wage", today)
    try:
        upper = law.bounds("110", month).upper
    except LookupError:
        upper = None
    return Setting(
        today=today,
        month=month,
        earliest_month=month - law.count("enrolment/months_back", month),
        latest_start=month.last_day,
        minimum_age=law.count("minimum_age", today),
        minimum_wage=wage.value if wage is not None and isinstance(wage.value, Decimal) else None,
        upper_bound=upper,
        registration_days=law.count("registration_days", today),
        probation=(
            law.count("probation/minimum_term", today),
            law.count("probation/under_1_year", today),
            law.count("probation/under_3_years", today),
            law.count("probation/from_3_years", today),
        ),
        employer_open=employer_open,
        first_line=first_line,
        mobiles=mobiles,
        proven=proven,
        law=law,
    )


Rule = Callable[[ShapedLine, Facts, Setting], Iterator[Finding]]


def check(line: ShapedLine, facts: Facts, given: Setting) -> list[Finding]:
    """Everything the rules have to say about a line, not only the first; fields that could not be read are passed over."""
    found: list[Finding] = []
    for rule in RULES:
        found.extend(rule(line, facts, given))
    return found


def filing(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """The employer is registered, the person stands once in the workbook, no other filing of theirs is under way."""
    if not given.employer_open:
        yield hard("employer_closed")
    first = given.first_line.get((line.document_type, line.document_number), line.line_no)
    if first != line.line_no:
        yield hard("duplicate_line", "document_number", line=first)
    if facts.pending_number:
        yield hard("pending_elsewhere", "document_number", number=facts.pending_number)
    if line.mobile and given.mobiles.get(line.mobile, 0) > SAME_MOBILE:
        yield soft("mobile_shared", "mobile", count=given.mobiles[line.mobile])


def identity(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """What was typed agrees with the number, with our records and with shared data."""
    if line.number_birth and line.birth_date != line.number_birth:
        yield hard("birth_differs", "birth_date", number=line.number_birth.isoformat())
    if line.number_sex and line.sex != line.number_sex:
        yield hard("sex_differs", "sex", number=given.name("sex", line.number_sex))
    if line.birth_date is None and line.document_number and not _complained(line, "birth_date"):
        yield hard("birth_missing", "birth_date")
    if line.sex not in ("1", "2") and line.document_number and not _complained(line, "sex"):
        yield hard("sex_missing", "sex")
    if facts.recorded_name and line.name and facts.recorded_name != line.name:
        yield hard("name_differs_from_record", "name")
    yield from _confirmed(line, given)


def _complained(line: ShapedLine, key: str) -> bool:
    """Whether reading the line already found fault with a field."""
    return any(finding.field == key for finding in line.findings)


def _confirmed(line: ShapedLine, given: Setting) -> Iterator[Finding]:
    """Without shared data a proof of identity and an officer's approval are needed (services.md §1)."""
    if not (line.name and line.document_number):
        return
    proven = line.line_no in given.proven
    if given.text("document_type", line.document_type, "review") == "always":
        yield note("officer_decides", "document_type") if proven else hard("proof_missing", "document_type")
    elif line.shared_result == "x":
        yield note("shared_no_match_proven", "name") if proven else hard("shared_no_match", "name")
    elif line.shared_result != "m":
        yield note("shared_silent_proven", "name") if proven else hard("shared_silent", "name")


def origin(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """Document, nationality and household registration belong together."""
    if not line.document_type:
        return
    group = given.text("document_type", line.document_type, "group")
    if not given.flag("document_type", line.document_type, "enrolment"):
        yield hard("document_not_for_enrolment", "document_type")
    if (
        line.household_registration
        and given.text("household_registration", line.household_registration, "group") != group
    ):
        yield hard(
            "household_differs", "household_registration", document=given.name("document_type", line.document_type)
        )
    yield from _nationality(line, group, given)
    if group != "domestic" and line.document_valid_until is None and not _complained(line, "document_valid_until"):
        yield hard("validity_missing", "document_valid_until")
    if line.document_valid_until and line.document_valid_until < given.today:
        yield hard("document_expired", "document_valid_until", day=line.document_valid_until.isoformat())


def _nationality(line: ShapedLine, group: str, given: Setting) -> Iterator[Finding]:
    if _complained(line, "nationality"):
        return
    expected = given.text("document_type", line.document_type, "nationality")
    if expected and line.nationality and line.nationality != expected:
        yield hard("nationality_differs", "nationality", document=given.name("document_type", line.document_type))
    if group == "foreign" and line.nationality in ("", "CHN", "HKG", "MAC", "TWN"):
        yield hard("nationality_missing", "nationality")


def life(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """The person is alive, old enough and not of retirement age."""
    if facts.died_on:
        yield hard("deceased", "document_number")
    if facts.retired_on and facts.retired_on <= given.today:
        yield hard("draws_pension", "document_number")
    if line.birth_date is None:
        return
    if line.starts_on and _age(line.birth_date, line.starts_on) < given.minimum_age:
        yield hard("too_young", "birth_date", age=given.minimum_age)
    if line.sex in ("1", "2") and line.insured_from:
        yield from _retirement(line, line.birth_date, given)


def _retirement(line: ShapedLine, birth: date, given: Setting) -> Iterator[Finding]:
    if given.today.year - birth.year < 49:  # nobody retires earlier: women workers at 50
        return
    cadre = given.flag("personal_identity", line.personal_identity, "cadre")
    latest = given.law.retirement_month(
        birth, line.sex, cadre=cadre or (line.sex == "2" and not line.personal_identity)
    )
    if int(latest) < (line.insured_from or 0):
        yield hard("past_retirement", "birth_date", month=latest.chinese)
    elif line.sex == "2" and not line.personal_identity:
        early = given.law.retirement_month(birth, line.sex, cadre=False)
        if int(early) < (line.insured_from or 0):
            yield soft("maybe_past_retirement", "personal_identity", month=early.chinese)


def _age(birth: date, day: date) -> int:
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def term(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """The contract's dates fit each other and its kind (劳动合同法 §13–15)."""
    if line.starts_on is None:
        return
    if line.starts_on > given.latest_start:
        yield hard("starts_in_future", "starts_on", latest=given.latest_start.isoformat())
    if line.ends_on and line.ends_on < line.starts_on:
        yield hard("ends_before_start", "ends_on")
    elif line.ends_on and line.ends_on < given.today:
        yield hard("already_ended", "ends_on")
    if line.term_kind == FIXED_TERM and line.ends_on is None and not _complained(line, "ends_on"):
        yield hard("end_missing", "ends_on")
    if line.term_kind == OPEN_ENDED and line.ends_on:
        yield hard("end_not_wanted", "ends_on")
    if line.first_work_date and line.first_work_date > line.starts_on:
        yield hard("first_work_after_start", "first_work_date")
    if line.first_work_date and line.birth_date and _age(line.birth_date, line.first_work_date) < given.minimum_age:
        yield soft("first_work_too_young", "first_work_date", age=given.minimum_age)


def probation(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """The probation is no longer than the contract's term allows (劳动合同法 §19)."""
    months = line.probation_months
    if not months or line.starts_on is None:
        return
    minimum, under_year, under_three, longest = given.probation
    length = _months_between(line.starts_on, line.ends_on) if line.ends_on and line.term_kind != OPEN_ENDED else None
    if line.term_kind == TASK or (length is not None and length < minimum):
        yield hard("probation_not_allowed", "probation_months")
        return
    allowed = longest if length is None or length >= 36 else under_three if length >= 12 else under_year
    if months > allowed:
        yield hard("probation_too_long", "probation_months", most=allowed)


def _months_between(start: date, last_day: date) -> int:
    """Whole months from `start` to the end of `last_day`: 2024-01-01 to 2024-12-31 is 12."""
    end = date.fromordinal(last_day.toordinal() + 1)
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def dispatch(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """A dispatched worker (劳务派遣) has a using employer, others have none."""
    dispatched = given.flag("contract_kind", line.contract_kind, "dispatch") or given.flag(
        "employment_form", line.employment_form, "dispatch"
    )
    if dispatched and not line.using_employer:
        yield hard("using_employer_missing", "using_employer")
    if line.using_employer and not dispatched:
        yield soft("using_employer_unexpected", "using_employer")


def start(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """The first insured month: not in the future, not past (that is 个人补缴), not before the contract."""
    if line.insured_from is None or line.starts_on is None:
        return
    first = Month.from_int(line.insured_from)
    if first > given.month:
        yield hard("month_in_future", "insured_from", month=given.month.chinese)
    if first < given.earliest_month:
        yield hard("month_too_early", "insured_from", month=given.earliest_month.chinese)
    begun = Month.of(line.starts_on)
    if first < begun:
        yield hard("insured_before_contract", "insured_from", month=begun.chinese)
    elif begun < first <= given.month:
        yield soft("months_missing", "insured_from", month=begun.chinese)
    if (given.today - line.starts_on).days > given.registration_days:
        yield soft("registered_late", "starts_on", days=given.registration_days)


def wage(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """The wage is one that a month may have; odd ones are asked about, not refused."""
    if line.wage is None:
        return
    if line.wage <= 0:
        yield hard("wage_zero", "wage")
    full_time = given.flag("employment_form", line.employment_form, "full_time")
    if given.minimum_wage and full_time and 0 < line.wage < given.minimum_wage:
        yield soft("wage_below_minimum", "wage", amount=given.minimum_wage)
    if given.upper_bound and line.wage > given.upper_bound * IMPROBABLE_WAGE:
        yield soft("wage_improbable", "wage")
    if facts.contract_wage is None and line.wage != line.wage.to_integral_value() and line.wage < HUNDRED:
        yield soft("wage_in_thousands", "wage")


def insurance(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """Schemes are complete, and nobody else insures the person in the same month."""
    group = given.text("document_type", line.document_type, "group") or "domestic"
    chosen = line.schemes.split(",")
    if "410" not in chosen:
        yield hard("injury_missing", "schemes")
    if "110" not in chosen or "210" not in chosen:
        yield soft("exempt_schemes", "schemes") if group != "domestic" else hard("schemes_incomplete", "schemes")
    blocked = [code for code in facts.covered_elsewhere.split(",") if code and code in chosen]
    if blocked:
        short = "、".join(given.text("scheme", code, "short") for code in blocked)
        yield hard("insured_elsewhere", "document_number", schemes=short)
    if line.elsewhere == "?":
        yield note("province_silent", "document_number")
    elif line.elsewhere and "110" in chosen:
        yield hard("insured_in_province", "document_number", province=province_name(line.elsewhere))


def contract(line: ShapedLine, facts: Facts, given: Setting) -> Iterator[Finding]:
    """The person is not already under contract here; the very same filing again is only a note."""
    if facts.contract_starts_on is None:
        return
    same = (
        facts.contract_starts_on == line.starts_on
        and facts.contract_insured_from == line.insured_from
        and facts.contract_wage == line.wage
    )
    if same:
        yield note("done_before", "document_number", number=facts.contract_number)
    else:
        yield hard("under_contract", "document_number", day=facts.contract_starts_on.isoformat())


RULES: tuple[Rule, ...] = (
    filing, identity, origin, life, term, probation, dispatch, start, wage, insurance, contract,
)  # fmt: skip

PROVINCES = {
    "12": "天津市", "13": "河北省", "14": "山西省", "15": "内蒙古自治区", "21": "辽宁省", "22": "吉林省", "23": "黑龙江省",
    "31": "上海市", "32": "江苏省", "33": "浙江省", "34": "安徽省", "35": "福建省", "36": "江西省", "37": "山东省",
    "41": "河南省", "42": "湖北省", "43": "湖南省", "44": "广东省", "45": "广西壮族自治区", "46": "海南省",
    "50": "重庆市", "51": "四川省", "52": "贵州省", "53": "云南省", "54": "西藏自治区", "61": "陕西省", "62": "甘肃省",
    "63": "青海省", "64": "宁夏回族自治区", "65": "新疆维吾尔自治区",
}  # fmt: skip


def province_name(code: str) -> str:
    """The name of a province by the first two digits of its GB/T 2260 code; the code itself when unknown."""
    return PROVINCES.get(code[:2], code)
