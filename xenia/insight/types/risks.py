"""Words of risks: bookings that may be cancelled, why, and how much is at stake."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from xenia.connect.types.guests import BookingSummary
from xenia.kernel.texts import Text


@dataclass(frozen=True)
class RiskFilter:
    """Bookings of one property (as its source writes it; a line for bookings without one), to one market (a country or region as its source
    writes it), of one unit."""

    property: str | None = None
    market: str | None = None
    unit_id: UUID | None = None


@dataclass(frozen=True)
class BookingAtRisk:
    """A booking that stands and is to come: the chance that it is cancelled or not shown up for, its worth and what is at stake in the
    reporting currency (None where the amount is not known), and up to three reasons that raise the chance, the heaviest first."""

    booking: BookingSummary
    chance: float
    amount_minor: int | None
    at_stake_minor: int | None
    reasons: tuple[Text, ...]


@dataclass(frozen=True)
class PropertyAtRisk:
    """Of one property, as its source writes it (of bookings without one, their line): what it is called, None where nobody told, bookings
    ahead, and what is at stake."""

    property: str
    name: Text | None
    bookings: int
    at_stake_minor: int


@dataclass(frozen=True)
class MarketAtRisk:
    """Of one country or region: bookings ahead, and what is at stake."""

    market: str
    bookings: int
    at_stake_minor: int


@dataclass(frozen=True)
class RiskSummary:
    """All bookings ahead that were scored and that the actor sees: how many, how many are expected to be lost, what they are
    worth and what is at stake, in all, by property and by market, the most at stake first; bookings of an unknown market are in none."""

    as_of: datetime
    currency: str
    bookings: int
    expected_lost: float
    amount_minor: int
    at_stake_minor: int
    properties: tuple[PropertyAtRisk, ...]
    markets: tuple[MarketAtRisk, ...]
