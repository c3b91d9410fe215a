"""The reasons of one guest in plain words, with the numbers in them (LV8): from what the features said when the guest was scored.

A reason is kept as its name and the `values` of what it reads, in that order; None is what the features did not know.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from xenia.insight.rules.channels import channel_name
from xenia.kernel.money import minor_digits
from xenia.kernel.texts import Text

Row = Mapping[str, Any]
"""What is known of the guest: features of the snapshot and of the season, `own_rhythm_days`, `season_days` (how far ahead a season looks)
and the `currency` of amounts; a name may be missing."""
Values = Sequence[str | None]
READS = {
    "rhythm": ("recency_days", "own_rhythm_days"),
    "season": ("season_days", "season_years", "season_years_booked"),
    "frequency": ("bookings", "bookings_365d"),
    "spend": ("spend_minor", "spend_minor_365d", "currency"),
    "ended": ("cancellations", "no_shows", "bookings_open"),
    "kind": ("hotel_share", "air_share", "rail_share", "tour_share", "channel_top"),
    "promotion": ("promotion_share",),
    "trips": ("trips_ahead", "last_trip_days"),
    "company": ("party_mean", "companions"),
    "visits": ("last_visit_days", "searches_90d", "views_90d"),
    "contacts": ("contacts_365d",),
    "reviews": ("rating_last", "rating_mean"),
}
TEXTS = ("channel_top", "currency")
NAMES = tuple(dict.fromkeys(name for names in READS.values() for name in names))


def kept(reason: str, row: Row) -> tuple[str | None, ...]:
    """Returns the values of a reason as they are kept."""
    return tuple(_written(row.get(name)) for name in READS[reason])


def _written(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return None if value != value else f"{value:.12g}"  # NaN is what nobody knows


def told(reason: str, values: Values) -> Text | None:
    """Returns what a reason says of the guest; None where its values give none (LV8), or are not of this release."""
    names = READS.get(reason, ())
    if len(names) != len(values) or not names:
        return None
    row = {name: value if name in TEXTS or value is None else float(value) for name, value in zip(names, values, strict=True)}
    return WORDS[reason](row)


def rhythm(row: Row) -> Text:
    silent, own = _whole(row, "recency_days"), row.get("own_rhythm_days")
    if own is None:
        zh, en = (
            f"已 {silent} 天未订，预订尚少、没有自身节奏",
            f"Silent for {_counted(silent, 'day')}, with too few bookings for a rhythm of their own",
        )
        return Text(zh, en)
    return Text(f"自身节奏约 {own:.0f} 天，已 {silent} 天未订", f"Usually books every {own:.0f} days; now silent for {silent}")


def season(row: Row) -> Text | None:
    days, years, booked = (_whole(row, name) for name in READS["season"])
    if not years:
        return None
    return Text(
        f"往年此后 {days} 天内有预订的：{years} 年中 {booked} 年",
        f"Booked in the {days} days from this day on in {booked} of {years} earlier {_many(years, 'year')}",
    )


def frequency(row: Row) -> Text | None:
    every, year = _whole(row, "bookings"), _whole(row, "bookings_365d")
    if not every:
        return None
    zh, en = (f"近一年 {year} 单", f"{year} in the last year") if year else ("近一年没有", "none in the last year")
    return Text(f"共 {every} 单，{zh}", f"{_counted(every, 'booking')} in all, {en}")


def spend(row: Row) -> Text | None:
    every, year = _money(row, "spend_minor"), _money(row, "spend_minor_365d")
    if not every:
        return None
    zh, en = (f"近一年 {year}", f"{year} in the last year") if year else ("近一年没有", "nothing in the last year")
    return Text(f"共消费 {every}，{zh}", f"Spent {every} in all, {en}")


def ended(row: Row) -> Text | None:
    gone, missed, waiting = (_whole(row, name) for name in READS["ended"])
    return _listed(
        (gone, f"取消 {gone} 次", _counted(gone, "cancellation")),
        (missed, f"未到 {missed} 次", _counted(missed, "no-show")),
        (waiting, f"未定 {waiting} 单", f"{_counted(waiting, 'booking')} still open"),
    )


def kind(row: Row) -> Text | None:
    names = {
        "hotel_share": ("酒店", "hotels"),
        "air_share": ("机票", "flights"),
        "rail_share": ("火车", "rail"),
        "tour_share": ("旅游产品", "tours"),
    }
    top = max(names, key=lambda name: row.get(name) or 0)
    share = round(100 * (row.get(top) or 0))
    if not share:
        return None
    channel = channel_name(row["channel_top"]) if row.get("channel_top") else None
    zh, en = (f"，多经由：{channel.zh}", f", mostly by: {channel.en}") if channel else ("", "")
    return Text(f"{share}% 的预订是{names[top][0]}{zh}", f"{share}% of bookings are {names[top][1]}{en}")


def promotion(row: Row) -> Text | None:
    share = round(100 * (row.get("promotion_share") or 0))
    return Text(f"{share}% 的预订使用优惠", f"{share}% of bookings were made with a promotion") if share else None


def trips(row: Row) -> Text | None:
    ahead, last = _whole(row, "trips_ahead"), row.get("last_trip_days")
    ago = _whole(row, "last_trip_days")
    return _listed(
        (ahead, f"待出行 {ahead} 次", f"{_counted(ahead, 'trip')} ahead"),
        (last is not None, f"上次出行在 {ago} 天前", f"the last trip began {_counted(ago, 'day')} ago"),
    )


def company(row: Row) -> Text | None:
    """Of the bookings the guest made, for others too: with whom the guest travels is told by taste (TA4)."""
    others, party = _whole(row, "companions"), row.get("party_mean")
    people = f"{party or 0:.1f}".removesuffix(".0")
    return _listed(
        (party, f"每单平均 {people} 人", f"{people} {'person' if people == '1' else 'people'} a booking on average"),
        (others, f"同行过 {others} 位客人", f"has travelled with {_counted(others, 'other guest')}"),
    )


def visits(row: Row) -> Text | None:
    last, searches, views = row.get("last_visit_days"), _whole(row, "searches_90d"), _whole(row, "views_90d")
    if last is None:
        return None
    ago = _whole(row, "last_visit_days")
    lately = _listed(
        (searches, f"搜索 {searches} 次", _counted(searches, "search", "searches")), (views, f"浏览 {views} 次", _counted(views, "view"))
    )
    zh, en = (f"近 90 天{lately.zh}", f"{lately.en} in 90 days") if lately else ("近 90 天没有搜索和浏览", "no search or view in 90 days")
    return Text(f"上次访问在 {ago} 天前，{zh}", f"Last visit {_counted(ago, 'day')} ago; {en}")


def contacts(row: Row) -> Text | None:
    count = _whole(row, "contacts_365d")
    return Text(f"近一年沟通 {count} 次", f"{_counted(count, 'contact')} in the last year") if count else None


def reviews(row: Row) -> Text | None:
    last, mean = row.get("rating_last"), row.get("rating_mean")
    if last is None or mean is None:
        return None
    return Text(f"最近评分 {last:.1f}，平均 {mean:.1f}（满分 5）", f"Last rating {last:.1f}, {mean:.1f} on average, of 5")


WORDS: dict[str, Callable[[Row], Text | None]] = {
    one.__name__: one for one in (rhythm, season, frequency, spend, ended, kind, promotion, trips, company, visits, contacts, reviews)
}


def _listed(*parts: tuple[object, str, str]) -> Text | None:
    """Each part that is there, in both languages; None where none is."""
    found = [(zh, en) for there, zh, en in parts if there]
    if not found:
        return None
    en = ", ".join(one for _, one in found)
    return Text("，".join(one for one, _ in found), en[0].upper() + en[1:])


def _whole(row: Row, name: str) -> int:
    return round(row.get(name) or 0)


def _money(row: Row, name: str) -> str | None:
    """The amount in the company's reporting currency, which is named; None where there is none."""
    minor, currency = row.get(name), row.get("currency")
    return f"{currency} {minor / 10 ** minor_digits(currency):,.0f}" if minor and minor > 0 and currency else None


def _counted(count: int, one: str, several: str = "") -> str:
    return f"{count:,} {_many(count, one, several)}"


def _many(count: int, one: str, several: str = "") -> str:
    return one if count == 1 else several or f"{one}s"
