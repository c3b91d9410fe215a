"""The database's part of a backup: PostgreSQL's own programs, and what is counted to compare by."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from xenia.host import postgres, preflight
from xenia.host.faults import StartFault
from xenia.host.postgres import PROGRAMS
from xenia.settings import Environment

Connection = psycopg.Connection[tuple[Any, ...]]


@contextmanager
def database_of(environment: Environment) -> Iterator[str]:
    """The address of the product's database; the embedded one is started for the length of the block where the product is not running."""
    if not environment.is_embedded_database or postgres.answers(environment.database_url):
        preflight.check_answers(environment.database_url)
        yield environment.database_url
        return
    lock = preflight.lock_home(environment.home, "a backup or a restore")
    try:
        with postgres.running(environment.home / "postgres", log=environment.home / "logs" / "postgres.log") as cluster:
            yield cluster.url
    finally:
        lock.close()


@contextmanager
def dumping(url: str, snapshot: str) -> Iterator[IO[bytes]]:
    """The stream of pg_dump, as of the snapshot; raises StartFault with what it said where it fails."""
    options = ["--format=custom", "--compress=gzip:1", "--no-owner", "--no-privileges", "--no-comments", f"--snapshot={snapshot}"]
    with _program("pg_dump", url, [*options, f"--dbname={_without_password(url)}"], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None  # noqa: S101 - asked for in the line above
        yield process.stdout


def load_dump(url: str, dump: Path, is_cancelled: Callable[[], bool]) -> bool:
    """Loads a dump in one transaction: all of it or nothing. Returns False where it was cancelled."""
    options = ["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges", f"--dbname={_without_password(url)}", str(dump)]
    with _program("pg_restore", url, options, stdout=subprocess.DEVNULL) as process:
        while True:
            try:
                process.wait(0.2)
                return True
            except subprocess.TimeoutExpired:
                if is_cancelled():
                    process.kill()
                    process.wait()
                    return False


@contextmanager
def _program(name: str, url: str, options: list[str], *, stdout: int) -> Iterator["subprocess.Popen[bytes]"]:
    """A program of PostgreSQL with the password in its environment, never among its arguments; it does not outlive the block."""
    environment = {"PATH": os.environ.get("PATH", ""), "PGPASSWORD": unquote(urlsplit(url).password or ""), "LC_ALL": "C.UTF-8"}
    process = subprocess.Popen(
        [str(PROGRAMS / name), *options], env=environment, stdin=subprocess.DEVNULL, stdout=stdout, stderr=subprocess.PIPE
    )
    try:
        yield process
        said = process.stderr.read().decode(errors="replace").strip() if process.stderr else ""
        if process.wait() not in (0, -9):
            raise StartFault(f"{name} failed: {said.splitlines()[0] if said else process.returncode}")
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        for stream in (process.stdout, process.stderr):
            if stream:
                stream.close()


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    place = f"{parts.username or ''}@{parts.hostname or ''}:{parts.port or 5432}"
    return urlunsplit((parts.scheme, place, parts.path, parts.query, ""))


def tables_of(connection: Connection) -> list[str]:
    """The names of the tables of the product's schema."""
    found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename").fetchall()
    return [str(row[0]) for row in found]


def count_rows(connection: Connection) -> dict[str, int]:
    """How many rows each table holds, in the snapshot of the connection."""
    counts = {}
    for table in tables_of(connection):
        row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
        counts[table] = int(row[0]) if row else 0
    return counts


def migrations_of(connection: Connection) -> tuple[str, ...]:
    """The migrations that were applied, as `app.name`."""
    found = connection.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
    return tuple(f"{app}.{name}" for app, name in found)
