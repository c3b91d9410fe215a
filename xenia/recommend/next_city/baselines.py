"""The plain approaches that the recommender is measured beside: popularity, and a first-order Markov chain with self (rule NX10)."""

import numpy as np

from xenia.insight.judging import Array
from xenia.recommend.next_city.moments import Moments
from xenia.recommend.rules.next_city import FIRST

SMALL = 1e-3


def popular(learnt: Moments, cities: int) -> Array:
    """All cities by orders, most first, shape (cities,); of equals the first by name."""
    return np.argsort(-np.bincount(learnt.city[learnt.city >= 0], minlength=cities), kind="stable")


def most_ordered(learnt: Moments, asked: Moments, cities: int, *, without_last: bool = False) -> Array:
    """The same first four for everybody, shape (n, 4); of those without the last city the next one moves up."""
    return _first_four(np.broadcast_to(popular(learnt, cities), (len(asked), cities)), asked, without_last)


def markov(learnt: Moments, asked: Moments, cities: int, *, without_last: bool = False) -> Array:
    """The last city first, then what followed it most often, then what is ordered most; shape (n, 4)."""
    came = learnt.where((learnt.city >= 0) & (learnt.last >= 0))
    counts = np.zeros((cities + 1, cities))
    np.add.at(counts, (came.last, came.city), 1)
    usual = np.bincount(learnt.city[learnt.city >= 0], minlength=cities)
    counts += SMALL * usual / usual.sum()
    counts[np.arange(cities), np.arange(cities)] = np.inf
    order = np.argsort(-counts, axis=1, kind="stable")[:, : FIRST + 1]
    return _first_four(order[asked.last], asked, without_last)  # where there is no last city, -1 is the row without transitions


def _first_four(order: Array, asked: Moments, without_last: bool) -> Array:
    return without(order, asked.last)[:, :FIRST] if without_last else np.asarray(order[:, :FIRST])


def without(order: Array, city: Array) -> Array:
    """Lists without one city each, shape (n, length - 1): the others move up; where it is absent, the end goes."""
    is_it = order == city[:, None]
    is_it[~is_it.any(axis=1), -1] = True
    return np.asarray(order[~is_it].reshape(len(order), order.shape[1] - 1))
