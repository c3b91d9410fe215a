"""How a value is tested: the operators, what each is compared with, and which kinds of field each fits."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from xenia.kernel.texts import Text

DAYS_MAX = 3_660
"""Windows reach ten years at most."""
YEAR_FIRST, YEAR_LAST = 1900, 2200
TEXTS_MAX = 1_000
TEXT_LENGTH_MAX = 200
NUMBER_MAX = 2**53
"""Numbers are compared as doubles; up to here every whole number is one of its own."""


class FieldKind(StrEnum):
    """What a value is. `minor` is money in minor units; `annual` a day of the year without its year, as month * 100 + day; `set` several
    words."""

    WHOLE = "whole"
    REAL = "real"
    SHARE = "share"
    MINOR = "minor"
    TEXT = "text"
    DATE = "date"
    ANNUAL = "annual"
    FLAG = "flag"
    SET = "set"


class Shape(StrEnum):
    """What a value is compared with."""

    NOTHING = "nothing"
    NUMBER = "number"
    NUMBERS = "numbers"
    TEXT = "text"
    TEXTS = "texts"
    DATE = "date"
    DATES = "dates"
    DAYS = "days"
    MONTHS = "months"


class Op(StrEnum):
    IS = "is"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOVE = "above"
    BELOW = "below"
    BETWEEN = "between"
    IS_ONE_OF = "is_one_of"
    IS_NONE_OF = "is_none_of"
    CONTAINS = "contains"
    IS_TRUE = "is_true"
    IS_FALSE = "is_false"
    BEFORE = "before"
    AFTER = "after"
    FROM_TO = "from_to"
    WITHIN_LAST = "within_last"
    WITHIN_NEXT = "within_next"
    LONGER_AGO = "longer_ago"
    IN_MONTHS = "in_months"
    IN_THIS_MONTH = "in_this_month"
    ANNIVERSARY_WITHIN_NEXT = "anniversary_within_next"
    HAS_ANY = "has_any"
    HAS_ALL = "has_all"
    HAS_NONE = "has_none"
    IS_KNOWN = "is_known"
    IS_EMPTY = "is_empty"


Operand = None | int | float | str | date | tuple[int, ...] | tuple[float, ...] | tuple[str, ...] | tuple[date, ...]


@dataclass(frozen=True)
class Comparison:
    """An operator with what it compares with; the two fit each other where a document was read."""

    op: Op
    value: Operand = None


@dataclass(frozen=True)
class Operator:
    """An operator as a screen lists it."""

    op: Op
    shape: Shape
    kinds: frozenset[FieldKind]
    label: Text


NUMBERS = frozenset({FieldKind.WHOLE, FieldKind.REAL, FieldKind.SHARE, FieldKind.MINOR})
_TEXTS, _FLAGS, _SETS = frozenset({FieldKind.TEXT}), frozenset({FieldKind.FLAG}), frozenset({FieldKind.SET})
_DATES, _ANNUAL = frozenset({FieldKind.DATE}), frozenset({FieldKind.DATE, FieldKind.ANNUAL})
_LINES = (
    Operator(Op.IS, Shape.NUMBER, NUMBERS, Text("等于", "is")),
    Operator(Op.AT_LEAST, Shape.NUMBER, NUMBERS, Text("不少于", "at least")),
    Operator(Op.AT_MOST, Shape.NUMBER, NUMBERS, Text("不超过", "at most")),
    Operator(Op.ABOVE, Shape.NUMBER, NUMBERS, Text("大于", "above")),
    Operator(Op.BELOW, Shape.NUMBER, NUMBERS, Text("小于", "below")),
    Operator(Op.BETWEEN, Shape.NUMBERS, NUMBERS, Text("介于（含两端）", "from … to")),
    Operator(Op.IS_ONE_OF, Shape.TEXTS, _TEXTS, Text("是其中之一", "is one of")),
    Operator(Op.IS_NONE_OF, Shape.TEXTS, _TEXTS, Text("已知且不是", "is known and none of")),
    Operator(Op.CONTAINS, Shape.TEXT, _TEXTS, Text("包含文字", "contains")),
    Operator(Op.IS_TRUE, Shape.NOTHING, _FLAGS, Text("是", "is so")),
    Operator(Op.IS_FALSE, Shape.NOTHING, _FLAGS, Text("否", "is not so")),
    Operator(Op.BEFORE, Shape.DATE, _DATES, Text("早于", "before")),
    Operator(Op.AFTER, Shape.DATE, _DATES, Text("晚于", "after")),
    Operator(Op.FROM_TO, Shape.DATES, _DATES, Text("在日期之间（含两端）", "from … to")),
    Operator(Op.WITHIN_LAST, Shape.DAYS, _DATES, Text("在近几天内（含今天）", "within the last days, today included")),
    Operator(Op.WITHIN_NEXT, Shape.DAYS, _DATES, Text("在未来几天内（含今天）", "within the next days, today included")),
    Operator(Op.LONGER_AGO, Shape.DAYS, _DATES, Text("已过去至少几天", "so many days ago or more")),
    Operator(Op.IN_MONTHS, Shape.MONTHS, _ANNUAL, Text("在月份", "in the months")),
    Operator(Op.IN_THIS_MONTH, Shape.NOTHING, _ANNUAL, Text("在本月", "in the month of today")),
    Operator(Op.ANNIVERSARY_WITHIN_NEXT, Shape.DAYS, _ANNUAL, Text("周年日在未来几天内（含今天）", "anniversary within the next days")),
    Operator(Op.HAS_ANY, Shape.TEXTS, _SETS, Text("有其中任意一个", "has any of")),
    Operator(Op.HAS_ALL, Shape.TEXTS, _SETS, Text("全部都有", "has all of")),
    Operator(Op.HAS_NONE, Shape.TEXTS, _SETS, Text("已知且一个都没有", "is known and has none of")),
    Operator(Op.IS_KNOWN, Shape.NOTHING, frozenset(FieldKind), Text("已知", "is known")),
    Operator(Op.IS_EMPTY, Shape.NOTHING, frozenset(FieldKind), Text("未知", "is not known")),
)
OPERATORS: dict[Op, Operator] = {line.op: line for line in _LINES}


def operators_for(kind: FieldKind) -> tuple[Operator, ...]:
    """Returns the operators that fit a kind of field, in the order of a menu."""
    return tuple(line for line in _LINES if kind in line.kinds)
