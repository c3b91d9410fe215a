"""Reading facts: a question is an Ibis expression over `table` and `current`, and `execute` answers it for one actor's units.

The expression names tables, not files: it is bound when it is executed, to the newest version of each table, with the rows of other
units taken out first. There is no other way to read the lake, so a forgotten filter cannot show a guest to the wrong property.
"""

import re
import uuid
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from typing import TypeVar, cast
from uuid import UUID

import ibis
import ibis.expr.operations as operations
import pyarrow as pa
from ibis.expr.types import Table

from xenia.kernel.errors import Invalid
from xenia.lake.engine import Asked, Lake, Shown, default_lake, ibis_schema, open_engine, shown_table, view_name
from xenia.lake.snapshots import files_of_version
from xenia.lake.tables import TABLES, get_table

Units = frozenset[UUID] | None
"""The units whose rows may be seen; None means all of them."""

NOTHING_GIVEN: Mapping[str, pa.Table] = {}
ATTEMPTS = 3
BATCH_ROWS = 100_000
_CURRENT, _KEPT = "current_", "kept_"
_MARK = uuid.uuid4().hex
_PLACE = re.compile(rf"\w+_(\d+)_{_MARK}")
"""Where a session's view belongs in a question that is written once for all sessions."""
QUESTIONS_KEPT = 256
_SNAPSHOT = re.compile(r"snapshot_of_(?P<name>[a-z_]+?)(?:_version_(?P<version>[0-9a-f]{32}))?")
Found = TypeVar("Found")
_VANISHED = ("No files found", "Cannot open file", "No such file", "not found", "does not exist", "FileNotFound")


def table(name: str) -> Table:
    """All versions of a fact table, unbound. Raises NotFound for a name the lake does not have."""
    return ibis.table(ibis_schema(get_table(name).schema), name=name)


def current(name: str) -> Table:
    """The current version of each record (rule V2), unbound; same columns as `table`, one row per (source_id, record_hash).

    Current is decided before units are filtered: a booking that moved to another unit is not shown by its older version.
    """
    return ibis.table(ibis_schema(get_table(name).schema), name=_CURRENT + name)


def snapshot(name: str, schema: pa.Schema, version: UUID | None = None) -> Table:
    """A derived table of a module, unbound: its newest version, or the one named. See `xenia.lake.snapshots`."""
    suffix = f"_version_{version.hex}" if version else ""
    return ibis.table(ibis_schema(schema), name=f"snapshot_of_{name}{suffix}")


def given(name: str, schema: pa.Schema) -> Table:
    """Rows that whoever executes the expression gives under this name; they are not cut to any units."""
    return ibis.table(ibis_schema(schema), name=name)


def execute(expression: Table, *, units: Units, given: Mapping[str, pa.Table] = NOTHING_GIVEN, lake: Lake | None = None) -> pa.Table:
    """Returns the answer with exactly the column types the expression declares. Rows have no order unless the expression gives one.

    `given` are rows in memory, by the name under which the expression reads them. A snapshot holds guests of all units: `units` must be
    None for it (raises Invalid), and the caller decides who may see whom.
    """
    for attempt in range(ATTEMPTS):
        try:
            with session(units=units, given=given, lake=lake) as asked:
                return asked.execute(expression)
        except Exception as failure:
            if attempt + 1 == ATTEMPTS or not is_vanished_file(failure):
                raise
    raise AssertionError("unreachable: the last attempt returns or raises")


def stream(
    expression: Table, *, units: Units, given: Mapping[str, pa.Table] = NOTHING_GIVEN, lake: Lake | None = None
) -> Iterator[pa.RecordBatch]:
    """Yields the answer in batches of about 100,000 rows, so that memory stays flat however large it is."""
    with session(units=units, given=given, lake=lake) as asked:
        yield from asked.stream(expression)


@contextmanager
def session(*, units: Units, given: Mapping[str, pa.Table] = NOTHING_GIVEN, lake: Lake | None = None) -> Iterator["Session"]:
    """Several questions to the lake as it is at one moment; what the first of them share is computed once where it is kept."""
    place = lake or default_lake()
    with open_engine(place) as engine:
        yield Session(engine, place, units, given)


