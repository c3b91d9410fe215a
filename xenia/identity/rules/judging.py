"""What two groups of records say together: every comparison at its best pair, all conflicts at once (rules M31, M32). Pure."""

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

from xenia.identity.rules.clustering import Judge
from xenia.identity.rules.comparing import UNKNOWN
from xenia.identity.rules.conflicts import conflict_between
from xenia.identity.rules.reading import Reading
from xenia.identity.rules.weighing import ASK_BITS_MIN, MEMBER_BITS, SAME_BITS_MIN, Model, bits_of_levels, bits_of_source, weigh

R = TypeVar("R")
NAMES = 2
"""The first comparisons are those of names."""
LEFT_OVER = "left_over"
Pair = tuple[tuple[int, float], ...]


class Bench(Generic[R]):
    """Judges groups of the readings it was given; each pair of records is compared once."""

    def __init__(self, readings: Mapping[R, Reading], model: Model) -> None:
        self._readings, self._model = readings, model
        self._pairs: dict[tuple[R, R], Pair | None] = {}

    def judge(self, bits_min: float) -> Judge[R]:
        return Judge(self.conflict, self.weigh, self.differ, bits_min)

    def conflict(self, first: Sequence[R], second: Sequence[R]) -> bool:
        """Whether any record of the one group and any of the other cannot be one person."""
        return any(self._pair(left, right) is None for left in first for right in second)

    def weigh(self, first: Sequence[R], second: Sequence[R]) -> float:
        """Returns the bits of all comparisons, each at the pair of records that agrees best, prior included; a name counts once, in
        characters or in letters."""
        best = self._best(first, second)
        if best is None:
            return -float("inf")
        said = [bits for level, bits in best[:NAMES] if level != UNKNOWN]
        return self._model.prior_bits + self._once(first, second) + max(said, default=0.0) + sum(bits for _, bits in best[NAMES:])

    def _once(self, first: Sequence[R], second: Sequence[R]) -> float:
        """What speaks against it that a source which holds every person once would hold this one twice (rule M44)."""
        if not self._model.once:
            return 0.0
        of = self._readings
        return min(bits_of_source(self._model, of[left], of[right]) for left in first for right in second)

    def differ(self, first: Sequence[R], second: Sequence[R]) -> bool:
        """Whether what is known beside the names speaks for two people: other phones, other birth dates."""
        best = self._best(first, second)
        return best is None or sum(bits for _, bits in best[NAMES:]) < 0

    def _best(self, first: Sequence[R], second: Sequence[R]) -> list[tuple[int, float]] | None:
        best: list[tuple[int, float]] = []
        for left in first:
            for right in second:
                pair = self._pair(left, right)
                if pair is None:
                    return None
                best = [max(one, other) for one, other in zip(best, pair, strict=True)] if best else list(pair)
        return best

    def _pair(self, left: R, right: R) -> Pair | None:
        """Level and bits of each comparison; None for two people."""
        key = (left, right)
        if key not in self._pairs:
            one, other = self._readings[left], self._readings[right]
            found = None if conflict_between(one, other) else bits_of_levels(self._model, one, other)
            self._pairs[key] = self._pairs[right, left] = found
        return self._pairs[key]


def weigh_pair(model: Model, one: Reading, other: Reading) -> tuple[float, tuple[int, ...], str] | None:
    """Returns bits, levels and the rule that decided, "" for none (rules M26, M30); None where the two cannot be one person, or are not
    worth a question."""
    if conflict_between(one, other):
        return None
    bits, levels = weigh(model, one, other)
    if rule := rule_of(one, other):
        return max(bits, MEMBER_BITS), levels, rule
    return (bits, levels, "") if bits >= ASK_BITS_MIN else None


def rule_of(one: Reading, other: Reading, *, is_left_over: bool = False) -> str:
    """Returns the rule that decides: `member` for one membership number (rule M26), `left_over` where nobody else is left for either
    (rule M45), "" for none."""
    if one.member and one.member == other.member:
        return "member"
    return LEFT_OVER if is_left_over else ""


def verdict_of(bits: float) -> str:
    """Returns what becomes of a pair: joined by evidence, or asked of a steward (rule M30)."""
    return "same" if bits >= SAME_BITS_MIN else "ask"
