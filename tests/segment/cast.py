"""The guests of docs/algorithms/audiences.md, and short ways to write conditions."""

from datetime import UTC, date, datetime
from typing import Any

from xenia.segment.types.guests import Event, GuestFacts, Value
from xenia.segment.types.operators import Comparison, Op, Operand
from xenia.segment.types.tree import Act, Definition, Did, Ever, FieldIs, HowOften, LastDays, Node, PropertyIs, Times, Window

TODAY = date(2026, 6, 15)
TOKYO = (PropertyIs("destination", Comparison(Op.IS_ONE_OF, ("东京",))),)
SEARCHED_TOKYO = Act("searched", TOKYO)
ONCE = Times(HowOften.AT_LEAST, 1)
TWICE = Times(HowOften.AT_LEAST, 2)
TWICE_LATELY = Did(SEARCHED_TOKYO, TWICE, LastDays(14))


def event(kind: str, month: int, day: int, hour: int = 4, **properties: Value) -> Event:
    """At the hour of 2026 in UTC, on the day it is then."""
    return Event(kind, datetime(2026, month, day, hour, tzinfo=UTC), date(2026, month, day), properties)


LIN = GuestFacts(
    values={"feature.city_top": "上海", "profile.birthday": 229, "feature.bookings": 3},
    events=(
        event("searched", 6, 2, destination="东京"),
        event("viewed", 6, 10),
        event("booked", 6, 14),
        event("searched", 6, 15, 20, destination="东京"),
    ),
)
CHEN = GuestFacts()


def of(node: Node) -> Definition:
    return Definition(node)


def is_so(name: str, op: Op, value: Operand = None) -> FieldIs:
    return FieldIs(name, Comparison(op, value))


def did(kind: str, times: Times = ONCE, during: Window | None = None, **more: Any) -> Did:
    return Did(Act(kind), times, during or Ever(), **more)
