"""What a value is compared with, as JSON and back: each operator says what may stand there."""

from collections.abc import Callable
from datetime import date
from typing import Any

from xenia.segment.types.operators import DAYS_MAX, NUMBER_MAX, OPERATORS, TEXT_LENGTH_MAX, TEXTS_MAX, Comparison, Op, Operand, Shape
from xenia.segment.types.refusals import a_date, a_whole, as_sequence, refusal, shown


def read_comparison(whole: dict[str, Any], at: str) -> Comparison:
    """Returns the operator and the value of a condition; raises Invalid for an operator that does not exist, and for a value it does not
    take: a number where text is expected, a value where none belongs."""
    said = whole["op"]
    if not isinstance(said, str) or said not in OPERATORS:
        known = ", ".join(OPERATORS)
        raise refusal(f"{at}.op", shown(said), shown(said), f"请用其中之一：{known}", f"use one of {known}")
    op = Op(said)
    shape = OPERATORS[op].shape
    if shape is Shape.NOTHING:
        if "value" in whole:
            raise refusal(
                f"{at}.value",
                shown(whole["value"]),
                shown(whole["value"]),
                f"{said} 不带值，请删除",
                f"{said} takes no value; leave it out",
            )
        return Comparison(op)
    if "value" not in whole:
        raise refusal(at, said, said, "缺少 value", "value is missing")
    return Comparison(op, _READ[shape](whole["value"], f"{at}.value"))


def shown_operand(comparison: Comparison) -> dict[str, Any]:
    """The operator and value of a condition as its document has them."""
    if OPERATORS[comparison.op].shape is Shape.NOTHING:
        return {"op": comparison.op.value}
    return {"op": comparison.op.value, "value": _plain(comparison.value)}


def _plain(value: object) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _number(value: object, at: str) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= NUMBER_MAX:  # NaN is not at most anything
        raise refusal(at, shown(value), shown(value), "此处应为数字（不超过 2 的 53 次方）", "a number belongs here, of 2^53 at most")
    return value


def _text(value: object, at: str) -> str:
    if not isinstance(value, str):
        raise refusal(at, shown(value), shown(value), "此处应为文字，请加引号", "text belongs here; put it in quotes")
    if not 0 < len(value) <= TEXT_LENGTH_MAX or not value.strip() or any(_is_unfit(sign) for sign in value):
        raise refusal(
            at, shown(value), shown(value), f"请写 1 至 {TEXT_LENGTH_MAX} 个可见字符", f"write 1 to {TEXT_LENGTH_MAX} visible characters"
        )
    return value


def _is_unfit(sign: str) -> bool:
    """Control characters, and halves of characters, which no engine can be asked for."""
    return sign < " " or sign == "\x7f" or "\ud800" <= sign <= "\udfff"


def _numbers(value: object, at: str) -> tuple[int | float, ...]:
    low, high = _pair(value, at)
    ends = _number(low, f"{at}[0]"), _number(high, f"{at}[1]")
    if ends[0] > ends[1]:
        raise refusal(at, f"{ends[0]} 至 {ends[1]}", f"{ends[0]} to {ends[1]}", "请把小的写在前", "write the lesser first")
    return ends


def _dates(value: object, at: str) -> tuple[date, ...]:
    first, last = _pair(value, at)
    days = a_date(first, f"{at}[0]"), a_date(last, f"{at}[1]")
    if days[0] > days[1]:
        raise refusal(at, f"{days[0]} 至 {days[1]}", f"{days[0]} to {days[1]}", "请把较早的写在前", "write the earlier first")
    return days


def _pair(value: object, at: str) -> tuple[Any, Any]:
    both = as_sequence(value, at, 2)
    if len(both) != 2:
        raise refusal(at, shown(both), shown(both), "请写两端", "write both ends")
    return both[0], both[1]


def _texts(value: object, at: str) -> tuple[str, ...]:
    return tuple(_text(one, f"{at}[{place}]") for place, one in enumerate(as_sequence(value, at, TEXTS_MAX)))


def _months(value: object, at: str) -> tuple[int, ...]:
    return tuple(a_whole(one, f"{at}[{place}]", 1, 12) for place, one in enumerate(as_sequence(value, at, 12)))


def _days(value: object, at: str) -> int:
    return a_whole(value, at, 1, DAYS_MAX)


_READ: dict[Shape, Callable[[object, str], Operand]] = {
    Shape.NUMBER: _number,
    Shape.NUMBERS: _numbers,
    Shape.TEXT: _text,
    Shape.TEXTS: _texts,
    Shape.DATE: a_date,
    Shape.DATES: _dates,
    Shape.DAYS: _days,
    Shape.MONTHS: _months,
}
