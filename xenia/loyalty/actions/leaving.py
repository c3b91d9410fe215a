"""Leaving a programme: what waits is ended, what is left is forfeited."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict
from xenia.loyalty.actions.companies import end_company_ties
from xenia.loyalty.actions.expiry import sweep
from xenia.loyalty.actions.families import end_tie
from xenia.loyalty.actions.ledger import write_deed
from xenia.loyalty.actions.members import lock_member, subject_of_member
from xenia.loyalty.actions.passing import return_waiting
from xenia.loyalty.models.coupons import CouponOrder
from xenia.loyalty.models.programmes import Member
from xenia.loyalty.queries.ledger import company_account, list_balances
from xenia.loyalty.queries.members import get_member
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.types.coupons import OrderState
from xenia.loyalty.types.ledger import AccountRole, Cause, Deed, Move
from xenia.loyalty.types.programmes import MemberState
from xenia.trust.actions.audit import record
from xenia.trust.types.access import Permission


@transaction.atomic
def leave_programme(*, actor: Actor, member_id: UUID, now: datetime) -> None:
    """Ends a membership: what the member still has is forfeited, so that the company owes it no more; what has ended by then expires (rule
    EX4). Gifts that wait return to who gave them (rule FA4). The ledger keeps what was, and named gift cards stay (rule GC8). Raises
    Conflict where the member has left already, holds points back for a reward or a partner, or a booking holds coupons of the membership
    (rule CO13)."""
    actor.require(Permission.SERVE_MEMBERS)
    get_member(actor, member_id)
    lock_member(actor, member_id)
    member = get_member(actor, member_id)
    if member.state is not MemberState.ACTIVE:
        raise Conflict("member_left", f"Member {member.number} is {member.state} already.", f"会员 {member.number} 已不在计划中。")
    end_tie(actor, member_id, now=now)
    end_company_ties(actor, member_id, now=now)
    return_waiting(actor, member_id, now=now)
    programme = get_programme(actor, member.programme_id)
    today = day_of(now, programme.time_zone)
    sweep(actor, programme.id, [one.account_id for one in list_balances(actor, member_id)], now=now)
    held = list_balances(actor, member_id)
    if any(one.reserved for one in held):
        raise Conflict(
            "points_reserved",
            "Points are held back for a reward or a partner; confirm or cancel it first.",
            "尚有预留积分；请先确认或取消兑换。",
        )
    if CouponOrder.objects.filter(member_id=member_id, state=OrderState.HELD.value, held_until__gt=now).exists():
        told = "A booking holds coupons of this membership; confirm the booking or give its coupons back first."
        raise Conflict("coupons_held", told, "有预订正占用该会籍的优惠券；请先确认该预订或退回券。")
    moves = tuple(
        Move(
            key=f"leave:{member_id}:{one.kind}",
            giver=one.account_id,
            taker=company_account(actor, programme.kind(one.kind).id, AccountRole.FORFEITED),
            amount=one.posted,
        )
        for one in held
        if one.posted > 0
    )
    if moves:
        write_deed(actor, Deed(Cause.LEAVING, f"member:{member_id}", today, moves), now=now)
    Member.objects.filter(id=member_id).update(state=MemberState.LEFT.value, left_on=today)
    record(actor, "member.left", subject=subject_of_member(member_id), details={"programme": programme.code}, now=now)
