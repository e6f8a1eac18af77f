"""The command `shebao`: finds the subcommand's module, and loads only that one."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from typing import Protocol, cast

from shebao.database.server import ServerError

# Name → what it does. The module shebao.cli.<name, - as _> has add_arguments(parser) and run(arguments) -> exit code.
COMMANDS = {
    "run": "set up and run the whole platform with its demo city",
    "web": "serve one door: portal, office, personal or gateway",
    "worker": "check and apply declarations, deliver messages, take in answers",
    "generate": "fill the database with a synthetic city",
    "demo-stories": "file and pay something in every state, in the demo city of a running platform",
    "assess": "the monthly run: assess what every employer owes for a month, and issue the payment notices",
    "collect": "find the payment notices that are overdue, as the worker does every night",
    "bases": "assess who declared no base in time",
    "verify": "check the invariants of the data",
    "reconcile": "find what differs between contracts, coverage, charges, notices, payments and counterparties",
    "bench": "measure",
    "user": "make and end accounts, mandates and posts",
    "database": "start, stop, migrate or look into the database",
}


class Command(Protocol):
    """What a module of shebao.cli offers."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""

    def run(self, arguments: argparse.Namespace) -> int:
        """Do it; the process's exit code."""


def main(words: Sequence[str] | None = None) -> int:
    """Run one subcommand; `words` are its name and arguments, by default those of the process. The exit code."""
    words = sys.argv[1:] if words is None else list(words)
    name = words[0] if words else ""
    if name not in COMMANDS:
        return _explain(name)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shebao.config.settings")
    command = cast("Command", importlib.import_module(f"shebao.cli.{name.replace('-', '_')}"))
    parser = argparse.ArgumentParser(prog=f"shebao {name}", description=COMMANDS[name])
    command.add_arguments(parser)
    try:
        return command.run(parser.parse_args(words[1:]))
    except ServerError as error:
        sys.stderr.write(f"shebao: {error}\n")
        return 1
    except KeyboardInterrupt:
        return 130


def _explain(name: str) -> int:
    asked = name in {"", "-h", "--help"}
    out = sys.stdout if asked else sys.stderr
    if not asked:
        out.write(f"shebao: there is no command {name!r}.\n\n")
    out.write("usage: shebao COMMAND [--help] …\n\n")
    out.writelines(f"  {command:14}{what}\n" for command, what in COMMANDS.items())
    return 0 if asked else 2
