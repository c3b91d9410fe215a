"""The reasons of one guest in plain words, with the numbers in them (LV8)."""

from collections.abc import Callable, Mapping
from typing import Any

from xenia.insight.rules.leaving import HORIZON_DAYS
from xenia.insight.rules.rates import REPORTING_CURRENCY
from xenia.kernel.money import minor_digits
from xenia.kernel.texts import Text

Row = Mapping[str, Any]
"""What is known of the guest: the features of the snapshot and of the season, and `own_rhythm_days`; a name may be missing."""


def told(reason: str, row: Row) -> Text:
    """Returns what the features of a reason say of the guest."""
    return WORDS[reason](row)


def rhythm(row: Row) -> Text:
    silent, own = _whole(row, "recency_days"), row.get("own_rhythm_days")
    if own is None:
        return Text(
            f"已 {silent} 天未订，预订尚少、没有自身节奏", f"Silent for {silent} days, with too few bookings for a rhythm of their own"
        )
    return Text(f"自身节奏约 {own:.0f} 天，已 {silent} 天未订", f"Usually books every {own:.0f} days; now silent for {silent}")


def season(row: Row) -> Text:
    years, booked = _whole(row, "season_years"), _whole(row, "season_years_booked")
    if not years:
        return Text("认识不足一年，往年同期无从比较", "Known for less than a year: no earlier season to compare with")
    return Text(
        f"往年此后 {HORIZON_DAYS} 天内有预订的：{years} 年中 {booked} 年",
        f"Booked in the {HORIZON_DAYS} days from this day on in {booked} of {years} earlier {_many(years, 'year')}",
    )


def frequency(row: Row) -> Text:
    every, year = _whole(row, "bookings"), _whole(row, "bookings_365d")
    return Text(f"共 {every} 单，近一年 {year} 单", f"{every} {_many(every, 'booking')} in all, {year} in the last year")


def spend(row: Row) -> Text:
    every, year = _money(row, "spend_minor"), _money(row, "spend_minor_365d")
    return Text(f"共消费 {every}，近一年 {year}", f"Spent {every} in all, {year} in the last year")


def ended(row: Row) -> Text:
    gone, missed, waiting = (_whole(row, name) for name in ("cancellations", "no_shows", "bookings_open"))
    return Text(
        f"取消 {gone} 次，未到 {missed} 次，未定 {waiting} 单",
        f"{gone} {_many(gone, 'cancellation')}, {missed} {_many(missed, 'no-show')}, {waiting} {_many(waiting, 'booking')} still open",
    )


def kind(row: Row) -> Text:
    names = {
        "hotel_share": ("酒店", "hotels"),
        "air_share": ("机票", "flights"),
        "rail_share": ("火车", "rail"),
        "tour_share": ("旅游产品", "tours"),
    }
    top = max(names, key=lambda name: row.get(name) or 0)
    share = round(100 * (row.get(top) or 0))
    if not share:
        return Text("预订的种类与渠道", "What they book, and where")
    channel = row.get("channel_top")
    zh, en = (f"，多经由 {channel}", f", mostly by {channel}") if channel else ("", "")
    return Text(f"{share}% 的预订是{names[top][0]}{zh}", f"{share}% of bookings are {names[top][1]}{en}")


def promotion(row: Row) -> Text:
    share = round(100 * (row.get("promotion_share") or 0))
    return Text(f"{share}% 的预订使用优惠", f"{share}% of bookings were made with a promotion")


def trips(row: Row) -> Text:
    ahead, last = _whole(row, "trips_ahead"), row.get("last_trip_days")
    zh, en = ("尚未出行", "no trip yet") if last is None else (f"上次出行在 {last:.0f} 天前", f"the last one began {last:.0f} days ago")
    return Text(f"待出行 {ahead} 次，{zh}", f"{ahead} {_many(ahead, 'trip')} ahead, {en}")


def company(row: Row) -> Text:
    others, party = _whole(row, "companions"), row.get("party_mean")
    if party is None:
        return Text(f"同行过 {others} 位客人", f"Travelled with {others} other {_many(others, 'guest')}")
    return Text(
        f"平均 {party:.1f} 人出行，同行过 {others} 位客人", f"{party:.1f} people a trip, {others} {_many(others, 'companion')} known"
    )


def visits(row: Row) -> Text:
    last, searches, views = row.get("last_visit_days"), _whole(row, "searches_90d"), _whole(row, "views_90d")
    if last is None:
        return Text("没有搜索或浏览记录", "No search or view is known")
    return Text(
        f"上次访问在 {last:.0f} 天前，近 90 天搜索 {searches} 次、浏览 {views} 次",
        f"Last visit {last:.0f} days ago; {searches} {_many(searches, 'search', 'searches')} and {views} {_many(views, 'view')} in 90 days",
    )


def contacts(row: Row) -> Text:
    count = _whole(row, "contacts_365d")
    return Text(f"近一年沟通 {count} 次", f"{count} {_many(count, 'contact')} in the last year")


def reviews(row: Row) -> Text:
    last, mean = row.get("rating_last"), row.get("rating_mean")
    if last is None or mean is None:
        return Text("没有写过评价", "Has written no review")
    return Text(f"最近评分 {last:.1f}，平均 {mean:.1f}（满分 5）", f"Last rating {last:.1f}, {mean:.1f} on average, of 5")


WORDS: dict[str, Callable[[Row], Text]] = {
    one.__name__: one for one in (rhythm, season, frequency, spend, ended, kind, promotion, trips, company, visits, contacts, reviews)
}


def _whole(row: Row, name: str) -> int:
    return int(row.get(name) or 0)


def _money(row: Row, name: str) -> str:
    units = _whole(row, name) / 10 ** minor_digits(REPORTING_CURRENCY)
    return f"{REPORTING_CURRENCY} {units:,.0f}"


def _many(count: int, one: str, several: str = "") -> str:
    return one if count == 1 else several or f"{one}s"
