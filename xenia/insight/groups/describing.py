"""What sets a group apart: where it differs most from all other guests, with intervals, from sums alone.

Cohen's d of each trait (the difference of the means by the deviation within), with the interval of Hedges and Olkin (1985).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from xenia.insight.groups.catalogue import BY_NAME
from xenia.insight.groups.scaling import unbent
from xenia.insight.types.groups import Contrast
from xenia.insight.types.judged import Interval

MOST, LEAST = 5, 3
TOLD_FROM = 0.2
"""A difference below a fifth of a deviation is not told, but the three largest always are where they are certain."""
Z = 1.96


@dataclass(frozen=True)
class Sums:
    """Of the guests of one group who have a trait: how many, the sum of their values on the scale of comparison, the sum of squares."""

    count: float
    total: float
    squares: float

    def without(self, other: "Sums") -> "Sums":
        return Sums(self.count - other.count, self.total - other.total, self.squares - other.squares)

    @property
    def mean(self) -> float:
        return self.total / self.count

    @property
    def within(self) -> float:
        """Sum of squared distances from the mean."""
        return max(0.0, self.squares - self.total**2 / self.count)


def contrasts(group: Mapping[str, Sums], everybody: Mapping[str, Sums]) -> tuple[Contrast, ...]:
    """The three to five traits in which a group differs most from the others, the largest difference first (rule GR6)."""
    found = [one for name in group if (one := contrast(name, group[name], everybody[name].without(group[name]))) is not None]
    certain = [one for one in found if one.difference.low * one.difference.high > 0]
    ordered = sorted(certain, key=lambda one: -abs(one.difference.value))[:MOST]
    return tuple(one for place, one in enumerate(ordered) if place < LEAST or abs(one.difference.value) >= TOLD_FROM)


def contrast(name: str, mine: Sums, others: Sums) -> Contrast | None:
    """One trait of a group beside the others; None where fewer than two of either have it, or nobody differs."""
    if min(mine.count, others.count) < 2:
        return None
    deviation = np.sqrt((mine.within + others.within) / (mine.count + others.count - 2))
    if not deviation > 0:
        return None
    d = float((mine.mean - others.mean) / deviation)
    half = Z * float(np.sqrt(1 / mine.count + 1 / others.count + d * d / (2 * (mine.count + others.count))))
    value, other = unbent(name, mine.mean), unbent(name, others.mean)
    trait = BY_NAME[name]
    return Contrast(name, trait.compared(value, other), trait.said(value), value, other, Interval(d, d - half, d + half))
