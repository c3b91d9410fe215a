"""Tiers in a test: a club of four, and what a member did for them."""

from dataclasses import replace
from datetime import date
from typing import Any

from xenia.kernel.texts import Text
from xenia.loyalty.types.tiers import Benefit, Qualifying, Threshold, Tier, TierPolicy, TierVersion

UPGRADES = Text("客房升级", "Upgrades")
CLUB = TierPolicy(
    (
        Tier("CLASSIC", Text("普卡", "Classic")),
        Tier("SILVER", Text("银卡", "Silver"), (Threshold("NIGHTS", 10), Threshold("TIER", 5_000)), lifetime=(Threshold("NIGHTS", 100),)),
        Tier("GOLD", Text("金卡", "Gold"), (Threshold("NIGHTS", 25), Threshold("TIER", 12_000))),
        Tier("PLATINUM", Text("白金卡", "Platinum"), (Threshold("NIGHTS", 50),)),
    ),
    is_soft=False,
)
"""Silver from 10 nights or 5,000 points, Gold from 25 or 12,000, Platinum from 50 nights; calendar years; Silver for life from 100 nights."""


def club(**other: Any) -> TierPolicy:
    """The same with other terms."""
    return replace(CLUB, **other)


def club_with_upgrades() -> TierPolicy:
    """Two upgrades a year for Silver, four for Gold, and boarding first as often as one likes."""
    first = Benefit("FIRST", Text("优先登机", "Priority boarding"))
    uses = {"SILVER": 2, "GOLD": 4}
    return club(
        tiers=tuple(
            replace(one, benefits=(Benefit("UPGRADE", UPGRADES, uses[one.code]), first)) if one.code in uses else one for one in CLUB.tiers
        )
    )


def version(policy: TierPolicy) -> TierVersion:
    return TierVersion(1, date(2020, 1, 1), policy)


def nights(amount: int, on: date, booked: date | None = None) -> Qualifying:
    return Qualifying("NIGHTS", amount, on, booked or on)


def points(amount: int, on: date) -> Qualifying:
    return Qualifying("TIER", amount, on, on)
