"""Writes of batches of coupons: new ones, their terms, codes to be printed, bundles (docs/algorithms/coupons.md)."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid
from xenia.kernel.ids import new_id
from xenia.kernel.names import require_plain
from xenia.kernel.texts import Text
from xenia.loyalty.actions.ledger import write_deed
from xenia.loyalty.actions.pieces import PIECES, kind_of, open_kinds, open_stock, stock_up
from xenia.loyalty.actions.programmes import subject_of_programme
from xenia.loyalty.models import coupons as models
from xenia.loyalty.queries.coupons import get_batch
from xenia.loyalty.queries.ledger import company_account
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.rows.coupons import fresh_codes, index_of
from xenia.loyalty.rules.codes import checked_chosen, shown
from xenia.loyalty.rules.coupons import as_value, checked_draft, checked_terms, out_of_coupons, require_unique
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.rules.programmes import CODE
from xenia.loyalty.types.coupons import BatchDraft, CouponBatch, CouponMode, CouponTerms
from xenia.loyalty.types.ledger import AccountRole, Cause, Deed, Move
from xenia.trust.actions.audit import record
from xenia.trust.types.access import Permission

PRINTED_MOST = 5_000
PARTS_MOST = 20


@transaction.atomic
def create_batch(*, actor: Actor, programme_id: UUID, draft: BatchDraft, now: datetime) -> UUID:
    """Returns the id of a new batch with its stock: rule CO3. Raises Conflict where another has the code, and Invalid for a draft that
    cannot be."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    get_programme(actor, programme_id)
    wanted = checked_draft(draft)
    _check_name(wanted.code, wanted.name)
    chosen = checked_chosen(wanted.generic_code) if wanted.mode is CouponMode.GENERIC else ""
    open_kinds(actor, programme_id)
    batch_id = new_id()
    account = open_stock(actor, kind_of(actor, programme_id, PIECES), f"coupons:{batch_id}")
    row = models.CouponBatch(id=batch_id, programme_id=programme_id, code=wanted.code, mode=wanted.mode.value, account_id=account)
    row.name_zh, row.name_en, row.total = wanted.name.zh, wanted.name.en, wanted.total
    row.created_by, row.created_at = actor.user_id, now
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            if chosen:
                models.Coupon.objects.create(
                    batch=row, code_index=index_of(chosen), account_id=account, given_by=actor.user_id, given_at=now
                )
    except IntegrityError as taken:
        told = f"A batch {wanted.code}, or another with the code {chosen or wanted.code}, is there already; choose another code."
        raise Conflict("coupon_code_taken", told, "已有相同代码的批次或优惠码；请另选。") from taken
    _keep_terms(actor, row.id, 1, wanted.terms, now)
    stock_up(actor, account, wanted.total, key=f"coupons:{batch_id}:1", cause=Cause.COUPON, now=now)
    details = {"code": wanted.code, "total": wanted.total}
    record(actor, "programme.coupons_created", subject=subject_of_programme(programme_id), details=details, now=now)
    return row.id


@transaction.atomic
def set_terms(*, actor: Actor, batch_id: UUID, terms: CouponTerms, seen_number: int, now: datetime) -> int:
    """Rule CO12: keeps other terms for coupons given out from now on, and for a generic code; what was given out keeps its own. Returns the
    number of the version; raises Conflict where another came since the one seen."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    batch = _locked(actor, batch_id)
    if batch.terms_number != seen_number:
        told = f"The terms are at version {batch.terms_number} by now, and you changed version {seen_number}; look at them again."
        raise Conflict("coupon_terms_changed", told, f"规则已更新到第 {batch.terms_number} 版；请查看后重新修改。")
    if terms.worth is not batch.terms.worth:
        told = f"The coupons of {batch.code} are worth a {batch.terms.worth}; make another batch for a {terms.worth}."
        raise Conflict("coupon_worth_fixed", told, "券的类型不能更改；请另建批次。")
    if checked_terms(terms) == batch.terms:
        return seen_number
    _keep_terms(actor, batch_id, seen_number + 1, terms, now)
    details = {"code": batch.code, "version": seen_number + 1}
    record(actor, "programme.coupons_changed", subject=subject_of_programme(batch.programme_id), details=details, now=now)
    return seen_number + 1


@transaction.atomic
def set_batch_open(*, actor: Actor, batch_id: UUID, is_open: bool, now: datetime) -> None:
    """Closes a batch, or opens it again. Of a closed one nothing is given out; coupons already given out are used as was promised, and a
    generic code is used no more."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    batch = _locked(actor, batch_id)
    if batch.is_open is is_open:
        return
    models.CouponBatch.objects.filter(id=batch_id).update(is_open=is_open)
    action = "programme.coupons_opened" if is_open else "programme.coupons_closed"
    record(actor, action, subject=subject_of_programme(batch.programme_id), details={"code": batch.code}, now=now)


