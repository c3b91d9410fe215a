"""Reads of clubs: who is in them, their events with who has a place, and what the desk sees of one member."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from xenia.kernel.actor import Actor
from xenia.loyalty.models import clubs as models
from xenia.loyalty.models.programmes import Member
from xenia.loyalty.queries.members import get_member
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.rows.clubs import OPEN, Seating, as_member, members_of, terms_of, unknown, upcoming
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.types.clubs import (
    Club,
    ClubEvent,
    ClubMember,
    ClubMemberLine,
    ClubState,
    EventReply,
    EventReplyLine,
    MemberClub,
    NextEvent,
)
from xenia.profile.queries.seen import guest_names
from xenia.profile.types.staff import GuestName
from xenia.trust.queries.colleagues import peer_names
from xenia.trust.types.access import Permission


def list_clubs(actor: Actor, programme_id: UUID, *, now: datetime) -> list[Club]:
    """Returns the clubs of a programme by code, each with how many are in it and how many invitations are open."""
    today = day_of(now, get_programme(actor, programme_id).time_zone)
    return _clubs(list(models.Club.objects.filter(programme_id=programme_id).order_by("code")), today)


def get_club(actor: Actor, club_id: UUID, *, now: datetime) -> Club:
    """Returns the club; raises NotFound."""
    actor.require(Permission.VIEW_LOYALTY)
    row = models.Club.objects.filter(id=club_id).first()
    if row is None:
        raise unknown("club", "俱乐部", club_id)
    return _clubs([row], day_of(now, get_programme(actor, row.programme_id).time_zone))[0]


def get_club_member(actor: Actor, membership_id: UUID, *, now: datetime) -> ClubMember:
    """Returns a membership of a club as it stands today; raises NotFound for one that is not, or whose guest the actor does not see."""
    actor.require(Permission.VIEW_LOYALTY)
    row = models.ClubMember.objects.filter(id=membership_id).select_related("member").first()
    if row is None:
        raise unknown("club_member", "俱乐部会员", membership_id)
    member = get_member(actor, row.member_id)
    return as_member(row, day_of(now, get_programme(actor, member.programme_id).time_zone))


def list_club_members(actor: Actor, club_id: UUID, *, now: datetime) -> list[ClubMemberLine]:
    """Returns everybody who was ever invited to the club, the newest first, with the state of today and who looks after them."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    club = get_club(actor, club_id, now=now)
    found = members_of([club_id], day_of(now, get_programme(actor, club.programme_id).time_zone))
    members, names = _named(actor, [one.member_id for one in found])
    contacts = peer_names(actor, [one.contact_id for one in found])
    nobody = GuestName(None, "")
    lines = []
    for one in found:
        member = members[one.member_id]
        guest = names.get(member.guest_id, nobody) if member.guest_id else nobody
        contact = contacts.get(one.contact_id, "") if one.contact_id else ""
        lines.append(ClubMemberLine(one, member.number, guest.guest_id, guest.name, contact))
    return lines


def list_events(actor: Actor, club_id: UUID, *, now: datetime) -> list[ClubEvent]:
    """Returns the events of a club, the latest first, with how many have a place, wait, and came."""
    club = get_club(actor, club_id, now=now)
    rows = list(models.ClubEvent.objects.filter(club_id=club_id).order_by("-starts_at", "-id"))
    seating = Seating(rows, day_of(now, get_programme(actor, club.programme_id).time_zone))
    return [seating.event(one) for one in rows]


def get_event(actor: Actor, event_id: UUID, *, now: datetime) -> ClubEvent:
    """Returns one event; raises NotFound."""
    actor.require(Permission.VIEW_LOYALTY)
    row = _event_row(event_id)
    return Seating([row], _today(actor, row, now)).event(row)


def list_replies(actor: Actor, event_id: UUID, *, now: datetime) -> list[EventReplyLine]:
    """Returns what members said to an event: first those who have a place, then the waiting list in its order, then who does not come."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    row = _event_row(event_id)
    seating = Seating([row], _today(actor, row, now))
    order = [one.membership_id for one in (*seating.seated(event_id), *seating.waiting(event_id))]
    order += [membership for _, membership in seating.replies if membership not in order]
    member_of = {one.club_member_id: one.club_member.member_id for one in seating.replies.values()}
    members, names = _named(actor, list(member_of.values()))
    found = [(one, members[member_of[one]]) for one in order]
    replies = [(seating.reply(event_id, one), member) for one, member in found]
    return [
        EventReplyLine(reply, member.id, member.number, names.get(member.guest_id or member.id, GuestName(None, "")).name)
        for reply, member in replies
        if reply is not None
    ]


def find_reply(actor: Actor, event_id: UUID, membership_id: UUID, *, now: datetime) -> EventReply | None:
    """Returns what a club member said to an event, None where they said nothing; raises NotFound as `get_club_member`."""
    get_club_member(actor, membership_id, now=now)
    row = _event_row(event_id)
    return Seating([row], _today(actor, row, now)).reply(event_id, membership_id)


def list_member_clubs(actor: Actor, member_id: UUID, *, now: datetime) -> list[MemberClub]:
    """Returns the clubs that a member is in or is invited to, with who looks after them and the next event; none for everybody else."""
    member = get_member(actor, member_id)
    today = day_of(now, get_programme(actor, member.programme_id).time_zone)
    rows = models.ClubMember.objects.filter(member_id=member_id).select_related("member").order_by("id")
    mine = [one for one in (as_member(row, today) for row in rows) if one.state in OPEN]
    clubs = {one.id: one for one in _clubs(list(models.Club.objects.filter(id__in=[one.club_id for one in mine])), today)}
    contacts = peer_names(actor, [one.contact_id for one in mine])
    return [
        MemberClub(one, clubs[one.club_id], contacts.get(one.contact_id, "") if one.contact_id else "", _next(one, today, now))
        for one in mine
    ]


def _next(one: ClubMember, today: date, now: datetime) -> NextEvent | None:
    """Of a member of the club alone: who is only invited is told of no event."""
    rows = upcoming([one.club_id], now)[:1] if one.state is ClubState.ACCEPTED else []
    if not rows:
        return None
    seating = Seating(rows, today)
    return NextEvent(seating.event(rows[0]), seating.reply(rows[0].id, one.id))


def _clubs(rows: Sequence[models.Club], today: date) -> list[Club]:
    found = members_of([one.id for one in rows], today)
    return [
        Club(
            row.id,
            row.programme_id,
            row.code,
            terms_of(row),
            row.number,
            sum(one.club_id == row.id and one.state is ClubState.ACCEPTED for one in found),
            sum(one.club_id == row.id and one.state is ClubState.INVITED for one in found),
        )
        for row in rows
    ]


def _named(actor: Actor, member_ids: Sequence[UUID]) -> tuple[dict[UUID, Member], dict[UUID, GuestName]]:
    members = Member.objects.in_bulk(list(set(member_ids)))
    return members, guest_names(actor, [one.guest_id for one in members.values() if one.guest_id])


def _event_row(event_id: UUID) -> models.ClubEvent:
    row = models.ClubEvent.objects.filter(id=event_id).select_related("club").first()
    if row is None:
        raise unknown("club_event", "俱乐部活动", event_id)
    return row


def _today(actor: Actor, row: models.ClubEvent, now: datetime) -> date:
    return day_of(now, get_programme(actor, row.club.programme_id).time_zone)
