"""Reading the files of a programme that is taken over: rules IM1 to IM4 of docs/algorithms/programme-import.md. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from xenia.kernel.errors import Invalid
from xenia.loyalty.rules.expiry import added_months
from xenia.loyalty.rules.ledger import AMOUNT_MAX
from xenia.loyalty.rules.tier_windows import window_at
from xenia.loyalty.rules.tiers import rank_of, valid_until
from xenia.loyalty.types.take_over import CENTS, FileOf, MemberSaid
from xenia.loyalty.types.tiers import TierPolicy

NUMBER_LETTERS_MAX = 40
EARLIEST = date(1950, 1, 1)
DAY = re.compile(r"([0-9]{4})[-/.]?([0-9]{1,2})[-/.]?([0-9]{1,2})(?:[T ][0-9:.]+Z?)?")
MONTH = re.compile(r"([0-9]{4})[-/.]?([0-9]{1,2})")
POINTS = re.compile(r"([-+]?)([0-9]{1,18})(?:\.([0-9]{1,2})0*)?")
GROUPED = re.compile(r"[-+]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")

_NUMBER = ("membernumber", "number", "cardnumber", "loyaltynumber", "会员号", "会员编号", "会员卡号", "卡号")
COLUMNS: Mapping[FileOf, Mapping[str, tuple[str, ...]]] = {
    FileOf.MEMBERS: {
        "number": _NUMBER,
        "guest_key": ("guestkey", "guestid", "customerid", "客人编号", "客户编号"),
        "enrolled_on": ("enrolledon", "enrolled", "enrollmentdate", "joindate", "入会日期", "入会日"),
        "enrolled_year": ("enrollmentyear", "入会年", "入会年份"),
        "enrolled_month": ("enrollmentmonth", "入会月", "入会月份"),
        "tier": ("tier", "loyaltycard", "level", "等级", "会员等级"),
        "left_on": ("lefton", "cancelledon", "cancellationdate", "退会日期", "退会日"),
        "left_year": ("cancellationyear", "退会年", "退会年份"),
        "left_month": ("cancellationmonth", "退会月", "退会月份"),
    },
    FileOf.BALANCES: {
        "number": _NUMBER,
        "kind": ("kind", "pointkind", "积分种类", "种类"),
        "amount": ("amount", "points", "balance", "积分", "余额", "积分余额"),
        "value_on": ("valueon", "earnedon", "valueday", "获得日期", "入账日期"),
        "last_day": ("lastday", "expireson", "expiry", "expirydate", "validuntil", "到期日", "到期日期", "有效期至"),
        "year": ("year", "年", "年份"),
        "month": ("month", "月", "月份"),
        "earned": ("earned", "pointsearned", "pointsaccumulated", "获得积分"),
        "redeemed": ("redeemed", "pointsredeemed", "使用积分", "兑换积分"),
    },
}
"""Rule IM1: what each column may be called, without spaces, marks and capitals."""


@dataclass(frozen=True)
class LineRefused(Exception):
    """A line that cannot be brought: the code of the reason, and its points in hundredths where they could be read."""

    code: str
    cents: int = 0


def columns_of(file: FileOf, header: Sequence[str]) -> dict[str, str]:
    """Rule IM1: which column of the file says what. Raises Invalid where one that is needed is missing."""
    folded = {re.sub(r"[\s_\-()（）]", "", name).lower(): name for name in reversed(header)}
    found = {field: next((folded[one] for one in names if one in folded), "") for field, names in COLUMNS[file].items()}
    found = {field: name for field, name in found.items() if name}
    if not _is_enough(file, found):
        other = FileOf.BALANCES if file is FileOf.MEMBERS else FileOf.MEMBERS
        raise _columns_missing(file, header, is_other=_looks_like(other, header))
    return found


def has_activity(columns: Mapping[str, str]) -> bool:
    """Whether the balances' file tells what was earned and redeemed in each month, not what is there."""
    return "earned" in columns


def member_of(line: int, cells: Mapping[str, str], tiers: Mapping[str, str], as_of: date) -> MemberSaid:
    """Rule IM2: one line of the members' file; raises LineRefused. A month alone means its first day for joining, its last
    for leaving."""
    number = number_of(cells)
    enrolled_on = _day(cells, "enrolled", is_end=False)
    if enrolled_on is None:
        raise LineRefused("enrolled_missing")
    left_on = _day(cells, "left", is_end=True)
    if enrolled_on > as_of or (left_on and min(left_on, left_on.replace(day=1)) > as_of):
        raise LineRefused("date_ahead")
    if left_on and left_on < enrolled_on:
        raise LineRefused("left_before_joined")
    return MemberSaid(line, number, cells.get("guest_key") or number, enrolled_on, tier_of(cells.get("tier", ""), tiers), left_on)


def as_said(said: MemberSaid) -> dict[str, str]:
    """What a line told of a member, for the next time (rule IM8)."""
    return {"enrolled_on": said.enrolled_on.isoformat(), "tier": said.tier, "left_on": str(said.left_on or "")}


