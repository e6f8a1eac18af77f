"""`shebao worker`: check and apply declarations, deliver messages, take in answers."""

import argparse
import os
import signal
import threading
from types import FrameType

import django

from shebao.cli.database import available_database
from shebao.cli.place import DATABASE_URL

LANES = ("quick", "bulk", "exchange")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which part of the work; for more throughput start the command several times."""
    parser.add_argument(
        "--lane",
        action="append",
        choices=LANES,
        default=[],
        help="quick: single filings and decisions; bulk: workbooks; exchange: messages and answers (default: all)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Work until SIGTERM or SIGINT, finish the steps at hand; the exit code."""
    os.environ[DATABASE_URL] = available_database()
    django.setup()
    from shebao.worker import loop  # noqa: PLC0415 models can be imported only now

    stop = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    loop.run(arguments.lane, stop)
    return 0
