"""Writes of members: who joins a programme."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict
from xenia.kernel.ids import new_id
from xenia.loyalty.actions.accounts import open_member_accounts
from xenia.loyalty.models.families import GuardianConsent
from xenia.loyalty.models.programmes import Member
from xenia.loyalty.queries.members import find_by_number
from xenia.loyalty.queries.minors import is_minor_now
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.rules.families import consent_needed
from xenia.loyalty.rules.programmes import member_number
from xenia.loyalty.types.programmes import MemberState, Programme, ProgrammeState
from xenia.profile.queries.ages import age_groups
from xenia.profile.queries.seen import kept_guest
from xenia.profile.types.ages import AgeGroup
from xenia.trust.actions.audit import record
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import Subject, SubjectKind


@transaction.atomic
def enrol_guest(*, actor: Actor, programme_id: UUID, guest_id: UUID, channel: str = "", guardian_number: str = "", now: datetime) -> UUID:
    """Returns the id of the guest's membership, its accounts empty. Raises Conflict where the programme is not open or the guest, under
    whatever id, is a member already, or is a child and no guardian agrees (rule FA13), and NotFound for a guest whom the actor does not
    see."""
    actor.require(Permission.SERVE_MEMBERS)
    programme = open_programme(actor, programme_id)
    guest = kept_guest(actor, guest_id)
    if Member.objects.filter(programme_id=programme_id, guest_id__in=guest.homes, state=MemberState.ACTIVE.value).exists():
        raise _member_already()
    guardian = _guardian(actor, programme, guest.guest_id, guardian_number, now)
    try:
        with transaction.atomic():
            (member_id,) = _enrol(actor, programme, [guest.guest_id], channel, now)
    except IntegrityError as taken:
        raise _member_already() from taken
    if guardian is not None:
        GuardianConsent.objects.create(member_id=member_id, guardian_id=guardian, consented_at=now, recorded_by=actor.user_id)
        record(actor, "member.guardian_consented", subject=subject_of_member(member_id), now=now)
    record(actor, "member.enrolled", subject=subject_of_member(member_id), details={"programme": programme.code}, now=now)
    return member_id


@transaction.atomic
def enrol_many(*, actor: Actor, programme_id: UUID, guest_ids: Sequence[UUID], channel: str = "", now: datetime) -> dict[UUID, UUID]:
    """Returns the membership of each guest, those who have one already included; children are left out (rule FA13). The ids are those
    guests go by today; for taking a programme over and for everybody who agreed at once."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    programme = open_programme(actor, programme_id)
    active = Member.objects.filter(programme_id=programme_id, guest_id__in=guest_ids, state=MemberState.ACTIVE.value)
    known = {one.guest_id: one.id for one in active if one.guest_id}
    today = day_of(now, programme.time_zone)
    children = {one for one, group in age_groups(actor, guest_ids, today).items() if group is AgeGroup.CHILD}
    fresh = [one for one in dict.fromkeys(guest_ids) if one not in known and one not in children]
    made = dict(zip(fresh, _enrol(actor, programme, fresh, channel, now), strict=True))
    if made:
        details = {"code": programme.code, "members": len(made)}
        record(actor, "programme.members_enrolled", subject=Subject(SubjectKind.PROGRAMME, str(programme_id)), details=details, now=now)
    return {**known, **made}


def lock_member(actor: Actor, member_id: UUID) -> None:
    """Waits until nobody else changes the membership, so that who leaves and who uses something of it do so one after the other. For this
    module, within a transaction."""
    actor.require(Permission.SERVE_MEMBERS)
    Member.objects.select_for_update(no_key=True).filter(id=member_id).first()


def subject_of_member(member_id: UUID) -> Subject:
    """The member as an audit entry names it. It tells nothing, so it takes no actor."""
    return Subject(SubjectKind.MEMBER, str(member_id))


def _guardian(actor: Actor, programme: Programme, guest_id: UUID, number: str, now: datetime) -> UUID | None:
    """Rule FA13: the guardian's membership where the guest is a child, None where no guardian is needed."""
    today = day_of(now, programme.time_zone)
    if age_groups(actor, [guest_id], today).get(guest_id) is not AgeGroup.CHILD:
        return None
    guardian = find_by_number(actor, programme.id, number) if number else None
    if guardian is None:
        raise consent_needed()
    if guardian.state is not MemberState.ACTIVE or guardian.guest_id == guest_id or is_minor_now(actor, guardian, now=now):
        told = f"Member {guardian.number} is no adult member of the programme and agrees for nobody."
        raise Conflict("guardian_invalid", told, f"会员 {guardian.number} 不是该计划的成年会员，不能作为监护人。")
    return guardian.id


def open_programme(actor: Actor, programme_id: UUID) -> Programme:
    """Returns the programme; raises Conflict for one that nobody can join. For this module."""
    programme = get_programme(actor, programme_id)
    if programme.state is not ProgrammeState.OPEN:
        raise Conflict(
            "programme_not_open",
            f"The programme {programme.code} is {programme.state}; open it before anybody joins.",
            f"计划 {programme.code} 尚未开放或已结束；开放后才能入会。",
        )
    return programme


def _member_already() -> Conflict:
    return Conflict(
        "member_already", "The guest is a member of this programme already; use that membership.", "客人已是该计划会员；请使用原会籍。"
    )


def new_numbers(actor: Actor, count: int) -> list[str]:
    """Returns so many numbers that no member ever had. For this module's own actions."""
    actor.require(Permission.SERVE_MEMBERS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('loyalty_member_serial') FROM generate_series(1, %s)", [count])
        return [member_number(row[0]) for row in cursor.fetchall()]


def _enrol(actor: Actor, programme: Programme, guest_ids: Sequence[UUID], channel: str, now: datetime) -> list[UUID]:
    today = day_of(now, programme.time_zone)
    members = [
        Member(
            id=new_id(),
            programme_id=programme.id,
            number=number,
            guest_id=guest_id,
            state=MemberState.ACTIVE.value,
            enrolled_on=today,
            enrolled_by=actor.user_id,
            channel=channel,
            created_at=now,
        )
        for guest_id, number in zip(guest_ids, new_numbers(actor, len(guest_ids)), strict=True)
    ]
    Member.objects.bulk_create(members, batch_size=2_000)
    open_member_accounts(actor=actor, member_ids=[one.id for one in members], programme=programme)
    return [one.id for one in members]
