"""Friends who come with a member's code, and what people decide on them (docs/algorithms/referral.md)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, NotFound
from xenia.kernel.ids import new_id
from xenia.loyalty.actions.members import enrol_guest, subject_of_member
from xenia.loyalty.actions.referral_parts import book_referral
from xenia.loyalty.models import referrals as models
from xenia.loyalty.models.programmes import Member as MemberRow
from xenia.loyalty.queries.members import get_member
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.queries.referral_signs import signs_between, why_refused
from xenia.loyalty.queries.referrals import get_referral, referral_terms_on
from xenia.loyalty.rows.referrals import as_referrals, code_row, in_books
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.rules.referrals import looked_at, travel_until
from xenia.loyalty.types.earning import Stage
from xenia.loyalty.types.programmes import MemberState
from xenia.loyalty.types.referrals import (
    CodeGiven,
    Referral,
    ReferralState,
    ReferralTermsVersion,
    ReferralVerdict,
    ReferralWhy,
)
from xenia.profile.queries.seen import kept_guest
from xenia.trust.actions.audit import record
from xenia.trust.types.access import Permission


@transaction.atomic
def enrol_referred(*, actor: Actor, programme_id: UUID, guest_id: UUID, given: CodeGiven, now: datetime) -> Referral:
    """Enrols a guest who brings a member's code, and returns what becomes of the referral; a refused one says why, and the guest is a
    member all the same. Who is a member already gives the code with that membership. The same key does it once. Raises Invalid or
    NotFound for a wrong code: then nothing is done."""
    actor.require(Permission.SERVE_MEMBERS)
    code = code_row(programme_id, given.code)
    before = _made_before(code, given)
    if before is not None:
        return before
    guest = kept_guest(actor, guest_id)
    active = MemberRow.objects.filter(programme_id=programme_id, guest_id__in=guest.homes, state=MemberState.ACTIVE.value)
    mine = active.order_by("created_at").first()
    member_id = mine.id if mine else enrol_guest(actor=actor, programme_id=programme_id, guest_id=guest_id, channel=given.channel, now=now)
    return _refer(actor, member_id, code, given, now)


@transaction.atomic
def give_referral_code(*, actor: Actor, member_id: UUID, given: CodeGiven, now: datetime) -> Referral:
    """Notes that a member who enrolled lately came with a code, and returns what becomes of it. The same key does it once. Raises Conflict
    for a member who left."""
    actor.require(Permission.SERVE_MEMBERS)
    member = get_member(actor, member_id)
    code = code_row(member.programme_id, given.code)
    before = _made_before(code, given)
    if before is not None:
        return before
    if member.state is not MemberState.ACTIVE:
        raise Conflict("member_left", f"Member {member.number} is {member.state}.", f"会员 {member.number} 已不在计划中。")
    return _refer(actor, member_id, code, given, now)


@transaction.atomic
def approve_referral(*, actor: Actor, referral_id: UUID, now: datetime) -> Referral:
    """Rule RF9: a person has looked and found nothing wrong; the referral goes on as if no sign had been found. Raises Conflict for one
    that does not wait. Where no budget or place is left by now, it is refused for that."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    row = _waiting(actor, referral_id)
    row.state, row.decided_by, row.decided_at = ReferralState.PROMISED.value, actor.user_id, now
    _promise(actor, row, now)
    row.save()
    details = {"state": row.state}
    record(actor, "member.referral_approved", subject=subject_of_member(row.friend_id), details=details, now=now)
    return as_referrals([row])[0]


