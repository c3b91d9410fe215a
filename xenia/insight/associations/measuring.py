"""Which of the sets say something: lift with its interval, confidence, conviction, and whether chance alone would bring them.

Fisher's exact test one-sided (the hypergeometric tail), corrected by Benjamini and Hochberg (1995) over every rule that could have been
found; a rule of two conditions must also beat each of its parts (Webb 2007, productive rules). The interval of the lift is that of its
logarithm by the delta method on the four counts.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.stats import hypergeom

from xenia.insight.associations.mining import Items
from xenia.insight.judging import Array
from xenia.insight.types.judged import Interval

SURE, Z = 0.05, 1.96
Allowed = Callable[[Items, int], bool]


@dataclass(frozen=True)
class Found:
    """Guests who have `one` also have `other`: guests with the one, the other, both; `corrected` is the false discovery rate at which it
    would still count."""

    one: Items
    other: int
    guests_one: int
    guests_other: int
    guests_both: int
    confidence: float
    lift: Interval
    conviction: float | None
    chance: float
    corrected: float


def rules_of(sets: Mapping[Items, int], guests: int, allowed: Allowed = lambda one, other: True) -> list[Found]:
    """Rules of one or two conditions that are significant and raise the share: those of one condition first, then the
    strongest (AS3 to AS5)."""
    tried = [(one, other) for one, other in _candidates(sets) if allowed(one, other)]
    if not tried:
        return []
    chances = np.array([_chance(sets, guests, one, other) for one, other in tried])
    rates = corrected(chances, rules_possible(sets, allowed))
    kept = np.flatnonzero(rates < SURE)
    found = [_found(sets, guests, *tried[at], float(chances[at]), float(rates[at])) for at in kept]
    return sorted((one for one in found if one.lift.low > 1), key=lambda one: (len(one.one), -one.lift.low, one.one, one.other))


def corrected(chances: Array, tests: int) -> Array:
    """Benjamini and Hochberg: the false discovery rate of each of the p-values, where all others of `tests` came to 1 (AS4)."""
    order = np.argsort(chances)
    scaled = chances[order] * tests / np.arange(1, len(chances) + 1)
    rates = np.empty(len(chances))
    rates[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return rates


def lift_of(guests: int, one: int, other: int, both: int) -> Interval:
    """How many times as many guests have both as would by chance, with its 95 % interval (AS3)."""
    lift = both * guests / (one * other)
    spread = np.sqrt(max(0.0, 1 / both - 1 / one - 1 / other + (2 * lift - 1) / guests))
    return Interval(lift, lift * float(np.exp(-Z * spread)), lift * float(np.exp(Z * spread)))


def conviction_of(guests: int, other: int, confidence: float) -> float | None:
    """How many times as often the rule would fail if the two had nothing to do with each other; None where it never fails (AS3)."""
    return None if confidence >= 1 else (1 - other / guests) / (1 - confidence)


def _candidates(sets: Mapping[Items, int]) -> Iterator[tuple[Items, int]]:
    for items in sets:
        if len(items) > 1:
            for other in items:
                yield tuple(item for item in items if item != other), other


def rules_possible(sets: Mapping[Items, int], allowed: Allowed = lambda one, other: True) -> int:
    """Rule AS4: every frequent set of one or two items beside every frequent item, found or not: looking was a test, too."""
    singles = [items[0] for items in sets if len(items) == 1]
    longest = max((len(items) for items in sets), default=0)
    conditions = [items for items in sets if len(items) < longest]
    return sum(1 for one in conditions for other in singles if other not in one and allowed(one, other))


def _chance(sets: Mapping[Items, int], guests: int, one: Items, other: int) -> float:
    """The p-value of a rule: of two conditions the worst of it against everybody and against each part."""
    both = sets[tuple(sorted((*one, other)))]
    worst = _tail(guests, sets[one], sets[(other,)], both)
    if len(one) == 1:
        return worst
    parts = (_tail(sets[(part,)], sets[one], sets[tuple(sorted((part, other)))], both) for part in one)
    return max(worst, *parts)


def _tail(guests: int, one: int, other: int, both: int) -> float:
    return float(hypergeom.sf(both - 1, guests, other, one))


def _found(sets: Mapping[Items, int], guests: int, one: Items, other: int, chance: float, rate: float) -> Found:
    with_one, with_other, both = sets[one], sets[(other,)], sets[tuple(sorted((*one, other)))]
    confidence = both / with_one
    lift = lift_of(guests, with_one, with_other, both)
    conviction = conviction_of(guests, with_other, confidence)
    return Found(one, other, with_one, with_other, both, confidence, lift, conviction, chance, rate)
