"""What a policy must be to be kept, and how it is written as a row. Pure."""

from dataclasses import asdict, fields
from itertools import pairwise
from typing import Any

from xenia.insight.types.policies import (
    LeavingPolicy,
    LifecyclePolicy,
    Policy,
    PolicyKind,
    ReportingPolicy,
    RfmThresholds,
    TierScale,
    ValueTiers,
)
from xenia.kernel.errors import Invalid

BY_KIND: dict[PolicyKind, type[Policy]] = {
    PolicyKind.RFM: RfmThresholds,
    PolicyKind.LIFECYCLE: LifecyclePolicy,
    PolicyKind.VALUE: ValueTiers,
    PolicyKind.LEAVING: LeavingPolicy,
    PolicyKind.REPORTING: ReportingPolicy,
}
OF_SNAPSHOT = (PolicyKind.RFM, PolicyKind.LIFECYCLE, PolicyKind.REPORTING)
"""Policies that a snapshot is made with; the others hold from the moment they are saved."""
DAYS_MOST = 3_650
BOOKINGS_MOST = 10_000
MINOR_MOST = 10**14
HALVES_MOST = 40
LOYAL_MOST = 100
HORIZON_LEAST, HORIZON_MOST = 30, 730


def as_value(policy: Policy) -> dict[str, Any]:
    """The policy as JSON."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(policy).items()}


def policy_of(kind: PolicyKind, value: dict[str, Any]) -> Policy:
    """A policy from its JSON; a field that an older row lacks is as the product came, one it no longer has is passed over."""
    shape = BY_KIND[kind]
    known: dict[str, Any] = {one.name: value[one.name] for one in fields(shape) if one.name in value}
    if "scale" in known:
        known["scale"] = TierScale(known["scale"])
    whole: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in known.items()}
    return shape(**whole)


def check(policy: Policy, currencies: frozenset[str]) -> None:
    """Raises Invalid for a policy that cannot be carried out; `currencies` are those with rates."""
    if isinstance(policy, RfmThresholds):
        _check_rfm(policy)
    elif isinstance(policy, LifecyclePolicy):
        _check_lifecycle(policy)
    elif isinstance(policy, ValueTiers):
        _check_value(policy)
    elif isinstance(policy, LeavingPolicy):
        _within(policy.horizon_days, HORIZON_LEAST, HORIZON_MOST, "流失观察期（天）", "The days that leaving looks ahead")
    elif policy.currency not in currencies:
        raise Invalid(
            "currency_unpriced",
            f"No rate of {policy.currency!r} is known, so amounts cannot be added up in it; take one of {', '.join(sorted(currencies))}.",
            f"没有“{policy.currency}”的汇率，无法以它合计；可选 {'、'.join(sorted(currencies))}。",
        )


def _check_rfm(policy: RfmThresholds) -> None:
    for bounds, most, zh, en in (
        (policy.recency_days_most, DAYS_MOST, "距上次预订的天数", "Days since the last booking"),
        (policy.frequency_least, BOOKINGS_MOST, "预订次数", "Bookings"),
        (policy.money_minor_least, MINOR_MOST, "消费金额", "Money spent"),
    ):
        if len(bounds) != 4:
            raise Invalid(
                "bounds_not_four", f"{en} have {len(bounds)} bounds; five scores take four.", f"{zh}有 {len(bounds)} 个界限；五档需要四个。"
            )
        for bound in bounds:
            _within(bound, 1, most, zh, en)
        for low, high in pairwise(bounds):
            if low >= high:
                raise Invalid(
                    "bounds_not_rising",
                    f"{en}: {high:,} comes after {low:,}; each bound must be above the one before.",
                    f"{zh}的界限须逐级升高：{high:,} 不大于前一个 {low:,}。",
                )


def _check_lifecycle(policy: LifecyclePolicy) -> None:
    for halves in (policy.at_risk_halves, policy.sleeping_halves, policy.lost_halves):
        _within(halves, 1, HALVES_MOST, "安静的节奏数（以半个计）", "Rhythms of silence, in halves")
    for days, zh, en in (
        (policy.sleeping_days_min, "沉睡的最少天数", "The least days until sleeping"),
        (policy.lost_days_min, "流失的最少天数", "The least days until lost"),
        (policy.rhythm_days_min, "节奏的最短天数", "The shortest rhythm"),
        (policy.rhythm_days_max, "节奏的最长天数", "The longest rhythm"),
        (policy.typical_days, "通常的节奏", "The usual rhythm"),
    ):
        _within(days, 1, DAYS_MOST, zh, en)
    _within(policy.loyal_days, 2, LOYAL_MOST, "成为忠诚所需的预订日", "Days with a booking until loyal")
    if not policy.at_risk_halves < policy.sleeping_halves < policy.lost_halves:
        raise Invalid(
            "silence_not_rising",
            f"At risk after {policy.at_risk_halves / 2:g} rhythms, sleeping after {policy.sleeping_halves / 2:g}, lost after "
            f"{policy.lost_halves / 2:g}; each must come after the one before.",
            f"有风险 {policy.at_risk_halves / 2:g}、沉睡 {policy.sleeping_halves / 2:g}、流失 {policy.lost_halves / 2:g} 个节奏，"
            "须逐级变长。",
        )
    if policy.sleeping_days_min > policy.lost_days_min:
        raise Invalid(
            "silence_days_not_rising",
            f"Sleeping takes {policy.sleeping_days_min} days at least and lost {policy.lost_days_min}; nobody is lost before they sleep.",
            f"沉睡至少 {policy.sleeping_days_min} 天，流失至少 {policy.lost_days_min} 天：流失不能早于沉睡。",
        )
    if not policy.rhythm_days_min <= policy.typical_days <= policy.rhythm_days_max:
        raise Invalid(
            "rhythm_out_of_bounds",
            f"The usual rhythm of {policy.typical_days} days is not between {policy.rhythm_days_min} and {policy.rhythm_days_max}.",
            f"通常的节奏 {policy.typical_days} 天不在 {policy.rhythm_days_min} 至 {policy.rhythm_days_max} 天之间。",
        )


def _check_value(policy: ValueTiers) -> None:
    high, middle = policy.high_share, policy.middle_share
    if not (0 < high < 1 and 0 < middle < 1 and high + middle < 1):
        raise Invalid(
            "shares_unfit",
            f"High value is {high:.1%} of the guests and middle value {middle:.1%}; both must be above 0, and together below 100%.",
            f"高价值占 {high:.1%}、中价值占 {middle:.1%}：都须大于 0，合计须小于 100%。",
        )
    for bound in (policy.high_minor_least, policy.middle_minor_least):
        _within(bound, 1, MINOR_MOST, "价值界限", "The bound of value")
    if policy.middle_minor_least >= policy.high_minor_least:
        raise Invalid(
            "value_bounds_not_rising",
            "Middle value begins at or above high value; give it the lower bound.",
            "中价值的界限不低于高价值的界限；请调低中价值的界限。",
        )


def _within(value: int, least: int, most: int, zh: str, en: str) -> None:
    if not least <= value <= most:
        raise Invalid(
            "policy_unfit", f"{en}: {value:,} is not from {least:,} to {most:,}.", f"{zh}：{value:,} 不在 {least:,} 至 {most:,} 之间。"
        )
