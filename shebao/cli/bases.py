"""`shebao bases`: what an operator does about the yearly declaration of bases."""

import argparse
import json
import sys
from collections.abc import Iterator

import django

from shebao.kernel import clock

AT_ONCE = 500
"""Employers in one transaction: whoever stops the command loses no more than that, and starts it again."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which year, and of whom."""
    parser.add_argument(
        "--undeclared", action="store_true", required=True, help="assess who was not declared in time at 110 percent"
    )
    parser.add_argument("--year", type=int, required=True, metavar="YYYY", help="缴费年度, by the year it begins in")
    parser.add_argument("--employer", metavar="CODE", help="统一社会信用代码 of the only employer")
    parser.add_argument("--json", action="store_true", help="print one JSON object, and no progress")


def run(arguments: argparse.Namespace) -> int:
    """Assess them; 2 if it could not be done, such as before the window has closed. Doing it again changes nothing."""
    django.setup()
    from shebao.audit.actions import Actor  # noqa: PLC0415 (they know models, which setup has loaded now)
    from shebao.kernel.errors import ShebaoError  # noqa: PLC0415 (as above)
    from shebao.services.bases.undeclared import assess_undeclared  # noqa: PLC0415 (as above)

    actor = Actor.system("未申报缴费基数核定", door="cli")
    employers = persons = 0
    try:
        for chunk in _employers(arguments.employer):
            persons += assess_undeclared(actor, arguments.year, chunk, now=clock.now())
            employers += len(chunk)
            if not arguments.json:
                sys.stderr.write(f"\r{employers} employers, {persons} persons")
    except ShebaoError as error:
        sys.stderr.write(f"shebao bases: {error}\n")
        return 2
    result = {"year": arguments.year, "employers": employers, "persons": persons}
    print(json.dumps(result) if arguments.json else "\n" + "\n".join(f"{key}: {n}" for key, n in result.items()))
    return 0


def _employers(code: str | None) -> Iterator[tuple[int, ...]]:
    """Ids of the employers, in chunks; NotFound for a code that no employer has."""
    from shebao.employers.models import Employer  # noqa: PLC0415 (as above)
    from shebao.kernel.errors import NotFound  # noqa: PLC0415 (as above)

    found = Employer.objects.order_by("pk")
    ids = list((found.filter(credit_code=code) if code else found).values_list("pk", flat=True))
    if code and not ids:
        raise NotFound(f"no employer has the code {code}")
    for at in range(0, len(ids), AT_ONCE):
        yield tuple(ids[at : at + AT_ONCE])
