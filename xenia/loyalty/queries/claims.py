"""Reads of claims of missing points."""

from uuid import UUID

from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.kernel.paging import Page, keys_of, page_size, page_token
from xenia.loyalty.models import earning as models
from xenia.loyalty.queries.members import get_member
from xenia.loyalty.types.claims import Claim, ClaimState, Proof, RefusedFor
from xenia.trust.types.access import Permission


def list_claims(
    actor: Actor, programme_id: UUID, *, state: ClaimState | None = None, page: str | None = None, size: int = 50
) -> Page[Claim]:
    """Returns the claims of a programme, the newest first."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    rows = models.Claim.objects.filter(member__programme_id=programme_id, **({"state": state.value} if state else {})).order_by("-id")
    if page:
        (before,) = keys_of(page, UUID)
        rows = rows.filter(id__lt=before)
    count = page_size(size)
    found = list(rows[: count + 1])
    return Page([_claim(one) for one in found[:count]], page_token(str(found[count - 1].id)) if len(found) > count else None)


def list_member_claims(actor: Actor, member_id: UUID) -> list[Claim]:
    """Returns the claims of a member, the newest first; raises NotFound where the actor does not see the guest."""
    get_member(actor, member_id)
    return [_claim(one) for one in models.Claim.objects.filter(member_id=member_id).order_by("-id")]


def get_claim(actor: Actor, claim_id: UUID) -> Claim:
    """Returns the claim; raises NotFound."""
    actor.require(Permission.VIEW_LOYALTY)
    row = models.Claim.objects.filter(id=claim_id).first()
    if row is None:
        raise NotFound("claim_unknown", f"There is no claim {claim_id}.", "没有这份补登申请。")
    get_member(actor, row.member_id)
    return _claim(row)


def _claim(row: models.Claim) -> Claim:
    return Claim(
        row.id,
        row.member_id,
        row.booking_id,
        Proof(row.proof),
        ClaimState(row.state),
        RefusedFor(row.refused_for) if row.refused_for else None,
        row.claimed_by,
        row.claimed_at,
        row.decided_by,
        row.decided_at,
        row.transfers,
    )
