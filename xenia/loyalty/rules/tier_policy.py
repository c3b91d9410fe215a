"""What a policy of tiers must be: rule TI12 of docs/algorithms/tiers.md. Pure."""

import re
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Any

from pydantic import TypeAdapter

from xenia.kernel.errors import Conflict, Invalid
from xenia.kernel.names import require_plain
from xenia.loyalty.types.tiers import Needs, Threshold, Tier, TierPolicy

CODE = re.compile(r"[A-Z][A-Z0-9_]{1,19}")
TIERS_MOST = 12
LEAST_MOST = 10**9
_POLICY = TypeAdapter(TierPolicy)


def as_value(policy: TierPolicy) -> dict[str, Any]:
    """The policy as JSON."""
    value: dict[str, Any] = _POLICY.dump_python(policy, mode="json")
    return value


def policy_of(value: dict[str, Any]) -> TierPolicy:
    """A policy from its JSON."""
    return _POLICY.validate_python(value)


def checked_policy(policy: TierPolicy, measures: Collection[str]) -> TierPolicy:
    """Returns the policy. Rule TI12: raises Invalid for a missing base tier, a tier that asks nothing, a measure the programme does not
    count, thresholds that do not rise, a gap, an overlap, two tiers or benefits of one code, and numbers out of range."""
    _check_numbers(policy)
    if not 1 <= len(policy.tiers) <= TIERS_MOST:
        raise Invalid("tiers_count", f"There are {len(policy.tiers)} tiers; take 1 to {TIERS_MOST}.", f"等级须为 1 到 {TIERS_MOST} 个。")
    codes = [one.code for one in policy.tiers]
    _once(codes, "tier_twice", "tiers", "等级")
    for code in codes:
        _check_code(code)
    _check_base(policy.tiers[0])
    for tier in policy.tiers:
        _check_tier(tier, measures)
    for tier in policy.tiers[1:]:
        _check_asks(tier)
    earned = [one for one in policy.tiers if one.asks]
    for lower, higher in pairwise(earned):
        _check_rising(lower, higher, lower.asks, higher.asks)
        _check_joined(lower, higher)
    if earned:
        _check_top(earned[-1])
    for lower, higher in pairwise([one for one in policy.tiers if one.lifetime]):
        _check_rising(lower, higher, lower.lifetime, higher.lifetime)
    return policy


def checked_succession(before: TierPolicy, after: TierPolicy) -> TierPolicy:
    """Returns the new policy; raises Conflict where it drops a tier that members may have, or turns the order of two (rule TI3)."""
    codes = [one.code for one in after.tiers]
    kept = [one.code for one in before.tiers if one.code in codes]
    for tier in before.tiers:
        if tier.code not in codes:
            raise Conflict(
                "tier_dropped",
                f"The tier {tier.code} is missing, and members have it; keep it, with thresholds nobody reaches if it shall end.",
                f"缺少等级 {tier.code}，而会员可能正持有它；请保留，如要停用可把门槛提高。",
            )
    if [code for code in codes if code in kept] != kept:
        raise Conflict(
            "tiers_reordered", f"The tiers were {', '.join(kept)}; keep this order.", f"原有等级顺序为 {'、'.join(kept)}；请保持。"
        )
    return after


def _check_numbers(policy: TierPolicy) -> None:
    _within(policy.months, 1, 60, "滚动月数", "The months of a rolling window")
    _within(policy.first_month, 1, 12, "起始月份", "The first month")
    _within(policy.windows_valid, 0, 5, "有效期数", "The windows for which a tier holds on")
    _within(policy.grace_days, 0, 183, "宽限天数", "The days of grace")
    _within(policy.near_permille, 1, 1000, "接近比例（千分）", "Near the next tier, in thousandths,")


def _check_base(base: Tier) -> None:
    if base.asks or base.lifetime or base.by_invitation:
        raise Invalid(
            "base_tier_missing",
            f"The first tier, {base.code}, asks for something, so new members would have none; begin with a tier that asks nothing.",
            f"第一个等级 {base.code} 设有门槛，新会员将没有等级；请以无门槛的基础等级开头。",
        )


def _check_tier(tier: Tier, measures: Collection[str]) -> None:
    require_plain(tier.name.zh)
    require_plain(tier.name.en)
    for asks in (tier.asks, tier.lifetime):
        _once([one.measure for one in asks], "measure_twice", f"measures of {tier.code}", f"{tier.code} 的衡量项")
        for one in asks:
            _check_threshold(tier, one, measures)
    _once([one.code for one in tier.benefits], "benefit_twice", f"benefits of {tier.code}", f"{tier.code} 的权益")
    for benefit in tier.benefits:
        _check_code(benefit.code)
        require_plain(benefit.name.zh)
        require_plain(benefit.name.en)
        if benefit.uses is not None:
            _within(benefit.uses, 1, 1_000, f"{benefit.code} 的次数", f"The uses of {benefit.code}")


