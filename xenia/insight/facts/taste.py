"""What guests travelled, looked for and are: the ground of taste, need and the next trip. Of the traveller where travellers are named."""

from datetime import datetime
from math import log

import ibis
from ibis.expr.types import Table, Value

from xenia.insight.facts.booked import booked, bought
from xenia.insight.facts.known import (
    day_of,
    days_before,
    guest_map,
    instant,
    known_bookings,
    known_happenings,
    known_versions,
    of_wanted_guests,
)
from xenia.insight.facts.trips import people_booked, read_items
from xenia.insight.rules.taste import HISTORY_DAYS, LOOK_DAYS, LOOK_HALF_LIFE, MARKET_ROWS_MIN, PURPOSE_WORDS
from xenia.insight.rules.windows import AGENCY_BOOKINGS_OVER, AGENCY_TRAVELLERS_OVER, SAVES, SEARCHES, TOUR_LINES, VIEWS

COLUMNS = (
    "guest_no", "guest_id", "booking_id", "is_buyer", "is_kept", "line", "channel", "place", "is_domestic", "purpose", "made_on", "hour",
    "starts_on", "ends_on", "lead", "nights", "rooms", "party", "has_children", "minor", "has_company", "market_code", "rate_code",
    "origin", "goal", "cabin", "room",
)  # fmt: skip


def agencies(as_of: datetime, *, backfilled: bool = False) -> Table:
    """One row a wanted guest who buys as a trade (`guest_no`): every model of guests leaves them out."""
    rows = bought(as_of, backfilled=backfilled)
    often = rows.group_by("guest_no").aggregate(times=rows.count())
    many = people_booked(as_of, backfilled=backfilled)
    return ibis.union(
        often.filter(often.times > AGENCY_BOOKINGS_OVER).select("guest_no"),
        many.filter(many.travellers_booked > AGENCY_TRAVELLERS_OVER).select("guest_no"),
        distinct=True,
    )


def journeys(as_of: datetime, *, backfilled: bool = False) -> Table:
    """One row a booking and wanted guest who travels on it, made in the last three years: `COLUMNS`. Agencies are absent.

    Where nobody is named, who bought travels. `purpose` is one of the four or null where the booking does not state it; `origin` and `goal`
    are those of a booking with one segment; amounts are of the whole booking; `is_kept` tells whether it stood at the moment.
    """
    rows = booked(as_of, backfilled=backfilled)
    rows = rows.filter(rows.ago < HISTORY_DAYS).join(_said(as_of, backfilled), "booking_id")
    rows = rows.mutate(named=ibis.coalesce(rows.traveller_ids.length(), 0), buyer_no=rows.guest_no)
    about = tuple(name for name in rows.columns if name not in ("guest_no", "is_wanted", "traveller_ids", "named"))
    people = guest_map().select(_record="record_id", guest_no="guest_no", is_wanted="is_wanted")
    nobody = rows.filter((rows.named <= 0) & rows.is_wanted).select("guest_no", *about)
    several = rows.filter(rows.named > 0)
    several = several.mutate(person=several.traveller_ids.unnest()).drop("guest_no", "is_wanted")
    named = several.join(people, several.person == people._record)
    named = named.filter(named.is_wanted).select("guest_no", *about).distinct()
    who = guest_map().group_by("guest_no").aggregate(guest_id=lambda t: t.guest_id.max())
    found = nobody.union(named).anti_join(agencies(as_of, backfilled=backfilled), "guest_no").join(who, "guest_no")
    found = found.left_join(_items(as_of, backfilled), "booking_id")
    found = found.mutate(place=found.destination_city, is_buyer=ibis.coalesce(found.buyer_no == found.guest_no, False))
    return found.select(*COLUMNS)


def _said(as_of: datetime, backfilled: bool) -> Table:
    """One row a booking: what `booked` has no use for."""
    rows = known_bookings(as_of, backfilled=backfilled)
    made_at = ibis.least(ibis.coalesce(rows.booked_at, rows.order_at), instant(as_of))
    paid_by_another = ibis.coalesce(rows.payer_id != rows.booker_id, False)
    has_company = (ibis.coalesce(rows.company, "") != "") | paid_by_another
    return rows.select(
        "booking_id", "market_code", "rate_code", purpose=_purpose(rows.purpose.lower()), hour=made_at.hour(), has_company=has_company
    )


def _purpose(said: Value) -> Value:
    """TA1: which of the four purposes a word means; null for none of them."""
    return ibis.cases(*((said.isin(words), name) for name, words in PURPOSE_WORDS.items()), else_=ibis.null("string"))


