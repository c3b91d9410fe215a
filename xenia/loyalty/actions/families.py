"""Families: opened, joined, shared with, left (rules FA6 to FA12 of docs/algorithms/family.md). Points stay each member's own
throughout."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, NotFound
from xenia.kernel.ids import new_id
from xenia.loyalty.actions.members import subject_of_member
from xenia.loyalty.models.families import Family
from xenia.loyalty.models.families import FamilyTie as Tie
from xenia.loyalty.queries.members import find_by_number, get_member
from xenia.loyalty.queries.minors import age_of, is_minor_now
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.rows.families import tie_of
from xenia.loyalty.rules.companies import require_person
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.rules.families import is_minor, next_head, require_allowed, require_joinable, require_room, require_ward
from xenia.loyalty.types.families import FamilyRole, Heir, TieState
from xenia.loyalty.types.programmes import Member
from xenia.profile.queries.ages import age_groups
from xenia.trust.actions.audit import record
from xenia.trust.queries.restrictions import is_restricted
from xenia.trust.types.access import Permission

IN, INVITED = TieState.IN.value, TieState.INVITED.value
LAPSED_AT_ONCE = 500


@transaction.atomic
def open_family(*, actor: Actor, member_id: UUID, shares: bool, now: datetime) -> UUID:
    """Returns the id of a new family with the member as its head; `shares`: the head agrees that others spend the points. Raises Conflict
    where the programme has no families, the member is a minor, or is in one already."""
    actor.require(Permission.SERVE_MEMBERS)
    member = _member(actor, member_id, now)
    require_joinable(member, minor=is_minor_now(actor, member, now=now), as_role=FamilyRole.ADULT)
    today = day_of(now, get_programme(actor, member.programme_id).time_zone)
    family = Family(
        id=new_id(), programme_id=member.programme_id, head_id=member_id, opened_by=actor.user_id, opened_on=today, opened_at=now
    )
    family.save(force_insert=True)
    _join(actor, Tie(family=family, member_id=member_id, role=FamilyRole.ADULT.value, asked_by=actor.user_id, asked_at=now), shares, now)
    record(actor, "member.family_opened", subject=subject_of_member(member_id), now=now)
    return family.id


@transaction.atomic
def invite_adult(*, actor: Actor, head_id: UUID, number: str, now: datetime) -> UUID:
    """Returns the id of an invitation by the head, open for the days of the policy; one that waits already is found. Raises Conflict for
    somebody who is in a family, a minor, or where the family is full; NotFound for a number that is nobody's."""
    actor.require(Permission.SERVE_MEMBERS)
    family, head = _family_of_head(actor, head_id)
    member = _by_number(actor, head, number)
    before = Tie.objects.filter(family=family, member_id=member.id, state=INVITED).first()
    if before is not None and _waits(before, now):
        return before.id
    if before is not None:
        Tie.objects.filter(id=before.id).update(state=TieState.LAPSED.value, ended_at=now)
    _require_new(actor, family, member, FamilyRole.ADULT, now)
    days = get_programme(actor, head.programme_id).policy.family.invite_days
    tie = Tie(id=new_id(), family=family, member_id=member.id, role=FamilyRole.ADULT.value, state=INVITED, asked_by=actor.user_id)
    tie.asked_at, tie.answer_until = now, now + timedelta(days=days)
    tie.save(force_insert=True)
    record(actor, "member.family_invited", subject=subject_of_member(member.id), now=now)
    return tie.id


@transaction.atomic
def answer_invitation(*, actor: Actor, tie_id: UUID, member_id: UUID, accept: bool, shares: bool, now: datetime) -> None:
    """The member joins, or declines. `shares`: the member agrees that others spend the points (rule FA9). The same answer again changes
    nothing. Raises Conflict where the invitation waits no more or the member is in a family by now."""
    actor.require(Permission.SERVE_MEMBERS)
    member = _member(actor, member_id, now)
    tie = _locked(tie_id)
    if tie is None or tie.member_id != member_id:
        raise NotFound("family_invitation_unknown", f"There is no invitation {tie_id} of this member.", "该会员没有这份邀请。")
    if tie.state == (IN if accept else TieState.DECLINED.value):
        return
    if tie.state != INVITED or not _waits(tie, now):
        told = "The invitation waits no more; the head can send another."
        raise Conflict("family_invitation_over", told, "邀请已失效；可请家庭负责人重新邀请。")
    if not accept:
        Tie.objects.filter(id=tie_id).update(state=TieState.DECLINED.value, ended_at=now)
        record(actor, "member.family_declined", subject=subject_of_member(member_id), now=now)
        return
    require_joinable(member, minor=is_minor_now(actor, member, now=now), as_role=FamilyRole.ADULT)
    _join(actor, tie, shares, now)
    record(actor, "member.family_joined", subject=subject_of_member(member_id), details={"shares": shares}, now=now)


