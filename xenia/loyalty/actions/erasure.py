"""Erasing people, loyalty's part: the person leaves the membership, and the books stay."""

from dataclasses import replace
from datetime import datetime

from django.db.models import Q

from xenia.identity.queries.links import homes_of
from xenia.kernel.actor import Actor
from xenia.kernel.texts import Text
from xenia.loyalty.actions.companies import end_company_ties
from xenia.loyalty.actions.families import end_tie
from xenia.loyalty.models.adjustments import Adjustment
from xenia.loyalty.models.coupons import CouponOrder, CouponUse
from xenia.loyalty.models.passing import Passing
from xenia.loyalty.models.programmes import Member
from xenia.loyalty.models.referrals import Referral, ReferralCode
from xenia.loyalty.models.take_overs import FormerNumber
from xenia.loyalty.types.programmes import MemberState
from xenia.trust.types.access import Permission
from xenia.trust.types.rights import EraseStep, Erasure, Position, Worked


def erase_memberships(actor: Actor, erasure: Erasure, position: Position, now: datetime) -> Worked:
    """Cuts every membership of the guests loose from them. Points that are left expire on their days: nobody can use them, and the books
    show what becomes of them."""
    actor.require("handle_requests")
    homes = {*erasure.guest_ids, *homes_of(actor, erasure.guest_ids)}
    followed = {Permission.VIEW_LOYALTY, Permission.SERVE_MEMBERS, Permission.VIEW_GUESTS}  # somebody follows as head of a family
    seeing = replace(actor, permissions=actor.permissions | followed)
    mine = Member.objects.filter(guest_id__in=homes)
    for member_id in mine.values_list("id", flat=True):
        end_tie(seeing, member_id, now=now)
        end_company_ties(seeing, member_id, now=now)
    left = mine.filter(state=MemberState.ACTIVE.value).update(state=MemberState.LEFT.value, left_on=now.date())
    ReferralCode.objects.filter(member__guest_id__in=homes, revoked_at__isnull=True).update(revoked_at=now)
    Referral.objects.filter(Q(referrer__guest_id__in=homes) | Q(friend__guest_id__in=homes)).update(signs=[])
    Adjustment.objects.filter(member__guest_id__in=homes).update(words="")
    Passing.objects.filter(Q(giver__guest_id__in=homes) | Q(taker__guest_id__in=homes)).update(message="")
    FormerNumber.objects.filter(member__guest_id__in=homes).update(number=None, said={})
    CouponUse.objects.filter(guest_id__in=homes).update(guest_id=None)
    CouponOrder.objects.filter(guest_id__in=homes).update(guest_id=None)
    return Worked({}, True, {"memberships": mine.update(guest_id=None), "memberships_ended": left})


ERASE_STEPS = (EraseStep("memberships", Text("从会员记录中删除客人", "Take the guest out of the memberships"), erase_memberships),)
