"""What is counted in pieces or in money beside the points: stocks of rewards, uses of coupons, money on coupons and gift cards. Each is an
account of the ledger with a floor of zero, so that of the last piece exactly one is given, whoever asks (rule PT10)."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from xenia.kernel.actor import Actor
from xenia.kernel.texts import Text
from xenia.loyalty.actions.accounts import open_account, open_company_accounts
from xenia.loyalty.actions.ledger import write_deed
from xenia.loyalty.models.ledger import Account, Transfer
from xenia.loyalty.models.programmes import PointKind
from xenia.loyalty.queries.ledger import company_account
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.types.ledger import AccountRole, Cause, Deed, Move, Phase, PointRole
from xenia.trust.types.access import Permission

PIECES, COUPON_MONEY, GIFT_MONEY = "PIECES", "COUPON_MONEY", "GIFT_MONEY"
KINDS = {
    PIECES: (PointRole.STOCK, Text("份数", "Pieces")),
    COUPON_MONEY: (PointRole.MONEY, Text("券内余额", "Money on coupons")),
    GIFT_MONEY: (PointRole.MONEY, Text("礼品卡余额", "Money on gift cards")),
}


def open_kinds(actor: Actor, programme_id: UUID) -> None:
    """Opens what a programme counts in pieces and in money; what is there stays. For this module."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    for code, (role, name) in KINDS.items():
        said = {"role": role.value, "name_zh": name.zh, "name_en": name.en, "has_lots": False}
        row, is_new = PointKind.objects.get_or_create(programme_id=programme_id, code=code, defaults=said)
        if is_new:
            open_company_accounts(actor=actor, point_kind_id=row.id)


def kind_of(actor: Actor, programme_id: UUID, code: str) -> int:
    """Returns the id of one of the KINDS of a programme."""
    actor.require(Permission.VIEW_LOYALTY)
    return PointKind.objects.values_list("id", flat=True).get(programme_id=programme_id, code=code)


def open_stock(actor: Actor, kind: int, holder: str) -> int:
    """Returns the account of a stock, opened where there is none yet."""
    return open_account(actor=actor, point_kind_id=kind, role=AccountRole.STOCK, holder=holder)


def stock_up(actor: Actor, account_id: int, amount: int, *, key: str, cause: Cause, now: datetime) -> bool:
    """Adds to a stock; the same key adds once. Returns whether it was new."""
    kind = PointKind.objects.get(id=Account.objects.values_list("point_kind_id", flat=True).get(id=account_id))
    move = Move(key=key, giver=company_account(actor, kind.id, AccountRole.ISSUED), taker=account_id, amount=amount)
    today = day_of(now, get_programme(actor, kind.programme_id).time_zone)
    (written,) = write_deed(actor, Deed(cause, "", today, (move,)), now=now)
    return written.is_new


def ends_of(actor: Actor, keys: Collection[str], phase: Phase) -> tuple[Move, ...]:
    """The moves that post or void the promises of these keys, all of each. For this module."""
    actor.require(Permission.VIEW_LOYALTY)
    return tuple(
        Move(key=f"{one.key}:{phase}", giver=one.from_account_id, taker=one.to_account_id, amount=one.amount, phase=phase, of=one.id)
        for one in Transfer.objects.filter(key__in=keys).order_by("id")
    )


def backs_of(actor: Actor, keys: Collection[str]) -> tuple[Move, ...]:
    """The moves that take back what these promises posted: what was taken returns to the very lots (rule PT8). For this module."""
    actor.require(Permission.VIEW_LOYALTY)
    posted = Transfer.objects.filter(key__in=[f"{one}:{Phase.POST}" for one in keys]).order_by("id")
    return tuple(
        Move(key=f"{one.key}:back", giver=one.to_account_id, taker=one.from_account_id, amount=one.amount, phase=Phase.REVERSAL, of=one.id)
        for one in posted
    )
