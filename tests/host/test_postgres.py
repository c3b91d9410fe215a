"""The embedded PostgreSQL, started for real: first start, restart, kill -9, leftovers, interrupted set-up."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from xenia.host import postgres
from xenia.host.faults import StartFault

pytestmark = pytest.mark.slow


@pytest.fixture
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="xenia-pg-"))
    yield made / "postgres"
    shutil.rmtree(made)


def started(folder: Path) -> tuple[postgres.Cluster, "subprocess.Popen[bytes]"]:
    cluster = postgres.prepare(folder)
    process = postgres.start(cluster, log=folder.parent / "log")
    postgres.wait_until_ready(cluster.url, process, log=folder.parent / "log")
    return cluster, process


def value(url: str, query: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(query).fetchone()
        return row[0] if row else None


def server_processes(folder: Path) -> list[int]:
    return [process.pid for process in postgres._server_processes(folder / "data")]


def test_the_first_start_makes_a_database_with_its_extensions(folder: Path) -> None:
    with postgres.running(folder, log=folder.parent / "log") as cluster:
        found = value(cluster.url, "SELECT array_agg(extname::text ORDER BY extname) FROM pg_extension")
        assert found == ["btree_gist", "pg_trgm", "plpgsql"]
    assert server_processes(folder) == []


def test_a_database_made_later_has_the_extensions_too(folder: Path) -> None:
    with postgres.running(folder, log=folder.parent / "log") as cluster:
        with psycopg.connect(cluster.url, autocommit=True) as connection:
            connection.execute("CREATE DATABASE another")
        assert value(cluster.url.removesuffix("xenia") + "another", "SELECT count(*) FROM pg_extension") == 3


def test_chinese_names_have_trigrams(folder: Path) -> None:
    with postgres.running(folder, log=folder.parent / "log") as cluster:
        assert value(cluster.url, "SELECT similarity('云行旅业有限公司', '云行旅业公司') > 0.3") is True


def test_our_role_is_no_superuser_and_the_superuser_cannot_log_in(folder: Path) -> None:
    with postgres.running(folder, log=folder.parent / "log") as cluster:
        assert value(cluster.url, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
        assert not postgres.answers(cluster.url.replace("//xenia:", "//postgres:"))


def test_the_password_is_readable_by_its_owner_only(folder: Path) -> None:
    postgres.prepare(folder)
    assert (folder / "password").stat().st_mode & 0o777 == 0o600


def test_a_wrong_password_is_refused(folder: Path) -> None:
    with postgres.running(folder, log=folder.parent / "log") as cluster:
        assert not postgres.answers(cluster.url.replace(cluster.password, "guess"))


def test_what_was_committed_survives_kill_9_and_the_next_start_is_immediate(folder: Path) -> None:
    cluster, process = started(folder)
    with psycopg.connect(cluster.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
    os.kill(process.pid, signal.SIGKILL)
    begun = time.monotonic()
    with postgres.running(folder, log=folder.parent / "log") as again:
        assert value(again.url, "SELECT count(*) FROM kept") == 1000
    assert time.monotonic() - begun < 15
    assert server_processes(folder) == []


def test_a_server_left_over_by_a_killed_supervisor_is_ended_before_the_next_start(folder: Path) -> None:
    _, left_over = started(folder)
    with postgres.running(folder, log=folder.parent / "log") as cluster:
        assert left_over.wait(1) == 0
        assert postgres.answers(cluster.url)


def test_a_pid_file_that_names_another_program_does_not_stop_the_start(folder: Path) -> None:
    cluster = postgres.prepare(folder)
    (folder / "data" / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster.data}\n1\n{cluster.port}\n\n127.0.0.1\n1 1\nready\n")
    with postgres.running(folder, log=folder.parent / "log") as again:
        assert postgres.answers(again.url)


def test_a_set_up_that_was_interrupted_begins_again(folder: Path) -> None:
    (folder / "data.new" / "base").mkdir(parents=True)
    (folder / "data.new" / "PG_VERSION").write_text("18\n")
    with postgres.running(folder, log=folder.parent / "log") as cluster:
        assert postgres.answers(cluster.url)


def test_a_port_taken_meanwhile_is_exchanged_for_a_free_one(folder: Path) -> None:
    before = postgres.prepare(folder)
    with socket.create_server(("127.0.0.1", before.port)):
        after = postgres.prepare(folder)
    assert after.port != before.port
    assert (folder / "port").read_text() == str(after.port)


def test_data_of_another_major_version_is_refused_with_what_to_do(folder: Path) -> None:
    postgres.prepare(folder)
    (folder / "data" / "PG_VERSION").write_text("15\n")
    with pytest.raises(StartFault, match=r"written by PostgreSQL 15; .* pg_dump"):
        postgres.prepare(folder)
