"""Reading facts: a question is an Ibis expression over `table` and `current`, and `execute` answers it for one actor's units.

The expression names tables, not files: it is bound when it is executed, to the newest version of each table, with the rows of other
units taken out first. There is no other way to read the lake, so a forgotten filter cannot show a guest to the wrong property.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING
from uuid import UUID

import ibis
import ibis.expr.operations as operations
import pyarrow as pa
from ibis.expr.types import Table

from xenia.lake.engine import Lake, default_lake, ibis_backend, ibis_schema, view_name
from xenia.lake.tables import get_table

if TYPE_CHECKING:
    from ibis.backends import BaseBackend

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
    with ibis_backend(lake or default_lake(), _tables_of(views)) as backend:
        for batch in backend.to_pyarrow_batches(_bind(expression, views, backend, units), chunk_size=BATCH_ROWS):
            yield from pa.Table.from_batches([batch]).cast(schema).to_batches()


def current_versions(versions: Table) -> Table:
    """Rule V2. In: any versions, common columns. Out: the same columns, one row per (source_id, record_hash), that of the greatest
    (order_at, content_hash). Run and row only settle which of two identical versions is shown."""
    newest_first = [versions.order_at.desc(), versions.content_hash.desc(), versions.run_id.desc(), versions.row_number.desc()]
    window = ibis.window(group_by=[versions.source_id, versions.record_hash], order_by=newest_first)
    ranked = versions.mutate(_place=ibis.row_number().over(window))
    return ranked.filter(ranked._place == 0).drop("_place")


def _execute_once(expression: Table, units: Units, lake: Lake) -> pa.Table:
    views = _views_of(expression)
    with ibis_backend(lake, _tables_of(views)) as backend:
        answer: pa.Table = backend.to_pyarrow(_bind(expression, views, backend, units))
    return answer.cast(expression.schema().to_pyarrow())


def _views_of(expression: Table) -> dict[operations.UnboundTable, str]:
    return {unbound: view_name(unbound.name) for unbound in expression.op().find(operations.UnboundTable)}


def _tables_of(views: dict[operations.UnboundTable, str]) -> dict[str, str]:
    return {view: unbound.name.removeprefix(_CURRENT) for unbound, view in views.items()}


def _bind(expression: Table, views: dict[operations.UnboundTable, str], backend: "BaseBackend", units: Units) -> Table:
    """The same expression over this execution's views, each cut to the units."""
    bound: dict[operations.Node, operations.Node] = {}
    for unbound, view in views.items():
        rows = operations.DatabaseTable(name=view, schema=unbound.schema, source=backend).to_expr()
        shown = current_versions(rows) if unbound.name.startswith(_CURRENT) else rows
        bound[unbound] = _of_units(shown, units).op()
    return expression.op().replace(bound).to_expr()


def _of_units(rows: Table, units: Units) -> Table:
    if units is None:
        return rows
    return rows.filter(rows.unit_id.isin(sorted(str(unit) for unit in units))) if units else rows.filter(ibis.literal(False))


def is_vanished_file(failure: Exception) -> bool:
    """Whether a file was vacuumed between listing and reading; the next attempt lists anew."""
    text = str(failure)
    return ".parquet" in text and any(sign in text for sign in _VANISHED)
