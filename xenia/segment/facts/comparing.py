"""One test as an expression over a column: what `rules.comparing` says of one value, word for word. Rules AU3 to AU6 and AU8.

Where nothing is known an expression may be null instead of false. Groups keep that apart (null is no more than false to `and` and `or`),
and only `not` must settle it: see `facts.membership`.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import ibis
from ibis.expr.types import BooleanValue, Value

from xenia.segment.rules.days import codes_within_next, first_of_last, last_of_next, longest_ago
from xenia.segment.types.operators import Comparison, Op


def column_passes(test: Comparison, column: Value, today: date) -> BooleanValue:
    """In: a column of numbers, text, days, flags or lists of text. Out: whether each value passes; null at most where it is missing."""
    return _EXPRESSIONS[test.op](column, test.value, today)


def _double(number: float) -> Value:
    """The very double: a literal with a point is a decimal to some engines, and rounded twice."""
    return ibis.literal(repr(float(number))).cast("float64")


def _number(column: Value) -> Value:
    return column.cast("float64")


def _is_a_number(column: Value) -> BooleanValue:
    """NaN is the greatest of all numbers to both engines, and no value to us."""
    return ~column.isnan() if column.type().is_floating() else ibis.literal(True)


def _at_least(column: Value, least: Any, today: date) -> BooleanValue:
    return (_number(column) >= _double(least)) & _is_a_number(column)


def _above(column: Value, least: Any, today: date) -> BooleanValue:
    return (_number(column) > _double(least)) & _is_a_number(column)


def _between(column: Value, ends: Any, today: date) -> BooleanValue:
    return (_number(column) >= _double(ends[0])) & (_number(column) <= _double(ends[1]))


def _is_none_of(column: Value, words: Any, today: date) -> BooleanValue:
    return column.notin(list(words)) & (column != "")


def _from_to(column: Value, ends: Any, today: date) -> BooleanValue:
    return column.between(ibis.literal(ends[0]), ibis.literal(ends[1]))


def _within_last(column: Value, days: Any, today: date) -> BooleanValue:
    return column.between(ibis.literal(first_of_last(days, today)), ibis.literal(today))


def _within_next(column: Value, days: Any, today: date) -> BooleanValue:
    return column.between(ibis.literal(today), ibis.literal(last_of_next(days, today)))


def _code(column: Value) -> Value:
    return column.month().cast("int64") * 100 + column.day().cast("int64") if column.type().is_date() else column.cast("int64")


def _month(column: Value) -> Value:
    return column.month().cast("int64") if column.type().is_date() else column.cast("int64") // 100


def _anniversary(column: Value, days: Any, today: date) -> BooleanValue:
    return _code(column).isin(sorted(codes_within_next(days, today)))


def _has(column: Value, word: str) -> BooleanValue:
    """A list with a missing word in it answers null to Spark, where the word is not there."""
    return ibis.coalesce(column.contains(word), False)


def _has_any(column: Value, words: Any, today: date) -> BooleanValue:
    return ibis.or_(*(_has(column, word) for word in words))


def _has_all(column: Value, words: Any, today: date) -> BooleanValue:
    return ibis.and_(*(_has(column, word) for word in words))


def _has_none(column: Value, words: Any, today: date) -> BooleanValue:
    return column.notnull() & ~_has_any(column, words, today)


def _is_empty(column: Value) -> BooleanValue:
    if column.type().is_string():
        return column.isnull() | (column == "")
    if column.type().is_array():
        return column.isnull() | (column.length() <= 0)
    return column.isnull() | column.isnan() if column.type().is_floating() else column.isnull()


_EXPRESSIONS: dict[Op, Callable[[Value, Any, date], BooleanValue]] = {
    Op.IS: lambda column, other, today: _number(column) == _double(other),
    Op.AT_LEAST: _at_least,
    Op.AT_MOST: lambda column, most, today: _number(column) <= _double(most),
    Op.ABOVE: _above,
    Op.BELOW: lambda column, most, today: _number(column) < _double(most),
    Op.BETWEEN: _between,
    Op.IS_ONE_OF: lambda column, words, today: column.isin(list(words)),
    Op.IS_NONE_OF: _is_none_of,
    Op.CONTAINS: lambda column, part, today: column.contains(part),
    Op.IS_TRUE: lambda column, nothing, today: column,
    Op.IS_FALSE: lambda column, nothing, today: ~column,
    Op.BEFORE: lambda column, day, today: column < ibis.literal(day),
    Op.AFTER: lambda column, day, today: column > ibis.literal(day),
    Op.FROM_TO: _from_to,
    Op.WITHIN_LAST: _within_last,
    Op.WITHIN_NEXT: _within_next,
    Op.LONGER_AGO: lambda column, days, today: column <= ibis.literal(longest_ago(days, today)),
    Op.IN_MONTHS: lambda column, months, today: _month(column).isin(list(months)),
    Op.IN_THIS_MONTH: lambda column, nothing, today: _month(column) == today.month,
    Op.ANNIVERSARY_WITHIN_NEXT: _anniversary,
    Op.HAS_ANY: _has_any,
    Op.HAS_ALL: _has_all,
    Op.HAS_NONE: _has_none,
    Op.IS_KNOWN: lambda column, nothing, today: ~_is_empty(column),
    Op.IS_EMPTY: lambda column, nothing, today: _is_empty(column),
}
