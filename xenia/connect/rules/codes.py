"""Code lists of the contract: our own enumerations, and ISO 3166, ISO 4217, IANA and IATA from the libraries that keep them."""

from collections.abc import Mapping
from functools import cache
from zoneinfo import available_timezones

import airportsdata
import pycountry

from xenia.kernel.texts import Text

CODE_TITLES: dict[str, dict[str, Text]] = {
    "line": {
        "air": Text("机票", "Air"), "hotel": Text("酒店", "Hotel"), "rail": Text("火车", "Rail"), "ship": Text("邮轮", "Ship"),
        "car": Text("租车", "Car"), "transfer": Text("接送", "Transfer"), "tour": Text("跟团", "Tour"), "guide": Text("向导", "Guide"),
        "attraction": Text("景点", "Attraction"), "restaurant": Text("餐饮", "Restaurant"), "meeting": Text("会议", "Meeting"),
        "insurance": Text("保险", "Insurance"), "ancillary": Text("附加服务", "Ancillary"), "package": Text("套餐", "Package"),
    },
    "status": {
        "requested": Text("待确认", "Requested"), "reserved": Text("已预订", "Reserved"), "confirmed": Text("已确认", "Confirmed"),
        "waitlisted": Text("候补", "Waitlisted"), "in_house": Text("在住", "In house"), "completed": Text("已完成", "Completed"),
        "cancelled": Text("已取消", "Cancelled"), "no_show": Text("未到", "No-show"),
    },
    "channel": {
        "call": Text("电话", "Call"), "chat": Text("在线聊天", "Chat"), "email": Text("邮件", "E-mail"), "visit": Text("到访", "Visit"),
        "message": Text("短信或消息", "Message"),
    },
    "gender": {"female": Text("女", "Female"), "male": Text("男", "Male"), "other": Text("其他", "Other")},
}  # fmt: skip
"""Our own enumerations, each code with its title, in the order in which a person chooses among them."""
LINES, STATUSES, CHANNELS, GENDERS = (tuple(CODE_TITLES[name]) for name in ("line", "status", "channel", "gender"))


def _airports() -> frozenset[str]:
    codes: Mapping[str, object] = airportsdata.load("IATA")
    return frozenset(codes)


@cache
def code_list(name: str) -> frozenset[str]:
    """Returns the codes of a list by its name; raises KeyError for a name that is not one of ours."""
    lists = {
        "line": lambda: frozenset(LINES),
        "status": lambda: frozenset(STATUSES),
        "channel": lambda: frozenset(CHANNELS),
        "gender": lambda: frozenset(GENDERS),
        "country": lambda: frozenset(country.alpha_2 for country in pycountry.countries),
        "currency": lambda: frozenset(currency.alpha_3 for currency in pycountry.currencies),
        "zone": lambda: frozenset(available_timezones()),
        "airport": _airports,
    }
    return lists[name]()
