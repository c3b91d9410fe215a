"""Which values guests have, to choose from: rule AU17 of docs/algorithms/audiences.md."""

import ibis
from ibis.expr.types import Table

from xenia.segment.facts.membership import World
from xenia.segment.types.catalogue import Behaviour, Field, Property
from xenia.segment.types.operators import FieldKind


def values_of(field: Field, world: World) -> Table:
    """Out: `guest_id` and `value`, one row a guest of the base and value of the field."""
    rows = world.sources[field.source].semi_join(world.sources[world.everybody], "guest_id")
    column = rows[field.column]
    return rows.select("guest_id", value=column.unnest() if field.kind is FieldKind.SET else column)


def values_of_property(behaviour: Behaviour, one: Property, world: World) -> Table:
    """Out: the same of a property of events: a guest has a value where any event of theirs says it."""
    events = world.events[behaviour.table]
    of_kind = events.filter(events.kind == behaviour.kind)
    told = of_kind.select("record_id", value=of_kind[one.column]).distinct()
    people = world.people.select(_record="record_id", guest_id="guest_id")
    joined = told.join(people, told.record_id == people._record)
    return joined.select("guest_id", "value").distinct().semi_join(world.sources[world.everybody], "guest_id")


def most_frequent(values: Table, beginning: str, most: int) -> Table:
    """In: `guest_id` and `value`. Out: `value` and `guests`, most frequent first, of values that begin so, whatever the case of letters."""
    known = values.filter(values.value.notnull() & (values.value != ""))
    if beginning:
        known = known.filter(known.value.lower().startswith(ibis.literal(beginning.lower())))
    counted = known.group_by("value").aggregate(guests=known.count())
    return counted.order_by([counted.guests.desc(), counted.value]).limit(most)
