"""What may be given or taken by hand, and what takes two people: rules AD1 to AD5 of docs/algorithms/adjustments.md. Pure."""

from collections.abc import Sequence

from xenia.kernel.errors import Conflict, Invalid
from xenia.kernel.texts import Text
from xenia.loyalty.types.adjustments import AdjustAsk, AdjustReason, Counted
from xenia.loyalty.types.ledger import PointRole
from xenia.loyalty.types.programmes import PointKind, Programme

POINTS_MOST = 10**12
WORDS_LEAST, WORDS_MOST = 4, 400
BY_HAND = frozenset({PointRole.REDEEMABLE, PointRole.QUALIFYING, PointRole.GREEN})
REASONS = {
    AdjustReason.GOODWILL: Text("服务补偿", "goodwill"),
    AdjustReason.SYSTEM_ERROR: Text("系统错误", "an error of a system"),
    AdjustReason.MISSING_STAY: Text("补记漏登的住宿", "a missing stay settled by hand"),
    AdjustReason.FRAUD: Text("违规所得", "fraud"),
    AdjustReason.EARLIER_MISTAKE: Text("更正先前的失误", "a mistake made before"),
    AdjustReason.OTHER_REASON: Text("其他", "another reason"),
    AdjustReason.TAKE_BACK: Text("撤回先前的调整", "taking an adjustment back"),
}


def checked_ask(ask: AdjustAsk, programme: Programme) -> PointKind:
    """Rule AD1: returns the kind of points. Raises Invalid for no whole number of points, a kind that nobody adjusts, a reason that nobody
    chooses, or words that tell nothing."""
    if isinstance(ask.points, bool) or not isinstance(ask.points, int) or not 1 <= abs(ask.points) <= POINTS_MOST:
        told = f"{ask.points!r} is no adjustment; give a whole number above or below zero, {POINTS_MOST} at most."
        raise Invalid("adjustment_points_invalid", told, f"调整数 {ask.points!r} 无效；请填写不为零的整数，最多 {POINTS_MOST}。")
    kind = next((one for one in programme.kinds if one.code == ask.kind and one.role in BY_HAND), None)
    if kind is None:
        known = ", ".join(one.code for one in programme.kinds if one.role in BY_HAND)
        told = f"{ask.kind!r} cannot be adjusted by hand; take one of {known}."
        raise Invalid("adjustment_kind_invalid", told, f"“{ask.kind}”不能人工调整；可选 {known}。")
    if ask.reason is AdjustReason.TAKE_BACK:
        told = "An adjustment is taken back from itself; choose another reason for a new one."
        raise Invalid("adjustment_reason_invalid", told, "撤回须从原调整发起；新的调整请选择其他原因。")
    checked_words(ask.words)
    return kind


def checked_words(words: str) -> str:
    """Returns the sentence without blanks around it; raises Invalid for one that tells nothing or is too long (rule AD1)."""
    said = words.strip()
    if not WORDS_LEAST <= len(said) <= WORDS_MOST:
        told = f"The reason has {len(said)} letters; say in {WORDS_LEAST} to {WORDS_MOST} what it is for."
        raise Invalid("adjustment_words_missing", told, f"说明有 {len(said)} 个字；请用 {WORDS_LEAST} 到 {WORDS_MOST} 个字写明原因。")
    return said


def alone_so_far(done: Sequence[Counted]) -> int:
    """Rule AD2: what one person gave and took of one member on one day, without signs. What the same person took back on the same day
    counts no more, and neither does the taking back."""
    undone = {one.of for one in done} & {one.id for one in done}
    return sum(abs(one.points) for one in done if one.id not in undone and one.of not in undone)


def needs_second(points: int, so_far: int, most: int) -> bool:
    """Rule AD2: whether a second person must agree, given what the same person adjusted that day already."""
    return so_far + abs(points) > most


def own_of_today(taken: Counted, done: Sequence[Counted]) -> bool:
    """Rule AD5: whether what is taken back is among what the same person did alone that day: a slip of the pen is put right alone."""
    return any(one.id == taken.id for one in done)


def require_enough(points: int, usable: int) -> None:
    """Rules AD4 and AD5: raises Conflict where more would be taken than the member can use; nobody owes for what a person decided."""
    if points > usable:
        told = f"{points} points would be taken and the member can use {max(0, usable)}; lower the amount, or free what is held back."
        zh = f"将扣减 {points} 分，会员可用 {max(0, usable)} 分；请减少数量，或先处理预留的积分。"
        raise Conflict("adjustment_short", told, zh, usable=max(0, usable), wanted=points)


def sentences(number: str, kind: PointKind, points: int, reason: AdjustReason) -> list[Text]:
    """The sentences that a second person reads before agreeing (rule AD3)."""
    amount, why = f"{abs(points):,}", REASONS[reason]
    if points > 0:
        deed = Text(f"给会员 {number} 增加 {amount} {kind.name.zh}", f"Member {number} gets {amount} {kind.name.en.lower()}")
    else:
        deed = Text(f"扣减会员 {number} 的 {amount} {kind.name.zh}", f"Member {number} loses {amount} {kind.name.en.lower()}")
    return [deed, Text(f"类别：{why.zh}", f"Recorded as {why.en}")]
