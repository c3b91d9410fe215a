"""Writes of clubs: what a club promises, whom it invites, and who looks after whom (docs/algorithms/club.md).

The club's row is locked by whoever gives a place in it. It is no account of the ledger, as stocks of rewards are: a place is worth nothing
and is free again by a day that passes, not by a transfer that somebody writes.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid
from xenia.kernel.ids import new_id
from xenia.loyalty.actions.members import lock_member, subject_of_member
from xenia.loyalty.actions.programmes import subject_of_programme
from xenia.loyalty.models import clubs as models
from xenia.loyalty.queries.clubs import get_club, get_club_member
from xenia.loyalty.queries.member_prices import tier_codes
from xenia.loyalty.queries.members import get_member
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.queries.tiers import tiers_on
from xenia.loyalty.rules.clubs import checked_terms, require_invitable, require_room
from xenia.loyalty.rules.companies import require_person
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.rules.programmes import CODE, require_active
from xenia.loyalty.types.clubs import Club, ClubState, ClubTerms, InviteReason
from xenia.loyalty.types.programmes import Member
from xenia.profile.actions.notes import require_peers
from xenia.profile.queries.seen import kept_guest
from xenia.trust.actions.audit import record
from xenia.trust.types.access import Permission


@transaction.atomic
def set_club(*, actor: Actor, programme_id: UUID, code: str, terms: ClubTerms, seen_number: int, now: datetime) -> UUID:
    """Keeps what a club promises, a new one where there is none with the code (`seen_number` 0), and returns its id. Raises Conflict where
    others changed it since, Invalid for terms that cannot be carried out (rule CB1)."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    today = day_of(now, get_programme(actor, programme_id).time_zone)
    if not CODE.fullmatch(code):
        told = f"{code!r} is no code; take 2 to 20 capital letters, digits or underscores, a letter first."
        raise Invalid("club_code_invalid", told, "代码须为 2 至 20 位大写字母、数字或下划线，以字母开头。")
    checked_terms(terms, tier_codes(actor, programme_id, today))
    row = models.Club.objects.select_for_update(no_key=True).filter(programme_id=programme_id, code=code).first()
    row = row or models.Club(id=new_id(), programme_id=programme_id, code=code, number=0)
    if row.number != seen_number:
        told = f"The club {code} is at version {row.number} by now, and you changed version {seen_number}; look at it again."
        raise Conflict("club_changed", told, f"俱乐部 {code} 已更新到第 {row.number} 版；请查看后重新修改。")
    row.name_zh, row.name_en, row.promise_zh, row.promise_en = terms.name.zh, terms.name.en, terms.promise.zh, terms.promise.en
    row.capacity, row.tier_from, row.answer_days = terms.capacity, terms.tier_from, terms.answer_days
    row.number, row.changed_by, row.changed_at = seen_number + 1, actor.user_id, now
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as taken:
        raise Conflict("club_changed", f"There is a club {code} already; look at it again.", f"已有俱乐部 {code}；请查看。") from taken
    details = {"code": code, "version": row.number}
    record(actor, "programme.club_set", subject=subject_of_programme(programme_id), details=details, now=now)
    return row.id


@transaction.atomic
def invite_member(
    *, actor: Actor, club_id: UUID, member_id: UUID, reason: InviteReason, contact_id: UUID | None = None, now: datetime
) -> UUID:
    """Invites a member and returns the id of the membership (rules CB2 and CB3). Raises Refused for a tier that is not enough, Conflict for
    a club that is full, and for one who has left or is in the club already; NotFound for a contact who does not see the guest."""
    actor.require(Permission.MANAGE_LOYALTY)
    row, club = _locked(actor, club_id, now)
    lock_member(actor, member_id)
    member = require_person(require_active(get_member(actor, member_id), club.programme_id))
    today = day_of(now, get_programme(actor, club.programme_id).time_zone)
    tiers = tier_codes(actor, club.programme_id, today)
    tier = tiers_on(actor, club.programme_id, [(member_id, today)]).get((member_id, today), "")
    require_invitable(club.terms, tier, tiers, reason)
    require_room(club.terms, club.members + club.invited)
    _check_contact(actor, member, contact_id)
    _lapse(club_id, member_id, today)
    made = models.ClubMember(id=new_id(), club=row, member_id=member_id, state=ClubState.INVITED.value, reason=reason.value)
    made.contact_id, made.invited_on, made.answer_until = contact_id, today, today + timedelta(days=club.terms.answer_days)
    made.invited_by, made.created_at = actor.user_id, now
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as twice:
        told = f"Member {member.number} is in the club or invited already."
        raise Conflict("club_member_already", told, f"会员 {member.number} 已在俱乐部或已被邀请。") from twice
    details = {"code": club.code, "reason": reason.value}
    record(actor, "member.club_invited", subject=subject_of_member(member_id), details=details, now=now)
    return made.id


