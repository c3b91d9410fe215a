"""Reads of referrals: terms, a member's code, the friends who came, and the board."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, NotFound
from xenia.kernel.paging import Page, keys_of, page_size, page_token
from xenia.loyalty.models import referrals as models
from xenia.loyalty.models.ledger import Account
from xenia.loyalty.models.programmes import Member
from xenia.loyalty.queries.members import get_member
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.rows.referrals import as_referrals
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.rules.referrals import budget_holder, link_of, terms_in_force, terms_of
from xenia.loyalty.types.ledger import AccountRole
from xenia.loyalty.types.programmes import Programme
from xenia.loyalty.types.referrals import (
    Referral,
    ReferralBoard,
    ReferralCode,
    ReferralCount,
    ReferralLine,
    ReferralState,
    ReferralTermsVersion,
)
from xenia.profile.queries.seen import guest_names
from xenia.profile.types.staff import GuestName
from xenia.trust.types.access import Permission


def list_referral_terms(actor: Actor, programme_id: UUID) -> list[ReferralTermsVersion]:
    """Returns every version of the terms, the newest first; none where the programme has no referrals."""
    get_programme(actor, programme_id)
    rows = models.ReferralTerms.objects.filter(programme_id=programme_id).order_by("-number")
    return [ReferralTermsVersion(row.number, row.valid_from, terms_of(row.value)) for row in rows]


def referral_terms_on(actor: Actor, programme: Programme, now: datetime) -> ReferralTermsVersion:
    """Returns the terms in force at a moment; raises Conflict before the first are."""
    held = terms_in_force(list_referral_terms(actor, programme.id), day_of(now, programme.time_zone))
    if held is None:
        told = f"The programme {programme.code} has no terms of referrals in force; set them first."
        raise Conflict("referral_unset", told, f"计划 {programme.code} 尚未启用推荐奖励；请先设定规则。")
    return held


def find_referral_code(actor: Actor, member_id: UUID, *, now: datetime) -> ReferralCode | None:
    """Returns the member's code, None where there is none or it was revoked."""
    member = get_member(actor, member_id)
    row = models.ReferralCode.objects.filter(member_id=member_id, revoked_at__isnull=True).first()
    if row is None:
        return None
    programme = get_programme(actor, member.programme_id)
    held = terms_in_force(list_referral_terms(actor, programme.id), day_of(now, programme.time_zone))
    return ReferralCode(row.id, row.member_id, row.code, link_of(held.terms if held else None, row.code), row.made_at)


def get_referral(actor: Actor, referral_id: UUID) -> Referral:
    """Returns the referral; raises NotFound for one that is not, or whose friend the actor does not see."""
    actor.require(Permission.VIEW_LOYALTY)
    row = models.Referral.objects.filter(id=referral_id).first()
    if row is None:
        raise NotFound("referral_unknown", f"There is no referral {referral_id}.", "没有这条推荐记录。")
    get_member(actor, row.friend_id)
    return as_referrals([row])[0]


def list_referrals(
    actor: Actor, programme_id: UUID, *, state: ReferralState | None = None, page: str | None = None, size: int = 50
) -> Page[ReferralLine]:
    """Returns the referrals of a programme, the newest first; refused ones are among them."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    get_programme(actor, programme_id)
    rows = models.Referral.objects.filter(programme_id=programme_id, **({"state": state.value} if state else {})).order_by("-id")
    if page:
        (before,) = keys_of(page, UUID)
        rows = rows.filter(id__lt=before)
    count = page_size(size)
    found = list(rows[: count + 1])
    return Page(_lines(actor, found[:count]), page_token(str(found[count - 1].id)) if len(found) > count else None)


def list_member_referrals(actor: Actor, member_id: UUID) -> list[ReferralLine]:
    """Returns the referrals that a member made or came by, the newest first; raises NotFound where the actor does not see the guest."""
    get_member(actor, member_id)
    rows = models.Referral.objects.filter(Q(referrer_id=member_id) | Q(friend_id=member_id)).order_by("-id")
    return _lines(actor, list(rows))


def get_referral_board(actor: Actor, programme_id: UUID) -> ReferralBoard:
    """Returns how many referrals are in each state, and what the budget may still promise."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    get_programme(actor, programme_id)
    rows = models.Referral.objects.filter(programme_id=programme_id).values_list("state").annotate(count=Count("id"))
    counted = dict(rows)
    budgets = Account.objects.filter(role=AccountRole.BUDGET.value, holder=budget_holder(programme_id))
    left = sum(one.posted - one.reserved for one in budgets)
    return ReferralBoard(tuple(ReferralCount(one, counted.get(one.value, 0)) for one in ReferralState), left)


def _lines(actor: Actor, rows: Sequence[models.Referral]) -> list[ReferralLine]:
    members = {one.id: one for one in Member.objects.filter(id__in={id_ for row in rows for id_ in (row.referrer_id, row.friend_id)})}
    names = guest_names(actor, [one.guest_id for one in members.values() if one.guest_id])

    def told(member_id: UUID) -> tuple[str, str]:
        member = members[member_id]
        return member.number, names.get(member.guest_id or member.id, GuestName(None, "")).name

    return [ReferralLine(one, *told(one.referrer_id), *told(one.friend_id)) for one in as_referrals(rows)]
