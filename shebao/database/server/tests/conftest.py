"""A place for clusters of the tests' own, and their end."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from shebao.database.server import Profile, ensure_running, stop
from tests.reachable import reachable_folder


@pytest.fixture
def parent() -> Iterator[Path]:
    """A folder that the server's account may reach."""
    with reachable_folder() as folder:
        yield folder


@pytest.fixture
def nothing_yet(parent: Path) -> Iterator[Path]:
    """Where a cluster may be made: a long path, spaces and Chinese in it."""
    directory = parent / "a folder with spaces" / "社保 数据" / ("long " * 20).strip() / "postgres"
    yield directory
    stop(directory)


@pytest.fixture(scope="package")
def made_once() -> Iterator[Path]:
    """A cluster that was started and stopped once."""
    with reachable_folder() as folder:
        ensure_running(folder / "postgres", Profile.TEST)
        stop(folder / "postgres")
        yield folder / "postgres"


@pytest.fixture
def data_dir(nothing_yet: Path, made_once: Path) -> Path:
    """A stopped cluster, there in `nothing_yet`."""
    shutil.copytree(made_once, nothing_yet)
    for original in (made_once, *made_once.rglob("*")):
        owner = original.lstat()
        os.chown(nothing_yet / original.relative_to(made_once), owner.st_uid, owner.st_gid)
    return nothing_yet
