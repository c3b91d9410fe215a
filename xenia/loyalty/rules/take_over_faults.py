"""Why a line of a programme's files was not brought, in words. Pure."""

from xenia.kernel.texts import Text

FAULTS = {
    "line_unreadable": Text("这一行无法读取：列数或编码不符", "The line cannot be read: its columns or its encoding do not fit"),
    "line_repeated": Text("与前面某一行完全相同", "The line is the same as an earlier one in every column"),
    "number_missing": Text("没有会员号", "There is no member's number"),
    "number_invalid": Text(
        "会员号超过 40 个字符或含不可见字符",
        "The member's number has more than 40 characters or some that cannot be seen",
    ),
    "number_twice": Text("该会员号在文件中已出现；以先出现的一行为准", "The number is on an earlier line already; that line was taken"),
    "enrolled_missing": Text("没有入会日期", "There is no day of enrolment"),
    "date_invalid": Text("日期无效；请写成 2026-03-02", "A date is none; write it as 2026-03-02"),
    "date_ahead": Text("日期晚于接管日", "A date is later than the day of the take-over"),
    "left_before_joined": Text("退会日早于入会日", "The member left before joining"),
    "tier_unknown": Text(
        "本计划没有这个等级；请先在等级规则中设定，或改用已有等级",
        "The programme has no such tier; set it up first, or write one it has",
    ),
    "guest_unknown": Text(
        "所选来源中没有这位客人；请先从该来源导入客人资料，再重新接管",
        "The source has no such guest; import its guests first, then carry out again",
    ),
    "guest_twice": Text(
        "该客人在文件中已有另一张有效会员卡；以先出现的为准",
        "The guest has another active membership in the file already; the first was taken",
    ),
    "guest_member_already": Text(
        "该客人已是本计划会员；请使用原会籍",
        "The guest is a member of this programme already; use that membership",
    ),
    "member_changed": Text(
        "该会员已接管，文件中的资料与当时不同；请在系统内直接修改",
        "The member was brought before and the file now says otherwise; change it here",
    ),
    "kind_unknown": Text("本计划没有这种积分", "The programme has no such kind of points"),
    "points_unreadable": Text("积分不是数字，或小数超过两位", "The points are no number, or have more than two decimals"),
    "points_fraction": Text("积分须为整数", "Points must be whole"),
    "points_negative": Text("积分为负；期初余额不能小于零", "The points are below zero; an opening balance cannot be"),
    "points_too_many": Text("积分超过 10 的 15 次方", "The points are more than 10 to the power of 15"),
    "activity_negative": Text(
        "各月合计小于零：使用的积分多于获得的；请补齐更早的月份，或改交余额文件",
        "The months add up to less than zero: more was redeemed than earned; add earlier months or send balances",
    ),
    "expiry_before_value": Text("到期日早于获得日", "The points would end before they were earned"),
    "lot_ended": Text("积分在接管日之前已到期", "The points had ended before the day of the take-over"),
    "member_unknown": Text(
        "会员文件中没有这个会员号，此前也未接管过",
        "The members' file has no such number, and none was brought before",
    ),
    "member_refused": Text("该会员在会员文件中被拒", "The member's own line was refused"),
    "balance_changed": Text(
        "该会员的期初余额已接管，与文件不同；期初余额不再改动，请用手工调整",
        "The opening balance was brought before and differs; it is not edited, make an adjustment",
    ),
}
"""Code of a fault -> its sentence."""


def fault_words(code: str) -> Text:
    """Returns the reason of a code in words."""
    return FAULTS[code]
