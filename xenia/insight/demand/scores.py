"""What the demand model writes of each day ahead, beside `series` and `day`."""

from xenia.insight.types.judged import Score, ScoreKind
from xenia.kernel.texts import Text

NEVER = Text("从不为空", "Never absent")


def _bound(level: int, side: str, zh: str, en: str) -> Score:
    label = Text(f"{level}% 区间{zh}限", f"{level} % interval, {en}")
    meaning = Text(
        f"{level}% 的日子应落在区间内；这是它的{zh}限", f"{level} % of days should fall within the interval; this is its {en} end"
    )
    return Score(f"{side}_{level}", ScoreKind.REAL, label, meaning, NEVER)


SCORES = (
    Score("measure", ScoreKind.TEXT, Text("指标", "Measure"), Text(
        "bookings 预订、passengers 乘客、revenue 收入（报表货币的最小单位）按到店（出发）日计入；room_nights 间夜按实际入住的每一晚计入",
        "bookings, passengers, revenue (minor units of the reporting currency), counted for the day of arrival; room_nights for each night "
        "stayed"), NEVER),
    Score("expected", ScoreKind.REAL, Text("预计", "Expected"), Text(
        "当天到店（出发）、间夜则为当晚入住，并且未取消的数量", "What arrives on the day, or stays the night, not cancelled"), NEVER),
    _bound(80, "low", "下", "lower"), _bound(80, "high", "上", "upper"), _bound(95, "low", "下", "lower"), _bound(95, "high", "上",
    "upper"), )  # fmt: skip