def source_of(take_over_id: UUID) -> str:
    """What the transfers of a take-over name as their source (rule IM10)."""
    return f"take_over:{take_over_id}"


def number_of(cells: Mapping[str, str]) -> str:
    """The member's number as the file has it; raises LineRefused for none, or one that nobody could type."""
    number = cells.get("number", "")
    if not number or len(number) > NUMBER_LETTERS_MAX or not number.isprintable():
        raise LineRefused("number_missing" if not number else "number_invalid")
    return number


def tier_words(policy: TierPolicy | None) -> dict[str, str]:
    """How each tier may be called in a file: by its code or either name, in whatever case."""
    tiers = policy.tiers if policy else ()
    return {word.casefold(): one.code for one in tiers for word in (one.name.en, one.name.zh, one.code) if word}


def tier_of(said: str, tiers: Mapping[str, str]) -> str:
    """Rule IM3: our code of the tier; nothing said is no tier. Raises LineRefused for one the programme does not have."""
    if not said:
        return ""
    found = tiers.get(said.casefold())
    if found is None:
        raise LineRefused("tier_unknown")
    return found


def is_given(policy: TierPolicy | None, tier: str) -> bool:
    """Whether a tier is above the base tier, which everybody has."""
    return policy is not None and bool(tier) and rank_of(policy, tier) > 0


def opening_until(policy: TierPolicy, enrolled_on: date, as_of: date) -> date:
    """Rule IM3: until when (exclusive) a tier holds that was brought: as if it had been reached on the day of the take-over."""
    return valid_until(window_at(policy, enrolled_on, as_of), policy)


def cents_of(said: str) -> int:
    """Rule IM4: points in hundredths; raises LineRefused for what is no number, has more than two decimals or is beyond the ledger."""
    plain = said.replace(",", "") if GROUPED.fullmatch(said) else said
    found = POINTS.fullmatch(plain)
    if found is None:
        raise LineRefused("points_unreadable")
    sign, whole, part = found.groups()
    cents = (int(whole) * CENTS + int((part or "0").ljust(2, "0"))) * (-1 if sign == "-" else 1)
    if abs(cents) > AMOUNT_MAX * CENTS:
        raise LineRefused("points_too_many", cents)
    return cents


def read_day(said: str) -> date | None:
    """A day however it is written, None for nothing said; raises LineRefused for one that is none."""
    if not said:
        return None
    found = DAY.fullmatch(said)
    try:
        day = date(*(int(one) for one in found.groups())) if found else None
    except ValueError:
        day = None
    if day is None or day < EARLIEST:
        raise LineRefused("date_invalid")
    return day


def read_month(year: str, month: str) -> date:
    """The first day of a month, said in two columns or as 2018-12; raises LineRefused for one that is none."""
    found = MONTH.fullmatch(month) if not year else MONTH.fullmatch(f"{year}-{month}")
    try:
        first = date(int(found[1]), int(found[2]), 1) if found else None
    except ValueError:
        first = None
    if first is None or first < EARLIEST:
        raise LineRefused("date_invalid")
    return first


def last_of(month: date) -> date:
    """The last day of a month."""
    return date.fromordinal(added_months(month, 1).toordinal() - 1)


def _day(cells: Mapping[str, str], what: str, *, is_end: bool) -> date | None:
    year, month = cells.get(f"{what}_year", ""), cells.get(f"{what}_month", "")
    if not (year or month):
        return read_day(cells.get(f"{what}_on", ""))
    first = read_month(year, month)
    return last_of(first) if is_end else first


def _is_enough(file: FileOf, found: Mapping[str, str]) -> bool:
    if "number" not in found:
        return False
    if file is FileOf.MEMBERS:
        return "enrolled_on" in found or {"enrolled_year", "enrolled_month"} <= set(found)
    return "amount" in found or {"earned", "redeemed", "month"} <= set(found)


def _looks_like(file: FileOf, header: Sequence[str]) -> bool:
    folded = {re.sub(r"[\s_\-()（）]", "", name).lower(): name for name in header}
    return _is_enough(file, {field: "x" for field, names in COLUMNS[file].items() if any(one in folded for one in names)})


def _columns_missing(file: FileOf, header: Sequence[str], *, is_other: bool) -> Invalid:
    if is_other:
        return Invalid(
            "files_swapped",
            "The two files seem to be swapped: choose the file of members as members and the file of balances as balances.",
            "两个文件似乎放反了：请将会员文件与余额文件对调。",
        )
    seen = ", ".join(header[:12])
    if file is FileOf.MEMBERS:
        return Invalid(
            "columns_missing",
            f"The members' file has the columns {seen}; it needs the member's number and day of enrolment (member_number, enrolled_on).",
            f"会员文件的列为：{seen}；须有会员号与入会日期（会员号、入会日期）。",
        )
    return Invalid(
        "columns_missing",
        f"The balances' file has the columns {seen}; it needs the member's number and the points (member_number, amount), "
        "or each month's points (member_number, month, earned, redeemed).",
        f"余额文件的列为：{seen}；须有会员号与积分（会员号、积分），或每月明细（会员号、月份、获得积分、使用积分）。",
    )
