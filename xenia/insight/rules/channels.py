"""What the channels of bookings are called. Sources spell them as they like: APP, app and App are one. Pure."""

from xenia.kernel.texts import Text

NAMES = {
    "app": Text("App", "App"),
    "web": Text("官网", "Website"),
    "wechat": Text("微信", "WeChat"),
    "call_centre": Text("客服电话", "Call centre"),
    "tel": Text("电话", "Phone"),
    "store": Text("门店", "Shop"),
    "walk_in": Text("到店散客", "Walk-in"),
    "ota": Text("在线旅行社", "Online travel agency"),
    "agency": Text("旅行社", "Travel agency"),
    "corporate": Text("企业客户", "Corporate"),
    "direct": Text("直销", "Direct"),
    "gds": Text("全球分销系统", "GDS"),
}
SPELLINGS = {
    "website": "web", "phone": "tel", "call": "tel", "call_center": "call_centre", "shop": "store", "wlk": "walk_in", "walkin": "walk_in",
    "ta": "agency", "ta/to": "agency", "travel_agent": "agency", "cor": "corporate",
}  # fmt: skip


def channel_name(code: str) -> Text:
    """Returns what the channel is called; one that nobody knows is called what its source calls it."""
    key = code.strip().lower().replace(" ", "_").replace("-", "_")
    return NAMES.get(SPELLINGS.get(key, key), Text(code, code))
