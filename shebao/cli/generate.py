"""`shebao generate`: fill an empty database with a synthetic city."""

import argparse
import os
import sys

import django

from shebao.cli.database import available_database
from shebao.cli.place import DATABASE_URL


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Size and seed, or the demonstration's city."""
    parser.add_argument("--persons", type=int, default=20_000, help="insured persons (default: 20,000)")
    parser.add_argument("--employers", type=int, help="employers (default: one for every 20 persons)")
    parser.add_argument("--seed", type=int, default=1, help="the counterparties must share it (default: 1)")
    parser.add_argument("--demo", action="store_true", help="the small city of the demonstration, with its accounts")


def run(arguments: argparse.Namespace) -> int:
    """Fill; 1 with the reason on standard error when it cannot be done."""
    os.environ[DATABASE_URL] = available_database()
    django.setup()
    from shebao.cli import cities  # noqa: PLC0415 (knows the models, which setup has loaded now)
    from shebao.kernel.errors import ShebaoError  # noqa: PLC0415

    try:
        cities.demo(arguments.seed) if arguments.demo else cities.city(
            arguments.seed, arguments.employers or max(1, arguments.persons // 20), arguments.persons
        )
    except (ShebaoError, ValueError) as problem:
        sys.stderr.write(f"shebao generate: {problem}\n")
        return 1
    return 0
