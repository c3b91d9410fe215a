"""Who signs in to the demonstration: one or two people per role. Passwords are made when the company is loaded and shown once."""

from dataclasses import dataclass

from xenia.kernel.texts import Text
from xenia.trust.types.access import ClearField, Permission, RoleDraft


@dataclass(frozen=True)
class HousePerson:
    """`unit_codes` are the units given to the person; the group's own code sees everything."""

    email: str
    name: str
    title: str
    role_codes: tuple[str, ...]
    unit_codes: tuple[str, ...]
    language: str = "zh-CN"


@dataclass(frozen=True)
class HouseRole:
    """A role the company made for itself."""

    code: str
    draft: RoleDraft


ROLES = (
    HouseRole(
        "front_desk",
        RoleDraft(
            Text("前台接待", "Front desk"),
            frozenset(
                {
                    Permission.VIEW_GUESTS,
                    Permission.EDIT_GUESTS,
                    Permission.VIEW_BOOKINGS,
                    Permission.VIEW_LOYALTY,
                    Permission.SERVE_MEMBERS,
                    Permission.RECORD_CONSENT,
                    Permission.REVEAL_CONTACTS,
                }
            ),
            frozenset({ClearField.PHONE}),
        ),
    ),
)
"""Whoever stands at the desk calls guests all day: the phone is clear there, every page that shows one is recorded. Members are served
there too."""

PEOPLE = (
    HousePerson("chen.mo@yunxing.example.com", "陈默", "系统管理员", ("administrator",), ("group",)),
    HousePerson("lin.yue@yunxing.example.com", "林悦", "客服主管", ("service_agent",), ("group",)),
    HousePerson("zhou.min@yunxing.example.com", "周敏", "客服专员", ("service_agent",), ("group",)),
    HousePerson("su.wan@yunxing.example.com", "苏晚", "营销经理", ("marketer",), ("group",)),
    HousePerson("shen.bo@yunxing.example.com", "沈博", "商旅大客户经理", ("sales",), ("yunxing-corporate",)),
    HousePerson("gu.qing@yunxing.example.com", "顾清", "数据分析师", ("analyst",), ("group",)),
    HousePerson("gao.yuan@yunxing.example.com", "高远", "宾至酒店运营总监", ("analyst", "marketer"), ("binzhi-hotels",)),
    HousePerson("xu.lan@yunxing.example.com", "许岚", "上海外滩酒店前厅经理", ("property_staff",), ("bzsh",)),
    HousePerson("he.jing@yunxing.example.com", "何静", "上海外滩酒店前台接待", ("front_desk",), ("bzsh",)),
    HousePerson("emma.clark@yunxing.example.com", "Emma Clark", "Guest relations, Sanya", ("property_staff",), ("bzsy",), "en"),
    HousePerson("fang.zheng@yunxing.example.com", "方正", "个人信息保护负责人", ("privacy_officer",), ("group",)),
)
