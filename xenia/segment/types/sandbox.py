"""What a screen is told while somebody writes a definition: what may be asked, and what the definition says and finds."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from xenia.kernel.texts import Text
from xenia.segment.types.guests import Finding
from xenia.segment.types.operators import FieldKind, Op, Shape
from xenia.trust.types.consent import GuestCount


@dataclass(frozen=True)
class AudienceOperator:
    """A test: what it compares with (`shape`), and how people call it."""

    op: Op
    shape: Shape
    label: Text


@dataclass(frozen=True)
class AudienceOption:
    """A value there can be, and how people call it."""

    value: str
    label: Text


@dataclass(frozen=True)
class AudienceField:
    """A value of a guest that may be asked about. `operators`: the tests that fit it, in the order of a menu. `decimals`: how many places
    of a stored number are behind the point when people read it."""

    name: str
    source: str
    kind: FieldKind
    label: Text
    meaning: Text
    unit: Text
    decimals: int
    is_sensitive: bool
    options: tuple[AudienceOption, ...]
    operators: tuple[Op, ...]


@dataclass(frozen=True)
class AudienceProperty:
    """What is known of one event. Values of texts are asked for as `searched.destination`."""

    name: str
    kind: FieldKind
    label: Text
    unit: Text
    decimals: int
    options: tuple[AudienceOption, ...]
    operators: tuple[Op, ...]


@dataclass(frozen=True)
class AudienceBehaviour:
    """A kind of event; `verb` is said of the guest."""

    kind: str
    verb: Text
    properties: tuple[AudienceProperty, ...]


@dataclass(frozen=True)
class AudienceCatalogue:
    """Everything the reader may ask about, in the order of a menu."""

    fields: tuple[AudienceField, ...]
    behaviours: tuple[AudienceBehaviour, ...]
    operators: tuple[AudienceOperator, ...]


@dataclass(frozen=True)
class NodeNumbers:
    """A node of the tree, by its place: what it says by itself, and how many guests of the base it would hold for."""

    at: str
    told: Text
    guests: int


@dataclass(frozen=True)
class SampledGuest:
    """One of those who belong, by the name the reader sees."""

    guest_id: UUID
    name: str


@dataclass(frozen=True)
class AudienceNumbers:
    """The numbers of a definition today (AU17). `conditions`: every node, the whole first. `share` of the base: None where it is empty."""

    as_of: datetime
    today: date
    base: int
    guests: int
    share: float | None
    conditions: tuple[NodeNumbers, ...]
    sample: tuple[SampledGuest, ...]
    reach: tuple[GuestCount, ...]


@dataclass(frozen=True)
class TriedAudience:
    """A definition as a sentence, with its numbers, or with the findings for which there are none (AU14)."""

    sentence: Text
    findings: tuple[Finding, ...]
    numbers: AudienceNumbers | None


@dataclass(frozen=True)
class NodeHolds:
    """Whether a node holds for one guest, and the value or number of times it was judged by: words of a set, a day as 2026-05-01.
    `found_told`: the value of a field in words, None of yes and no, of a day, and where there is none."""

    at: str
    told: Text
    holds: bool
    found: bool | int | float | str | tuple[str, ...] | None
    found_told: Text | None = None


@dataclass(frozen=True)
class GuestTried:
    """Whether one guest belongs today and why; `changes_on`: the next day in a year on which that changes by itself."""

    guest_id: UUID
    as_of: datetime
    today: date
    belongs: bool
    changes_on: date | None
    conditions: tuple[NodeHolds, ...]
