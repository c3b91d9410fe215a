"""Which things are frequent together: FP-Growth (Han, Pei, Yin 2000), exact, in one small file of our own.

mlxtend offers the same, brings matplotlib and wants a column of booleans for every item; what is needed here is forty lines. Equal baskets
are one path with a count, as in the tree of the paper; a conditional tree is the paths before an item, merged again. A million guests have
some ten thousand different baskets, so the paths are few whatever the number of guests. Tested against counting by hand.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

Items = tuple[int, ...]
"""Items of a set in ascending order."""


def paths_of(baskets: Iterable[Iterable[int]], least: int) -> Counter[Items]:
    """Baskets as paths: items that at least `least` baskets have, the most frequent first, equal ones counted together (AS2)."""
    different = Counter(tuple(sorted(set(basket))) for basket in baskets)
    counts: Counter[int] = Counter()
    for basket, times in different.items():
        for item in basket:
            counts[item] += times
    paths: Counter[Items] = Counter()
    for basket, times in different.items():
        kept = sorted((item for item in basket if counts[item] >= least), key=lambda item: (-counts[item], item))
        paths[tuple(kept)] += times
    return paths


def frequent_sets(paths: Mapping[Items, int], least: int, size_max: int) -> dict[Items, int]:
    """Every set of one to `size_max` items that at least `least` baskets hold, with how many do (AS2)."""
    found: dict[Items, int] = {}
    _grow(paths, (), least, size_max, found)
    return found


def _grow(paths: Mapping[Items, int], suffix: Items, least: int, size_max: int, found: dict[Items, int]) -> None:
    counts: Counter[int] = Counter()
    before: dict[int, Counter[Items]] = defaultdict(Counter)
    for path, times in paths.items():
        for place, item in enumerate(path):
            counts[item] += times
            if place and len(suffix) + 1 < size_max:
                before[item][path[:place]] += times
    for item, times in counts.items():
        if times >= least:
            whole = (*suffix, item)
            found[tuple(sorted(whole))] = times
            _grow(before[item], whole, least, size_max, found)
