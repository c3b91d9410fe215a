"""Tiers that are given: by a match, a challenge, or by hand. Rules TI8, TI9 and TI11 of docs/algorithms/tiers.md. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from xenia.kernel.errors import Conflict, Invalid
from xenia.loyalty.rules.tier_windows import window_at
from xenia.loyalty.rules.tiers import met_on, policy_on, rank_of, tier_on, valid_until
from xenia.loyalty.types.tiers import (
    GivenTier,
    Grant,
    GrantKind,
    GrantState,
    HandReason,
    Holder,
    Threshold,
    TierEvidence,
    TierPolicy,
    TierVersion,
)

REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./-]{1,39}")
DAYS_MOST = 731
YEARS_BY_HAND_DAYS = 1_827


def as_grant(given: GivenTier) -> Grant | None:
    """What counts for the tier; None for an offer nobody accepted."""
    if given.since is None:
        return None
    return Grant(given.kind, given.tier, given.since, given.until, given.asks, given.deadline)


def state_on(given: GivenTier, holder: Holder, versions: Sequence[TierVersion], day: date) -> GrantState:
    """Rules TI8 and TI9: what has become of it. An offer not answered in time has failed. A challenge is met while all it asks is there,
    and has failed when its time is over without. A match is met where, on the day it ends, the member has the tier without it."""
    if given.state is GrantState.WITHDRAWN:
        return GrantState.WITHDRAWN
    grant = as_grant(given)
    if grant is None:
        return GrantState.FAILED if given.answer_until and given.answer_until <= day else GrantState.OFFERED
    if grant.kind is GrantKind.CHALLENGE:
        changes = met_on(grant, [one for one in holder.entries if one.known_on <= day])
        if changes and changes[-1][1]:
            return GrantState.MET
        return GrantState.FAILED if grant.deadline and grant.deadline <= day else GrantState.ACCEPTED
    if grant.kind is GrantKind.BY_HAND or grant.until is None or grant.until > day:
        return GrantState.ACCEPTED
    order, alone = policy_on(versions, grant.until), replace(holder, grants=())
    is_kept = rank_of(order, tier_on(alone, versions, grant.until)) >= rank_of(order, grant.tier)
    return GrantState.MET if is_kept else GrantState.FAILED


def challenge_until(policy: TierPolicy, enrolled_on: date, deadline: date) -> date:
    """Rule TI9: how long a challenge's tier holds: as if it had been reached on the challenge's last day."""
    return valid_until(window_at(policy, enrolled_on, deadline - timedelta(days=1)), policy)


def checked_tier(policy: TierPolicy, tier: str) -> str:
    """Returns the code of a tier that can be given; raises Invalid for one there is not and for the base tier, which everybody has."""
    if rank_of(policy, tier) == 0:
        given = ", ".join(one.code for one in policy.tiers[1:])
        raise Invalid(
            "tier_unknown", f"{tier!r} is no tier that can be given; take one of {given}.", f"“{tier}”不是可授予的等级；可选：{given}。"
        )
    return tier


def checked_days(days: int, en: str, zh: str) -> int:
    """Returns a number of days; raises Invalid for none and for more than two years."""
    if isinstance(days, bool) or not 1 <= days <= DAYS_MOST:
        raise Invalid("days_out_of_range", f"{en} is {days} days; take 1 to {DAYS_MOST}.", f"{zh}为 {days} 天；请取 1 到 {DAYS_MOST}。")
    return days


def checked_asks(asks: Sequence[Threshold], measures: Sequence[str]) -> tuple[Threshold, ...]:
    """Returns what a challenge asks; raises Invalid for nothing and for what the programme does not count."""
    if not asks or any(one.measure not in measures or not 1 <= one.least <= 10**9 for one in asks):
        said = ", ".join(f"{one.least} {one.measure}" for one in asks) or "nothing"
        raise Invalid(
            "challenge_invalid",
            f"The challenge asks for {said}; ask for at least 1 of {', '.join(sorted(measures))}.",
            f"挑战条件无效（{said}）；请从 {'、'.join(sorted(measures))} 中选择并至少为 1。",
        )
    return tuple(asks)


def checked_evidence(evidence: TierEvidence) -> TierEvidence:
    """Returns the evidence; raises Invalid where its reference is no filing number, so that nobody writes about people there."""
    if not REFERENCE.fullmatch(evidence.reference):
        raise Invalid(
            "reference_invalid",
            "The reference is no filing number; take 2 to 40 letters, digits or any of . _ / -, and file what was shown under it.",
            "凭证编号无效；请用 2 至 40 位字母、数字或 . _ / -，并按此编号归档所示材料。",
        )
    return evidence


def checked_reason(reason: HandReason) -> HandReason:
    """Rules TI11 and IM3: returns the reason; raises Invalid for the one that a take-over alone gives."""
    if reason is HandReason.OPENING:
        told = "The reason `opening` is that of a programme taken over; choose why you give the tier."
        raise Invalid("reason_of_take_over", told, "“期初等级”仅用于导入现有计划；请选择授予等级的原因。")
    return reason


def checked_end(today: date, until: date) -> date:
    """Rule TI11: returns the end of a tier by hand; raises Invalid for one that is past or more than five years off."""
    if not today < until <= today + timedelta(days=YEARS_BY_HAND_DAYS):
        raise Invalid(
            "end_out_of_range",
            f"{until} is no end for what begins on {today}; take a later day within five years.",
            f"结束日 {until} 无效；请选择 {today} 之后五年内的日期。",
        )
    return until


def refuse_state(state: GrantState, wanted: str) -> Conflict:
    """The error where an offer is not in a state that allows this."""
    return Conflict(
        "offer_state",
        f"The offer is {state}, so it cannot be {wanted}; look at the member's offers again.",
        "该优待当前状态不允许此操作；请刷新后再看。",
    )
