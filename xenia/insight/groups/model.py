"""Groups as they are kept: centres on a common scale, each with a number that stays from one fit to the next."""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from xenia.insight.groups.scaling import Scaling, bent
from xenia.insight.groups.stability import centres_of, distances
from xenia.insight.judging import Array

SAME_FROM = 0.5
"""Jaccard: half of the guests in either group are in both. Hennig (2007) calls a group below it dissolved."""
FILE = "groups.json"


@dataclass(frozen=True)
class Model:
    """`centres` (groups, traits) on the scale of `scaling`; `numbers` name the groups in that order, `given` is the greatest ever given."""

    scaling: Scaling
    centres: Array
    numbers: tuple[int, ...]
    given: int

    def place(self, values: Array) -> tuple[Array, Array]:
        """Values of the snapshot, (guests, traits) in the order of `scaling.names`, to the number of the nearest group and how clearly a
        guest belongs to it: fuzzy membership (Bezdek 1981, m = 2), above 1 / groups up to 1 (rule GR5)."""
        squares = distances(self.scaling.apply(values), self.centres)
        near = squares.argmin(axis=1)
        closeness = 1 / np.maximum(squares, 1e-12)
        return np.array(self.numbers)[near], closeness[np.arange(len(near)), near] / closeness.sum(axis=1)

    def pulls(self, values: Array) -> tuple[int, int, Array]:
        """One guest, (traits,): places of the nearest group and of the next, and by how much each trait draws to the nearer of the two."""
        row = self.scaling.apply(values[None, :])
        order = distances(row, self.centres)[0].argsort(kind="stable")
        near, further = self.centres[order[0]], self.centres[order[1]]
        pull = (row[0] - further) ** 2 - (row[0] - near) ** 2
        return int(order[0]), int(order[1]), np.where(np.isfinite(bent(values, self.scaling.names)), pull, 0.0)

    def typical(self, group: int) -> Array:
        """The centre of a group by its place, in units of `scaling.bent`."""
        return np.asarray(self.centres[group] * self.scaling.deviation + self.scaling.mean)


def fit(values: Array, scaling: Scaling, groups: int, seed: int) -> Model:
    """The groups of these guests, numbered from 1, the largest first."""
    rows = scaling.apply(values)
    centres = centres_of(rows, groups, seed)
    sizes = np.bincount(distances(rows, centres).argmin(axis=1), minlength=groups)
    return Model(scaling, centres[np.argsort(-sizes, kind="stable")], tuple(range(1, groups + 1)), groups)


def renumbered(model: Model, old: Array, before: Model, new: Array) -> Model:
    """The model with numbers carried on (rule GR4): `old` and `new` are the groups in which the same guests were and are. Pairs that share
    most guests together (Kuhn 1955) keep the number where half of both are shared; any other group gets one that was never given."""
    numbers, given = [], max(before.given, max(before.numbers))
    carried = _carried(old, before.numbers, new, model.numbers)
    for number in model.numbers:
        if number not in carried:
            given += 1
        numbers.append(carried.get(number, given))
    return replace(model, numbers=tuple(numbers), given=given)


def _carried(old: Array, old_numbers: tuple[int, ...], new: Array, new_numbers: tuple[int, ...]) -> dict[int, int]:
    """New number to the old one that it goes on."""
    shared = np.array([[((old == one) & (new == other)).sum() for one in old_numbers] for other in new_numbers])
    either = np.array([[((old == one) | (new == other)).sum() for one in old_numbers] for other in new_numbers])
    pairs = zip(*linear_sum_assignment(-shared), strict=True)
    return {new_numbers[row]: old_numbers[at] for row, at in pairs if shared[row, at] >= SAME_FROM * max(1, either[row, at])}


def save(model: Model, folder: Path) -> None:
    """Writes the model as one JSON file: numbers, no code."""
    scaling = model.scaling
    parts: dict[str, Any] = {name: getattr(scaling, name).tolist() for name in ("low", "high", "mean", "deviation")}
    document = {"names": scaling.names, **parts, "centres": model.centres.tolist(), "numbers": model.numbers, "given": model.given}
    (folder / FILE).write_text(json.dumps(document), encoding="utf-8")


def load(folder: Path) -> Model:
    """Reads what `save` wrote."""
    held = json.loads((folder / FILE).read_text(encoding="utf-8"))
    parts = {name: np.array(held[name]) for name in ("low", "high", "mean", "deviation")}
    numbers = tuple(int(one) for one in held["numbers"])
    return Model(Scaling(tuple(held["names"]), **parts), np.array(held["centres"]), numbers, int(held["given"]))
