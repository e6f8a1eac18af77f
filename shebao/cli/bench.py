"""`shebao bench`: measure on a throw-away platform, print one JSON object, keep what `all` measured."""

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

from shebao.cli.place import DATABASE_URL, ROOT, data_folder
from shebao.kernel import clock

RESULTS = ROOT / "bench" / "results"
_IMPORTING = ("city", "profile", "baseline", "verify")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to measure, and how much of it."""
    benches = parser.add_subparsers(dest="bench", required=True)
    importing = benches.add_parser("import", help="a workbook on disk → everybody enrolled, messages queued")
    importing.add_argument("--lines", type=int, default=10_000)
    importing.add_argument("--city", type=int, help="persons insured before (default: 20,000, or a fifth of the lines)")
    importing.add_argument("--profile", action="store_true", help="add the seconds spent in each SQL statement")
    importing.add_argument("--baseline", action="store_true", help="add how long a bare COPY of the same rows takes")
    importing.add_argument("--verify", action="store_true", help="add whether every invariant holds afterwards")
    linear = benches.add_parser("linear", help="imports of growing size, and how their times grow")
    linear.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    assess = benches.add_parser("assess", help="one month of a whole city, beside the limit of writing the same rows")
    assess.add_argument("--persons", type=int, default=100_000)
    assess.add_argument("--connections", type=int, default=2, help="chunks under way at once")
    assess.add_argument("--single", action="store_true", help="one employer of 1,000 people instead")
    reconcile = benches.add_parser("reconcile", help="reconcile one month of a whole city")
    reconcile.add_argument("--persons", type=int, default=100_000)
    supplements = benches.add_parser(
        "supplements", help="three months made up by workbook for everybody of an employer"
    )
    supplements.add_argument("--lines", type=int, default=5_000)
    supplements.add_argument("--profile", action="store_true", help="add the seconds spent in each SQL statement")
    photos = benches.add_parser(
        "photos", help="card photos in archives, good, bad and hostile ones, each with its verdict"
    )
    photos.add_argument("--photos", type=int, default=10_000)
    everything = benches.add_parser("all", help="small sizes of everything; kept in bench/results")
    everything.add_argument("--name", default="local", help="part of the file name of the result")
    race = benches.add_parser("race", help="two employers file the same person at the same moment")
    race.add_argument("--pairs", type=int, default=200)
    kill = benches.add_parser("kill", help="kill -9 of worker, portal and database in the middle of imports")
    kill.add_argument("--times", type=int, default=20)
    kill.add_argument("--seed", type=int, help="chooses victims and moments (default: drawn, and printed)")
    kill_month = benches.add_parser("kill-month", help="kill -9 of the monthly run and of the database under it")
    kill_month.add_argument("--times", type=int, default=20)
    kill_month.add_argument("--persons", type=int, default=200_000)
    kill_month.add_argument("--seed", type=int, help="chooses the moments (default: drawn, and printed)")
    kill_money = benches.add_parser(
        "kill-money", help="kill -9 while months are made up, arrears paid and contributions given back"
    )
    kill_money.add_argument("--times", type=int, default=20)
    kill_money.add_argument("--seed", type=int, help="chooses victims and moments (default: drawn, and printed)")
    kills = (kill, kill_month, kill_money)
    for bench in (importing, linear, assess, reconcile, supplements, photos, everything, race, *kills):
        bench.add_argument("--json", action="store_true", help="one line instead of an indented object")


def run(arguments: argparse.Namespace) -> int:
    """Measure; 1 when what was measured did not do what it should."""
    os.environ.setdefault("SHEBAO_DATA", str(data_folder()))
    django.setup()
    from shebao.benches.stage import StageError  # noqa: PLC0415 (as below)

    try:
        result = _measure(arguments, data_folder() / "bench")
    except StageError as problem:
        sys.stderr.write(f"shebao bench: {problem}\n")
        return 1
    print(json.dumps(result, ensure_ascii=False, indent=None if arguments.json else 2))
    return 0


def _measure(arguments: argparse.Namespace, work: Path) -> dict[str, Any]:
    from shebao.benches import (  # noqa: PLC0415 (they know models, which setup has loaded now)
        assessing,
        importing,
        killing,
        killing_money,
        killing_month,
        photographing,
        racing,
        reconciling,
        series,
        supplementing,
    )

    server = os.environ.get(DATABASE_URL)
    told = vars(arguments)
    measures: dict[str, Callable[[], dict[str, Any]]] = {
        "import": lambda: importing.bench(
            work,
            told["lines"],
            server=server,
            **{name: told[name] for name in _IMPORTING},
        ),
        "linear": lambda: series.linear(work, told["sizes"], server=server),
        "assess": lambda: (
            assessing.single(work, server=server)
            if told["single"]
            else assessing.bench(work, told["persons"], told["connections"], server)
        ),
        "reconcile": lambda: reconciling.bench(work, told["persons"], server=server),
        "supplements": lambda: supplementing.bench(work, told["lines"], profile=told["profile"], server=server),
        "photos": lambda: photographing.bench(work, told["photos"]),
        "race": lambda: racing.bench(work, told["pairs"], server=server),
        "kill": lambda: killing.bench(work, told["times"], seed=told["seed"]),
        "kill-month": lambda: killing_month.bench(work, told["times"], persons=told["persons"], seed=told["seed"]),
        "kill-money": lambda: killing_money.bench(work, told["times"], seed=told["seed"]),
        "all": lambda: _everything(work, server, told["name"]),
    }
    return measures[arguments.bench]()


def _everything(work: Path, server: str | None, name: str) -> dict[str, Any]:
    from shebao.benches import series  # noqa: PLC0415 (as above)

    result = series.everything(work, server=server)
    path = series.keep(result, RESULTS, f"{clock.today()}-{name}")
    sys.stderr.write(f"kept in {path.relative_to(ROOT)}\n")
    return result
