"""Counts of two groups of guests side by side, for rules SB3 and SB5 of docs/algorithms/sandbox.md. In every table `guest_id` is a number
(`facts.ground`), and `is_inside` says in which of the two groups the guest is; who is in neither stands in none of them."""

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from xenia.segment.types.operators import Comparison, FieldKind, Op

SIDES = pa.schema([("guest_id", pa.int64()), ("is_inside", pa.bool_())])
VALUES_MOST = 40
QUARTILES = (0.25, 0.5, 0.75)


def of_both(column: Table, name: str, sides: Table) -> Table:
    """In: one row a numbered guest with the column. Out: `value` and `is_inside`, one row a guest of either group who has one."""
    named = sides.select(_guest="guest_id", is_inside="is_inside")
    joined = column.join(named, column.guest_id == named._guest)
    rows = joined.select(value=joined[name], is_inside=joined.is_inside)
    return rows.filter(rows.value.notnull())


def counts_of_values(rows: Table, kind: FieldKind) -> Table:
    """In: `of_both` of texts, sets or flags. Out: `value`, `inside` and `against`: guests of either group who have it; at most 40, those
    that come most often in either first."""
    words = rows.select(value=rows.value.unnest(), is_inside=rows.is_inside) if kind is FieldKind.SET else rows
    known = words.filter(words.value != "") if kind is not FieldKind.FLAG else words.filter(words.value)
    counted = known.group_by("value").aggregate(inside=known.is_inside.sum(), against=(~known.is_inside).sum())
    told = counted.select("value", inside=counted.inside.cast("int64"), against=counted.against.cast("int64"))
    return told.order_by([ibis.greatest(told.inside, told.against).desc(), told.value]).limit(VALUES_MOST)


def quartiles_of(rows: Table) -> Table:
    """In: `of_both` of numbers. Out: one row with `low`, `middle` and `high`, missing where nobody has one."""
    number = rows.value.cast("float64")
    return rows.aggregate(**{name: number.quantile(at) for name, at in zip(("low", "middle", "high"), QUARTILES, strict=True)})


def counts_of_cuts(rows: Table, cuts: tuple[Comparison, ...]) -> Table:
    """In: `of_both` of numbers. Out: one row with `inside_0`, `against_0`, `inside_1` ...: guests of either group for whom a cut holds."""
    counted = {}
    for place, cut in enumerate(cuts):
        bound = ibis.literal(cut.value)
        holds = rows.value >= bound if cut.op is Op.AT_LEAST else rows.value <= bound
        counted[f"inside_{place}"] = (holds & rows.is_inside).sum().cast("int64")
        counted[f"against_{place}"] = (holds & ~rows.is_inside).sum().cast("int64")
    return rows.aggregate(**counted)


def sums_of(rows: Table) -> Table:
    """In: `of_both` of money. Out: one row with the sum of either group in minor units, `inside` and `against`; missing where nobody
    has any."""
    return rows.aggregate(
        inside=ibis.ifelse(rows.is_inside, rows.value, 0).sum().cast("int64"),
        against=ibis.ifelse(rows.is_inside, 0, rows.value).sum().cast("int64"),
    )
