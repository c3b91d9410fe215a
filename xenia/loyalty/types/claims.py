"""Words of claims: a stay or flight that a member says is missing."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class ClaimProof(StrEnum):
    """What the member showed. The thing itself is filed elsewhere."""

    INVOICE = "invoice"
    BOARDING_CARD = "boarding_card"
    FOLIO = "folio"
    CONFIRMATION = "confirmation"


class ClaimState(StrEnum):
    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"


class RefusedFor(StrEnum):
    """Why a claim was refused."""

    NOT_THEIRS = "not_theirs"
    NOT_STAYED = "not_stayed"
    NOT_ELIGIBLE = "not_eligible"
    PROOF_UNCLEAR = "proof_unclear"


@dataclass(frozen=True)
class Claim:
    """`transfers`: how many the granted claim wrote."""

    id: UUID
    member_id: UUID
    booking_id: UUID
    proof: ClaimProof
    state: ClaimState
    refused_for: RefusedFor | None
    claimed_by: UUID | None
    claimed_at: datetime
    decided_by: UUID | None
    decided_at: datetime | None
    transfers: int


@dataclass(frozen=True)
class ClaimLine:
    """A claim as the desk lists it: whose it is, what was booked, and who looked. `is_own`: the reader took it, so a second person decides.
    `guest_id` and what is told of the booking are None or empty where the reader does not see them."""

    claim: Claim
    number: str
    guest_id: UUID | None
    name: str
    booking_key: str
    line: str
    starts_on: date | None
    ends_on: date | None
    claimed_by: str
    decided_by: str
    is_own: bool
