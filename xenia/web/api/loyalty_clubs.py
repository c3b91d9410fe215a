"""Clubs above the tiers over HTTP: what a club promises, whom it invites, its events and who comes."""

from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import AwareDatetime, Field

from xenia.kernel.texts import Text
from xenia.loyalty.actions import club_events, clubs
from xenia.loyalty.queries import clubs as queries
from xenia.loyalty.types.clubs import (
    Club,
    ClubEvent,
    ClubMemberLine,
    ClubState,
    ClubTerms,
    EventDraft,
    EventReply,
    EventReplyLine,
    InviteReason,
    MemberClub,
)
from xenia.web.api.loyalty import MadeId
from xenia.web.session import actor_of
from xenia.web.shapes import list_of, shape

router = Router(tags=["loyalty"])


class ClubWanted(Schema):
    """What a club promises and whom it takes, and the version that was looked at (0: a new club)."""

    code: str = Field(max_length=20)
    name_zh: str = Field(min_length=1, max_length=60)
    name_en: str = Field(min_length=1, max_length=60)
    promise_zh: str = Field(min_length=1, max_length=300)
    promise_en: str = Field(min_length=1, max_length=300)
    capacity: int
    tier_from: str = Field(default="", max_length=20)
    answer_days: int = 30
    seen_number: int

    def terms(self) -> ClubTerms:
        name, promise = Text(self.name_zh, self.name_en), Text(self.promise_zh, self.promise_en)
        return ClubTerms(name, promise, self.capacity, self.tier_from, self.answer_days)


class ClubInvitation(Schema):
    """Who is invited, why, and who looks after them."""

    member_id: UUID
    reason: InviteReason = InviteReason.TIER
    contact_id: UUID | None = None


class InvitationAnswer(Schema):
    """What the member said."""

    is_accepted: bool


class ClubStanding(Schema):
    """How the membership of the club stands now."""

    state: ClubState


class ClubContact(Schema):
    """Who looks after the member; none: nobody."""

    contact_id: UUID | None


class ClubEventWanted(Schema):
    """An event: when, where, for how many."""

    code: str = Field(max_length=20)
    name_zh: str = Field(min_length=1, max_length=60)
    name_en: str = Field(min_length=1, max_length=60)
    place: str = Field(min_length=1, max_length=80)
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    places: int
    guests_most: int = 1
    reply_until: date

    def draft(self) -> EventDraft:
        when: tuple[datetime, datetime] = self.starts_at, self.ends_at
        return EventDraft(self.code, Text(self.name_zh, self.name_en), self.place, *when, self.places, self.guests_most, self.reply_until)


class ReplyWanted(Schema):
    """How many come along; none: the member does not come."""

    guests: int | None


class Attendance(Schema):
    """How many of the party came, the member among them."""

    came: int


@router.get("/loyalty/programmes/{uuid:programme_id}/clubs", response=list_of(Club))
def list_clubs(request: HttpRequest, programme_id: UUID) -> list[Club]:
    """The clubs of a programme, and how full they are."""
    return queries.list_clubs(actor_of(request), programme_id, now=timezone.now())


@router.put("/loyalty/programmes/{uuid:programme_id}/clubs", response=MadeId)
def set_club(request: HttpRequest, programme_id: UUID, wanted: ClubWanted) -> dict[str, UUID]:
    """Keeps what a club promises; makes the club where there is none with the code."""
    actor, seen = actor_of(request), wanted.seen_number
    made = clubs.set_club(
        actor=actor, programme_id=programme_id, code=wanted.code, terms=wanted.terms(), seen_number=seen, now=timezone.now()
    )
    return {"id": made}


@router.get("/loyalty/clubs/{uuid:club_id}/members", response=list_of(ClubMemberLine))
def list_club_members(request: HttpRequest, club_id: UUID) -> list[ClubMemberLine]:
    """Everybody who was ever invited, with the state of today."""
    return queries.list_club_members(actor_of(request), club_id, now=timezone.now())


