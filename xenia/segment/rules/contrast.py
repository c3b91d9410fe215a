"""What sets one group apart from another: rules SB3 and SB4 of docs/algorithms/sandbox.md. Pure."""

from collections.abc import Iterable, Sequence
from math import asin, floor, log10, sqrt

from xenia.segment.types.contrast import Part, Trait
from xenia.segment.types.operators import Comparison, FieldKind, Op

GUESTS_LEAST = 20
"""A smaller group says nothing about what its guests have in common."""
APART_LEAST = 0.2
"""Cohen's bound of a small difference."""
TRAITS_MOST = 12
Z = 3.6
"""Of 150 conditions that make no difference, one in twenty times one is told."""
DIGITS = 2


def cohens_h(inside: Part, against: Part) -> float:
    """Returns 2 asin(√p) - 2 asin(√q), in [-π, π] (Cohen 1988, Statistical Power Analysis, chapter 6): 3 % against 1 % is nearly as much
    as 19 % against 12 %. 0 where a group has no guests."""
    if inside.share is None or against.share is None:
        return 0.0
    return 2 * asin(sqrt(inside.share)) - 2 * asin(sqrt(against.share))


def differs(inside: Part, against: Part) -> bool:
    """Returns whether Newcombe's interval of the difference of two shares (1998, method 10: of two Wilson intervals) leaves out zero."""
    if inside.share is None or against.share is None:
        return False
    (low, high), (other_low, other_high) = _wilson(inside), _wilson(against)
    difference = inside.share - against.share
    below = difference - sqrt((inside.share - low) ** 2 + (other_high - against.share) ** 2)
    above = difference + sqrt((high - inside.share) ** 2 + (against.share - other_low) ** 2)
    return below > 0 or above < 0


def _wilson(part: Part) -> tuple[float, float]:
    """Of a group with guests."""
    share = part.guests / part.of
    middle = share + Z**2 / (2 * part.of)
    half = Z * sqrt(share * (1 - share) / part.of + Z**2 / (4 * part.of**2))
    return (middle - half) / (1 + Z**2 / part.of), (middle + half) / (1 + Z**2 / part.of)


def choose_traits(traits: Iterable[Trait]) -> tuple[Trait, ...]:
    """Rule SB4. Returns at most twelve, of each field the one furthest apart, the furthest first; only those that are apart by more than a
    little and by more than chance."""
    best: dict[str, Trait] = {}
    for one in traits:
        is_told = abs(one.apart) >= APART_LEAST and differs(one.inside, one.against)
        if is_told and (one.where.field not in best or abs(one.apart) > abs(best[one.where.field].apart)):
            best[one.where.field] = one
    return tuple(sorted(best.values(), key=lambda one: (-abs(one.apart), one.where.field))[:TRAITS_MOST])


def cuts_of(kind: FieldKind, quartiles: Sequence[float | None]) -> tuple[Comparison, ...]:
    """Returns the conditions by which a number is told: at most its lower quartile, at least its median, at least its upper quartile, each
    rounded down to two digits. None where nobody has one."""
    if any(one is None for one in quartiles):
        return ()
    low, middle, high = (rounded(one, kind) for one in quartiles if one is not None)
    return tuple(dict.fromkeys((Comparison(Op.AT_MOST, low), Comparison(Op.AT_LEAST, middle), Comparison(Op.AT_LEAST, high))))


def rounded(number: float, kind: FieldKind) -> float | int:
    """Returns the number with two digits that count, whole where its kind is."""
    if number == 0:
        return 0
    step = floor(log10(abs(number))) + 1 - DIGITS  # of ten: the place of the last digit that counts
    if step >= 0 or kind in (FieldKind.WHOLE, FieldKind.MINOR):
        whole = int(10 ** max(step, 0))
        return floor(number / whole) * whole
    parts = int(10**-step)
    return floor(number * parts) / parts
