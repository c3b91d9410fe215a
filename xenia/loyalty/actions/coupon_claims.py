"""Giving coupons to members: one of a batch, or a bundle of several, in one deed (rules CO3 and CO9 of docs/algorithms/coupons.md)."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, NotFound
from xenia.loyalty.actions.coupons import given_out
from xenia.loyalty.actions.ledger import write_deed
from xenia.loyalty.actions.members import subject_of_member
from xenia.loyalty.models import coupons as models
from xenia.loyalty.models.programmes import Member as MemberRow
from xenia.loyalty.queries.coupons import get_batch
from xenia.loyalty.queries.members import get_member
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.queries.tiers import tiers_on
from xenia.loyalty.rows.coupons import fresh_codes
from xenia.loyalty.rules.codes import shown
from xenia.loyalty.rules.coupons import out_of_coupons, require_open, require_unique
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.types.coupons import CouponBatch, GivenCoupon
from xenia.loyalty.types.ledger import Cause, Deed
from xenia.loyalty.types.programmes import Member, MemberState
from xenia.trust.actions.audit import record
from xenia.trust.types.access import Permission

Part = tuple[CouponBatch, int]


def claim_coupon(*, actor: Actor, member_id: UUID, batch_id: UUID, key: str, now: datetime) -> GivenCoupon:
    """Gives a member a coupon of a batch. The same key gives once; its code is told the first time. Raises Conflict where none are left or
    the member has as many as one may have."""
    actor.require(Permission.SERVE_MEMBERS)
    return _give(actor, member_id, [(get_batch(actor, batch_id), 1)], key, now)[0]


def claim_bundle(*, actor: Actor, member_id: UUID, bundle_id: UUID, key: str, now: datetime) -> list[GivenCoupon]:
    """Gives a member every coupon of a bundle, or none (rule CO9)."""
    actor.require(Permission.SERVE_MEMBERS)
    bundle = models.CouponBundle.objects.filter(id=bundle_id).first()
    if bundle is None:
        raise NotFound("bundle_unknown", f"There is no bundle {bundle_id}.", "没有这个礼包。")
    ids = dict(models.CouponBatch.objects.filter(programme_id=bundle.programme_id).values_list("code", "id"))
    return _give(actor, member_id, [(get_batch(actor, ids[code]), count) for code, count in bundle.parts], key, now)


@transaction.atomic
def _give(actor: Actor, member_id: UUID, parts: Sequence[Part], key: str, now: datetime) -> list[GivenCoupon]:
    MemberRow.objects.select_for_update(no_key=True).filter(id=member_id).first()
    member = get_member(actor, member_id)
    kept = _given_before(member_id, parts, key)
    if kept:
        return kept
    programme = get_programme(actor, member.programme_id)
    today = day_of(now, programme.time_zone)
    _check(actor, member, parts, today)
    given = [batch for batch, count in parts for _ in range(count)]
    codes = fresh_codes(len(given))
    rows = [
        models.Coupon(batch_id=one.id, terms_number=one.terms_number, code_index=index, given_by=actor.user_id, given_at=now)
        for one, (index, _) in zip(given, codes, strict=True)
    ]
    _keep(member, parts, rows, key)
    batches = {batch.id: batch for batch, _ in parts}
    details = {"code": ", ".join(one.code for one in batches.values()), "count": len(rows)}
    record(actor, "member.coupons_given", subject=subject_of_member(member_id), details=details, now=now)
    moves = tuple(given_out(actor, batch, count, f"coupons-give:{member_id.hex}:{key}:{n}") for n, (batch, count) in enumerate(parts))
    with out_of_coupons(*(one.code for one in batches.values())):
        write_deed(actor, Deed(Cause.COUPON, f"member:{member_id}", today, moves), now=now)
    return [GivenCoupon(row.id, batches[row.batch_id].code, shown(code)) for row, (_, code) in zip(rows, codes, strict=True)]


def _given_before(member_id: UUID, parts: Sequence[Part], key: str) -> list[GivenCoupon]:
    """What was given under the key; raises Conflict where that was something else."""
    keys = [_key(member_id, key, place) for place in range(sum(count for _, count in parts))]
    rows = list(models.Coupon.objects.filter(key__in=keys).select_related("batch").order_by("id"))
    wanted = [batch.id for batch, count in parts for _ in range(count)]
    if rows and sorted(one.batch_id for one in rows) != sorted(wanted):
        told = f"The key {key} was used for other coupons; give a new key to what is new."
        raise Conflict("key_used_otherwise", told, f"幂等键 {key} 已用于其他优惠券；新的业务请使用新的键。")
    return [GivenCoupon(one.id, one.batch.code, "") for one in rows]


def _check(actor: Actor, member: Member, parts: Sequence[Part], today: date) -> None:
    if member.state is not MemberState.ACTIVE:
        raise Conflict("member_left", f"Member {member.number} is {member.state}.", f"会员 {member.number} 已不在计划中。")
    tier = tiers_on(actor, member.programme_id, [(member.id, today)]).get((member.id, today), "")
    for batch, _ in parts:
        if batch.programme_id != member.programme_id:
            raise NotFound("coupon_batch_unknown", f"The member's programme has no batch {batch.code}.", "该会员的计划没有这批优惠券。")
        require_unique(batch)
        require_open(batch.code, batch.terms, today, tier)


def _keep(member: Member, parts: Sequence[Part], rows: Sequence[models.Coupon], key: str) -> None:
    """Writes the coupons; raises Conflict for more of a batch than a member may have (rule CO3). The member's row is locked, and the
    database refuses a place that is taken."""
    terms = {batch.id: batch for batch, _ in parts}
    for place, row in enumerate(rows):
        row.member_id, row.key = member.id, _key(member.id, key, place)
        most = terms[row.batch_id].terms.claims_max
        if most is not None:
            row.slot = models.Coupon.objects.filter(batch_id=row.batch_id, member_id=member.id).count() + 1
            if row.slot > most:
                code = terms[row.batch_id].code
                told = f"Member {member.number} has {most} of {code} already, as many as one may have; give another."
                raise Conflict("coupon_member_limit", told, f"会员 {member.number} 领取 {code} 已达上限（{most} 张）。")
        row.save(force_insert=True)


def _key(member_id: UUID, key: str, place: int) -> str:
    return f"{member_id.hex}:{key}:{place}"
