"""The process that is measured: `python -m shebao.benches measured_photos ARCHIVE…` judges all photos of archives.

Prints one JSON object: seconds, memory, and how many photos got which verdict.
"""

import json
import resource
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from shebao.benches.machine import peak_mb
from shebao.documents.photos.inspect import judge_zip
from shebao.kernel import clock
from shebao.law import law
from shebao.law.card_photos import spec_on

KIB = 1024


def main(words: list[str]) -> None:
    """Measure, and print."""
    sys.stdout.write(json.dumps(measure([Path(word) for word in words])) + "\n")


def measure(archives: list[Path]) -> dict[str, Any]:
    """Judge every photo of the archives, one archive after the other."""
    spec = spec_on(law(), clock.today())
    verdicts: Counter[str] = Counter()
    problems: Counter[str] = Counter()
    cards = first = 0.0
    began, processor = time.monotonic(), _processor()
    for path in archives:
        with path.open("rb") as archive:
            for member in judge_zip(archive, spec):
                first = first or time.monotonic() - began
                verdicts[member.judged.verdict.value] += 1
                problems.update(problem.code for problem in member.judged.problems)
                cards += len(member.judged.card or b"")
    return {
        "first_result_s": round(first, 3),
        "judged_s": round(time.monotonic() - began, 3),
        "processor_s": round(_processor() - processor, 3),
        "peak_rss_mb": peak_mb(),
        "child_peak_rss_mb": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / KIB, 1),
        "verdicts": dict(verdicts),
        "problems": dict(problems),
        "card_mb": round(cards / KIB**2, 1),
    }


def _processor() -> float:
    """Seconds of processor time of this process and the children that have ended."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
