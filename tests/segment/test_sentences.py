"""Definitions as people read them."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings

from tests.segment.cast import TODAY, TWICE_LATELY, did, is_so, of
from tests.segment.worlds import CATALOGUE as OF_WORLDS
from tests.segment.worlds import definitions
from xenia.kernel.texts import Text
from xenia.segment.rules.saying import sentence_of
from xenia.segment.rules.values import value_text
from xenia.segment.types.catalogue import Behaviour, Field, Option, Property, catalogue_of
from xenia.segment.types.operators import Comparison, FieldKind, Op
from xenia.segment.types.tree import (
    Act,
    All,
    AnyOf,
    Between,
    Definition,
    Did,
    Everyone,
    HowOften,
    InAudience,
    InList,
    LastDays,
    Node,
    Not,
    PropertyIs,
    Sequence,
    Step,
    Times,
)

FAMILIES, STAFF = UUID(int=21), UUID(int=22)
NAMES = {FAMILIES: Text("亲子客群", "Families"), STAFF: Text("员工名单", "Staff")}
STAGES = (Option("sleeping", Text("沉睡", "Sleeping")), Option("lost", Text("已流失", "Lost")))


def a_field(name: str, kind: FieldKind, zh: str, en: str, **more: object) -> Field:
    return Field(name, kind, Text(zh, en), "feature", name, **more)  # type: ignore[arg-type]


CATALOGUE = catalogue_of(
    (
        a_field("feature.bookings", FieldKind.WHOLE, "近一年预订", "Bookings in a year", unit=Text("次", "times")),
        a_field("feature.spend", FieldKind.MINOR, "近一年消费", "Spend in a year", unit=Text("元", "yuan"), decimals=2),
        a_field("feature.hotels", FieldKind.SHARE, "酒店比例", "Share of hotels"),
        a_field("feature.city", FieldKind.TEXT, "常去城市", "Foremost city"),
        a_field("standing.stage", FieldKind.TEXT, "生命周期阶段", "Stage", options=STAGES),
        a_field("feature.last_booked_on", FieldKind.DATE, "最近预订日", "Last booked on"),
        a_field("profile.birthday", FieldKind.ANNUAL, "生日", "Birthday"),
        a_field("profile.tags", FieldKind.SET, "标签", "Tags"),
        a_field("feature.agency", FieldKind.FLAG, "疑似代订机构", "Agency in disguise"),
        a_field("consent.wechat", FieldKind.FLAG, "微信营销同意", "WeChat consent",
                yes=Text("同意微信营销", "agreed to marketing by WeChat"), no=Text("未同意微信营销", "did not agree to marketing by WeChat")),
    ),
    (
        Behaviour("searched", Text("搜索", "searched"), "visits", (Property("destination", FieldKind.TEXT, Text("目的地", "Destination"), "d"),)),
        Behaviour("viewed", Text("浏览", "viewed"), "visits"),
        Behaviour("booked", Text("预订", "booked"), "orders"),
    ),
)  # fmt: skip
OFTEN = is_so("feature.bookings", Op.AT_LEAST, 3)
SLEEPING = is_so("standing.stage", Op.IS_ONE_OF, ("sleeping",))
WECHAT = is_so("consent.wechat", Op.IS_TRUE)
JAPAN = Act("searched", (PropertyIs("destination", Comparison(Op.IS_ONE_OF, ("东京", "大阪"))),))
HALF_YEAR = Between(date(2026, 1, 1), date(2026, 6, 30))


def told(node: Node) -> tuple[str, str]:
    sentence = sentence_of(of(node), CATALOGUE, NAMES)
    return sentence.zh, sentence.en


WORKED: list[tuple[Node, str, str]] = [
    (
        All((TWICE_LATELY, Not(did("booked")))),
        "近 14 天内搜索至少 2 次（目的地为“东京”），且从未预订过的客人。",
        "Guests who searched at least 2 times in the last 14 days (destination is “东京”) and who have never booked.",
    ),
    (
        All((SLEEPING, is_so("feature.spend", Op.ABOVE, 500_000), WECHAT, InAudience(FAMILIES), Not(is_so("profile.tags", Op.HAS_ANY, ("投诉中",))))),
        "生命周期阶段为“沉睡”，且近一年消费大于 5,000 元，且同意微信营销，且在受众“亲子客群”中的客人，排除标签含“投诉中”的客人。",
        (
            "Guests whose “Stage” is “Sleeping” and whose “Spend in a year” is above 5,000 yuan and who agreed to marketing by WeChat "
            "and who are in the audience “Families”, except those whose “Tags” has “投诉中”."
        ),
    ),
    (
        All((OFTEN, AnyOf((SLEEPING, Did(JAPAN, Times(HowOften.AT_LEAST, 1), LastDays(30)))))),
        "近一年预订不少于 3 次，且（生命周期阶段为“沉睡”，或近 30 天内搜索过（目的地为“东京”或“大阪”））的客人。",
        (
            "Guests whose “Bookings in a year” is at least 3 times and (whose “Stage” is “Sleeping” or who searched in the last 30 days "
            "(destination is “东京” or “大阪”))."
        ),
    ),
    (
        Sequence(Act("searched"), (Step(Act("viewed"), 3), Step(Act("booked"), 7, is_absent=True)), LastDays(30)),
        "近 30 天内先搜索，其后 3 天内又浏览，其后 7 天内没有预订的客人。",
        "Guests who first searched in the last 30 days, then viewed within 3 days after it, then have not booked within 7 days after it.",
    ),
    (
        Did(Act("searched"), Times(HowOften.AT_LEAST, 2), HALF_YEAR, "destination"),
        "2026 年 1 月 1 日至 6 月 30 日期间搜索过至少 2 个不同的目的地的客人。",
        "Guests who searched with at least 2 different “Destination” from 1 January 2026 to 30 June 2026.",
    ),
    (
        Did(Act("viewed"), Times(HowOften.EXACTLY, 3), LastDays(7), "day"),
        "近 7 天内有恰好 3 天浏览过的客人。",
        "Guests who viewed on exactly 3 days in the last 7 days.",
    ),
    (
        Not(Did(Act("booked"), Times(HowOften.AT_LEAST, 1), LastDays(1))),
        "今天没有预订过的客人。",
        "Guests who have not booked today.",
    ),
    (Everyone(), "所有客人。", "All guests."),
    (Not(Everyone()), "没有任何客人。", "No guest."),
    (Not(InList(STAFF)), "所有客人，排除在名单“员工名单”中的客人。", "All guests, except those who are on the list “Staff”."),
    (is_so("feature.hotels", Op.BETWEEN, (0.3, 0.55)), "酒店比例在 30% 至 55% 之间的客人。", "Guests whose “Share of hotels” is from 30% to 55%."),
    (is_so("profile.birthday", Op.IN_THIS_MONTH), "生日在本月的客人。", "Guests whose “Birthday” is in this month."),
    (is_so("profile.birthday", Op.ANNIVERSARY_WITHIN_NEXT, 7), "生日在未来 7 天内的客人。",
     "Guests whose “Birthday” comes round within the next 7 days."),
    (is_so("feature.last_booked_on", Op.ANNIVERSARY_WITHIN_NEXT, 1), "最近预订日的周年在未来 1 天内的客人。",
     "Guests whose “Last booked on” comes round within the next 1 day."),
    (is_so("feature.last_booked_on", Op.LONGER_AGO, 180), "最近预订日已过去至少 180 天的客人。", "Guests whose “Last booked on” is 180 days ago or more."),
    (is_so("feature.city", Op.IS_NONE_OF, ("北京", "上海")), "常去城市已知且不是“北京”或“上海”的客人。",
     "Guests whose “Foremost city” is known and not “北京” or “上海”."),
    (is_so("feature.city", Op.IS_ONE_OF, tuple("甲乙丙丁戊己")), "常去城市为“甲”、“乙”、“丙”、“丁”、“戊”等 6 个之一的客人。",
     "Guests whose “Foremost city” is one of “甲”, “乙”, “丙”, “丁”, “戊” … (6)."),
    (is_so("feature.agency", Op.IS_FALSE), "疑似代订机构为“否”的客人。", "Guests whose “Agency in disguise” is “no”."),
    (AnyOf((OFTEN, Not(SLEEPING))), "近一年预订不少于 3 次，或不符合“生命周期阶段为‘沉睡’”的客人。",
     "Guests whose “Bookings in a year” is at least 3 times or who do not fit “whose ‘Stage’ is ‘Sleeping’”."),
    (is_so("feature.gone", Op.IS_KNOWN), "feature.gone 已知的客人。", "Guests whose “feature.gone” is known."),
]  # fmt: skip


@pytest.mark.parametrize(("node", "zh", "en"), WORKED, ids=[en for _, _, en in WORKED])
def test_au15_a_definition_is_a_sentence_in_both_languages(node: Node, zh: str, en: str) -> None:
    assert told(node) == (zh, en)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck), database=None, derandomize=True)
@given(definitions(TODAY, most=12))
def test_au15_every_definition_has_a_sentence(definition: Definition) -> None:
    sentence = sentence_of(definition, OF_WORLDS, {})
    assert sentence.zh.endswith("。")
    assert sentence.en.endswith(".")
    assert "None" not in sentence.zh + sentence.en


@pytest.mark.parametrize(
    ("kind", "value", "told"),
    [
        (FieldKind.SHARE, 1.0, Text("100%", "100%")),
        (FieldKind.SHARE, 0.3333, Text("33.33%", "33.33%")),
        (FieldKind.MINOR, 1_234_500, Text("12,345 元", "12,345 CNY")),
        (FieldKind.TEXT, "sleeping", Text("沉睡", "Sleeping")),
        (FieldKind.SET, frozenset({"sleeping", "other"}), Text("other、沉睡", "other, Sleeping")),
        (FieldKind.FLAG, True, None),
        (FieldKind.DATE, date(2026, 3, 2), None),
        (FieldKind.TEXT, None, None),
        (FieldKind.SET, frozenset(), None),
    ],
)
def test_what_a_guest_has_is_said_with_unit_and_label(kind: FieldKind, value: object, told: Text | None) -> None:
    unit = Text("元", "CNY") if kind is FieldKind.MINOR else Text("", "")
    options = (Option("sleeping", Text("沉睡", "Sleeping")),)
    said = Field(
        "x", kind, Text("某项", "Something"), "feature", "x", unit=unit, decimals=2 if kind is FieldKind.MINOR else 0, options=options
    )
    assert value_text(said, value) == told
