"""What a measurement ran on, and how much memory it took."""

import os
import platform
from pathlib import Path

_CPU_INFO = Path("/proc/cpuinfo")
_KIB = 1024


def machine() -> dict[str, str | int | float]:
    """Processor, number of processors, memory in MB, load before, system and Python."""
    return {
        "processor": _processor(),
        "processors": os.cpu_count() or 0,
        "memory_mb": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1024**2,
        "load": round(os.getloadavg()[0], 2),
        "system": platform.platform(),
        "python": platform.python_version(),
    }


def peak_mb() -> float:
    """The most memory in MB that this program has had: unlike `ru_maxrss`, without what its parent had before it."""
    with Path("/proc/self/status").open(encoding="utf-8") as status:
        line = next(line for line in status if line.startswith("VmHWM:"))
    return round(int(line.split()[1]) / _KIB, 1)


def _processor() -> str:
    if _CPU_INFO.exists():
        for line in _CPU_INFO.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.machine()
