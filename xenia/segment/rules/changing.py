"""On which day membership changes although nothing happens: rule AU12 of docs/algorithms/audiences.md. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta

from xenia.segment.rules.comparing import known
from xenia.segment.rules.days import annual_code, observed
from xenia.segment.rules.deciding import holds
from xenia.segment.types.guests import Event, GuestFacts, Value
from xenia.segment.types.operators import Comparison, Op
from xenia.segment.types.tree import Act, Definition, Did, FieldIs, LastDays, Leaf, Sequence, acts_of, leaves_of, root_of

ANNUAL = (Op.IN_THIS_MONTH, Op.ANNIVERSARY_WITHIN_NEXT)


def next_change_on(definition: Definition, guest: GuestFacts, today: date, until: date) -> date | None:
    """Rule AU12: the first day after today, until the last day given, on which the guest belongs and did not, or the other way round; None
    where there is none. Facts stay as they are: values, events (those of days to come among them), and members of other audiences."""
    now = holds(definition, guest, today)
    days = {day for leaf in leaves_of(root_of(definition)) for day in _days_of(leaf.node, guest, today, until)}
    ahead = sorted(day for day in days if today < day <= until)
    return next((day for day in ahead if holds(definition, guest, day) is not now), None)


def _days_of(leaf: object, guest: GuestFacts, today: date, until: date) -> Iterator[date]:
    """Every day on which the condition may turn; between two of them it cannot."""
    match leaf:
        case FieldIs(name, test):
            yield from _turns(test, known(guest.values.get(name)), today, until)
        case Did() | Sequence():
            for _, act in acts_of(leaf):
                for event in guest.events:
                    if event.kind == act.kind:
                        yield from _days_of_event(event, act, leaf, today, until)


def _days_of_event(event: Event, act: Act, leaf: Leaf, today: date, until: date) -> Iterator[date]:
    yield event.day
    if isinstance(leaf, Did | Sequence) and isinstance(leaf.during, LastDays):
        yield _plus(event.day, leaf.during.days)
    if isinstance(leaf, Sequence):
        yield from (_plus(event.day, step.within_days + 1) for step in leaf.steps if step.is_absent)
    for one in act.where:
        yield from _turns(one.test, known(event.properties.get(one.property)), today, until)


def _turns(test: Comparison, value: Value, today: date, until: date) -> Iterator[date]:
    """The days on which a test of this value may turn; tests that do not look at today have none."""
    days = test.value if isinstance(test.value, int) else 0
    if test.op in ANNUAL and isinstance(value, int | date):
        yield from _turns_of_year(test.op, annual_code(value) if isinstance(value, date) else value, days, today, until)
    if not isinstance(value, date):
        return
    match test.op:
        case Op.WITHIN_LAST:
            yield from (value, _plus(value, days))
        case Op.WITHIN_NEXT:
            yield from (_plus(value, 1 - days), _plus(value, 1))
        case Op.LONGER_AGO:
            yield _plus(value, days)


def _turns_of_year(op: Op, code: int, days: int, today: date, until: date) -> Iterator[date]:
    for year in range(today.year - 1, min(until.year + 3, date.max.year)):
        if op is Op.IN_THIS_MONTH:
            yield from (date(year, month, 1) for month in range(1, 13))
        else:
            falls = observed(code, year)
            day = date(year, falls // 100, falls % 100)
            yield from (_plus(day, 1 - days), _plus(day, 1))


def _plus(day: date, days: int) -> date:
    """The day so many days later; the last day there is, where that is beyond it."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min
