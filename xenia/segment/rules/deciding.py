"""Whether one guest belongs to an audience today, and why: rules AU3 to AU11 of docs/algorithms/audiences.md. Pure.

`facts.membership` says the same of all guests at once; a property test holds the two together. A definition with findings
(`rules.freezing`) is not asked.
"""

from datetime import date, timedelta

from xenia.segment.rules.comparing import known, passes
from xenia.segment.rules.days import window_of
from xenia.segment.types.guests import Event, GuestFacts, Reason, Value
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
    Leaf,
    Node,
    Not,
    Placed,
    Sequence,
    Step,
    Times,
    parts_of,
    root_of,
)


def holds(definition: Definition, guest: GuestFacts, today: date, remembered: dict[Leaf, bool] | None = None) -> bool:
    """Whether the guest belongs to the audience today, as `judge` says, without the reasons: no more is looked at than settles it.
    `remembered`: answers of this guest and day, for conditions that stand in several definitions; those about audiences are not kept."""
    return _holds(definition.where, guest, today, {} if remembered is None else remembered)


def _holds(node: Node, guest: GuestFacts, today: date, remembered: dict[Leaf, bool]) -> bool:
    match node:
        case All(parts):
            return all(_holds(part, guest, today, remembered) for part in parts)
        case AnyOf(parts):
            return any(_holds(part, guest, today, remembered) for part in parts)
        case Not(part):
            return not _holds(part, guest, today, remembered)
        case InAudience(id) | InList(id):
            return id in guest.belongs_to
        case leaf:
            found = remembered.get(leaf)
            if found is None:
                found = remembered[leaf] = _leaf(leaf, guest, today)[0]
            return found


def judge(definition: Definition, guest: GuestFacts, today: date) -> Reason:
    """Rule AU11: whether the guest belongs to the audience today, and of every condition whether it holds and by what it was judged."""
    return _reason(root_of(definition), guest, today)


def _reason(placed: Placed, guest: GuestFacts, today: date) -> Reason:
    """Rule AU4: two values, no third. `Not` turns what was found, so it also holds where nothing is known."""
    parts = tuple(_reason(part, guest, today) for part in parts_of(placed))
    match placed.node:
        case All():
            return Reason(placed.at, all(part.holds for part in parts), None, parts)
        case AnyOf():
            return Reason(placed.at, any(part.holds for part in parts), None, parts)
        case Not():
            return Reason(placed.at, not parts[0].holds, None, parts)
        case _ as leaf:
            return Reason(placed.at, *_leaf(leaf, guest, today))


def _leaf(leaf: Leaf, guest: GuestFacts, today: date) -> tuple[bool, Value]:
    match leaf:
        case Everyone():
            return True, None
        case FieldIs(name, test):
            value = known(guest.values.get(name))
            return passes(test, value, today), value
        case InAudience(id) | InList(id):
            return id in guest.belongs_to, None
        case Did(_, times):
            count = times_done(leaf, guest, today)
            return is_so_often(times, count), count
        case Sequence():
            return _has_sequence(leaf, guest, today), None


def is_so_often(times: Times, count: int) -> bool:
    """Rule AU9: whether a count is what was asked; of who never did it the count is 0."""
    match times.how:
        case HowOften.AT_LEAST:
            return count >= times.count
        case HowOften.AT_MOST:
            return count <= times.count
    return count == times.count


def times_done(did: Did, guest: GuestFacts, today: date) -> int:
    """Rule AU9: how often the guest did it in the window: events, days with one, or different values of a property. An event that does
    not say the property is not counted by it."""
    first, last = window_of(did.during, today)
    found = [one for one in guest.events if (first is None or first <= one.day) and one.day <= last and _is_act(one, did.act, today)]
    if did.once_per is None:
        return len(found)
    if did.once_per == DAY:
        return len({event.day for event in found})
    values = {known(event.properties.get(did.once_per)) for event in found}
    return len(values - {None})


def _is_act(event: Event, act: Act, today: date) -> bool:
    """Rule AU5: an event counts from its day on, and where it passes every condition."""
    is_so = event.kind == act.kind and event.day <= today
    return is_so and all(passes(one.test, event.properties.get(one.property), today) for one in act.where)


def _has_sequence(sequence: Sequence, guest: GuestFacts, today: date) -> bool:
    """Rule AU10: whether any chain of events is the sequence. `ends` are the events that a chain can have come to."""
    done = [event for event in guest.events if event.day <= today]
    first, last = window_of(sequence.during, today)
    ends = [one for one in done if (first is None or first <= one.day) and one.day <= last and _is_act(one, sequence.first, today)]
    for step in sequence.steps:
        later = [event for event in done if _is_act(event, step.act, today)]
        if step.is_absent:
            return any(_is_over(end, step, today) and not any(_follows(one, end, step) for one in later) for end in ends)
        ends = [one for one in later if any(_follows(one, end, step) for end in ends)]
    return bool(ends)


def _follows(later: Event, end: Event, step: Step) -> bool:
    """At a later instant, and on a day that is not too late."""
    return later.at > end.at and later.day <= end.day + timedelta(days=step.within_days)


def _is_over(end: Event, step: Step, today: date) -> bool:
    """Whether what did not follow can follow no more."""
    return end.day + timedelta(days=step.within_days) < today
