"""What rewards cost and until when they may be given back: rules RW1 to RW5 of docs/algorithms/rewards.md. Pure."""

from datetime import date, timedelta
from typing import Any

from pydantic import TypeAdapter

from xenia.kernel.errors import Conflict, Invalid
from xenia.loyalty.types.rewards import RewardAsk, RewardDraft, RewardKind, RewardTerms

POINTS_MOST = 10**9
MINOR_MOST = 10**12
STOCK_MOST = 10_000_000
_TERMS = TypeAdapter(RewardTerms)
_LIMITS: tuple[tuple[str, int, int, str], ...] = (
    ("points", 1, POINTS_MOST, "所需积分"),
    ("money_minor", 0, MINOR_MOST, "现金部分"),
    ("points_min", 1, POINTS_MOST, "最低积分"),
    ("minor_per_1000", 0, MINOR_MOST, "千分现金价"),
    ("worth_minor", 0, MINOR_MOST, "价值"),
    ("count_max", 1, 10_000, "每单上限"),
    ("hold_hours", 1, 24 * 90, "预留小时数"),
    ("cancel_days", 0, 3_650, "可退天数"),
)


def checked_draft(draft: RewardDraft) -> RewardDraft:
    """Returns the draft; raises Invalid for a reward that cannot be carried out."""
    if draft.stock is not None and not 1 <= draft.stock <= STOCK_MOST:
        told = f"A stock of {draft.stock} cannot be; take 1 to {STOCK_MOST:,}, or none for no limit."
        raise Invalid("reward_stock_invalid", told, f"库存 {draft.stock} 无效；请取 1 到 {STOCK_MOST}，或留空表示不限。")
    if draft.kind is RewardKind.CASH and draft.terms.worth_minor < 1:
        told = "Money off the bill must say how much one piece is; give its worth in minor units."
        raise Invalid("reward_worth_unsaid", told, "抵现类奖励须填写每份抵扣金额。")
    checked_terms(draft.terms)
    return draft


def checked_terms(terms: RewardTerms) -> RewardTerms:
    """Returns the terms; raises Invalid for a price out of its range, or points that may be paid in money at no price."""
    for name, least, most, zh in _LIMITS:
        value = getattr(terms, name)
        if value is not None and not least <= value <= most:
            told = f"{name} is {value}; take {least} to {most}."
            raise Invalid("reward_terms_out_of_range", told, f"{zh}为 {value}；请取 {least} 到 {most}。")
    if terms.points_min is not None and (terms.points_min > terms.points or terms.minor_per_1000 < 1):
        told = f"At least {terms.points_min} of {terms.points} points, and {terms.minor_per_1000} for a thousand others, is no price."
        raise Invalid("reward_mix_invalid", told, "积分加现金的设置有误：最低积分不能高于所需积分，且须填写千分现金价。")
    return terms


def as_value(terms: RewardTerms) -> dict[str, Any]:
    """The terms as JSON."""
    value: dict[str, Any] = _TERMS.dump_python(terms, mode="json")
    return value


def terms_of(value: dict[str, Any]) -> RewardTerms:
    """Terms from their JSON."""
    return _TERMS.validate_python(value)


def price_of(terms: RewardTerms, ask: RewardAsk) -> tuple[int, int]:
    """Rule RW2: returns the points and the money in minor units of an order. Points not paid as points are paid in money at the price of a
    thousand, rounded up to a whole minor unit a piece. Raises Invalid for a count or a number of points that the terms do not allow."""
    if isinstance(ask.count, bool) or not 1 <= ask.count <= terms.count_max:
        told = f"{ask.count} pieces are asked for; take 1 to {terms.count_max}."
        raise Invalid("reward_count_invalid", told, f"数量 {ask.count} 无效；每单可取 1 到 {terms.count_max}。")
    points = terms.points if ask.points_each is None else ask.points_each
    least = terms.points if terms.points_min is None else terms.points_min
    if not least <= points <= terms.points:
        told = f"{points} points a piece are offered; this reward takes {least} to {terms.points}."
        raise Invalid("reward_points_invalid", told, f"每份使用 {points} 分无效；此奖励可用 {least} 到 {terms.points} 分。")
    money = terms.money_minor - (points - terms.points) * terms.minor_per_1000 // 1000
    return points * ask.count, money * ask.count


def require_tier(code: str, terms: RewardTerms, tier: str) -> None:
    """Rule RW3: raises Conflict where the reward is for other tiers."""
    if terms.tiers and tier not in terms.tiers:
        told = f"The reward {code} is for the tiers {', '.join(terms.tiers)} alone; choose another."
        raise Conflict("reward_tier", told, f"奖励 {code} 仅限等级：{'、'.join(terms.tiers)}。")


def cancel_until(terms: RewardTerms, confirmed_on: date | None) -> date | None:
    """Rule RW5: the last of the programme's days on which a confirmed reward may be given back, None for never."""
    if terms.cancel_days is None or confirmed_on is None:
        return None
    return confirmed_on + timedelta(days=terms.cancel_days)
