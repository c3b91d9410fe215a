"""Stays at the company's eight hotels, and how the hotel system knows its guests: profiles typed at the desk, some of them twice."""

from dataclasses import dataclass, fields

import numpy as np

from xenia.demo import dirt, fates
from xenia.demo.block import Block
from xenia.demo.booking_engine import LANGUAGES, Sales
from xenia.demo.columns import (
    DAY,
    HOUR,
    Flags,
    Instants,
    Numbers,
    Texts,
    chance,
    days_text,
    draw,
    emptied,
    instants_text,
    joined,
    money_text,
    numbers_text,
    take,
    words_of,
)
from xenia.demo.dirt import Columns
from xenia.demo.house import AGENCIES, AGENCY_PHONES, HOTELS

STAYS_PER_ADULT = 2.25
ENGINE, OTA, PHONE, WALK_IN, CORPORATE, AGENCY = range(6)
CHANNELS = ("BOOKING_ENGINE", "OTA", "PHONE", "WALK_IN", "CORPORATE", "AGENCY")
CHANNEL_SHARES = (0.0, 0.42, 0.16, 0.12, 0.12, 0.18)
MARKETS = ("DIR", "OTA", "BAR", "BAR", "COR", "GRP")
SOURCES = ("WEB", "OTA", "TEL", "WLK", "COR", "TA")
RATES = ("WEBBAR", "OTA10", "BARBF", "BAR", "CORP1", "GRP")
ROOM_TYPES, ROOM_SHARES, ROOM_FACTORS = (
    ("STDK", "STDT", "DLXK", "DLXT", "EXEC", "SUITE"),
    (30, 26, 18, 14, 8, 4),
    (1, 1, 1.25, 1.25, 1.6, 2.6),
)
STATUSES = {
    fates.PENDING: "Requested",
    fates.CONFIRMED: "Reserved",
    fates.CHANGED: "Reserved",
    fates.UNDER_WAY: "InHouse",
    fates.COMPLETED: "CheckedOut",
    fates.CANCELLED: "Cancelled",
    fates.NO_SHOW: "NoShow",
    fates.CLOSED: "Cancelled",
}
NEW_PROFILE_SHARES = (0.10, 0.20, 0.16, 0.18, 0.06, 0.24)
"""Chance, per channel, that the desk makes a new profile for somebody it knows."""


@dataclass(frozen=True)
class Stays:
    """One row per reservation. `order` is a row of Orders or -1; `profile` a row of Profiles; `total` fen."""

    guest: Numbers
    hotel: Numbers
    arrival: Instants
    nights: Numbers
    companions: Numbers
    channel: Numbers
    order: Numbers
    created: Instants
    status: Numbers
    updated: Instants
    cancelled_on: Instants
    reason: Numbers
    room: Numbers
    total: Numbers
    profile: Numbers

    def rows(self, index: Numbers) -> "Stays":
        return Stays(**{field.name: getattr(self, field.name)[index] for field in fields(self)})


@dataclass(frozen=True)
class Profiles:
    """One row per profile: the person (row of People), its key, the channel it came by, and whether it is not the person's first."""

    person: Numbers
    key: Texts
    channel: Numbers
    again: Flags


def stays_of(block: Block, sales: Sales) -> tuple[Stays, Profiles]:
    """Returns all reservations made until the last day, oldest first: those the booking engine passed on, and the hotels' own."""
    stays = _joined(_passed_on(block, sales), _own(block))
    stays = stays.rows(np.argsort(stays.created, kind="stable"))
    return _with_profiles(block, stays)


def _passed_on(block: Block, sales: Sales) -> Stays:
    orders = sales.orders
    rows = np.flatnonzero((orders.hotel >= 0) & (orders.status != fates.CLOSED))
    party = orders.party[rows]
    guest = party[np.arange(len(rows)), (party >= 0).argmax(axis=1)]
    grown = np.where(party >= 0, block.people.age[party] >= 18, False)
    guest = np.where(grown.any(axis=1), party[np.arange(len(rows)), grown.argmax(axis=1)], guest)
    return Stays(
        guest,
        orders.hotel[rows],
        orders.starts[rows].astype("datetime64[D]"),
        orders.nights[rows],
        (party >= 0).sum(axis=1) - 1,
        np.full(len(rows), ENGINE),
        rows,
        orders.created[rows],
        orders.status[rows],
        orders.updated[rows],
        orders.cancelled_on[rows],
        orders.reason[rows],
        draw(block.rng("rooms passed on"), 6, len(rows), ROOM_SHARES),
        orders.total[rows],
        np.zeros(len(rows), dtype=np.int64),
    )


