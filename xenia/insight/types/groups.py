"""Words of groups of guests: what sets each apart, how it is named, how large it was and is."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from xenia.insight.types.judged import Interval
from xenia.kernel.texts import Text


@dataclass(frozen=True)
class Contrast:
    """One trait in which a group differs from all other guests: `words` with both values, `said` with the group's alone; `difference` in
    standard deviations, above nought where the group has more."""

    feature: str
    words: Text
    said: Text
    value: float
    other: float
    difference: Interval


@dataclass(frozen=True)
class GroupSize:
    """How many guests a group had when guests were placed `at` an instant."""

    at: datetime
    guests: int


@dataclass(frozen=True)
class GuestGroup:
    """A group: `number` stays while the group does; `name` is what a person called it, empty before. Money is of the last 730 days;
    `fit_mean` says how clearly its guests belong to it, 0 to 1. `sizes` run from the oldest to the newest."""

    number: int
    name: str
    named_by: str
    named_at: datetime | None
    guests: int
    guest_share: float
    revenue_share: float | None
    minor_mean: float | None
    fit_mean: float
    contrasts: tuple[Contrast, ...]
    sizes: tuple[GroupSize, ...]


@dataclass(frozen=True)
class GroupGallery:
    """The groups of the newest scores, the largest first; `guests` are in one of them, `others` have no booking that stands, are agencies,
    or are left out by law."""

    version: UUID
    as_of: datetime
    guests: int
    others: int
    currency: str
    groups: tuple[GuestGroup, ...]
