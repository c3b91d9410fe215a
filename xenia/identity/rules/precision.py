"""How right joined pairs are, from a sample that people looked at (rule M43). Pure."""

import math
from collections.abc import Sequence

from xenia.kernel.texts import Text

Z = 1.959964
"""Ninety-five of a hundred such intervals hold the true share."""
STRATA = (
    ("rule", Text("按确定规则合并", "Joined by a fixed rule")),
    ("strong", Text("依据极强（20 分以上）", "Very strong evidence (20 points and more)")),
    ("clear", Text("依据充分（8 至 20 分）", "Clear evidence (8 to 20 points)")),
    ("near", Text("刚过门槛（8 分以下）", "Just enough evidence (below 8 points)")),
)
"""Code and name, from the surest to the least sure. A pair's stratum is its place here."""
STRATUM = "CASE WHEN m.rule = 'member' THEN 0 WHEN m.weight >= 20 THEN 1 WHEN m.weight >= 8 THEN 2 ELSE 3 END"
"""The stratum of a row `m` of identity_match, as SQL."""


def wilson(same: int, reviewed: int) -> tuple[float, float]:
    """Returns the 95 % interval of a share seen in `same` of `reviewed` (Wilson 1927), which holds also where all were right."""
    if not reviewed:
        return 0.0, 1.0
    share, spread = same / reviewed, Z * Z / reviewed
    middle = (share + spread / 2) / (1 + spread)
    half = Z / (1 + spread) * math.sqrt(share * (1 - share) / reviewed + spread / (4 * reviewed))
    return max(0.0, middle - half), min(1.0, middle + half)


def weighted(strata: Sequence[tuple[int, int, int]]) -> tuple[float, float, float] | None:
    """Returns precision over all with its 95 % interval, from (pairs, reviewed, same) of each stratum; None where one with pairs has no
    review yet. The intervals of the strata are put together as in Zou and Donner (2008): squares of the distances add up."""
    held = [one for one in strata if one[0]]
    if not held or any(not reviewed for _, reviewed, _ in held):
        return None
    total = sum(pairs for pairs, _, _ in held)
    precision = sum(pairs / total * same / reviewed for pairs, reviewed, same in held)
    below = above = 0.0
    for pairs, reviewed, same in held:
        low, high = wilson(same, reviewed)
        below += (pairs / total * (same / reviewed - low)) ** 2
        above += (pairs / total * (high - same / reviewed)) ** 2
    return precision, max(0.0, precision - math.sqrt(below)), min(1.0, precision + math.sqrt(above))
