"""The lake as one set: every table held at one moment, and what belongs to it then (data files and the newest part of Delta's log)."""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import BinaryIO

import fsspec
from deltalake import DeltaTable

from xenia.lake.engine import Lake, open_table
from xenia.lake.lock import table_lock
from xenia.lake.tables import TABLES, files_of, is_local, local_folder, table_uri

LOG = "_delta_log"
LAST_CHECKPOINT = f"{LOG}/_last_checkpoint"
LOG_FILE = re.compile(r"(\d{20})\.(json|checkpoint(\.\d+\.\d+)?\.parquet)$")


@dataclass(frozen=True)
class PinnedTable:
    """A table at one version. `log` holds the few small files that describe it, `files` the names of its data files."""

    name: str
    version: int
    rows: int
    log: dict[str, bytes]
    files: tuple[str, ...]


@contextmanager
def hold_tables(lake: Lake) -> Iterator[None]:
    """All tables alone while the block runs: no append, compaction or erasure is under way. Keep it short: imports wait."""
    with ExitStack() as held:
        for name in sorted(TABLES):
            held.enter_context(table_lock(lake.url, name, exclusive=True))
        yield


def pin_table(lake: Lake, name: str) -> PinnedTable:
    """The table as it is now; the caller holds its lock. The log is read at once, because Delta removes what is old in it by itself."""
    delta = open_table(lake, name)
    root = table_uri(lake.url, name)
    start = f"{root}/" if is_local(lake.url) else delta.table_uri.rstrip("/") + "/"
    files = tuple(path.removeprefix(start) for path in files_of(delta))
    return PinnedTable(name, delta.version(), delta.count(), _log_of(root, delta), files)


def _log_of(root: str, delta: DeltaTable) -> dict[str, bytes]:
    """The last checkpoint and every entry after it, or all entries where there is none."""
    file_system, folder = fsspec.url_to_fs(f"{root}/{LOG}")
    names = [str(path).rsplit("/", 1)[-1] for path in file_system.ls(folder, detail=False)]
    last = file_system.cat_file(f"{folder}/_last_checkpoint") if "_last_checkpoint" in names else None
    since = int(json.loads(last)["version"]) if last else 0
    wanted = [name for name in names if (found := LOG_FILE.match(name)) and since <= int(found[1]) <= delta.version()]
    log = {f"{LOG}/{name}": bytes(file_system.cat_file(f"{folder}/{name}")) for name in sorted(wanted)}
    return log | ({LAST_CHECKPOINT: bytes(last)} if last else {})


@contextmanager
def read_files(lake: Lake, name: str) -> Iterator["FileReader"]:
    """The table's lock, shared: appends go on, and no erasure removes a file that is being read."""
    with table_lock(lake.url, name, exclusive=False):
        yield FileReader(table_uri(lake.url, name))


@dataclass(frozen=True)
class FileReader:
    """Opens files of one table by their name in it; raises FileNotFoundError for one that an erasure has removed."""

    root: str

    def open(self, file: str) -> BinaryIO:
        opened: BinaryIO = fsspec.open(f"{self.root}/{file}", "rb").open()
        return opened


def write_file(lake: Lake, name: str, file: str) -> BinaryIO:
    """A new file of a table of a lake that is being restored."""
    root = table_uri(lake.url, name)
    opened: BinaryIO = fsspec.open(f"{root}/{file}", "wb", **({"auto_mkdir": True} if is_local(lake.url) else {})).open()
    return opened


def tables_present(lake: Lake) -> Sequence[str]:
    """The names of the tables that exist in the lake, empty ones too."""
    return [name for name in TABLES if DeltaTable.is_deltatable(table_uri(lake.url, name))]


def remove_tables(lake: Lake, names: Sequence[str]) -> None:
    """Removes tables that a restore wrote and could not finish."""
    for name in names:
        file_system, path = fsspec.url_to_fs(table_uri(lake.url, name))
        if file_system.exists(path):
            file_system.rm(path, recursive=True)
    if is_local(lake.url) and local_folder(lake.url).exists() and not any(local_folder(lake.url).iterdir()):
        local_folder(lake.url).rmdir()
