"""Writes of a club's events: what is on, who says yes, and who came (rules CB6 to CB8 of docs/algorithms/club.md).

What is kept is who asked for how many places, and in which order; who has a place follows from it. So when somebody cancels, those who wait
move up without anything being written, and there are never more people with a place than there are places.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid
from xenia.kernel.ids import new_id
from xenia.loyalty.actions.members import subject_of_member
from xenia.loyalty.actions.programmes import subject_of_programme
from xenia.loyalty.models import clubs as models
from xenia.loyalty.queries.clubs import find_reply, get_club, get_club_member, get_event
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.rows.clubs import Seating, people, unknown
from xenia.loyalty.rules.clubs import checked_event, checked_guests, require_growth, require_open
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.rules.programmes import CODE
from xenia.loyalty.types.clubs import ClubEvent, ClubState, EventDraft, EventReply
from xenia.trust.actions.audit import record
from xenia.trust.types.access import Permission

CAME_MOST = 50


@dataclass(frozen=True)
class _At:
    """The event, locked, with who wants places at it, and the programme's day."""

    row: models.ClubEvent
    event: ClubEvent
    seating: Seating
    today: date


@transaction.atomic
def set_event(*, actor: Actor, club_id: UUID, draft: EventDraft, now: datetime) -> UUID:
    """Keeps an event of a club, a new one where there is none with the code, and returns its id. Raises Invalid for one that cannot be,
    Conflict for one that has begun or was cancelled, and for fewer places than are given."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    club = get_club(actor, club_id, now=now)
    if not CODE.fullmatch(draft.code):
        told = f"{draft.code!r} is no code; take 2 to 20 capital letters, digits or underscores, a letter first."
        raise Invalid("club_event_code_invalid", told, "代码须为 2 至 20 位大写字母、数字或下划线，以字母开头。")
    known = models.ClubEvent.objects.filter(club_id=club_id, code=draft.code).values_list("id", flat=True).first()
    held = 0
    if known is not None:
        at = _locked(actor, known, now)
        require_open(at.event.draft, at.today, now, is_coming=False)
        held = at.event.seated
    today = day_of(now, get_programme(actor, club.programme_id).time_zone)
    checked_event(draft, today, held)
    row = at.row if known is not None else models.ClubEvent(id=new_id(), club_id=club_id, code=draft.code)
    row.name_zh, row.name_en, row.place = draft.name.zh, draft.name.en, draft.place
    row.starts_at, row.ends_at, row.reply_until = draft.starts_at, draft.ends_at, draft.reply_until
    row.places, row.guests_most, row.changed_by, row.changed_at = draft.places, draft.guests_most, actor.user_id, now
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as raced:
        told = f"An event {draft.code} is just being made; look at it again."
        raise Conflict("club_event_changed", told, f"活动 {draft.code} 刚被新建；请查看。") from raced
    details = {"code": draft.code, "places": draft.places}
    record(actor, "programme.club_event_set", subject=subject_of_programme(club.programme_id), details=details, now=now)
    return row.id


@transaction.atomic
def cancel_event(*, actor: Actor, event_id: UUID, now: datetime) -> None:
    """Cancels an event: nobody has a place at it any more. Doing it again changes nothing; raises Conflict once it has begun."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    get_event(actor, event_id, now=now)
    row = models.ClubEvent.objects.select_for_update(no_key=True, of=("self",)).select_related("club").get(id=event_id)
    if row.is_cancelled:
        return
    if now >= row.starts_at:
        raise Conflict("club_event_begun", f"The event {row.code} has begun.", f"活动 {row.code} 已开始。")
    models.ClubEvent.objects.filter(id=event_id).update(is_cancelled=True, changed_by=actor.user_id, changed_at=now)
    details = {"code": row.code}
    record(actor, "programme.club_event_cancelled", subject=subject_of_programme(row.club.programme_id), details=details, now=now)


