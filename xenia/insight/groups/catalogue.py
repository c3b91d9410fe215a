"""By what guests are compared (rule GR1): features of the snapshot, how each is brought to one scale, and how it is said. Pure.

A line is: feature | scale | unit | 中文 | English; `{}` stands for the value with its unit.
"""

from dataclasses import dataclass
from enum import StrEnum

from xenia.kernel.texts import Text


class Scale(StrEnum):
    """`log`: counts, days and money, whose spread grows with their size; `share`: 0 to 1."""

    LOG = "log"
    SHARE = "share"


@dataclass(frozen=True)
class Trait:
    """A feature by which guests are compared. `words` has one place for the value, `unit` one for the number."""

    name: str
    scale: Scale
    unit: Text
    words: Text

    def value(self, number: float) -> Text:
        """The number with its unit, as one reads it: `46 天`, `72%`, `¥1,240`."""
        if self.scale is Scale.SHARE:
            return Text(f"{number:.0%}", f"{number:.0%}")
        if self.name in MONEY:
            plain = f"¥{number / 100:,.0f}"
            return Text(plain, plain)
        plain = f"{number:,.0f}" if abs(number) >= TENTHS_BELOW else f"{number:.1f}".removesuffix(".0")
        return Text(self.unit.zh.format(plain), self.unit.en.format(plain))

    def said(self, number: float) -> Text:
        """A short clause: `提前 46 天预订`."""
        value = self.value(number)
        return Text(self.words.zh.format(value.zh), self.words.en.format(value.en))

    def compared(self, number: float, other: float) -> Text:
        """The clause with the value of the others: `提前 46 天预订（其他 12 天）` (rule GR6)."""
        mine, theirs = self.said(number), self.value(other)
        return Text(f"{mine.zh}（其他 {theirs.zh}）", f"{mine.en} (others {theirs.en})")


TENTHS_BELOW = 10
MONEY = ("booking_minor_mean",)
_UNITS = {
    "": Text("{}", "{}"),
    "days": Text("{} 天", "{} days"),
    "nights": Text("{} 晚", "{} nights"),
    "people": Text("{} 人", "{} people"),
    "times": Text("{} 次", "{} times"),
    "bookings": Text("{} 单", "{} bookings"),
    "cities": Text("{} 个", "{}"),
}
_LINES = """
lead_days_mean | log | days | 提前 {}预订 | book {} ahead
nights_mean | log | nights | 每单住 {} | stay {} a booking
party_mean | log | people | 每单 {} | {} a booking
children_share | share | | {} 带孩子 | {} with children
business_share | share | | {} 为商务出行 | {} on business
weekend_share | share | | {} 在周末开始 | {} begin at a weekend
hotel_share | share | | {} 是酒店 | {} are hotel stays
air_share | share | | {} 是机票 | {} are flights
rail_share | share | | {} 是火车票 | {} are rail journeys
tour_share | share | | {} 是旅游产品 | {} are tours
domestic_share | share | | {} 在国内 | {} within the country
promotion_share | share | | {} 用优惠码 | {} with a promotion
premium_cabin_share | share | | {} 坐高等舱 | {} in a better cabin
cancellation_share | share | | {} 取消 | {} cancelled
booking_minor_mean | log | | 每单 {} | {} a booking
bookings_730d | log | bookings | 近两年 {} | {} in two years
recency_days | log | days | {}前订过 | last booked {} ago
cities | log | cities | 去过 {}城市 | {} cities
events_365d | log | times | 近一年来访 {} | {} of browsing in a year
contacts_365d | log | times | 近一年沟通 {} | in contact {} in a year
"""


def _trait(line: str) -> Trait:
    name, scale, unit, zh, en = (part.strip() for part in line.split("|"))
    return Trait(name, Scale(scale), _UNITS[unit], Text(zh, en))


TRAITS: tuple[Trait, ...] = tuple(_trait(line) for line in _LINES.strip().splitlines())
BY_NAME = {trait.name: trait for trait in TRAITS}
NAMES = tuple(BY_NAME)
