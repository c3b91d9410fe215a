"""Bookings, items and guests as their source first told of them: what was known on the day a booking was made, whatever became of it."""

from datetime import date, datetime

import ibis
from ibis.expr.types import StringValue, Table, Value

from xenia.insight.facts.known import known_rows, known_versions
from xenia.insight.rules.windows import KEPT_STATES
from xenia.lake import read


def first_told(name: str, as_of: datetime, *, starts_from: date | None = None) -> Table:
    """In: a fact table whose records come again. Out: its columns, one row a record known at the moment: the first version that stood, else
    the first of all. Where a source tells its last state alone, that is it. Only records that come more than once are ranked. Of bookings
    those alone that start on the day or later, where one is named: the others are not even read."""
    known = known_rows(name, as_of)
    several = read.repeated(known)
    once = known.anti_join(several, "record_hash")
    rivals = known.semi_join(several, "record_hash")
    places: list[Value] = [rivals.order_at, rivals.content_hash, rivals.run_id, rivals.row_number]
    if "status" in rivals.columns:
        places.insert(0, ibis.coalesce(rivals.status.isin(KEPT_STATES), False).ifelse(0, 1))
    oldest = ibis.window(group_by=[rivals.source_id, rivals.record_hash], order_by=places)
    ranked = rivals.mutate(_place=ibis.row_number().over(oldest))
    first = ranked.filter(ranked._place == 0).drop("_place")
    if starts_from is None:
        return once.union(first)
    day = ibis.literal(starts_from)
    return once.filter(once.starts_on >= day).union(first.filter(first.starts_on >= day))


def last_told(name: str, as_of: datetime) -> Table:
    """The same of the last version known at the moment."""
    return known_versions(name, as_of)


def attribute(document: StringValue, name: str) -> StringValue:
    """A text or number of the JSON that a source's further columns are kept in; null where it is not there or empty."""
    before = r'[{,]\s*"' + name + r'"\s*:\s*'
    text = document.re_extract(before + r'"((?:[^"\\]|\\.)*)"', 1)
    number = document.re_extract(before + r"(-?[0-9][0-9.]*)", 1)
    found: StringValue = ibis.coalesce(text.nullif(""), number.nullif(""))
    return found


def told_again(rows: Table) -> Table:
    """In: rows with source and reference. Out: the keys by which they name bookings of other sources: `_reference`, `_line`, `_source`.
    Few they are: whoever asks for bookings several times keeps them."""
    named = rows.filter(rows.external_reference.notnull())
    return named.select(_reference="external_reference", _line="line", _source="source_id").distinct()


def bookings_told_again(as_of: datetime) -> Table:
    """The same of all bookings as they were first told."""
    return told_again(first_told("booking_versions", as_of))


def told_once(rows: Table, named: Table | None = None) -> Table:
    """Rule R11: a stay that two systems tell of counts once. In: rows with source, key and reference. Out: those whose key no booking of
    another source names (`named`, those of the rows themselves where it is None) as its `external_reference`, of the same line."""
    named = told_again(rows) if named is None else named
    return rows.anti_join(named, [rows.booking_key == named._reference, rows.line == named._line, rows.source_id != named._source])
