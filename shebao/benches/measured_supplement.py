"""The process that is measured: `python -m shebao.benches measured_supplement WORKBOOK [--profile]`.

It does what portal and worker do with a workbook of months to be made up: hand in, preview, confirm, post; in one
process, so that its memory and its SQL statements can be counted.
"""

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

from django.db import connection

from shebao.benches.filing import CLERK, Filing
from shebao.benches.machine import peak_mb
from shebao.benches.measured_import import SHOWN, Profile
from shebao.database import bulk
from shebao.declarations import actions
from shebao.declarations.models import Declaration, State
from shebao.exchange import clients
from shebao.kernel import clock
from shebao.services.supplements import actions as supplements
from shebao.worker import steps


def main(words: list[str]) -> None:
    """Measure, and print one JSON object."""
    parser = argparse.ArgumentParser()
    parser.add_argument("workbook", type=Path)
    parser.add_argument("--profile", action="store_true")
    told = parser.parse_args(words)
    sys.stdout.write(json.dumps(measure(told.workbook, profile=told.profile)) + "\n")


def measure(workbook: Path, *, profile: bool) -> dict[str, Any]:
    """Make the months up for the city's first employer."""
    filing = Filing.prepare(workbook, service=supplements.SERVICE).declaration
    spent = Profile()
    with connection.execute_wrapper(spent), bulk.counted() as count:
        began = time.monotonic()
        actions.submit(CLERK, filing.pk, now=clock.now())
        checked = _work(filing)
        previewed = time.monotonic()
        supplements.confirm(CLERK, filing.pk, checked.content_version, now=clock.now())
        done = _work(filing)
        posted = time.monotonic()
    return {
        "previewed_s": round(previewed - began, 3),
        "posted_s": round(posted - previewed, 3),
        "checked": [checked.state, checked.good, checked.bad],
        "done": [done.state, done.effective, done.failed],
        "peak_rss_mb": peak_mb(),
        "sql_statements": count.statements,
        **({"profile": {text: round(s, 3) for text, s in spent.seconds.most_common(SHOWN)}} if profile else {}),
    }


def _work(filing: Declaration) -> Declaration:
    steps.work(clients.authorities(), clock.now, single=False)
    found = Declaration.objects.get(pk=filing.pk)
    if found.state not in (State.CHECKED, State.EFFECTIVE):
        sys.stderr.write(f"the filing is {found.state}\n")
    return found
