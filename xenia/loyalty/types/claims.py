"""Words of claims: a stay or flight that a member says is missing."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Proof(StrEnum):
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
    proof: Proof
    state: ClaimState
    refused_for: RefusedFor | None
    claimed_by: UUID | None
    claimed_at: datetime
    decided_by: UUID | None
    decided_at: datetime | None
    transfers: int
