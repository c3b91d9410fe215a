"""Words of the trail of points: where some came from, and what used them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from xenia.loyalty.types.ledger import Cause, LedgerEntry


@dataclass(frozen=True)
class LotTaken:
    """`amount` of a lot that `earned_by` first brought on `value_on` for `source`; `amount` below zero was given back to it."""

    lot_id: int
    amount: int
    value_on: date
    expires_on: date | None
    cause: Cause
    source: str
    earned_by: UUID


@dataclass(frozen=True)
class LotSpent:
    """`amount` of a lot that a transfer took on a day of the books, None where it paid back what the account owed."""

    transfer_id: UUID | None
    amount: int
    cause: Cause | None
    source: str
    booked_on: date | None


@dataclass(frozen=True)
class EntryTrail:
    """Why an entry is there and what became of it. `taken`: the lots it took from; `left`: what is unused of the lot it brought, None where
    it brought none; `spent`: what used that lot; `follows`: the other entries of the same thing, such as the post of a promise."""

    entry: LedgerEntry
    taken: tuple[LotTaken, ...]
    left: int | None
    spent: tuple[LotSpent, ...]
    follows: tuple[LedgerEntry, ...]