@transaction.atomic
def answer_invitation(*, actor: Actor, membership_id: UUID, is_accepted: bool, now: datetime) -> ClubState:
    """Notes what the member said to the invitation and returns the state; the same answer again changes nothing. Raises Conflict where the
    invitation is open no more (rule CB4)."""
    actor.require(Permission.SERVE_MEMBERS)
    held = get_club_member(actor, membership_id, now=now)
    club = _locked(actor, held.club_id, now)[1]
    lock_member(actor, held.member_id)
    held = get_club_member(actor, membership_id, now=now)
    wanted = ClubState.ACCEPTED if is_accepted else ClubState.DECLINED
    if held.state is wanted:
        return wanted
    if held.state is not ClubState.INVITED:
        told = f"The invitation is open no more: {held.state}; invite again."
        raise Conflict("club_invitation_over", told, f"该邀请已结束（{held.state}）；请重新邀请。")
    today = day_of(now, get_programme(actor, club.programme_id).time_zone)
    days = {"joined_on": today} if is_accepted else {"ended_on": today}
    models.ClubMember.objects.filter(id=membership_id).update(state=wanted.value, **days)
    details = {"code": club.code, "state": wanted.value}
    record(actor, "member.club_answered", subject=subject_of_member(held.member_id), details=details, now=now)
    return wanted


@transaction.atomic
def leave_club(*, actor: Actor, membership_id: UUID, now: datetime) -> None:
    """Ends a membership of the club, or takes an invitation back; places at events are free for those who wait (rule CB5). Doing it again
    changes nothing."""
    actor.require(Permission.SERVE_MEMBERS)
    held = get_club_member(actor, membership_id, now=now)
    club = _locked(actor, held.club_id, now)[1]
    today = day_of(now, get_programme(actor, club.programme_id).time_zone)
    open_ones = models.ClubMember.objects.filter(id=membership_id, state__in=[ClubState.INVITED.value, ClubState.ACCEPTED.value])
    if open_ones.update(state=ClubState.LEFT.value, ended_on=today):
        record(actor, "member.club_left", subject=subject_of_member(held.member_id), details={"code": club.code}, now=now)


@transaction.atomic
def set_contact(*, actor: Actor, membership_id: UUID, contact_id: UUID | None, now: datetime) -> None:
    """Says who looks after a club member (None: nobody). Raises NotFound for a colleague who does not see the guest."""
    actor.require(Permission.SERVE_MEMBERS)
    held = get_club_member(actor, membership_id, now=now)
    _check_contact(actor, get_member(actor, held.member_id), contact_id)
    models.ClubMember.objects.filter(id=membership_id).update(contact_id=contact_id)
    code = get_club(actor, held.club_id, now=now).code
    record(actor, "member.club_contact_set", subject=subject_of_member(held.member_id), details={"code": code}, now=now)


def _locked(actor: Actor, club_id: UUID, now: datetime) -> tuple[models.Club, Club]:
    """The club, locked, so that of two who want the last place the second sees that it is gone."""
    row = models.Club.objects.select_for_update(no_key=True).filter(id=club_id).first()
    club = get_club(actor, club_id, now=now)
    assert row is not None  # noqa: S101 - get_club raises for one that is not
    return row, club


def _check_contact(actor: Actor, member: Member, contact_id: UUID | None) -> None:
    if contact_id is not None and member.guest_id is not None:
        require_peers(actor, kept_guest(actor, member.guest_id), [contact_id])


def _lapse(club_id: UUID, member_id: UUID, today: date) -> None:
    """Writes down that an invitation which nobody answered is over, so that the member can be invited again."""
    over = models.ClubMember.objects.filter(club_id=club_id, member_id=member_id, state=ClubState.INVITED.value, answer_until__lte=today)
    over.update(state=ClubState.LAPSED.value)
