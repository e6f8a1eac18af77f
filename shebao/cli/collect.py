"""`shebao collect`: find what is overdue on a day, tell employers and tax."""

import argparse
import os
from datetime import date

import django

from shebao.audit.actions import Actor
from shebao.cli.database import available_database
from shebao.cli.place import DATABASE_URL
from shebao.kernel import clock, money


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The day."""
    parser.add_argument("--day", type=date.fromisoformat, default=None, help="YYYY-MM-DD; default: today in Beijing")


def run(arguments: argparse.Namespace) -> int:
    """Look once; what was found before is not found again."""
    os.environ[DATABASE_URL] = available_database()
    django.setup()
    from shebao.collection import actions  # noqa: PLC0415 models are ready only now

    day = arguments.day or clock.today()
    found = actions.collect(Actor.system("征收", door="cli"), day)
    owed = money.show(money.from_fen(found.owed_fen))
    print(f"{day}: {found.notices} notices of {found.employers} employers became overdue, {owed} yuan")
    return 0
