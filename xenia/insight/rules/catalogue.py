"""Every feature of the snapshot, once: what it is called, what it means, where it comes from, when it is empty. Pure.

A line is: name | kind | unit | empty when | 中文名 | English name | 中文定义 | English definition. A star before the name: sensitive.
"""

from xenia.insight.rules.catalogue_lines import LINES
from xenia.insight.types.features import Feature, FeatureKind
from xenia.kernel.texts import Text

GRAIN = Text("每位客人一行", "One row a guest")
SOURCES = {
    "records": ("identity_guestlink",),
    "bookings": ("booking_versions",),
    "money": ("booking_versions",),
    "rhythm": ("booking_versions",),
    "channels": ("booking_versions",),
    "trips": ("booking_versions",),
    "companions": ("booking_versions",),
    "people_booked": ("booking_versions",),
    "segments": ("booking_versions", "booking_items"),
    "places": ("booking_versions", "behaviour_events"),
    "visits": ("behaviour_events",),
    "contacts": ("interactions",),
    "reviews": ("feedback",),
}
_UNITS = {
    "": Text("", ""),
    "count": Text("次", "count"),
    "people": Text("人", "people"),
    "records": Text("条", "records"),
    "places": Text("个", "places"),
    "days": Text("天", "days"),
    "months": Text("月", "months"),
    "nights": Text("晚", "nights"),
    "share": Text("0 至 1", "0 to 1"),
    "ratio": Text("倍", "times"),
    "stars": Text("0 至 5", "0 to 5"),
    "minor": Text("报告币种最小单位", "minor units of the reporting currency"),
    "minor_night": Text("每间每晚，报告币种最小单位", "minor units a room and night"),
    "minor_segment": Text("每段，报告币种最小单位", "minor units a segment"),
}
_NULLS = {
    "zero": Text("不为空：没有时为 0", "Never empty: 0 where there is none"),
    "false": Text("不为空", "Never empty"),
    "kept": Text("没有有效预订", "No booking that stands"),
    "ended": Text("没有成立、取消或未到的预订", "No booking that stands, was cancelled or not shown up for"),
    "unsaid": Text("有效预订中没有一条说明这一项", "No booking that stands says it"),
    "earlier": Text("往年没有有效预订", "No booking of an earlier year"),
    "paid": Text("没有金额大于零且币种已知的有效预订", "No booking that stands with an amount above zero in a known currency"),
    "repeat": Text("没有复购", "No repeat booking"),
    "repeats": Text("少于两次复购", "Fewer than two repeat bookings"),
    "paid_repeat": Text("没有金额大于零的复购", "No repeat booking with an amount above zero"),
    "paid_repeats": Text("金额大于零的复购少于两次", "Fewer than two repeat bookings with an amount above zero"),
    "trip": Text("没有已开始的出行", "No trip that began"),
    "ahead": Text("没有将要出发的行程", "No trip ahead"),
    "segments": Text("没有行程项目", "No item that says it"),
    "looked": Text("近一年没有搜索或浏览目的地", "Looked for no place in a year"),
    "wanted": Text("近一年搜索的地方都预订过，或没有搜索", "Booked every place looked for in a year, or looked for none"),
    "visit": Text("没有行为记录", "No event is known"),
    "contact": Text("没有沟通记录", "No interaction is known"),
    "review": Text("没有有效评分", "No rating that counts"),
}
_NIGHTLY = Text("每晚；有新事实或归属变化的客人重算", "Nightly, for guests with new facts or links")
_DAILY = Text("每晚，所有客人", "Nightly, for every guest: it moves with the day")


def _feature(theme: str, line: str) -> Feature:
    name, kind, unit, null, zh, en, zh_means, en_means = (part.strip() for part in line.split("|"))
    moves = theme.endswith("+")
    source = theme.removesuffix("+")
    return Feature(
        name=name.removeprefix("*"),
        kind=FeatureKind(kind),
        theme=source,
        label=Text(zh, en),
        definition=Text(zh_means, en_means),
        grain=GRAIN,
        unit=_UNITS[unit],
        sources=SOURCES[source],
        freshness=_DAILY if moves else _NIGHTLY,
        null=_NULLS[null],
        is_sensitive=name.startswith("*"),
    )


FEATURES: tuple[Feature, ...] = tuple(
    _feature(theme, line) for theme, lines in LINES.items() for line in lines.strip().splitlines() if line.strip()
)
BY_NAME = {feature.name: feature for feature in FEATURES}
NEVER_NULL = tuple(feature.name for feature in FEATURES if feature.null is _NULLS["zero"])
"""Counts: a guest of whom nothing is known has 0 of them."""
