"""What guests travelled, looked for and are: the ground of taste, need and the next trip. Of the traveller where travellers are named."""

from datetime import datetime
from math import log
from uuid import UUID

import ibis
from ibis.expr.types import Table, Value

from xenia.insight.facts.booked import bought, fully_booked
from xenia.insight.facts.known import day_of, days_before, guest_map, instant, known_happenings, known_versions, of_wanted_guests
from xenia.insight.facts.purchases import traders_told
from xenia.insight.facts.trips import people_booked, read_items
from xenia.insight.rules.taste import HISTORY_DAYS, LOOK_DAYS, LOOK_HALF_LIFE, MARKET_ROWS_MIN, PURPOSE_WORDS
from xenia.insight.rules.windows import AGENCY_BOOKINGS_OVER, AGENCY_TRAVELLERS_OVER, SAVES, SEARCHES, TOUR_LINES, VIEWS

COLUMNS = (
    "guest_no", "guest_id", "booking_id", "is_buyer", "is_kept", "line", "channel", "place", "is_domestic", "purpose", "made_on", "hour",
    "starts_on", "ends_on", "lead", "nights", "rooms", "party", "has_children", "minor", "has_company", "market_code", "rate_code",
    "origin", "goal", "cabin", "room",
)  # fmt: skip

HOME, ABROAD = " home", " abroad"
"""Markets of bookings whose city has too few: no city is named so."""
PLACED_BY = ("_line", "_place", "_wide", "_year")


def agencies(as_of: datetime, *, backfilled: bool = False, snapshot: UUID | None = None) -> Table:
    """One row a wanted guest who buys as a trade (`guest_no`): every model of guests leaves them out. With a snapshot its word counts, else
    facts are asked."""
    if snapshot is not None:
        return traders_told(snapshot)
    rows = bought(as_of, backfilled=backfilled)
    often = rows.group_by("guest_no").aggregate(times=rows.count())
    many = people_booked(as_of, backfilled=backfilled)
    return ibis.union(
        often.filter(often.times > AGENCY_BOOKINGS_OVER).select("guest_no"),
        many.filter(many.travellers_booked > AGENCY_TRAVELLERS_OVER).select("guest_no"),
        distinct=True,
    )


def journeys(as_of: datetime, *, backfilled: bool = False, snapshot: UUID | None = None) -> Table:
    """One row a booking and wanted guest who travels on it, made in the last three years: `COLUMNS`. Agencies are absent.

    Where nobody is named, who bought travels. `purpose` is one of the four or null where the booking does not state it; `origin` and `goal`
    are those of a booking with one segment; amounts are of the whole booking; `is_kept` tells whether it stood at the moment.
    """
    traders = agencies(as_of, backfilled=backfilled, snapshot=snapshot)
    found = _travelled(as_of, backfilled).anti_join(traders, "guest_no").join(_ids(), "guest_no")
    found = found.left_join(_items(as_of, backfilled), "booking_id")
    found = found.mutate(
        place=found.destination_city, purpose=_purpose(found.purpose.lower()),
        is_buyer=ibis.coalesce(found.buyer_no == found.guest_no, False),
    )  # fmt: skip
    return found.select(*COLUMNS)


def _travelled(as_of: datetime, backfilled: bool) -> Table:
    """One row a booking and wanted guest who travels on it. Only where several are named can a guest be named twice, by two records: those
    bookings are read apart, so that the others need not be compared with each other."""
    alone, party = (
        rows.filter(rows.ago < HISTORY_DAYS).rename(buyer_no="guest_no")
        for rows in (fully_booked(as_of, backfilled=backfilled, is_party=is_party) for is_party in (False, True))
    )
    about = ["guest_no", *(name for name in alone.columns if name not in ("is_wanted", "traveller_ids", "person"))]
    named = of_wanted_guests(party.select("booking_id", person=party.traveller_ids.unnest()), "person")
    together = party.join(named.select("guest_no", "booking_id").distinct(), "booking_id").select(*about)
    return of_wanted_guests(alone, "person").select(*about).union(together)


