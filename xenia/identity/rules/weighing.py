"""From levels to bits: what the evidence of two records weighs, under a trained model (Fellegi and Sunter 1969). Pure.

Each level of a comparison weighs log2(m / u): how much likelier it is reached by two records of one person (m) than of two (u). Where a
value is agreed upon, u is how common that very value is: two 王伟 say less than two 万俟明轩 (rule M29).
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from xenia.identity.rules.comparing import CITY, COMPANY, COMPARISONS, LATIN, LOCAL, UNKNOWN, levels_of
from xenia.identity.rules.reading import Reading
from xenia.identity.types import Evidence
from xenia.kernel.texts import Text

SAME_BITS_MIN = 1.3
"""From here on records are one guest without anybody being asked: odds of 5 to 2 for the weakest pair, 99 in 100 right of all."""
ASK_BITS_MIN = -2.0
"""From here on up to `SAME_BITS_MIN` a steward is asked; below, odds are worse than 1 to 4."""
MEMBER_BITS = 30.0
"""What one membership number weighs (rule M26)."""
SEEN_BESIDE = 0.5
"""Of a given name that no other surname carries it is taken that half a record does: seldom, but not never."""
SHARE_MIN = 1e-6
"""No name is rarer than one in a million, whatever its parts say: relatives and namesakes of a rare name are no accident."""
HELD_ONCE = Text("该来源中每人只有一条记录", "Their source holds every person once")
RECORDS_OF_ONE = 6
"""So many records of one name may well be one person's; what is above tells that several people have it."""


@dataclass(frozen=True)
class Names:
    """How often surnames, given names and whole names occur, in one script."""

    surnames: Mapping[str, float]
    givens: Mapping[str, float]
    wholes: Mapping[str, float]
    total: float

    def share(self, surname: str, given: str) -> float:
        """Returns which share of people has this name, as far as names tell (rule M29).

        A surname and a given name come together by chance, so the share is the product of both, the given name counted among other
        surnames only: records of one person do not make their own name common. A whole name that far more records carry than that is
        as common as it is seen.
        """
        if not self.total:
            return 1.0
        whole = self.wholes.get(f"{surname}|{given}", 0)
        by_chance = self.surnames.get(surname, 1) / self.total * max(SEEN_BESIDE, self.givens.get(given, 0) - whole) / self.total
        is_common = whole > RECORDS_OF_ONE + 3 * by_chance * self.total
        return min(1.0, max(SHARE_MIN, by_chance, (whole - RECORDS_OF_ONE) / self.total if is_common else 0.0))


@dataclass(frozen=True)
class Model:
    """A trained model. `prior`: the chance that two records taken at random are one person. `chances`: (m, u) of each level of each
    comparison, by code, from level 0 upwards. `cities`, `companies`: the share of records with each. `once`: the sources that hold every
    person once, and what two records of one weigh for it (rule M44). It says nothing of a single person but how common a name is.
    """

    prior: float
    chances: Mapping[str, tuple[tuple[float, float], ...]]
    local: Names
    latin: Names
    cities: Mapping[str, float] = field(default_factory=dict)
    companies: Mapping[str, float] = field(default_factory=dict)
    once: Mapping[str, float] = field(default_factory=dict)

    @property
    def prior_bits(self) -> float:
        return math.log2(self.prior / (1 - self.prior))

    def sound_of(self, reading: Reading) -> str:
        """The commonest of a name's readings: of `Wei Wang` the one that people have, wang|wei."""
        return max(reading.loose_names, key=lambda name: (self.latin.share(*name.split("|")), name), default="")


def weigh(model: Model, left: Reading, right: Reading) -> tuple[float, tuple[int, ...]]:
    """Returns what the evidence of two records weighs in bits, prior included, and the levels it reached."""
    found = bits_of_levels(model, left, right)
    return model.prior_bits + bits_of_source(model, left, right) + sum(bits for _, bits in found), tuple(level for level, _ in found)


def bits_of_source(model: Model, left: Reading, right: Reading) -> float:
    """Returns what it weighs that both records come from one source that holds every person once; 0 for all others (rule M44)."""
    return model.once.get(left.source, 0.0) if left.source == right.source else 0.0


def bits_of_levels(model: Model, left: Reading, right: Reading) -> tuple[tuple[int, float], ...]:
    """Returns the level that each comparison reached, and the bits it weighs."""
    return tuple((level, _bits(model, place, level, left, right)) for place, level in enumerate(levels_of(left, right)))


