"""From readings to people: shared contacts out, a model trained, pairs weighed, clusters made. Nothing is stored here."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from xenia.identity.matching import TRAINED_FROM, find_pairs, start, train
from xenia.identity.rules.clustering import Clusters, Edge, make_clusters
from xenia.identity.rules.conflicts import conflict_between
from xenia.identity.rules.judging import Bench
from xenia.identity.rules.reading import Reading
from xenia.identity.rules.sharing import shared_contacts, without_shared
from xenia.identity.rules.weighing import ASK_BITS_MIN, MEMBER_BITS, SAME_BITS_MIN, Model

SEED = 1
"""The same records give the same model."""
MEMBERS_PAIRED_MAX = 20
"""A membership number on more records than this is a filler of its own kind: each is paired with the first only."""


@dataclass(frozen=True)
class Resolved:
    """`readings` without shared contacts, `shared` those with how many names each; `edges` by position, down to `ASK_BITS_MIN`."""

    readings: list[Reading]
    shared: dict[str, int]
    model: Model
    edges: list[Edge[int]]

    @property
    def strong(self) -> list[Edge[int]]:
        """The edges that may join without anybody being asked."""
        return [edge for edge in self.edges if edge.weight >= SAME_BITS_MIN]


def resolve(readings: Sequence[Reading]) -> Resolved:
    """Returns the model and the pairs worth looking at, by position in `readings`; pairs that cannot be one person are left out."""
    shared = shared_contacts(readings)
    known = [without_shared(reading, shared.keys()) for reading in readings]
    used = train(known, seed=SEED) if len(known) >= TRAINED_FROM else start(known)
    weights = {(left, right): weight for left, right, weight in find_pairs(known, used, bits_min=ASK_BITS_MIN)}
    for pair in _members(known):
        weights[pair] = max(MEMBER_BITS, weights.get(pair, 0.0))
    edges = [Edge(*pair, weight) for pair, weight in weights.items() if not conflict_between(known[pair[0]], known[pair[1]])]
    return Resolved(known, shared, used, sorted(edges, key=lambda edge: (-edge.weight, edge.left, edge.right)))


def cluster(resolved: Resolved) -> Clusters[int]:
    """Returns the clusters of positions that the evidence makes without anybody's word."""
    bench = Bench(dict(enumerate(resolved.readings)), resolved.model)
    return make_clusters(resolved.strong, judge=bench.judge(SAME_BITS_MIN))


def _members(readings: Sequence[Reading]) -> Iterator[tuple[int, int]]:
    """Pairs with one membership number (rule M26)."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, reading in enumerate(readings):
        if reading.member:
            places[reading.member].append(place)
    for of in places.values():
        yield from combinations(of, 2) if len(of) <= MEMBERS_PAIRED_MAX else ((of[0], other) for other in of[1:])
