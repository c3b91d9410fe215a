"""What the features of a model are called: by the catalogue of its package, by that of the snapshot, or as its own numbers."""

from xenia.insight.cancellation.catalogue import FEATURES as OF_CANCELLATION
from xenia.insight.premium.catalogue import FEATURES as OF_PREMIUM
from xenia.insight.rules.catalogue import BY_NAME
from xenia.kernel.texts import Text

CATALOGUES = {
    kind: {one.name: Text(one.zh, one.en[0].upper() + one.en[1:]) for one in features}
    for kind, features in (("cancellation", OF_CANCELLATION), ("premium", OF_PREMIUM))
}
OWN = {
    "alive": Text("仍是客人的可能", "Chance to be a guest still"),
    "expected_bookings": Text("观察期内的预计预订", "Bookings expected within the horizon"),
    "overdue_ratio_season": Text("沉默与自身节奏之比（计入季节）", "Silence over own rhythm, season allowed for"),
    "season_years": Text("可比的往年数", "Earlier years to compare with"),
    "season_years_booked": Text("往年同期有预订的年数", "Earlier years with a booking in this season"),
    "season_booked_share": Text("往年同期有预订的比例", "Share of earlier years with a booking in this season"),
    "season_gap_days": Text("往年同期的沉默天数", "Days of silence in this season of earlier years"),
    "silent_days": Text("沉默天数", "Days of silence"),
    "first_minor": Text("首单金额", "Amount of the first booking"),
    "mean_minor": Text("每单均额", "Mean amount of a booking"),
    "stated_before": Text("以往写明目的的预订数", "Earlier bookings that state a purpose"),
    "business_before": Text("以往商务的比例", "Share of business before"),
    "leisure_before": Text("以往休闲的比例", "Share of leisure before"),
    "family_before": Text("以往家庭的比例", "Share of family before"),
    "group_before": Text("以往团体的比例", "Share of group before"),
    "weekday": Text("出行是周几", "Weekday of the trip"),
    "month": Text("出行月份", "Month of the trip"),
    "made_weekday": Text("下单是周几", "Weekday of booking"),
    "hour": Text("下单时刻", "Hour of booking"),
    "lead": Text("提前天数", "Days ahead"),
    "nights": Text("晚数", "Nights"),
    "rooms": Text("房间数", "Rooms"),
    "party": Text("同行人数", "People"),
    "has_children": Text("有儿童", "With children"),
    "has_company": Text("由公司预订", "Booked through a company"),
    "is_domestic": Text("国内", "Domestic"),
    "is_buyer": Text("本人下单", "Booked by the traveller"),
    "line": Text("产品线", "Line"),
    "channel": Text("渠道", "Channel"),
    "market_code": Text("市场代码", "Market code"),
    "rate_code": Text("价格代码", "Rate code"),
    "cabin": Text("舱位", "Cabin"),
    "room": Text("房型", "Room type"),
    "days_since_trip": Text("距上次出行天数", "Days since the last trip"),
    "wishes": Text("想去而未订的地方", "Places looked for and not booked"),
}


def feature_label(kind: str, name: str) -> Text | None:
    """Returns what a feature of the kind of model is called; None where nobody has named it. It reads nothing, so it takes no actor."""
    named = CATALOGUES.get(kind, {}).get(name)
    if named is not None:
        return named
    return BY_NAME[name].label if name in BY_NAME else OWN.get(name)
