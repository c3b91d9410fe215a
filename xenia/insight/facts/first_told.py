"""Bookings, items and guests as their source first told of them: what was known on the day a booking was made, whatever became of it."""

from datetime import datetime

import ibis
from ibis.expr.types import StringValue, Table, Value

from xenia.insight.facts.known import instant, known_at
from xenia.insight.rules.windows import KEPT_STATES
from xenia.lake import read


def first_told(name: str, as_of: datetime) -> Table:
    """In: a fact table whose records come again. Out: its columns, one row a record known at the moment: the first version that stood, else
    the first of all. Where a source tells its last state alone, that is it."""
    rows = read.table(name)
    known = rows.filter(known_at(rows) <= instant(as_of))
    places: list[Value] = [known.order_at, known.content_hash, known.run_id, known.row_number]
    if "status" in known.columns:
        places.insert(0, ibis.coalesce(known.status.isin(KEPT_STATES), False).ifelse(0, 1))
    oldest = ibis.window(group_by=[known.source_id, known.record_hash], order_by=places)
    ranked = known.mutate(_place=ibis.row_number().over(oldest))
    return ranked.filter(ranked._place == 0).drop("_place")


def last_told(name: str, as_of: datetime) -> Table:
    """The same of the last version known at the moment."""
    rows = read.table(name)
    return read.current_versions(rows.filter(known_at(rows) <= instant(as_of)))


def attribute(document: StringValue, name: str) -> StringValue:
    """A text or number of the JSON that a source's further columns are kept in; null where it is not there or empty."""
    before = r'[{,]\s*"' + name + r'"\s*:\s*'
    text = document.re_extract(before + r'"((?:[^"\\]|\\.)*)"', 1)
    number = document.re_extract(before + r"(-?[0-9][0-9.]*)", 1)
    found: StringValue = ibis.coalesce(text.nullif(""), number.nullif(""))
    return found


def told_once(rows: Table) -> Table:
    """Rule R11: a stay that two systems tell of counts once. In: rows with source, key and reference. Out: those whose key no booking of
    another source names as its `external_reference`, of the same line."""
    named = rows.filter(rows.external_reference.notnull()).select(
        _reference="external_reference", _line="line", _source="source_id"
    ).distinct()  # fmt: skip
    return rows.anti_join(named, [rows.booking_key == named._reference, rows.line == named._line, rows.source_id != named._source])
