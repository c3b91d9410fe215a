"""Words of the club above the tiers: who is invited, who looks after whom, and its events."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from xenia.kernel.texts import Text


class ClubState(StrEnum):
    """`lapsed`: the invitation ended by itself; `left`: the club, or the programme."""

    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    LEFT = "left"


class InviteReason(StrEnum):
    """`tier`: the member's tier is enough; the others are by hand."""

    TIER = "tier"
    FOUNDER = "founder"
    PARTNER = "partner"
    OPINION_LEADER = "opinion_leader"
    RECOVERY = "recovery"
    RECOMMENDED = "recommended"


class ReplyState(StrEnum):
    """`seated`: there are places for the party; `waiting`: it is in line for them."""

    SEATED = "seated"
    WAITING = "waiting"
    NO = "no"


@dataclass(frozen=True)
class ClubTerms:
    """What a club promises and whom it takes: at most `capacity` members and open invitations together; members from `tier_from` upwards
    (empty: by hand alone); an invitation is open for `answer_days`."""

    name: Text
    promise: Text
    capacity: int = 50
    tier_from: str = ""
    answer_days: int = 30


@dataclass(frozen=True)
class Club:
    """A club and how full it is. `number`: the version of its terms."""

    id: UUID
    programme_id: UUID
    code: str
    terms: ClubTerms
    number: int
    members: int
    invited: int


@dataclass(frozen=True)
class ClubMember:
    """A member's membership of a club. The invitation is answered until `answer_until` (exclusive). `contact_id`: who looks after them."""

    id: UUID
    club_id: UUID
    member_id: UUID
    state: ClubState
    reason: InviteReason
    contact_id: UUID | None
    invited_on: date
    answer_until: date
    joined_on: date | None
    ended_on: date | None


@dataclass(frozen=True)
class ClubMemberLine:
    """The same as the desk lists it; a name is empty where the reader does not see the guest."""

    membership: ClubMember
    number: str
    guest_id: UUID | None
    name: str
    contact_name: str


@dataclass(frozen=True)
class EventDraft:
    """What is said of an event: `place` for people, `places` for bodies. A member brings up to `guests_most`; replies are taken until
    `reply_until` (the last day)."""

    code: str
    name: Text
    place: str
    starts_at: datetime
    ends_at: datetime
    places: int
    guests_most: int
    reply_until: date


@dataclass(frozen=True)
class ClubEvent:
    """An event and how full it is, in people: `seated` have a place, `waiting` are in line."""

    id: UUID
    club_id: UUID
    draft: EventDraft
    is_cancelled: bool
    seated: int
    waiting: int
    attended: int


@dataclass(frozen=True)
class Party:
    """Who wants places at an event, in the order in which they asked: `people` with the member."""

    membership_id: UUID
    turn: int
    people: int


@dataclass(frozen=True)
class EventReply:
    """What a member said to an event. `line`: how many parties are before this one in the waiting list, and itself; 0 for none.
    `attended`: how many came, None where nobody noted it."""

    membership_id: UUID
    event_id: UUID
    state: ReplyState
    guests: int
    line: int
    attended: int | None


@dataclass(frozen=True)
class EventReplyLine:
    """The same as the desk lists it."""

    reply: EventReply
    member_id: UUID
    number: str
    name: str


@dataclass(frozen=True)
class NextEvent:
    """The next event of a club member, and what they said to it (None: nothing yet)."""

    event: ClubEvent
    reply: EventReply | None


@dataclass(frozen=True)
class MemberClub:
    """Rule CB9: what the desk sees of a club member with the guest in front of it, and nothing more: which club, since when, who looks
    after them, and the next event."""

    membership: ClubMember
    club: Club
    contact_name: str
    next_event: NextEvent | None
