"""`shebao reconcile`: what differs between contracts, coverage, charges, notices, payments and counterparties."""

import argparse
import json
import os
import sys
from typing import TYPE_CHECKING, Any

import django

from shebao.cli.database import available_database
from shebao.cli.place import DATABASE_URL
from shebao.kernel import clock, money

if TYPE_CHECKING:
    from shebao.reconciliation.scope import Scope


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to look at."""
    parser.add_argument("--month", metavar="YYYY-MM", help="费款所属期 (default: all that were assessed)")
    parser.add_argument("--employer", metavar="CODE", help="统一社会信用代码 of the only employer to be looked at")
    parser.add_argument("--most", type=int, default=20, help="subjects shown of each kind (default 20)")
    parser.add_argument("--silent-days", type=int, default=7, help="days a counterparty may take for an answer")
    parser.add_argument("--waiting-minutes", type=int, default=60, help="minutes something due may wait")
    parser.add_argument("--keep", action="store_true", help="keep the result for the operators' page 「对账」")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Look; 0 when nothing differs, 1 when something does, 2 when something could not be looked at."""
    os.environ[DATABASE_URL] = available_database()
    django.setup()
    from shebao.kernel.errors import ShebaoError  # noqa: PLC0415 (models are ready only now)
    from shebao.reconciliation import actions  # noqa: PLC0415 (as above)
    from shebao.reconciliation.run import Report, reconcile  # noqa: PLC0415 (as above)

    try:
        scope = _scope(arguments)
    except ShebaoError as error:
        sys.stderr.write(f"shebao reconcile: {error}\n")
        return 2
    report: Report = reconcile(scope, most=arguments.most)
    if arguments.keep:
        actions.keep(report, now=clock.now())
    print(json.dumps(report.as_json(), ensure_ascii=False) if arguments.json else "\n".join(_lines(report.as_json())))
    return report.exit_code


def _scope(arguments: argparse.Namespace) -> "Scope":
    from shebao.employers.models import Employer  # noqa: PLC0415 (models are ready only now)
    from shebao.kernel.errors import NotFound  # noqa: PLC0415 (as above)
    from shebao.kernel.months import Month  # noqa: PLC0415 (as above)
    from shebao.reconciliation.scope import Scope  # noqa: PLC0415 (as above)

    employer = None
    if arguments.employer:
        employer = Employer.objects.filter(credit_code=arguments.employer).values_list("pk", flat=True).first()
        if employer is None:
            raise NotFound(arguments.employer)
    return Scope(
        now=clock.now(),
        month=Month.parse(arguments.month) if arguments.month else None,
        employer_id=employer,
        waiting=f"{arguments.waiting_minutes} minutes",
        silence=f"{arguments.silent_days} days",
    )


def _lines(told: dict[str, Any]) -> list[str]:
    """The same for people."""
    lines = [f"{told['differences']} differences of {told['looked_for']} kinds looked for, {told['seconds']} s"]
    lines += [f"Nothing could be looked at: {told['problem']}"] if told["problem"] else []
    for kind in told["kinds"]:
        if kind["problem"]:
            lines.append(f"{kind['kind']} could not be looked at: {kind['problem']}")
            continue
        lines.append(f"{kind['kind']}: {kind['count']}, {_yuan(kind['fen'])} yuan → {kind['action']}. {kind['what']}")
        lines += [f"    {_subject(one)}" for one in kind["subjects"]]
    return lines


def _subject(one: dict[str, Any]) -> str:
    amount = "" if one["fen"] is None else f"{_yuan(one['fen'])} yuan"
    return " ".join(filter(None, [one["subject"], str(one["month"] or ""), one["employer_code"], amount]))


def _yuan(fen: int) -> str:
    return money.show(money.from_fen(fen))
