"""How every fen came about: declared wage, bounds, base, rate, rounding, and the texts of the law behind each.

`explain` takes the entries of one person, scheme, employer and month with the law they were computed by, and gives an
`Explanation`. The same content reads as a sentence (`sentences.py`), as a table (`table.py`) and as JSON (`wire.py`).
Nothing here asks the database.
"""

from shebao.contributions.explaining.arithmetic import Explanation, Step, explain
from shebao.contributions.explaining.sentences import of_step, sentence
from shebao.contributions.explaining.table import Line, table
from shebao.contributions.explaining.table import of_step as lines_of_step
from shebao.contributions.explaining.wire import as_json

__all__ = ["Explanation", "Line", "Step", "as_json", "explain", "lines_of_step", "of_step", "sentence", "table"]
