"""From pairs to guests: which records are one person, given the evidence of pairs and what may never be one (rules M30 to M34). Pure."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

R = TypeVar("R", bound=Hashable)
MARGIN_BITS = 3.0
"""A group that fits two others which are not one is given to the better one only where it fits that one this much better (rule M33)."""
DOUBT_BITS = 8.0
"""Evidence of so many bits (250 to 1) outweighs another phone: people have two."""
PASSES_MAX = 4
"""An edge refused is looked at again once others have joined what stood in its way; more than this often it never changed anything."""


@dataclass(frozen=True, slots=True)
class Edge(Generic[R]):
    """The evidence that `left` and `right` are one person, in bits; negative where it speaks against it."""

    left: R
    right: R
    weight: float


@dataclass(frozen=True)
class Clusters(Generic[R]):
    """`parts`: records of one person each, those with two records and more. `refused`: edges that joined nothing, strongest first."""

    parts: tuple[frozenset[R], ...]
    refused: tuple[Edge[R], ...]


@dataclass(frozen=True)
class Judge(Generic[R]):
    """How two groups of records are judged. `conflict`: whether they hold records that cannot be one person (rule M31). `weigh`: what all
    their evidence together weighs, in bits (rule M32); groups join where it reaches `bits_min`. `differ`: whether what is known of them
    beside their names speaks for two people."""

    conflict: Callable[[Sequence[R], Sequence[R]], bool]
    weigh: Callable[[Sequence[R], Sequence[R]], float] | None = None
    differ: Callable[[Sequence[R], Sequence[R]], bool] | None = None
    bits_min: float = 0.0

    def bits(self, first: Sequence[R], second: Sequence[R], weight: float) -> float:
        """What the groups weigh together; `weight` is that of the edge between them, which is all there is between two single records."""
        if self.conflict(first, second):
            return -float("inf")
        if self.weigh is None or len(first) == len(second) == 1:
            return weight
        return self.weigh(first, second)


def make_clusters(
    edges: Iterable[Edge[R]],
    *,
    judge: Judge[R],
    same: Iterable[tuple[R, R]] = (),
    different: Iterable[tuple[R, R]] = (),
    order: Callable[[R], Any] = lambda record: record,
) -> Clusters[R]:
    """Returns the clusters that the edges make, the strongest first (rule M30).

    `same` and `different` are pairs that people decided on: the first join whatever the evidence says, the second never come together,
    whichever path leads there; of two that contradict, different wins (rule M34). `order` sorts records, so that the outcome depends on the
    set of edges alone, never on the order in which they came.
    """
    groups = _Groups(judge, different)
    for left, right in sorted((sorted(pair, key=order) for pair in same), key=lambda pair: (order(pair[0]), order(pair[1]))):
        groups.join_by_word(left, right)
    waiting = sorted(edges, key=lambda edge: (-edge.weight, order(edge.left), order(edge.right)))
    for edge in waiting:
        groups.know(edge)
    for _ in range(PASSES_MAX):
        refused = [edge for edge in waiting if not groups.join(edge)]
        if len(refused) == len(waiting):
            break
        waiting = refused
    return Clusters(tuple(frozenset(members) for members in groups.members() if len(members) > 1), tuple(waiting))


class _Groups(Generic[R]):
    """Disjoint groups that refuse what may not come together."""

    def __init__(self, judge: Judge[R], different: Iterable[tuple[R, R]]) -> None:
        self._judge = judge
        self._group: dict[R, list[R]] = {}
        self._edges: dict[R, list[Edge[R]]] = defaultdict(list)
        self._apart: Mapping[R, set[R]] = defaultdict(set)
        for left, right in different:
            self._apart[left].add(right)
            self._apart[right].add(left)

    def know(self, edge: Edge[R]) -> None:
        """Remembers an edge among those of its records; edges come strongest first."""
        self._edges[edge.left].append(edge)
        self._edges[edge.right].append(edge)

    def join_by_word(self, left: R, right: R) -> None:
        first, second = self._of(left), self._of(right)
        if first is not second and not self._said_apart(first, second):
            self._unite(first, second)

    def join(self, edge: Edge[R]) -> bool:
        """Joins the groups of the edge; returns False where they may not be one, weigh too little together, or either is torn."""
        first, second = self._of(edge.left), self._of(edge.right)
        if first is second:
            return True
        bits = self._bits(first, second, edge.weight)
        if bits < self._judge.bits_min or self._is_torn(first, second, bits) or self._is_torn(second, first, bits):
            return False
        self._unite(first, second)
        return True

    def _bits(self, first: list[R], second: list[R], weight: float) -> float:
        return -float("inf") if self._said_apart(first, second) else self._judge.bits(first, second, weight)

    def _is_torn(self, group: list[R], chosen: list[R], bits: float) -> bool:
        """Whether the group fits a third one nearly as well, which is not one with the chosen (rule M33)."""
        seen = {id(group), id(chosen)}
        for record in group:
            for edge in self._edges[record]:
                rival = self._of(edge.right if edge.left == record else edge.left)
                if edge.weight <= bits - MARGIN_BITS and len(group) == len(rival) == 1:
                    break
                if id(rival) in seen:
                    continue
                seen.add(id(rival))
                fits = self._bits(group, rival, edge.weight)
                if fits > bits - MARGIN_BITS and fits >= self._judge.bits_min and self._are_two(rival, chosen, bits):
                    return True
        return False

    def _are_two(self, first: list[R], second: list[R], bits: float) -> bool:
        """Whether two groups cannot be one; or what is known of them speaks for two people, where only `bits` say otherwise."""
        if self._said_apart(first, second) or self._judge.conflict(first, second):
            return True
        return bits < DOUBT_BITS and self._judge.differ is not None and self._judge.differ(first, second)

    def _of(self, record: R) -> list[R]:
        return self._group.setdefault(record, [record])

    def _unite(self, first: list[R], second: list[R]) -> None:
        if len(first) < len(second):
            first, second = second, first
        first += second
        for record in second:
            self._group[record] = first

    def _said_apart(self, first: Sequence[R], second: Sequence[R]) -> bool:
        if not self._apart:
            return False
        fewer, more = (first, second) if len(first) < len(second) else (second, first)
        others = set(more)
        return any(self._apart[record] & others for record in fewer if record in self._apart)

    def members(self) -> list[list[R]]:
        """Every group once, in the order in which its first record came."""
        return list({id(group): group for group in self._group.values()}.values())
