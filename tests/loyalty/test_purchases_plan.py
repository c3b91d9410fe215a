"""How the lake is asked what members bought: every join finds its rows by hashing, or ten million bookings would wait for ever."""

from datetime import UTC, date, datetime

import duckdb
import ibis
import ibis.expr.operations as operations
import pytest
from ibis.expr.types import Table

from xenia.loyalty.facts.purchases import done_within, purchases, told_bookings

NOW, DAYS = datetime(2026, 3, 2, 4, 0, tzinfo=UTC), (date(2026, 1, 1), date(2026, 3, 1))
ROW_BY_ROW = ("NL_JOIN", "NESTED_LOOP", "IE_JOIN", "PIECEWISE")
ASKED = {
    "days": lambda: done_within(purchases(told_bookings(NOW, days=DAYS), NOW), *DAYS),
    "since": lambda: told_bookings(NOW, since=NOW),
}


def plan_of(expression: Table) -> str:
    """The plan of DuckDB over tables of no rows."""
    with duckdb.connect(":memory:") as connection:
        for table in expression.op().find(operations.UnboundTable):
            connection.register("rows", table.schema.to_pyarrow().empty_table())
            connection.execute(f'CREATE TABLE "{table.name}" AS FROM rows')
        found = connection.execute("EXPLAIN (FORMAT json) " + ibis.duckdb.compile(expression)).fetchone()
        return str(found[1]) if found else ""


@pytest.mark.parametrize("name", ASKED)
def test_every_join_of_purchases_is_a_hash_join(name: str) -> None:
    plan = plan_of(ASKED[name]())

    assert "HASH_JOIN" in plan
    assert [word for word in ROW_BY_ROW if word in plan] == []
