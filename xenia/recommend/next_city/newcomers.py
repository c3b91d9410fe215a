"""Where new guests go by profile, season and visits: one regression over all cities, beside the trees (rule NX7).

Estimator: multinomial logistic regression with a ridge (scikit-learn, L-BFGS). With few first orders a plain sum of effects tells as much
as trees do, and errs elsewhere: the mean of both is better than either.
"""

from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from xenia.insight.judging import Array
from xenia.recommend.next_city.counting import AGES, SEXES, half_month
from xenia.recommend.next_city.moments import OF_VISITS, Moments

CITIES_MAX, ROWS_MAX, ROUNDS = 60, 40_000, 400
"""So many cities have effects of their own, the ones ordered most; the newest first orders that are learnt from; steps of the fit."""
RIDGE = 0.05
ABSENT = 1e-4
"""What any other city gets."""


@dataclass(frozen=True)
class Newcomers:
    """`weights` (cities, effects) and `start` (cities,) of the cities `city`, places in the catalogue; `origins` are the provinces."""

    origins: tuple[str, ...]
    city: Array
    weights: Array
    start: Array


def design_of(moments: Moments, origins: tuple[str, ...]) -> Array:
    """Effects of each moment, float32 (n, effects): province, sex, decade, half month, month, four hours of the day, visits."""
    numbers, half = moments.numbers, half_month(moments)
    said = (("province", origins), ("gender", SEXES), ("age", AGES))
    columns = [moments.choices[name] == text for name, texts in said for text in texts]
    columns += [half == one for one in range(24)] + [half // 2 == one for one in range(12)]
    columns += [numbers["hour"] // 4 == one for one in range(6)]
    columns += [np.log1p(np.maximum(np.nan_to_num(numbers[name]), 0)) for name in (*OF_VISITS, "days_known")]
    columns += [numbers["visits"] == 0, np.nan_to_num(numbers["days_since_visit"]) < 0.1]
    return np.stack(columns, axis=1).astype(np.float32)


def fit(first: Moments, cities: int, origins: tuple[str, ...]) -> Newcomers:
    """The regression on first orders whose city is known. One city alone needs no effects: it is where everybody goes."""
    newest = np.sort(np.argsort(-first.at, kind="stable")[:ROWS_MAX])
    learnt = first.where(newest)
    counts = np.bincount(learnt.city[learnt.city >= 0], minlength=cities)
    usual = np.sort(np.argsort(-counts, kind="stable")[:CITIES_MAX])
    learnt = learnt.where(np.isin(learnt.city, usual[counts[usual] > 0]))
    design = design_of(learnt, origins)
    present = np.unique(learnt.city)
    if len(present) < 3:  # of two the library gives one row of weights for both
        return Newcomers(origins, present, np.zeros((len(present), design.shape[1])), np.log(counts[present]))
    found = LogisticRegression(C=RIDGE, max_iter=ROUNDS, tol=1e-3).fit(design, learnt.city)
    return Newcomers(origins, found.classes_, found.coef_, found.intercept_)


def log_shares(model: Newcomers, moments: Moments, city: Array) -> Array:
    """The log of each candidate's share, shape (n, c) as `city`."""
    score = design_of(moments, model.origins) @ model.weights.T + model.start
    share = np.exp(score - score.max(axis=1, keepdims=True))
    share = share / share.sum(axis=1, keepdims=True)
    place = np.searchsorted(model.city, city)
    at = np.minimum(place, len(model.city) - 1)
    found = np.take_along_axis(share, at, axis=1)
    return np.asarray(np.log(np.where(model.city[at] == city, found, 0.0) + ABSENT))
