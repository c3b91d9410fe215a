"""What a programme, its policy and a member's number must be. Pure."""

import re
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from pydantic import TypeAdapter
from stdnum import luhn

from xenia.kernel.errors import Conflict, Invalid
from xenia.kernel.money import Money
from xenia.kernel.texts import Text
from xenia.loyalty.types.ledger import PointRole
from xenia.loyalty.types.programmes import ExpiryMode, Member, MemberState, ProgrammeDraft, ProgrammePolicy

CODE = re.compile(r"[A-Z][A-Z0-9_]{1,19}")
CURRENCY = re.compile(r"[A-Z]{3}")
MONTHS_MOST = 120
POINTS_MOST = 10**12
SERIAL_DIGITS = 9
STANDARD_KINDS = (
    ("POINTS", PointRole.REDEEMABLE, Text("积分", "Points"), True),
    ("TIER", PointRole.QUALIFYING, Text("定级积分", "Tier points"), False),
    ("NIGHTS", PointRole.QUALIFYING, Text("定级晚数", "Tier nights"), False),
    ("GREEN", PointRole.GREEN, Text("绿色积分", "Green points"), True),
)
"""The kinds of points every programme has from its first day: code, role, name, whether each credit is a lot with its own last day."""
_POLICY = TypeAdapter(ProgrammePolicy)


def checked_draft(draft: ProgrammeDraft) -> ProgrammeDraft:
    """Returns the draft; raises Invalid for a code, currency or time zone that is none."""
    if not CODE.fullmatch(draft.code):
        raise Invalid(
            "programme_code_invalid",
            f"{draft.code!r} is no code; take 2 to 20 capital letters, digits or underscores, a letter first.",
            f"“{draft.code}”不能作为计划代码；请用 2 至 20 位大写字母、数字或下划线，以字母开头。",
        )
    if not CURRENCY.fullmatch(draft.currency):
        raise Invalid(
            "currency_invalid", f"{draft.currency!r} is no currency; take three letters such as CNY.", "币种须为三个字母，如 CNY。"
        )
    if draft.time_zone not in available_timezones():
        raise Invalid(
            "time_zone_unknown", f"{draft.time_zone!r} is no time zone; take one such as Asia/Shanghai.", "时区无法识别；如 Asia/Shanghai。"
        )
    ZoneInfo(draft.time_zone)
    return draft


def checked_policy(policy: ProgrammePolicy) -> ProgrammePolicy:
    """Returns the policy; raises Invalid for one that cannot be carried out."""
    _within(policy.expiry.months, 1, MONTHS_MOST, "有效月数", "Months of validity")
    _within(policy.expiry.years, 1, 10, "有效年数", "Years of validity")
    _within(policy.debt_max, 0, POINTS_MOST, "允许的欠分", "The debt allowed")
    _within(policy.backdate_days_max, 0, 3_650, "补登天数", "Days of back-dating")
    _within(policy.adjust_max, 0, POINTS_MOST, "单人调整上限", "The limit of one person")
    _within(policy.face_minor_per_1000, 1, 10**9, "千分面值", "The value of 1,000 points")
    _within(policy.passing.least, 1, POINTS_MOST, "每次转赠最少", "The least that is passed on")
    _within(policy.passing.day_max, policy.passing.least, POINTS_MOST, "每日转赠上限", "The most a day")
    _within(policy.passing.year_max, policy.passing.day_max, POINTS_MOST, "每年转赠上限", "The most a year")
    _within(policy.passing.taken_year_max, policy.passing.least, POINTS_MOST, "每年受赠上限", "The most taken a year")
    _within(policy.passing.member_days_min, 0, 3_650, "入会天数", "Days of membership before one gives")
    _within(policy.passing.wait_days, 1, 90, "赠送等待天数", "Days that a gift waits")
    _within(policy.family.members_max, 2, 20, "家庭人数上限", "The most members of a family")
    _within(policy.family.invite_days, 1, 90, "邀请等待天数", "Days that an invitation waits")
    return policy


def as_value(policy: ProgrammePolicy) -> dict[str, Any]:
    """The policy as JSON."""
    value: dict[str, Any] = _POLICY.dump_python(policy, mode="json")
    return value


def policy_of(value: dict[str, Any]) -> ProgrammePolicy:
    """A policy from its JSON; a field that an older version lacks is as the product came."""
    return _POLICY.validate_python(value)


def member_number(serial: int) -> str:
    """Returns the number on the card: nine digits and their check digit (Luhn, ISO/IEC 7812-1), so that a slip of the pen is seen."""
    digits = str(serial).zfill(SERIAL_DIGITS)
    return digits + str(luhn.calc_check_digit(digits))


def checked_number(said: str) -> str:
    """Returns the digits of a member's number as typed; raises Invalid where the check digit does not fit."""
    digits = re.sub(r"[\s-]", "", said)
    if not digits.isdigit() or not luhn.is_valid(digits):
        raise Invalid(
            "member_number_invalid",
            f"{said!r} is no member's number: its check digit does not fit; look at the card again.",
            f"会员号“{said}”校验不符；请再核对卡片。",
        )
    return digits


def require_active(member: Member, programme_id: UUID) -> Member:
    """Rules CO13 and MB2: returns the member; raises Conflict for one who has left, or of another programme: nothing is used or priced
    through that membership."""
    if member.programme_id != programme_id or member.state is not MemberState.ACTIVE:
        told = f"Member {member.number} is {member.state}, or belongs to another programme; book without the membership."
        raise Conflict("member_left", told, f"会员 {member.number} 已不在该计划中；请不以该会籍预订。")
    return member


def value_of(points: int, policy: ProgrammePolicy, currency: str) -> Money:
    """What points are worth when redeemed, rounded down to a whole minor unit."""
    return Money(points * policy.face_minor_per_1000 // 1000, currency)


def has_rolling_expiry(policy: ProgrammePolicy) -> bool:
    """Whether lots live on with every activity of the member."""
    return policy.expiry.mode is ExpiryMode.ACTIVITY


def _within(value: int, least: int, most: int, zh: str, en: str) -> None:
    if not least <= value <= most:
        raise Invalid("policy_out_of_range", f"{en} is {value}; take {least} to {most}.", f"{zh}为 {value}；请取 {least} 到 {most}。")
