"""What must be true before anything is started; each fault is one sentence that says what to do."""

import errno
import fcntl
import os
import shutil
import socket
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

import django
import psutil
import psycopg

from xenia.host.faults import StartFault
from xenia.settings import ENV
from xenia.trust.keyring.files import create_key_file, load_keys, wrap_plain_file
from xenia.trust.vault import Vault

FREE_BYTES_MIN = 500_000_000
POSTGRES_VERSION_MIN = 150_000
NEW_DATABASE = "SELECT to_regclass('django_migrations') IS NULL"


def lock_home(home: Path, address: str) -> IO[str]:
    """Returns the open lock of this home, held until we end; raises StartFault where another start holds it."""
    try:
        (home / "logs").mkdir(parents=True, exist_ok=True)
        lock = (home / "run.lock").open("a+")
    except OSError as fault:
        raise StartFault(_home_fault(home, fault)) from fault
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as held:
        lock.seek(0)
        raise StartFault(
            f"Xenia already runs with the home {home} ({lock.read().strip() or 'it is just starting'}). "
            "Use that one, or stop it first; for a second one give another XENIA_HOME and XENIA_PORT."
        ) from held
    lock.truncate(0)
    lock.write(f"process {os.getpid()}, {address}")
    lock.flush()
    return lock


def _home_fault(home: Path, fault: OSError) -> str:
    if fault.errno == errno.ENOSPC:
        return f"The disk that holds {home} is full. Free some space, or set XENIA_HOME to a folder on another disk."
    return f"The home {home} cannot be written ({fault.strerror}). Give this user the right to write there, or set XENIA_HOME."


def check_free_space(home: Path) -> None:
    """Raises StartFault where the disk of `home` has less than 500 MB left."""
    free = shutil.disk_usage(home).free
    if free < FREE_BYTES_MIN:
        raise StartFault(
            f"The disk that holds {home} has {free // 1_000_000} MB left; Xenia needs at least {FREE_BYTES_MIN // 1_000_000} MB. "
            "Free some space, or set XENIA_HOME to a folder on another disk."
        )


def check_port(host: str, port: int) -> None:
    """Raises StartFault where the address cannot be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((host, port))
            attempt.listen()
        except OSError as fault:
            raise StartFault(_port_fault(host, port, fault)) from fault


def _port_fault(host: str, port: int, fault: OSError) -> str:
    if fault.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is taken{_holder(port)}. Stop that program, or choose another port: XENIA_PORT={port + 1} make run"
    if fault.errno == errno.EACCES:
        return f"Port {port} may only be opened by root. Choose one above 1024, for example XENIA_PORT=8000."
    return f"{host}:{port} cannot be listened on ({fault.strerror}). Set XENIA_HOST to an address of this machine, or to 127.0.0.1."


def _holder(port: int) -> str:
    try:
        for connection in psutil.net_connections("tcp"):
            if connection.laddr and connection.laddr.port == port and connection.status == psutil.CONN_LISTEN and connection.pid:
                return f" by {psutil.Process(connection.pid).name()} (process {connection.pid})"
    except psutil.Error:
        pass  # an ordinary user may not see others' connections
    return ""


def check_database(url: str) -> None:
    """Raises StartFault where a database of one's own cannot be reached or is older than PostgreSQL 15. The password is never shown."""
    parts = urlsplit(url)
    place = f"{parts.hostname or 'localhost'}:{parts.port or 5432}{parts.path}"
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            version = connection.info.server_version
    except psycopg.OperationalError as fault:
        reason = (str(fault).strip().splitlines() or ["no answer"])[0]
        raise StartFault(
            f"The database of XENIA_DATABASE_URL ({place}) cannot be reached: {reason}\n"
            "Check that the server runs and that user, password and database name are right; without the variable Xenia uses its own."
        ) from fault
    if version < POSTGRES_VERSION_MIN:
        raise StartFault(f"The server at {place} is PostgreSQL {version // 10_000}; Xenia needs 15 or newer. Upgrade it, or give another.")


def check_answers(url: str) -> None:
    """Raises StartFault where the database does not answer, for a command that needs the product to be running."""
    parts = urlsplit(url)
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.OperationalError as fault:
        raise StartFault(
            f"The database at {parts.hostname}:{parts.port or 5432} does not answer. Start Xenia first (make run, in another terminal), "
            "with the same XENIA_HOME or XENIA_DATABASE_URL."
        ) from fault


def ensure_keys(key_file: Path, url: str) -> None:
    """Creates the key file for a database that is new, and wraps one that holds its keys in clear.

    Raises StartFault where data is sealed with keys that are not here, or the keys are those of another database, and VaultFault where the
    key file or its master key is missing, damaged or wrong (rules K1 to K3).
    """
    _join_key_service()
    with psycopg.connect(url, connect_timeout=5) as connection:
        if not key_file.exists():
            _make_keys(key_file, connection)
        wrap_plain_file(key_file)
        _compare_keys(key_file, connection)


def compare_keys(key_file: Path, url: str) -> None:
    """For a process that only serves: raises as `ensure_keys` does, makes nothing, and leaves a database that does not answer to others."""
    _join_key_service()
    load_keys(key_file)
    with suppress(psycopg.OperationalError), psycopg.connect(url, connect_timeout=5) as connection:
        _compare_keys(key_file, connection)


def _join_key_service() -> None:
    """A key service is lent to the keyring by `wiring`, which Django's setup loads; without one nothing so heavy is needed here."""
    if ENV.key_service:
        django.setup()


def _compare_keys(key_file: Path, connection: "psycopg.Connection[tuple[Any, ...]]") -> None:
    vault = Vault(load_keys(key_file))
    table = connection.execute("SELECT to_regclass('trust_sealcheck') IS NOT NULL").fetchone()
    held = connection.execute("SELECT check_sealed, id FROM trust_sealcheck").fetchall() if table and table[0] else []
    if not all(vault.is_of_check(bytes(sealed), row_id) for sealed, row_id in held):
        raise StartFault(
            f"The keys in {key_file} are not those of this database: nothing sealed in it would open. "
            "Put back the key file that belongs to it, or set XENIA_KEY_FILE or XENIA_DATABASE_URL so that they belong together."
        )


def _make_keys(key_file: Path, connection: "psycopg.Connection[tuple[Any, ...]]") -> None:
    row = connection.execute(NEW_DATABASE).fetchone()
    if row is None or not row[0]:
        raise StartFault(
            f"The key file {key_file} is missing, but the database holds values sealed with it. Put it back from your backup, "
            "or set XENIA_KEY_FILE to where it is. New keys would not open the old values, so none were made."
        )
    create_key_file(key_file, now=datetime.now(UTC))
