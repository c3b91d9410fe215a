"""Bookings as they were on the day they were made, with what became of them: what the risk of cancellation is learnt from and told of."""

from datetime import datetime

import ibis
import pyarrow as pa
from ibis.expr.types import Table, Value

from xenia.insight.facts.booked import first_of, made_at, with_money
from xenia.insight.facts.first_told import attribute, bookings_told_again, first_told, last_told, told_once
from xenia.insight.facts.known import day_of, guest_map
from xenia.insight.rules.windows import KEPT_STATES

AT_RISK_STATES = ("reserved", "confirmed")
LOST_STATES = ("cancelled", "no_show")
TEXTS = ("property", "meal", "country", "market", "channel", "room", "deposit", "agent", "company", "kind")
SCHEMA = pa.schema(
    [
        ("booking_id", pa.string()), ("unit_id", pa.string()), ("guest_id", pa.string()),
        *((name, pa.string()) for name in TEXTS), ("destination_country", pa.string()),
        ("made_on", pa.date32()), ("starts_on", pa.date32()), ("left_on", pa.date32()),
        *((name, pa.int64()) for name in ("nights", "rooms", "adults", "children", "infants", "minor", "cancelled_before", "kept_before")),
        ("cancelled", pa.int64()), ("is_at_risk", pa.bool_()),
    ]
)  # fmt: skip
"""`cancelled`: 1 cancelled or not shown up, 0 kept, -1 not known before the day of arrival has passed. `left_on`: the day of cancelling,
which is no feature. `is_at_risk`: it stands and its day is to come. `minor` is in the reporting currency."""


def booking_rows(as_of: datetime, *, is_ahead: bool = False) -> Table:
    """One row a booking that stood or was lost, as it was first told (rule R9), with its last known end: the columns of `SCHEMA`.

    Absent are bookings never confirmed, those without a day of booking or of arrival, those that arrive before they are made, the second
    telling of a stay (R11), and those of a buyer whom the model may not look at. A booking that names no buyer is there. `is_ahead`: those
    alone whose day is to come; what they say of themselves is read of no other.
    """
    today, named = day_of(as_of), bookings_told_again(as_of)
    first = first_told("booking_versions", as_of, starts_from=as_of.date() if is_ahead else None)
    rows = with_money(_described(told_once(first, named), as_of))
    found = _of_whom_we_may(rows.join(_ends(as_of), "booking_id").filter(rows.made_on <= rows.starts_on))
    found = _with_earlier(found, _ended(as_of, found) if is_ahead else found, as_of)
    found = found.mutate(
        cancelled=(found.starts_on >= today).ifelse(-1, found.is_lost.ifelse(1, 0)),
        is_at_risk=(found.starts_on >= today) & found.status.isin(AT_RISK_STATES),
    )
    types = ibis.Schema.from_pyarrow(SCHEMA)
    return found.select(**{name: found[name].cast(types[name]) for name in SCHEMA.names})


def _described(rows: Table, as_of: datetime) -> Table:
    """What the booking said of itself, by the names of the model's columns. A booking without a property is one of its line."""
    rows = rows.mutate(**{f"_{name}": attribute(rows.attributes, name) for name in ATTRIBUTES})
    ends_on = (rows.ends_on >= rows.starts_on).ifelse(rows.ends_on, ibis.null("date"))
    nights = ibis.coalesce(rows.nights.cast("int64"), ends_on.delta(rows.starts_on, unit="day"))
    rooms = _rooms(as_of)
    joined = rows.mutate(
        made_on=made_at(rows, as_of).date(),
        nights=(nights >= 0).ifelse(nights, ibis.null("int64")),
        property=ibis.coalesce(rows.property, rows.line),
        market=rows.market_code,
        meal=rows._meal,
        deposit=ibis.coalesce(rows._deposit_type, rows.rate_code),
        agent=ibis.coalesce(rows._agent, rows._travel_agent),
        kind=ibis.coalesce(rows._customer_type, rows.purpose),
        told_cancelled=rows._previous_cancellations.try_cast("int64"),
        told_kept=rows._previous_bookings_not_canceled.try_cast("int64"),
    ).left_join(rooms, "booking_id").drop("booking_id_right")  # fmt: skip
    return joined.mutate(room=ibis.coalesce(joined._reserved_room_type, joined.room_of_item))


