"""`shebao verify`: check the invariants of the data."""

import argparse
import json
import os

import django

from shebao.cli.database import available_database
from shebao.cli.place import DATABASE_URL
from shebao.verification.checks import Limits
from shebao.verification.run import Report, verify


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Output and limits."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="checks whose name begins with a word")
    parser.add_argument("--silent-days", type=int, default=7, help="days an unanswered message may stay unasked after")
    parser.add_argument("--waiting-minutes", type=int, default=60, help="minutes a due message or answer may wait")
    parser.add_argument("--step-minutes", type=int, default=15, help="minutes a step may wait for a worker")


def run(arguments: argparse.Namespace) -> int:
    """Check; 0 when everything holds, 1 when something does not, 2 when something could not be checked."""
    os.environ[DATABASE_URL] = available_database()
    django.setup()
    limits = Limits(
        waiting=f"{arguments.waiting_minutes} minutes",
        silence=f"{arguments.silent_days} days",
        step=f"{arguments.step_minutes} minutes",
    )
    report = verify(limits, arguments.only)
    print(json.dumps(report.as_json(), ensure_ascii=False) if arguments.json else _as_text(report))
    return report.exit_code


def _as_text(report: Report) -> str:
    lines = [f"{len(report.results)} checks, exit code {report.exit_code}"]
    lines += [f"Nothing could be checked: {report.problem}"] if report.problem else []
    for result in report.results:
        if result.problem:
            lines.append(f"{result.invariant} {result.name} could not be checked: {result.problem}")
        elif result.violations:
            lines.append(f"{result.invariant} {result.name}: {result.violations}. {result.title}")
            lines += [f"    {subject}" for subject in result.subjects]
    return "\n".join(lines)
