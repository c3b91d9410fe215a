"""The places of a list: the likeliest cities, and a last place that is open to rarer ones where that costs little (rule NX8)."""

from dataclasses import dataclass

import numpy as np

from xenia.insight.judging import Array
from xenia.recommend.next_city.moments import Moments
from xenia.recommend.rules.next_city import COST_MAX, FIRST


@dataclass(frozen=True)
class Ranked:
    """Candidates of n moments in order: `city` and the `chance` of each to be ordered next, (n, c). `propensity` (n,) is the chance with
    which the city of the last place was drawn: 1 where the place was not open."""

    city: Array
    chance: Array
    propensity: Array

    def opened(self, moments: Moments, usual: Array, below: float) -> "Ranked":
        """The last place goes to a rarer candidate where its own would be ordered with a chance below `below`.

        Each candidate from there on is drawn with a chance that falls with its share of all orders. The draw hangs on the instant and
        the likeliest city, never on who else is asked: asked again, the list is the same.
        """
        last = FIRST - 1
        rows = np.flatnonzero(self.chance[:, last] < below) if self.city.shape[1] > FIRST else np.zeros(0, int)
        rare = 1 / usual[self.city[rows, last:]]
        share = rare / rare.sum(axis=1, keepdims=True)
        drawn = (np.cumsum(share, axis=1) < _draw(moments.at[rows], self.city[rows, 0])[:, None]).sum(axis=1)
        drawn = np.minimum(drawn, share.shape[1] - 1)
        city, chance, propensity = self.city.copy(), self.chance.copy(), self.propensity.copy()
        for values in (city, chance):
            moved = values[rows, last + drawn].copy()
            values[rows, last + drawn] = values[rows, last]
            values[rows, last] = moved
        propensity[rows] = share[np.arange(len(rows)), drawn]
        return Ranked(city, chance, propensity)


def ranked_of(city: Array, chance: Array) -> Ranked:
    """Candidates by chance; of equals the first by name."""
    order = np.lexsort((city, -chance), axis=1)
    return Ranked(np.take_along_axis(city, order, axis=1), np.take_along_axis(chance, order, axis=1), np.ones(len(city)))


def _draw(at: Array, first: Array) -> Array:
    """A number of [0, 1) from an instant and a city, mixed well (SplitMix64)."""
    with np.errstate(over="ignore"):
        mixed = at.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + first.astype(np.uint64)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray((mixed ^ (mixed >> np.uint64(31))).astype(np.float64) / 2.0**64)


def cost_limit(ranked: Ranked) -> float:
    """The highest chance below which the last place may be open, so that all lists together lose at most COST_MAX of hit@4 as the model
    expects it, should nothing be gained from what takes the place."""
    if ranked.city.shape[1] <= FIRST:
        return 0.0
    given_up = np.sort(ranked.chance[:, FIRST - 1])
    cost = np.cumsum(given_up) / len(given_up)
    kept = int(np.searchsorted(cost, COST_MAX, side="right"))
    return float(given_up[min(kept, len(given_up) - 1)])
