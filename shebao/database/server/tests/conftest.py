"""A place for clusters of the tests' own, and their end."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shebao.database.server import stop


@pytest.fixture
def data_dir(tmp_path: Path) -> Iterator[Path]:
    """A data directory with a long path, spaces and Chinese in it, that the server's account may reach."""
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o711)
    directory = tmp_path / "a folder with spaces" / "社保 数据" / ("long " * 20).strip() / "postgres"
    yield directory
    stop(directory)
