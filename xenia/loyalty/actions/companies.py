"""Writes of companies that are members: who joins as a company, who travels for it (docs/algorithms/company-members.md)."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, NotFound
from xenia.kernel.ids import new_id
from xenia.loyalty.actions.accounts import open_member_accounts
from xenia.loyalty.actions.members import lock_member, new_numbers, open_programme, subject_of_member
from xenia.loyalty.models.companies import Company, CompanyTie
from xenia.loyalty.models.programmes import Member as MemberRow
from xenia.loyalty.queries.members import find_by_number, get_member
from xenia.loyalty.queries.minors import is_minor_now
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.rules.companies import checked_company, require_company, require_traveller
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.rules.programmes import require_active
from xenia.loyalty.types.companies import AgreedBy, CompanyDraft, CompanyRole
from xenia.loyalty.types.programmes import Member, MemberState
from xenia.trust.actions.audit import record
from xenia.trust.types.access import Permission

CHANNEL = "company"


@transaction.atomic
def enrol_company(*, actor: Actor, programme_id: UUID, draft: CompanyDraft, now: datetime) -> UUID:
    """Returns the id of the company's membership, its accounts empty (rule CM1). Raises Conflict where the programme is not open or a
    company with the code is a member already, Invalid for a name or code that cannot be."""
    actor.require(Permission.SERVE_MEMBERS)
    programme = open_programme(actor, programme_id)
    said = checked_company(draft)
    member = MemberRow(
        id=new_id(),
        programme_id=programme_id,
        number=new_numbers(actor, 1)[0],
        state=MemberState.ACTIVE.value,
        enrolled_on=day_of(now, programme.time_zone),
        enrolled_by=actor.user_id,
        channel=CHANNEL,
        created_at=now,
    )
    try:
        with transaction.atomic():
            member.save(force_insert=True)
            Company.objects.create(member=member, programme_id=programme_id, name=said.name, credit_code=said.credit_code)
    except IntegrityError as taken:
        told = f"A company with the code {said.credit_code} is a member already; use that membership."
        raise Conflict("company_already", told, f"代码 {said.credit_code} 的企业已是该计划会员；请使用原会籍。") from taken
    open_member_accounts(actor=actor, member_ids=[member.id], programme=programme)
    record(actor, "member.company_enrolled", subject=subject_of_member(member.id), details={"programme": programme.code}, now=now)
    return member.id


@transaction.atomic
def add_traveller(*, actor: Actor, company_id: UUID, number: str, role: CompanyRole, agreed_by: AgreedBy, now: datetime) -> UUID:
    """Puts the member with the number beside a company from today on, and returns the member's id (rule CM2): the actor writes down how the
    member agreed. The same again changes nothing but the role. Raises Conflict for a company, a minor, or who travels for another."""
    actor.require(Permission.SERVE_MEMBERS)
    company = _company(actor, company_id)
    member = find_by_number(actor, company.programme_id, number)
    if member is None:
        raise NotFound("member_unknown", f"Nobody of this programme has the number {number}.", f"本计划没有会员号 {number}；请核对卡号。")
    lock_member(actor, member.id)
    require_traveller(company, member, minor=is_minor_now(actor, member, now=now))
    tie = CompanyTie.objects.select_related("company").filter(member_id=member.id, left_on__isnull=True).first()
    if tie is not None and tie.company_id != company_id:
        told = f"Member {member.number} travels for {tie.company.name}; that ends first."
        raise Conflict("traveller_of_another", told, f"会员 {member.number} 目前属于 {tie.company.name}；请先解除。")
    if tie is not None:
        CompanyTie.objects.filter(id=tie.id).update(role=role.value)
    else:
        today = _today(actor, company, now)
        tie = CompanyTie(company_id=company_id, member_id=member.id, role=role.value, agreed_by=agreed_by.value, joined_on=today)
        tie.added_by, tie.added_at = actor.user_id, now
        tie.save(force_insert=True)
    details = {"role": role.value, "agreed_by": agreed_by.value}
    record(actor, "member.traveller_added", subject=subject_of_member(member.id), details=details, now=now)
    return member.id


@transaction.atomic
def remove_traveller(*, actor: Actor, company_id: UUID, member_id: UUID, now: datetime) -> None:
    """Ends that a member travels for a company; both keep their points (rule CM6). Doing it again changes nothing."""
    actor.require(Permission.SERVE_MEMBERS)
    company = _company(actor, company_id)
    if not CompanyTie.objects.filter(company_id=company_id, member_id=member_id).exists():
        raise NotFound("traveller_unknown", f"Member {member_id} never travelled for the company.", "该会员不是此企业的出行人。")
    _end(actor, CompanyTie.objects.filter(company_id=company_id, member_id=member_id), _today(actor, company, now), now)


def end_company_ties(actor: Actor, member_id: UUID, *, now: datetime) -> None:
    """Rule CM6: who leaves the programme, a traveller or a company, is beside nobody any more. For this module, the member locked."""
    actor.require(Permission.SERVE_MEMBERS)
    member = MemberRow.objects.select_related("programme").get(id=member_id)
    today = day_of(now, member.programme.time_zone)
    _end(actor, CompanyTie.objects.filter(member_id=member_id), today, now)
    _end(actor, CompanyTie.objects.filter(company_id=member_id), today, now)
    Company.objects.filter(member_id=member_id, closed_on__isnull=True).update(closed_on=today)


def _end(actor: Actor, ties: QuerySet[CompanyTie], today: date, now: datetime) -> None:
    open_ones = list(ties.filter(left_on__isnull=True).select_for_update(no_key=True))
    CompanyTie.objects.filter(id__in=[one.id for one in open_ones]).update(left_on=today, ended_at=now, ended_by=actor.user_id)
    for one in open_ones:
        record(actor, "member.traveller_removed", subject=subject_of_member(one.member_id), now=now)


def _company(actor: Actor, company_id: UUID) -> Member:
    """The company, locked: whoever joins it and whoever ends it do so one after the other."""
    get_member(actor, company_id)
    lock_member(actor, company_id)
    company = get_member(actor, company_id)
    require_company(company)
    return require_active(company, company.programme_id)


def _today(actor: Actor, company: Member, now: datetime) -> date:
    return day_of(now, get_programme(actor, company.programme_id).time_zone)