def _check_asks(tier: Tier) -> None:
    if tier.by_invitation and tier.asks:
        raise Invalid(
            "invited_tier_asks",
            f"{tier.code} is by invitation and yet asks for something; choose one.",
            f"{tier.code} 为邀请制，不能再设门槛。",
        )
    if not (tier.by_invitation or tier.asks or tier.lifetime):
        raise Invalid(
            "tier_asks_nothing",
            f"{tier.code} asks for nothing, so everybody would have it; say what it takes, or that it is by invitation.",
            f"{tier.code} 没有门槛，人人都会达到；请填写门槛，或设为邀请制。",
        )


def _check_threshold(tier: Tier, one: Threshold, measures: Collection[str]) -> None:
    if one.measure not in measures:
        raise Invalid(
            "measure_unknown",
            f"{tier.code} asks for {one.measure}, which the programme does not count; take one of {', '.join(sorted(measures))}.",
            f"{tier.code} 使用了未知的衡量项 {one.measure}；可用：{'、'.join(sorted(measures))}。",
        )
    _within(one.least, 1, LEAST_MOST, f"{tier.code} 的门槛 {one.measure}", f"The threshold of {tier.code} in {one.measure}")
    if one.below is not None and one.below <= one.least:
        raise Invalid(
            "range_empty",
            f"{tier.code} goes from {one.least} to below {one.below} {one.measure}, which holds nothing; end it higher.",
            f"{tier.code} 的范围 {one.least} 至 {one.below}（{one.measure}）为空；请提高上限。",
        )


def _check_rising(lower: Tier, higher: Tier, low: Sequence[Threshold], high: Sequence[Threshold]) -> None:
    """Whoever reaches the higher tier must have reached the lower one."""
    floor = {one.measure: one.least for one in low}
    for one in high:
        if one.measure in floor and one.least < floor[one.measure]:
            raise Invalid(
                "thresholds_not_rising",
                f"{higher.code} takes {one.least} {one.measure} and {lower.code} below it {floor[one.measure]}; let them rise.",
                f"{higher.code} 需要 {one.least} {one.measure}，而低一级的 {lower.code} 需要 {floor[one.measure]}；门槛须逐级提高。",
            )
    if {one.measure: one.least for one in high} == floor and (lower.needs is higher.needs or len(floor) == 1):
        said = " or ".join(f"{one.least} {one.measure}" for one in high)
        raise Invalid(
            "tiers_overlap",
            f"{lower.code} and {higher.code} both begin at {said}; whoever has that would be in both.",
            f"{lower.code} 与 {higher.code} 的门槛相同（{said}）；达到者会同时属于两级。",
        )
    if not _implies(higher.needs, high, lower.needs, floor):
        raise Invalid(
            "tiers_gap",
            f"{higher.code} can be reached without reaching {lower.code}; let both ask for the same measures.",
            f"不达到 {lower.code} 也能达到 {higher.code}，中间有空档；请让两级使用相同的衡量项。",
        )


def _implies(needs: Needs, high: Sequence[Threshold], needs_below: Needs, floor: dict[str, int]) -> bool:
    ways = [[one] for one in high] if needs is Needs.ANY else [list(high)]
    for way in ways:
        there = {one.measure for one in way}
        if not (there & set(floor) if needs_below is Needs.ANY else set(floor) <= there):
            return False
    return True


def _check_joined(lower: Tier, higher: Tier) -> None:
    begins = {one.measure: one.least for one in higher.asks}
    for one in lower.asks:
        start = begins.get(one.measure)
        if one.below is None or start is None or one.below == start:
            continue
        name, en, zh = ("tiers_gap", "nobody's", "空档") if one.below < start else ("tiers_overlap", "in both", "重叠")
        raise Invalid(
            name,
            f"{lower.code} ends below {one.below} {one.measure} and {higher.code} begins at {start}: what lies between is {en}; join them.",
            f"{lower.code} 到 {one.below}（{one.measure}）为止，{higher.code} 从 {start} 开始，存在{zh}；请首尾相接。",
        )


def _check_top(top: Tier) -> None:
    for one in top.asks:
        if one.below is not None:
            raise Invalid(
                "tiers_gap",
                f"The highest tier {top.code} ends below {one.below} {one.measure}, and who has more would have none; leave its end open.",
                f"最高等级 {top.code} 设有上限 {one.below}（{one.measure}），超过者将没有等级；请取消上限。",
            )


def _check_code(code: str) -> None:
    if not CODE.fullmatch(code):
        raise Invalid(
            "tier_code_invalid",
            f"{code!r} is no code; take 2 to 20 capital letters, digits or underscores, a letter first.",
            f"“{code}”不能作为代码；请用 2 至 20 位大写字母、数字或下划线，以字母开头。",
        )


def _once(codes: Sequence[str], name: str, en: str, zh: str) -> None:
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise Invalid(name, f"{twice[0]} stands twice among the {en}; give each its own.", f"{zh}中 {twice[0]} 重复；请各用一个代码。")


def _within(value: int, least: int, most: int, zh: str, en: str) -> None:
    if isinstance(value, bool) or not least <= value <= most:
        raise Invalid("policy_out_of_range", f"{en} is {value}; take {least} to {most}.", f"{zh}为 {value}；请取 {least} 到 {most}。")
