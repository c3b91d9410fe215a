"""Rows of coupons: found by their codes, and what the ledger has on them. Private."""

import secrets
from collections.abc import Sequence
from uuid import UUID

from xenia.kernel.errors import NotFound
from xenia.loyalty.models import coupons as models
from xenia.loyalty.models.ledger import Account
from xenia.loyalty.rules.codes import CHANCE_BYTES, checked_code, code_of
from xenia.loyalty.rules.coupons import terms_of
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.types.coupons import CouponAsk, CouponOff, CouponOrder, CouponQuote, CouponTerms, CouponWorth, OfferedCoupon, OrderState
from xenia.loyalty.types.programmes import Programme
from xenia.settings import ENV
from xenia.trust.vault import vault_of

CODE_FIELD = "loyalty.coupon.code_index"


def index_of(code: str) -> bytes:
    """The keyed hash under which a code is kept (rule CO2)."""
    return vault_of(ENV.key_file).index(code, field=CODE_FIELD)


def fresh_codes(count: int) -> list[tuple[bytes, str]]:
    """Codes that nobody can guess, each with the keyed hash under which it is kept."""
    codes = [code_of(secrets.token_bytes(CHANCE_BYTES)) for _ in range(count)]
    return list(zip(vault_of(ENV.key_file).indexes(codes, field=CODE_FIELD), codes, strict=True))


def found_coupons(ask: CouponAsk) -> list[models.Coupon]:
    """The rows of the codes and ids named, in that order."""
    vault, plain = vault_of(ENV.key_file), [checked_code(one) for one in ask.codes]
    indexes = vault.indexes(plain, field=CODE_FIELD)
    rows = models.Coupon.objects.select_related("batch").filter(batch__programme_id=ask.programme_id)
    by_index = {bytes(one.code_index): one for one in rows.filter(code_index__in=indexes)}
    mine = rows.filter(id__in=ask.coupon_ids, member_id=ask.member_id) if ask.member_id else rows.none()
    by_id = {one.id: one for one in mine}
    found = [by_index.get(one) for one in indexes] + [by_id.get(one) for one in ask.coupon_ids]
    if not found or None in found:
        raise NotFound("coupon_unknown", "There is no such coupon; look at the code again.", "没有这张优惠券；请核对券码。")
    return [one for one in found if one is not None]


def offered_of(programme: Programme, rows: Sequence[models.Coupon]) -> list[OfferedCoupon]:
    """Each coupon as the rules judge it: with the terms it was given out under and what is on it now."""
    terms = terms_by_batch({one.batch_id for one in rows})
    held = usable_on([one.account_id for one in rows if one.account_id is not None])
    found = []
    for row in rows:
        versions = terms[row.batch_id]
        mine = versions[row.terms_number or max(versions)]
        whole = mine.amount_minor if mine.worth is CouponWorth.BALANCE else mine.uses_each
        usable = whole if row.account_id is None else held[row.account_id]
        found.append(OfferedCoupon(row.id, row.batch_id, row.batch.code, mine, usable, day_of(row.given_at, programme.time_zone)))
    return found


def as_order(row: models.CouponOrder) -> CouponOrder:
    """The order of a row."""
    uses = models.CouponUse.objects.filter(order=row).select_related("batch").order_by("place")
    offs = tuple(CouponOff(one.coupon_id, one.batch.code, one.off_minor, one.item) for one in uses)
    quote = CouponQuote(row.spend_minor, row.off_minor, row.spend_minor - row.off_minor, offs)
    return CouponOrder(row.id, row.programme_id, row.source, OrderState(row.state), quote, row.held_until, row.ordered_at, row.ended_at)


def usable_on(accounts: Sequence[int]) -> dict[int, int]:
    """What can be taken from each account: posted less reserved."""
    rows = Account.objects.filter(id__in=accounts).values_list("id", "posted", "reserved")
    return {account: posted - reserved for account, posted, reserved in rows}


def terms_by_batch(batch_ids: set[UUID]) -> dict[UUID, dict[int, CouponTerms]]:
    """Every version of the terms of each batch, by its number."""
    found: dict[UUID, dict[int, CouponTerms]] = {}
    for one in models.CouponTermsVersion.objects.filter(batch_id__in=batch_ids).order_by("number"):
        found.setdefault(one.batch_id, {})[one.number] = terms_of(one.value)
    return found
