"""Who travels when, where and with whom. A trip is what a guest has in mind; what is sold for it stands in `orders`."""

from dataclasses import dataclass

import numpy as np

from xenia.demo import geography
from xenia.demo.block import Block
from xenia.demo.columns import DAY, Flags, Instants, Numbers, chance, draw
from xenia.demo.people import HOUSEHOLD_MAX, NO_TASTE, People

PARTY_MAX = HOUSEHOLD_MAX + 1
"""A household and one friend."""
TRIPS_PER_MEMBER = 2.75
LEISURE, BUSINESS, VISIT = 0, 1, 2
PURPOSES = ("leisure", "business", "visit")
NIGHTS_LEISURE = (0.06, 0.16, 0.22, 0.19, 0.14, 0.10, 0.07, 0.04, 0.02)
NIGHTS_BUSINESS = (0.10, 0.38, 0.28, 0.15, 0.09)
ALONE, COUPLE, FAMILY, OTHERS, FRIEND = range(5)
PARTY_SHARES = (0.30, 0.22, 0.31, 0.10, 0.07)


@dataclass(frozen=True)
class Memberships:
    """When each person registered and stopped coming (day numbers of the season; negative before it), and the instant of registration."""

    registered_day: Numbers
    left_day: Numbers
    registered_at: Instants


@dataclass(frozen=True)
class Trips:
    """One row per trip. `booker` and `party` (PARTY_MAX columns, -1 for nobody) are rows of People; `start` is a day number."""

    booker: Numbers
    start: Numbers
    nights: Numbers
    place: Numbers
    purpose: Numbers
    party: Numbers


def memberships(block: Block) -> Memberships:
    """Returns when people registered: two in three before the three years, the others during them; three in ten left before the end."""
    rng, size, season = block.rng("memberships"), block.people.size, block.season
    span = (season.until - season.first).days
    before = -(rng.gamma(1.6, 420, size).astype(np.int64) + 1)
    during = (rng.random(size) * (span - 5)).astype(np.int64)
    day = np.where(chance(rng, size, 0.66), before, during)
    left = np.where(chance(rng, size, 0.3), np.maximum(day, 0) + 20 + (rng.random(size) * span).astype(np.int64), season.days)
    seconds = (np.clip(rng.normal(15, 4, size), 0.2, 23.8) * 3600).astype(np.int64)
    instants = season.start.astype("datetime64[s]") + (day * DAY + seconds).astype("timedelta64[s]")
    return Memberships(day, np.minimum(left, season.days), instants)


def member_trips(block: Block, joined_up: Memberships) -> Trips:
    """Returns the trips that members of the booking engine take; the number per member is Poisson with a gamma-distributed rate."""
    rng, people = block.rng("trips"), block.people
    years = np.clip(joined_up.left_day - np.maximum(joined_up.registered_day, 0), 0, None) / block.season.days
    expected = np.where(people.member, TRIPS_PER_MEMBER * people.activity * (0.35 + years), 0)
    booker = np.repeat(np.arange(people.size), np.minimum(rng.poisson(expected), 60))
    works = people.company[booker] >= 0
    purpose = draw(rng, 3, len(booker), (0.70, 0.17, 0.13))
    purpose = np.where(works & chance(rng, len(booker), 0.25), BUSINESS, purpose)
    start = block.season.draw(rng, joined_up.registered_day[booker] + 1, joined_up.left_day[booker], purpose == BUSINESS)
    nights = np.where(purpose == BUSINESS, draw(rng, 5, len(booker), NIGHTS_BUSINESS), draw(rng, 9, len(booker), NIGHTS_LEISURE) + 1)
    place = places_for(rng, people.home[booker], people.taste[booker], geography.months_of(block.season.dates(start)), purpose == BUSINESS)
    nights = np.where(geography.PLACE_ABROAD[place] & (purpose != BUSINESS), nights + 3, nights)
    return Trips(booker, start, nights, place, purpose, parties(rng, people, booker, purpose))


def places_for(rng: np.random.Generator, home: Numbers, taste: Numbers, month: Numbers, business: Flags) -> Numbers:
    """Returns a place per trip, after taste and season, never the guest's own airport; half of the trips ignore the taste."""
    follows = np.where(chance(rng, len(home), 0.6), taste, NO_TASTE)
    steps = np.cumsum(geography.place_weights(), axis=2)
    steps = (steps / steps[:, :, -1:])[follows, month]
    leisure = (steps < rng.random((len(home), 1))).sum(axis=1)
    place = np.where(business, draw(rng, len(geography.PLACES), len(home), geography.business_weights()), leisure)
    at_home = geography.PLACE_AIRPORT[place] == geography.HOME_AIRPORT[home]
    return np.where(at_home, (place + 1 + rng.integers(0, 9, len(home))) % len(geography.PLACES), place)


def parties(rng: np.random.Generator, people: People, booker: Numbers, purpose: Numbers) -> Numbers:
    """Returns who travels. In one leisure trip of ten the booker stays at home and books for others of the household."""
    size, home = len(booker), people.households
    others = home.size[booker] - 1
    kind = np.where((purpose == BUSINESS) | (others == 0), ALONE, draw(rng, 5, size, PARTY_SHARES))
    kind = np.where((kind == ALONE) & (purpose != BUSINESS) & chance(rng, size, 0.12), FRIEND, kind)
    party = np.full((size, PARTY_MAX), -1)
    for slot in range(HOUSEHOLD_MAX):
        person = home.start[booker] + slot
        is_booker, exists = home.slot[booker] == slot, home.size[booker] > slot
        partner = (slot < 2) & (home.slot[booker] < 2)
        goes = np.select([kind == COUPLE, kind == FAMILY, kind == OTHERS], [is_booker | partner, exists, ~is_booker], is_booker)
        party[:, slot] = np.where(goes & exists, person, -1)
    friend = (booker * 7919 + 13) % people.size
    is_friend = (kind == FRIEND) & (people.age[friend] >= 18) & (home.number[friend] != home.number[booker])
    party[:, PARTY_MAX - 1] = np.where(is_friend, friend, -1)
    party[:, 0] = np.where((party < 0).all(axis=1), booker, party[:, 0])
    return _with_an_adult(people, booker, party)


def _with_an_adult(people: People, booker: Numbers, party: Numbers) -> Numbers:
    """Children do not travel alone: where nobody in the party is grown up the booker joins."""
    adults = np.asarray(((party >= 0) & (people.age[party] >= 18)).any(axis=1))
    own_place = party.copy()
    own_place[np.arange(len(booker)), people.households.slot[booker]] = booker
    return np.where(adults[:, None], party, own_place)
