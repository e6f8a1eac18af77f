"""The configuration fits the machine and survives its own quoting."""

from pathlib import Path

import pytest

from shebao.database.server import Profile, ServerAddress, ServerError, check_external, database_url, tuning


def test_buffers_take_an_eighth_of_a_small_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tuning, "memory", lambda: 2048 * tuning.MIB)
    assert tuning.settings(Profile.BULK, Path("/s"), has_lz4=False)["shared_buffers"] == "256MB"


def test_buffers_stop_at_a_gibibyte(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tuning, "memory", lambda: 64 * 1024 * tuning.MIB)
    assert tuning.settings(Profile.BULK, Path("/s"), has_lz4=False)["shared_buffers"] == "1024MB"


@pytest.mark.parametrize(("cores", "expected"), [(1, "1"), (2, "1"), (4, "3"), (64, "4")])
def test_an_index_is_made_by_one_process_a_core(monkeypatch: pytest.MonkeyPatch, cores: int, expected: str) -> None:
    monkeypatch.setattr(tuning, "processors", lambda: cores)
    bulk = tuning.settings(Profile.BULK, Path("/s"), has_lz4=False)
    assert bulk["max_parallel_maintenance_workers"] == expected


def test_only_the_test_profile_gives_up_durability() -> None:
    assert tuning.settings(Profile.TEST, Path("/s"), has_lz4=True)["fsync"] == "off"
    bulk = tuning.settings(Profile.BULK, Path("/s"), has_lz4=True)
    assert "fsync" not in bulk
    assert "full_page_writes" not in bulk
    assert bulk["synchronous_commit"] == "on"


@pytest.mark.parametrize(("has_lz4", "expected"), [(True, "lz4"), (False, "off")])
def test_wal_is_compressed_where_that_is_cheap(has_lz4: bool, expected: str) -> None:
    assert tuning.settings(Profile.BULK, Path("/s"), has_lz4=has_lz4)["wal_compression"] == expected


def test_a_quote_in_a_path_is_doubled() -> None:
    assert tuning.render({"unix_socket_directories": "/o'brien"}) == "unix_socket_directories = '/o''brien'\n"


def test_memory_of_this_machine_is_plausible() -> None:
    assert 64 * tuning.MIB < tuning.memory() < 2**50


def test_url_escapes_the_socket_folder() -> None:
    url = database_url(ServerAddress(Path("/tmp/a b")), user="shebao_portal")
    assert url == "postgresql://shebao_portal@/shebao?host=%2Ftmp%2Fa%20b&port=5432"


def test_an_external_server_that_is_not_there_is_named() -> None:
    with pytest.raises(ServerError, match="DATABASE_URL does not answer"):
        check_external("postgresql://nobody@127.0.0.1:1/none?connect_timeout=2")
