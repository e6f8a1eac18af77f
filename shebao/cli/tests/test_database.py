"""The database command starts, tells and stops, and leaves a server that is not ours alone."""

from collections.abc import Iterator

import pytest

from shebao.cli.database import cluster
from shebao.cli.main import main
from shebao.database.server import stop
from tests.reachable import reachable_folder


@pytest.fixture
def own_data(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with reachable_folder() as folder:
        monkeypatch.setenv("SHEBAO_DATA", str(folder / "some data"))
        monkeypatch.delenv("DATABASE_URL")
        yield
        stop(cluster())


def test_start_prints_the_address_and_stop_ends_it(own_data: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["database", "status"]) == 3
    assert main(["database", "start"]) == 0
    assert "postgresql://postgres@/shebao?host=" in capsys.readouterr().out
    assert main(["database", "status"]) == 0
    assert main(["database", "psql", "-c", "create table t ()"]) == 0
    assert main(["database", "stop"]) == 0
    assert main(["database", "status"]) == 3


def test_a_server_of_somebody_else_is_not_stopped(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/x")
    assert main(["database", "stop"]) == 1
    assert "not ours to stop" in capsys.readouterr().out


def test_a_server_that_does_not_answer_is_an_error_in_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://127.0.0.1:1/x")
    assert main(["database", "url"]) == 1
    assert "does not answer" in capsys.readouterr().err
