"""Rows of clubs as the types that rules take, and who has a place at an event. Private."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from xenia.kernel.errors import NotFound
from xenia.kernel.texts import Text
from xenia.loyalty.models import clubs as models
from xenia.loyalty.rules.clubs import seated, state_on
from xenia.loyalty.types.clubs import (
    ClubEvent,
    ClubMember,
    ClubState,
    ClubTerms,
    EventDraft,
    EventReply,
    InviteReason,
    Party,
    ReplyState,
)
from xenia.loyalty.types.programmes import MemberState

OPEN = (ClubState.INVITED, ClubState.ACCEPTED)


def terms_of(row: models.Club) -> ClubTerms:
    """What the club promises."""
    name, promise = Text(row.name_zh, row.name_en), Text(row.promise_zh, row.promise_en)
    return ClubTerms(name, promise, row.capacity, row.tier_from, row.answer_days)


def as_member(row: models.ClubMember, today: date) -> ClubMember:
    """A membership as it stands on the programme's day; its `member` must have been read with it."""
    is_active = row.member.state == MemberState.ACTIVE.value
    state = state_on(ClubState(row.state), row.answer_until, today, is_active=is_active)
    ended = row.ended_on
    if ended is None and state is ClubState.LAPSED:
        ended = row.answer_until
    if ended is None and state is ClubState.LEFT:
        ended = row.member.left_on
    return ClubMember(
        row.id, row.club_id, row.member_id, state, InviteReason(row.reason), row.contact_id, row.invited_on, row.answer_until,
        row.joined_on, ended,
    )  # fmt: skip


def members_of(club_ids: Collection[UUID], today: date) -> list[ClubMember]:
    """Every membership of these clubs, those that are over too, the newest first."""
    rows = models.ClubMember.objects.filter(club_id__in=club_ids).select_related("member").order_by("-id")
    return [as_member(row, today) for row in rows]


def draft_of(row: models.ClubEvent) -> EventDraft:
    """What is said of an event."""
    return EventDraft(
        row.code, Text(row.name_zh, row.name_en), row.place, row.starts_at, row.ends_at, row.places, row.guests_most, row.reply_until
    )


class Seating:
    """Who wants places at some events, who has them, and who came. A membership that is over wants none."""

    def __init__(self, events: Sequence[models.ClubEvent], today: date) -> None:
        self.parties: defaultdict[UUID, list[Party]] = defaultdict(list)
        self.replies: dict[tuple[UUID, UUID], models.EventReply] = {}
        self.attended: defaultdict[UUID, int] = defaultdict(int)
        self._seated: dict[UUID, list[Party]] = {}
        rows = models.EventReply.objects.filter(event__in=events).select_related("club_member__member")
        for row in rows:
            self.replies[row.event_id, row.club_member_id] = row
            self.attended[row.event_id] += row.attended or 0
            if row.turn is not None and as_member(row.club_member, today).state is ClubState.ACCEPTED:
                self.parties[row.event_id].append(Party(row.club_member_id, row.turn, row.guests + 1))
        for event in events:
            self._seated[event.id] = [] if event.is_cancelled else seated(event.places, self.parties[event.id])

    def seated(self, event_id: UUID) -> list[Party]:
        return self._seated[event_id]

    def waiting(self, event_id: UUID) -> list[Party]:
        have = {one.membership_id for one in self.seated(event_id)}
        return [one for one in sorted(self.parties[event_id], key=lambda one: one.turn) if one.membership_id not in have]

    def event(self, row: models.ClubEvent) -> ClubEvent:
        seats, line = people(self.seated(row.id)), people(self.waiting(row.id))
        return ClubEvent(row.id, row.club_id, draft_of(row), row.is_cancelled, seats, line, self.attended[row.id])

    def reply(self, event_id: UUID, membership_id: UUID) -> EventReply | None:
        row = self.replies.get((event_id, membership_id))
        if row is None:
            return None
        line = [one.membership_id for one in self.waiting(event_id)]
        has_place = any(one.membership_id == membership_id for one in self.seated(event_id))
        state = ReplyState.SEATED if has_place else ReplyState.WAITING if membership_id in line else ReplyState.NO
        place = line.index(membership_id) + 1 if state is ReplyState.WAITING else 0
        return EventReply(membership_id, event_id, state, row.guests, place, row.attended)


def people(parties: Iterable[Party]) -> int:
    """How many people the parties are."""
    return sum(one.people for one in parties)


def unknown(what: str, zh: str, said: UUID) -> NotFound:
    """The error for something of a club that is not there."""
    return NotFound(f"{what}_unknown", f"There is no {what.replace('_', ' ')} {said}.", f"没有这个{zh}。")


def upcoming(club_ids: Collection[UUID], now: datetime) -> list[models.ClubEvent]:
    """The events that have not ended, the next first; cancelled ones are left out."""
    rows = models.ClubEvent.objects.filter(club_id__in=club_ids, is_cancelled=False, ends_at__gt=now)
    return list(rows.order_by("starts_at", "id"))
