"""Words of the ledger: accounts, transfers between them, and lots."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from xenia.kernel.texts import Text


class Phase(StrEnum):
    """`posted` at once; `pending` until one `post` or `void` ends it; `reversal` takes back what was posted."""

    POSTED = "posted"
    PENDING = "pending"
    POST = "post"
    VOID = "void"
    REVERSAL = "reversal"


class PointRole(StrEnum):
    """What a kind of points is for."""

    REDEEMABLE = "redeemable"
    QUALIFYING = "qualifying"
    GREEN = "green"
    BENEFIT = "benefit"  # uses of a benefit: upgrades, lounge passes
    STOCK = "stock"  # pieces of a reward, uses of a coupon
    MONEY = "money"  # minor units on a gift card


class AccountRole(StrEnum):
    """Whose an account is. Points come from `issued` (what the company owes, below zero) and end in one of the others."""

    MEMBER = "member"
    ISSUED = "issued"
    REDEEMED = "redeemed"
    EXPIRED = "expired"
    FORFEITED = "forfeited"  # what a member who left still had: the breakage that is certain
    ADJUSTED = "adjusted"
    PARTNER = "partner"  # clearing with one partner
    BUDGET = "budget"  # what a promotion may still give
    STOCK = "stock"


COUNTED = frozenset({AccountRole.MEMBER, AccountRole.PARTNER, AccountRole.BUDGET, AccountRole.STOCK})
"""Accounts with a cached balance and a limit. The company's own have neither, so that a thousand postings never wait for one row."""


class Cause(StrEnum):
    """What happened that points were moved."""

    STAY = "stay"
    TRIP = "trip"
    SPEND = "spend"
    ACTION = "action"
    PROMOTION = "promotion"
    REWARD = "reward"
    COUPON = "coupon"
    BENEFIT = "benefit"
    EXPIRY = "expiry"
    GIFT = "gift"
    TRANSFER = "transfer"
    POOL = "pool"
    MERGE = "merge"
    REFERRAL = "referral"
    PARTNER = "partner"
    ADJUSTMENT = "adjustment"
    OPENING = "opening"  # the balance of a programme taken over
    LEAVING = "leaving"


@dataclass(frozen=True)
class Move:
    """One transfer to be written: `amount` points from account `giver` to account `taker`, counted for `value_on` (None: the day of the
    books). `of` is the transfer that a post, void or reversal is about; `expires_on` the first day on which the lot is no more."""

    key: str
    giver: int
    taker: int
    amount: int
    phase: Phase = Phase.POSTED
    of: UUID | None = None
    value_on: date | None = None
    expires_on: date | None = None
    details: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Deed:
    """One thing that happened, and all the transfers it causes: written together or not at all. `source` names it, such as `stay:<id>`."""

    cause: Cause
    source: str
    booked_on: date
    moves: tuple[Move, ...]


@dataclass(frozen=True)
class Written:
    """A transfer as it stands in the ledger; `is_new` is false where the same key had written it before."""

    id: UUID
    key: str
    is_new: bool


@dataclass(frozen=True)
class Balance:
    """One account of a member. `usable` = posted less reserved; `incoming` is promised and not yet there; `next_expiry` is the first day on
    which `next_expiring` points are no more."""

    account_id: int
    kind: str
    role: PointRole
    name_zh: str
    name_en: str
    posted: int
    reserved: int
    incoming: int
    next_expiry: date | None
    next_expiring: int

    @property
    def usable(self) -> int:
        return self.posted - self.reserved


@dataclass(frozen=True)
class Lot:
    """What is left of one credit, and where it came from."""

    id: int
    amount: int
    unused: int
    value_on: date
    expires_on: date | None
    cause: Cause
    source: str
    earned_by: UUID


@dataclass(frozen=True)
class LedgerEntry:
    """A transfer as a member's account shows it: `amount` is signed. `partner`: what the partner is called with whom points were earned or
    used."""

    id: UUID
    kind: str
    phase: Phase
    amount: int
    cause: Cause
    source: str
    details: Mapping[str, Any]
    of: UUID | None
    booked_on: date
    value_on: date
    expires_on: date | None
    at: datetime
    by: UUID | None
    partner: Text | None


@dataclass(frozen=True)
class Fault:
    """Something in the books that does not add up: which check, which account or lot, what was expected and what is there."""

    check: str
    where: str
    expected: int
    found: int
