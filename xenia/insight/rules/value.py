"""How much a guest is worth to the company: high, middle or low. Rules VT1 to VT4 of docs/algorithms/value-tiers.md. Pure."""

from collections import Counter
from collections.abc import Mapping

from xenia.insight.types.policies import Tier, TierScale, ValueSource, ValueTiers
from xenia.kernel.texts import Text

NAMES = {
    Tier.HIGH: Text("高价值", "High value"),
    Tier.MIDDLE: Text("中价值", "Middle value"),
    Tier.LOW: Text("低价值", "Low value"),
}
WORDS = {
    ValueSource.EXPECTED: Text("按模型预计的未来 365 天价值", "By the value that the model expects in the next 365 days"),
    ValueSource.SPENT: Text(
        "还没有可用的价值模型，暂按近 730 天的消费", "By what was spent in the last 730 days, until there is a model of value"
    ),
}
NO_TIER = Text("未分层", "No tier")
PARTS = 10_000
"""Shares are compared as whole numbers of ten-thousandths, so that every engine comes to the same."""


def parts_of(share: float) -> int:
    """A share in ten-thousandths."""
    return round(share * PARTS)


def tiers_of(values: Mapping[str, int], policy: ValueTiers) -> dict[str, Tier]:
    """VT2 to VT4: the tier of each guest by their value in minor units."""
    if policy.scale is TierScale.BOUNDS:
        return {guest: tier_by_bounds(value, policy) for guest, value in values.items()}
    ordered = sorted(values.values(), reverse=True)
    first = {value: place for place, value in reversed(list(enumerate(ordered)))}
    ties = Counter(values.values())
    return {guest: tier_by_share(value, 2 * first[value] + ties[value], len(values), policy) for guest, value in values.items()}


def tier_by_share(value: int, middle: int, guests: int, policy: ValueTiers) -> Tier:
    """VT2 and VT4: `middle` is twice the number of guests worth more, and once those worth the same, of `guests` in all."""
    place, high = middle * PARTS, parts_of(policy.high_share)
    if value <= 0:
        return Tier.LOW
    if place <= 2 * high * guests:
        return Tier.HIGH
    return Tier.MIDDLE if place <= 2 * (high + parts_of(policy.middle_share)) * guests else Tier.LOW


def tier_by_bounds(value: int, policy: ValueTiers) -> Tier:
    """VT3."""
    if value >= policy.high_minor_least:
        return Tier.HIGH
    return Tier.MIDDLE if value >= policy.middle_minor_least else Tier.LOW


def reason_of(tier: Tier | None, policy: ValueTiers, source: ValueSource) -> Text:
    """Why a guest is in a tier, in words for people."""
    if tier is None:
        return Text("没有有效预订，或疑似代订机构。", "There is no booking that stands, or it is an agency in disguise.")
    words = WORDS[source]
    if policy.scale is TierScale.BOUNDS:
        return Text(f"{words.zh}，以金额界限分层。", f"{words.en}, by bounds of money.")
    shares = {
        Tier.HIGH: (f"前 {policy.high_share:.0%} 的客人", f"the first {policy.high_share:.0%} of the guests"),
        Tier.MIDDLE: (f"其后 {policy.middle_share:.0%} 的客人", f"the next {policy.middle_share:.0%} of the guests"),
        Tier.LOW: ("其余客人", "the other guests"),
    }[tier]
    return Text(f"{words.zh}，属于{shares[0]}。", f"{words.en}: among {shares[1]}.")
