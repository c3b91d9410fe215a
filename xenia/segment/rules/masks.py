"""A tree over all guests at once, where it is known for whom each condition holds. Rule SB1 of docs/algorithms/sandbox.md. Pure."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xenia.segment.types.tree import All, AnyOf, Definition, Everyone, Node, Not, nodes_of, root_of

Mask = NDArray[np.bool_]
"""Shape (guests,): whether something holds for each of them. Not written to once it is told."""


def masks_of(definition: Definition, guests: int, mask_of: Callable[[Node], Mask]) -> dict[str, Mask]:
    """Returns for each node of the tree, by its place and the whole first, for whom it holds were it the whole definition. `mask_of`: for
    whom a condition holds, asked once of each that differs."""
    known: dict[Node, Mask] = {}
    return {one.at: _mask(one.node, guests, mask_of, known) for one in nodes_of(root_of(definition))}


def _mask(node: Node, guests: int, mask_of: Callable[[Node], Mask], known: dict[Node, Mask]) -> Mask:
    if node not in known:
        known[node] = _worked_out(node, guests, lambda part: _mask(part, guests, mask_of, known), mask_of)
    return known[node]


def _worked_out(node: Node, guests: int, of_part: Callable[[Node], Mask], mask_of: Callable[[Node], Mask]) -> Mask:
    match node:
        case All(parts):
            return np.asarray(np.logical_and.reduce([of_part(part) for part in parts]))
        case AnyOf(parts):
            return np.asarray(np.logical_or.reduce([of_part(part) for part in parts]))
        case Not(part):
            return ~of_part(part)
        case Everyone():
            return np.ones(guests, dtype=bool)
    return mask_of(node)


def mask_at(numbers: NDArray[Any], guests: int) -> Mask:
    """Returns the mask of the guests with these numbers."""
    found = np.zeros(guests, dtype=bool)
    found[numbers] = True
    return found
