"""One stay of Lin Wei and what the lake would tell of it, for tests of pure rules."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from xenia.kernel.texts import Text
from xenia.loyalty.types.earning import Basis, EarningRule, Purchase, RuleInForce, Stage

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
LIN = UUID("0192f0aa-0000-7000-8000-0000000000d6")
BASE = EarningRule(Text("消费积分", "Points for spend"), "POINTS", Basis.SPEND, points_milli=10_000, per=100)
STAY = Purchase(
    "booking:1", "", LIN, Stage.DONE, line="hotel", booked_on=date(2026, 1, 10), starts_on=date(2026, 2, 17), counts_on=date(2026, 2, 19),
    nights=2, amount_minor=100_000,
)  # fmt: skip
"""Two nights for 1,000 yuan, begun on the first day of the Spring Festival, a Tuesday."""


def force(rule: EarningRule, code: str = "BASE") -> RuleInForce:
    return RuleInForce(UUID(int=1), code, 1, date(2020, 1, 1), None, rule)


def paid(minor: int | None, **more: Any) -> dict[str, Any]:
    """A row of facts.purchases: a completed stay for so much."""
    words = dict.fromkeys(("line", "property", "product", "channel", "cabin", "origin", "destination", "part", "coupon_status"), "")
    row = {
        "booking_id": "1", "member_id": str(LIN), "status": "completed", "told_km": None, "currency": "CNY", "is_retold": False,
        "is_coupon": False, "is_traveller": True, "is_booker": False, "has_other_refunds": False, "made_at": NOON,
        "starts_on": date(2026, 2, 17), "ends_on": date(2026, 2, 19), "departs_on": None, "nights": 2, "travellers": 1, "coupons": 0,
        "total_minor": minor, "coupon_minor": None, "paid_minor": None, "refunded_minor": 0, "factor": 1.0,
    }  # fmt: skip
    return words | row | more
