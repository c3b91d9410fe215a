"""Reading the file of a partner: rule PA11 of docs/algorithms/partners.md. Pure."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from xenia.kernel.errors import Invalid
from xenia.kernel.money import minor_digits
from xenia.kernel.texts import Text
from xenia.loyalty.rules.partners import AMOUNT_MOST
from xenia.loyalty.rules.take_over import LineRefused, read_day
from xenia.loyalty.types.partners import PartnerAsk, PartnerLineKind, PartnerUnit

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "reference": ("reference", "transactionid", "流水号", "交易号", "订单号"),
    "kind": ("kind", "type", "类型", "业务类型"),
    "member_number": ("membernumber", "number", "cardnumber", "会员号", "会员编号", "会员卡号", "卡号"),
    "day": ("day", "date", "transactiondate", "日期", "交易日期"),
    "amount": ("amount", "quantity", "金额", "数量"),
    "points": ("points", "积分"),
    "of": ("ofreference", "originalreference", "原流水号", "原交易号", "原订单号"),
}
"""Rule PA11: what each column may be called, without spaces, marks and capitals."""
NEEDED = ("reference", "kind", "member_number", "day")
KINDS: Mapping[str, PartnerLineKind] = {
    **dict.fromkeys(("earn", "accrual", "累积", "获得"), PartnerLineKind.EARN),
    **dict.fromkeys(("burn", "redemption", "兑换", "使用"), PartnerLineKind.BURN),
    **dict.fromkeys(("reversal", "refund", "冲回", "退款"), PartnerLineKind.REVERSAL),
}
WHOLE = re.compile(r"[0-9]{1,15}(\.0*)?")
DECIMAL = re.compile(r"[0-9]{1,15}(\.[0-9]{1,6})?")
GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")

FAULTS = {
    "line_unreadable": Text("这一行无法读取：列数或编码不符", "The line cannot be read: its columns or its encoding do not fit"),
    "kind_unknown": Text("类型须为累积、兑换或冲回", "The kind must be earn, burn or reversal"),
    "date_missing": Text("没有日期", "There is no day"),
    "date_invalid": Text("日期无效；请写成 2026-03-02", "The day is none; write it as 2026-03-02"),
    "amount_unreadable": Text("金额或数量不是大于零的数，或小数位数不符", "The amount is no number above nought, or has too many decimals"),
    "points_unreadable": Text("积分须为大于零的整数", "The points must be a whole number above nought"),
    "member_unknown": Text("没有这个会员号", "Nobody has the member's number"),
    "member_number_invalid": Text("会员号校验不符；请再核对", "The check digit of the member's number does not fit; look at it again"),
    "member_left": Text("会员已不在计划中", "The member is in the programme no more"),
    "points_short": Text(
        "会员可用积分不足，或冲回后欠分超过上限", "The member has too few points, or would owe more than the policy allows"
    ),
    "guardian_needed": Text("会员未满 18 周岁，须由监护人办理", "The member is under eighteen; the guardian must do it"),
    "partner_reference_invalid": Text("没有流水号，或超过 64 个字符、含空格", "There is no reference, or it is too long or holds spaces"),
    "partner_reference_used": Text("流水号已用于另一笔，内容不同", "The reference was used for another line that says otherwise"),
    "partner_reversal_of": Text(
        "冲回须注明原流水号；其他类型不能填写", "A reversal names the line it takes back, and only a reversal does"
    ),
    "partner_line_unknown": Text("没有这笔原流水", "There is no such line to take back"),
    "partner_line_not_booked": Text("原流水未入账，或本身是冲回", "The line to take back is not booked, or is a reversal itself"),
    "partner_line_over": Text(
        "该流水曾预留，但已取消或逾期；请用新的流水号", "Its points were held and are free again; send it under a new reference"
    ),
    "partner_reversal_member": Text("原流水属于另一位会员", "The line to take back is of another member"),
    "partner_reversal_beyond": Text("退回数超过原流水余下的数", "More would be taken back than is left of the line"),
    "partner_reversal_day": Text("冲回日期早于原流水或晚于今天", "The reversal is before the line, or ahead of today"),
    "partner_day_ahead": Text("日期晚于今天", "The day is ahead of today"),
    "partner_day_too_old": Text("日期过早，超过计划允许补登的天数", "The day is longer ago than the programme takes claims"),
    "partner_before_joining": Text("日期早于会员入会日", "The member joined later"),
    "partner_not_active": Text("该日与此伙伴没有往来", "Nothing is booked with the partner for that day"),
    "partner_no_rates": Text("该日没有生效的费率", "No rates hold on that day"),
    "partner_not_agreed": Text("与此伙伴未约定这一类业务", "This kind is not agreed with the partner"),
    "partner_amount_missing": Text("金额与积分均为空", "The line says neither an amount nor points"),
    "partner_amount_invalid": Text("金额或积分超出范围", "The amount or the points are out of range"),
    "partner_points_differ": Text("积分与按当日费率计算的不符", "The points are not those of the amount by the rates of the day"),
    "partner_points_too_many": Text("超过单笔积分上限；请核对单位", "More points than a line may have; look at the unit"),
}
"""Code of a fault -> its sentence."""
OTHER = Text("无法入账；请联系计划负责人", "It could not be booked; ask who runs the programme")


def fault_words(code: str) -> Text:
    """Returns the reason of a code in words."""
    return FAULTS.get(code, OTHER)


def columns_of(header: Sequence[str]) -> dict[str, str]:
    """Rule PA11: which column of the file says what. Raises Invalid where one that is needed is missing."""
    folded = {re.sub(r"[\s_\-()（）]", "", name).lower(): name for name in reversed(header)}
    found = {field: next((folded[one] for one in names if one in folded), "") for field, names in COLUMNS.items()}
    found = {field: name for field, name in found.items() if name}
    if any(one not in found for one in NEEDED) or not {"amount", "points"} & set(found):
        seen = ", ".join(header[:12])
        needs = "reference, kind, member_number, day, and amount or points, and of_reference for reversals"
        told = f"The file has the columns {seen}; it needs {needs}."
        raise Invalid("columns_missing", told, f"文件的列为：{seen}；须有流水号、类型、会员号、日期，以及金额或积分；冲回另须有原流水号。")
    return found


def ask_of(partner_id: UUID, cells: Mapping[str, str]) -> PartnerAsk:
    """Rule PA11: one line of the file, but for its amount, which is read once its unit is known; raises LineRefused."""
    kind = KINDS.get(cells.get("kind", "").casefold())
    if kind is None:
        raise LineRefused("kind_unknown")
    day = read_day(cells.get("day", ""))
    if day is None:
        raise LineRefused("date_missing")
    points = _number(cells.get("points", ""), WHOLE, "points_unreadable")
    said = (cells.get("reference", ""), kind, cells.get("member_number", ""), None, None if points is None else int(points), day)
    return PartnerAsk(partner_id, *said, of=cells.get("of", ""))


def amount_of(said: str, unit: PartnerUnit, currency: str) -> int | None:
    """Rule PA11: an amount as the file writes it, 459.00 of money or whole points, in minor units or points; None for nothing said. Raises
    LineRefused for what is no number above nought or has more decimals than the currency."""
    if unit is PartnerUnit.POINTS:
        whole = _number(said, WHOLE, "amount_unreadable")
        return None if whole is None else int(whole)
    money = _number(said, DECIMAL, "amount_unreadable")
    if money is None:
        return None
    minor = money.scaleb(minor_digits(currency))
    if minor != minor.to_integral_value():
        raise LineRefused("amount_unreadable")
    return int(minor)


def _number(said: str, pattern: re.Pattern[str], code: str) -> Decimal | None:
    if not said:
        return None
    plain = said.replace(",", "") if GROUPED.fullmatch(said) else said
    if not pattern.fullmatch(plain) or not 0 < Decimal(plain) <= AMOUNT_MOST:
        raise LineRefused(code)
    return Decimal(plain)
