"""Random companies of a few guests and random audiences of them, and both evaluators' answers.

Values lie near each other and near the bounds that are asked for, so that edges are met and not passed by.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import pyarrow as pa
from hypothesis import strategies as st

from xenia.kernel.texts import Text
from xenia.lake import read
from xenia.segment.facts.membership import HAPPENING, MEMBERS, PEOPLE, World, members_of
from xenia.segment.queries.ground import Ground, Place
from xenia.segment.rules.deciding import holds
from xenia.segment.types.catalogue import Behaviour, Catalogue, Field, Property, catalogue_of
from xenia.segment.types.guests import Event, GuestFacts
from xenia.segment.types.operators import Comparison, FieldKind, Shape, operators_for
from xenia.segment.types.tree import (
    Act,
    All,
    AnyOf,
    Between,
    Definition,
    Did,
    Ever,
    Everyone,
    FieldIs,
    HowOften,
    InAudience,
    InList,
    LastDays,
    Node,
    Not,
    PropertyIs,
    Sequence,
    Step,
    Times,
)

ZONE_HOURS = 8
AUDIENCE, LIST = UUID(int=1), UUID(int=2)
TODAYS = (date(2026, 6, 15), date(2027, 2, 27), date(2027, 3, 1), date(2028, 2, 28), date(2028, 2, 29), date(2026, 12, 30))
WORDS = ("东京", "Tokyo", "tokyo", "O'Hare", 'a"b', "back\\slash", "100%", "_", "東京 ")
_ARROW = {
    FieldKind.WHOLE: pa.int64(), FieldKind.MINOR: pa.int64(), FieldKind.REAL: pa.float64(), FieldKind.SHARE: pa.float64(),
    FieldKind.TEXT: pa.string(), FieldKind.DATE: pa.date32(), FieldKind.ANNUAL: pa.int64(), FieldKind.FLAG: pa.bool_(),
    FieldKind.SET: pa.list_(pa.string()),
}  # fmt: skip


def a_field(kind: FieldKind, source: str) -> Field:
    return Field(f"{source}.{kind}", kind, Text(f"{kind}", f"{kind}"), source, f"the_{kind}")


FIELDS = tuple(a_field(kind, "feature" if place % 2 else "profile") for place, kind in enumerate(FieldKind))
PROPERTIES = (
    Property("destination", FieldKind.TEXT, Text("目的地", "Destination"), "destination"),
    Property("amount", FieldKind.REAL, Text("金额", "Amount"), "amount"),
    Property("arrives_on", FieldKind.DATE, Text("到达日", "Arrives on"), "arrives_on"),
)
BEHAVIOURS = (
    Behaviour("searched", Text("搜索", "searched"), "visits", PROPERTIES),
    Behaviour("viewed", Text("浏览", "viewed"), "visits", PROPERTIES),
    Behaviour("booked", Text("预订", "booked"), "orders", PROPERTIES),
)
CATALOGUE: Catalogue = catalogue_of(FIELDS, BEHAVIOURS)
TABLES = {"visits": ("searched", "viewed"), "orders": ("booked",)}
VISIT = pa.schema([*HAPPENING, *(pa.field(one.column, _ARROW[one.kind]) for one in PROPERTIES)])


@dataclass(frozen=True)
class Person:
    """A guest with the events of each of their records. `sources`: the tables that know of them."""

    values: dict[str, Any]
    records: tuple[tuple[Event, ...], ...]
    belongs_to: frozenset[UUID] = frozenset()
    sources: frozenset[str] = frozenset({"feature", "profile"})

    def facts(self) -> GuestFacts:
        seen = {one.name: self.values.get(one.name) for one in FIELDS if one.source in self.sources}
        return GuestFacts(seen, tuple(event for record in self.records for event in record), self.belongs_to)


@dataclass(frozen=True)
class Case:
    """An audience, the guests of a company, and a day."""

    definition: Definition
    people: tuple[Person, ...]
    today: date
    strangers: tuple[Event, ...] = field(default=())
    """Events of a record that belongs to nobody."""


def by_rules(case: Case) -> set[str]:
    return {f"g{number}" for number, person in enumerate(case.people) if holds(case.definition, person.facts(), case.today)}


def by_facts(case: Case, session: read.Session, world: World | None = None) -> set[str]:
    expression = members_of(case.definition, world or world_of(case, session), CATALOGUE, case.today)
    found = session.execute(expression)["guest_id"].to_pylist()
    assert len(found) == len(set(found))
    return set(found)


def by_masks(case: Case, session: read.Session) -> set[str]:
    """As a screen asks: each condition by itself, guests by number."""
    world = world_of(case, session)
    moment = datetime.combine(case.today, time(), UTC)
    place = Place(world.sources["guests"], world.people, lambda one: world.sources[one.source], world.events, case.today, moment, moment)
    ground = Ground(session, place)
    members = {one: session.execute(table)["guest_id"].combine_chunks() for one, table in world.members.items()}
    whole = ground.judge(case.definition, CATALOGUE, members)["where"]
    return set(ground.guest_ids.filter(pa.array(whole)).to_pylist())


def world_of(case: Case, session: read.Session) -> World:
    ids = [f"g{number}" for number in range(len(case.people))]
    records = {f"{one}r{number}": one for one, person in zip(ids, case.people, strict=True) for number in range(len(person.records))}
    people = pa.table({"record_id": list(records), "guest_id": list(records.values())}, schema=PEOPLE)
    return World(
        people=session.give("people", people),
        sources={source: session.give(source, _source(source, case, ids)) for source in ("feature", "profile", "guests")},
        everybody="guests",
        events={table: session.give(table, _events(kinds, case, ids)) for table, kinds in TABLES.items()},
        members={one: session.give(f"members{one.int}", _members(one, case, ids)) for one in (AUDIENCE, LIST)},
    )


def _source(source: str, case: Case, ids: list[str]) -> pa.Table:
    columns = [one for one in FIELDS if one.source == source]
    schema = pa.schema([("guest_id", pa.string()), *((one.column, _ARROW[one.kind]) for one in columns)])
    rows = [
        {"guest_id": one} | {field.column: _plain(person.values.get(field.name)) for field in columns}
        for one, person in zip(ids, case.people, strict=True)
        if source in person.sources or source == "guests"
    ]
    return pa.Table.from_pylist(rows, schema)


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else value


def _events(kinds: tuple[str, ...], case: Case, ids: list[str]) -> pa.Table:
    of_records = {
        f"{one}r{number}": events for one, person in zip(ids, case.people, strict=True) for number, events in enumerate(person.records)
    }
    rows = [
        {"record_id": record, "kind": event.kind, "at": event.at, "day": event.day} | dict(event.properties)
        for record, events in (of_records | {"nobody": case.strangers}).items()
        for event in events
        if event.kind in kinds
    ]
    return pa.Table.from_pylist(rows, VISIT)


def _members(which: UUID, case: Case, ids: list[str]) -> pa.Table:
    inside = [one for one, person in zip(ids, case.people, strict=True) if which in person.belongs_to]
    return pa.table({"guest_id": [*inside, "somebody gone"]}, schema=MEMBERS)


def an_event(kind: str, days_ago: int, today: date, micros: int = 0, **properties: Any) -> Event:
    """At noon of the day where the company is, and so many microseconds."""
    at = datetime.combine(today - timedelta(days=days_ago), time(12), UTC) - timedelta(hours=ZONE_HOURS) + timedelta(microseconds=micros)
    return Event(kind, at, today - timedelta(days=days_ago), properties)


# What is drawn: each strategy is made once, which is what takes time


numbers = st.sampled_from((0, 1, 2, 3, -1, 0.1, 0.3, 0.1 + 0.2, 2.5, 100, 2**53, 1e-300))
words = st.sampled_from(WORDS) | st.text(st.characters(min_codepoint=32, exclude_categories=("Cs", "Cc")), min_size=1, max_size=3).filter(
    str.strip
)


@cache
def days_near(today: date) -> st.SearchStrategy[date]:
    offsets = st.integers(-4, 4) | st.sampled_from((-366, -365, -30, -29, 29, 30, 365))
    leap = st.sampled_from((date(1984, 2, 29), date(1984, 2, 28), date(1985, 3, 1), date(1985, 12, 31), date(1986, 1, 1)))
    return offsets.map(lambda days: today + timedelta(days=days)) | leap


@cache
def _of_annual(today: date) -> st.SearchStrategy[int]:
    return days_near(today).map(lambda day: day.month * 100 + day.day)


@cache
def values_of(kind: FieldKind, today: date) -> st.SearchStrategy[Any]:
    """A value, or none."""
    known: dict[FieldKind, st.SearchStrategy[Any]] = {
        FieldKind.WHOLE: st.integers(-1, 4) | st.sampled_from((2**53, 2**53 + 1)),
        FieldKind.MINOR: st.integers(-1, 4),
        FieldKind.REAL: numbers.map(float) | st.sampled_from((float("nan"), float("inf"), float("-inf"))),
        FieldKind.SHARE: st.sampled_from((0.0, 0.1, 0.3, 0.1 + 0.2, 1.0)),
        FieldKind.TEXT: words | st.just(""),
        FieldKind.DATE: days_near(today),
        FieldKind.ANNUAL: _of_annual(today),
        FieldKind.FLAG: st.booleans(),
        FieldKind.SET: st.frozensets(st.sampled_from(WORDS), max_size=3),
    }
    return st.none() | known[kind]


@cache
def operands(shape: Shape, today: date) -> st.SearchStrategy[Any]:
    return {
        Shape.NOTHING: st.none(),
        Shape.NUMBER: numbers,
        Shape.NUMBERS: st.tuples(numbers, numbers).map(lambda ends: tuple(sorted(ends))),
        Shape.TEXT: words,
        Shape.TEXTS: st.lists(words, min_size=1, max_size=3).map(tuple),
        Shape.DATE: days_near(today),
        Shape.DATES: st.tuples(days_near(today), days_near(today)).map(lambda ends: tuple(sorted(ends))),
        Shape.DAYS: st.integers(1, 4) | st.sampled_from((29, 30, 31, 365, 366, 367)),
        Shape.MONTHS: st.lists(st.integers(1, 12), min_size=1, max_size=3).map(tuple),
    }[shape]


@cache
@st.composite
def comparisons(draw: st.DrawFn, kind: FieldKind, today: date) -> Comparison:
    operator = draw(st.sampled_from(operators_for(kind)))
    return Comparison(operator.op, draw(operands(operator.shape, today)))


@cache
@st.composite
def conditions(draw: st.DrawFn, today: date) -> FieldIs:
    one = draw(st.sampled_from(FIELDS))
    return FieldIs(one.name, draw(comparisons(one.kind, today)))


@cache
@st.composite
def property_conditions(draw: st.DrawFn, today: date) -> PropertyIs:
    one = draw(st.sampled_from(PROPERTIES))
    return PropertyIs(one.name, draw(comparisons(one.kind, today)))


@cache
def acts(today: date) -> st.SearchStrategy[Act]:
    where = st.just(()) | st.lists(property_conditions(today), max_size=1).map(tuple)
    return st.builds(Act, st.sampled_from(("searched", "viewed", "booked")), where)


@cache
def windows(today: date) -> st.SearchStrategy[Any]:
    ends = st.tuples(days_near(today), days_near(today)).map(sorted).map(lambda days: Between(days[0], days[1]))
    return st.builds(LastDays, st.integers(1, 5)) | ends | ends.map(lambda both: replace(both, last=None)) | st.just(Ever())


@cache
def times() -> st.SearchStrategy[Times]:
    return st.builds(Times, st.sampled_from(HowOften), st.integers(1, 3)) | st.sampled_from(
        (Times(HowOften.EXACTLY, 0), Times(HowOften.AT_MOST, 0))
    )


@cache
def dids(today: date) -> st.SearchStrategy[Did]:
    return st.builds(Did, acts(today), times(), windows(today), st.sampled_from((None, "day", "destination")))


@cache
@st.composite
def sequences(draw: st.DrawFn, today: date) -> Sequence:
    steps = draw(st.lists(st.builds(Step, acts(today), st.integers(0, 3)), min_size=1, max_size=3))
    steps[-1] = replace(steps[-1], is_absent=draw(st.booleans()))
    return Sequence(draw(acts(today)), tuple(steps), draw(windows(today)))


@cache
def leaves(today: date) -> st.SearchStrategy[Node]:
    whole = st.sampled_from((InAudience(AUDIENCE), InList(LIST), Everyone()))
    return conditions(today) | conditions(today) | dids(today) | sequences(today) | whole


@cache
def trees(today: date, most: int = 5) -> st.SearchStrategy[Node]:
    def grown(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
        several = st.lists(parts, min_size=1, max_size=3).map(tuple)
        return several.map(All) | several.map(AnyOf) | parts.map(Not)

    return st.recursive(leaves(today), grown, max_leaves=most)


@cache
def definitions(today: date, most: int = 5) -> st.SearchStrategy[Definition]:
    return trees(today, most).map(Definition)


@cache
@st.composite
def events(draw: st.DrawFn, today: date) -> Event:
    said = {one.name: draw(values_of(one.kind, today)) for one in PROPERTIES if draw(st.booleans())}
    days, micros = draw(st.integers(-2, 6)), draw(st.sampled_from((0, 0, 1)))
    return an_event(draw(st.sampled_from(("searched", "viewed", "booked"))), days, today, micros, **said)


@cache
@st.composite
def persons(draw: st.DrawFn, today: date) -> Person:
    return Person(
        values={one.name: draw(values_of(one.kind, today)) for one in FIELDS},
        records=tuple(draw(st.lists(st.lists(events(today), max_size=4).map(tuple), max_size=2))),
        belongs_to=draw(st.frozensets(st.sampled_from((AUDIENCE, LIST)))),
        sources=draw(st.sampled_from((frozenset({"feature", "profile"}), frozenset({"feature"}), frozenset()))),
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    today = draw(st.sampled_from(TODAYS))
    people = draw(st.lists(persons(today), min_size=1, max_size=4).map(tuple))
    return Case(draw(definitions(today)), people, today, draw(st.lists(events(today), max_size=1).map(tuple)))


@st.composite
def deeds(draw: st.DrawFn, asked: st.SearchStrategy[Node] | None = None) -> Case:
    """One condition on events alone, and a few guests of whom nothing else is known: what is near an edge comes up often."""
    today = TODAYS[0]
    people = draw(st.lists(doers(today), min_size=1, max_size=3).map(tuple))
    either = dids(today) | sequences(today) if asked is None else asked
    return Case(Definition(draw(either)), people, today)


@cache
def doers(today: date) -> st.SearchStrategy[Person]:
    records = st.lists(st.lists(events(today), max_size=5).map(tuple), max_size=2).map(tuple)
    return st.builds(lambda each: Person({}, each), records)


LEAP_TODAY = date(2027, 2, 27)
_NUMBERS = (None, -1, 0, 1, 2, 3, 2**53, 2**53 + 1)
_REALS = (None, -1.0, 0.0, 0.1, 0.3, 0.1 + 0.2, 2.0, float("nan"), float("inf"), float("-inf"))
_NEAR = (None, *(LEAP_TODAY + timedelta(days=days) for days in (-367, -366, -365, -14, -13, -3, -2, -1, 0, 1, 2, 3, 13, 14, 364, 365, 366)))
_BORN = (date(1984, 2, 28), date(1984, 2, 29), date(1984, 3, 1), date(1984, 3, 2), date(1984, 6, 1))
EDGES: dict[FieldKind, tuple[Any, ...]] = {
    FieldKind.WHOLE: _NUMBERS, FieldKind.MINOR: _NUMBERS, FieldKind.REAL: _REALS, FieldKind.SHARE: _REALS, FieldKind.TEXT: (None, "", *WORDS),
    FieldKind.DATE: (*_NEAR, *_BORN), FieldKind.ANNUAL: (None, 227, 228, 229, 301, 302, 313, 601), FieldKind.FLAG: (None, True, False),
    FieldKind.SET: (None, frozenset(), *(frozenset(WORDS[first:last]) for first, last in ((0, 1), (0, 2), (1, 2), (2, 9)))),
}  # fmt: skip
_OPERANDS: dict[Shape, tuple[Any, ...]] = {
    Shape.NOTHING: (None,), Shape.NUMBER: (2, 0.3, 2**53), Shape.NUMBERS: ((0.3, 2),), Shape.TEXT: ("o", "\\", "%", "'"),
    Shape.TEXTS: ((WORDS[0],), WORDS[:2], WORDS[3:]), Shape.DATE: (LEAP_TODAY,), Shape.DATES: ((LEAP_TODAY - timedelta(days=3), LEAP_TODAY),),
    Shape.DAYS: (1, 3, 14, 366), Shape.MONTHS: ((2, 6),),
}  # fmt: skip


def edge_people() -> tuple[Person, ...]:
    """One guest for each edge of each kind of field; nothing else is known of them."""
    return tuple(Person({one.name: value}, ()) for one in FIELDS for value in EDGES[one.kind])


def edge_definitions() -> list[Definition]:
    """Every operator of every kind of field, with what it meets at the edges."""
    return [
        Definition(FieldIs(one.name, Comparison(operator.op, operand)))
        for one in FIELDS
        for operator in operators_for(one.kind)
        for operand in _OPERANDS[operator.shape]
    ]
