"""Tables of audiences in which guests go by numbers instead of ids: joins of a million guests by number take a tenth of the time. In every
table here `guest_id` is the number; the definition's expressions do not care (`facts.membership`)."""

import pyarrow as pa
from ibis.expr.types import Table

NUMBERS = pa.schema([("guest_id", pa.string()), ("number", pa.int64())])
"""Everybody whom audiences may hold, from 0 on."""
RANDOM_SIGNS = 12
"""The last signs of an id are random, its first are the time it was made at."""


def in_drawn_order(everybody: Table) -> Table:
    """Out: `guest_id` of everybody, in an order as good as drawn, and the same each time: the first of any group are a sample of it."""
    ids = everybody.select("guest_id")
    return ids.order_by([ids.guest_id.right(RANDOM_SIGNS), ids.guest_id])


def events_by_number(events: Table, kind: str, people: Table) -> Table:
    """In: happenings, and the numbers of records. Out: those of one kind, with the number of the guest in place of the record."""
    named = people.select(_named="record_id", _number="guest_id")
    joined = events.filter(events.kind == kind).join(named, events.record_id == named._named)
    return joined.select(*(name for name in events.columns if name != "record_id"), record_id=joined._number)


def as_themselves(numbers: Table) -> Table:
    """In: `NUMBERS`. Out: the links of records that are called as their guests are."""
    return numbers.select(record_id=numbers.number, guest_id=numbers.number)


def only_numbers(numbers: Table) -> Table:
    """In: `NUMBERS`. Out: one row a guest."""
    return numbers.select(guest_id=numbers.number)


def by_number(rows: Table, numbers: Table) -> Table:
    """Out: the same rows with numbers; those of nobody who is numbered are left out."""
    named = numbers.select(_named="guest_id", _number="number")
    joined = rows.join(named, rows.guest_id == named._named)
    return joined.select(*(name for name in rows.columns if name != "guest_id"), guest_id=joined._number)


def column_by_number(source: Table, column: str, numbers: Table) -> Table:
    """In: one row a guest whom the source knows. Out: one row of everybody who is numbered with the column, missing where it does not."""
    named = numbers.select(_named="guest_id", _number="number")
    told = source.select("guest_id", column)
    joined = named.left_join(told, named._named == told.guest_id)
    return joined.select(column, guest_id=joined._number)
