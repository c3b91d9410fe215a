"""What the premium model is learnt from: guests, their orders, visits and reviews, each with its instant: any moment can be seen."""

from datetime import datetime
from uuid import UUID

import ibis
from ibis.expr.types import BooleanValue, StringValue, Table, Value

from xenia.insight.facts.booked import first_of, made_at
from xenia.insight.facts.first_told import attribute, bookings_told_again, first_told, told_once
from xenia.insight.facts.known import guest_map, known_happenings, of_wanted_guests
from xenia.insight.facts.purchases import traders_told
from xenia.insight.facts.trips import people_booked
from xenia.insight.rules.premium import ACTIONS, MARK, MARKED, PRODUCT_WORDS, ROOM_WORDS, SESSION
from xenia.insight.rules.windows import AGENCY_BOOKINGS_OVER, AGENCY_TRAVELLERS_OVER, OPEN_STATES, PREMIUM_CABINS, RATING_BEST
from xenia.lake import read


def guests(as_of: datetime, snapshot: UUID | None = None) -> Table:
    """One row a wanted guest that is no agency in disguise: `guest_no`, `guest_id`, and gender, province and age band (`age`) as their
    records first told them. With a snapshot its word on who is an agency counts, else facts are asked."""
    people = guest_map()
    wanted = people.filter(people.is_wanted).select("guest_no", "guest_id").distinct()
    told = of_wanted_guests(first_told("guest_facts", as_of), "record_id")
    said = told.group_by("guest_no").aggregate(gender=told.gender.min(), province=told.province.min(), age=told.birth_year_band.min())
    traders = traders_told(snapshot) if snapshot else agencies(as_of)
    return wanted.anti_join(traders, "guest_no").left_join(said, "guest_no").drop("guest_no_right")


def agencies(as_of: datetime) -> Table:
    """One row a guest who buys as a trade."""
    placed = orders(as_of)
    many = placed.group_by("guest_no").having(placed.count() > AGENCY_BOOKINGS_OVER).aggregate().select("guest_no")
    booked = people_booked(as_of, backfilled=True)
    return many.union(booked.filter(booked.travellers_booked > AGENCY_TRAVELLERS_OVER).select("guest_no"), distinct=True)


def orders(as_of: datetime) -> Table:
    """One row an order of a wanted guest as its buyer, as it was first told and whatever became of it: `guest_no`, `booking_id`,
    `placed_at`, `premium` (rule U8), city, country, continent.

    What was asked for and never confirmed is no order; a stay told twice is one (R11).
    """
    rows = told_once(first_told("booking_versions", as_of), bookings_told_again(as_of))
    rows = rows.filter(~ibis.coalesce(rows.status.isin(OPEN_STATES), False))
    rows = rows.mutate(
        buyer_id=ibis.coalesce(rows.booker_id, rows.payer_id, first_of(rows.traveller_ids)),
        placed_at=made_at(rows, as_of),
        _marked=ibis.coalesce(attribute(rows.attributes, MARK).lower().isin(MARKED), False),
        country=ibis.coalesce(rows.destination_country, attribute(rows.attributes, "country")),
        continent=attribute(rows.attributes, "continent"),
    )
    joined = rows.left_join(_premium_items(as_of), "booking_id").drop("booking_id_right")
    marked = joined.mutate(premium=joined._marked | ibis.coalesce(joined.of_items, False))
    return of_wanted_guests(marked, "buyer_id").select(
        "guest_no", "booking_id", "placed_at", "premium", "country", "continent", city="destination_city"
    )


def _premium_items(as_of: datetime) -> Table:
    items = first_told("booking_items", as_of)
    found = items.cabin.lower().isin(PREMIUM_CABINS).fill_null(False)
    found = found | _holds(items.room_type, ROOM_WORDS) | _holds(items.product, PRODUCT_WORDS)
    return items.group_by("booking_id").aggregate(of_items=found.any())


def _holds(name: StringValue, words: tuple[str, ...]) -> BooleanValue:
    said = name.lower()
    found: BooleanValue = ibis.literal(False)
    for word in words:
        found = found | said.contains(word)
    return found.fill_null(False)


def visits(as_of: datetime) -> Table:
    """Rule U10. One row a visit of a wanted guest: `guest_no`, `began_at`, `ended_at`, and how often each of the nine ACTIONS.

    Events of one session are one visit, those without a session all of a day. What a whole visit is told by in one event is that visit.
    """
    events = known_happenings("behaviour_events", as_of, backfilled=True)
    events = events.filter(events.record_id.notnull(), events.at.notnull())
    is_whole = events.name == SESSION
    visit = ibis.coalesce(events.session_id, is_whole.ifelse(events.at.cast("string"), events.at.date().cast("string")))
    ended = ibis.greatest(events.at, ibis.coalesce(events.ended_at, events.at))
    counted = {action: _times(events, action, names, is_whole) for action, names in ACTIONS.items()}
    rows = events.select("record_id", visit=visit, began_at=events.at, ended_at=ended, **counted)
    named = of_wanted_guests(rows, "record_id")
    sums = {action: named[action].sum() for action in ACTIONS}
    counts = named.group_by(["guest_no", "visit"]).aggregate(began_at=named.began_at.min(), ended_at=named.ended_at.max(), **sums)
    return counts.drop("visit")


def _times(events: Table, action: str, names: tuple[str, ...], is_whole: BooleanValue) -> Value:
    told = ibis.coalesce(attribute(is_whole.ifelse(events.properties, ibis.null("string")), action).try_cast("float64"), 0.0)
    return told + events.name.isin(names).ifelse(1.0, 0.0) if names else told


def reviews(as_of: datetime) -> Table:
    """One row a review of a wanted guest: `guest_no`, `booking_id`, `said_at` (null where the source does not say), `rating` of
    five, `tags` joined by |, and `words`: keywords where the text is a list of them. Other words of guests are not read."""
    rows = read.current_versions(known_happenings("feedback", as_of, backfilled=True))
    booked = first_told("booking_versions", as_of).select("booking_id", "booking_key", "source_id")
    best = ibis.coalesce(rows.rating_max, RATING_BEST).nullif(0.0)
    stars = rows.rating / best * RATING_BEST
    told = rows.select(
        "record_id", "booking_key", "source_id",
        said_at=rows["at"],
        rating=stars.between(0, RATING_BEST).ifelse(stars, ibis.null("float64")),
        tags=ibis.coalesce(rows.tags.join("|"), ""),
        words=ibis.coalesce(rows.text.startswith("[").ifelse(rows.text, ""), ""),
    )  # fmt: skip
    joined = told.left_join(booked, ["booking_key", "source_id"]).drop("booking_key_right", "source_id_right")
    return of_wanted_guests(joined, "record_id").select("guest_no", "booking_id", "said_at", "rating", "tags", "words")
