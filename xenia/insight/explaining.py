"""Features by name with their words, and the reasons of a probability in words that the guest it concerns can be told."""

from dataclasses import dataclass

import numpy as np

from xenia.insight.judging import Array


@dataclass(frozen=True)
class Feature:
    """One line of a catalogue: what the number is, whose it is, what an absent value means, and which reason it belongs to."""

    name: str
    zh: str
    en: str
    source: str
    absent_zh: str
    absent_en: str
    reason: str


@dataclass(frozen=True)
class Words:
    """How one reason is told."""

    zh: str
    en: str


@dataclass(frozen=True)
class Reason:
    """What one group of features adds to the log-odds of one guest or booking: above nought it makes the outcome likelier."""

    name: str
    words: Words
    weight: float

    @property
    def raises(self) -> bool:
        return self.weight > 0


def reasons_of(
    shares: Array, names: tuple[str, ...], reason_of: dict[str, str], words: dict[str, Words], most: int
) -> list[tuple[Reason, ...]]:
    """For each row the `most` reasons that weigh most, the heaviest first. `shares` (n, k + 1) as TreeSHAP gives them; the last
    column, what
    everybody starts from, is nobody's reason. The shares of one reason's features are added up."""
    keys = sorted(set(reason_of.values()))
    number = {key: place for place, key in enumerate(keys)}
    sums = np.zeros((len(shares), len(keys)))
    for place, name in enumerate(names):
        sums[:, number[reason_of[name]]] += shares[:, place]
    order = np.argsort(-np.abs(sums), axis=1, kind="stable")[:, :most]
    return [
        tuple(Reason(keys[place], words[keys[place]], float(row[place])) for place in places if row[place] != 0)
        for row, places in zip(sums, order, strict=True)
    ]