@router.post("/loyalty/clubs/{uuid:club_id}/members", response={201: MadeId})
def invite_to_club(request: HttpRequest, club_id: UUID, wanted: ClubInvitation) -> Status[dict[str, UUID]]:
    """Invites a member. Who is in the club or invited already is refused, so that a retry invites nobody twice."""
    actor = actor_of(request)
    made = clubs.invite_member(
        actor=actor, club_id=club_id, member_id=wanted.member_id, reason=wanted.reason, contact_id=wanted.contact_id, now=timezone.now()
    )
    return Status(201, {"id": made})


@router.get("/loyalty/members/{uuid:member_id}/clubs", response=list_of(MemberClub))
def list_member_clubs(request: HttpRequest, member_id: UUID) -> list[MemberClub]:
    """The clubs that a member is in or invited to, who looks after them, and the next event."""
    return queries.list_member_clubs(actor_of(request), member_id, now=timezone.now())


@router.put("/loyalty/club-members/{uuid:membership_id}/answer", response=ClubStanding)
def answer_club_invitation(request: HttpRequest, membership_id: UUID, wanted: InvitationAnswer) -> dict[str, ClubState]:
    """Notes what the member said to the invitation."""
    actor = actor_of(request)
    state = clubs.answer_invitation(actor=actor, membership_id=membership_id, is_accepted=wanted.is_accepted, now=timezone.now())
    return {"state": state}


@router.post("/loyalty/club-members/{uuid:membership_id}/leaving", response={204: None})
def leave_club(request: HttpRequest, membership_id: UUID) -> Status[None]:
    """Ends a membership of the club, or takes an invitation back."""
    clubs.leave_club(actor=actor_of(request), membership_id=membership_id, now=timezone.now())
    return Status(204, None)


@router.put("/loyalty/club-members/{uuid:membership_id}/contact", response={204: None})
def set_club_contact(request: HttpRequest, membership_id: UUID, wanted: ClubContact) -> Status[None]:
    """Says who looks after a club member."""
    clubs.set_contact(actor=actor_of(request), membership_id=membership_id, contact_id=wanted.contact_id, now=timezone.now())
    return Status(204, None)


@router.get("/loyalty/clubs/{uuid:club_id}/events", response=list_of(ClubEvent))
def list_club_events(request: HttpRequest, club_id: UUID) -> list[ClubEvent]:
    """The events of a club, the latest first."""
    return queries.list_events(actor_of(request), club_id, now=timezone.now())


@router.put("/loyalty/clubs/{uuid:club_id}/events", response=MadeId)
def set_club_event(request: HttpRequest, club_id: UUID, wanted: ClubEventWanted) -> dict[str, UUID]:
    """Keeps an event; makes it where there is none with the code."""
    return {"id": club_events.set_event(actor=actor_of(request), club_id=club_id, draft=wanted.draft(), now=timezone.now())}


@router.post("/loyalty/club-events/{uuid:event_id}/cancellation", response={204: None})
def cancel_club_event(request: HttpRequest, event_id: UUID) -> Status[None]:
    """Cancels an event."""
    club_events.cancel_event(actor=actor_of(request), event_id=event_id, now=timezone.now())
    return Status(204, None)


@router.get("/loyalty/club-events/{uuid:event_id}/replies", response=list_of(EventReplyLine))
def list_event_replies(request: HttpRequest, event_id: UUID) -> list[EventReplyLine]:
    """Who has a place, who waits, in order, and who does not come."""
    return queries.list_replies(actor_of(request), event_id, now=timezone.now())


@router.put("/loyalty/club-events/{uuid:event_id}/replies/{uuid:membership_id}", response=shape(EventReply))
def reply_to_event(request: HttpRequest, event_id: UUID, membership_id: UUID, wanted: ReplyWanted) -> EventReply:
    """Notes that a club member comes, with how many, or does not; the same reply again changes nothing."""
    actor = actor_of(request)
    return club_events.reply_to_event(actor=actor, event_id=event_id, membership_id=membership_id, guests=wanted.guests, now=timezone.now())


@router.put("/loyalty/club-events/{uuid:event_id}/attendance/{uuid:membership_id}", response={204: None})
def note_attendance(request: HttpRequest, event_id: UUID, membership_id: UUID, wanted: Attendance) -> Status[None]:
    """Notes how many of a party came."""
    club_events.note_attendance(
        actor=actor_of(request), event_id=event_id, membership_id=membership_id, came=wanted.came, now=timezone.now()
    )
    return Status(204, None)
