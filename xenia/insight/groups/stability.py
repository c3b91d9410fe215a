"""Whether groups are there at all, and how many: those that come again when other guests of the same company are looked at.

Ben-Hur, Elisseeff, Guyon (2002), A stability based method for discovering structure in clustered data; Lange, Roth, Braun, Buhmann (2004),
Stability-based validation of clustering solutions. Two overlapping subsamples are clustered each by itself; the adjusted Rand index of the
two on the guests in both says how far they agree beyond chance. The reference is the same on data whose columns were shuffled each by
itself: as spread as the real ones, without anything that holds columns together.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from sklearn.cluster import KMeans, MiniBatchKMeans
from sklearn.metrics import adjusted_rand_score

from xenia.insight.judging import Array
from xenia.insight.types.judged import Interval

COUNTS = tuple(range(3, 11))
DRAWS = 16
PART = 0.8
"""Of the guests in each subsample, so that about two thirds are in both."""
STABLE_FROM = 0.6
"""Below this two subsamples draw other lines, however much better than chance they agree."""
SURE = 0.95
RESAMPLES = 2_000
BATCH, WHOLE_UNTIL = 4_096, 20_000
"""Up to so many guests every step looks at all of them, which is as fast and finds the same groups again; above it at a batch."""


@dataclass(frozen=True)
class Tried:
    """One number of groups: agreement of pairs of subsamples, and of pairs of shuffled ones, each of shape (draws,). `shuffled` is empty
    for what is below the floor anyway."""

    groups: int
    agreement: Array
    shuffled: Array

    def gain(self, seed: int, sure: float = SURE) -> Interval:
        """By how much pairs agree beyond shuffled ones, with the interval over resampled draws."""
        resampled = _means(self.agreement, seed) - _means(self.shuffled, seed + 1)
        low, high = np.quantile(resampled, [(1 - sure) / 2, (1 + sure) / 2])
        return Interval(float(self.agreement.mean() - self.shuffled.mean()), float(low), float(high))

    def is_stable(self, seed: int) -> bool:
        """Rule GR3: above the floor, and above the shuffled by an interval that allows for all numbers that are tried."""
        return self.is_above_floor and self.gain(seed, 1 - (1 - SURE) / len(COUNTS)).low > 0

    @property
    def is_above_floor(self) -> bool:
        return bool(self.agreement.mean() >= STABLE_FROM)


def interval_of(values: Array, seed: int) -> Interval:
    """The mean over draws with its 95 % interval."""
    low, high = np.quantile(_means(values, seed), [(1 - SURE) / 2, (1 + SURE) / 2])
    return Interval(float(values.mean()), float(low), float(high))


def centres_of(rows: Array, groups: int, seed: int) -> Array:
    """k-means from spread-out starts (Arthur, Vassilvitskii 2007), of many guests by mini-batches (Sculley 2010): (groups, traits)."""
    if len(rows) <= WHOLE_UNTIL:
        made = KMeans(groups, n_init=2, max_iter=60, random_state=seed).fit(rows)
    else:
        made = MiniBatchKMeans(groups, batch_size=BATCH, n_init=3, max_iter=60, random_state=seed).fit(rows)
    return np.asarray(made.cluster_centers_, dtype=np.float64)


def distances(rows: Array, centres: Array) -> Array:
    """Squared distances, (guests, groups)."""
    squares = (rows**2).sum(axis=1)[:, None] - 2 * rows @ centres.T + (centres**2).sum(axis=1)
    return np.asarray(np.maximum(squares, 0.0))


def tried(rows: Array, groups: int, seed: int, draws: int = DRAWS) -> Tried:
    """Rule GR2: pairs of overlapping subsamples of the rows."""
    random = np.random.default_rng(seed)
    return Tried(groups, np.array([_agreement(rows, groups, random) for _ in range(draws)]), np.zeros(0))


def beside_shuffled(one: Tried, rows: Array, seed: int) -> Tried:
    """Rule GR2: with as many pairs of shuffled rows, shuffled anew for each pair."""
    random = np.random.default_rng(seed)
    shuffled = [_agreement(random.permuted(rows, axis=0), one.groups, random) for _ in one.agreement]
    return replace(one, shuffled=np.array(shuffled))


def chosen(rows: Array, seed: int, *, draws: int = DRAWS, step: Callable[[], None] = lambda: None) -> tuple[Tried | None, Tried]:
    """The stable number of groups that gains most over the shuffled, None where none is stable; and the one that came nearest to it
    (rules GR2, GR3)."""
    found = []
    for groups in COUNTS:
        step()
        found.append(tried(rows, groups, seed + groups, draws))
    above = [one for one in found if one.is_above_floor] or [max(found, key=lambda one: float(one.agreement.mean()))]
    step()
    beside = [beside_shuffled(one, rows, seed + 100 + one.groups) for one in above]
    ordered = sorted(beside, key=lambda one: (-round(one.gain(seed).value, 3), one.groups))
    return next((one for one in ordered if one.is_stable(seed)), None), ordered[0]


def _agreement(rows: Array, groups: int, random: np.random.Generator) -> float:
    picked = random.random((2, len(rows))) < PART
    both = rows[picked[0] & picked[1]]
    labels = [distances(both, centres_of(rows[one], groups, int(random.integers(2**31)))).argmin(axis=1) for one in picked]
    return float(adjusted_rand_score(*labels))


def _means(values: Array, seed: int) -> Array:
    random = np.random.default_rng(seed)
    return np.asarray(values[random.integers(len(values), size=(RESAMPLES, len(values)))].mean(axis=1))
