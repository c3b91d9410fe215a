"""Making a backup: database, lake, sealed files and wrapped keys of one moment, as one set of files with a manifest written last.

The moment: all tables of the lake are held for a second, the database's snapshot is taken and Delta's versions are pinned; then everyone
works on while the copies are made. A set is written beside its name and gets it when it is whole, so what has the name is whole.
"""

import os
import shutil
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import psycopg

from xenia.host.backup import database
from xenia.host.backup.manifest import Entry, Manifest, Watch, copy_stream, write_manifest
from xenia.host.faults import StartFault
from xenia.lake.copying import PinnedTable, hold_tables, pin_table, read_files
from xenia.lake.engine import Lake
from xenia.lake.tables import TABLES
from xenia.trust.actions.erasure_ledger import ledger_path
from xenia.trust.actions.rotation import KEYS_LOCK
from xenia.trust.keyring.files import describe_key_file, open_key_file
from xenia.trust.keyring.masters import write_master_file
from xenia.trust.types.encryption import MasterKind, SealedFolder
from xenia.trust.vault import key_number_of

ATTEMPTS = 3
DUMP = "database.dump"


class _Erased(Exception):
    """An erasure took place between the moment and the copy; the next attempt has a later moment."""


@dataclass(frozen=True)
class Product:
    """What is backed up, or restored into: where each part lies."""

    home: Path
    lake: Lake
    key_file: Path
    folders: tuple[SealedFolder, ...]


@dataclass
class _Copy:
    """A set while it is written."""

    product: Product
    folder: Path
    watch: Watch
    entries: list[Entry] = field(default_factory=list)
    part: str = ""
    done: int = 0
    total: int = 0

    def begin(self, part: str, total: int = 0) -> None:
        self.part, self.done, self.total = part, 0, total
        self.told(0)

    def told(self, count: int) -> None:
        self.done += count
        self.watch.tell(self.part, self.done, self.total)

    def add(self, path: str, content: bytes) -> None:
        with self._create(path) as out:
            out.write(content)
        self.entries.append(Entry(path, len(content), sha256(content).hexdigest()))

    def add_stream(self, path: str, source) -> None:  # type: ignore[no-untyped-def]
        with self._create(path) as out:
            size, digest = copy_stream(source, out, self.told)
            out.flush()
            os.fsync(out.fileno())
        self.entries.append(Entry(path, size, digest))

    def _create(self, path: str):  # type: ignore[no-untyped-def]
        place = self.folder / path
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def make_backup(product: Product, url: str, target: Path, *, with_master_key: bool, now: datetime, watch: Watch) -> Manifest:
    """Writes the set and returns its manifest. Raises StartFault where it cannot, Cancelled where asked to stop; then nothing is left."""
    if target.exists():
        raise StartFault(f"{target} exists already; give the name of a folder that does not, such as {target}-{now:%Y%m%d-%H%M}.")
    draft = target.with_name(f"{target.name}.partial")
    for attempt in range(ATTEMPTS):
        shutil.rmtree(draft, ignore_errors=True)  # of a backup that was killed
        draft.mkdir(mode=0o700, parents=True)
        try:
            manifest = _write_set(_Copy(product, draft, watch), url, with_master_key=with_master_key, now=now)
            draft.rename(target)
            return manifest
        except _Erased as erased:
            if attempt + 1 == ATTEMPTS:
                raise StartFault(f"The lake changed under the backup {ATTEMPTS} times ({erased}); start it again later.") from erased
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    raise AssertionError


def _write_set(copy: _Copy, url: str, *, with_master_key: bool, now: datetime) -> Manifest:
    with psycopg.connect(url, connect_timeout=5) as connection:
        _share_keys(connection)
        copy.begin("wait for imports")
        connection.rollback()
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        with hold_tables(copy.product.lake):
            row = connection.execute("SELECT pg_export_snapshot()").fetchone()
            pinned = [pin_table(copy.product.lake, name) for name in TABLES]
        has_master_key = _copy_keys(copy, with_master_key=with_master_key)
        _copy_database(copy, url, str(row[0]) if row else "")
        for table in pinned:
            _copy_table(copy, table)
        _copy_folders(copy)
        master, keys = describe_key_file(copy.product.key_file)
        manifest = Manifest(
            made_at=now,
            server=connection.info.parameter_status("server_version") or "",
            migrations=database.migrations_of(connection),
            tables=database.count_rows(connection),
            lake={table.name: table.rows for table in pinned},
            versions={table.name: table.version for table in pinned},
            keys=tuple(key.number for key in keys),
            master=master.fingerprint,
            has_master_key=has_master_key,
            files=tuple(copy.entries),
        )
        write_manifest(copy.folder, manifest)
    return manifest


def _share_keys(connection: database.Connection) -> None:
    """Keeps a rotation from going on meanwhile: what is copied must open with the keys that are copied."""
    row = connection.execute("SELECT pg_try_advisory_lock_shared(%s)", [KEYS_LOCK]).fetchone()
    if not row or not row[0]:
        raise StartFault("The keys are being changed at this moment; wait for the rotation (xenia keys status) or cancel it, then back up.")
    connection.commit()


def _copy_keys(copy: _Copy, *, with_master_key: bool) -> bool:
    copy.add("keys/keys.json", copy.product.key_file.read_bytes())
    ledger = ledger_path(copy.product.key_file)
    if ledger.exists():
        copy.add(f"keys/{ledger.name}", ledger.read_bytes())
    if not with_master_key:
        return False
    held = open_key_file(copy.product.key_file)
    if held.kind is MasterKind.SERVICE:
        raise StartFault("The master key never leaves its key service, so it cannot be in a backup; leave --with-master-key out.")
    place = copy.folder / "keys" / "master.key"
    write_master_file(place, held.master)
    copy.entries.append(Entry("keys/master.key", place.stat().st_size, sha256(place.read_bytes()).hexdigest()))
    return True


def _copy_database(copy: _Copy, url: str, snapshot: str) -> None:
    copy.begin("database")
    with database.dumping(url, snapshot) as stream:
        copy.add_stream(DUMP, stream)


def _copy_table(copy: _Copy, table: PinnedTable) -> None:
    copy.begin(f"lake {table.name}")
    for name, content in table.log.items():
        copy.add(f"lake/{table.name}/{name}", content)
    with read_files(copy.product.lake, table.name) as reader:
        for name in table.files:
            try:
                stream = reader.open(name)
            except FileNotFoundError as gone:
                raise _Erased(f"{table.name}/{name}") from gone
            with stream:
                copy.add_stream(f"lake/{table.name}/{name}", stream)


def _copy_folders(copy: _Copy) -> None:
    """The sealed files; one that is being written is left out, for the database does not know it yet, and one that expires meanwhile."""
    for folder in copy.product.folders:
        copy.begin(folder.name)
        place = copy.product.home / folder.name
        for path in sorted(place.rglob("*")) if place.exists() else []:
            try:
                if path.is_file() and path.name[0] != "." and key_number_of(path) is not None:
                    with path.open("rb") as stream:
                        copy.add_stream(f"files/{path.relative_to(copy.product.home)}", stream)
            except FileNotFoundError:
                continue
