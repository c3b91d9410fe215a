"""Candidates of each moment and what speaks for each: own orders, what others ordered, and where it lies (rules NX5 and NX6)."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from xenia.insight.judging import Array
from xenia.recommend.next_city.catalogue import Catalogue
from xenia.recommend.next_city.counting import (
    NAMES,
    contexts_of,
    counted,
    own_orders,
    seen_at,
    shares,
    sizes_of,
    table_of,
    together_of,
    trip_of,
)
from xenia.recommend.next_city.gazetteer import distances_km
from xenia.recommend.next_city.moments import NUMBERS, History, Moments
from xenia.recommend.rules.next_city import BLEND, CANDIDATES, COARSER, OWN_BLEND, PULLS

OF_TRIP = 5.0
"""The pull of what goes together in a trip."""
NEAR_KM, LIKE_KM, FAR_KM = 250.0, 150.0, 20_000.0
"""How fast a city's neighbourhood fades, and how fast what is learnt from neighbours does; what lies nowhere known is far."""


@dataclass(frozen=True)
class Frame:
    """What codes mean: the catalogue, the provinces, and the first week counted with how many there are."""

    catalogue: Catalogue
    origins: tuple[str, ...]
    weeks: tuple[int, int]


@dataclass(frozen=True)
class Known:
    """What was counted: a table a context, and the share of each city in all orders (`usual`, (k,)).

    `together`: the cities of one trip; `beside` and `two_steps`: what goes with a city in one step and in two; `km` between cities; `near`:
    what is ordered around a city; `moved_near`: where others go from around it. All (k, k).
    """

    frame: Frame
    tables: dict[str, sparse.csr_matrix]
    usual: Array
    together: sparse.csr_matrix
    beside: Array
    two_steps: Array
    km: Array
    near: Array
    moved_near: Array


@dataclass(frozen=True)
class Pairs:
    """Candidates of n moments: `city` (n, c), and by name what speaks for each, `columns` of shape (n, c)."""

    city: Array
    columns: dict[str, Array]


def known_of(moments: Moments, history: History, frame: Frame) -> Known:
    """Counts of moments and of the history they stand in."""
    catalogue, k = frame.catalogue, len(frame.catalogue)
    sizes = sizes_of(catalogue, frame.origins, frame.weeks)
    contexts = contexts_of(moments, catalogue, frame.origins, frame.weeks)
    tables = {name: table_of(counted(name, contexts, moments, catalogue), sizes[name], k) for name in NAMES}
    usual = np.bincount(moments.city[moments.city >= 0], minlength=k) + 0.5
    usual = usual / usual.sum()
    together = together_of(history, k)
    step = shares(together.toarray(), np.broadcast_to(usual, (k, k)), OF_TRIP)
    km = distances_km(catalogue.names)
    near, moved_near = _around(km, usual, tables["moved"].toarray())
    return Known(frame, tables, usual, together, step, step @ step, km, near, moved_near)


def _around(km: Array, usual: Array, moved: Array) -> tuple[Array, Array]:
    """What is ordered near each city, and where others move on to from near it: weights fade with the distance; shares, (k, k) each."""
    away = np.nan_to_num(km, nan=FAR_KM)
    near = np.exp(-away / NEAR_KM) * usual
    np.fill_diagonal(near, 0)
    near = near / (near.sum(axis=1, keepdims=True) + 1e-9)
    return near, shares(np.exp(-away / LIKE_KM) @ moved, np.broadcast_to(usual, km.shape), OF_TRIP)


