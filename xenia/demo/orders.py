"""What the booking engine sells for a trip: flights, hotels, tours, trains, cars, tickets and insurance, with times, prices and parties."""

from dataclasses import dataclass, fields

import numpy as np

from xenia.demo import fates, geography
from xenia.demo.block import Block
from xenia.demo.columns import DAY, MINUTE, Flags, Floats, Instants, Numbers, Texts, chance, draw, joined, numbers_text, take, words_of
from xenia.demo.house import HOTELS
from xenia.demo.people import People
from xenia.demo.trips import BUSINESS, Memberships, Trips

AIR, HOTEL, TOUR, RAIL, CAR, TICKET, INSURANCE = range(7)
LINES = ("FLIGHT", "HOTEL", "TOUR", "TRAIN", "CAR", "TICKET", "INSURANCE")
CABINS, CABIN_FACTORS = ("ECONOMY", "PREMIUM_ECONOMY", "BUSINESS", "FIRST"), np.array([1.0, 1.5, 3.1, 4.6])
FARE_CLASSES = ("Y", "W", "C", "F")
DOMESTIC_CARRIERS = ("CA", "MU", "CZ", "HU", "3U", "MF", "ZH", "SC")
ABROAD_CARRIERS = {"JP": "NH", "KR": "KE", "SG": "SQ", "TH": "TG", "HK": "CX", "MY": "MH", "AE": "EK", "DE": "LH", "GB": "BA", "US": "UA"}
HUBS = ("PEK", "PVG", "CAN", "TFU", "SZX", "HKG")
RAIL_KM_MAX, RAIL_KM_PER_MINUTE = 1300, 3.6
HOTEL_OF_PLACE = np.array([next((n for n, hotel in enumerate(HOTELS) if hotel.city == place.zh), -1) for place in geography.PLACES])


@dataclass(frozen=True)
class Journeys:
    """Movement of one order: airports as positions in AIRPORTS, local departure and arrival, minutes from UTC at both ends."""

    origin: Numbers
    destination: Numbers
    km: Floats
    departs: Instants
    arrives: Instants
    departs_offset: Numbers
    arrives_offset: Numbers
    carrier: Texts
    service: Texts


@dataclass(frozen=True)
class Orders:
    """One row per order. `trip` is a row of Trips, `line` one of LINES, `hotel` a position in HOTELS or -1, `total` minor units."""

    trip: Numbers
    line: Numbers
    booker: Numbers
    party: Numbers
    place: Numbers
    purpose: Numbers
    starts: Instants
    ends: Instants
    created: Instants
    status: Numbers
    updated: Instants
    cancelled_on: Instants
    reason: Numbers
    cabin: Numbers
    hotel: Numbers
    rooms: Numbers
    nights: Numbers
    currency: Texts
    total: Numbers
    way_back: Flags

    def rows(self, index: Numbers) -> "Orders":
        """Returns the orders of the rows given, in that order."""
        return Orders(**{field.name: getattr(self, field.name)[index] for field in fields(self)})