ATTRIBUTES = (
    "meal", "country", "deposit_type", "agent", "travel_agent", "customer_type", "reserved_room_type", "previous_cancellations",
    "previous_bookings_not_canceled",
)  # fmt: skip
"""Of a source's further columns only these are read; others may say what became of the booking (rule R1)."""


def _rooms(as_of: datetime) -> Table:
    """One row a booking with items: the room or cabin first told, the first in the alphabet of several."""
    items = first_told("booking_items", as_of)
    return items.group_by("booking_id").aggregate(room_of_item=ibis.coalesce(items.room_type, items.cabin).min())


def _ends(as_of: datetime) -> Table:
    """One row a booking: its last known state and the day it was cancelled, and who bought it."""
    rows = last_told("booking_versions", as_of)
    rows = rows.filter(rows.status.isin((*KEPT_STATES, *LOST_STATES)))
    buyer = ibis.coalesce(rows.booker_id, rows.payer_id, first_of(rows.traveller_ids))
    return rows.select("booking_id", is_lost=rows.status.isin(LOST_STATES), last_status="status", left_on="cancelled_on", buyer_id=buyer)


def _of_whom_we_may(rows: Table) -> Table:
    """Rule R10: with the buyer's guest and country; bookings of buyers who are not wanted, or of whom no guest is known, are left out."""
    people = guest_map().select(_record="record_id", guest_no="guest_no", guest_id="guest_id", is_wanted="is_wanted")
    rows = rows.drop("status").rename(status="last_status")
    joined = rows.left_join(people, rows.buyer_id == people._record)
    return joined.filter(joined.buyer_id.isnull() | ibis.coalesce(joined.is_wanted, False))


def _ended(as_of: datetime, asked: Table) -> Table:
    """One row a booking, whenever it was, of the guests who have one among the `asked`: no more of it than what became of it."""
    first = told_once(first_told("booking_versions", as_of), bookings_told_again(as_of))
    rows = first.select("booking_id", "status", "starts_on", made_on=made_at(first, as_of).date())
    known = _of_whom_we_may(rows.filter(rows.made_on <= rows.starts_on).join(_ends(as_of), "booking_id"))
    return known.semi_join(asked.filter(asked.guest_no.notnull()), "guest_no")


def _with_earlier(rows: Table, history: Table, as_of: datetime) -> Table:
    """Beside each booking what the same buyer's earlier ones had come to before the day it was made: lost ones count from the day after
    they were cancelled, kept ones and no-shows from the day after arrival. Where no buyer is named, what the source says."""
    country = first_told("guest_facts", as_of)
    country = country.group_by("record_id").aggregate(of_guest=ibis.coalesce(country.nationality, country.country).min())
    rows = rows.left_join(country, rows.buyer_id == country.record_id).drop("record_id")
    bought = rows.filter(rows.guest_no.notnull())
    asks = bought.select("booking_id", "guest_no", day="made_on", is_end=ibis.literal(0), lost=ibis.literal(0), kept=ibis.literal(0))
    past = history.filter(history.guest_no.notnull())
    gone = ibis.coalesce(ibis.least(past.left_on, past.starts_on), past.starts_on)
    ended = past.mutate(day=past.is_lost.ifelse(gone, past.starts_on)).filter(lambda t: t.day < day_of(as_of))
    lost: Value = ended.is_lost.ifelse(1, 0)
    ends = ended.select("guest_no", booking_id=ibis.null("string"), day="day", is_end=ibis.literal(1), lost=lost, kept=1 - lost)
    both = asks.union(ends.select(*asks.columns).cast(asks.schema()))
    before = ibis.window(group_by=both.guest_no, order_by=[both.day, both.is_end], preceding=None, following=0)
    summed = both.mutate(lost_before=both.lost.sum().over(before), kept_before_it=both.kept.sum().over(before))
    summed = summed.filter(summed.is_end == 0).select("booking_id", "lost_before", "kept_before_it")
    joined = rows.left_join(summed, "booking_id").drop("booking_id_right")
    return joined.mutate(
        country=ibis.coalesce(joined._country, joined.of_guest),
        cancelled_before=ibis.coalesce(joined.lost_before, joined.told_cancelled),
        kept_before=ibis.coalesce(joined.kept_before_it, joined.told_kept),
    )
