"""What may be on a gift card, until when, what becomes of it, and the months of the books: rules GC1, GC3, GC5 and GC7 of
docs/algorithms/gift-cards.md. Pure."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from pydantic import TypeAdapter

from xenia.kernel.errors import Conflict, Invalid
from xenia.loyalty.rules.closings import month_after
from xenia.loyalty.rules.expiry import added_months
from xenia.loyalty.types.gift_cards import GiftMonth, GiftPolicy

MINOR_MOST = 10**12
_POLICY = TypeAdapter(GiftPolicy)
_LIMITS: tuple[tuple[str, int, int, str], ...] = (
    ("named_max_minor", 1, MINOR_MOST, "记名卡限额"),
    ("bearer_max_minor", 1, MINOR_MOST, "不记名卡限额"),
    ("named_months", 1, 1_200, "记名卡有效月数"),
    ("bearer_months", 1, 1_200, "不记名卡有效月数"),
    ("extension_months", 1, 1_200, "延期月数"),
    ("hold_hours", 1, 24 * 90, "预留小时数"),
)


def checked_policy(policy: GiftPolicy) -> GiftPolicy:
    """Returns the policy; raises Invalid for one that cannot be carried out."""
    for name, least, most, zh in _LIMITS:
        value = getattr(policy, name)
        if value is not None and not least <= value <= most:
            told = f"{name} is {value}; take {least} to {most}."
            raise Invalid("gift_policy_out_of_range", told, f"{zh}为 {value}；请取 {least} 到 {most}。")
    return policy


def as_value(policy: GiftPolicy) -> dict[str, Any]:
    """The policy as JSON."""
    value: dict[str, Any] = _POLICY.dump_python(policy, mode="json")
    return value


def policy_of(value: dict[str, Any]) -> GiftPolicy:
    """A policy from its JSON."""
    return _POLICY.validate_python(value)


def checked_face(policy: GiftPolicy, face_minor: int, *, is_named: bool) -> int:
    """Rule GC1: returns the money of a new card; raises Invalid for none, or more than the policy allows on such a card."""
    most = policy.named_max_minor if is_named else policy.bearer_max_minor
    if isinstance(face_minor, bool) or not 1 <= face_minor <= most:
        kind, zh = ("named", "记名卡") if is_named else ("bearer", "不记名卡")
        told = f"A {kind} card of {face_minor} minor units cannot be issued; take 1 to {most} ({policy.law})."
        raise Invalid("gift_face_invalid", told, f"{zh}面额 {face_minor} 无效；可取 1 到 {most}（{policy.law}）。")
    return face_minor


def ends_on(policy: GiftPolicy, issued_on: date, *, is_named: bool) -> date | None:
    """Rule GC1: the first of the programme's days on which a card issued on a day can be used no more, None for never: the day after so
    many months."""
    months = policy.named_months if is_named else policy.bearer_months
    return None if months is None else added_months(issued_on, months) + timedelta(days=1)


def extended_to(policy: GiftPolicy, ended_on: date, today: date) -> date:
    """Rule GC5: the new end of a card that is extended: so many months from today, or from its end where that is still ahead."""
    return added_months(max(ended_on, today), policy.extension_months)


def require_usable(expires_on: date | None, today: date, amount_minor: int, usable_minor: int) -> None:
    """Rules GC3 and GC5: raises Conflict for a card that has ended, or holds less than is asked for."""
    if expires_on is not None and today >= expires_on:
        told = f"The gift card could be used until {expires_on - timedelta(days=1)}; extend it first."
        raise Conflict("gift_card_ended", told, f"礼品卡有效期至 {expires_on - timedelta(days=1)}；请先办理延期。")
    if isinstance(amount_minor, bool) or not 1 <= amount_minor <= MINOR_MOST:
        raise Invalid("gift_amount_invalid", f"{amount_minor} is no amount; give 1 or more minor units.", f"金额 {amount_minor} 无效。")
    if amount_minor > usable_minor:
        raise short_of_money(usable_minor, amount_minor)


def months_of(moved: Mapping[tuple[date, str], int], until: date) -> tuple[GiftMonth, ...]:
    """Rule GC7: every month from the first in which something moved to `until` or the last that moved, the oldest first, in minor units.
    `moved`: month and what (`sold`, `used`, `given_back`, `paid_out`, `expired`). What is outstanding is what came less what went since the
    first card."""
    found: list[GiftMonth] = []
    month, last, outstanding = min((one for one, _ in moved), default=None), max((until, *(one for one, _ in moved))), 0
    while month is not None and month <= last:
        sold, used, back, paid, expired = (moved.get((month, what), 0) for what in ("sold", "used", "given_back", "paid_out", "expired"))
        outstanding += sold + back - used - paid - expired
        found.append(GiftMonth(month, sold, used, back, paid, expired, outstanding))
        month = month_after(month)
    return tuple(found)


def short_of_money(usable_minor: int, wanted_minor: int) -> Conflict:
    """The error for a card with less on it than is asked for."""
    told = f"{wanted_minor} minor units are asked for and {usable_minor} are on the card; use those and pay the rest otherwise."
    zh = f"需要 {wanted_minor}，卡内可用 {usable_minor}（最小货币单位）；请先用卡内余额，其余另付。"
    return Conflict("gift_card_short", told, zh, usable=usable_minor, wanted=wanted_minor)
