"""Every feature of the demand model with its reason, and the reasons in words (rule D6)."""

from xenia.insight.demand.calendar import NAMES as CALENDAR
from xenia.insight.demand.features import BOOKS, RECENT
from xenia.insight.explaining import Words

REASONS = {
    "on_the_books": Words("已在手的预订(扣除预计取消)", "bookings on the books, less expected cancellations"),
    "usual_pick_up": Words("此后通常还会新增的预订", "what usually still comes in"),
    "books": Words("在手预订的多少和近来的增长", "how much is on the books, and how fast it grew"),
    "recent": Words("近几周和去年同期的到店", "arrivals of the last weeks, and of a year ago"),
    "calendar": Words("星期、季节和节假日", "weekday, season and holidays"),
    "ahead": Words("提前的天数", "how far ahead the day is"),
    "property": Words("酒店本身", "the property itself"),
}
REASON_OF = (
    dict.fromkeys(BOOKS, "books")
    | dict.fromkeys(RECENT, "recent")
    | dict.fromkeys(CALENDAR, "calendar")
    | {name: name for name in ("ahead", "property", "on_the_books", "usual_pick_up")}
)
