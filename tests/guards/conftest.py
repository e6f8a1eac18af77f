from collections.abc import Iterator
from copy import deepcopy

import pytest
from pytest_django import DjangoDbBlocker

from tests.ground import ground
from tests.guards import scene


@pytest.fixture(scope="module")
def _sides(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[scene.Side, scene.Side]]:
    with ground(django_db_blocker, lambda: (scene.side("甲", 1), scene.side("乙", 2))) as sides:
        yield sides


@pytest.fixture
def sides(_sides: tuple[scene.Side, scene.Side], db: None) -> tuple[scene.Side, scene.Side]:
    """Two employers in two districts."""
    return deepcopy(_sides)
