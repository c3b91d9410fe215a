"""Claims: a stay or flight that is missing from a member's account, taken at the desk with proof and granted by a second person. Rule EA15
of docs/algorithms/earning.md."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from xenia.connect.queries.bookings import get_booking
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, NotFound, Refused
from xenia.loyalty.actions.earning_parts import Setting, follow_part
from xenia.loyalty.actions.members import subject_of_member
from xenia.loyalty.models.earning import Claim as ClaimRow
from xenia.loyalty.queries.claims import get_claim
from xenia.loyalty.queries.earning import list_versions, tags_asked
from xenia.loyalty.queries.members import get_member
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.queries.purchases import Wanted, read_purchases
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.types.claims import Claim, ClaimProof, ClaimState, RefusedFor
from xenia.loyalty.types.earning import EarnedRun, Stage
from xenia.loyalty.types.programmes import MemberState
from xenia.trust.actions.audit import record
from xenia.trust.types.access import Permission


@transaction.atomic
def claim_stay(*, actor: Actor, member_id: UUID, booking_id: UUID, proof: ClaimProof, now: datetime) -> UUID:
    """Returns the id of a claim that waits for a second person. Raises NotFound for a member or booking that the actor does not see,
    Conflict for a member who left and for a booking claimed before."""
    actor.require(Permission.SERVE_MEMBERS)
    member = get_member(actor, member_id)
    get_booking(actor, booking_id)
    if member.state is not MemberState.ACTIVE:
        told = f"Member {member.number} is {member.state} and earns no more."
        raise Conflict("member_left", told, f"会员 {member.number} 已不在计划中。")
    try:
        with transaction.atomic():
            row = ClaimRow.objects.create(
                member_id=member_id,
                booking_id=booking_id,
                proof=proof.value,
                state=ClaimState.OPEN.value,
                claimed_by=actor.user_id,
                claimed_at=now,
            )
    except IntegrityError as twice:
        raise Conflict("claimed_before", "The booking was claimed for this member before.", "该预订已为这位会员申请过补登。") from twice
    record(actor, "member.claimed", subject=subject_of_member(member_id), details={"proof": proof.value}, now=now)
    return row.id


@transaction.atomic
def grant_claim(*, actor: Actor, claim_id: UUID, now: datetime) -> EarnedRun:
    """Lets a claimed booking earn, however old it is, for the member who claims it. Raises Refused for the person who took the claim,
    Conflict for one that is decided, or whose booking was not stayed or flown, earned for another, or earns nothing."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    claim = _open_claim(actor, claim_id)
    if actor.user_id is not None and claim.claimed_by == actor.user_id:
        raise Refused(
            "claim_four_eyes", "Who took the claim does not grant it; ask a second person.", "申请登记人不能自己批准；请由另一人复核。"
        )
    programme = get_programme(actor, get_member(actor, claim.member_id).programme_id)
    booking = get_booking(actor, claim.booking_id)
    whose = tuple((str(one.record_id), claim.member_id) for one in booking.parties)
    versions = tuple(list_versions(actor, programme.id))
    wanted = Wanted(now, booking_ids=(str(claim.booking_id),), whose=whose)
    setting = Setting(programme, versions, day_of(now, programme.time_zone), is_claimed=True)
    done = EarnedRun()
    for purchases in read_purchases(actor, programme, wanted, tags_asked(versions)):
        if any(one.stage is not Stage.DONE for one in purchases):
            raise Conflict(
                "claim_not_stayed", "The booking was not stayed or flown; a claim earns only then.", "该预订尚未入住或成行，不能补登。"
            )
        done = follow_part(actor, setting, purchases, now=now)
    if not done.transfers:
        why = ", ".join(one.value for one in done.unearned) or "no rule fits"
        raise Conflict("claim_earns_nothing", f"The booking earns nothing for this member: {why}.", f"该预订不能为这位会员积分（{why}）。")
    _decide(actor, claim, now, state=ClaimState.GRANTED.value, transfers=done.transfers)
    details = {"transfers": done.transfers}
    record(actor, "member.claim_granted", subject=subject_of_member(claim.member_id), details=details, now=now)
    return done


@transaction.atomic
def refuse_claim(*, actor: Actor, claim_id: UUID, why: RefusedFor, now: datetime) -> None:
    """Refuses a claim. Raises Conflict for one that is decided."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    claim = _open_claim(actor, claim_id)
    _decide(actor, claim, now, state=ClaimState.REFUSED.value, refused_for=why.value)
    record(actor, "member.claim_refused", subject=subject_of_member(claim.member_id), details={"why": why.value}, now=now)


def _open_claim(actor: Actor, claim_id: UUID) -> Claim:
    if not ClaimRow.objects.select_for_update().filter(id=claim_id).exists():
        raise NotFound("claim_unknown", f"There is no claim {claim_id}.", "没有这份补登申请。")
    claim = get_claim(actor, claim_id)
    if claim.state is not ClaimState.OPEN:
        raise Conflict("claim_decided", f"The claim was {claim.state} already.", "这份申请已有结论。")
    return claim


def _decide(actor: Actor, claim: Claim, now: datetime, **said: object) -> None:
    ClaimRow.objects.filter(id=claim.id).update(decided_by=actor.user_id, decided_at=now, **said)