@transaction.atomic
def withdraw_invitation(*, actor: Actor, tie_id: UUID, head_id: UUID, now: datetime) -> None:
    """The head takes an invitation back. Doing it again changes nothing; raises Conflict where it was accepted."""
    actor.require(Permission.SERVE_MEMBERS)
    family, _ = _family_of_head(actor, head_id)
    tie = Tie.objects.select_for_update(no_key=True).filter(id=tie_id, family=family).first()
    if tie is None:
        raise NotFound("family_invitation_unknown", f"There is no invitation {tie_id} of this family.", "这个家庭没有这份邀请。")
    if tie.state == IN:
        raise Conflict("family_joined", "The member has joined by now, and leaves only by the own wish.", "对方已加入，只能由本人退出。")
    if tie.state == INVITED:
        Tie.objects.filter(id=tie_id).update(state=TieState.WITHDRAWN.value, ended_at=now)
        record(actor, "member.family_invitation_withdrawn", subject=subject_of_member(tie.member_id), now=now)


@transaction.atomic
def add_minor(*, actor: Actor, guardian_id: UUID, number: str, shares: bool, now: datetime) -> UUID:
    """Returns the id of the tie of a minor whom a guardian, an adult of the family, adds; `shares`: the guardian agrees for the minor.
    Raises Conflict for somebody of age, or in a family already (rule FA8)."""
    actor.require(Permission.SERVE_MEMBERS)
    guardian = _member(actor, guardian_id, now)
    tie = tie_of(guardian_id)
    if tie is None or is_minor_now(actor, guardian, now=now):
        told = f"Member {guardian.number} is no adult of a family; open one, or let the guardian join first."
        raise Conflict("guardian_invalid", told, f"会员 {guardian.number} 不是家庭中的成年人；请先创建或加入家庭。")
    family = _locked_family(tie.family_id)
    member = _by_number(actor, guardian, number)
    require_ward(member.number, age_of(actor, member, now=now))
    _require_new(actor, family, member, FamilyRole.MINOR, now)
    made = Tie(id=new_id(), family=family, member_id=member.id, role=FamilyRole.MINOR.value, guardian_id=guardian_id)
    made.asked_by, made.asked_at = actor.user_id, now
    _join(actor, made, shares, now)
    record(actor, "member.family_minor_added", subject=subject_of_member(member.id), details={"shares": shares}, now=now)
    return made.id


@transaction.atomic
def set_sharing(*, actor: Actor, member_id: UUID, shares: bool, now: datetime) -> None:
    """Rule FA9: the member, or the guardian for a minor, agrees that others spend the points, or takes that back, from this instant on.
    Raises Conflict for who is in no family."""
    actor.require(Permission.SERVE_MEMBERS)
    get_member(actor, member_id)
    found = tie_of(member_id)
    if found is None:
        raise _in_none()
    _locked_family(found.family_id)
    tie = Tie.objects.select_for_update(no_key=True).get(id=found.id)
    if tie.state != IN:
        raise _in_none()
    if tie.shares == shares:
        return
    since = now if shares else None
    Tie.objects.filter(id=tie.id).update(shares=shares, shares_since=since, shares_by=actor.user_id)
    action = "member.sharing_agreed" if shares else "member.sharing_ended"
    record(actor, action, subject=subject_of_member(member_id), now=now)


@transaction.atomic
def leave_family(*, actor: Actor, member_id: UUID, now: datetime) -> None:
    """Ends a member's place in a family; everybody keeps the own points (rule FA12). Raises Conflict for who is in none."""
    actor.require(Permission.SERVE_MEMBERS)
    get_member(actor, member_id)
    if not end_tie(actor, member_id, now=now):
        raise _in_none()


def end_tie(actor: Actor, member_id: UUID, *, now: datetime) -> bool:
    """Rule FA12: the member leaves, with those whose guardian the member is; a head is followed by the adult who has been in longest, or
    the family closes. Invitations to the member end too. Returns whether the member was in a family. For this module."""
    Tie.objects.filter(member_id=member_id, state=INVITED).update(state=TieState.DECLINED.value, ended_at=now)
    found = tie_of(member_id)
    if found is None:
        return False
    family = _locked_family(found.family_id)
    going = Tie.objects.filter(Q(member_id=member_id) | Q(guardian_id=member_id), family=family, state=IN)
    gone = list(going.order_by("id").values_list("member_id", flat=True))
    if member_id not in gone:
        return False
    ended = {"state": TieState.LEFT.value, "shares": False, "shares_since": None, "ended_at": now}
    Tie.objects.filter(family=family, state=IN, member_id__in=gone).update(**ended)
    for one in gone:
        record(actor, "member.family_left", subject=subject_of_member(one), now=now)
    if family.head_id == member_id:
        _follow(actor, family, now)
    return True


