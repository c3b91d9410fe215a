"""Where a guest went, as a traveller: trips, companions, segments and rooms, and which places they book and look for."""

from datetime import datetime
from functools import lru_cache

import ibis
from ibis.expr.types import Table

from xenia.insight.facts.booked import booked, bought
from xenia.insight.facts.known import MOMENTS, guest_map, instant, known_at, known_happenings, known_versions, most, of_wanted_guests
from xenia.insight.rules.windows import PARTY_MAX, PREMIUM_CABINS, SAVES, SEARCHES, TASTE_DAYS, VIEWS
from xenia.lake import read


@lru_cache(MOMENTS)
def parties(as_of: datetime, *, backfilled: bool = False) -> Table:
    """One row a booking and guest who travels on it: `guest_no`, `buyer_no`, how many are `named`, whether it stands, and the trip's days.

    Where nobody is named, who bought travels. A guest whom two records name on one booking is there once; only where several are named are
    bookings told apart by `booking_id`.
    """
    rows = booked(as_of, backfilled=backfilled)
    rows = rows.mutate(named=ibis.coalesce(rows.traveller_ids.length(), 0), buyer_no=rows.guest_no, is_wanted_buyer=rows.is_wanted)
    about = ("guest_no", "is_wanted", "buyer_no", "is_wanted_buyer", "named", "is_kept", "starts_on", "starts_in", "nights")
    nobody = rows.filter((rows.named <= 0) & rows.guest_no.notnull())
    one, several = rows.filter(rows.named == 1), rows.filter(rows.named > 1)
    parts = [
        nobody.select(*about, booking_id=ibis.null("string")),
        _named(one.mutate(person=one.traveller_ids[0])).select(*about, booking_id=ibis.null("string")),
        _named(several.mutate(person=several.traveller_ids.unnest())).select(*about, "booking_id").distinct(),
    ]
    return ibis.union(*parts)


def _named(rows: Table) -> Table:
    people = guest_map().select(_record="record_id", guest_no="guest_no", is_wanted="is_wanted")
    return rows.drop("guest_no", "is_wanted").join(people, rows.person == people._record)


def as_traveller(as_of: datetime, *, backfilled: bool = False) -> Table:
    """One row a wanted guest who is to travel or did, by bookings that stand."""
    trips = parties(as_of, backfilled=backfilled)
    trips = trips.filter(trips.is_kept & trips.is_wanted)
    gone, ahead = trips.starts_in <= 0, trips.starts_in >= 0
    return trips.group_by("guest_no").aggregate(
        trips=gone.sum(),
        trips_365d=(gone & (trips.starts_in > -365)).sum(),
        nights_365d=trips.nights.sum(where=gone & (trips.starts_in > -365)),
        trips_ahead=(trips.starts_in > 0).sum(),
        last_trip_on=trips.starts_on.max(where=gone),
        next_departure_on=trips.starts_on.min(where=ahead),
    )


def companions(as_of: datetime, *, backfilled: bool = False) -> Table:
    """One row a wanted guest who travelled in a named party of two to nine: with how many different other guests, and with whom again."""
    rows = parties(as_of, backfilled=backfilled)
    party = rows.filter(rows.is_kept & rows.named.between(2, PARTY_MAX))
    mine = party.filter(party.is_wanted).select("booking_id", "guest_no")
    others = party.select(_booking="booking_id", other_no="guest_no")
    pairs = mine.join(others, [mine.booking_id == others._booking, mine.guest_no != others.other_no])
    known = pairs.group_by(["guest_no", "other_no"]).aggregate(times=pairs.count())
    return known.group_by("guest_no").aggregate(companions=known.count(), companions_again=(known.times > 1).sum())


def people_booked(as_of: datetime, *, backfilled: bool = False) -> Table:
    """One row a wanted guest who bought for anybody named: for how many different guests, the own included. It tells agencies."""
    rows = parties(as_of, backfilled=backfilled)
    named = rows.filter(rows.is_wanted_buyer & (rows.named > 0)).group_by(["buyer_no", "guest_no"]).aggregate()
    return named.group_by(guest_no=named.buyer_no).aggregate(travellers_booked=named.count())


