"""Writes of what referrals bring: the terms in versions, and the budget (RF1 and RF6 of docs/algorithms/referral.md)."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid
from xenia.loyalty.actions.accounts import open_account
from xenia.loyalty.actions.ledger import write_deed
from xenia.loyalty.actions.pieces import open_kinds
from xenia.loyalty.actions.programmes import subject_of_programme
from xenia.loyalty.models import referrals as models
from xenia.loyalty.models.programmes import Programme as ProgrammeRow
from xenia.loyalty.queries.ledger import company_account
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.queries.referrals import list_referral_terms
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.rules.referrals import as_value, budget_holder, checked_terms
from xenia.loyalty.types.ledger import AccountRole, Cause, Deed, Move
from xenia.loyalty.types.programmes import Programme
from xenia.loyalty.types.referrals import ReferralTerms
from xenia.trust.actions.audit import record
from xenia.trust.types.access import Permission


@transaction.atomic
def set_referral_terms(*, actor: Actor, programme_id: UUID, terms: ReferralTerms, valid_from: date, seen_number: int, now: datetime) -> int:
    """Rule RF1: keeps the terms for referrals made from a day on and returns their number; those made before keep theirs. Raises Invalid
    for terms that cannot be carried out or a day that is over, Conflict where another version came since the one seen."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    ProgrammeRow.objects.select_for_update().filter(id=programme_id).first()
    programme = get_programme(actor, programme_id)
    number = next((one.number for one in list_referral_terms(actor, programme_id)), 0)
    if number != seen_number:
        told = f"The terms are at version {number} by now, and you changed version {seen_number}; look at them again."
        raise Conflict("referral_terms_changed", told, f"规则已更新到第 {number} 版；请查看后重新修改。")
    today = day_of(now, programme.time_zone)
    if valid_from < today:
        told = f"The terms would begin on {valid_from}, which is over; let them begin on {today} or later."
        raise Invalid("referral_terms_past", told, f"规则不能从过去的 {valid_from} 起生效；请从 {today} 或以后开始。")
    checked_terms(terms, {one.code: one.role for one in programme.kinds})
    open_kinds(actor, programme_id)
    models.ReferralTerms.objects.create(
        programme_id=programme_id,
        number=number + 1,
        valid_from=valid_from,
        value=as_value(terms),
        changed_by=actor.user_id,
        changed_at=now,
    )
    budget_account(actor, programme, terms.kind)
    details = {"version": number + 1}
    record(actor, "programme.referral_terms_set", subject=subject_of_programme(programme_id), details=details, now=now)
    return number + 1


@transaction.atomic
def fund_referrals(*, actor: Actor, programme_id: UUID, points: int, key: str, now: datetime) -> int:
    """Rule RF6: adds points to what referrals may promise and returns the id of their account. The same key funds once. Raises Conflict
    before there are terms."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    programme = get_programme(actor, programme_id)
    versions = list_referral_terms(actor, programme_id)
    if not versions:
        told = f"The programme {programme.code} has no terms of referrals; set them first."
        raise Conflict("referral_unset", told, f"计划 {programme.code} 尚未启用推荐奖励；请先设定规则。")
    kind = programme.kind(versions[0].terms.kind)
    account = budget_account(actor, programme, kind.code)
    issued = company_account(actor, kind.id, AccountRole.ISSUED)
    move = Move(key=f"referral-budget:{programme_id.hex}:{key}", giver=issued, taker=account, amount=points)
    today = day_of(now, programme.time_zone)
    (written,) = write_deed(actor, Deed(Cause.PROMOTION, f"programme:{programme_id}", today, (move,)), now=now)
    if written.is_new:
        details = {"points": points}
        record(actor, "programme.referrals_funded", subject=subject_of_programme(programme_id), details=details, now=now)
    return account


def budget_account(actor: Actor, programme: Programme, kind: str) -> int:
    """Returns the account from which referrals of a kind of points are paid, opened where there is none yet. For this module."""
    actor.require(Permission.VIEW_LOYALTY)
    holder = budget_holder(programme.id)
    return open_account(actor=actor, point_kind_id=programme.kind(kind).id, role=AccountRole.BUDGET, holder=holder)
