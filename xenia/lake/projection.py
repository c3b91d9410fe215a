"""Running projections over rows on their way in: on DuckDB, in this process, in bounded memory."""

from collections.abc import Sequence
from functools import lru_cache

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from xenia.lake.engine import default_lake, duckdb_connection


@lru_cache(maxsize=64)
def _sql(layer: ir.Table) -> str:
    return str(ibis.to_sql(layer, dialect="duckdb", pretty=False))


def run_layers(rows: pa.Table, layers: Sequence[ir.Table]) -> pa.Table:
    """Returns what the last layer makes of `rows`. Layer i reads `layer<i>`: `layer0` is `rows`, each next what the one before made."""
    with duckdb_connection(default_lake()) as connection:
        connection.register("layer0", rows)
        steps = [f"layer{place} AS ({_sql(layer)})" for place, layer in enumerate(layers[:-1], start=1)]
        head = f"WITH {', '.join(steps)} " if steps else ""
        return connection.execute(head + _sql(layers[-1])).to_arrow_table()