def pairs_of(known: Known, moments: Moments, history: History) -> Pairs:
    """The candidates of each moment, chosen by the blend, with all that speaks for them. Dense in between, (n, k): ask in parts."""
    dense, support = _shares_of(known, moments, history)
    times, ago = own_orders(history, moments, len(known.frame.catalogue))
    blend = sum((weight * dense[name] for name, weight in BLEND.items()), OWN_BLEND * (times > 0))
    count = min(CANDIDATES, blend.shape[1])
    city = np.argpartition(-blend, count - 1, axis=1)[:, :count]
    columns = {name: np.take_along_axis(values, city, axis=1) for name, values in dense.items()}
    columns |= {"blend": np.take_along_axis(blend, city, axis=1), "usual": known.usual[city]}
    columns |= {"own_orders": np.take_along_axis(times, city, axis=1), "own_ago": np.take_along_axis(ago, city, axis=1)}
    columns |= _lying(known.frame.catalogue, moments, city) | _distant(known, moments, history, city)
    alike = support | {name: moments.numbers[name] for name in NUMBERS}
    columns |= {name: np.broadcast_to(values[:, None], city.shape) for name, values in alike.items()}
    columns["own_share"] = columns["own_orders"] / np.maximum(columns["orders"], 1)
    return Pairs(city, columns)


def _shares_of(known: Known, moments: Moments, history: History) -> tuple[dict[str, Array], dict[str, Array]]:
    """The share of every city by context and by trip, (n, k) each; and how many orders each context has, (n,) each."""
    frame = known.frame
    contexts = contexts_of(moments, frame.catalogue, frame.origins, frame.weeks)
    usual = np.broadcast_to(known.usual, (len(moments), len(frame.catalogue)))
    dense: dict[str, Array] = {}
    support = {}
    for name in NAMES:
        found = seen_at(known.tables[name], contexts[name])
        support[f"{name}_known"] = found.sum(axis=1)
        dense[name] = shares(found, dense.get(COARSER.get(name, ""), usual), PULLS[name])
    return dense | _of_trip(known, moments, history, usual), support


def _of_trip(known: Known, moments: Moments, history: History, usual: Array) -> dict[str, Array]:
    """What goes together with the trip's cities, on average and at most; one and two steps from the last city."""
    cities = trip_of(history, moments)
    total, most = np.zeros(usual.shape), np.zeros(usual.shape)
    for at in cities.T:
        found = np.where(at[:, None] >= 0, known.beside[np.maximum(at, 0)], 0)
        total += found
        most = np.maximum(most, found)
    last, is_away = np.maximum(moments.last, 0), moments.last[:, None] >= 0
    return {
        "trip_mean": total / np.maximum((cities >= 0).sum(axis=1), 1)[:, None],
        "trip_most": most,
        "beside": np.where(is_away, known.beside[last], usual),
        "two_steps": np.where(is_away, known.two_steps[last], usual),
    }


def _distant(known: Known, moments: Moments, history: History, city: Array) -> dict[str, Array]:
    """Kilometres from the last city, the one before and the nearest of the trip (NaN where not known); what is ordered around."""
    last, other = np.maximum(moments.last, 0)[:, None], np.maximum(moments.other, 0)[:, None]
    has_last, has_other = (moments.last >= 0)[:, None], (moments.other >= 0)[:, None]
    nearest = np.full(city.shape, FAR_KM)
    for at in trip_of(history, moments).T:
        away = np.nan_to_num(known.km[np.maximum(at, 0)[:, None], city], nan=FAR_KM)
        nearest = np.where(at[:, None] >= 0, np.minimum(nearest, away), nearest)
    return {
        "km_last": np.where(has_last, known.km[last, city], np.nan),
        "km_other": np.where(has_other, known.km[other, city], np.nan),
        "km_trip": nearest,
        "near": np.where(has_last, known.near[last, city], np.nan),
        "moved_near": np.where(has_last, known.moved_near[last, city], np.nan),
    }


def _lying(catalogue: Catalogue, moments: Moments, city: Array) -> dict[str, Array]:
    """Whether a candidate is the last city, the one before, or lies in their country or continent."""
    last, other = np.maximum(moments.last, 0)[:, None], np.maximum(moments.other, 0)[:, None]
    has_last, has_other = (moments.last >= 0)[:, None], (moments.other >= 0)[:, None]
    return {
        "is_last": has_last & (city == last),
        "is_other": has_other & (city == other),
        "same_country": has_last & (catalogue.country[city] == catalogue.country[last]),
        "same_continent": has_last & (catalogue.continent[city] == catalogue.continent[last]),
        "same_country_as_other": has_other & (catalogue.country[city] == catalogue.country[other]),
    }