@transaction.atomic
def refuse_referral(*, actor: Actor, referral_id: UUID, why: ReferralVerdict, now: datetime) -> Referral:
    """Rule RF9: refuses a referral that waits; what was promised is free again. Raises Conflict for one that does not wait."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    row = _waiting(actor, referral_id)
    models.Referral.objects.filter(id=referral_id).update(decided_by=actor.user_id, decided_at=now)
    end_referral(actor, referral_id, ReferralWhy(why.value), now=now)
    row.refresh_from_db()
    details = {"why": why.value}
    record(actor, "member.referral_refused", subject=subject_of_member(row.friend_id), details=details, now=now)
    return as_referrals([row])[0]


def end_referral(actor: Actor, referral_id: UUID, why: ReferralWhy, *, now: datetime) -> None:
    """Refuses a referral and frees or takes back what it holds; where a member has spent more than may be owed, it stays as it is and says
    so. For this module's own actions, in a transaction."""
    actor.require(Permission.VIEW_LOYALTY)
    row = models.Referral.objects.select_for_update(no_key=True).get(id=referral_id)
    short = book_referral(actor, in_books(row, get_programme(actor, row.programme_id), now), Stage.VOID, now=now)
    row.why = short.value if short else why.value
    row.state = row.state if short else ReferralState.REFUSED.value
    row.save()


def _made_before(code: models.ReferralCode, given: CodeGiven) -> Referral | None:
    row = models.Referral.objects.filter(programme_id=code.programme_id, key=given.key).first()
    if row is None:
        return None
    if row.code_id != code.id:
        told = f"The key {given.key} was used with another code; give a new key to what is new."
        raise Conflict("key_used_otherwise", told, f"幂等键 {given.key} 已用于另一个推荐码；新的业务请使用新的键。")
    return as_referrals([row])[0]


def _refer(actor: Actor, member_id: UUID, code: models.ReferralCode, given: CodeGiven, now: datetime) -> Referral:
    """The friend's row is locked: two codes at once are one referral and one that is refused."""
    friend = MemberRow.objects.select_for_update(no_key=True).get(id=member_id)
    if (before := _made_before(code, given)) is not None:
        return before
    programme = get_programme(actor, friend.programme_id)
    held = referral_terms_on(actor, programme, now)
    today = day_of(now, programme.time_zone)
    row = models.Referral(id=new_id(), programme_id=programme.id, code=code, referrer=code.member, friend=friend, key=given.key)
    row.terms_number, row.referred_on, row.travel_until = held.number, today, travel_until(held.terms, today)
    row.made_by, row.made_at, row.state = actor.user_id, now, ReferralState.PROMISED.value
    why = why_refused(actor, code.member_id, friend.id, ReferralTermsVersion(held.number, today, held.terms))
    if why is not None:
        row.state, row.why = ReferralState.REFUSED.value, why.value
    else:
        row.signs = [one.value for one in looked_at(signs_between(actor, code.member_id, friend.id), (), held.terms)]
        if row.signs:
            row.state = ReferralState.WAITING.value
        else:
            _promise(actor, row, now)
    row.save(force_insert=True)
    details = {"state": row.state, "why": row.why or "-"}
    record(actor, "member.referred", subject=subject_of_member(member_id), details=details, now=now)
    return as_referrals([row])[0]


def _promise(actor: Actor, row: models.Referral, now: datetime) -> None:
    """Rule RF6: promises both sides their points; refuses the referral where a cap or the budget is used up."""
    short = book_referral(actor, in_books(row, get_programme(actor, row.programme_id), now), Stage.PROMISED, now=now)
    if short is not None:
        row.state, row.why = ReferralState.REFUSED.value, short.value


def _waiting(actor: Actor, referral_id: UUID) -> models.Referral:
    row = models.Referral.objects.select_for_update(no_key=True).filter(id=referral_id).first()
    if row is None:
        raise NotFound("referral_unknown", f"There is no referral {referral_id}.", "没有这条推荐记录。")
    get_referral(actor, referral_id)
    if row.state != ReferralState.WAITING.value:
        told = f"The referral is {row.state}; only one that waits is decided on."
        raise Conflict("referral_not_waiting", told, "这条推荐无需审核或已有结论。")
    return row
