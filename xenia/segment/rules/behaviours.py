"""The kinds of events that conditions may ask about, as `insight.facts.happenings` tells them. Pure."""

from xenia.kernel.texts import Text
from xenia.segment.types.catalogue import Behaviour, Option, Property
from xenia.segment.types.operators import FieldKind

_DESTINATION = Property("destination", FieldKind.TEXT, Text("目的地", "Destination"), "destination")
_CHANNEL = Property("channel", FieldKind.TEXT, Text("渠道", "Channel"), "channel")
_VISIT = (
    _DESTINATION,
    Property("device", FieldKind.TEXT, Text("设备", "Device"), "device"),
    Property("page", FieldKind.TEXT, Text("页面", "Page"), "page"),
    Property("session", FieldKind.TEXT, Text("会话", "Session"), "session"),
)
_BOOKING = (
    _DESTINATION,
    Property("country", FieldKind.TEXT, Text("目的地国家", "Country"), "country"),
    Property("line", FieldKind.TEXT, Text("产品线", "Line"), "line"),
    _CHANNEL,
    Property("property", FieldKind.TEXT, Text("门店", "Property"), "property"),
    Property("purpose", FieldKind.TEXT, Text("出行目的", "Purpose"), "purpose"),
    Property("promotion", FieldKind.TEXT, Text("优惠码", "Promotion code"), "promotion"),
    Property("starts_on", FieldKind.DATE, Text("出行开始日", "Starts on"), "starts_on"),
    Property("nights", FieldKind.WHOLE, Text("晚数", "Nights"), "nights", unit=Text("晚", "nights")),
)
_DIRECTIONS = (Option("inbound", Text("客人发起", "By the guest")), Option("outbound", Text("我方发起", "By us")))
BEHAVIOURS = (
    Behaviour("searched", Text("搜索", "searched"), "behaviour_events", _VISIT),
    Behaviour("viewed", Text("浏览", "viewed"), "behaviour_events", _VISIT),
    Behaviour("saved", Text("收藏", "saved"), "behaviour_events", _VISIT),
    Behaviour("started", Text("填单", "started to book"), "behaviour_events", _VISIT),
    Behaviour("booked", Text("预订", "booked"), "booking_versions", _BOOKING),
    Behaviour("cancelled", Text("取消预订", "cancelled"), "booking_versions", _BOOKING),
    Behaviour("travelled", Text("出行", "travelled"), "booking_versions", _BOOKING),
    Behaviour(
        "reviewed",
        Text("评价", "reviewed"),
        "feedback",
        (
            Property("stars", FieldKind.REAL, Text("评分", "Stars"), "stars", unit=Text("星", "stars")),
            Property("touchpoint", FieldKind.TEXT, Text("触点", "Touchpoint"), "touchpoint"),
            _CHANNEL,
            Property("language", FieldKind.TEXT, Text("语言", "Language"), "language"),
        ),
    ),
    Behaviour(
        "contact",
        Text("联系", "had contact"),
        "interactions",
        (
            _CHANNEL,
            Property("direction", FieldKind.TEXT, Text("方向", "Direction"), "direction", options=_DIRECTIONS),
            Property("outcome", FieldKind.TEXT, Text("结果", "Outcome"), "outcome"),
        ),
    ),
)
"""In the order of a menu. A verb is said of the guest, with 过 in Chinese and after `have not` in English."""
