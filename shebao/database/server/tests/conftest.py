"""A place for clusters of the tests' own, and their end."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shebao.database.server import stop
from tests.reachable import reachable_folder


@pytest.fixture
def parent() -> Iterator[Path]:
    """A folder that the server's account may reach."""
    with reachable_folder() as folder:
        yield folder


@pytest.fixture
def data_dir(parent: Path) -> Iterator[Path]:
    """A data directory with a long path, spaces and Chinese in it."""
    directory = parent / "a folder with spaces" / "社保 数据" / ("long " * 20).strip() / "postgres"
    yield directory
    stop(directory)