def orders_of(block: Block, trips: Trips, joined_up: Memberships) -> tuple[Orders, Journeys]:
    """Returns the orders made until the last day of the export, oldest first, and the journey of each."""
    rng = block.rng("orders")
    trip, line, back = _sold(rng, block.people, trips)
    journeys = _journeys(block, trips, (trip, line, back))
    moves = np.isin(line, (AIR, RAIL))
    day = block.season.dates(trips.start[trip] + np.where(back, trips.nights[trip], 0)).astype("datetime64[s]")
    starts = np.where(moves, journeys.departs, day + np.timedelta64(14 * 3600, "s"))
    away = np.where(line == TICKET, 0, np.maximum(trips.nights[trip], line == HOTEL))
    ends = np.where(moves, journeys.arrives, day + (away * DAY + 18 * 3600).astype("timedelta64[s]"))
    median = np.where(geography.PLACE_ABROAD[trips.place[trip]], 38, np.where(trips.purpose[trip] == BUSINESS, 6, 16))
    first_day = joined_up.registered_at[trips.booker[trip]] + np.timedelta64(10 * MINUTE, "s")
    created = fates.created_before(rng, starts, median, first_day)
    fate = fates.fates(rng, created, starts, ends, block.now, fates.Chances())
    cabin = np.where(line == AIR, draw(rng, 4, len(trip), (0.90, 0.04, 0.055, 0.005)), 0)
    party, rooms = trips.party[trip], np.maximum(1, ((trips.party[trip] >= 0).sum(axis=1) + 1) // 2)
    hotel = np.where((line == HOTEL) & chance(rng, len(trip), 0.65), HOTEL_OF_PLACE[trips.place[trip]], -1)
    drawn = Orders(
        trip, line, trips.booker[trip], party, trips.place[trip], trips.purpose[trip], starts, ends, created, fate.status, fate.updated,
        fate.cancelled_on, fate.reason, cabin, hotel, np.where(line == HOTEL, rooms, 0), away, words_of(["CNY"] * len(trip)), away, back,
    )  # fmt: skip
    priced = _priced(block, rng, drawn, journeys)
    kept = np.flatnonzero((created <= block.now) & (starts >= created))
    kept = kept[np.argsort(created[kept], kind="stable")]
    return priced.rows(kept), Journeys(*(getattr(journeys, field.name)[kept] for field in fields(Journeys)))


def _sold(rng: np.random.Generator, people: People, trips: Trips) -> tuple[Numbers, Numbers, Flags]:
    """Returns trip, line and way-back flag of every order: a package tour alone, or its parts."""
    size, home = len(trips.booker), geography.HOME_AIRPORT[people.home[trips.booker]]
    km = geography.distance_km(home, geography.PLACE_AIRPORT[trips.place])
    leisure, abroad = trips.purpose != BUSINESS, geography.PLACE_ABROAD[trips.place]
    tour = leisure & (trips.nights > 1) & chance(rng, size, 0.13)
    rail = ~tour & ~abroad & (km < RAIL_KM_MAX) & chance(rng, size, np.where(km < 600, 0.55, 0.15))
    air = ~tour & ~rail & (km > 350) & chance(rng, size, 0.86)
    hotel = ~tour & (trips.nights > 0) & (chance(rng, size, 0.44) | ~(air | rail))
    parts = ((AIR, air, False), (AIR, air & chance(rng, size, 0.72), True), (HOTEL, hotel, False), (TOUR, tour, False), (RAIL, rail, False),
             (RAIL, rail & chance(rng, size, 0.66), True), (CAR, hotel & leisure & chance(rng, size, 0.09), False),
             (TICKET, leisure & ~tour & chance(rng, size, 0.20), False), (INSURANCE, air & chance(rng, size, 0.13), False))  # fmt: skip
    rows = [np.flatnonzero(flags) for _, flags, _ in parts]
    line = np.concatenate([np.full(len(row), part[0]) for row, part in zip(rows, parts, strict=True)])
    back = np.concatenate([np.full(len(row), part[2]) for row, part in zip(rows, parts, strict=True)])
    return np.concatenate(rows), line, back


def _journeys(block: Block, trips: Trips, sold: tuple[Numbers, Numbers, Flags]) -> Journeys:
    trip, line, back = sold
    home = geography.HOME_AIRPORT[block.people.home[trips.booker[trip]]]
    away = geography.PLACE_AIRPORT[trips.place[trip]]
    hubs = np.array([geography.AIRPORTS.index(hub) for hub in HUBS])
    far = geography.PLACE_ABROAD[trips.place[trip]] & ~np.isin(home, hubs) & (line == AIR)
    home = np.where(far, hubs[home % 4], home)
    home = np.where(home == away, hubs[0], home)
    origin, destination = np.where(back, away, home), np.where(back, home, away)
    return journeys_between(block, (origin, destination), trips.start[trip] + np.where(back, trips.nights[trip], 0), line == RAIL)


def journeys_between(block: Block, ends: tuple[Numbers, Numbers], day: Numbers, rail: Flags) -> Journeys:
    """Returns a scheduled service between airports (or, by rail, their cities) on a day number; a pair has up to four services a day."""
    origin, destination = ends
    km = geography.distance_km(origin, destination)
    service = (origin * 7 + destination * 13 + day * 31) % 4
    timetable = (origin * 9176 + destination * 31_337 + service * 50_021) % 100_003
    offsets = geography.offsets_by_day(block.season.first, block.season.days + 60)
    here, there = offsets[origin, day], offsets[destination, day]
    departs = block.season.dates(day).astype("datetime64[s]") + (6 * 60 + timetable % 192 * 5).astype("timedelta64[m]")
    minutes = np.where(rail, 20 + km / RAIL_KM_PER_MINUTE, 35 + km / 13.2).astype(np.int64) // 5 * 5
    arrives = departs + (minutes + there - here).astype("timedelta64[m]")
    carrier, number = take(DOMESTIC_CARRIERS, timetable % len(DOMESTIC_CARRIERS)), numbers_text(1000 + timetable % 8900)
    for code, row in _foreign_carriers(origin, destination):
        carrier[row & (service < 2)] = code
    train = joined(np.where(km > 250, "G", "D").astype(object), numbers_text(100 + timetable % 7800))
    return Journeys(origin, destination, km, departs, arrives, here, there, np.where(rail, "CR", carrier).astype(object),
                    np.where(rail, train, joined(carrier, number)).astype(object))  # fmt: skip


def _foreign_carriers(origin: Numbers, destination: Numbers) -> list[tuple[str, Flags]]:
    country = np.array(["CN"] * len(geography.AIRPORTS), dtype=object)
    country[geography.PLACE_AIRPORT] = [place.country for place in geography.PLACES]
    return [(code, (country[origin] == nation) | (country[destination] == nation)) for nation, code in ABROAD_CARRIERS.items()]


def _priced(block: Block, rng: np.random.Generator, orders: Orders, journeys: Journeys) -> Orders:
    """Prices rise with distance, cabin, season and party; stays abroad are half the time sold in the currency of the country."""
    size = len(orders.line)
    people = (orders.party >= 0).sum(axis=1)
    day = (orders.starts.astype("datetime64[D]") - block.season.start).astype(np.int64)
    season = 0.75 + 0.25 * np.clip(block.season.leisure[np.clip(day, 0, block.season.days - 1)], 0.6, 3.5)
    spread, abroad = np.exp(rng.normal(0, 0.22, size)), geography.PLACE_ABROAD[orders.place]
    own_rate = np.array([hotel.rate_minor for hotel in HOTELS] + [46_000])[orders.hotel]
    per_line = [
        (12_000 + journeys.km * np.where(abroad, 36, 55)) * CABIN_FACTORS[orders.cabin] * people,
        np.where(abroad, own_rate * 1.7, own_rate) * np.maximum(orders.nights, 1) * np.maximum(orders.rooms, 1),
        (60_000 * orders.nights + journeys.km * np.where(abroad, 60, 45)) * people,
        journeys.km * 46 * people, 26_000 * np.maximum(orders.nights, 1), 12_000 * people, 3_000 * people,
    ]  # fmt: skip
    minor = (np.choose(orders.line, per_line) * season * spread).astype(np.int64) // 100 * 100 + 100
    local = take([geography.LOCAL_CURRENCIES.get(place.country, "CNY") for place in geography.PLACES], orders.place)
    currency = np.where((orders.line == HOTEL) & abroad & chance(rng, size, 0.5), local, "CNY").astype(object)
    rates, decimals = np.ones(size), currency_decimals(currency)
    for code, rate in geography.YUAN_PER_UNIT.items():
        rates[currency == code] = rate
    total = (minor / rates / np.where(decimals == 0, 100, 1)).astype(np.int64)
    values = {field.name: getattr(orders, field.name) for field in fields(Orders)}
    return Orders(**values | {"currency": currency, "total": total})


def currency_decimals(currency: Texts) -> Numbers:
    """Returns 0 for yen and won, 2 otherwise."""
    return np.where((currency == "JPY") | (currency == "KRW"), 0, 2)
