"""Tiers that are given: offers of a match or a challenge, and tiers by hand (rules TI8, TI9 and TI11 of docs/algorithms/tiers.md)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, NotFound
from xenia.kernel.ids import new_id
from xenia.loyalty.actions.members import subject_of_member
from xenia.loyalty.actions.tiers import recompute
from xenia.loyalty.models.tiers import TierGrant
from xenia.loyalty.queries.members import get_member
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.queries.tiers import get_versions
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.rules.tier_grants import (
    challenge_until,
    checked_asks,
    checked_days,
    checked_end,
    checked_evidence,
    checked_reason,
    checked_tier,
    refuse_state,
)
from xenia.loyalty.rules.tiers import policy_on
from xenia.loyalty.types.ledger import PointRole
from xenia.loyalty.types.programmes import Member, MemberState, Programme
from xenia.loyalty.types.tiers import GrantKind, GrantState, HandReason, Threshold, TierEvidence, TierPolicy
from xenia.trust.actions.audit import record
from xenia.trust.types.access import Permission

ANSWER_DAYS = 30


@dataclass(frozen=True)
class _At:
    """The member, the programme, its tiers and its day."""

    member: Member
    programme: Programme
    policy: TierPolicy
    today: date


@transaction.atomic
def offer_match(*, actor: Actor, member_id: UUID, tier: str, days: int, evidence: TierEvidence, now: datetime) -> UUID:
    """Returns the id of an offer of a tier for so many days from acceptance on, for a tier the member showed from another programme. Raises
    Invalid for a tier, a number of days or a reference that is none, Conflict where an offer of a match is open."""
    actor.require(Permission.ADJUST_POINTS)
    at = _at(actor, member_id, now)
    checked_evidence(evidence)
    checked_days(days, "The match", "匹配期")
    row = _row(actor, at, GrantKind.MATCH, checked_tier(at.policy, tier), now)
    row.days, row.evidence, row.reference = days, evidence.kind.value, evidence.reference
    return _offer(actor, row, "member.match_offered", now)


@transaction.atomic
def offer_challenge(*, actor: Actor, member_id: UUID, tier: str, days: int, asks: Sequence[Threshold], now: datetime) -> UUID:
    """Returns the id of an offer: who does all that is asked within so many days from acceptance on has the tier. Raises like
    `offer_match`."""
    actor.require(Permission.ADJUST_POINTS)
    at = _at(actor, member_id, now)
    checked_days(days, "The challenge", "挑战期")
    row = _row(actor, at, GrantKind.CHALLENGE, checked_tier(at.policy, tier), now)
    measures = [one.code for one in at.programme.kinds if one.role is PointRole.QUALIFYING]
    row.days, row.asks = days, [asdict(one) for one in checked_asks(asks, measures)]
    return _offer(actor, row, "member.challenge_offered", now)


@transaction.atomic
def accept_offer(*, actor: Actor, grant_id: UUID, now: datetime) -> None:
    """The member said yes: a match holds from today, a challenge begins today. Raises Conflict where the offer is not open any more."""
    actor.require(Permission.SERVE_MEMBERS)
    row, at = _locked(actor, grant_id, now)
    if row.state == GrantState.ACCEPTED.value:
        return
    if row.state != GrantState.OFFERED.value or (row.answer_until and row.answer_until <= at.today):
        raise refuse_state(GrantState(row.state), "accepted")
    ends = at.today + timedelta(days=row.days or 0)
    row.since, row.state = at.today, GrantState.ACCEPTED.value
    if row.kind == GrantKind.MATCH.value:
        row.until = ends
    else:
        row.deadline, row.until = ends, challenge_until(at.policy, at.member.enrolled_on, ends)
    row.save()
    record(actor, "member.offer_accepted", subject=subject_of_member(row.member_id), details={"tier": row.tier}, now=now)
    recompute(actor=actor, programme_id=at.programme.id, member_ids=[row.member_id], now=now)


@transaction.atomic
def withdraw_grant(*, actor: Actor, grant_id: UUID, now: datetime) -> None:
    """Ends an offer, or from today on a tier that was given; days gone stay what they were. Doing it again changes nothing."""
    actor.require(Permission.ADJUST_POINTS)
    row, at = _locked(actor, grant_id, now)
    if row.kind == GrantKind.BY_HAND.value:
        actor.require(Permission.MANAGE_LOYALTY)
    if row.state == GrantState.WITHDRAWN.value:
        return
    row.state = GrantState.WITHDRAWN.value
    row.until = min(row.until, at.today) if row.until else row.until
    row.save()
    record(actor, "member.tier_withdrawn", subject=subject_of_member(row.member_id), details={"tier": row.tier}, now=now)
    recompute(actor=actor, programme_id=at.programme.id, member_ids=[row.member_id], now=now)


@transaction.atomic
def override_tier(*, actor: Actor, member_id: UUID, tier: str, until: date, reason: HandReason, now: datetime) -> UUID:
    """Rule TI11: gives the member at least this tier from today until a day (exclusive), by hand and with a reason; returns its id."""
    actor.require(Permission.MANAGE_LOYALTY)
    at = _at(actor, member_id, now)
    row = _row(actor, at, GrantKind.BY_HAND, checked_tier(at.policy, tier), now)
    row.state, row.since, row.until, row.reason = (
        GrantState.ACCEPTED.value,
        at.today,
        checked_end(at.today, until),
        checked_reason(reason).value,
    )
    row.answer_until = None
    row.save(force_insert=True)
    details = {"tier": tier, "until": until.isoformat(), "reason": reason.value}
    record(actor, "member.tier_by_hand", subject=subject_of_member(member_id), details=details, now=now)
    recompute(actor=actor, programme_id=at.programme.id, member_ids=[member_id], now=now)
    return row.id


def _at(actor: Actor, member_id: UUID, now: datetime) -> _At:
    member = get_member(actor, member_id)
    if member.state is not MemberState.ACTIVE:
        raise Conflict("member_left", f"Member {member.number} is {member.state}.", f"会员 {member.number} 已不在计划中。")
    programme = get_programme(actor, member.programme_id)
    today = day_of(now, programme.time_zone)
    return _At(member, programme, policy_on(get_versions(actor, programme.id), today), today)


def _row(actor: Actor, at: _At, kind: GrantKind, tier: str, now: datetime) -> TierGrant:
    return TierGrant(
        id=new_id(),
        member_id=at.member.id,
        kind=kind.value,
        tier=tier,
        state=GrantState.OFFERED.value,
        offered_on=at.today,
        answer_until=at.today + timedelta(days=ANSWER_DAYS),
        offered_by=actor.user_id,
        created_at=now,
    )


def _offer(actor: Actor, row: TierGrant, action: str, now: datetime) -> UUID:
    open_one = TierGrant.objects.filter(
        member_id=row.member_id, kind=row.kind, state=GrantState.OFFERED.value, answer_until__gt=row.offered_on
    ).first()
    if open_one:
        raise Conflict(
            "offer_open",
            f"The member was offered {open_one.tier} until {open_one.answer_until}; withdraw that offer first.",
            f"该会员已有 {open_one.tier} 的邀约（{open_one.answer_until} 前有效）；请先撤回。",
        )
    row.save(force_insert=True)
    record(actor, action, subject=subject_of_member(row.member_id), details={"tier": row.tier, "days": row.days or 0}, now=now)
    return row.id


def _locked(actor: Actor, grant_id: UUID, now: datetime) -> tuple[TierGrant, _At]:
    row = TierGrant.objects.select_for_update().filter(id=grant_id).first()
    if row is None:
        raise NotFound("offer_unknown", f"There is no offer {grant_id} of a tier.", "没有这项等级优待。")
    return row, _at(actor, row.member_id, now)
