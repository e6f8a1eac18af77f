"""Several measurements in one run, with the ratios between them beside the absolute figures."""

import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from shebao.benches import importing
from shebao.benches.machine import machine

Result = dict[str, Any]
SMALL = (1_000, 10_000)


def linear(work: Path, sizes: Sequence[int], *, server: str | None = None) -> Result:
    """Imports of these sizes into cities of one size, and how time and statements grow from each to the next.

    `time_per_line` is the time for one line as a multiple of that at the size before: 1.0 is exactly linear.
    """
    city = max(20_000, max(sizes) // 5)
    runs = [importing.bench(work, size, city=city, server=server) for size in sizes]
    return {"bench": "linear", "runs": runs, "growth": [_growth(*pair) for pair in pairwise(runs)]}


def _growth(smaller: Result, larger: Result) -> Result:
    lines = larger["lines"] / smaller["lines"]
    return {
        "from": smaller["lines"],
        "to": larger["lines"],
        "time": round(larger["effective_s"] / smaller["effective_s"], 2),
        "time_per_line": round(larger["effective_s"] / smaller["effective_s"] / lines, 2),
        "memory": round(larger["peak_rss_mb"] / smaller["peak_rss_mb"], 2),
        "sql_statements_more": larger["sql_statements"] - smaller["sql_statements"],
    }


def everything(work: Path, *, server: str | None = None) -> Result:
    """What can be measured in a few minutes anywhere."""
    imports = [importing.bench(work, lines, baseline=True, server=server) for lines in SMALL]
    return {"machine": machine(), "imports": imports, "growth": [_growth(*pair) for pair in pairwise(imports)]}


def keep(result: Result, folder: Path, name: str) -> Path:
    """Write a result to a new file in `folder`; an earlier one of that name stays."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(result, ensure_ascii=False, indent=2) + "\n"
    for number in range(1, 1_000):
        path = folder / (f"{name}.json" if number == 1 else f"{name}-{number}.json")
        if not path.exists():
            path.write_text(text, encoding="utf-8")
            return path
    raise FileExistsError(f"{folder} has a thousand results named {name}")