class Session:
    """Questions that see the same rows: each table is listed once, when it is first asked for."""

    def __init__(self, engine: Asked, lake: Lake, units: Units, given: Mapping[str, pa.Table]) -> None:
        self._engine, self._lake, self._units = engine, lake, units
        self._given = dict(given)
        self._views: dict[str | tuple[str, ibis.Schema], str] = {}
        self._files: dict[str, Sequence[str]] = {}
        self._kept: dict[operations.Node, operations.Node] = {}
        self._serial = count()
        self._remembered: dict[Hashable, object] = {}

    def give(self, name: str, rows: pa.Table) -> Table:
        """Gives further rows under a name, and returns them as an expression reads them; rows given before under the name are let go."""
        self._given[name] = rows
        self._views.pop(name, None)
        return given(name, rows.schema)

    def keep(self, expression: Table) -> None:
        """Computes the expression now, unless it was; every later question that contains it reads the answer instead."""
        if expression.op() in self._kept:
            return
        place, view = f"{_KEPT}{next(self._serial)}", view_name("kept")
        self._engine.keep(view, self._sql(expression))
        self._views[place] = view
        self._kept[expression.op()] = ibis.table(expression.schema(), name=place).op()

    def let_go(self, expression: Table) -> None:
        """Forgets what was kept of the expression, if it was: a great table that nobody asks for any more stands in the way of others."""
        kept = self._kept.pop(expression.op(), None)
        if isinstance(kept, operations.UnboundTable):
            self._engine.let_go(self._views.pop(kept.name))

    def remember(self, key: Hashable, work_out: Callable[[], Found]) -> Found:
        """What was worked out from these rows under the key; the first who asks works it out. What is remembered must not be changed."""
        if key not in self._remembered:
            self._remembered[key] = work_out()
        return cast(Found, self._remembered[key])

    def execute(self, expression: Table) -> pa.Table:
        """Returns the answer with the types the expression declares."""
        return self._engine.run(self._sql(expression)).cast(expression.schema().to_pyarrow())

    def stream(self, expression: Table) -> Iterator[pa.RecordBatch]:
        """Yields the answer in batches."""
        schema = expression.schema().to_pyarrow()
        for piece in self._engine.stream(self._sql(expression), BATCH_ROWS):
            yield from piece.cast(schema).to_batches()

    def _sql(self, expression: Table) -> str:
        """The question in the engine's SQL over the session's views, facts cut to the units."""
        asked = expression.op().replace(self._kept) if self._kept else expression.op()
        written = _written(asked, self._units, frozenset(self._given), self._engine.dialect)
        return _PLACE.sub(lambda found: self._view(*written.tables[int(found[1])]), written.sql)

    def _view(self, place: str, schema: ibis.Schema) -> str:
        """Each reader of a snapshot names the columns it reads, and has a view of them; all are views of the same files."""
        name = place.removeprefix(_CURRENT)
        is_snapshot = name not in self._given and _SNAPSHOT.fullmatch(name)
        key = (name, schema) if is_snapshot else name
        if key not in self._views:
            view = view_name(name)
            if name in self._given:
                self._engine.give(view, self._given[name])
            elif is_snapshot:
                self._engine.show(view, Shown(schema.to_pyarrow(), self._files_of(name)))
            else:
                self._engine.show(view, shown_table(self._lake, name))
            self._views[key] = view
        return self._views[key]

    def _files_of(self, snapshot_name: str) -> Sequence[str]:
        found = _SNAPSHOT.fullmatch(snapshot_name)
        if found is None or self._units is not None:
            said = f"{snapshot_name} holds guests of all units; read it with units=None and say who may see whom."
            raise Invalid("snapshot_of_all_units", said)
        if snapshot_name not in self._files:
            version = UUID(found["version"]) if found["version"] else None
            self._files[snapshot_name] = files_of_version(self._lake, found["name"], version)
        return self._files[snapshot_name]


def current_versions(versions: Table) -> Table:
    """Rule V2. In: any versions, common columns. Out: the same columns, one row per (source_id, record_hash), that of the greatest
    (order_at, content_hash). Run and row only settle which of two identical versions is shown.

    Only records that come more than once are ranked: of 10 million rows with one version each that takes a quarter of the time.
    """
    several = repeated(versions)
    alone = versions.anti_join(several, "record_hash")
    rivals = versions.semi_join(several, "record_hash")
    newest_first = [rivals.order_at.desc(), rivals.content_hash.desc(), rivals.run_id.desc(), rivals.row_number.desc()]
    window = ibis.window(group_by=[rivals.source_id, rivals.record_hash], order_by=newest_first)
    ranked = rivals.mutate(_place=ibis.row_number().over(window))
    return alone.union(ranked.filter(ranked._place == 0).drop("_place"))


def repeated(versions: Table) -> Table:
    """In: any versions, common columns. Out: the `record_hash` of records that come more than once. Few they are where most records come
    once: several questions about the same versions have it kept (`Session.keep`)."""
    return versions.group_by("record_hash").having(versions.count() > 1).aggregate().select("record_hash")


@dataclass(frozen=True)
class _Written:
    """A question in an engine's SQL with places for the views, and the table and columns of each place."""

    sql: str
    tables: Sequence[tuple[str, ibis.Schema]]


@lru_cache(QUESTIONS_KEPT)
def _written(asked: operations.Node, units: Units, given: frozenset[str], dialect: str) -> _Written:
    """Writing a large question takes longer than most answers: pages ask the same ones again and again."""
    tables = list(asked.find(operations.UnboundTable))
    bound = {table: _rows(table, number, units, given).op() for number, table in enumerate(tables)}
    compiler = getattr(ibis, dialect)  # looking the backend up is what sets its options; nothing is connected
    return _Written(str(compiler.compile(asked.replace(bound).to_expr())), [(table.name, table.schema) for table in tables])


def _rows(table: operations.UnboundTable, number: int, units: Units, given: frozenset[str]) -> Table:
    fact, is_current = table.name.removeprefix(_CURRENT), table.name.startswith(_CURRENT)
    rows = ibis.table(table.schema, name=f"{table.name}_{number}_{_MARK}")
    if fact in given or fact not in TABLES:
        return rows
    return _of_units(current_versions(rows) if is_current else rows, units)


def _of_units(rows: Table, units: Units) -> Table:
    if units is None:
        return rows
    return rows.filter(rows.unit_id.isin(sorted(str(unit) for unit in units))) if units else rows.filter(ibis.literal(False))


def is_vanished_file(failure: Exception) -> bool:
    """Whether a file was vacuumed between listing and reading; the next attempt lists anew."""
    text = str(failure)
    return ".parquet" in text and any(sign in text for sign in _VANISHED)