def segments(as_of: datetime, *, backfilled: bool = False) -> Table:
    """One row a wanted guest whose bookings that stand have items: segments of journeys, how many in a better cabin, what one cost, and the
    room type taken most."""
    items = read_items(as_of, backfilled=backfilled)
    premium = items.cabin.lower().isin(PREMIUM_CABINS)
    journeys = items.kind.isin(("air", "rail", "ship"))
    of_booking = items.group_by("booking_id").aggregate(
        segments=journeys.sum(),
        cabins=(journeys & items.cabin.notnull()).sum(),
        premium=(journeys & premium).sum(),
        room=items.room_type.max(),
    )
    rows = bought(as_of, backfilled=backfilled)
    rows = rows.filter(rows.is_kept).select("booking_id", "guest_no", "minor").join(of_booking, "booking_id")
    paid = (rows.segments > 0) & (rows.minor > 0)
    taken = rows.filter(rows.room.notnull()).group_by(["guest_no", "room"]).aggregate(times=lambda t: t.count())
    rooms = taken.group_by("guest_no").aggregate(room_type_top=most(taken.room, taken.times))
    counts = rows.group_by("guest_no").aggregate(
        segments=rows.segments.sum(),
        premium_cabin_share=rows.premium.sum() / rows.cabins.sum().nullif(0),
        segment_minor_mean=rows.minor.sum(where=paid) / rows.segments.sum(where=paid).nullif(0),
    )
    return counts.left_join(rooms, "guest_no").drop("guest_no_right")


def read_items(as_of: datetime, *, backfilled: bool = False) -> Table:
    """One row an item known at the moment. Backfilled: items told later too; which of them are seen is decided by their bookings."""
    if not backfilled:
        return known_versions("booking_items", as_of)
    rows = read.table("booking_items")
    known = rows.filter(known_at(rows) <= instant(as_of))
    return read.current_versions(known).union(read.current_versions(rows.anti_join(known, ["source_id", "record_hash"])))


def places(as_of: datetime, *, backfilled: bool = False) -> Table:
    """One row a wanted guest who booked or looked for a place: how many, the foremost, and the foremost looked for and never booked."""
    rows = bought(as_of, backfilled=backfilled)
    rows = rows.filter(rows.is_kept & rows.destination_city.notnull())
    went = rows.group_by(["guest_no", "destination_city"]).aggregate(booked=rows.count())
    events = known_happenings("behaviour_events", as_of, backfilled=backfilled)
    since = instant(as_of) - ibis.interval(days=TASTE_DAYS)
    looked = events.filter(events.destination.notnull() & events.name.isin((*SEARCHES, *VIEWS, *SAVES)) & (events.at > since))
    looked = of_wanted_guests(looked.select("record_id", "destination"), "record_id")
    sought = looked.group_by(["guest_no", "destination"]).aggregate(searched=looked.count())
    both = went.select("guest_no", place=went.destination_city, booked=went.booked, searched=ibis.literal(0, "int64")).union(
        sought.select("guest_no", place=sought.destination, booked=ibis.literal(0, "int64"), searched=sought.searched)
    )
    each = both.group_by(["guest_no", "place"]).aggregate(booked=both.booked.sum(), searched=both.searched.sum())
    is_booked, is_searched = each.booked > 0, each.searched > 0
    nothing = ibis.null("string")
    return each.group_by("guest_no").aggregate(
        cities=is_booked.sum(),
        city_top=most(is_booked.ifelse(each.place, nothing), each.booked),
        places_searched=is_searched.sum(),
        place_searched_top=most(is_searched.ifelse(each.place, nothing), each.searched),
        place_wanted=most((is_searched & ~is_booked).ifelse(each.place, nothing), each.searched),
    )
