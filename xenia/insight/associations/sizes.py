"""How often two things would meet among guests who have so many things each, if neither had to do with the other (rules AS7 and AS8).

Who has many things has more of everything, so among such guests any two meet. Compared are therefore guests who have equally many things
of one kind (Mantel and Haenszel 1959). Two things of that kind take each other's place among so many: by how much follows from drawing
as many of the kind as a guest has, each with its own odds (conditional Bernoulli sampling: Chen, Dempster and Liu 1994), the odds being
those that give each thing as many guests as it has.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from xenia.insight.associations.mining import Items
from xenia.insight.judging import Array

ROUNDS, CLOSE = 500, 1e-4
ALIKE = 1e-3
"""Odds that differ by less are too close to tell two things apart by their difference."""


@dataclass(frozen=True)
class Sizes:
    """Different baskets (b) by thing (k) and kind: `held` (b, k), `times` (b,) of each, `sizes` (b, kinds) how many things of each kind
    are in it, `kinds` (k,) numbered, `odds` (k,). Counts and chances once made are kept in `made`."""

    held: Array
    times: Array
    sizes: Array
    kinds: Array
    odds: Array
    made: dict[tuple[Items, int], Array] = field(default_factory=dict)
    drawn: dict[tuple[Items, int], Array] = field(default_factory=dict)


def sizes_of(paths: Mapping[Items, int], kinds: Sequence[str]) -> Sizes:
    """Reads baskets as paths of items; `kinds` says what each item is."""
    held = np.zeros((len(paths), len(kinds)), dtype=bool)
    for row, path in enumerate(paths):
        held[row, list(path)] = True
    times = np.array(list(paths.values()), dtype=float)
    _, numbered = np.unique(np.array(kinds, dtype=object).astype(str), return_inverse=True)
    used = held.any(axis=0)
    sizes = np.stack([held[:, numbered == kind].sum(axis=1) for kind in range(numbered.max(initial=-1) + 1)], axis=1)
    odds = np.zeros(len(kinds))
    for kind in range(sizes.shape[1]):
        mine = used & (numbered == kind)
        if mine.any():
            odds[mine] = odds_of(held[:, mine].T @ times, np.bincount(sizes[:, kind], times))
    return Sizes(held, times, sizes, numbered, odds)


def odds_of(holders: Array, sized: Array) -> Array:
    """The odds (k,) with which things must be drawn so that each has so many `holders` (k,), where `sized` (m,) guests have 0, 1, ... of
    them: iterated until each is right to a ten-thousandth."""
    odds = holders / holders.sum()
    for _ in range(ROUNDS):
        expected = sized @ chances_of(odds, len(sized) - 1)
        ratio = holders / np.maximum(expected, 1e-300)
        odds = odds * ratio
        odds /= odds.sum()
        if np.abs(ratio - 1).max() < CLOSE:
            break
    return np.asarray(odds)


def chances_of(odds: Array, most: int) -> Array:
    """The chance (most + 1, k) of each thing to be among 0, 1, ... that are drawn."""
    found = np.zeros((most + 1, len(odds)))
    for size in range(1, most + 1):
        open_to = odds * (1 - found[size - 1])
        found[size] = np.clip(size * open_to / max(open_to.sum(), 1e-300), 0.0, 1.0)
    return found


def expected(found: Sizes, one: int, other: int, within: Items = ()) -> float:
    """How many of the guests who have all of `within` would have both, given how many things of one kind each has: of the kind with more
    things to choose from, where the two are of different kinds."""
    kinds = found.kinds[[one, other]]
    kind = int(max(kinds, key=lambda each: (found.odds[found.kinds == each] > 0).sum()))
    alone, with_one, with_other = (counted(found, items, kind) for items in (within, (*within, one), (*within, other)))
    by_size = np.divide(with_one * with_other, alone, out=np.zeros(len(alone)), where=alone > 0)
    return float(by_size @ _beside(found, one, other, within)) if kinds[0] == kinds[1] else float(by_size.sum())


def counted(found: Sizes, items: Items, kind: int) -> Array:
    """Guests who have all of the items, by how many things of the kind they have."""
    key = (tuple(sorted(items)), kind)
    if key not in found.made:
        here = found.held[:, list(key[0])].all(axis=1)
        found.made[key] = np.bincount(found.sizes[here, kind], found.times[here], minlength=int(found.sizes[:, kind].max()) + 1)
    return found.made[key]


def _beside(found: Sizes, one: int, other: int, within: Items) -> Array:
    """By size of the kind: how often two of its things are drawn together, over how often they would be by themselves."""
    kind = int(found.kinds[one])
    fixed = tuple(sorted(item for item in within if found.kinds[item] == kind))
    alone = _drawn(found, fixed, kind)
    first, second = alone[:, one], alone[:, other]
    odds = found.odds[one], found.odds[other]
    if abs(odds[0] - odds[1]) > ALIKE * max(odds):
        both = (odds[0] * second - odds[1] * first) / (odds[0] - odds[1])
    else:
        rest = _drawn(found, tuple(sorted((*fixed, one))), kind)[:, other]
        both = first * np.r_[0.0, rest[:-1]]
    ratio = np.divide(both, first * second, out=np.zeros(len(both)), where=first * second > 0)
    return np.asarray(np.r_[np.zeros(len(fixed)), ratio][: len(ratio)])


def _drawn(found: Sizes, left_out: Items, kind: int) -> Array:
    """The chances of every thing of a kind by how many are drawn, some things being left out."""
    key = (left_out, kind)
    if key not in found.drawn:
        odds = np.where(found.kinds == kind, found.odds, 0.0)
        odds[list(left_out)] = 0.0
        found.drawn[key] = chances_of(odds, int(found.sizes[:, kind].max()))
    return found.drawn[key]
