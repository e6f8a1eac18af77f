"""Writing what reading and rules have found, for any number of lines in one COPY."""

import json
from collections.abc import Iterable
from typing import Final

from shebao.database import bulk
from shebao.kernel.findings import Finding

_COLUMNS: Final = ("declaration_id", "line_no", "code", "severity", "field", "params")


def write(declaration_id: int, findings: Iterable[tuple[int, Iterable[Finding]]]) -> None:
    """Keep findings, given by line."""
    bulk.copy_in(
        "declarations_finding",
        _COLUMNS,
        (
            (
                declaration_id, line_no, finding.code, finding.severity.value, finding.field or "",
                json.dumps(dict(finding.params), ensure_ascii=False),
            )
            for line_no, found in findings
            for finding in found
        ),
    )  # fmt: skip
