"""Words of gift cards: money paid in advance, which the company owes until it is used."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class GiftState(StrEnum):
    """`lapsed`: nobody confirmed in time."""

    HELD = "held"
    USED = "used"
    GIVEN_BACK = "given_back"
    LAPSED = "lapsed"


@dataclass(frozen=True)
class GiftPolicy:
    """What the law and the company say of gift cards; `law` names it, so that who reads a card's rules can look it up.

    A named card belongs to a member, a bearer card to whoever has its code; each holds so much at most when it is issued. Months of
    validity (None: it never ends). `ends_forfeit`: what is on a card that ended belongs to the company; else the card waits until it is
    extended, by so many months (`extension_months`). `named_is_paid_out`: what is on a named card may be paid back."""

    law: str = "单用途商业预付卡管理办法（试行）"
    named_max_minor: int = 500_000
    bearer_max_minor: int = 100_000
    named_months: int | None = None
    bearer_months: int | None = 36
    extension_months: int = 12
    ends_forfeit: bool = False
    named_is_paid_out: bool = True
    hold_hours: int = 48


@dataclass(frozen=True)
class GiftPolicyVersion:
    """The rules in force, and their number; 0 are those the product comes with."""

    number: int
    policy: GiftPolicy


@dataclass(frozen=True)
class IssuedCard:
    """A card just issued. `code` is told this once."""

    id: UUID
    code: str


@dataclass(frozen=True)
class GiftCard:
    """`last_on`: the last day on which it can be used, None for no end. `member_id`: whose a named card is."""

    id: UUID
    programme_id: UUID
    member_id: UUID | None
    face_minor: int
    usable_minor: int
    held_minor: int
    currency: str
    last_on: date | None
    has_ended: bool
    issued_at: datetime


@dataclass(frozen=True)
class GiftAsk:
    """So much of a card for a booking. `source` names it; the same `key` is the same use."""

    programme_id: UUID
    code: str
    amount_minor: int
    source: str
    key: str


@dataclass(frozen=True)
class GiftUse:
    """So much of a card held or used for a booking."""

    id: UUID
    card_id: UUID
    amount_minor: int
    state: GiftState
    source: str
    held_until: datetime


class GiftFilter(StrEnum):
    """Cards to look at: those that can be used, those that ended with money on them, and those with nothing left."""

    LIVE = "live"
    ENDED = "ended"
    EMPTY = "empty"


@dataclass(frozen=True)
class GiftCardLine:
    """A card as the desk lists it; number and name are empty for a bearer card, the name too where the reader does not see the guest."""

    card: GiftCard
    number: str
    name: str


@dataclass(frozen=True)
class GiftUseLine:
    """A use of a card as the desk lists it, and how much of what was used went back to the card."""

    use: GiftUse
    ordered_at: datetime
    back_minor: int


@dataclass(frozen=True)
class GiftOwed:
    """Cards of one kind with something on them, their money, what of it is held for bookings, and what is on cards that have ended."""

    cards: int
    owed_minor: int
    held_minor: int
    ended_minor: int


@dataclass(frozen=True)
class GiftLiability:
    """What the company owes on gift cards, on all of them and by kind: cards with something on them, their money, and what of it is held
    for bookings."""

    cards: int
    owed_minor: int
    held_minor: int
    currency: str
    named: GiftOwed
    bearer: GiftOwed


@dataclass(frozen=True)
class GiftMonth:
    """What moved on a programme's gift cards in a month of the books, in minor units, and what was on them at its end."""

    month: date
    sold_minor: int
    used_minor: int
    given_back_minor: int
    paid_out_minor: int
    expired_minor: int
    outstanding_minor: int


@dataclass(frozen=True)
class GiftStatement:
    """Every month since the first card, the newest first; what the cards' accounts hold now, and how far the last month is from it: zero,
    or somebody has to look."""

    currency: str
    months: tuple[GiftMonth, ...]
    accounts_minor: int
    difference_minor: int