def _items(as_of: datetime, backfilled: bool) -> Table:
    items = read_items(as_of, backfilled=backfilled)
    moves = items.kind.isin(("air", "rail", "ship"))
    of_booking = items.group_by("booking_id").aggregate(
        segments=moves.sum(),
        _origin=items.origin.max(where=moves),
        _goal=items.destination.max(where=moves),
        cabin=items.cabin.lower().max(where=moves),
        room=items.room_type.max(),
    )
    alone = of_booking.segments == 1
    nothing = ibis.null("string")
    return of_booking.select(
        "booking_id", "cabin", "room", origin=alone.ifelse(of_booking._origin, nothing), goal=alone.ifelse(of_booking._goal, nothing)
    )


def priced(rows: Table) -> Table:
    """In: `journeys`. Out: the same with `price_rank`, 0 the cheapest to 1 the dearest price of a night (hotels), of a day and head (tours)
    or of a head (journeys) among bookings of the same line, market and year (TA5); null where there is no price or nobody to compare."""
    days = ibis.greatest(ibis.coalesce(rows.ends_on.delta(rows.starts_on, unit="day"), 0), 0) + 1
    heads = ibis.coalesce(rows.party, 1)
    units = ibis.cases(
        (rows.line == "hotel", ibis.coalesce(rows.nights, 1) * rows.rooms), (rows.line.isin(TOUR_LINES), days * heads), else_=heads
    )
    price = (rows.is_kept & (rows.minor > 0)).ifelse(rows.minor.cast("float64") / units.cast("float64"), ibis.null("float64"))
    rows = rows.mutate(_price=price, _year=rows.made_on.year(), _has=price.notnull().cast("int64"))
    city = ibis.window(group_by=[rows.line, rows.place, rows._year])
    wide = rows.is_domestic.ifelse(ibis.literal("home"), ibis.literal("abroad"))
    rows = rows.mutate(_market=(rows._has.sum().over(city) >= MARKET_ROWS_MIN).ifelse(rows.place, wide))
    market = [rows.line, rows._market, rows._year, rows._has]
    ordered = ibis.window(group_by=market, order_by=rows._price)
    ranked = rows.mutate(
        _low=ibis.percent_rank().over(ordered),
        _high=ibis.cume_dist().over(ordered),
        _rows=rows._has.sum().over(ibis.window(group_by=market)),
    )
    is_ranked = ranked._rows >= MARKET_ROWS_MIN
    rank = is_ranked.ifelse((ranked._low + ranked._high) / 2, ibis.null("float64"))
    return ranked.select(*rows.drop("_price", "_year", "_has", "_market").columns, price_rank=rank)


def wishes(as_of: datetime, *, backfilled: bool = False) -> Table:
    """One row a wanted guest and destination looked for in the last 60 days (TA7): `times`, `strength` (each weighs half after 14 days),
    `last_on`, and `is_booked` where the guest holds or had a booking for it made since the first look. Agencies are absent."""
    events = known_happenings("behaviour_events", as_of, backfilled=backfilled)
    since = instant(as_of) - ibis.interval(days=LOOK_DAYS)
    events = events.filter(events.destination.notnull() & events.name.isin((*SEARCHES, *VIEWS, *SAVES)) & (events.at > since))
    looks = of_wanted_guests(events.select("record_id", "at", place=events.destination), "record_id")
    ago = days_before(as_of, looks.at.date()).cast("float64")
    looks = looks.mutate(weight=(ago * (-log(2) / LOOK_HALF_LIFE)).exp())
    found = looks.group_by(["guest_no", "place"]).aggregate(
        times=looks.count(), strength=looks.weight.sum(), first_on=looks.at.min().date(), last_on=looks.at.max().date()
    )
    found = found.anti_join(agencies(as_of, backfilled=backfilled), "guest_no")
    rows = bought(as_of, backfilled=backfilled)
    rows = rows.filter(rows.is_kept & rows.destination_city.notnull() & (rows.made_on >= day_of(as_of) - ibis.interval(days=LOOK_DAYS)))
    made = rows.group_by(["guest_no", "destination_city"]).aggregate(made_on=rows.made_on.max())
    both = found.left_join(made, [found.guest_no == made.guest_no, found.place == made.destination_city])
    is_booked = ibis.coalesce(both.made_on >= both.first_on, False)
    who = guest_map().group_by("guest_no").aggregate(guest_id=lambda t: t.guest_id.max())
    return both.mutate(is_booked=is_booked).select("guest_no", "place", "times", "strength", "last_on", "is_booked").join(who, "guest_no")


def people(as_of: datetime) -> Table:
    """One row a wanted guest with a profile: `gender`, `birth_year_band`, `province`; '' where not known. For fairness alone."""
    rows = of_wanted_guests(known_versions("guest_facts", as_of).select("record_id", "gender", "birth_year_band", "province"), "record_id")
    return rows.group_by("guest_no").aggregate(
        **{name: ibis.coalesce(rows[name].max(), "") for name in ("gender", "birth_year_band", "province")}
    )
