"""What sets one group of guests apart from another, and how groups overlap."""

from dataclasses import dataclass
from typing import Any

from xenia.kernel.texts import Text
from xenia.segment.types.guests import Finding
from xenia.segment.types.tree import FieldIs


@dataclass(frozen=True)
class Part:
    """So many guests of a group. `share` is None of a group without guests."""

    guests: int
    of: int

    @property
    def share(self) -> float | None:
        return self.guests / self.of if self.of else None


@dataclass(frozen=True)
class Trait:
    """A condition, and of how many of each group it holds. `apart`: Cohen's h of the two shares (rule SB3), above zero where it holds more
    often inside."""

    where: FieldIs
    inside: Part
    against: Part
    apart: float


@dataclass(frozen=True)
class GroupMeasured:
    """A group as a screen shows it: its sentence, how many they are, and their value in minor units, None where the reader may not ask."""

    sentence: Text
    guests: int
    value_minor: int | None


@dataclass(frozen=True)
class TraitTold:
    """A trait as a screen shows it. `condition`: as it stands in a definition, so that a click adds it."""

    condition: dict[str, Any]
    told: Text
    field: Text
    inside: int
    inside_share: float
    against: int
    against_share: float
    apart: float


@dataclass(frozen=True)
class AudienceContrast:
    """What sets those who fit a definition apart from the others (SB3 to SB5). `is_too_few`: a group of fewer guests says nothing.
    `currency` of the values. Numbers, or the findings for which there are none."""

    findings: tuple[Finding, ...]
    inside: GroupMeasured | None = None
    against: GroupMeasured | None = None
    currency: str = ""
    is_too_few: bool = False
    traits: tuple[TraitTold, ...] = ()


@dataclass(frozen=True)
class Crossing:
    """The guests who fit just these of several definitions, by place. `definition`: that says it, so that the guests can be seen."""

    within: tuple[int, ...]
    guests: int
    definition: dict[str, Any]


@dataclass(frozen=True)
class AudienceOverlap:
    """How several definitions overlap (SB6), and what each is worth (SB5). `sets`: in the order they were given. `crossings`: without those
    that nobody is in, the greatest first. `currency` of the values. Numbers, or the findings for which there are none."""

    findings: tuple[Finding, ...]
    base: int = 0
    sets: tuple[GroupMeasured, ...] = ()
    crossings: tuple[Crossing, ...] = ()
    currency: str = ""