@transaction.atomic
def reply_to_event(*, actor: Actor, event_id: UUID, membership_id: UUID, guests: int | None, now: datetime) -> EventReply:
    """Notes that a club member comes with so many guests (None: does not come), and returns what that gives them: places, or a place in the
    waiting list. The same reply again changes nothing. Raises Conflict for one who is not in the club, after the last day of replies, and
    for a party that would grow beyond what is free; it keeps what it had."""
    actor.require(Permission.SERVE_MEMBERS)
    get_event(actor, event_id, now=now)
    at = _locked(actor, event_id, now)
    held = get_club_member(actor, membership_id, now=now)
    if held.club_id != at.row.club_id or held.state is not ClubState.ACCEPTED:
        told = f"Only members of the club reply to its events, and this one is {held.state}."
        raise Conflict("club_member_needed", told, f"仅俱乐部会员可答复活动；该会员当前为 {held.state}。")
    require_open(at.event.draft, at.today, now, is_coming=guests is not None)
    row = at.seating.replies.get((event_id, membership_id)) or models.EventReply(event=at.row, club_member_id=membership_id)
    before = (row.turn is not None, row.guests)
    if row.replied_at is None or before != (guests is not None, guests or 0):
        _keep(at, row, guests)
        row.replied_by, row.replied_at = actor.user_id, now
        row.save()
    reply = find_reply(actor, event_id, membership_id, now=now)
    assert reply is not None  # noqa: S101 - it was just kept
    details = {"code": at.row.code, "state": reply.state.value}
    record(actor, "member.club_replied", subject=subject_of_member(held.member_id), details=details, now=now)
    return reply


@transaction.atomic
def note_attendance(*, actor: Actor, event_id: UUID, membership_id: UUID, came: int, now: datetime) -> None:
    """Notes how many of a party came, the member among them; 0 for nobody. Raises Conflict before the event began and for who had not said
    yes."""
    actor.require(Permission.SERVE_MEMBERS)
    get_event(actor, event_id, now=now)
    at = _locked(actor, event_id, now)
    held = get_club_member(actor, membership_id, now=now)
    row = at.seating.replies.get((event_id, membership_id))
    if now < at.row.starts_at or row is None or row.turn is None:
        told = "Who came is noted once the event has begun, of those who said they would."
        raise Conflict("club_attendance_early", told, "活动开始后才能登记出席，且仅限已答复参加的会员。")
    if isinstance(came, bool) or not 0 <= came <= CAME_MOST:
        raise Invalid("club_invalid", f"{came} people cannot be; take 0 to {CAME_MOST}.", f"人数 {came} 无效；请取 0 到 {CAME_MOST}。")
    if row.attended == came:
        return
    models.EventReply.objects.filter(id=row.id).update(attended=came)
    details = {"code": at.row.code, "people": came}
    record(actor, "member.club_attended", subject=subject_of_member(held.member_id), details=details, now=now)


def _keep(at: _At, row: models.EventReply, guests: int | None) -> None:
    """A party that grows keeps its turn where it has places for all, else it keeps what it had; who comes back is the last in line."""
    if guests is None:
        row.turn, row.guests = None, 0
        return
    checked_guests(at.event.draft, guests)
    has_place = any(one.membership_id == row.club_member_id for one in at.seating.seated(at.row.id))
    if has_place and guests > row.guests:
        others = [one for one in at.seating.seated(at.row.id) if one.membership_id != row.club_member_id]
        require_growth(at.row.places, people(others), guests + 1)
    if row.turn is None or (not has_place and guests > row.guests):
        turns = [one.turn or 0 for one in at.seating.replies.values()]
        row.turn = max(turns, default=0) + 1
    row.guests = guests


def _locked(actor: Actor, event_id: UUID, now: datetime) -> _At:
    row = models.ClubEvent.objects.select_for_update(no_key=True, of=("self",)).select_related("club").filter(id=event_id).first()
    if row is None:
        raise unknown("club_event", "俱乐部活动", event_id)
    if row.is_cancelled:
        raise Conflict("club_event_cancelled", f"The event {row.code} was cancelled.", f"活动 {row.code} 已取消。")
    today = day_of(now, get_programme(actor, row.club.programme_id).time_zone)
    seating = Seating([row], today)
    return _At(row, seating.event(row), seating, today)
