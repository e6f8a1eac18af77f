import pytest

from tests.guards import scene


@pytest.fixture
def sides(db: None) -> tuple[scene.Side, scene.Side]:
    """Two employers in two districts."""
    return scene.side("甲", 1), scene.side("乙", 2)
