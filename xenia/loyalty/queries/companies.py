"""Reads of companies that are members, and of who travels for them."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from xenia.kernel.actor import Actor
from xenia.kernel.paging import Page, keys_of, page_size, page_token
from xenia.loyalty.models.companies import Company, CompanyTie
from xenia.loyalty.models.ledger import Account
from xenia.loyalty.queries.members import get_member
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.types.companies import AgreedBy, CompanyLine, CompanyPlace, CompanyRole, CompanyTraveller
from xenia.loyalty.types.ledger import PointRole
from xenia.profile.queries.seen import guest_names
from xenia.trust.types.access import Permission


def list_companies(actor: Actor, programme_id: UUID, *, page: str | None = None, size: int = 50) -> Page[CompanyLine]:
    """Returns the companies that are members of the programme today, those who joined last on top."""
    actor.require(Permission.VIEW_LOYALTY)
    get_programme(actor, programme_id)
    rows = _with_sums(Company.objects.filter(programme_id=programme_id, closed_on__isnull=True))
    if page:
        (before,) = keys_of(page, UUID)
        rows = rows.filter(member_id__lt=before)
    count = page_size(size)
    lines = [_line(one) for one in rows.order_by("-member_id")[: count + 1]]
    return Page(lines[:count], page_token(str(lines[count - 1].member_id)) if len(lines) > count else None)


def get_company_place(actor: Actor, member_id: UUID) -> CompanyPlace:
    """Returns the company a member is, with those who travel for it today, administrators first, or the company the member travels for."""
    member = get_member(actor, member_id)
    if member.company:
        return CompanyPlace(_lines_of([member_id])[0], tuple(_travellers(actor, member_id)), None, None)
    tie = CompanyTie.objects.filter(member_id=member_id, left_on__isnull=True).first()
    if tie is None:
        return CompanyPlace(None, (), None, None)
    return CompanyPlace(None, (), _lines_of([tie.company_id])[0], CompanyRole(tie.role))


def _lines_of(ids: Sequence[UUID]) -> list[CompanyLine]:
    return [_line(one) for one in _with_sums(Company.objects.filter(member_id__in=ids))]


def _with_sums(rows: QuerySet[Company]) -> QuerySet[Company]:
    usable = (
        Account.objects.filter(member_id=OuterRef("member_id"), point_kind__role=PointRole.REDEEMABLE.value)
        .values("member_id")
        .annotate(total=Sum(F("posted") - F("reserved")))
    )
    ties = (
        CompanyTie.objects.filter(company_id=OuterRef("member_id"), left_on__isnull=True).values("company_id").annotate(count=Count("id"))
    )
    return rows.select_related("member").annotate(
        usable=Coalesce(Subquery(usable.values("total")), 0),
        travellers=Coalesce(Subquery(ties.values("count"), output_field=IntegerField()), 0),
    )


def _line(row: Company) -> CompanyLine:
    travellers, usable = row.travellers, row.usable  # type: ignore[attr-defined]  # annotated above
    return CompanyLine(row.member_id, row.member.number, row.name, row.credit_code, travellers, usable, row.member.enrolled_on)


def _travellers(actor: Actor, company_id: UUID) -> list[CompanyTraveller]:
    ties = (
        CompanyTie.objects.filter(company_id=company_id, left_on__isnull=True).select_related("member").order_by("role", "joined_on", "id")
    )
    guests = [one.member.guest_id for one in ties if one.member.guest_id]
    names = guest_names(actor, guests) if guests and actor.may(Permission.VIEW_GUESTS) else {}
    return [
        CompanyTraveller(
            one.member_id,
            one.member.number,
            names[one.member.guest_id].name if one.member.guest_id in names else "",
            CompanyRole(one.role),
            AgreedBy(one.agreed_by),
            one.joined_on,
        )
        for one in ties
    ]
