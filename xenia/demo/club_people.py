"""What members of the demonstration's club do with each other, and what the desk did by hand: families, points passed on, adjustments."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from xenia.demo.club_rules import before
from xenia.demo.club_shop import richest
from xenia.identity.queries.relations import get_relations
from xenia.identity.types import RelationKind
from xenia.kernel.actor import Actor, product_actor
from xenia.kernel.errors import NotFound
from xenia.loyalty.actions.adjustments import adjust_points, take_back_adjustment
from xenia.loyalty.actions.families import add_minor, answer_invitation, invite_adult, open_family
from xenia.loyalty.actions.members import enrol_guest
from xenia.loyalty.actions.passing import accept_passing, pass_points
from xenia.loyalty.queries.adjustments import list_adjustments
from xenia.loyalty.queries.members import get_member
from xenia.loyalty.types.adjustments import AdjustAsk, AdjustReason
from xenia.loyalty.types.passing import PassingAsk, PassingKind
from xenia.loyalty.types.programmes import Programme
from xenia.profile.queries.ages import age_groups
from xenia.profile.types.ages import AgeGroup
from xenia.trust.queries.restrictions import is_restricted
from xenia.trust.types.access import Permission

LOOKER = product_actor("demonstration", Permission.VIEW_GUESTS, "link_records")
YOUNG = (AgeGroup.CHILD, AgeGroup.MINOR)
LOOKED_AT = 120
"""Of so many members the households are looked at."""
GIVES = 4_000
ADJUSTED = (
    (600, AdjustReason.GOODWILL, "房间空调整晚有声响，已致歉"),
    (-500, AdjustReason.EARLIER_MISTAKE, "同一次点评重复奖励"),
    (1_200, AdjustReason.MISSING_STAY, "漏登的一晚住宿，已核对水单"),
    (12_000, AdjustReason.GOODWILL, "行程因我方原因取消，客人改签两次"),
)
"""The last one is above what one person may give: it waits for a second."""


def open_families(actor: Actor, programme: Programme, members: Sequence[UUID], child: tuple[UUID, UUID] | None, *, now: datetime) -> None:
    """Two families: of a couple and, where there is one, a child whose guardian is the head; and of two, with an invitation that waits.
    `members` are grown up; `child`: the member who is the guardian, and the child's guest."""
    guardian = child[0] if child else None
    adults = [one for one in members if one != guardian]
    if len(adults) < 5:
        return
    for head, other in ((guardian or adults[4], adults[0]), (adults[1], adults[2])):
        open_family(actor=actor, member_id=head, shares=True, now=before(now, days=9))
        tie = invite_adult(actor=actor, head_id=head, number=get_member(actor, other).number, now=before(now, days=9))
        answer_invitation(actor=actor, tie_id=tie, member_id=other, accept=True, shares=True, now=before(now, days=8))
    invite_adult(actor=actor, head_id=adults[1], number=get_member(actor, adults[3]).number, now=before(now, hours=7))
    if child is not None:
        _add_child(actor, programme, *child, now)


def grown_up(actor: Actor, members: Sequence[UUID], now: datetime) -> list[UUID]:
    """Of some members those who may give points and open families: no minors, and nobody whose data may only be kept."""
    guests = {one: guest_id for one in members if (guest_id := get_member(actor, one).guest_id)}
    ages = age_groups(actor, list(guests.values()), now.date())
    return [one for one, guest_id in guests.items() if ages.get(guest_id) not in YOUNG and not is_restricted(actor, guest_id, now=now)]


def find_child(actor: Actor, members: Sequence[UUID], now: datetime) -> tuple[UUID, UUID] | None:
    """The first of some members with a child in the household, and the child's guest; None where there is none."""
    for member_id in members[:LOOKED_AT]:
        guest_id = get_member(actor, member_id).guest_id
        near = household_of(guest_id) if guest_id else []
        groups = age_groups(actor, near, now.date()) if near else {}
        found = next((one for one in near if groups.get(one) is AgeGroup.CHILD), None)
        if found is not None:
            return member_id, found
    return None


def household_of(guest_id: UUID) -> list[UUID]:
    """The guests who are known to share a home with a guest."""
    try:
        lines = get_relations(LOOKER, guest_id).relations
    except NotFound:  # nobody knows a name: no relations either
        return []
    return [one.guest_id for one in lines if one.kind is RelationKind.HOUSEHOLD]


def pass_on(actor: Actor, programme: Programme, members: Sequence[UUID], *, now: datetime) -> None:
    """A transfer, a gift that was accepted, and one that waits."""
    givers = richest(actor, programme, members, GIVES)[:3]
    takers = [one for one in members if one not in givers][:3]
    asks = (
        (PassingKind.GIFT, 800, "妈妈，生日快乐", 6),
        (PassingKind.TRANSFER, 1_500, "", 4),
        (PassingKind.GIFT, 1_000, "谢谢你这次帮我照看孩子", 1),
    )
    for giver, taker, (kind, points, message, days) in zip(givers, takers, asks, strict=False):
        ask = PassingAsk(giver, get_member(actor, taker).number, kind, points, message, "demonstration")
        made = pass_points(actor=actor, ask=ask, now=before(now, days=days))
        if days > 5:
            accept_passing(actor=actor, passing_id=made.id, member_id=taker, now=before(now, days=5))


def adjust(desk: Actor, programme: Programme, members: Sequence[UUID], *, now: datetime) -> None:
    """What somebody of the desk gave and took by hand, of members who have points: one was taken back, the last waits for a second person.
    Only a person adjusts."""
    chosen = richest(desk, programme, members, GIVES)[3 : 3 + len(ADJUSTED)]
    for place, (member_id, (points, reason, words)) in enumerate(zip(chosen, ADJUSTED, strict=False)):
        ask = AdjustAsk(member_id, "POINTS", points, reason, words, "demonstration")
        adjust_points(actor=desk, ask=ask, now=before(now, hours=30 - 5 * place))
    if len(chosen) > 2:
        (wrong,) = list_adjustments(desk, chosen[2], now=now)
        take_back_adjustment(actor=desk, adjustment_id=wrong.id, words="补登已由系统完成，重复", key="back", now=before(now, hours=1))


def _add_child(actor: Actor, programme: Programme, guardian: UUID, guest_id: UUID, now: datetime) -> None:
    """A child joins with the guardian's consent, and the family."""
    number = get_member(actor, guardian).number
    made = enrol_guest(actor=actor, programme_id=programme.id, guest_id=guest_id, channel="desk", guardian_number=number, now=now)
    add_minor(actor=actor, guardian_id=guardian, number=get_member(actor, made).number, shares=True, now=now)
