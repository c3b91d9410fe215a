"""What others ordered in like circumstances: counts of the next city by context (rules NX3 and NX4).

A context is a column of codes: the last city, the last city and how long ago, the province ... Its table counts, for each code, which city
came next. Counting goes over all orders at once, and takes seconds for millions.
"""

import numpy as np
import pandas as pd
from scipy import sparse

from xenia.insight.judging import Array
from xenia.recommend.next_city.catalogue import Catalogue
from xenia.recommend.next_city.moments import DAY, History, Moments
from xenia.recommend.rules.next_city import GAP_DAYS, PULLS, TREND_WEEKS, TRIP_DAYS, TRIP_ORDERS

NAMES = tuple(PULLS)
GAPS = len(GAP_DAYS) + 1
SEXES, AGES = ("男", "女"), ("60后", "70后", "80后", "90后", "00后")
WEEK = 7 * DAY


def contexts_of(moments: Moments, catalogue: Catalogue, origins: tuple[str, ...], weeks: tuple[int, int]) -> dict[str, Array]:
    """The code of each context at each moment, shape (n,); -1 where it does not exist. `weeks`: the first week counted, and how many."""
    k, last, known = len(catalogue), moments.last, moments.last >= 0
    gap = np.searchsorted(GAP_DAYS, np.nan_to_num(moments.numbers["days_since_order"]))
    country = np.where(known, catalogue.country[np.maximum(last, 0)], -1)
    origin = _code(moments.choices["province"], origins)
    return {
        "last": last,
        "last_gap": np.where(known, last * GAPS + gap, -1),
        "pair": np.where(known & (moments.second >= 0), last * k + moments.second, -1),
        "before_last": moments.second,
        "moved": last,
        "moved_pair": np.where(known & (moments.other >= 0), last * k + moments.other, -1),
        "country_gap": np.where(known, country * GAPS + gap, -1),
        "abroad": country,
        "origin": origin,
        "calendar": moments.numbers["month"].astype(np.int64) - 1,
        "fortnight": half_month(moments),
        "origin_calendar": origin * 12 + moments.numbers["month"].astype(np.int64) - 1,
        "trend": np.clip(moments.at // WEEK - weeks[0], 0, weeks[1] - 1),
        "crowd": _code(moments.choices["gender"], SEXES) * (len(AGES) + 1) + _code(moments.choices["age"], AGES),
        "first": np.where(moments.is_first, origin, -1),
    }


def sizes_of(catalogue: Catalogue, origins: tuple[str, ...], weeks: tuple[int, int]) -> dict[str, int]:
    """How many codes each context has."""
    k, countries, places = len(catalogue), int(catalogue.country.max(initial=-1)) + 1, len(origins) + 1
    crowds = (len(SEXES) + 1) * (len(AGES) + 1)
    return {
        "last": k, "last_gap": GAPS * k, "pair": k * k, "before_last": k, "moved": k, "moved_pair": k * k,
        "country_gap": GAPS * countries, "abroad": countries, "origin": places, "calendar": 12, "trend": weeks[1], "crowd": crowds,
        "first": places, "fortnight": 24, "origin_calendar": 12 * places,
    }  # fmt: skip


def half_month(moments: Moments) -> Array:
    """The half of the month in the year, 0 to 23."""
    days = (moments.at // DAY).astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    return np.asarray(months.astype(np.int64) % 12 * 2 + ((days - months).astype(np.int64) >= 15))


def _code(texts: Array, known: tuple[str, ...]) -> Array:
    """The place of each text, and the number of known ones for any other."""
    code = pd.Categorical(texts, categories=list(known)).codes.astype(np.int64)
    return np.where(code >= 0, code, len(known))


def counted(name: str, contexts: dict[str, Array], moments: Moments, catalogue: Catalogue) -> tuple[Array, Array]:
    """What the table of a context counts: its code and the city of each moment whose city is known.

    Contexts of moving count moments whose city is another than the last, `abroad` those in another country, `trend` whole weeks before.
    """
    code, kept = contexts[name], (contexts[name] >= 0) & (moments.city >= 0)
    if name in ("moved", "moved_pair"):
        kept = kept & (moments.city != moments.last)
    if name == "abroad":
        kept = kept & (catalogue.country[np.maximum(moments.city, 0)] != code)
    code, city = code[kept], moments.city[kept]
    if name != "trend":
        return code, city
    return np.concatenate([code + ahead for ahead in range(1, TREND_WEEKS + 1)]), np.tile(city, TREND_WEEKS)


def table_of(rows: tuple[Array, Array], codes: int, cities: int) -> sparse.csr_matrix:
    """How often each city came next, shape (codes, cities)."""
    code, city = rows
    kept = code < codes
    return sparse.csr_matrix((np.ones(int(kept.sum()), dtype=np.float32), (code[kept], city[kept])), shape=(codes, cities))


def seen_at(table: sparse.csr_matrix, code: Array) -> Array:
    """The counts of each row's context, dense, shape (n, cities); nought where the context does not exist."""
    found = table[np.where(code >= 0, code, 0)].toarray()
    found[code < 0] = 0
    return np.asarray(found)


def shares(found: Array, usual: Array, pull: float) -> Array:
    """Shares of shape (n, cities), drawn towards `usual` as `rules.drawn_share` draws one."""
    return np.asarray((found + pull * usual) / (found.sum(axis=1, keepdims=True) + pull))


def together_of(history: History, cities: int) -> sparse.csr_matrix:
    """How often two different cities were ordered by one guest within a trip, either first, shape (cities, cities)."""
    found = sparse.csr_matrix((cities, cities), dtype=np.float32)
    for lag in range(1, TRIP_ORDERS):
        one, two = history.city[:-lag], history.city[lag:]
        kept = (history.who[lag:] == history.who[:-lag]) & (one != two) & (one >= 0) & (two >= 0)
        kept &= history.at[lag:] - history.at[:-lag] <= TRIP_DAYS * DAY
        found += table_of((one[kept], two[kept]), cities, cities)
    return found + found.T


def trip_of(history: History, moments: Moments) -> Array:
    """The cities of the trip's orders before each moment, newest first, shape (n, TRIP_ORDERS); -1 where there is none."""
    place = moments.place[:, None] - np.arange(1, TRIP_ORDERS + 1)
    at = np.maximum(place, 0)
    near = (place >= history.starts[moments.place][:, None]) & (moments.at[:, None] - history.at[at] <= TRIP_DAYS * DAY)
    return np.where(near, history.city[at], -1)


def own_orders(history: History, moments: Moments, cities: int) -> tuple[Array, Array]:
    """How often the guest ordered each city before the moment, and how many orders ago it was last (NaN for never), both (n, cities)."""
    first = history.starts[moments.place]
    length = moments.place - first
    row = np.repeat(np.arange(len(moments)), length)
    place = np.arange(len(row)) - np.repeat(np.cumsum(length) - length, length) + np.repeat(first, length)
    city = history.city[place]
    row, place, city = row[city >= 0], place[city >= 0], city[city >= 0]
    times, newest = np.zeros((len(moments), cities), dtype=np.float32), np.full((len(moments), cities), -1)
    np.add.at(times, (row, city), 1)
    np.maximum.at(newest, (row, city), place)
    return times, np.where(newest >= 0, moments.place[:, None] - newest, np.nan)
