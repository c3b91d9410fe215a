"""What guests did, one row an event: whose record, what kind, the instant and the day of it where the company is. What audiences count.

Kinds mean what features of the same name mean (`rules.windows`). Everything the lake holds is read, also of days to come: whoever counts
says until which day.
"""

from collections.abc import Mapping
from datetime import date
from functools import reduce

import ibis
from ibis.expr.types import Table, Value

from xenia.insight.facts.booked import first_of
from xenia.insight.facts.known import known_at
from xenia.insight.rules.windows import FORM_STEPS, KEPT_STATES, RATING_BEST, SAVES, SEARCHES, VIEWS
from xenia.insight.rules.zones import Offset, offsets_of
from xenia.lake import read

_VISITS = {"searched": SEARCHES, "viewed": VIEWS, "saved": SAVES, "started": FORM_STEPS}
_OF_BOOKING = {
    "line": "line", "channel": "channel", "destination": "destination_city", "country": "destination_country", "property": "property",
    "purpose": "purpose", "promotion": "promotion_code", "starts_on": "starts_on", "nights": "nights",
}  # fmt: skip
_INSTANT = "timestamp('UTC', 6)"


def happenings(zone: str, today: date) -> Mapping[str, Table]:
    """By the name of the fact table: rows with `record_id`, `kind`, `at`, `day` (none of them null) and what is known of each event.

    `behaviour_events`: searched, viewed, saved, started (a step of the form). `booking_versions`, of current versions: booked and travelled
    (bookings that stand; the buyer's, and each traveller's), cancelled (the buyer's). `feedback`: reviewed. `interactions`: contact.
    """
    clock = offsets_of(zone, today)
    return {
        "behaviour_events": _dated(_visits(), clock),
        "booking_versions": _bookings(clock),
        "feedback": _dated(_reviews(), clock),
        "interactions": _dated(_contacts(), clock),
    }


def _visits() -> Table:
    events = read.table("behaviour_events")
    known = events.filter(events.name.isin([name for names in _VISITS.values() for name in names]))
    kind = ibis.cases(*((known.name.isin(names), kind) for kind, names in _VISITS.items()))
    return known.select("record_id", "at", "destination", "device", "page", kind=kind, session=known.session_id)


def _reviews() -> Table:
    said = read.current("feedback")
    stars = said.rating / ibis.coalesce(said.rating_max, RATING_BEST).nullif(0.0) * RATING_BEST
    at = ibis.coalesce(said.at, said.order_at)
    return said.select("record_id", "touchpoint", "channel", "language", kind=ibis.literal("reviewed"), at=at, stars=stars)


def _contacts() -> Table:
    return read.table("interactions").select("record_id", "at", "channel", "direction", "outcome", kind=ibis.literal("contact"))


def _dated(rows: Table, clock: tuple[Offset, ...]) -> Table:
    """The same with the day, without what has no person or no instant."""
    whole = rows.filter(rows.record_id.notnull() & rows.at.notnull())
    return whole.mutate(day=_local(whole.at, clock).date())


def _bookings(clock: tuple[Offset, ...]) -> Table:
    """Three kinds of events of the same rows."""
    found = read.current("booking_versions")
    rows = found.select(
        "booking_id", "traveller_ids", "status", "cancelled_on", "order_at",
        buyer=ibis.coalesce(found.booker_id, found.payer_id, first_of(found.traveller_ids)),
        made_at=ibis.least(ibis.coalesce(found.booked_at, found.order_at), known_at(found)),
        **{name: found[column] for name, column in _OF_BOOKING.items()},
    )  # fmt: skip
    kept, cancelled = rows.filter(rows.status.isin(KEPT_STATES)), rows.filter(rows.status == "cancelled")
    named = ibis.coalesce(kept.traveller_ids.length() > 0, False)
    party, alone = kept.filter(named), kept.filter(~named)
    travellers = party.mutate(person=party.traveller_ids.unnest()).distinct()
    ended = ibis.coalesce(cancelled.cancelled_on, _local(cancelled.order_at, clock).date())
    return _named("booked", kept.buyer, kept.made_at, _local(kept.made_at, clock).date(), kept).union(
        _named("cancelled", cancelled.buyer, _midnight(ended, clock), ended, cancelled),
        _named("travelled", travellers.person, _midnight(travellers.starts_on, clock), travellers.starts_on, travellers),
        _named("travelled", alone.buyer, _midnight(alone.starts_on, clock), alone.starts_on, alone),
    )


def _named(kind: str, person: Value, at: Value, day: Value, rows: Table) -> Table:
    found = rows.select(*_OF_BOOKING, record_id=person, kind=ibis.literal(kind), at=at, day=day)
    return found.filter(found.record_id.notnull() & found.day.notnull()).mutate(nights=found.nights.cast("int64"))


def _local(at: Value, clock: tuple[Offset, ...]) -> Value:
    """The instant with the hands of the place's clock."""
    return _moved(at, clock, 1)


def _midnight(day: Value, clock: tuple[Offset, ...]) -> Value:
    """The instant at which the day begins there."""
    return _moved(day.cast(_INSTANT), clock, -1)


def _moved(at: Value, clock: tuple[Offset, ...], sign: int) -> Value:
    """By as much as the place was ahead of UTC at the instant."""
    ways = [(one.since, at + ibis.interval(minutes=sign * int(one.ahead.total_seconds()) // 60)) for one in clock]
    first, *later = ways
    return reduce(lambda moved, way: (at >= ibis.literal(way[0], type=_INSTANT)).ifelse(way[1], moved), later, first[1])
