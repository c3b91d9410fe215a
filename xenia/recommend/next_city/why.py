"""Why a city is recommended: what guests did, counted guest by guest, and what this guest did (rules RS4 and RS5)."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from xenia.insight.judging import Array
from xenia.recommend.next_city.catalogue import Catalogue
from xenia.recommend.next_city.frames import LakeFrames
from xenia.recommend.next_city.gazetteer import distances_km
from xenia.recommend.rules.recommending import GUESTS_MIN, LIFT_MIN, NEAR_REASON_KM, ORDER, REASONS_MAX, Told

MONTHS = 12
FIRST_DAY = date(1970, 1, 1)


@dataclass(frozen=True)
class Table:
    """In each of some circumstances: how many guests ordered each city there, `guests` (codes, k), of `of` (codes,) who ordered at all."""

    guests: Array
    of: Array


@dataclass(frozen=True)
class Counted:
    """What guests did: `all` of them (one code), `onward` by the city before, by `month` of the order, `origin` and `both`; with the
    kilometres between cities."""

    catalogue: Catalogue
    origins: tuple[str, ...]
    everybody: Table
    onward: Table
    month: Table
    origin: Table
    both: Table
    km: Array


def counted_of(found: LakeFrames, catalogue: Catalogue, origins: tuple[str, ...]) -> Counted:
    """Counts of all orders: every guest counts once in a cell, however often they went."""
    orders = found.frames.orders.sort_values(["guest", "at", "order"], kind="stable")
    guest, city = orders["guest"].to_numpy(), catalogue.places_of(orders["city"])
    month = month_of(orders["at"].to_numpy())
    profile = found.frames.guests.set_index("guest")["province"].reindex(guest).fillna("")
    origin = pd.Categorical(profile, categories=list(origins)).codes.astype(np.int64)
    before = np.r_[-1, np.where(guest[1:] == guest[:-1], city[:-1], -1)] if len(guest) else city
    both = np.where(origin >= 0, origin * MONTHS + month, -1)
    k, places = len(catalogue), len(origins)
    return Counted(
        catalogue,
        origins,
        everybody=table_of(guest, np.zeros_like(city), city, (1, k)),
        onward=table_of(guest, before, city, (k, k)),
        month=table_of(guest, month, city, (MONTHS, k)),
        origin=table_of(guest, origin, city, (places, k)),
        both=table_of(guest, both, city, (places * MONTHS, k)),
        km=distances_km(catalogue.names),
    )


def month_of(at: Array) -> Array:
    """The month of instants in seconds, 0 to 11."""
    return np.asarray(at.astype("datetime64[s]").astype("datetime64[M]").astype(np.int64) % MONTHS)


def table_of(guest: Array, code: Array, city: Array, shape: tuple[int, int]) -> Table:
    """How many different guests ordered each city under each code, and any; rows of no code or an unknown city do not count."""
    kept = (code >= 0) & (city >= 0)
    seen = pd.DataFrame({"guest": guest[kept], "code": code[kept], "city": city[kept]}).drop_duplicates()
    guests = np.zeros(shape, dtype=np.int64)
    np.add.at(guests, (seen["code"].to_numpy(), seen["city"].to_numpy()), 1)
    alone = seen[["guest", "code"]].drop_duplicates()
    return Table(guests, np.bincount(alone["code"].to_numpy(), minlength=shape[0]))


@dataclass(frozen=True)
class Guests:
    """What is known of n guests who get a list: `number` (n,), `last` city and `origin` as places (-1 unknown), the `month` of the lists,
    and by guest and city in rising keys (guest x cities + city): `been` with the two newest months of a stay (since 1970, -1 for none),
    `ahead` booked, `looked` for so many times."""

    number: Array
    last: Array
    origin: Array
    month: int
    been: Array
    newest: Array
    second: Array
    ahead: Array
    looked: Array
    times: Array


def guests_of(part: LakeFrames, last: Array, counted: Counted, today: date) -> Guests:
    """`last`: of every guest of the part the city ordered last, -1 for none."""
    guests, orders, k = part.frames.guests, part.frames.orders, len(counted.catalogue)
    day = (today - FIRST_DAY).days
    city = counted.catalogue.places_of(orders["city"])
    key = orders["guest"].to_numpy() * k + city
    gone, ahead = (city >= 0) & (orders["start"] <= day).to_numpy(), (city >= 0) & (orders["start"] > day).to_numpy()
    been, newest, second = _two_newest(key[gone], _months(orders["start"].to_numpy()[gone]))
    wished = counted.catalogue.places_of(part.wishes["place"])
    looks = part.wishes["guest_no"].to_numpy(dtype=np.int64) * k + wished
    known = np.argsort(looks[wished >= 0], kind="stable")
    origin = pd.Categorical(guests["province"], categories=list(counted.origins)).codes.astype(np.int64)
    return Guests(
        guests["guest"].to_numpy(), last, origin, today.month - 1, been, newest, second, np.unique(key[ahead]),
        looks[wished >= 0][known], part.wishes["times"].to_numpy(dtype=np.int64)[wished >= 0][known],
    )  # fmt: skip


def _months(days: Array) -> Array:
    return np.asarray(days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64))


def _two_newest(key: Array, month: Array) -> tuple[Array, Array, Array]:
    """Rising keys, with the newest month of each and the newest before that, -1 where there is none."""
    pairs = pd.DataFrame({"key": key, "month": month}).drop_duplicates().sort_values(["key", "month"])
    keys, months = pairs["key"].to_numpy(), pairs["month"].to_numpy()
    last = np.flatnonzero(np.r_[keys[1:] != keys[:-1], True]) if len(keys) else np.zeros(0, dtype=np.int64)
    before = np.maximum(last - 1, 0)
    has_before = (last > 0) & (keys[before] == keys[last])
    return keys[last], months[last], np.where(has_before, months[before], -1)


def is_ahead(guests: Guests, city: Array, cities: int) -> Array:
    """Whether each guest has a stay booked in each of these cities (n, c) that has not begun (rule RS3)."""
    return _at(guests.ahead, guests.number[:, None] * cities + city) >= 0


def _at(known: Array, asked: Array) -> Array:
    """The place of each key among rising ones, -1 where it is not there."""
    if not len(known):
        return np.full(asked.shape, -1)
    place = np.minimum(np.searchsorted(known, asked), len(known) - 1)
    return np.where(known[place] == asked, place, -1)


def reasons_of(counted: Counted, guests: Guests, city: Array) -> list[list[list[Told]]]:
    """The reasons of each city (n, c) of each guest, at most three, the first in order first; each its code and numbers (rule RS5)."""
    found = {name: _listed(is_it, numbers) for name, (is_it, numbers) in _said(counted, guests, city).items()}
    rows, columns = city.shape
    return [[_first(found, row, column) for column in range(columns)] for row in range(rows)]


def _listed(is_it: Array, numbers: tuple[Array, ...]) -> tuple[list[list[bool]], list[list[list[int]]]]:
    return is_it.tolist(), [one.tolist() for one in numbers]


def _first(found: dict[str, tuple[list[list[bool]], list[list[list[int]]]]], row: int, column: int) -> list[Told]:
    told: list[Told] = []
    for name in ORDER[:-2]:
        is_it, numbers = found[name]
        if is_it[row][column]:
            told.append((name, tuple(one[row][column] for one in numbers)))
            if len(told) == REASONS_MAX:
                return told
    if told:
        return told
    is_it, numbers = found["popular"]
    return [("popular", tuple(one[row][column] for one in numbers))] if is_it[row][column] else [("open", ())]


def _said(counted: Counted, guests: Guests, city: Array) -> dict[str, tuple[Array, tuple[Array, ...]]]:
    """By reason: where it holds, (n, c), and its numbers. Cities, provinces and months are told by their place."""
    keys = guests.number[:, None] * len(counted.catalogue) + city
    been, looked = _at(guests.been, keys), _at(guests.looked, keys)
    month = np.full(city.shape, guests.month)
    last, origin = (np.broadcast_to(one[:, None], city.shape) for one in (guests.last, guests.origin))
    both = np.where(origin >= 0, origin * MONTHS + month, -1)
    away = np.where(last >= 0, counted.km[np.maximum(last, 0), city], np.nan)
    moved = (last >= 0) & (city != last)
    found = {
        "again": (been >= 0, (_taken(guests.newest, been), _taken(guests.second, been))),
        "looked": (looked >= 0, (_taken(guests.times, looked),)),
        "onward": _of_others(counted.onward, np.where(moved, last, -1), city, last),
        "season_origin": _of_others(counted.both, both, city, month, origin),
        "origin": _of_others(counted.origin, origin, city, origin),
        "season": _of_others(counted.month, month, city, month),
        "near": (moved & (np.nan_to_num(away, nan=np.inf) <= NEAR_REASON_KM), (np.nan_to_num(away).round().astype(np.int64), last)),
        "popular": _of_others(counted.everybody, np.zeros_like(city), city),
    }
    is_both = found["season_origin"][0]
    for narrower in ("origin", "season"):  # what is told of both at once need not be told of each
        found[narrower] = (found[narrower][0] & ~is_both, found[narrower][1])
    return found


def _of_others(table: Table, code: Array, city: Array, *more: Array) -> tuple[Array, tuple[Array, ...]]:
    """Rule RS4: where what others do is a reason, with how many did so, of how many. What is usual is counted over all codes alike."""
    at = np.maximum(code, 0)
    if not len(table.of):
        return np.zeros(city.shape, dtype=bool), (city, city, *more)
    count, of = table.guests[at, city], table.of[at]
    usual = table.guests.sum(axis=0) / max(1, int(table.of.sum()))
    is_more = count > LIFT_MIN * usual[city] * of if len(table.of) > 1 else count > 0
    return (code >= 0) & (count >= GUESTS_MIN) & is_more, (count, of, *more)


def _taken(values: Array, place: Array) -> Array:
    return values[np.maximum(place, 0)] if len(values) else np.full(place.shape, -1)
