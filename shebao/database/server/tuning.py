"""Settings of the server: a small machine that writes in bulk, or a cluster to be thrown away."""

import os
from enum import Enum
from pathlib import Path

MIB = 1024 * 1024
_CGROUP_LIMITS = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))
_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 (only its size is asked)
_SMALL_SHARED_MEMORY = 512 * MIB  # containers are often given 64 MB there, too little for parallel queries


class Profile(Enum):
    """What a cluster is for."""

    BULK = "bulk"
    TEST = "test"


def settings(profile: Profile, socket_dir: Path, *, has_lz4: bool) -> dict[str, str]:
    """The lines of the configuration file, name → value, for a server listening only in `socket_dir`."""
    own = _bulk(has_lz4=has_lz4) if profile is Profile.BULK else _test()
    return _common(socket_dir) | own


def _common(socket_dir: Path) -> dict[str, str]:
    return {
        "listen_addresses": "",
        "unix_socket_directories": str(socket_dir),
        "unix_socket_permissions": "0700",
        "port": "5432",
        "max_connections": "100",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "jit": "off",
        "work_mem": "64MB",
        "random_page_cost": "1.1",
        "log_line_prefix": "%m [%p] %u@%d ",
        "log_lock_waits": "on",
        "dynamic_shared_memory_type": _shared_memory_type(),
    }


def _bulk(*, has_lz4: bool) -> dict[str, str]:
    """Few, large checkpoints and cheaply compressed WAL: an import of 100,000 lines should not wait for the disk."""
    return {
        "shared_buffers": _mib(min(1024 * MIB, memory() // 8)),
        "effective_cache_size": _mib(memory() // 2),
        "maintenance_work_mem": "256MB",
        "max_parallel_maintenance_workers": str(_helpers()),
        "synchronous_commit": "on",
        "wal_compression": "lz4" if has_lz4 else "off",
        "wal_buffers": "64MB",
        "wal_init_zero": "off",  # new segments are written once, not zeroed first
        "max_wal_size": "8GB",
        "min_wal_size": "512MB",
        "checkpoint_timeout": "15min",
        "log_checkpoints": "off",
    }


def _test() -> dict[str, str]:
    """Nothing has to survive: no flush to disk, no full pages, no replication."""
    return {
        "shared_buffers": _mib(min(256 * MIB, memory() // 8)),
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "wal_level": "minimal",
        "max_wal_senders": "0",
        "max_wal_size": "2GB",
        "checkpoint_timeout": "30min",
        "log_checkpoints": "off",
    }


def render(values: dict[str, str]) -> str:
    """The settings as the text of a PostgreSQL configuration file."""
    quoted = ((name, value.replace("'", "''")) for name, value in values.items())
    return "".join(f"{name} = '{value}'\n" for name, value in quoted)


def _helpers() -> int:
    """How many processes may help one that makes an index: with it, one a core; more are in each other's way."""
    return min(max(processors() - 1, 1), 4)


def processors() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0))


def memory() -> int:
    """Bytes of memory this machine or container may use."""
    physical = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limits = [int(text) for path in _CGROUP_LIMITS if (text := _read(path)).isdigit()]
    return min([physical, *limits])


def _read(path: Path) -> str:
    return path.read_text(encoding="ascii").strip() if path.is_file() else ""


def _mib(size: int) -> str:
    return f"{max(size // MIB, 32)}MB"


def _shared_memory_type() -> str:
    if not _SHARED_MEMORY.is_dir():
        return "mmap"
    disk = os.statvfs(_SHARED_MEMORY)
    return "posix" if disk.f_frsize * disk.f_blocks >= _SMALL_SHARED_MEMORY else "mmap"
