"""What is answered about an audience before it is saved, and about one guest."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from xenia.kernel.texts import Text
from xenia.segment.types.guests import Finding, Reason
from xenia.trust.types.consent import GuestCount

NO_LABEL = Text("", "")


@dataclass(frozen=True)
class ConditionCount:
    """How many guests of the base the node at `at` holds for, were it the whole definition."""

    at: str
    guests: int


@dataclass(frozen=True)
class Counted:
    """The numbers of an audience today (rule AU17). `share` of the base is None where nobody is in it. `conditions`: every node of the
    tree, the whole first. `sample`: some of the guests, the same each time. `reach`: how many stand how on each purpose and channel."""

    as_of: datetime
    today: date
    base: int
    guests: int
    share: float | None
    conditions: tuple[ConditionCount, ...]
    sample: tuple[UUID, ...]
    reach: tuple[GuestCount, ...]


@dataclass(frozen=True)
class AudiencePreview:
    """Numbers, or the findings for which there are none (rule AU14): one of the two is empty."""

    findings: tuple[Finding, ...]
    counted: Counted | None


@dataclass(frozen=True)
class ValueCount:
    """A value that guests have, how people call it, and how many guests of the base have it."""

    value: str
    label: Text
    guests: int


@dataclass(frozen=True)
class GuestExplained:
    """Whether one guest belongs today and why; `changes_on`: the next day on which that changes by itself, None where it does not within
    the days looked ahead."""

    guest_id: UUID
    as_of: datetime
    today: date
    reason: Reason
    changes_on: date | None
