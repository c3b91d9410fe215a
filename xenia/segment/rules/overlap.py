"""How several groups overlap: rule SB6 of docs/algorithms/sandbox.md. Pure."""

from collections.abc import Sequence

import numpy as np

from xenia.segment.rules.masks import Mask

SETS_MOST = 6
"""Sixty-four crossings; nobody reads more."""


def crossings_of(masks: Sequence[Mask]) -> tuple[tuple[tuple[int, ...], int], ...]:
    """Returns for each combination of groups how many guests are in just those, by place, the greatest first (the rows of an UpSet picture:
    Lex and others 2014). Combinations without guests and the guests of no group are left out. `masks`: one at least, of one length."""
    code = np.zeros(len(masks[0]), dtype=np.int64)
    for place, mask in enumerate(masks):
        code |= mask.astype(np.int64) << place
    counted = np.bincount(code, minlength=1 << len(masks))
    found = [(tuple(place for place in range(len(masks)) if one >> place & 1), int(counted[one])) for one in range(1, 1 << len(masks))]
    return tuple(sorted((one for one in found if one[1]), key=lambda one: (-one[1], len(one[0]), one[0])))
