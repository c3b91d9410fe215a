"""From readings to people: shared contacts out, a model trained, pairs weighed, clusters made. Nothing is stored here."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product

from xenia.identity.matching import TRAINED_FROM, find_pairs, start, train
from xenia.identity.rules.clustering import Clusters, Edge, make_clusters
from xenia.identity.rules.conflicts import conflict_between
from xenia.identity.rules.judging import Bench
from xenia.identity.rules.once import SURE_BITS, Left, partners, sources_of_once
from xenia.identity.rules.reading import Reading
from xenia.identity.rules.sharing import shared_contacts, without_shared
from xenia.identity.rules.weighing import ASK_BITS_MIN, MEMBER_BITS, SAME_BITS_MIN, Model, bits_of_source, weigh

SEED = 1
"""The same records give the same model."""
MEMBERS_PAIRED_MAX = 20
"""A membership number on more records than this is a filler of its own kind: each is paired with the first only."""
EVERY_PAIR_MAX = 250_000
"""So many pairs of records that found nobody are compared one by one; of more only those that share a key."""
PARTNER_ROUNDS = 5
"""Each round leaves fewer records; more than this often it never changed anything."""
UNHEARD_BITS = 5.0
"""Pairs that so many bits more would not bring to a question are not fetched: together they move nothing."""


@dataclass(frozen=True)
class Resolved:
    """`readings` without shared contacts, `shared` those with how many names each; `edges` by position, down to `ASK_BITS_MIN`; `left_over`
    those of them that rule M45 weighed."""

    readings: list[Reading]
    shared: dict[str, int]
    model: Model
    edges: list[Edge[int]]
    left_over: frozenset[tuple[int, int]] = frozenset()

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
    weights = {pair: weight for pair, weight in weights.items() if not conflict_between(known[pair[0]], known[pair[1]])}
    once = sources_of_once([reading.source for reading in known], (pair for pair, weight in weights.items() if weight >= SURE_BITS))
    used = replace(used, once=once)
    return _with_partners(Resolved(known, shared, used, _edges(_weighed_again(weights, known, used))))


def cluster(resolved: Resolved) -> Clusters[int]:
    """Returns the clusters of positions that the evidence makes without anybody's word."""
    bench = Bench(dict(enumerate(resolved.readings)), resolved.model)
    return make_clusters(resolved.strong, judge=bench.judge(SAME_BITS_MIN))


Weights = Mapping[tuple[int, int], float]


def _edges(weights: Weights) -> list[Edge[int]]:
    edges = [Edge(*pair, weight) for pair, weight in weights.items()]
    return sorted(edges, key=lambda edge: (-edge.weight, edge.left, edge.right))


def _weighed_again(weights: Weights, known: Sequence[Reading], model: Model) -> Weights:
    """The weights with what rule M44 takes from them."""
    if not model.once:
        return weights
    less = {pair: weight + bits_of_source(model, known[pair[0]], known[pair[1]]) for pair, weight in weights.items()}
    return {pair: weight for pair, weight in less.items() if weight >= ASK_BITS_MIN}


def _with_partners(resolved: Resolved) -> Resolved:
    """The pairs with what rule M45 adds to them, where there are two sources that hold every person once."""
    for one, other in combinations(sorted(resolved.model.once), 2):
        for _ in range(PARTNER_ROUNDS):
            more = _partners_between(resolved, one, other)
            before = {(edge.left, edge.right): edge.weight for edge in resolved.edges}
            if not any(weight > before.get(pair, 0.0) for pair, weight in more.items()):
                break
            edges = _edges(before | {pair: max(weight, before.get(pair, weight)) for pair, weight in more.items()})
            resolved = replace(resolved, edges=edges, left_over=resolved.left_over | more.keys())
    return resolved


def _partners_between(resolved: Resolved, one: str, other: str) -> dict[tuple[int, int], float]:
    """Which records of two sources, those that found nobody, are each other's partner, and what that weighs."""
    known, parts = resolved.readings, cluster(resolved).parts
    joined = {place for part in parts for place in part}
    every = {source: [place for place, of in enumerate(known) if of.source == source] for source in (one, other)}
    here, there = ([place for place in every[source] if place not in joined] for source in (one, other))
    meetings = sum({known[place].source for place in part} >= {one, other} for part in parts)
    evidence = {
        (near, far): bits - resolved.model.prior_bits
        for (near, far), bits in _weights_between(resolved, here, there).items()
        if not conflict_between(known[here[near]], known[there[far]])
    }
    found = partners(Left(len(here), len(there), len(every[one]), len(every[other]), meetings), evidence)
    pairs = {(here[near], there[far]): weight for (near, far), weight in found.items() if weight >= SAME_BITS_MIN}
    return {(min(pair), max(pair)): weight for pair, weight in pairs.items()}


def _weights_between(resolved: Resolved, here: Sequence[int], there: Sequence[int]) -> dict[tuple[int, int], float]:
    """What pairs of these and those weigh, by place in either: all pairs of few, of many those that share a key."""
    known, model = resolved.readings, resolved.model
    if len(here) * len(there) <= EVERY_PAIR_MAX:
        pairs = product(enumerate(here), enumerate(there))
        return {(near, far): weigh(model, known[left], known[right])[0] for (near, left), (far, right) in pairs}
    bits_min = model.prior_bits + math.log2(max(len(here), len(there))) - UNHEARD_BITS
    found = find_pairs([known[place] for place in (*here, *there)], model, bits_min=bits_min)
    return {(left, right - len(here)): weight for left, right, weight in found if left < len(here) <= right}


def _members(readings: Sequence[Reading]) -> Iterator[tuple[int, int]]:
    """Pairs with one membership number (rule M26)."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, reading in enumerate(readings):
        if reading.member:
            places[reading.member].append(place)
    for of in places.values():
        yield from combinations(of, 2) if len(of) <= MEMBERS_PAIRED_MAX else ((of[0], other) for other in of[1:])
