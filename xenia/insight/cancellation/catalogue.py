"""Every feature of the cancellation model: what it is, where it comes from, what its absence means, and which reason it belongs to
(rule R7)."""

from xenia.insight.cancellation.features import CHOICES
from xenia.insight.cancellation.history import KEYS
from xenia.insight.explaining import Feature, Words

REASONS = {
    "lead": Words("提前多久预订", "how far ahead the booking was made"),
    "season": Words("到店和预订的日期", "the days of arrival and of booking"),
    "stay": Words("住几晚、几位客人、什么房型和餐食", "nights, people, room and meal"),
    "price": Words("价格，以及与同类预订相比", "the price, also beside similar bookings"),
    "deposit": Words("押金条件", "the deposit"),
    "channel": Words("预订渠道、代理和公司及其以往的取消率", "channel, agent and company, and what became of their earlier bookings"),
    "country": Words("客源地及其以往的取消率", "the country, and what became of its earlier bookings"),
    "guest": Words("这位客人以往的取消和入住", "earlier cancellations and stays of the guest"),
    "block": Words("同一批预订的规模和构成", "the size and make-up of the block that the booking is a line of"),
    "house": Words("酒店近期的整体取消情况", "how bookings of the property have fared lately"),
}
SHORT = {
    "lead": Words("提前期", "lead time"),
    "season": Words("日期", "dates"),
    "stay": Words("人数与房型", "party and room"),
    "price": Words("价格", "price"),
    "deposit": Words("押金条件", "deposit"),
    "channel": Words("渠道", "channel"),
    "country": Words("客源地", "country"),
    "guest": Words("客人以往", "guest’s past"),
    "block": Words("同批预订", "block"),
    "house": Words("近期整体", "house lately"),
}
"""The same for a line of a list."""
Line = tuple[str, str, str]
NUMBERS: dict[str, Line] = {
    "lead_days": ("提前预订的天数", "days from booking to arrival", "lead"),
    "weekend_nights": ("周末晚数", "weekend nights", "stay"),
    "week_nights": ("平日晚数", "week nights", "stay"),
    "nights": ("晚数", "nights", "stay"),
    "adults": ("成人数", "adults", "stay"),
    "children": ("儿童数", "children", "stay"),
    "babies": ("婴儿数", "babies", "stay"),
    "people": ("人数", "people", "stay"),
    "repeated": ("是否回头客", "whether the guest has stayed before", "guest"),
    "cancelled_before": ("以往取消的预订数", "earlier bookings that the guest cancelled", "guest"),
    "kept_before": ("以往未取消的预订数", "earlier bookings that the guest kept", "guest"),
    "cancelled_before_share": ("以往取消的比例", "share of earlier bookings that the guest cancelled", "guest"),
    "price": ("每晚价格", "price of a night", "price"),
    "worth": ("总价", "price of the stay", "price"),
    "price_per_person": ("每人每晚价格", "price of a night and person", "price"),
    "price_odd_part": ("价格的零头", "what the price has after the point", "price"),
    "price_beside_day": ("与同日到店的已有预订的均价之比", "price over the mean of lines already booked for that day", "price"),
    "price_beside_room": ("与同房型同月以往均价之比", "price over the earlier mean of that room and month", "price"),
    "price_beside_agent": ("与同代理以往均价之比", "price over the earlier mean of that agent", "price"),
    "arrival_week": ("到店在一年的第几周", "week of the year of arrival", "season"),
    "arrival_month": ("到店月份", "month of arrival", "season"),
    "arrival_weekday": ("到店是周几(0 为周一)", "weekday of arrival, 0 is Monday", "season"),
    "arrival_day_of_month": ("到店是几号", "day of the month of arrival", "season"),
    "booked_weekday": ("预订是周几(0 为周一)", "weekday of booking, 0 is Monday", "season"),
    "booked_month": ("预订月份", "month of booking", "season"),
    "booked_already": ("预订时同日到店已有的预订数", "lines that the day of arrival had already", "season"),
    "block_lines": ("同一批的行数", "lines of the block", "block"),
    "same_lines": ("完全相同的行数", "lines that are quite the same", "block"),
    "same_share": ("同一批中完全相同的比例", "share of the block that is quite the same", "block"),
    "block_price": ("同一批的均价", "mean price of the block", "block"),
    "price_in_block": ("与同一批均价之差", "price less the mean of the block", "block"),
    "block_price_spread": ("同一批价格的标准差", "standard deviation of the block's prices", "block"),
    "block_country_kinds": ("同一批的客源地数", "countries in the block", "block"),
    "block_room_kinds": ("同一批的房型数", "rooms in the block", "block"),
    "day_lines_of_agent": ("该代理当日预订的行数", "lines that the agent booked on that day", "block"),
    "arrival_lines_of_agent": ("该代理同日到店的行数", "lines of the agent for that day of arrival", "block"),
    "lines_at_price": ("该代理同一价格的行数", "lines of the agent at that price", "block"),
}
KEY_WORDS = {
    "all": ("全部预订", "all bookings", "house"),
    "property": ("同一酒店", "the property", "house"),
    "agent": ("同一代理", "the agent", "channel"),
    "company": ("同一公司", "the company", "channel"),
    "country": ("同一客源地", "the country", "country"),
    "market": ("同一市场和客户类型", "the market and kind of customer", "channel"),
    "deposit": ("同一押金条件", "the deposit", "deposit"),
    "lead": ("同一提前期", "the lead time", "lead"),
    "room": ("同一房型和月份", "the room and month", "stay"),
    "agent_lead": ("同一代理和提前期", "the agent and lead time", "channel"),
}
CHOICE_WORDS: dict[str, Line] = {
    "property": ("酒店（没有酒店的为产品线）", "property, or the line of a booking without one", "house"),
    "meal": ("餐食", "meal", "stay"),
    "country": ("客源地", "country", "country"),
    "market": ("市场", "market", "channel"),
    "channel": ("渠道", "channel", "channel"),
    "room": ("预订的房型或舱位", "room or cabin that was booked", "stay"),
    "deposit": ("押金或价格条件", "deposit or rate terms", "deposit"),
    "agent": ("代理", "agent", "channel"),
    "company": ("公司", "company", "channel"),
    "kind": ("客户类型", "kind of customer", "channel"),
}


def _history() -> dict[str, Line]:
    found: dict[str, Line] = {}
    for name in KEYS:
        zh, en, reason = KEY_WORDS[name]
        found[f"{name}_earlier"] = (f"{zh}：已到店日的以往预订数(对数)", f"earlier bookings of {en}, logarithm", reason)
        found[f"{name}_cancelled_rate"] = (f"{zh}：以往取消率", f"share of earlier bookings of {en} that were cancelled", reason)
        found[f"{name}_cancelled_rate_recent"] = (f"{zh}：近 180 天取消率", f"the same over the last 180 days, {en}", reason)
    return found


def _features() -> tuple[Feature, ...]:
    found = []
    for name, (zh, en, reason) in (NUMBERS | _history()).items():
        absent = ("没有可比的预订", "nothing to compare with") if "beside" in name else ("没有以往预订", "no earlier booking")
        found.append(Feature(name, zh, en, "bookings", *absent, reason))
    found += [Feature(name, *CHOICE_WORDS[name][:2], "bookings", "未填写", "not given", CHOICE_WORDS[name][2]) for name in CHOICES]
    return tuple(found)


FEATURES = _features()
REASON_OF = {feature.name: feature.reason for feature in FEATURES}
