"""Means over rows with their bootstrap intervals, rows of one guest drawn together, and our mean beside the baseline's."""

import numpy as np

from xenia.insight.judging import SMALLEST, SURE, Array
from xenia.insight.types.judged import Interval, Measure
from xenia.kernel.texts import Text

DRAWS = 300


def losses(chance: Array) -> Array:
    """-ln of the probability that was given to what came true, held 1e-7 away from nought; shape (n,)."""
    return np.asarray(-np.log(np.clip(chance, SMALLEST, 1.0)))


def yes_no_losses(truth: Array, chance: Array) -> Array:
    """Log loss of each row of an outcome that is 0 or 1, shape (n,)."""
    return losses(np.where(truth > 0, chance, 1 - chance))


def squares(truth: Array, chance: Array) -> Array:
    """Squared distance of each row (Brier), shape (n,)."""
    return np.asarray((truth - chance) ** 2)


def mean_measure(name: str, label: Text, pair: tuple[Array, Array], guests: Array, *, higher: bool, seed: int) -> Measure:
    """The mean of `pair[0]` (ours) beside that of `pair[1]` (the baseline's) over rows of shape (n,), 300 draws of whole guests.

    The gain is above nought where ours is better: more where `higher` is better, else less.
    """
    _, place = np.unique(guests, return_inverse=True)
    count = int(place.max()) + 1
    sums = np.stack([np.bincount(place, values.astype(float), count) for values in pair] + [np.bincount(place, minlength=count)])
    random = np.random.default_rng(seed)
    drawn = np.array([sums @ random.poisson(1.0, count) for _ in range(DRAWS)])
    drawn = drawn[drawn[:, 2] > 0]
    ours, theirs = drawn[:, 0] / drawn[:, 2], drawn[:, 1] / drawn[:, 2]
    sign = 1.0 if higher else -1.0
    plain = [float(np.mean(values)) for values in pair]
    gain = _interval(sign * (plain[0] - plain[1]), sign * (ours - theirs))
    return Measure(name, label, _interval(plain[0], ours), _interval(plain[1], theirs), gain)


def _interval(value: float, drawn: Array) -> Interval:
    low, high = np.quantile(drawn, [(1 - SURE) / 2, (1 + SURE) / 2]) if len(drawn) else (value, value)
    return Interval(value, float(low), float(high))
