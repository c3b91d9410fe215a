"""What the tables of conditions say of one guest."""

from collections.abc import Sequence

from ibis.expr.types import Table

from xenia.segment.types.catalogue import Behaviour


def row_of(source: Table, guest_id: str, columns: Sequence[str]) -> Table:
    """In: a source, one row a guest. Out: the guest's row, or none, with these columns."""
    return source.filter(source.guest_id == guest_id).select("guest_id", *dict.fromkeys(columns))


def events_of(events: Table, record_ids: Sequence[str], behaviour: Behaviour) -> Table:
    """In: happenings, and the records of one guest. Out: the guest's events of the behaviour, with its properties."""
    mine = events.filter(events.record_id.isin(list(record_ids)), events.kind == behaviour.kind)
    return mine.select("at", "day", *dict.fromkeys(one.column for one in behaviour.properties))
