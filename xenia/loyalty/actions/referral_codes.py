"""Members' codes: made, and revoked (RF2 of docs/algorithms/referral.md)."""

import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict
from xenia.loyalty.actions.members import subject_of_member
from xenia.loyalty.models import referrals as models
from xenia.loyalty.models.programmes import Member as MemberRow
from xenia.loyalty.queries.members import get_member
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.queries.referrals import find_referral_code, referral_terms_on
from xenia.loyalty.rules.codes import CHANCE_BYTES, code_of
from xenia.loyalty.rules.companies import require_person
from xenia.loyalty.rules.referrals import link_of
from xenia.loyalty.types.programmes import MemberState
from xenia.loyalty.types.referrals import ReferralCode
from xenia.trust.actions.audit import record
from xenia.trust.types.access import Permission


@transaction.atomic
def make_referral_code(*, actor: Actor, member_id: UUID, now: datetime) -> ReferralCode:
    """Rule RF2: returns the member's code, made where there is none: fourteen letters of chance and two check digits. Raises Conflict for
    a member who left, and where the programme has no referrals."""
    actor.require(Permission.SERVE_MEMBERS)
    MemberRow.objects.select_for_update(no_key=True).filter(id=member_id).first()
    member = get_member(actor, member_id)
    known = find_referral_code(actor, member_id, now=now)
    if known is not None:
        return known
    if member.state is not MemberState.ACTIVE:
        raise Conflict("member_left", f"Member {member.number} is {member.state}.", f"会员 {member.number} 已不在计划中。")
    require_person(member)
    held = referral_terms_on(actor, get_programme(actor, member.programme_id), now)
    code = code_of(secrets.token_bytes(CHANCE_BYTES))
    row = models.ReferralCode.objects.create(
        programme_id=member.programme_id, member_id=member_id, code=code, made_by=actor.user_id, made_at=now
    )
    record(actor, "member.referral_code_made", subject=subject_of_member(member_id), details={}, now=now)
    return ReferralCode(row.id, member_id, code, link_of(held.terms, code), now)


@transaction.atomic
def revoke_referral_code(*, actor: Actor, member_id: UUID, now: datetime) -> None:
    """Rule RF2: takes the member's code out of use; friends who came with it stay. The next one that is made is another."""
    actor.require(Permission.SERVE_MEMBERS)
    get_member(actor, member_id)
    live = models.ReferralCode.objects.filter(member_id=member_id, revoked_at__isnull=True)
    if live.update(revoked_at=now, revoked_by=actor.user_id):
        record(actor, "member.referral_code_revoked", subject=subject_of_member(member_id), details={}, now=now)
