"""A platform for the stories in which processes are killed: set up once, one after the other."""

from collections.abc import Iterator

import pytest

from shebao.benches.platform import Platform, demonstration
from shebao.benches.stage import Stage
from tests.reachable import reachable_folder


@pytest.fixture(scope="package")
def undisturbed() -> Iterator[tuple[Stage, Platform]]:
    """The demonstration on a database server of its own, which may be killed."""
    with reachable_folder() as folder, demonstration(folder) as running:
        yield running
