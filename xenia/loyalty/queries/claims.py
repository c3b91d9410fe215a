"""Reads of claims of missing points."""

from collections.abc import Sequence
from uuid import UUID

from xenia.connect.queries.bookings import list_by_ids
from xenia.connect.types.guests import BookingSummary
from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.kernel.paging import Page, keys_of, page_size, page_token
from xenia.loyalty.models import earning as models
from xenia.loyalty.models.programmes import Member
from xenia.loyalty.queries.members import get_member
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.types.claims import Claim, ClaimLine, ClaimProof, ClaimState, RefusedFor
from xenia.profile.queries.seen import guest_names
from xenia.profile.types.staff import GuestName
from xenia.trust.queries.colleagues import peer_names
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


def list_claim_lines(
    actor: Actor, programme_id: UUID, *, state: ClaimState | None = None, page: str | None = None, size: int = 50
) -> Page[ClaimLine]:
    """Returns the same with whose each claim is, what was booked, and who took and decided it."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    get_programme(actor, programme_id)
    found = list_claims(actor, programme_id, state=state, page=page, size=size)
    return Page(_lines(actor, found.items), found.next)


def _lines(actor: Actor, claims: Sequence[Claim]) -> list[ClaimLine]:
    members = {one.id: one for one in Member.objects.filter(id__in={claim.member_id for claim in claims})}
    guests = guest_names(actor, [one.guest_id for one in members.values() if one.guest_id])
    may_bookings = Permission.VIEW_BOOKINGS in actor.permissions
    bookings = {one.booking_id: one for one in list_by_ids(actor, [one.booking_id for one in claims])} if may_bookings else {}
    people = peer_names(actor, [person for one in claims for person in (one.claimed_by, one.decided_by)])
    return [
        _line(
            one,
            members[one.member_id].number,
            guests.get(members[one.member_id].guest_id or one.id, GuestName(None, "")),
            bookings.get(one.booking_id),
            (people.get(one.claimed_by or one.id, ""), people.get(one.decided_by or one.id, "")),
            is_own=actor.user_id is not None and one.claimed_by == actor.user_id,
        )
        for one in claims
    ]


def _line(
    claim: Claim, number: str, guest: GuestName, booking: BookingSummary | None, people: tuple[str, str], *, is_own: bool
) -> ClaimLine:
    return ClaimLine(
        claim,
        number,
        guest.guest_id,
        guest.name,
        booking.booking_key if booking else "",
        booking.line if booking else "",
        booking.starts_on if booking else None,
        booking.ends_on if booking else None,
        *people,
        is_own,
    )


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
        ClaimProof(row.proof),
        ClaimState(row.state),
        RefusedFor(row.refused_for) if row.refused_for else None,
        row.claimed_by,
        row.claimed_at,
        row.decided_by,
        row.decided_at,
        row.transfers,
    )
