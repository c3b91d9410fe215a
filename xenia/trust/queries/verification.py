"""The proof of an erasure: every store of the data map is searched for everything that led to the person (rule X12)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection

from xenia.kernel.actor import Actor
from xenia.kernel.personal import Erasing, Place, Store
from xenia.kernel.texts import Text
from xenia.settings import ENV
from xenia.trust.types.access import Permission
from xenia.trust.types.requests import FoundIn, Verification
from xenia.trust.types.rights import Rights, Trace, pattern_of

TRACES_A_LOOK = 200
ROWS_A_LOOK = 10_000
TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY 1"
UNKNOWN = Text("不在数据地图上的表", "A table that is not on the data map")
BACKUPS = Text("备份不在系统内：按备份的保留期到期。", "Backups are outside the product: they end with their own retention.")


def search_stores(actor: Actor, rights: Rights, traces: Sequence[Trace], left_out: Sequence[Text], *, now: datetime) -> Verification:
    """Returns what every store still holds: all tables of PostgreSQL, and what each module keeps elsewhere."""
    actor.require(Permission.HANDLE_REQUESTS)
    known = {(store.place, store.name): store for store in rights.stores}
    found = _in_tables(known, traces)
    for module in rights.modules:
        if module.search is None:
            continue
        for hits in module.search(actor, traces):
            store = known.get((Place.LAKE, hits.store)) or known.get((Place.FILES, hits.store)) or known[Place.DATABASE, hits.store]
            found.append(_found(store, hits.count))
    return Verification(now, len(traces), (*left_out, BACKUPS), tuple(_joined(found)))


def _in_tables(known: dict[tuple[Place, str], Store], traces: Sequence[Trace]) -> list[FoundIn]:
    """Every row of every table as text, sealed columns and all: a table that nobody declared is searched as well."""
    patterns = [pattern for start in range(0, len(traces), TRACES_A_LOOK) if (pattern := pattern_of(traces[start : start + TRACES_A_LOOK]))]
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        names = [name for (name,) in cursor.fetchall()]
    found = []
    for name in names:
        count = sum(_matches(rows, pattern) for rows in _rows_of(name) for pattern in patterns)
        store = known.get((Place.DATABASE, name))
        found.append(_found(store, count) if store else FoundIn(Place.DATABASE, name, UNKNOWN, count, 0, Text("", "")))
    return found


def _rows_of(name: str) -> Iterator["pa.Array[Any]"]:
    """The rows of a table as text, some thousands at a time. Searched here and not by PostgreSQL, whose own expressions took
    minutes over the rows of the demonstration company where this takes seconds."""
    rows: list[str] = []
    with connection.cursor() as cursor, cursor.copy(f'COPY (SELECT row::text FROM "{name}" AS row) TO STDOUT') as copied:  # noqa: S608 - names come from the catalogue
        for row in copied:
            rows.append(bytes(row).decode())
            if len(rows) == ROWS_A_LOOK:
                yield pa.array(rows, pa.string())
                rows = []
    yield pa.array(rows, pa.string())


def _matches(rows: "pa.Array[Any]", pattern: str) -> int:
    return int(pc.sum(pc.match_substring_regex(rows, pattern, ignore_case=True)).as_py() or 0)


def _found(store: Store, count: int) -> FoundIn:
    is_kept = store.erasing is Erasing.KEEP
    return FoundIn(store.place, store.name, store.title, 0 if is_kept else count, count if is_kept else 0, store.why)


def _joined(found: list[FoundIn]) -> list[FoundIn]:
    """One line a store: a table is searched as rows, and again opened where its values are sealed."""
    lines: dict[tuple[str, str], FoundIn] = {}
    for one in found:
        held = lines.get((one.place, one.store))
        lines[one.place, one.store] = (
            FoundIn(one.place, one.store, one.title, one.left + held.left, one.kept + held.kept, one.why) if held else one
        )
    return list(lines.values())


def log_files() -> list[Path]:
    """The logs of this machine's processes; they hold nothing a reader could be refused, so it takes no actor."""
    folder = ENV.home / "logs"
    return sorted(path for path in folder.glob("*") if path.is_file()) if folder.exists() else []
