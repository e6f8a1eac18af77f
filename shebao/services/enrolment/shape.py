"""Is a line well-formed? Pure: cells in, a typed line and its findings out; no database, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from shebao.documents.spreadsheets.cells import Cell
from shebao.kernel.findings import Finding, hard, note
from shebao.kernel.identifiers import parse_document, social_security_number
from shebao.kernel.names import parse_name
from shebao.kernel.pinyin import spell
from shebao.kernel.widths import echo
from shebao.law import Law
from shebao.services.enrolment.fields import COLUMNS, Column, Kind
from shebao.services.enrolment.reading import KEPT, CachedParser, Parsed, parser_of, to_text

ALL_SCHEMES = "110,210,410"
# Spellings serve the search only: the longest names may lose the tail of theirs.
MOST_PINYIN = 400
MOST_INITIALS = 100


@dataclass(slots=True)
class ShapedLine:
    """A line as read. None (or empty text) where a field was left out or could not be read; `raw` then keeps it."""

    line_no: int
    sheet_row: int | None
    name: str = ""
    document_type: str = ""
    document_number: str = ""
    sex: str = ""
    birth_date: date | None = None
    ethnic: str = ""
    nationality: str = ""
    document_valid_until: date | None = None
    household_registration: str = ""
    household_address: str = ""
    residence_address: str = ""
    postcode: str = ""
    mobile: str = ""
    email: str = ""
    education: str = ""
    personal_identity: str = ""
    first_work_date: date | None = None
    contract_kind: str = ""
    term_kind: str = ""
    signing: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    probation_months: int | None = None
    employment_form: str = ""
    occupation: str = ""
    using_employer: str = ""
    wage: Decimal | None = None
    schemes: str = ALL_SCHEMES
    insured_from: int | None = None
    enrolment_reason: str = ""
    medical_category: str = ""
    name_pinyin: str = ""
    name_initials: str = ""
    has_rare_character: bool = False
    social_security_number: str = ""
    # what the number itself says, for comparison with what was typed
    number_birth: date | None = None
    number_sex: str = ""
    number_country: str = ""
    raw: dict[str, str] | None = None
    shared_result: str = "n"
    elsewhere: str = ""
    findings: list[Finding] = field(default_factory=list)

    @property
    def row(self) -> int:
        """Where its sender finds it: the row of the workbook, or its number where there is no workbook."""
        return self.sheet_row or self.line_no

    @property
    def well_formed(self) -> bool:
        """Whether nothing hard was found while reading."""
        return not any(finding.severity == "hard" for finding in self.findings)


class Shaper:
    """Reads lines of one filing; keeps the parsers and what they remember."""

    def __init__(self, law: Law, today: date) -> None:
        self.law = law
        self.today = today
        self.plan = tuple(
            (column.key, column.kind, column.required, *_parser(column, law, today)) for column in COLUMNS
        )
        self.countries = law.codes("country")
        self.spellings: dict[str, tuple[str, str, str, bool]] = {}

    def shape(self, line_no: int, sheet_row: int | None, cells: Sequence[Cell]) -> ShapedLine:
        """One line from its cells, which stand in the order of `COLUMNS`.

        A text seen before in its column costs one look into a dictionary: this loop runs three million times
        for a large workbook.
        """
        line = ShapedLine(line_no, sheet_row)
        texts: dict[str, str] = {}
        for (key, kind, required, parse, seen), cell in zip(self.plan, cells, strict=True):
            if cell is None:
                if required:
                    line.findings.append(hard("required_missing", key, title=_TITLES[key]))
                continue
            if type(cell) is str:
                text = cell
            else:
                text, problem = to_text(cell, kind)
                if problem is not None:
                    self._complain(line, key, text, problem)
                    continue
            if parse is None:
                texts[key] = text
                continue
            found = seen.get(text) or parse(text)
            if found[1] is not None:
                self._complain(line, key, text, found[1])
            elif found[0] is not None:
                setattr(line, key, found[0])
            elif required:
                line.findings.append(hard("required_missing", key, title=_TITLES[key]))
        self._name(line, texts.get("name", ""))
        self._document(line, texts.get("document_number", ""))
        return line

    def _complain(self, line: ShapedLine, key: str, text: str, problem: str, **params: str) -> None:
        line.findings.append(hard(problem, key, title=_TITLES[key], value=echo(text), **params))
        _keep(line, key, text)

    def _name(self, line: ShapedLine, text: str) -> None:
        if not text:
            return
        spelled = self.spellings.get(text)
        if spelled is None:
            name = parse_name(text)
            if name.problem:
                self._complain(line, "name", text, name.problem)
                return
            spelling = spell(name.text)
            spelled = (name.text, spelling.full[:MOST_PINYIN], spelling.initials[:MOST_INITIALS], name.rare)
            if len(self.spellings) < KEPT:
                self.spellings[text] = spelled
        line.name, line.name_pinyin, line.name_initials, line.has_rare_character = spelled
        if line.has_rare_character:
            line.findings.append(note("rare_character", "name"))

    def _document(self, line: ShapedLine, text: str) -> None:
        if not text:
            return
        if not line.document_type:
            _keep(line, "document_number", text)
            return
        result = parse_document(line.document_type, text, self.today)
        if result.problem:
            self._complain(line, "document_number", text, result.problem, hint=result.hint)
            return
        line.document_number = result.number
        line.number_birth = result.birth
        line.number_sex = result.sex
        line.number_country = result.country if result.country in self.countries else ""
        line.birth_date = line.birth_date or result.birth
        line.sex = line.sex or line.number_sex
        stated = self.law.codes("document_type")[line.document_type].text("nationality")
        line.nationality = line.nationality or stated or line.number_country
        if line.nationality:
            line.social_security_number = social_security_number(result, line.nationality)


def _parser(column: Column, law: Law, today: date) -> tuple[CachedParser | None, dict[str, Parsed]]:
    """The parser of a column and what it remembers; none for name and number, which are read together at the end."""
    if column.kind in (Kind.NAME, Kind.DOCUMENT):
        return None, {}
    parser = CachedParser(column, parser_of(column, law, today))
    return parser, parser.seen


def _keep(line: ShapedLine, key: str, text: str) -> None:
    """Keep what was typed where it cannot be read."""
    if line.raw is None:
        line.raw = {}
    line.raw[key] = text


_TITLES: dict[str, str] = {column.key: column.title for column in COLUMNS}