def evidence(model: Model, levels: Iterable[int], left: Reading, right: Reading) -> tuple[Evidence, ...]:
    """Returns the bars of the waterfall, strongest first, without the things that one side says nothing of."""
    bars = [
        Evidence(comparison.code, comparison.levels[level].code, comparison.levels[level].text, _bits(model, place, level, left, right))
        for place, (comparison, level) in enumerate(zip(COMPARISONS, levels, strict=True))
        if level != UNKNOWN
    ]
    against = bits_of_source(model, left, right)
    held_once = [Evidence("source", "once", HELD_ONCE, against)] if against else []
    return tuple(sorted([*bars, *held_once], key=lambda bar: -abs(bar.bits)))


def chance(bits: float) -> float:
    """Returns the probability that so many bits stand for: 0 bits is an even chance."""
    return 1 / (1 + 2.0**-bits) if bits > -1000 else 0.0


def _bits(model: Model, place: int, level: int, left: Reading, right: Reading) -> float:
    if level == UNKNOWN:
        return 0.0
    comparison = COMPARISONS[place]
    m, u = model.chances[comparison.code][level]
    return math.log2(m / (_share_of_value(model, comparison.code, comparison.levels[level].code, left, right) or u))


def _share_of_value(model: Model, comparison: str, level: str, left: Reading, right: Reading) -> float:
    """How common the value is that both agree on; 0 where the level does not weigh by value."""
    if (comparison, level) == (LOCAL.code, "same"):
        return model.local.share(left.surname, left.given)
    if (comparison, level) in ((LOCAL.code, "homophone"), (LATIN.code, "sound")):
        return max(model.latin.share(*model.sound_of(one).split("|")) for one in (left, right))
    if (comparison, level) == (CITY.code, "same"):
        return model.cities.get(left.city, 0.0)
    if (comparison, level) == (COMPANY.code, "same"):
        return model.companies.get(left.company, 0.0)
    return 0.0


def count_names(readings: Iterable[Reading]) -> tuple[Names, Names]:
    """Returns how often names occur in characters, and by their sound (a name that may be read in two orders counts half each)."""
    local, latin = _Count(), _Count()
    for reading in readings:
        if reading.local and reading.given and reading.surname:
            local.add(reading.surname, reading.given, 1.0)
        orders = {name.partition("|")[0]: name for name in reversed(reading.loose_names)}
        for name in orders.values():
            surname, _, given = name.partition("|")
            latin.add(surname, given, 1 / len(orders))
    return local.names(), latin.names()


class _Count:
    def __init__(self) -> None:
        self._surnames: defaultdict[str, float] = defaultdict(float)
        self._givens: defaultdict[str, float] = defaultdict(float)
        self._wholes: defaultdict[str, float] = defaultdict(float)

    def add(self, surname: str, given: str, times: float) -> None:
        self._surnames[surname] += times
        self._givens[given] += times
        self._wholes[f"{surname}|{given}"] += times

    def names(self) -> Names:
        return Names(dict(self._surnames), dict(self._givens), dict(self._wholes), sum(self._wholes.values()))


def shares(values: Iterable[str]) -> dict[str, float]:
    """Returns which share of the values that are not empty each value has."""
    counted = Counter(value for value in values if value)
    return {value: count / counted.total() for value, count in counted.items()}


def to_document(model: Model) -> dict[str, Any]:
    """Returns the model as JSON: a file that another company can start from."""
    names = {
        script: {"surnames": dict(of.surnames), "givens": dict(of.givens), "wholes": dict(of.wholes), "total": of.total}
        for script, of in (("local", model.local), ("latin", model.latin))
    }
    chances = {code: [list(pair) for pair in pairs] for code, pairs in model.chances.items()}
    told = {"cities": dict(model.cities), "companies": dict(model.companies), "once": dict(model.once)}
    return {"prior": model.prior, "chances": chances, "names": names, **told}


def from_document(document: Mapping[str, Any]) -> Model:
    """Returns the model of a document that `to_document` wrote."""
    names = {script: Names(**document["names"][script]) for script in ("local", "latin")}
    chances = {code: tuple((m, u) for m, u in pairs) for code, pairs in document["chances"].items()}
    told = (document["cities"], document["companies"], document.get("once", {}))
    return Model(document["prior"], chances, names["local"], names["latin"], *told)
