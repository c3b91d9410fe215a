"""The product on this machine, as a backup or a restore sees it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from getpass import getuser
from pathlib import Path

from django.db import connection

from xenia import wiring
from xenia.host.backup.making import Product
from xenia.host.backup.manifest import Manifest
from xenia.kernel.actor import product_actor
from xenia.lake.engine import default_lake
from xenia.settings import ENV, database_settings
from xenia.trust.actions.audit import record
from xenia.trust.actions.erasure_ledger import keep_ledgers, ledger_path, read_ledgers
from xenia.trust.actions.redoing_erasures import redo_erasures
from xenia.trust.types.access import Permission


def product_here() -> Product:
    """Where everything lies that must be kept."""
    return Product(ENV.home, default_lake(), ENV.key_file, wiring.SEALED.folders)


def record_backup(manifest: Manifest, url: str) -> None:
    """Leaves an entry in the audit log; not where the database was started for the backup alone on another port than the settings know."""
    if url == ENV.database_url:
        details = {"files": len(manifest.files), "bytes": manifest.size, "with_master_key": manifest.has_master_key}
        record(product_actor("xenia backup"), "backup.made", details=details, now=manifest.made_at)


def finish_restore(manifest: Manifest, url: str, ledgers: Sequence[Path]) -> tuple[int, int]:
    """Does the erasures again that began after the backup was made and leaves an entry in the restored audit log: which backup, by whom.

    Returns how many erasures are done again, and how many are left to the worker. The ledgers become part of this machine's.
    """
    actor = product_actor("xenia restore", Permission.HANDLE_REQUESTS, Permission.VIEW_GUESTS, Permission.VIEW_BOOKINGS)
    keep_ledgers(ENV.key_file, ledgers)
    with _speaking_to(url):
        erased = read_ledgers([ledger_path(ENV.key_file)])
        done, left = redo_erasures(
            actor=actor, erased=erased, since=manifest.made_at, rights=wiring.RIGHTS, clock=lambda: datetime.now(UTC)
        )
        made = {"made_at": manifest.made_at.isoformat(), "files": len(manifest.files), "bytes": manifest.size}
        details = made | {"by": getuser(), "erasures": done, "erasures_left": left}
        record(actor, "backup.restored", details=details, now=datetime.now(UTC))
    return done, left


@contextmanager
def _speaking_to(url: str) -> Iterator[None]:
    """Django's connection to a database that was started for this command alone, on a port that the settings did not know yet."""
    before = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(database_settings(url))
    try:
        yield
    finally:
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined] # PostgreSQL's wrapper has it
        connection.settings_dict.update(before)
