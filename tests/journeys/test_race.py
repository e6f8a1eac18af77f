"""Two employers file the same person at the same moment: exactly one wins, the other is told."""

import os
from pathlib import Path

import pytest

from shebao.benches import racing

PAIRS = 10
"""`shebao bench race` has 200."""


@pytest.mark.postgres
def test_of_two_employers_exactly_one_wins(tmp_path: Path) -> None:
    found = racing.bench(tmp_path, PAIRS, server=os.environ["DATABASE_URL"], city=200)
    assert (found["one_winner"], found["findings_for_loser"]) == (PAIRS, PAIRS), found
    assert (found["errors"], found["deadlocks"]) == (0, 0), found
    assert found["verified"], found
