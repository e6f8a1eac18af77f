"""`shebao demo-stories`: filings in every state, for a demonstration that is up; told again, they stay as they are."""

import argparse
import os
import sys

import django

from shebao.cli.database import available_database
from shebao.cli.place import DATABASE_URL


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """There is nothing to choose."""


def run(_arguments: argparse.Namespace) -> int:
    """Tell the stories; 1 with the reason on standard error when they cannot be told."""
    os.environ[DATABASE_URL] = available_database()
    django.setup()
    from shebao.cli import cities  # noqa: PLC0415 (knows the models, which setup has loaded now)
    from shebao.kernel.errors import ShebaoError  # noqa: PLC0415

    try:
        cities.stories()
    except ShebaoError as problem:
        sys.stderr.write(f"shebao demo-stories: {problem}\n")
        return 1
    return 0
