"""The process that is measured: `python -m shebao.benches measured_assessment MONTH [--connections N]`.

It does what `shebao assess` does; in a process of its own, so that its memory and SQL statements can be counted.
"""

import argparse
import json
import sys
import time
from typing import Any

from shebao.benches.machine import peak_mb
from shebao.contributions import monthly
from shebao.database import bulk
from shebao.kernel import clock
from shebao.kernel.months import Month
from shebao.law import law


def main(words: list[str]) -> None:
    """Measure, and print one JSON object."""
    parser = argparse.ArgumentParser()
    parser.add_argument("month", type=Month.parse)
    parser.add_argument("--connections", type=int, default=2)
    parser.add_argument("--employer", type=int)
    told = parser.parse_args(words)
    sys.stdout.write(json.dumps(measure(told.month, told.connections, told.employer)) + "\n")


def measure(month: Month, connections: int, employer_id: int | None) -> dict[str, Any]:
    """Run the month of the city, or of one employer."""
    law()  # read the law files before the clock starts, as the worker has
    with bulk.counted() as count:
        began, processor = time.monotonic(), time.process_time()
        run = monthly.run_month(month, now=clock.now(), connections=connections, employer_id=employer_id)
        seconds = time.monotonic() - began
    return {
        "charges": run.charges,
        "employers": run.employers_done,
        "seconds": round(seconds, 3),
        "processor_s": round(time.process_time() - processor, 3),
        "peak_rss_mb": peak_mb(),
        "sql_statements": count.statements,
    }
