"""The server comes up whatever state it was left in, and goes away when told."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from shebao.database.server import (
    Profile,
    ServerAddress,
    ServerError,
    database_url,
    ensure_running,
    is_healthy,
    is_running,
    stop,
)
from shebao.database.server.processes import postmaster_of, processes_in


def start(data_dir: Path) -> ServerAddress:
    return ensure_running(data_dir, Profile.TEST)


def query(address: ServerAddress, text: str) -> object:
    with psycopg.connect(database_url(address)) as connection:
        row = connection.execute(text.encode()).fetchone()
        return None if row is None else row[0]


def pid_of(data_dir: Path) -> int:
    pid = postmaster_of(data_dir)
    assert pid is not None
    return pid


def kill_server(data_dir: Path) -> None:
    os.kill(pid_of(data_dir), signal.SIGKILL)
    deadline = time.monotonic() + 5
    while postmaster_of(data_dir) is not None and time.monotonic() < deadline:
        time.sleep(0.01)


def test_first_start_makes_a_cluster_in_utf_8_sorted_by_code_point_in_utc(nothing_yet: Path) -> None:
    address = start(nothing_yet)
    assert address.started
    assert query(address, "show server_encoding") == "UTF8"
    assert query(address, "show timezone") == "UTC"
    assert query(address, "select string_agg(c, '' order by c) from unnest(array['中','a','B','𠮷']) c") == "Ba中𠮷"


def test_trigrams_see_chinese_characters(data_dir: Path) -> None:
    address = start(data_dir)
    with psycopg.connect(database_url(address)) as connection:
        connection.execute("create extension pg_trgm")
        assert connection.execute("select cardinality(show_trgm('王小明'))").fetchone() == (4,)


def test_second_start_finds_the_running_server(data_dir: Path) -> None:
    first = start(data_dir)
    pid = pid_of(data_dir)
    second = start(data_dir)
    assert (second.socket_dir, second.port, second.started) == (first.socket_dir, first.port, False)
    assert pid_of(data_dir) == pid


def test_simultaneous_starts_share_one_server(nothing_yet: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        addresses = list(pool.map(start, [nothing_yet] * 4))
    assert sum(address.started for address in addresses) == 1
    assert len({address.socket_dir for address in addresses}) == 1


def test_stop_ends_every_process_and_removes_the_socket(data_dir: Path) -> None:
    address = start(data_dir)
    with psycopg.connect(database_url(address)):  # an open session does not hold it up
        assert stop(data_dir)
    assert not is_running(data_dir)
    assert not is_healthy(address)
    assert not address.socket_dir.exists()
    assert processes_in(data_dir) == []


def test_stop_without_a_server_says_so(nothing_yet: Path) -> None:
    assert not stop(nothing_yet)
    start(nothing_yet)
    assert stop(nothing_yet)
    assert not stop(nothing_yet)


def test_what_was_committed_survives_a_killed_server(data_dir: Path) -> None:
    address = ensure_running(data_dir, Profile.BULK)
    with psycopg.connect(database_url(address)) as connection:
        connection.execute("create table kept as select generate_series(1, 1000) as n")
    kill_server(data_dir)
    assert (data_dir / "postmaster.pid").exists()
    assert query(ensure_running(data_dir, Profile.BULK), "select count(*) from kept") == 1000


def test_a_server_killed_just_now_is_not_asked_any_longer(data_dir: Path) -> None:
    start(data_dir)
    began = time.monotonic()
    os.kill(pid_of(data_dir), signal.SIGKILL)  # it is still to be seen for a moment
    assert start(data_dir).started
    assert time.monotonic() - began < 4


def test_sessions_that_outlive_a_killed_server_are_ended(data_dir: Path) -> None:
    busy = psycopg.connect(database_url(start(data_dir)), autocommit=True)
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(busy.execute, "select count(*) from generate_series(1, 1000000000000)")
        time.sleep(0.5)
        kill_server(data_dir)
        assert query(start(data_dir), "select 1") == 1
        with pytest.raises(psycopg.OperationalError):
            running.result()


@pytest.mark.parametrize("alive", [True, False], ids=["pid-of-a-live-program", "pid-of-nobody"])
def test_a_stale_pid_file_is_no_obstacle(data_dir: Path, alive: bool) -> None:
    start(data_dir)
    pid_file = data_dir / "postmaster.pid"
    lines = pid_file.read_text().split("\n")
    stop(data_dir)
    program = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    try:
        if not alive:
            program.kill()
            program.wait()
        pid_file.write_text("\n".join([str(program.pid), *lines[1:]]))
        assert query(start(data_dir), "select 1") == 1
        assert pid_of(data_dir) != program.pid
    finally:
        program.kill()
        program.wait()


def test_a_cluster_half_made_is_made_anew(nothing_yet: Path) -> None:
    remains = nothing_yet.with_name("postgres.unfinished")
    remains.mkdir(parents=True)
    (remains / "PG_VERSION").write_text("18\n")
    assert query(start(nothing_yet), "select 1") == 1
    assert not remains.exists()


def test_a_cluster_of_another_version_is_refused_with_a_way_out(data_dir: Path) -> None:
    start(data_dir)
    stop(data_dir)
    (data_dir / "PG_VERSION").write_text("14\n")
    with pytest.raises(ServerError, match=r"made by PostgreSQL 14.*Move it away"):
        start(data_dir)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ServerError, match=r"file/postgres\.lock"):
        start(tmp_path / "file" / "postgres")


def test_a_socket_folder_of_somebody_else_is_refused(data_dir: Path, tmp_path: Path) -> None:
    address = start(data_dir)
    stop(data_dir)
    address.socket_dir.symlink_to(tmp_path)
    try:
        with pytest.raises(ServerError, match="belongs to somebody else"):
            start(data_dir)
    finally:
        address.socket_dir.unlink()


def test_two_clusters_do_not_meet(data_dir: Path) -> None:
    other = data_dir.with_name("other")
    first, second = start(data_dir), start(other)
    try:
        with psycopg.connect(database_url(first)) as connection:
            connection.execute("create table here (n int)")
        assert query(second, "select to_regclass('here')") is None
    finally:
        stop(other)


def test_only_the_owner_may_enter_the_socket_folder(data_dir: Path) -> None:
    address = start(data_dir)
    assert address.socket_dir.stat().st_mode & 0o777 == 0o700
    assert query(address, "show listen_addresses") == ""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has another account to start the server under")
def test_as_root_the_server_runs_under_another_account_below_a_closed_folder(nothing_yet: Path, parent: Path) -> None:
    parent.chmod(0o700)
    assert query(start(nothing_yet), "select 1") == 1
    assert Path(f"/proc/{pid_of(nothing_yet)}").stat().st_uid != 0
