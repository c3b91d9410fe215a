"""Companies beside their travellers: rules CM1 to CM8 of docs/algorithms/company-members.md. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from uuid import UUID

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from xenia.kernel.errors import Conflict, Invalid
from xenia.loyalty.types.companies import CompanyDraft, CompanyEarner
from xenia.loyalty.types.earning import Purchase
from xenia.loyalty.types.programmes import Member, MemberState

NAME_MOST = 120


def checked_company(draft: CompanyDraft) -> CompanyDraft:
    """Rule CM1: the company with its name trimmed and its code compact. Raises Invalid for no name, and for a code whose check character
    does not fit (GB 32100-2015)."""
    name = " ".join(draft.name.split())
    if not 0 < len(name) <= NAME_MOST:
        raise Invalid(
            "company_name_invalid", f"Give the company's name, {NAME_MOST} characters at most.", f"请填写企业名称，最多 {NAME_MOST} 字。"
        )
    if not draft.credit_code.strip():
        return CompanyDraft(name)
    try:
        return CompanyDraft(name, uscc.validate(draft.credit_code))
    except ValidationError as wrong:
        told = f"{draft.credit_code!r} is no unified social credit code of 18 characters; compare it with the licence."
        raise Invalid("credit_code_invalid", told, f"统一社会信用代码“{draft.credit_code}”有误；请核对营业执照上的 18 位代码。") from wrong


def require_person(member: Member) -> Member:
    """Rule CM7: returns the member; raises Conflict for a company, where only people can take part."""
    if member.company:
        told = f"Member {member.number} is the company {member.company}, and this is for people."
        raise Conflict("member_is_company", told, f"会员 {member.number} 是企业会员（{member.company}），此项仅限个人会员。")
    return member


def require_company(member: Member) -> None:
    """Raises Conflict for a member who is no company."""
    if not member.company:
        told = f"Member {member.number} is no company; companies are added in the programme."
        raise Conflict("member_no_company", told, f"会员 {member.number} 不是企业会员；企业会员在计划中添加。")


def require_traveller(company: Member, member: Member, *, minor: bool) -> None:
    """Rule CM2: raises Conflict for a company, a minor, somebody of another programme or who has left."""
    require_person(member)
    if member.state is not MemberState.ACTIVE or member.programme_id != company.programme_id:
        told = f"Member {member.number} is no active member of the company's programme."
        raise Conflict("traveller_not_member", told, f"会员 {member.number} 不是该计划的有效会员。")
    if minor:
        told = f"Member {member.number} is under eighteen and travels for no company."
        raise Conflict("traveller_minor", told, f"会员 {member.number} 未满 18 周岁，不能作为企业出行人。")


def with_companies(purchases: Iterable[Purchase], earners: Mapping[UUID, Sequence[CompanyEarner]]) -> Iterator[Purchase]:
    """Rules CM3 and CM4: yields the purchases as they come, all rows of a stay or coupon together, and after them that of each company
    somebody of them travels for on the day it counts."""
    for _, rows in groupby(purchases, key=lambda one: (one.source, one.part)):
        seats: dict[UUID, list[Purchase]] = {}
        for one in rows:
            yield one
            company_id = _company_of(one, earners.get(one.member_id, ()))
            if company_id is not None:
                seats.setdefault(company_id, []).append(one)
        for company_id, travelling in sorted(seats.items()):
            yield _of_company(company_id, travelling)


def _company_of(one: Purchase, earners: Sequence[CompanyEarner]) -> UUID | None:
    day = one.counts_on
    if not one.is_traveller or one.action is not None or day is None:
        return None
    return next((tie.company_id for tie in earners if tie.joined_on <= day and (tie.left_on is None or day < tie.left_on)), None)


def _of_company(company_id: UUID, travelling: Sequence[Purchase]) -> Purchase:
    """Rule CM4: every seat counts. Of a stay there is one traveller who earns."""
    first, seats = travelling[0], len(travelling)
    return replace(
        first,
        member_id=company_id,
        is_traveller=False,
        is_booker=False,
        is_company=True,
        seats=seats,
        nights=first.nights * seats,
        segments=first.segments * seats,
        distance_km=first.distance_km * seats,
        amount_minor=None if first.amount_minor is None else first.amount_minor * seats,
        tags=frozenset(),
    )