def _own(block: Block) -> Stays:
    rng, people, season = block.rng("stays"), block.people, block.season
    habit = rng.gamma(0.8, 1 / 0.8, people.size) * 0.6 + people.activity * 0.4
    guest = np.repeat(np.arange(people.size), np.minimum(rng.poisson(np.where(people.age >= 18, STAYS_PER_ADULT * habit, 0)), 50))
    size = len(guest)
    channel = draw(rng, 6, size, CHANNEL_SHARES)
    channel = np.where((people.company[guest] >= 0) & chance(rng, size, 0.45), CORPORATE, channel)
    works = channel == CORPORATE
    favourite = draw(rng, len(HOTELS), people.size, [hotel.rooms for hotel in HOTELS])
    hotel = np.where(chance(rng, size, 0.35), favourite[guest], draw(rng, len(HOTELS), size, [hotel.rooms for hotel in HOTELS]))
    arrival = season.dates(season.draw(rng, np.zeros(size, dtype=np.int64), np.full(size, season.days), works))
    nights = draw(rng, 7, size, (0.40, 0.28, 0.15, 0.08, 0.05, 0.02, 0.02)) + 1
    midnight: Instants = arrival.astype("datetime64[s]")
    starts = midnight + np.full(size, 15 * HOUR, dtype="timedelta64[s]")
    ends = midnight + (nights * DAY + 11 * HOUR).astype("timedelta64[s]")
    median = np.select([channel == WALK_IN, works], [0, 5], 14)
    created = fates.created_before(rng, starts, median, np.datetime64("2000-01-01", "s"))
    fate = fates.fates(rng, created, starts, ends, block.now, fates.Chances(cancelled=0.11, no_show=0.018, changed=0.07, unpaid=0.0))
    walked_in = (channel == WALK_IN) & np.isin(fate.status, (fates.CANCELLED, fates.NO_SHOW))
    room = draw(rng, 6, size, ROOM_SHARES)
    rate = np.array([hotel.rate_minor for hotel in HOTELS])[hotel] * np.array(ROOM_FACTORS)[room] * np.exp(rng.normal(0, 0.13, size))
    day = (arrival - season.start).astype(np.int64)
    total = (rate * nights * (0.8 + 0.2 * np.clip(season.leisure[day], 0.5, 3.5))).astype(np.int64) // 100 * 100
    companions = np.where(works, 0, draw(rng, 4, size, (0.45, 0.38, 0.11, 0.06)))
    drawn = Stays(
        guest,
        hotel,
        arrival,
        nights,
        companions,
        channel,
        np.full(size, -1),
        created,
        fate.status,
        fate.updated,
        fate.cancelled_on,
        fate.reason,
        room,
        total,
        np.zeros(size, dtype=np.int64),
    )
    return drawn.rows(np.flatnonzero((created <= block.now) & ~walked_in))


def _joined(first: Stays, second: Stays) -> Stays:
    return Stays(**{field.name: np.concatenate([getattr(first, field.name), getattr(second, field.name)]) for field in fields(Stays)})


def _with_profiles(block: Block, stays: Stays) -> tuple[Stays, Profiles]:
    """A returning guest is found by the desk, or gets a new profile and keeps being found under the latest one."""
    rng, size = block.rng("profiles"), len(stays.guest)
    order = np.lexsort((stays.created, stays.guest))
    guest = stays.guest[order]
    first = np.concatenate([[True], guest[1:] != guest[:-1]]) if size else np.zeros(0, dtype=bool)
    new = first | chance(rng, size, np.array(NEW_PROFILE_SHARES)[stays.channel[order]])
    profile = np.empty(size, dtype=np.int64)
    profile[order] = np.cumsum(new) - 1
    made_by = order[new]
    values = {field.name: getattr(stays, field.name) for field in fields(Stays)} | {"profile": profile}
    count = len(made_by)
    return Stays(**values), Profiles(stays.guest[made_by], block.keys("G", np.arange(count)), stays.channel[made_by], ~first[new])