def lapse_invitations(*, actor: Actor, now: datetime) -> int:
    """Ends invitations that nobody answered in time; returns how many."""
    actor.require_for_company(Permission.SERVE_MEMBERS)
    due = Tie.objects.filter(state=INVITED, answer_until__lte=now)
    return Tie.objects.filter(id__in=list(due.values_list("id", flat=True)[:LAPSED_AT_ONCE]), state=INVITED).update(
        state=TieState.LAPSED.value, ended_at=now
    )


def _follow(actor: Actor, family: Family, now: datetime) -> None:
    """Somebody else becomes the head, or the family closes with all that is left of it."""
    left = list(Tie.objects.filter(family=family, state=IN).select_related("member"))
    today = day_of(now, get_programme(actor, family.programme_id).time_zone)
    ages = age_groups(actor, [one.member.guest_id for one in left if one.member.guest_id], today)
    groups = {one.id: ages.get(one.member.guest_id) if one.member.guest_id else None for one in left}
    grown = [one for one in left if not is_minor(FamilyRole(one.role), groups[one.id])]
    head = next_head([Heir(one.member_id, one.joined_on) for one in grown if one.joined_on])
    if head is not None:
        Family.objects.filter(id=family.id).update(head_id=head)
        record(actor, "member.family_head_followed", subject=subject_of_member(head), now=now)
        return
    ended = {"state": TieState.LEFT.value, "shares": False, "shares_since": None, "ended_at": now}
    Tie.objects.filter(family=family, state=IN).update(**ended)
    Tie.objects.filter(family=family, state=INVITED).update(state=TieState.WITHDRAWN.value, ended_at=now)
    Family.objects.filter(id=family.id).update(closed_at=now)


def _join(actor: Actor, tie: Tie, shares: bool, now: datetime) -> None:
    programme = get_programme(actor, tie.family.programme_id)
    tie.state, tie.joined_on = IN, day_of(now, programme.time_zone)
    tie.shares, tie.shares_since, tie.shares_by = shares, now if shares else None, actor.user_id if shares else None
    try:
        with transaction.atomic():
            tie.save()
    except IntegrityError as taken:
        told = "The member is in a family already, and leaves it first."
        raise Conflict("family_already", told, "该会员已在家庭中；请先退出原家庭。") from taken


def _require_new(actor: Actor, family: Family, member: Member, role: FamilyRole, now: datetime) -> None:
    """Rules FA6 to FA8 for somebody who is invited or added; the family is locked."""
    waiting = Tie.objects.filter(family=family, state=INVITED, answer_until__gt=now).exclude(member_id=member.id)
    count = Tie.objects.filter(family=family, state=IN).count() + waiting.count()
    require_room(get_programme(actor, family.programme_id).policy.family, count)
    require_joinable(member, minor=is_minor_now(actor, member, now=now), as_role=role)
    if member.guest_id is not None and is_restricted(actor, member.guest_id, now=now):
        told = "This guest's data may only be kept; nothing is done with it."
        raise Conflict("family_restricted", told, "该客人要求限制处理，暂不能办理。")
    if tie_of(member.id) is not None:
        told = f"Member {member.number} is in a family already, and leaves it first."
        raise Conflict("family_already", told, f"会员 {member.number} 已在家庭中；请先退出原家庭。")


def _member(actor: Actor, member_id: UUID, now: datetime) -> Member:
    """The member, where the programme has families."""
    member = get_member(actor, member_id)
    require_person(member)
    require_allowed(get_programme(actor, member.programme_id).policy.family)
    return member


def _family_of_head(actor: Actor, head_id: UUID) -> tuple[Family, Member]:
    head = get_member(actor, head_id)
    require_allowed(get_programme(actor, head.programme_id).policy.family)
    tie = tie_of(head_id)
    family = _locked_family(tie.family_id) if tie else None
    if family is None or family.head_id != head_id:
        told = f"Member {head.number} is the head of no family; the head invites."
        raise Conflict("family_not_head", told, f"会员 {head.number} 不是家庭负责人；只有负责人可以邀请。")
    return family, head


def _by_number(actor: Actor, asker: Member, number: str) -> Member:
    member = find_by_number(actor, asker.programme_id, number)
    if member is None:
        told = f"Nobody of this programme has the number {number}; look at the card again."
        raise NotFound("member_unknown", told, f"本计划没有会员号 {number}；请核对卡号。")
    require_person(member)
    return member


def _locked_family(family_id: UUID) -> Family:
    """The family, locked: whoever joins, shares, spends or leaves does so one after the other."""
    return Family.objects.select_for_update(no_key=True).get(id=family_id)


def _locked(tie_id: UUID) -> Tie | None:
    found = Tie.objects.filter(id=tie_id).values_list("family_id", flat=True).first()
    if found is not None:
        _locked_family(found)
    return Tie.objects.select_for_update(no_key=True, of=("self",)).select_related("family").filter(id=tie_id).first()


def _waits(tie: Tie, now: datetime) -> bool:
    return tie.answer_until is not None and tie.answer_until > now


def _in_none() -> Conflict:
    return Conflict("family_none", "The member is in no family.", "该会员不在任何家庭中。")
