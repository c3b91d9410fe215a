"""The board of tiers: how many have each, who moved, and who is near the next. Figures of the whole company."""

from collections import Counter, defaultdict
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count
from django.db.models.functions import TruncMonth

from xenia.kernel.actor import Actor
from xenia.kernel.paging import Page, keys_of, page_size, page_token
from xenia.loyalty.models import tiers as models
from xenia.loyalty.models.programmes import Member
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.queries.tiers import get_versions
from xenia.loyalty.rules.expiry import added_months, day_of
from xenia.loyalty.rules.tiers import policy_on, rank_of
from xenia.loyalty.types.programmes import MemberState
from xenia.loyalty.types.tiers import Moves, NearMember, TierBoard, TierPolicy
from xenia.profile.queries.seen import guest_names
from xenia.profile.types.staff import GuestName
from xenia.trust.types.access import Permission

MONTHS = 12


def get_board(actor: Actor, programme_id: UUID, *, now: datetime) -> TierBoard:
    """Returns members per tier today, moves of the last MONTHS months, how many are due to be looked at, and how many are near the next
    tier. Members whose standing was never worked out count for the base tier and are due."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    today, policy = _today(actor, programme_id, now)
    rows = models.Standing.objects.filter(programme_id=programme_id, member__state=MemberState.ACTIVE.value)
    per_tier = dict(rows.values_list("tier").annotate(members=Count("pk")).order_by())
    unseen = Member.objects.filter(programme_id=programme_id, state=MemberState.ACTIVE.value).count() - sum(per_tier.values())
    members = {one.code: per_tier.get(one.code, 0) for one in policy.tiers}
    members[policy.tiers[0].code] += unseen
    near = rows.filter(progress_permille__gte=policy.near_permille).count()
    moves = _moves(programme_id, policy, added_months(today.replace(day=1), 1 - MONTHS))
    return TierBoard(members, moves, rows.filter(review_on__lte=today).count() + unseen, near)


def list_near(actor: Actor, programme_id: UUID, *, page: str | None = None, size: int = 50, now: datetime) -> Page[NearMember]:
    """Returns members who lack little to the next tier, who lacks least first."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    _, policy = _today(actor, programme_id, now)
    count = page_size(size)
    rows = models.Standing.objects.filter(
        programme_id=programme_id, member__state=MemberState.ACTIVE.value, progress_permille__gte=policy.near_permille
    )
    ordered = rows.select_related("member").order_by("-progress_permille", "member_id")
    if page:
        progress, after = keys_of(page, int, UUID)
        ordered = ordered.filter(progress_permille__lt=progress) | ordered.filter(progress_permille=progress, member_id__gt=after)
    found = list(ordered[: count + 1])
    last = found[count - 1] if len(found) > count else None
    token = page_token(last.progress_permille, str(last.member_id)) if last else None
    guests = guest_names(actor, [row.member.guest_id for row in found[:count] if row.member.guest_id])
    nobody = GuestName(None, "")
    return Page([_near(row, guests.get(row.member.guest_id, nobody) if row.member.guest_id else nobody) for row in found[:count]], token)


def _near(row: models.Standing, guest: GuestName) -> NearMember:
    if row.next_by is None:
        raise AssertionError(f"Member {row.member_id} is near a tier without a day; the cache is written with one.")
    about = row.member_id, row.member.number, guest.guest_id, guest.name
    return NearMember(*about, row.tier, row.next_tier, row.progress_permille, row.next_by)


def _today(actor: Actor, programme_id: UUID, now: datetime) -> tuple[date, TierPolicy]:
    today = day_of(now, get_programme(actor, programme_id).time_zone)
    return today, policy_on(get_versions(actor, programme_id), today)


def _moves(programme_id: UUID, policy: TierPolicy, first: date) -> tuple[Moves, ...]:
    """One row per month and tier in which anybody moved, the latest month first and in it the base tier first."""
    rows = models.TierChange.objects.filter(programme_id=programme_id, on__gte=first).annotate(month=TruncMonth("on"))
    found: defaultdict[tuple[date, str], Counter[str]] = defaultdict(Counter)
    for month, before, tier, members in rows.values_list("month", "before", "tier").annotate(members=Count("id")).order_by():
        way = "up" if rank_of(policy, tier) > rank_of(policy, before) else "down"
        found[month, tier][f"came_{way}"] += members
        found[month, before][f"went_{way}"] += members
    ordered = sorted(found, key=lambda one: (-one[0].toordinal(), rank_of(policy, one[1])))
    return tuple(Moves(month, tier, **found[month, tier]) for month, tier in ordered)
