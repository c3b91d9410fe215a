"""The home page and search as other modules see them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from xenia.connect.types.guests import BookingSummary, GuestSummary
from xenia.kernel.notices import Door
from xenia.kernel.texts import Text


@dataclass(frozen=True)
class Figure:
    """A number and what it is compared with; `before` is None where nothing earlier is fair to compare with."""

    name: str
    value: int
    before: int | None
    door: Door


@dataclass(frozen=True)
class SourceFreshness:
    """When a source last brought something; `is_late` where it should have by its own schedule, or its last run went wrong."""

    source_id: UUID
    name: str
    last_run_at: datetime | None
    last_run_state: str | None
    waiting_rows: int
    is_late: bool


@dataclass(frozen=True)
class OpenDecision:
    """Something that waits for a person: what it is, how much it concerns, and where to act."""

    kind: str
    title: Text
    count: int
    at: datetime | None
    door: Door


@dataclass(frozen=True)
class MonthOfLine:
    """Bookings made in one calendar month (`2026-11`) in one line of business."""

    month: str
    line: str
    bookings: int


@dataclass(frozen=True)
class Home:
    """The home page. Figures and series the actor may not see are absent. `time_zone` is the one months and days are counted in."""

    figures: tuple[Figure, ...]
    decisions: tuple[OpenDecision, ...]
    sources: tuple[SourceFreshness, ...]
    months: tuple[MonthOfLine, ...]
    time_zone: str


@dataclass(frozen=True)
class Found:
    """What a search found; `understood` says as what the text was taken: phone, email, document, key or name."""

    understood: tuple[str, ...]
    guests: tuple[GuestSummary, ...]
    bookings: tuple[BookingSummary, ...]


@dataclass(frozen=True)
class CurrencyTotal:
    """Minor units summed over bookings of one currency."""

    currency: str
    total_minor: int
    bookings: int


@dataclass(frozen=True)
class BookingTotals:
    """Of all bookings under a filter: how many, and the sum of each currency; bookings without an amount count but do not sum."""

    bookings: int
    totals: tuple[CurrencyTotal, ...]
