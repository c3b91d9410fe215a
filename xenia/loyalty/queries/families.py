"""Reads of families: who is in one, who shares, what they have together, and what waits for an answer."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Sum

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict
from xenia.loyalty.models.families import Family as FamilyRow
from xenia.loyalty.models.families import FamilyTie as Row
from xenia.loyalty.models.ledger import Account, Lot
from xenia.loyalty.queries.ledger import member_accounts
from xenia.loyalty.queries.members import get_member
from xenia.loyalty.queries.minors import guardian_of, is_minor_now
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.rows.families import tie_of
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.rules.families import role_of
from xenia.loyalty.types.families import FamilyInvitation, FamilyPlace, FamilyRole, FamilyTie, MemberFamily, TieState
from xenia.loyalty.types.programmes import MemberState, Programme
from xenia.profile.queries.ages import age_groups
from xenia.profile.queries.seen import guest_names
from xenia.profile.types.ages import AgeGroup
from xenia.profile.types.staff import GuestName
from xenia.trust.types.access import Permission

POINTS = "POINTS"
IN, INVITED = TieState.IN.value, TieState.INVITED.value


def get_family_place(actor: Actor, member_id: UUID, *, now: datetime) -> FamilyPlace:
    """Returns the family of a member, if any, and the invitations that wait for the member's answer."""
    member = get_member(actor, member_id)
    programme = get_programme(actor, member.programme_id)
    tie = tie_of(member_id)
    minor = is_minor_now(actor, member, now=now)
    family = _family(actor, programme, tie.family_id, now) if tie else None
    guardian = guardian_of(actor, member_id) if minor else None
    allowed = programme.policy.family.allowed and member.state is MemberState.ACTIVE
    may_spend = tie is not None and allowed and not minor
    return FamilyPlace(family, _invitations(actor, member_id, now), allowed and tie is None and not minor, may_spend, minor, guardian)


def sharing_with(actor: Actor, member_id: UUID, *, now: datetime) -> list[UUID]:
    """Returns whose points a member who orders for the family may spend, the own among them (rules FA9 and FA10); raises Conflict for a
    minor, or who is in no family."""
    member = get_member(actor, member_id)
    tie = tie_of(member_id)
    if tie is None or not get_programme(actor, member.programme_id).policy.family.allowed:
        told = f"Member {member.number} is in no family; order from the own points."
        raise Conflict("family_none", told, f"会员 {member.number} 不在家庭中；请使用本人积分兑换。")
    if is_minor_now(actor, member, now=now):
        told = f"Member {member.number} is under eighteen and spends for nobody else; an adult of the family orders."
        raise Conflict("family_spender_minor", told, f"会员 {member.number} 未满 18 周岁，不能动用家庭积分；请由家庭中的成年人办理。")
    shared = Row.objects.filter(family_id=tie.family_id, state=IN, shares=True, member__state=MemberState.ACTIVE.value)
    return sorted({member_id, *shared.values_list("member_id", flat=True)})


def usable_with(actor: Actor, programme: Programme, member_ids: Sequence[UUID]) -> int:
    """Returns the points that these members can use together. For this module."""
    accounts = member_accounts(actor, member_ids, programme.kind(POINTS).id).values()
    rows = Account.objects.filter(id__in=list(accounts)).values_list("posted", "reserved")
    return sum(max(0, posted - reserved) for posted, reserved in rows)


def _family(actor: Actor, programme: Programme, family_id: UUID, now: datetime) -> MemberFamily:
    family = FamilyRow.objects.get(id=family_id)
    rows = list(Row.objects.filter(family_id=family_id, state__in=(IN, INVITED)).select_related("member").order_by("joined_on", "id"))
    rows = [one for one in rows if one.state == IN or _waits(one, now)]
    rows.sort(key=lambda one: (one.member_id != family.head_id, one.state != IN))
    today = day_of(now, programme.time_zone)
    guests = [one.member.guest_id for one in rows if one.member.guest_id]
    names, ages = _names(actor, guests), age_groups(actor, guests, today)
    accounts = member_accounts(actor, [one.member_id for one in rows], programme.kind(POINTS).id)
    usable = {one.id: max(0, one.posted - one.reserved) for one in Account.objects.filter(id__in=list(accounts.values()))}
    sharing = [accounts[one.member_id] for one in rows if one.shares]
    ties = tuple(_tie(one, family, names, ages, usable[accounts[one.member_id]]) for one in rows)
    return MemberFamily(family.id, family.head_id, family.opened_on, ties, sum(usable[one] for one in sharing), *_next_end(sharing, today))


def _tie(row: Row, family: FamilyRow, names: Mapping[UUID, GuestName], ages: Mapping[UUID, AgeGroup], usable: int) -> FamilyTie:
    guest = row.member.guest_id
    seen = names.get(guest) if guest else None
    is_seen = seen is not None and seen.guest_id is not None
    return FamilyTie(
        row.id,
        row.member_id,
        row.member.number,
        seen.name if seen is not None else "",
        role_of(FamilyRole(row.role), ages.get(guest) if guest else None),
        row.member_id == family.head_id,
        row.guardian_id,
        row.shares,
        row.shares_since,
        TieState(row.state),
        row.answer_until,
        row.joined_on,
        usable if is_seen and row.state == IN else None,
    )


def _next_end(accounts: Sequence[int], today: date) -> tuple[date | None, int]:
    lots = Lot.objects.filter(account_id__in=accounts, unused__gt=0, expires_on__gt=today)
    first = lots.values("expires_on").annotate(points=Sum("unused")).order_by("expires_on").first()
    return (first["expires_on"], first["points"]) if first else (None, 0)


def _invitations(actor: Actor, member_id: UUID, now: datetime) -> tuple[FamilyInvitation, ...]:
    rows = Row.objects.filter(member_id=member_id, state=INVITED, answer_until__gt=now).select_related("family__head").order_by("id")
    names = _names(actor, [one.family.head.guest_id for one in rows if one.family.head.guest_id])
    return tuple(
        FamilyInvitation(one.id, one.family_id, one.family.head.number, _name(names, one.family.head.guest_id), one.answer_until)
        for one in rows
        if one.answer_until is not None
    )


def _name(names: Mapping[UUID, GuestName], guest_id: UUID | None) -> str:
    return names[guest_id].name if guest_id is not None and guest_id in names else ""


def _names(actor: Actor, guests: Sequence[UUID]) -> dict[UUID, GuestName]:
    return guest_names(actor, guests) if guests and actor.may(Permission.VIEW_GUESTS) else {}


def _waits(row: Row, now: datetime) -> bool:
    return row.answer_until is not None and row.answer_until > now
