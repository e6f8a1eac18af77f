"""Card photos in archives: how long judging takes, how much memory, and whether each photo has its result."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from shebao.benches.machine import machine
from shebao.benches.photo_archives import bad_photos, write
from shebao.benches.stage import ROOT, StageError

Result = dict[str, Any]


def bench(work: Path, photos: int) -> Result:
    """Judge so many photos, some of them bad or hostile, in a process of its own; the figures.

    Archives stay in ``work`` for the next time. Raises StageError if not every photo got the verdict it must get.
    """
    archives = write(work / "photos", photos)
    command = [sys.executable, "-m", "shebao.benches", "measured_photos", *map(str, archives)]
    told = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout
    figures: Result = json.loads(told)
    bad = bad_photos(photos)
    if figures["verdicts"] != {verdict: count for verdict, count in (("good", photos - bad), ("bad", bad)) if count}:
        raise StageError(f"of {photos} photos, {bad} of them bad, were judged: {figures['verdicts']}")
    per_second = round(photos / figures["judged_s"], 1)
    sizes = [path.stat().st_size for path in archives]
    return {
        "bench": "photos", "photos": photos, "archives": len(archives), "archive_bytes": sum(sizes),
        "photos_a_second": per_second, **figures, "machine": machine(),
    }  # fmt: skip
