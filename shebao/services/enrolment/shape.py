"""Is a line well-formed? Pure: cells in, a typed line and its findings out; no database, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shebao.documents.spreadsheets.cells import Cell
from shebao.kernel.findings import note
from shebao.kernel.identifiers import social_security_number
from shebao.kernel.names import parse_name
from shebao.kernel.pinyin import spell
from shebao.law import Law
from shebao.services.enrolment.fields import COLUMNS
from shebao.services.lines.reading import KEPT
from shebao.services.lines.shape import CellReader, Shaped

ALL_SCHEMES = "110,210,410"
# Spellings serve the search only: the longest names may lose the tail of theirs.
MOST_PINYIN = 400
MOST_INITIALS = 100


@dataclass(slots=True)
class ShapedLine(Shaped):
    """A line as read. None (or empty text) where a field was left out or could not be read; `raw` then keeps it."""

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
    shared_result: str = "n"
    elsewhere: str = ""


class Shaper(CellReader):
    """Reads lines of one filing; keeps the parsers and what they remember."""

    def __init__(self, law: Law, today: date) -> None:
        super().__init__(COLUMNS, law, today)
        self.countries = law.codes("country")
        self.spellings: dict[str, tuple[str, str, str, bool]] = {}

    def shape(self, line_no: int, sheet_row: int | None, cells: Sequence[Cell]) -> ShapedLine:
        """One line from its cells, which stand in the order of `COLUMNS`."""
        line = ShapedLine(line_no, sheet_row)
        texts = self.read(line, cells)
        self._name(line, texts.get("name", ""))
        self._document(line, texts.get("document_number", ""))
        return line

    def _name(self, line: ShapedLine, text: str) -> None:
        if not text:
            return
        spelled = self.spellings.get(text)
        if spelled is None:
            name = parse_name(text)
            if name.problem:
                self.complain(line, "name", text, name.problem)
                return
            spelled = (name.text, *_spelled(name.text), name.rare)
            if len(self.spellings) < KEPT:
                self.spellings[text] = spelled
        line.name, line.name_pinyin, line.name_initials, line.has_rare_character = spelled
        if line.has_rare_character:
            line.findings.append(note("rare_character", "name"))
        if not line.name_pinyin:
            line.findings.append(note("reading_unknown", "name"))

    def _document(self, line: ShapedLine, text: str) -> None:
        result = self.document(line, text)
        if result is None:
            return
        line.number_birth = result.birth
        line.number_sex = result.sex
        line.number_country = result.country if result.country in self.countries else ""
        line.birth_date = line.birth_date or result.birth
        line.sex = line.sex or line.number_sex
        stated = self.law.codes("document_type")[line.document_type].text("nationality")
        line.nationality = line.nationality or stated or line.number_country
        if line.nationality:
            line.social_security_number = social_security_number(result, line.nationality)


def _spelled(name: str) -> tuple[str, str]:
    """姓名全拼 and its first letters; nothing rather than half a spelling where a character has no known reading."""
    spelling = spell(name)
    return (spelling.full[:MOST_PINYIN], spelling.initials[:MOST_INITIALS]) if spelling.complete else ("", "")
