"""Sources that hold every person once, and whom that leaves for whom (rules M44 and M45). Pure.

Jaro (1989) assigns one to one after all is weighed; here the records that found nobody are weighed again, against the few that are left.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SURE_BITS = 7.0
"""Pairs from here on (99 in 100) tell whether a source holds people twice."""
EXPECTED_MIN = 100.0
"""With fewer pairs to be expected within a source their absence says nothing."""
SHARE_MAX = 0.03
"""A source that has more of the pairs to be expected than this holds people twice."""
ROUNDS = 50
LEAST = 1e-300


def sources_of_once(sources: Sequence[str], sure: Iterable[tuple[int, int]]) -> dict[str, float]:
    """Returns the sources that hold every person once, and the bits that two records of one weigh for it, far below zero (rule M44).

    `sources`: of every record, "" where nobody told; `sure`: positions of pairs that are surely one person. Did a source hold people twice
    as all sources together do, a partner of its records would be its own as often as any record is. Nearly none must be, by no accident.
    """
    records, ends, within = Counter(sources), Counter[str](), Counter[str]()
    for left, right in sure:
        ends[sources[left]] += 1
        ends[sources[right]] += 1
        within[sources[left]] += sources[left] == sources[right]
    found = {}
    for source in sorted(one for one in records if one):
        expected = ends[source] / 2 * records[source] / len(sources)
        seen_most = within[source] + 2 * math.sqrt(within[source]) + 3  # upper limit of a count, 95 %
        if expected >= EXPECTED_MIN and seen_most <= SHARE_MAX * expected:
            found[source] = math.log2((within[source] + 0.5) / expected)
    return found


@dataclass(frozen=True)
class Left:
    """How many records of two such sources are left over, `near` and `far`; of how many in all; and how many found each other."""

    near: int
    far: int
    all_near: int
    all_far: int
    found: int


def partners(left: Left, evidence: Mapping[tuple[int, int], float]) -> dict[tuple[int, int], float]:
    """Returns the pairs that are each other's best, with the bits they weigh among those that are left (rule M45).

    `evidence`: bits of the pairs that may be one person, without any prior; a pair not in it is none. The share of all records that have a
    partner is what the evidence says in sum (expectation maximisation); each record has one at most, so candidates compete. That nobody
    else is left joins no two that nothing speaks for.
    """
    if not evidence:
        return {}
    pairs = sorted(evidence)
    near, far = (np.array(side) for side in zip(*pairs, strict=True))
    odds = np.exp2(np.clip([evidence[pair] for pair in pairs], -60.0, 60.0))
    from_near = _side(near, odds / left.far, left.near, (left.all_near, left.found))
    from_far = _side(far, odds / left.near, left.far, (left.all_far, left.found))
    weights = np.minimum(from_near, from_far)
    best = _best(near, weights, left.near) & _best(far, weights, left.far) & (odds > 1)
    return {pairs[at]: float(weights[at]) for at in np.flatnonzero(best)}


Numbers = NDArray[np.float64]
Places = NDArray[np.int64]


def _side(of: Places, odds: Numbers, here: int, of_all: tuple[int, int]) -> Numbers:
    """Bits of each pair as seen from one side: that the record's partner is this one, against any other of the far side or none.

    `odds`: of each pair, were each record sure to have a partner; `of_all`: how many records the side has in all, how many found theirs.
    """
    count, found = of_all
    share = share_max = 1 - 1 / (count + 1)
    sums = np.bincount(of, odds, here)
    for _ in range(ROUNDS):
        share = min(share_max, (found + float((share * sums / (1 - share + share * sums)).sum())) / count)
    rest = 1 - share + share * np.maximum(sums[of] - odds, 0.0)
    bits: Numbers = np.log2(np.maximum(share * odds, LEAST)) - np.log2(np.maximum(rest, LEAST))
    return bits


def _best(of: Places, weights: Numbers, here: int) -> NDArray[np.bool_]:
    """Which pairs are their record's best, no other weighing as much."""
    top = np.full(here, -np.inf)
    np.maximum.at(top, of, weights)
    is_top = weights >= top[of]
    is_alone: NDArray[np.bool_] = np.bincount(of, is_top, here)[of] == 1
    return is_top & is_alone
