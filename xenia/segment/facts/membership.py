"""Who belongs to an audience today: the definition as one expression over all guests. Rules AU3 to AU10 of docs/algorithms/audiences.md.

`rules.deciding` says the same of one guest. Fields stay columns; all counts over one table of events are one pass through it; guests are
joined at read, so that a merge or a split rewrites nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from uuid import UUID

import ibis
import pyarrow as pa
from ibis.expr.types import BooleanValue, Table, Value

from xenia.segment.facts.comparing import column_passes
from xenia.segment.rules.days import window_of
from xenia.segment.rules.freezing import require_whole
from xenia.segment.types.catalogue import Catalogue
from xenia.segment.types.tree import (
    DAY,
    Act,
    All,
    AnyOf,
    Definition,
    Did,
    Everyone,
    FieldIs,
    HowOften,
    InAudience,
    InList,
    Node,
    Not,
    Sequence,
    Step,
    Times,
    Window,
    leaves_of,
    root_of,
)

MEMBERS = pa.schema([("guest_id", pa.string())])
PEOPLE = pa.schema([("record_id", pa.string()), ("guest_id", pa.string())])
"""Which guest a record belongs to, today."""
HAPPENING = pa.schema([("record_id", pa.string()), ("kind", pa.string()), ("at", pa.timestamp("us", tz="UTC")), ("day", pa.date32())])
"""What every table of happenings has, beside columns of its properties; none of these is null. `day`: where the company is."""


@dataclass(frozen=True)
class World:
    """The tables a definition is asked of.

    `people`: see `PEOPLE`. `sources`: one row a guest, by the source's name; in the one named `everybody` stands each guest there is.
    `events`: happenings, by the name of their table. `members`: of other audiences and of lists, by id, as `MEMBERS`. Lists of text hold
    no missing words.
    """

    people: Table
    sources: Mapping[str, Table]
    everybody: str
    events: Mapping[str, Table] = field(default_factory=dict)
    members: Mapping[UUID, Table] = field(default_factory=dict)


@dataclass(frozen=True)
class _Asked:
    """What an expression is made of."""

    world: World
    catalogue: Catalogue
    today: date


Columns = Mapping[object, Value]
"""By field name, and by condition that is judged by a table of its own: its column beside the guest."""


def members_of(definition: Definition, world: World, catalogue: Catalogue, today: date) -> Table:
    """Out: `MEMBERS`, one row a guest who belongs today. Raises Conflict where anything it asks about is gone (AU14)."""
    require_whole(definition, catalogue, world.members)
    rows, columns = _beside_guests(definition, _Asked(world, catalogue, today))
    return rows.filter(_expression(definition.where, columns, today)).select("guest_id")


def _expression(node: Node, columns: Columns, today: date) -> BooleanValue:
    """Rule AU4. Null stands for false until a `not` turns it."""
    match node:
        case All(parts):
            return ibis.and_(*(_expression(part, columns, today) for part in parts))
        case AnyOf(parts):
            return ibis.or_(*(_expression(part, columns, today) for part in parts))
        case Not(part):
            return ~ibis.coalesce(_expression(part, columns, today), False)
        case Everyone():
            return ibis.literal(True)
        case FieldIs(name, test):
            return column_passes(test, columns[name], today)
        case Did(_, times):
            return _is_so_often(times, columns[node])
    return columns[node].notnull()


def _is_so_often(times: Times, count: Value) -> BooleanValue:
    """Rule AU9."""
    done = ibis.coalesce(count, 0)
    match times.how:
        case HowOften.AT_LEAST:
            return done >= times.count
        case HowOften.AT_MOST:
            return done <= times.count
    return done == times.count


Beside = tuple[Table, Mapping[object, str]]
"""A table of one row a guest, and which of its columns answers what."""


def _beside_guests(definition: Definition, asked: _Asked) -> tuple[Table, Columns]:
    """Everybody, with a column for each thing the definition asks about. What stands where everybody stands is not joined at all."""
    leaves = list(dict.fromkeys(leaf.node for leaf in leaves_of(root_of(definition))))
    own, *others = [*_sources(leaves, asked), *_counts(leaves, asked), *_flags(leaves, asked)]
    rows, names = _renamed(own, 0)
    for place, beside in enumerate(others, 1):
        table, added = _renamed(beside, place)
        rows, names = rows.left_join(table, "guest_id").drop("guest_id_right"), names | added
    return rows, {key: rows[name] for key, name in names.items()}


def _renamed(beside: Beside, place: int) -> tuple[Table, dict[object, str]]:
    table, columns = beside
    names = {key: f"c{place}_{number}" for number, key in enumerate(columns)}
    return table.select("guest_id", **{names[key]: table[column] for key, column in columns.items()}), names


def _sources(leaves: Iterable[Node], asked: _Asked) -> list[Beside]:
    """The source in which everybody stands first, whether anything is asked of it or not."""
    fields = [asked.catalogue.fields[leaf.field] for leaf in leaves if isinstance(leaf, FieldIs)]
    sources = dict.fromkeys([asked.world.everybody, *(one.source for one in fields)])
    return [(asked.world.sources[source], {one.name: one.column for one in fields if one.source == source}) for source in sources]


def _flags(leaves: Iterable[Node], asked: _Asked) -> list[Beside]:
    """Sequences, audiences and lists: whoever is in the table."""
    found: list[Beside] = []
    for leaf in leaves:
        if isinstance(leaf, InAudience | InList):
            found.append((_marked(asked.world.members[leaf.id]), {leaf: "is_in"}))
        if isinstance(leaf, Sequence):
            found.append((_marked(_with_sequence(leaf, asked)), {leaf: "is_in"}))
    return found


def _marked(members: Table) -> Table:
    return members.select("guest_id").distinct().mutate(is_in=ibis.literal(True))


def _counts(leaves: Iterable[Node], asked: _Asked) -> list[Beside]:
    """One aggregation for all counts of events over one table, and one for all counts of different values."""
    did = [leaf for leaf in leaves if isinstance(leaf, Did)]
    found: list[Beside] = []
    for name in dict.fromkeys(asked.catalogue.behaviours[one.act.kind].table for one in did):
        of_table = [one for one in did if asked.catalogue.behaviours[one.act.kind].table == name]
        plain, different = [one for one in of_table if one.once_per is None], [one for one in of_table if one.once_per is not None]
        if plain:
            found.append(_counted(plain, asked.world.events[name], asked))
        if different:
            found.append(_counted_once(different, asked.world.events[name], asked))
    return found


def _counted(did: list[Did], events: Table, asked: _Asked) -> Beside:
    """By record first and by guest then: of fifty million rows only the sums are joined."""
    columns: dict[object, str] = {one: f"n{place}" for place, one in enumerate(did)}
    asked_for = {one: _is_counted(one, events, asked) for one in did}
    rows = events.filter(ibis.or_(*asked_for.values()))
    conditions = {columns[one]: _is_counted(one, rows, asked).cast("int64").sum() for one in did}
    by_record = rows.group_by("record_id").aggregate(**conditions)
    joined = _of_guests(by_record, asked)
    return joined.group_by("guest_id").aggregate(**{name: joined[name].sum() for name in columns.values()}), columns


def _counted_once(did: list[Did], events: Table, asked: _Asked) -> Beside:
    """Two records of one guest may tell of the same value: they are joined before anything is counted."""
    columns: dict[object, str] = {one: f"n{place}" for place, one in enumerate(did)}
    rows = _of_guests(events.filter(ibis.or_(*(_is_counted(one, events, asked) for one in did))), asked)
    counts = {
        name: _counted_value(one, rows, asked).nunique(where=_is_counted(one, rows, asked))
        for one, name in zip(did, columns.values(), strict=True)
    }
    return rows.group_by("guest_id").aggregate(**counts), columns


def _counted_value(did: Did, rows: Table, asked: _Asked) -> Value:
    return rows.day if did.once_per == DAY else _property(did.act, str(did.once_per), rows, asked).nullif("")


def _is_counted(did: Did, rows: Table, asked: _Asked) -> BooleanValue:
    return _is_act(did.act, rows, asked) & _is_within(did.during, rows, asked)


def _is_act(act: Act, rows: Table, asked: _Asked) -> BooleanValue:
    """Rule AU5."""
    conditions = [column_passes(one.test, _property(act, one.property, rows, asked), asked.today) for one in act.where]
    return ibis.and_(rows.kind == act.kind, rows.day <= ibis.literal(asked.today), *conditions)


def _is_within(window: Window, rows: Table, asked: _Asked) -> BooleanValue:
    """Rule AU7."""
    first, last = window_of(window, asked.today)
    until = rows.day <= ibis.literal(last)
    return until if first is None else until & (rows.day >= ibis.literal(first))


def _property(act: Act, name: str, rows: Table, asked: _Asked) -> Value:
    columns = {one.name: one.column for one in asked.catalogue.behaviours[act.kind].properties}
    return rows[columns[name]]


def _of_guests(rows: Table, asked: _Asked) -> Table:
    """In: rows of records. Out: the same with `guest_id`; records of nobody are left out."""
    people = asked.world.people.select(_record="record_id", guest_id="guest_id")
    return rows.join(people, rows.record_id == people._record).drop("_record")


def _with_sequence(sequence: Sequence, asked: _Asked) -> Table:
    """Rule AU10. Out: the guests of whom any chain of events is the sequence."""
    events = _events_of(sequence.first, asked)
    ends = _points(events.filter(_is_within(sequence.during, events, asked)))
    return reduce(lambda rows, step: _after(rows, step, asked), sequence.steps, ends).select("guest_id").distinct()


def _events_of(act: Act, asked: _Asked) -> Table:
    events = asked.world.events[asked.catalogue.behaviours[act.kind].table]
    return _of_guests(events.filter(_is_act(act, events, asked)), asked)


def _points(events: Table) -> Table:
    """Where a chain can have come to: a guest, an instant, a day."""
    return events.select("guest_id", "at", "day").distinct()


def _after(ends: Table, step: Step, asked: _Asked) -> Table:
    """The points a chain can come to with one more step; where it is absent, those after which nothing came and nothing can come."""
    later, days = _points(_events_of(step.act, asked)), ibis.interval(days=step.within_days)
    until = ends.mutate(until=(ends.day + days).cast("date")).select(_guest="guest_id", _at="at", _day="day", _until="until")
    if step.is_absent:
        over = until.filter(until._until < ibis.literal(asked.today))
        alone = over.anti_join(later, [over._guest == later.guest_id, later.at > over._at, later.day <= over._until])
        return alone.select(guest_id="_guest", at="_at", day="_day")
    return later.semi_join(until, [later.guest_id == until._guest, later.at > until._at, later.day <= until._until])
