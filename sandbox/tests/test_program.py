"""The program's own parts: keys, faults, and that it stands alone."""

import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from sandbox.faults import AFTER, BEFORE, PUSHED, REPLY, Faults, read_faults
from sandbox.keys import COUNTERPARTIES, ensure_keys, load_private
from sandbox.store import Store

ROOT = Path(__file__).parents[2]


def test_keys_are_made_once_and_are_private(tmp_path: Path) -> None:
    printed = subprocess.run(
        [sys.executable, "-m", "sandbox", "keys", str(tmp_path)], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split()
    assert printed == [str(tmp_path / f"{name}.key.pem") for name in COUNTERPARTIES]
    before = [load_private(Path(path)).private_bytes_raw() for path in printed]
    assert [load_private(path).private_bytes_raw() for path in ensure_keys(tmp_path)] == before
    assert all(Path(path).stat().st_mode & 0o777 == 0o600 for path in printed)


def test_it_imports_nothing_of_the_platform() -> None:
    code = (
        "import sys, sandbox.app; print([name for name in sys.modules if name.split('.')[0] in ('shebao', 'django')])"
    )
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    assert found.stdout.strip() == "[]"


def test_every_named_fault_has_a_rate() -> None:
    assert set(BEFORE + AFTER + REPLY + PUSHED) <= set(Faults.__slots__)


def test_a_rate_is_kept_and_the_same_message_always_fares_alike() -> None:
    faults = read_faults({"lying_success": 0.2})
    hit = [faults.hits("lying_success", f"message {index}") for index in range(5_000)]
    assert 0.17 < sum(hit) / 5_000 < 0.23
    assert hit == [faults.hits("lying_success", f"message {index}") for index in range(5_000)]
    assert faults.one_of(BEFORE, Random(1)) is None


@pytest.mark.parametrize("told", [{"refuse": -0.1}, {"refuse": True}, {"refuse": "1"}, {"late_seconds": 3601}, []])
def test_faults_out_of_range_are_refused(told: object) -> None:
    with pytest.raises(ValueError, match=r"faults|number|must"):
        read_faults(told)


def test_a_transaction_that_fails_leaves_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path)

    def fail() -> None:
        with store.transaction():
            store.count("medical", received=1)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert "received" not in store.state("medical")
    assert store.fresh("n" * 32, 0)
    assert not store.fresh("n" * 32, 1)
    store.close()
