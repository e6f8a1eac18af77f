"""`shebao assess`: the monthly run."""

import argparse
import json
import os
import sys
import time

import django

from shebao.cli.database import available_database
from shebao.cli.place import DATABASE_URL
from shebao.kernel import clock


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which month, and of whom."""
    parser.add_argument("--month", required=True, metavar="YYYY-MM", help="费款所属期")
    parser.add_argument("--employer", metavar="CODE", help="统一社会信用代码 of the only employer to be assessed")
    parser.add_argument("--connections", type=int, default=2, help="chunks under way at once (default 2)")
    parser.add_argument("--json", action="store_true", help="print one JSON object, and no progress")


def run(arguments: argparse.Namespace) -> int:
    """Assess the month; 1 if somebody could not be assessed."""
    os.environ[DATABASE_URL] = available_database()
    django.setup()
    from shebao.contributions import monthly, queries  # noqa: PLC0415 (they know models, which setup has loaded now)
    from shebao.contributions.models import Run  # noqa: PLC0415 (as above)
    from shebao.employers.models import Employer  # noqa: PLC0415 (as above)
    from shebao.kernel.errors import ShebaoError  # noqa: PLC0415 (as above)
    from shebao.kernel.months import Month  # noqa: PLC0415 (as above)

    def show(one: Run) -> None:
        if not arguments.json:
            sys.stderr.write(f"\r{one.month}: {monthly.share_of(one)} %")

    began = time.monotonic()
    try:
        month = Month.parse(arguments.month)
        employer_id = None
        if arguments.employer:
            employer_id = Employer.objects.values_list("pk", flat=True).get(credit_code=arguments.employer)
        done = monthly.run_month(
            month, now=clock.now(), connections=arguments.connections, employer_id=employer_id, progress=show
        )
    except (ShebaoError, Employer.DoesNotExist) as error:
        sys.stderr.write(f"shebao assess: {error}\n")
        return 2
    result = {
        "month": done.month,
        "run": done.pk,
        "employers": done.employers_done,
        "charges": done.charges,
        "problems": queries.open_problems(month),
        "seconds": round(time.monotonic() - began, 3),
    }
    print(
        json.dumps(result) if arguments.json else "\n" + "\n".join(f"{key}: {value}" for key, value in result.items())
    )
    return 1 if result["problems"] else 0
