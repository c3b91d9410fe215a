"""What the ledger refuses, in words. The refusals themselves stand in ../sql, where no writer can pass them: rules PT1 to PT12 of
docs/algorithms/points.md. Pure."""

from xenia.kernel.errors import Conflict, Invalid, XeniaError
from xenia.loyalty.types.ledger import Deed, Move, Phase

AMOUNT_MAX = 10**15
KEY_LETTERS_MAX = 120
_ENDS = frozenset({Phase.POST, Phase.VOID, Phase.REVERSAL})

REFUSALS = {
    "XL001": ("account_unknown", "An account named is not there", "指定的账户不存在"),
    "XL002": ("points_mixed", "One kind of points cannot become another", "不同种类的积分不能互相转换"),
    "XL003": ("month_closed", "The books of this month are closed; book it today", "该月已结账；请记在今天"),
    "XL004": ("transfer_not_open", "There is nothing to end or take back", "没有可以确认、取消或撤回的记录"),
    "XL005": ("more_than_before", "More would be taken than was promised or posted", "超过了原先预留或记入的数量"),
    "XL006": ("expired_first", "Points that have ended must expire first", "已到期的积分须先作过期处理"),
    "XL007": ("lots_short", "The lots do not hold that much", "可用批次不足"),
}  # fmt: skip
"""Codes of the database's own refusals (../sql/ledger.sql) and what they are called."""


def checked(deed: Deed) -> Deed:
    """Returns the deed. Rules PT1, PT3 and PT5: each amount is whole, positive and at most 10**15, each key is said, and what ends or takes
    back says what it is about. Raises Invalid."""
    if not deed.moves:
        raise Invalid("deed_empty", "The deed moves nothing; say at least one transfer.", "没有任何积分变动。")
    for move in deed.moves:
        _check(move)
    return deed


def _check(move: Move) -> None:
    if isinstance(move.amount, bool) or not isinstance(move.amount, int) or not 0 < move.amount <= AMOUNT_MAX:
        raise Invalid(
            "points_invalid",
            f"{move.amount!r} is no amount of points; give a whole number from 1 to {AMOUNT_MAX}.",
            f"积分数 {move.amount!r} 无效；请填写 1 到 {AMOUNT_MAX} 的整数。",
        )
    if not move.key or len(move.key) > KEY_LETTERS_MAX:
        raise Invalid("key_invalid", f"The key has {len(move.key)} letters; give 1 to {KEY_LETTERS_MAX}.", "幂等键须为 1 到 120 个字符。")
    if (move.phase in _ENDS) != (move.of is not None):
        raise Invalid("phase_unclear", f"A {move.phase} must say which transfer it is about, and only it may.", "须注明针对哪一笔记录。")


def refusal(code: str, told: str) -> XeniaError | None:
    """Returns the error for people of a refusal by the database (its SQLSTATE and what it said), None for one that is not ours."""
    if code not in REFUSALS:
        return None
    name, english, chinese = REFUSALS[code]
    return Conflict(name, f"{english}. {told}", f"{chinese}。")


def short_of_points(usable: int, wanted: int) -> Conflict:
    """The error for rule PT10: an account does not go below its floor."""
    return Conflict(
        "points_short",
        f"{wanted} points are asked for and {usable} can be used; lower the amount, or pay the rest in money.",
        f"需要 {wanted} 分，可用 {usable} 分；请减少数量或以现金补足。",
        usable=usable,
        wanted=wanted,
    )
