"""Is a line that ends a contract well-formed? Pure: cells in, a typed line and its findings out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shebao.documents.spreadsheets.cells import Cell
from shebao.kernel.findings import Finding, hard, note
from shebao.kernel.months import Month
from shebao.kernel.names import parse_name
from shebao.law import Law
from shebao.services.lines.shape import CellReader, Shaped
from shebao.services.withdrawal.fields import COLUMNS
from shebao.services.withdrawal.reasons import fitting_stops, is_void, usual_stop


@dataclass(slots=True)
class EndingLine(Shaped):
    """A line as read. `void`: enrolled by mistake; `last_month` is the last insured month then without meaning."""

    ended_on: date | None = None
    end_reason: str = ""
    stop_reason: str = ""
    void: bool = False

    @property
    def last_month(self) -> Month | None:
        """The last insured month: that of the day, whichever day of it. None for a mistake, or without a day."""
        return None if self.void or self.ended_on is None else Month.of(self.ended_on)


class EndingShaper(CellReader):
    """Reads lines of one filing; keeps the parsers and what they remember."""

    def __init__(self, law: Law, today: date) -> None:
        super().__init__(COLUMNS, law, today)

    def shape(self, line_no: int, sheet_row: int | None, cells: Sequence[Cell]) -> EndingLine:
        """One line from its cells, which stand in the order of `COLUMNS`."""
        line = EndingLine(line_no, sheet_row)
        texts = self.read(line, cells)
        self._name(line, texts.get("name", ""))
        self.document(line, texts.get("document_number", ""))
        self._stop_reason(line)
        return line

    def _name(self, line: EndingLine, text: str) -> None:
        if not text:
            return
        name = parse_name(text)
        if name.problem:
            self.complain(line, "name", text, name.problem)
        else:
            line.name = name.text

    def _stop_reason(self, line: EndingLine) -> None:
        """Left out, it follows from the reason of the contract's end, unless a death would follow with it."""
        if not line.stop_reason and line.end_reason and not line.complained("stop_reason"):
            line.stop_reason = usual_stop(self.law, line.end_reason)
            line.findings.append(self._taken(line))
        line.void = is_void(self.law, line.stop_reason)

    def _taken(self, line: EndingLine) -> Finding:
        stops = self.law.codes("stop_reason")
        if line.stop_reason:
            return note("stop_reason_taken", "stop_reason", reason=stops.name_of(line.stop_reason))
        return hard(
            "stop_reason_needed",
            "stop_reason",
            end=self.law.codes("contract_end_reason").name_of(line.end_reason),
            stops="”或“".join(stops.name_of(code) for code in fitting_stops(self.law, line.end_reason)),
        )
