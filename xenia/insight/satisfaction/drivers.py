"""Which touchpoints move the verdict, by two methods that share nothing but the rows, apart for business and for leisure (rule J4).

Trees: the mean of |TreeSHAP| of the touchpoint (Lundberg et al. 2020) on judged rows. Regression: a logistic regression of the rows trained
on with every level of every rating as its own column; the mean of |effect of the level less the mean effect| on judged rows. Both are in
log-odds.
Intervals: judged rows are resampled; the coefficients also, by one Newton step for each draw of the rows trained on (Hu & Kalbfleisch,
Canadian Journal of Statistics 2000).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import rankdata
from sklearn.linear_model import LogisticRegression

from xenia.insight.boosting import EXAMPLES_MIN
from xenia.insight.judging import SURE, Array, draws_of
from xenia.insight.satisfaction.catalogue import TOUCHPOINT_WORDS, TOUCHPOINTS
from xenia.insight.satisfaction.model import Model, shares, verdict_of
from xenia.insight.types.judged import Interval

PURPOSES = ("business", "leisure")
DRAWS = 200
ROWS_EXPLAINED = 600
ROWS_FITTED = 40_000
RIDGE = 1.0
LEVELS = 6
"""Not applicable, and 1 to 5."""


@dataclass(frozen=True)
class Driver:
    """What one touchpoint does for one purpose of travel: mean effect in log-odds by the trees and by the regression, its rank in each
    (1 moves most), and the share satisfied among those who rated 1 or 2 and among those who rated 4 or 5 (None for nobody)."""

    touchpoint: str
    zh: str
    en: str
    by_trees: Interval
    by_regression: Interval
    rank_by_trees: int
    rank_by_regression: int
    satisfied_when_low: float | None
    satisfied_when_high: float | None


@dataclass(frozen=True)
class Drivers:
    """The touchpoints of one purpose, the strongest by the mean of both ranks first, and Spearman's agreement of the two rankings."""

    purpose: str
    rows: int
    agreement: Interval
    drivers: tuple[Driver, ...]


def drivers_of(model: Model, known: pd.DataFrame, judged: pd.DataFrame, *, seed: int = 1) -> tuple[Drivers, ...]:
    """Drivers for each purpose that has ten of either verdict among the rows trained on (`known`) and any among those judged."""
    found = []
    for purpose in PURPOSES:
        learnt, seen = (
            _sample(rows[rows["purpose"] == purpose], most, seed) for rows, most in ((known, ROWS_FITTED), (judged, ROWS_EXPLAINED))
        )
        yes = int(verdict_of(learnt).sum())
        if min(yes, len(learnt) - yes) >= EXAMPLES_MIN and len(seen) > 0:
            found.append(_drivers(purpose, model, learnt, seen, seed))
    return tuple(found)


def _sample(rows: pd.DataFrame, most: int, seed: int) -> pd.DataFrame:
    return rows if len(rows) <= most else rows.sample(most, random_state=seed)


def _drivers(purpose: str, model: Model, learnt: pd.DataFrame, seen: pd.DataFrame, seed: int) -> Drivers:
    weights = draws_of(len(seen), None, DRAWS, seed).astype(float)
    weights = np.vstack([np.ones(len(seen)), weights]) / len(seen)
    places = [model.main.names.index(name) for name in TOUCHPOINTS]
    trees = weights @ np.abs(shares(model, seen)[:, places])
    line = _by_regression(learnt, seen, weights, seed)
    agreement = np.array([_spearman(one, other) for one, other in zip(trees, line, strict=True)])
    ranks = np.vstack([len(TOUCHPOINTS) + 1 - rankdata(effects[0], method="ordinal") for effects in (trees, line)]).astype(int)
    told = [_driver(name, (trees[:, at], line[:, at]), ranks[:, at], seen) for at, name in enumerate(TOUCHPOINTS)]
    told.sort(key=lambda one: (one.rank_by_trees + one.rank_by_regression, one.rank_by_trees))
    return Drivers(purpose, len(seen), _interval(agreement), tuple(told))


def _driver(name: str, effects: tuple[Array, Array], ranks: Array, seen: pd.DataFrame) -> Driver:
    words, rating, satisfied = TOUCHPOINT_WORDS[name], seen[name].to_numpy(), seen["satisfied"].to_numpy()
    low, high = (float(satisfied[part].mean()) if part.any() else None for part in (rating <= 2, rating >= 4))
    return Driver(name, words.zh, words.en, _interval(effects[0]), _interval(effects[1]), int(ranks[0]), int(ranks[1]), low, high)


def _spearman(one: Array, other: Array) -> float:
    left, right = rankdata(one), rankdata(other)
    return float(np.corrcoef(left, right)[0, 1]) if left.std() > 0 and right.std() > 0 else 0.0


def _interval(draws: Array) -> Interval:
    """The first draw is all rows as they stand."""
    low, high = np.quantile(draws[1:], [(1 - SURE) / 2, (1 + SURE) / 2])
    return Interval(float(draws[0]), float(low), float(high))


def _levels(ratings: pd.DataFrame) -> Array:
    """One column per touchpoint and level, 0 or 1, shape (n, touchpoints x 6)."""
    level = np.nan_to_num(ratings[list(TOUCHPOINTS)].to_numpy(dtype=float)).astype(int)
    return np.asarray((level[:, :, None] == np.arange(LEVELS)).reshape(len(ratings), -1), dtype=float)


def _held(ratings: pd.DataFrame) -> Array:
    """What is held constant: cabin, loyalty, gender, age, distance, delay; each number in units of its usual size."""
    numbers = ratings[["age", "distance", "arrival_delay_minutes"]].fillna(0.0).to_numpy(dtype=float) / (40.0, 1_000.0, 30.0)
    texts = [ratings[name].str.lower().to_numpy(dtype=str) for name in ("cabin", "loyal", "gender")]
    flags = [texts[0] == "business", texts[0] == "eco plus", texts[1] == "loyal customer", texts[2] == "female"]
    return np.column_stack([np.ones(len(ratings)), *flags, numbers])


def _by_regression(learnt: pd.DataFrame, seen: pd.DataFrame, weights: Array, seed: int) -> Array:
    """Mean |effect| of each touchpoint for each draw, shape (1 + draws, touchpoints)."""
    columns, truth = np.hstack([_levels(learnt), _held(learnt)]), verdict_of(learnt).astype(float)
    line = LogisticRegression(C=1 / RIDGE, fit_intercept=False, max_iter=300).fit(columns, truth).coef_[0]
    chance = 1 / (1 + np.exp(-columns @ line))
    curve = (columns * (chance * (1 - chance))[:, None]).T @ columns + RIDGE * np.eye(len(line))
    pulls = columns * (truth - chance)[:, None]
    drawn = np.random.default_rng(seed).poisson(1.0, (DRAWS, len(truth))) - 1.0
    lines = np.vstack([line, line + np.linalg.solve(curve, (drawn @ pulls).T).T])
    effects = lines[:, : len(TOUCHPOINTS) * LEVELS].reshape(len(lines), len(TOUCHPOINTS), LEVELS)
    share = (weights @ _levels(seen)).reshape(effects.shape)
    centre = (share * effects).sum(axis=2, keepdims=True) / share.sum(axis=2, keepdims=True)
    return np.asarray((share * np.abs(effects - centre)).sum(axis=2))
