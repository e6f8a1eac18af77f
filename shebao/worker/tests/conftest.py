"""The stage of the exchange, and its settings."""

from pathlib import Path

import pytest
from pytest_django import Settings

from shebao.exchange.tests.conftest import (
    Stage,
    gateway_url,
    keys,
    one_database,
    one_sandbox,
    stage,
    transactional_db,
)

__all__ = ["gateway_url", "keys", "one_database", "one_sandbox", "stage", "transactional_db"]


@pytest.fixture
def at_the_sandbox(stage: Stage, settings: Settings, tmp_path: Path) -> Stage:
    settings.FILE_STORE = tmp_path
    settings.COUNTERPARTIES = dict.fromkeys(settings.COUNTERPARTIES, stage.sandbox.base_url)
    stage.sandbox.set_faults(medical={"delay_seconds": 0})
    return stage