def _ids() -> Table:
    """One row a guest: `guest_no`, `guest_id`."""
    people = guest_map()
    return people.group_by("guest_no").aggregate(guest_id=people.guest_id.max())


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
    or of a head (journeys) among bookings of the same line, market and year (TA5); null where there is no price, no country, or nobody to
    compare."""
    return _ranked(_with_price(rows)).select(*rows.columns, "price_rank")


def price_sums(rows: Table) -> Table:
    """In: `journeys`. Out: one row a guest with a booking that has a `price_rank`: `guest_no`, `price_bookings`, and `price_away`, the sum
    of what their ranks lie from the middle."""
    named = _with_price(rows)
    numbers = named.filter(named._price.notnull()).select("guest_no", "_price", *PLACED_BY)
    ranked = _ranked(numbers)
    known = ranked.filter(ranked.price_rank.notnull())
    return known.group_by("guest_no").aggregate(price_bookings=known.count(), price_away=(known.price_rank - 0.5).sum())


def _with_price(rows: Table) -> Table:
    days = ibis.greatest(ibis.coalesce(rows.ends_on.delta(rows.starts_on, unit="day"), 0), 0) + 1
    heads = ibis.coalesce(rows.party, 1)
    units = ibis.cases(
        (rows.line == "hotel", ibis.coalesce(rows.nights, 1) * rows.rooms), (rows.line.isin(TOUR_LINES), days * heads), else_=heads
    )
    price = (rows.is_kept & (rows.minor > 0)).ifelse(rows.minor.cast("float64") / units.cast("float64"), ibis.null("float64"))
    return rows.mutate(
        _price=price, _year=rows.made_on.year(), _line=ibis.coalesce(rows.line, ""), _place=ibis.coalesce(rows.place, ""),
        _wide=rows.is_domestic.ifelse(ibis.literal(HOME), ibis.literal(ABROAD)),
    )  # fmt: skip


def _ranked(rows: Table) -> Table:
    """In: rows of `_with_price`. Out: the same with `price_rank`, the middle between the share that is cheaper and the share that is not
    dearer. Markets are few: they are named first, so that of a booking no more than three numbers are compared."""
    priced = rows.filter(rows._price.notnull())
    counted = priced.group_by(PLACED_BY).aggregate(_times=priced.count())
    city = ibis.window(group_by=["_line", "_place", "_year"])
    told = counted.mutate(_market=(counted._times.sum().over(city) >= MARKET_ROWS_MIN).ifelse(counted._place, counted._wide))
    names = told.select(*PLACED_BY, _market_no=ibis.dense_rank().over(ibis.window(order_by=["_line", "_market", "_year"])))
    found = rows.left_join(names, PLACED_BY)
    found = found.select(*rows.columns, "_market_no", _has_price=found._price.notnull())
    market = [found._market_no, found._has_price]
    cheaper = ibis.rank().over(ibis.window(group_by=market, order_by=found._price))
    upto = found.count().over(ibis.range_window(group_by=market, order_by=found._price, preceding=None, following=0))
    placed = found.mutate(_cheaper=cheaper, _upto=upto, _rows=found.count().over(ibis.window(group_by=market)))
    middle = (placed._cheaper / (placed._rows - 1) + placed._upto / placed._rows) / 2
    is_ranked = placed._has_price & placed._wide.notnull() & (placed._rows >= MARKET_ROWS_MIN)
    return placed.select(*rows.columns, price_rank=is_ranked.ifelse(middle, ibis.null("float64")))


def wishes(as_of: datetime, *, backfilled: bool = False, snapshot: UUID | None = None) -> Table:
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
    found = found.anti_join(agencies(as_of, backfilled=backfilled, snapshot=snapshot), "guest_no")
    rows = bought(as_of, backfilled=backfilled)
    rows = rows.filter(rows.is_kept & rows.destination_city.notnull() & (rows.made_on >= day_of(as_of) - ibis.interval(days=LOOK_DAYS)))
    made = rows.group_by(["guest_no", "destination_city"]).aggregate(made_on=rows.made_on.max())
    both = found.left_join(made, [found.guest_no == made.guest_no, found.place == made.destination_city])
    is_booked = ibis.coalesce(both.made_on >= both.first_on, False)
    told = both.mutate(is_booked=is_booked).select("guest_no", "place", "times", "strength", "last_on", "is_booked")
    return told.join(_ids(), "guest_no")


def people(as_of: datetime) -> Table:
    """One row a wanted guest with a profile: `gender`, `birth_year_band`, `province`; '' where not known. For fairness alone."""
    rows = of_wanted_guests(known_versions("guest_facts", as_of).select("record_id", "gender", "birth_year_band", "province"), "record_id")
    return rows.group_by("guest_no").aggregate(
        **{name: ibis.coalesce(rows[name].max(), "") for name in ("gender", "birth_year_band", "province")}
    )
