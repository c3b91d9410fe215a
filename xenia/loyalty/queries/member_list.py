"""Members as a list: by tier, by state, or the one with a number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum

from xenia.kernel.actor import Actor
from xenia.kernel.paging import Page, keys_of, page_size, page_token
from xenia.loyalty.models.ledger import Account, Lot
from xenia.loyalty.models.programmes import Member
from xenia.loyalty.models.tiers import Standing
from xenia.loyalty.queries.members import find_by_number
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.queries.tiers import list_versions
from xenia.loyalty.rows.companies import company_names
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.rules.tiers import policy_on
from xenia.loyalty.types.ledger import PointRole
from xenia.loyalty.types.overview import MemberLine
from xenia.loyalty.types.programmes import MemberState
from xenia.profile.queries.seen import guest_names
from xenia.profile.types.staff import GuestName
from xenia.trust.types.access import Permission


@dataclass(frozen=True)
class MembersWanted:
    """Which members of a programme: of a tier, in a state, with points whose last day lies within days (both included), or the one whose
    card has the number."""

    tier: str = ""
    state: MemberState = MemberState.ACTIVE
    number: str = ""
    ends: tuple[date, date] | None = None


def list_members(
    actor: Actor, programme_id: UUID, *, where: MembersWanted, page: str | None = None, size: int = 50, now: datetime
) -> Page[MemberLine]:
    """Returns members of the programme, those who joined last on top; a number finds its one member, whatever the tier and state. Whoever
    does not work for the whole company asks by number only: a list would tell of guests of other units."""
    actor.require(Permission.VIEW_LOYALTY)
    programme = get_programme(actor, programme_id)
    versions = list_versions(actor, programme_id)
    base = policy_on(versions, day_of(now, programme.time_zone)).tiers[0].code if versions else ""
    if where.number.strip():
        found = find_by_number(actor, programme_id, where.number)
        return Page(_lines(actor, Member.objects.filter(id=found.id), base) if found else [], None)
    actor.require_for_company(Permission.VIEW_LOYALTY)
    rows = _wanted(programme_id, where, base)
    if page:
        (before,) = keys_of(page, UUID)
        rows = rows.filter(id__lt=before)
    count = page_size(size)
    lines = _lines(actor, rows.order_by("-id")[: count + 1], base)
    return Page(lines[:count], page_token(str(lines[count - 1].member_id)) if len(lines) > count else None)


def _wanted(programme_id: UUID, where: MembersWanted, base: str) -> QuerySet[Member]:
    """Who was never worked out has the base tier."""
    rows = Member.objects.filter(programme_id=programme_id, state=where.state.value)
    if where.ends:
        first, last = (one + timedelta(days=1) for one in where.ends)
        lots = Lot.objects.filter(unused__gt=0, expires_on__gte=first, expires_on__lte=last)
        rows = rows.filter(id__in=Account.objects.filter(id__in=lots.values("account_id"), member__isnull=False).values("member_id"))
    if not where.tier:
        return rows
    of_tier = Q(id__in=Standing.objects.filter(programme_id=programme_id, tier=where.tier).values("member_id"))
    if where.tier == base:
        of_tier |= ~Q(id__in=Standing.objects.filter(programme_id=programme_id).values("member_id"))
    return rows.filter(of_tier)


def _lines(actor: Actor, rows: QuerySet[Member], base: str) -> list[MemberLine]:
    usable = (
        Account.objects.filter(member_id=OuterRef("id"), point_kind__role=PointRole.REDEEMABLE.value)
        .values("member_id")
        .annotate(total=Sum(F("posted") - F("reserved")))
    )
    found = list(rows.annotate(usable=Subquery(usable.values("total"))))
    standing = {one.member_id: one for one in Standing.objects.filter(member_id__in=[row.id for row in found])}
    names = _names(actor, found)
    companies = company_names([row.id for row in found if row.guest_id is None])
    return [
        _line(row, standing.get(row.id), names.get(row.guest_id) if row.guest_id else None, companies.get(row.id, ""), base)
        for row in found
    ]


def _names(actor: Actor, rows: Sequence[Member]) -> dict[UUID, GuestName]:
    return guest_names(actor, [one.guest_id for one in rows if one.guest_id])


def _line(row: Member, standing: Standing | None, guest: GuestName | None, company: str, base: str) -> MemberLine:
    return MemberLine(
        row.id,
        row.number,
        guest.guest_id if guest else None,
        guest.name if guest else company,
        MemberState(row.state),
        standing.tier if standing else base,
        standing.until if standing else None,
        row.usable or 0,  # type: ignore[attr-defined]  # annotated above
        standing.next_tier if standing else "",
        standing.progress_permille if standing else 0,
        row.enrolled_on,
    )
