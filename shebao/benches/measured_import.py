"""The process that is measured: `python -m shebao.benches measured_import WORKBOOK [--profile]`.

It does what portal and worker do with a workbook that has been uploaded: hand in, check, confirm, apply; in one
process, so that its memory and its SQL statements can be counted. Moments are those of the monotonic clock, which
all processes of a machine share.
"""

import argparse
import json
import resource
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from django.db import connection

from shebao.benches.filing import Filing
from shebao.benches.machine import peak_mb
from shebao.database import bulk
from shebao.exchange import clients

KIB = 1024
SHOWN = 25


class Profile:
    """Seconds spent in SQL statements, by their first words; COPY is not among them."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()

    def __call__(self, execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        """Django's execute wrapper."""
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seconds[" ".join(str(sql).split())[:100]] += time.perf_counter() - began  # type: ignore[assignment]


def main(words: list[str]) -> None:
    """Measure, and print one JSON object."""
    parser = argparse.ArgumentParser()
    parser.add_argument("workbook", type=Path)
    parser.add_argument("--profile", action="store_true")
    told = parser.parse_args(words)
    sys.stdout.write(json.dumps(measure(told.workbook, profile=told.profile)) + "\n")


def measure(workbook: Path, *, profile: bool) -> dict[str, Any]:
    """File the workbook for the city's first employer."""
    filing = Filing.prepare(workbook)
    authorities = clients.authorities()
    spent = Profile()
    with connection.execute_wrapper(spent), bulk.counted() as count:
        began, processor = time.monotonic(), time.process_time()
        filing.submit(authorities)
        checked = time.monotonic()
        filing.confirm(authorities)
        effective = time.monotonic()
    clients.close(authorities)
    return {
        "began_at": began,
        "checked_s": round(checked - began, 3),
        "effective_s": round(effective - began, 3),
        "processor_s": round(time.process_time() - processor, 3),
        "peak_rss_mb": peak_mb(),
        "child_peak_rss_mb": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / KIB, 1),
        "sql_statements": count.statements,
        "role": filing.role(),
        **({"profile": {text: round(s, 3) for text, s in spent.seconds.most_common(SHOWN)}} if profile else {}),
    }