def profile_columns(block: Block, profiles: Profiles) -> Columns:
    """Returns what each profile holds of its person, as the desk, the agency or the guest typed it."""
    rng, people, who = block.rng("profile names"), block.people, profiles.person
    size, names, careless = len(who), people.names, np.where(profiles.again, 2.5, 1.0)
    given = dirt.changed(rng, names.given_latin[who], chance(rng, size, 0.018 * careless), dirt.mistyped)
    surname, given = dirt.swapped(names.surname_latin[who], given, chance(rng, size, 0.015 * careless))
    local = dirt.changed(rng, people.display[who], chance(rng, size, 0.015 * careless), dirt.misheard)
    local = dirt.changed(rng, local, chance(rng, size, 0.012 * careless), dirt.traditional)
    western = np.isin(people.nation[who], ("US", "GB"))
    phone = dirt.changed(rng, people.phone[who], chance(rng, size, 0.006 * careless), dirt.mistyped_number)
    agency = np.isin(profiles.channel, (OTA, AGENCY)) & chance(rng, size, 0.18)
    phone = np.where(agency, take(AGENCY_PHONES, who % len(AGENCY_PHONES)), phone).astype(object)
    phone = dirt.filled(rng, emptied(phone, chance(rng, size, 0.10)), 0.012, dirt.PLACEHOLDER_PHONES)
    email = emptied(people.email[who], chance(rng, size, np.where(profiles.channel == OTA, 0.8, 0.5)))
    shown = chance(rng, size, 0.62)
    number = np.where(people.nation[who] == "CN", people.resident_id[who], people.passport[who]).astype(object)
    title = take(("Mr", "Ms"), people.gender[who])
    return {
        "profileId": profiles.key,
        "nameTitle": emptied(title, chance(rng, size, 0.2)),
        "surname": surname,
        "givenName": given,
        "alternateName": emptied(local, western | chance(rng, size, np.where(profiles.channel == OTA, 0.25, 0.12))),
        "phone": dirt.written_phones(rng, phone, (0.62, 0.18, 0.12, 0.08)),
        "email": dirt.filled(rng, email, 0.02, dirt.PLACEHOLDER_MAILS),
        "birthDate": emptied(days_text(people.birth[who]), ~shown),
        "idType": emptied(np.where(people.nation[who] == "CN", "ID", "PP").astype(object), ~shown),
        "idNumber": emptied(number, ~shown),
        "nationality": people.nation[who],
        "language": words_of([LANGUAGES[nation] for nation in people.nation[who]]),
        "vip": emptied(words_of(["Y"] * size), people.activity[who] < 3.0),
        "vipCode": emptied(np.where(people.activity[who] > 4.2, "V2", "V1").astype(object), people.activity[who] < 3.0),
    }


def reservations_table(block: Block, sales: Sales, stays: Stays, profiles: Profiles) -> Columns:
    """Returns the reservations with OPERA's names; the name columns repeat the profile's, as the report prints them."""
    rng, people, size = block.rng("reservation rows"), block.people, len(stays.guest)
    known = {name: cells[stays.profile] for name, cells in profile_columns(block, profiles).items()}
    cancelled = np.isin(stays.status, (fates.CANCELLED, fates.CLOSED))
    dates = days_text(np.where(cancelled, stays.cancelled_on, stays.arrival))
    departure = stays.arrival + stays.nights.astype("timedelta64[D]")
    status = take([STATUSES[number] for number in range(len(fates.STATUSES))], stays.status)
    status[(stays.status == fates.CONFIRMED) & (stays.arrival == np.datetime64(block.until))] = "DueIn"
    children = np.maximum(stays.companions - 1, 0)
    company = take([company.name for company in block.companies], np.maximum(people.company[stays.guest], 0))
    agency = take([agency.zh for agency in AGENCIES], stays.guest % len(AGENCIES))
    external = sales.order_key[np.maximum(stays.order, 0)] if len(sales.order_key) else words_of([None] * size)
    by_agency, works = np.isin(stays.channel, (OTA, AGENCY)), (stays.channel == CORPORATE) & (people.company[stays.guest] >= 0)
    number = block.keys("", np.arange(size))
    return {
        "reservationId": joined("R", number),
        "confirmationNumber": joined("8", number),
        "externalReference": emptied(external, stays.order < 0),
        "property": take([hotel.code for hotel in HOTELS], stays.hotel),
        "reservationStatus": status,
        **known,
        "arrival": days_text(stays.arrival),
        "departure": days_text(departure),
        "adults": numbers_text(1 + np.minimum(stays.companions, 1)),
        "children": numbers_text(children),
        "rooms": numbers_text(np.ones(size, dtype=np.int64)),
        "roomType": take(ROOM_TYPES, stays.room),
        "ratePlanCode": take(RATES, stays.channel),
        "marketCode": take(MARKETS, stays.channel),
        "sourceCode": take(SOURCES, stays.channel),
        "company": emptied(company, ~works),
        "travelAgent": emptied(agency, ~by_agency),
        "purposeOfStay": np.where(works, "BUSINESS", "LEISURE").astype(object),
        "total": money_text(stays.total, np.full(size, 2)),
        "currency": words_of(["CNY"] * size),
        "cancellationDate": emptied(dates, ~cancelled),
        "cancellationReason": emptied(take(fates.CANCEL_REASONS, stays.reason), ~cancelled),
        "blockCode": emptied(
            joined("BLK", numbers_text(stays.arrival.astype(np.int64))), (stays.channel != AGENCY) | chance(rng, size, 0.6)
        ),
        "insertDate": instants_text(stays.created, "T"),
        "updateDate": instants_text(stays.updated, "T"),
    }
