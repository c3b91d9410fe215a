"""Which of the sets say something: lift with its interval, confidence, conviction, and whether chance alone would bring them.

Everything is measured against what guests with equally many things would bring (`sizes.py`): the number of guests is replaced by the one
at which two things would meet that often by themselves. Fisher's exact test one-sided (the hypergeometric tail), corrected by Benjamini
and Hochberg (1995) over every rule that could have been found; a rule of two conditions must also beat each of its parts (Webb 2007,
productive rules). The interval of the lift is that of its logarithm by the delta method on the four counts.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import hypergeom

from xenia.insight.associations.mining import Items
from xenia.insight.associations.sizes import Sizes, expected, sizes_of
from xenia.insight.judging import Array
from xenia.insight.types.judged import Interval

SURE, Z = 0.05, 1.96
LIFT_LEAST = 1.1
"""Rule AS8: what raises a share by less than a tenth helps nobody, however sure it is."""
POPULATION_MAX = 1e9
Allowed = Callable[[Items, int], bool]


@dataclass(frozen=True)
class Found:
    """Guests who have `one` also have `other`: guests with the one, the other, both; `lift` and `conviction` beside guests with equally
    many things; `corrected` is the false discovery rate at which it would still count."""

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


def rules_of(
    sets: Mapping[Items, int], paths: Mapping[Items, int], kinds: Sequence[str], allowed: Allowed = lambda one, other: True
) -> list[Found]:
    """Rules of one or two conditions that are significant and raise the share: those of one condition first, then the
    strongest (AS3 to AS8). `paths` are the baskets that the sets were found in, `kinds` says what each item is."""
    tried = [(one, other) for one, other in _candidates(sets) if allowed(one, other)]
    if not tried:
        return []
    compared = _Compared(sets, sizes_of(paths, kinds))
    measured = [compared.measure(one, other) for one, other in tried]
    rates = corrected(np.array([one.chance for one in measured]), rules_possible(sets, allowed))
    kept = [at for at, one in enumerate(measured) if rates[at] < SURE and one.least >= LIFT_LEAST]
    found = [_found(*tried[at], measured[at], float(rates[at])) for at in kept]
    return sorted(found, key=lambda one: (len(one.one), -one.lift.low, one.one, one.other))


@dataclass(frozen=True)
class _Table:
    """Guests with the one, the other and both, among `population` guests: so many that by themselves the two would meet as often as among
    guests with equally many things (AS7)."""

    population: float
    one: int
    other: int
    both: int

    @property
    def lift(self) -> Interval:
        return lift_of(self.population, self.one, self.other, self.both)

    @property
    def chance(self) -> float:
        """The p-value: Fisher's, one-sided."""
        return float(hypergeom.sf(self.both - 1, round(self.population), self.other, self.one))


@dataclass(frozen=True)
class _Measured:
    """A rule beside everybody, and the worst of it against everybody and within each of its parts: the largest p-value, the least of the
    lower ends of the lift."""

    whole: _Table
    chance: float
    least: float


@dataclass(frozen=True)
class _Compared:
    """Counts of sets beside what baskets of those sizes would bring."""

    sets: Mapping[Items, int]
    sizes: Sizes

    def measure(self, one: Items, other: int) -> _Measured:
        """Rules AS5, AS7 and AS8. The lift of two conditions is the lesser product of the one's and what the second adds to it."""
        if len(one) == 1:
            whole, parts = self._table((), one[0], other), []
        else:
            parts = [self._table((given,), added, other) for given, added in (one, one[::-1])]
            lift = min(part.lift.value * self._table((), given, other).lift.value for given, part in zip(one, parts, strict=True))
            counts = self.sets[one], self.sets[(other,)], parts[0].both
            whole = _Table(_within_reason(lift * counts[0] * counts[1] / counts[2], counts), *counts)
        tables = (whole, *parts)
        return _Measured(whole, max(table.chance for table in tables), min(table.lift.low for table in tables))

    def _table(self, within: Items, one: int, other: int) -> _Table:
        counts = self._holders(*within, one), self._holders(*within, other), self._holders(*within, one, other)
        by_themselves = max(expected(self.sizes, one, other, within), 1e-9)
        return _Table(_within_reason(counts[0] * counts[1] / by_themselves, counts), *counts)

    def _holders(self, *items: int) -> int:
        return self.sets[tuple(sorted(items))]


def _within_reason(population: float, counts: tuple[int, int, int]) -> float:
    """As many as there must be to have the one, or the other, or both; and no more than a number that the test can count with."""
    one, other, both = counts
    return min(max(population, float(one + other - both)), POPULATION_MAX)


def corrected(chances: Array, tests: int) -> Array:
    """Benjamini and Hochberg: the false discovery rate of each of the p-values, where all others of `tests` came to 1 (AS4)."""
    order = np.argsort(chances)
    scaled = chances[order] * tests / np.arange(1, len(chances) + 1)
    rates = np.empty(len(chances))
    rates[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return rates


def lift_of(guests: float, one: int, other: int, both: int) -> Interval:
    """How many times as many of so many guests have both as would by chance, with its 95 % interval (AS3)."""
    lift = both * guests / (one * other)
    spread = np.sqrt(max(0.0, 1 / both - 1 / one - 1 / other + (2 * lift - 1) / guests))
    return Interval(lift, lift * float(np.exp(-Z * spread)), lift * float(np.exp(Z * spread)))


def conviction_of(guests: float, other: int, confidence: float) -> float | None:
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


def _found(one: Items, other: int, measured: _Measured, rate: float) -> Found:
    whole = measured.whole
    confidence = whole.both / whole.one
    conviction = conviction_of(whole.population, whole.other, confidence)
    return Found(one, other, whole.one, whole.other, whole.both, confidence, whole.lift, conviction, measured.chance, rate)
