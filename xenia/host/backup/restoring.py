"""Restoring a backup into an empty machine: every file is checked first, and what cannot be finished is taken away again."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from deltalake import DeltaTable

from xenia.host import preflight
from xenia.host.backup import database
from xenia.host.backup.making import DUMP, Product
from xenia.host.backup.manifest import Cancelled, Manifest, Watch, copy_stream, verify_backup
from xenia.host.faults import StartFault
from xenia.lake.copying import remove_tables, tables_present, write_file
from xenia.lake.tables import table_uri
from xenia.settings import Environment
from xenia.trust.actions.erasure_ledger import keep_ledgers, ledger_path
from xenia.trust.keyring.files import load_keys
from xenia.trust.keyring.masters import Masters, configured, read_master_file, write_master_file

ROOT = Path(__file__).resolve().parents[2]


def restore_backup(
    environment: Environment, product: Product, source: Path, watch: Watch, finish: Callable[[Manifest, str], None]
) -> Manifest:
    """Loads the set into an empty home and an empty database, compares, and returns the manifest. `finish` is called with it and the
    address of the database, which runs until then.

    Raises StartFault where the set is damaged, something is there already, or the master key is not; Cancelled where asked to stop. Then
    the machine is as empty as before.
    """
    _refuse_full_home(environment, product)
    manifest = verify_backup(source, watch)
    _refuse_later_release(manifest)
    masters = _masters(product, source, manifest)
    load_keys(source / "keys" / "keys.json", masters)
    with _taken_away_where_it_fails(environment, product), database.database_of(environment) as url:
        _refuse_full_database(url)
        _restore_files(product, source, manifest, watch)
        _restore_keys(product, source, masters, has_master_key=manifest.has_master_key)
        watch.tell("database")
        if not database.load_dump(url, source / DUMP, watch.is_cancelled):
            raise Cancelled
        _compare(product, url, manifest)
        finish(manifest, url)
    return manifest


def _refuse_full_home(environment: Environment, product: Product) -> None:
    found = [product.key_file] if product.key_file.exists() else []
    found += [place for folder in product.folders if (place := product.home / folder.name).exists() and any(place.iterdir())]
    if environment.is_embedded_database and (product.home / "postgres" / "data").exists():
        found.append(product.home / "postgres" / "data")
    if found or tables_present(product.lake):
        what = str(found[0]) if found else f"{product.lake.url}/{tables_present(product.lake)[0]}"
        raise StartFault(
            f"A backup is restored into an empty home, and {what} exists. Give another XENIA_HOME, or move what is there away."
        )


def _refuse_full_database(url: str) -> None:
    with psycopg.connect(url, connect_timeout=5) as connection:
        tables = database.tables_of(connection)
    if tables:
        raise StartFault(f"A backup is restored into an empty database, and this one has the table {tables[0]}. Give another, or empty it.")


def _refuse_later_release(manifest: Manifest) -> None:
    for one in manifest.migrations:
        app, _, name = one.partition(".")
        if (ROOT / app / "migrations").exists() and not (ROOT / app / "migrations" / f"{name}.py").exists():
            raise StartFault(f"The backup was made by a later release of Xenia (it knows {one}); restore it with that one.")


def _masters(product: Product, source: Path, manifest: Manifest) -> Masters:
    """Where the master key is: in the set, or where the settings say it is, which must be made so before."""
    if manifest.has_master_key:
        return Masters(read_master_file(source / "keys" / "master.key"))
    found = configured()
    return Masters(found.key, found.file_beside(product.key_file), found.service)


def _restore_files(product: Product, source: Path, manifest: Manifest, watch: Watch) -> None:
    total, done = manifest.size, 0

    def told(count: int) -> None:
        nonlocal done
        done += count
        watch.tell("files", done, total)

    for file in manifest.files:
        kind, _, rest = file.path.partition("/")
        if kind == "lake":
            table, _, name = rest.partition("/")
            with (source / file.path).open("rb") as stream, write_file(product.lake, table, name) as out:
                copy_stream(stream, out, told)
        elif kind == "files":
            place = product.home / rest
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with (source / file.path).open("rb") as stream, place.open("xb") as out:
                copy_stream(stream, out, told)


def _restore_keys(product: Product, source: Path, masters: Masters, *, has_master_key: bool) -> None:
    if has_master_key and masters.key and not configured().key:
        write_master_file(configured().file_beside(product.key_file), masters.key)
    product.key_file.parent.mkdir(parents=True, exist_ok=True)
    product.key_file.touch(mode=0o600)
    product.key_file.write_bytes((source / "keys" / "keys.json").read_bytes())
    keep_ledgers(product.key_file, [ledger_path(source / "keys" / "keys.json")])


def _compare(product: Product, url: str, manifest: Manifest) -> None:
    """Raises StartFault where a table of the database or the lake has other rows than were backed up, or the keys do not open it."""
    with psycopg.connect(url, connect_timeout=5) as connection:
        counts = database.count_rows(connection)
    lake = {name: DeltaTable(table_uri(product.lake.url, name)).count() for name in manifest.lake}
    for name, rows in (manifest.tables | manifest.lake).items():
        if (counts | lake).get(name) != rows:
            raise StartFault(f"After the restore {name} has {(counts | lake).get(name)} rows, and {rows} were backed up.")
    preflight.compare_keys(product.key_file, url)


@contextmanager
def _taken_away_where_it_fails(environment: Environment, product: Product) -> Iterator[None]:
    """The home was empty, so what is in it after a failure is a half restore."""
    had_master, ledger = configured().file_beside(product.key_file).exists(), ledger_path(product.key_file)
    noted = ledger.read_bytes() if ledger.exists() else None
    try:
        yield
    except BaseException:
        remove_tables(product.lake, tables_present(product.lake))
        for folder in product.folders:
            shutil.rmtree(product.home / folder.name, ignore_errors=True)
        product.key_file.unlink(missing_ok=True)
        ledger.unlink(missing_ok=True) if noted is None else ledger.write_bytes(noted)
        if not had_master:
            configured().file_beside(product.key_file).unlink(missing_ok=True)
        if environment.is_embedded_database:
            shutil.rmtree(product.home / "postgres", ignore_errors=True)
        raise
