"""One value against one test: rules AU3 to AU6 and AU8 of docs/algorithms/audiences.md. Pure.

`facts.comparing` says the same of columns.
"""

from collections.abc import Callable
from datetime import date
from math import isnan
from typing import Any

from xenia.segment.rules.days import annual_code, codes_within_next, first_of_last, last_of_next, longest_ago
from xenia.segment.types.guests import Value
from xenia.segment.types.operators import Comparison, Op


def known(value: Value) -> Value:
    """Rule AU3: the value, or None where there is nothing to compare: no value, NaN, and text without a letter."""
    if isinstance(value, float) and isnan(value):
        return None
    return None if value == "" else value


def passes(test: Comparison, value: Value, today: date) -> bool:
    """Whether a value passes. Rule AU3: one that is missing passes nothing but `is_empty`. A set without a word is empty as well, yet it
    is known to have none (`has_none`)."""
    found = known(value)
    if test.op in (Op.IS_EMPTY, Op.IS_KNOWN):
        return (found is None or found == frozenset()) is (test.op is Op.IS_EMPTY)
    return found is not None and _PASSES[test.op](found, test.value, today)


def _codes(value: Any) -> int:
    return annual_code(value) if isinstance(value, date) else value


def _from_to(value: Any, ends: Any, today: date) -> bool:
    return bool(ends[0] <= value <= ends[1])


def _within_next(value: Any, days: Any, today: date) -> bool:
    return bool(today <= value <= last_of_next(days, today))


def _within_last(value: Any, days: Any, today: date) -> bool:
    return bool(first_of_last(days, today) <= value <= today)


_PASSES: dict[Op, Callable[[Any, Any, date], bool]] = {
    Op.IS: lambda value, other, today: float(value) == float(other),
    Op.AT_LEAST: lambda value, other, today: float(value) >= float(other),
    Op.AT_MOST: lambda value, other, today: float(value) <= float(other),
    Op.ABOVE: lambda value, other, today: float(value) > float(other),
    Op.BELOW: lambda value, other, today: float(value) < float(other),
    Op.BETWEEN: lambda value, ends, today: float(ends[0]) <= float(value) <= float(ends[1]),
    Op.IS_ONE_OF: lambda value, others, today: value in others,
    Op.IS_NONE_OF: lambda value, others, today: value not in others,
    Op.CONTAINS: lambda value, part, today: part in value,
    Op.IS_TRUE: lambda value, nothing, today: value is True,
    Op.IS_FALSE: lambda value, nothing, today: value is False,
    Op.BEFORE: lambda value, day, today: value < day,
    Op.AFTER: lambda value, day, today: value > day,
    Op.FROM_TO: _from_to,
    Op.WITHIN_LAST: _within_last,
    Op.WITHIN_NEXT: _within_next,
    Op.LONGER_AGO: lambda value, days, today: value <= longest_ago(days, today),
    Op.IN_MONTHS: lambda value, months, today: _codes(value) // 100 in months,
    Op.IN_THIS_MONTH: lambda value, nothing, today: _codes(value) // 100 == today.month,
    Op.ANNIVERSARY_WITHIN_NEXT: lambda value, days, today: _codes(value) in codes_within_next(days, today),
    Op.HAS_ANY: lambda value, words, today: not value.isdisjoint(words),
    Op.HAS_ALL: lambda value, words, today: value.issuperset(words),
    Op.HAS_NONE: lambda value, words, today: value.isdisjoint(words),
}