@transaction.atomic
def print_codes(*, actor: Actor, batch_id: UUID, count: int, key: str, now: datetime) -> list[str]:
    """Gives out coupons to nobody in particular and returns their codes, this once: rule CO2. Raises Conflict where fewer are left, where
    the batch is closed or has one code, and where codes were printed under the key before."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    batch = _locked(actor, batch_id)
    require_unique(batch)
    if isinstance(count, bool) or not 1 <= count <= PRINTED_MOST:
        told = f"{count} codes cannot be printed at once; take 1 to {PRINTED_MOST}."
        raise Invalid("coupon_count_invalid", told, f"一次可生成 1 到 {PRINTED_MOST} 个券码。")
    move = given_out(actor, batch, count, f"coupons-print:{batch_id.hex}:{key}")
    today = day_of(now, get_programme(actor, batch.programme_id).time_zone)
    with out_of_coupons(batch.code):
        (written,) = write_deed(actor, Deed(Cause.COUPON, f"batch:{batch_id}", today, (move,)), now=now)
    if not written.is_new:
        told = "The codes were printed under this key before and are told once; print others with a new key."
        raise Conflict("codes_told_once", told, "该键下的券码已生成且只显示一次；请使用新的键另行生成。")
    codes = fresh_codes(count)
    made = {"batch_id": batch_id, "terms_number": batch.terms_number, "given_by": actor.user_id, "given_at": now}
    models.Coupon.objects.bulk_create((models.Coupon(code_index=index, **made) for index, _ in codes), batch_size=1_000)
    details = {"code": batch.code, "count": count}
    record(actor, "programme.coupons_printed", subject=subject_of_programme(batch.programme_id), details=details, now=now)
    return [shown(code) for _, code in codes]


@transaction.atomic
def create_bundle(*, actor: Actor, programme_id: UUID, code: str, name: Text, parts: tuple[tuple[str, int], ...], now: datetime) -> UUID:
    """Returns the id of a bundle: coupons that are given together. Raises Invalid for a batch that is not, or has one code for all."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    get_programme(actor, programme_id)
    _check_name(code, name)
    known = set(models.CouponBatch.objects.filter(programme_id=programme_id, mode=CouponMode.UNIQUE.value).values_list("code", flat=True))
    wrong = [batch for batch, count in parts if batch not in known or not 1 <= count <= PARTS_MOST]
    if not parts or wrong or len(parts) > PARTS_MOST or len({batch for batch, _ in parts}) < len(parts):
        told = f"The bundle names {wrong or 'none, too many, or one twice'}; name batches with unique codes, 1 to {PARTS_MOST} of each."
        raise Invalid("bundle_invalid", told, f"礼包内容有误；请选择一券一码的批次，每种 1 到 {PARTS_MOST} 张。")
    try:
        with transaction.atomic():
            row = models.CouponBundle.objects.create(
                programme_id=programme_id,
                code=code,
                name_zh=name.zh,
                name_en=name.en,
                parts=parts,
                created_by=actor.user_id,
                created_at=now,
            )
    except IntegrityError as taken:
        raise Conflict("bundle_code_taken", f"There is a bundle {code} already.", f"已有礼包 {code}。") from taken
    record(actor, "programme.bundle_created", subject=subject_of_programme(programme_id), details={"code": code}, now=now)
    return row.id


def given_out(actor: Actor, batch: CouponBatch, count: int, key: str) -> Move:
    """The move that takes coupons out of a batch's stock. For this module."""
    taker = company_account(actor, kind_of(actor, batch.programme_id, PIECES), AccountRole.REDEEMED)
    account = models.CouponBatch.objects.values_list("account_id", flat=True).get(id=batch.id)
    return Move(key=key, giver=account, taker=taker, amount=count)


def _locked(actor: Actor, batch_id: UUID) -> CouponBatch:
    models.CouponBatch.objects.select_for_update(no_key=True).filter(id=batch_id).first()
    return get_batch(actor, batch_id)


def _keep_terms(actor: Actor, batch_id: UUID, number: int, terms: CouponTerms, now: datetime) -> None:
    models.CouponTermsVersion.objects.create(
        batch_id=batch_id, number=number, value=as_value(terms), changed_by=actor.user_id, changed_at=now
    )


def _check_name(code: str, name: Text) -> None:
    for said in (name.zh, name.en):
        require_plain(said)
    if not CODE.fullmatch(code):
        told = f"{code!r} is no code; take 2 to 20 capital letters, digits or underscores, a letter first."
        raise Invalid("coupon_batch_code_invalid", told, "代码须为 2 至 20 位大写字母、数字或下划线，以字母开头。")
