"""The truth about each part of a running product: what `/readyz` and `xenia check` tell."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from tempfile import NamedTemporaryFile

from deltalake.fs import DeltaStorageHandler
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from pyarrow.fs import FileSelector, PyFileSystem

from xenia.kernel.actor import product_actor
from xenia.kernel.errors import XeniaError
from xenia.lake.tables import is_local, local_folder
from xenia.loyalty.queries.ledger import check_books
from xenia.settings import ENV
from xenia.trust.keyring.files import load_keys
from xenia.trust.queries.encryption import is_of_this_database
from xenia.trust.types.access import Permission
from xenia.trust.vault import Vault

HEARTBEAT_AGE_MAX = timedelta(seconds=60)
LAST_HEARTBEAT = "SELECT max(last_heartbeat) FROM procrastinate_workers"


@dataclass(frozen=True)
class Part:
    """One part: whether it works, what was found (for operators: it may name an address, never a secret), and how long the look took."""

    name: str
    is_well: bool
    found: str
    milliseconds: int


@dataclass(frozen=True)
class Health:
    """All parts that were looked at; the whole is well when each part is."""

    parts: tuple[Part, ...]

    @property
    def is_well(self) -> bool:
        return all(part.is_well for part in self.parts)


class Unwell(Exception):
    """Raised by a check; the text says what is wrong."""


def readiness(*, now: datetime | None = None) -> Health:
    """Everything that a person's work needs. Takes a few milliseconds on a local lake."""
    moment = now or datetime.now(UTC)
    return Health(
        (
            _look("database", _database),
            _look("migrations", _migrations),
            _look("worker", lambda: _worker(moment)),
            _look("lake", lambda: _lake(ENV.lake_url)),
            _look("keys", _keys),
        )
    )


def books() -> Part:
    """Whether the points of members add up, counted again from every transfer: seconds for a million, so only `xenia check` asks."""
    return _look("books", _books)


def _look(name: str, check: Callable[[], str]) -> Part:
    begun = time.perf_counter()
    try:
        found, is_well = check(), True
    except (Unwell, DatabaseError, OSError, XeniaError) as fault:
        found, is_well = (str(fault).strip().splitlines() or [type(fault).__name__])[0], False
    return Part(name, is_well, found, round((time.perf_counter() - begun) * 1000))


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0].split()[0]}"


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        raise Unwell(f"{len(missing)} migrations are not applied; run xenia migrate")
    return "all applied"


def _worker(now: datetime) -> str:
    with connection.cursor() as cursor:
        cursor.execute(LAST_HEARTBEAT)
        heartbeat: datetime | None = cursor.fetchone()[0]
    if heartbeat is None:
        raise Unwell("no worker has reported; run xenia work")
    age = now - heartbeat
    if age > HEARTBEAT_AGE_MAX:
        raise Unwell(f"the last heartbeat of a worker is {age.total_seconds():.0f} s old; run xenia work")
    return f"heartbeat {max(0, round(age.total_seconds()))} s ago"


def _lake(url: str) -> str:
    if is_local(url):
        folder = local_folder(url)
        folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=folder, prefix=".health-"):
            return "writable"
    PyFileSystem(DeltaStorageHandler(url)).get_file_info(FileSelector("", recursive=False))
    return "reachable"


def _books() -> str:
    faults = check_books(product_actor("health", Permission.VIEW_LOYALTY))
    if faults:
        raise Unwell(f"{len(faults)} faults, the first: {faults[0].check} of {faults[0].where}; run xenia loyalty check")
    return "every balance is the sum of its transfers"


def _keys() -> str:
    if not ENV.key_file.read_bytes():
        raise Unwell(f"the key file {ENV.key_file} is empty; put it back from your backup")
    if not is_of_this_database(Vault(load_keys(ENV.key_file))):
        raise Unwell(f"the keys in {ENV.key_file} are not those of this database; put its own back")
    return "readable"
