"""Reading facts: a question is an Ibis expression over `table` and `current`, and `execute` answers it for one actor's units.

The expression names tables, not files: it is bound when it is executed, to the newest version of each table, with the rows of other
units taken out first. There is no other way to read the lake, so a forgotten filter cannot show a guest to the wrong property.
"""

from collections.abc import Iterator
from uuid import UUID

import ibis
import ibis.expr.operations as operations
import pyarrow as pa
from ibis.expr.types import Table

from xenia.lake.engine import Lake, default_lake, ibis_schema, open_engine, view_name
from xenia.lake.tables import get_table

Units = frozenset[UUID] | None
"""The units whose rows may be seen; None means all of them."""

ATTEMPTS = 3
BATCH_ROWS = 100_000
_CURRENT = "current_"
_VANISHED = ("No files found", "Cannot open file", "No such file", "not found", "does not exist", "FileNotFound")


def table(name: str) -> Table:
    """All versions of a fact table, unbound. Raises NotFound for a name the lake does not have."""
    return ibis.table(ibis_schema(get_table(name).schema), name=name)


def current(name: str) -> Table:
    """The current version of each record (rule V2), unbound; same columns as `table`, one row per (source_id, record_hash).

    Current is decided before units are filtered: a booking that moved to another unit is not shown by its older version.
    """
    return ibis.table(ibis_schema(get_table(name).schema), name=_CURRENT + name)


def execute(expression: Table, *, units: Units, lake: Lake | None = None) -> pa.Table:
    """Returns the answer with exactly the column types the expression declares. Rows have no order unless the expression gives one."""
    place = lake or default_lake()
    for attempt in range(ATTEMPTS):
        try:
            return _execute_once(expression, units, place)
        except Exception as failure:
            if attempt + 1 == ATTEMPTS or not is_vanished_file(failure):
                raise
    raise AssertionError("unreachable: the last attempt returns or raises")


def stream(expression: Table, *, units: Units, lake: Lake | None = None) -> Iterator[pa.RecordBatch]:
    """Yields the answer in batches of about 100,000 rows, so that memory stays flat however large it is."""
    schema = expression.schema().to_pyarrow()
    views = _views_of(expression)
    with open_engine(lake or default_lake(), _tables_of(views)) as engine:
        for piece in engine.stream(_sql(expression, views, engine.dialect, units), BATCH_ROWS):
            yield from piece.cast(schema).to_batches()


def current_versions(versions: Table) -> Table:
    """Rule V2. In: any versions, common columns. Out: the same columns, one row per (source_id, record_hash), that of the greatest
    (order_at, content_hash). Run and row only settle which of two identical versions is shown.

    Only records that come more than once are ranked: of 10 million rows with one version each that takes a quarter of the time.
    """
    several = versions.group_by("record_hash").having(versions.count() > 1).aggregate().select("record_hash")
    alone = versions.anti_join(several, "record_hash")
    rivals = versions.semi_join(several, "record_hash")
    newest_first = [rivals.order_at.desc(), rivals.content_hash.desc(), rivals.run_id.desc(), rivals.row_number.desc()]
    window = ibis.window(group_by=[rivals.source_id, rivals.record_hash], order_by=newest_first)
    ranked = rivals.mutate(_place=ibis.row_number().over(window))
    return alone.union(ranked.filter(ranked._place == 0).drop("_place"))


def _execute_once(expression: Table, units: Units, lake: Lake) -> pa.Table:
    views = _views_of(expression)
    with open_engine(lake, _tables_of(views)) as engine:
        answer = engine.run(_sql(expression, views, engine.dialect, units))
    return answer.cast(expression.schema().to_pyarrow())


def _views_of(expression: Table) -> dict[operations.UnboundTable, str]:
    return {unbound: view_name(unbound.name) for unbound in expression.op().find(operations.UnboundTable)}


def _tables_of(views: dict[operations.UnboundTable, str]) -> dict[str, str]:
    return {view: unbound.name.removeprefix(_CURRENT) for unbound, view in views.items()}


def _sql(expression: Table, views: dict[operations.UnboundTable, str], dialect: str, units: Units) -> str:
    """The question in the engine's SQL over this execution's views, each cut to the units."""
    bound: dict[operations.Node, operations.Node] = {}
    for unbound, view in views.items():
        rows = ibis.table(unbound.schema, name=view)
        shown = current_versions(rows) if unbound.name.startswith(_CURRENT) else rows
        bound[unbound] = _of_units(shown, units).op()
    compiler = getattr(ibis, dialect)  # looking the backend up is what sets its options; nothing is connected
    return str(compiler.compile(expression.op().replace(bound).to_expr()))


def _of_units(rows: Table, units: Units) -> Table:
    if units is None:
        return rows
    return rows.filter(rows.unit_id.isin(sorted(str(unit) for unit in units))) if units else rows.filter(ibis.literal(False))


def is_vanished_file(failure: Exception) -> bool:
    """Whether a file was vacuumed between listing and reading; the next attempt lists anew."""
    text = str(failure)
    return ".parquet" in text and any(sign in text for sign in _VANISHED)
