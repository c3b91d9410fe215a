"""A definition in English: every clause begins with who or whose. Rule AU15 of docs/algorithms/audiences.md. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from xenia.segment.rules.values import INNER, SHOWN_MAX, Said, Words, as_days, labels, number_text, unit_of
from xenia.segment.types.catalogue import Field
from xenia.segment.types.operators import OPERATORS, Comparison, Op, Shape
from xenia.segment.types.tree import (
    DAY,
    Act,
    Between,
    Did,
    Everyone,
    FieldIs,
    HowOften,
    InAudience,
    InList,
    LastDays,
    Leaf,
    Sequence,
    Step,
    Window,
)

_NUMBERS = {Op.IS: "is", Op.AT_LEAST: "is at least", Op.AT_MOST: "is at most", Op.ABOVE: "is above", Op.BELOW: "is below"}
_DAYS = {
    Op.WITHIN_LAST: "is within the last {}",
    Op.WITHIN_NEXT: "is within the next {}",
    Op.LONGER_AGO: "is {} ago or more",
    Op.ANNIVERSARY_WITHIN_NEXT: "comes round within the next {}",
}
_ALONE = {
    Op.IS_TRUE: "is “yes”",
    Op.IS_FALSE: "is “no”",
    Op.IN_THIS_MONTH: "is in this month",
    Op.IS_KNOWN: "is known",
    Op.IS_EMPTY: "is not known",
}
_OFTEN = {HowOften.AT_LEAST: "at least", HowOften.AT_MOST: "at most", HowOften.EXACTLY: "exactly"}
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True)
class English:
    words: Words

    def leaf(self, leaf: Leaf) -> str:
        match leaf:
            case FieldIs(name, test):
                return self._field(self.words.field(name), test)
            case Did():
                return f"who {self._did(leaf)}"
            case Sequence():
                return f"who {self._sequence(leaf)}"
            case InAudience(id):
                return f"who are in the audience “{self.words.name(id)}”"
            case InList(id):
                return f"who are on the list “{self.words.name(id)}”"
            case Everyone():
                return "of any kind"

    def joined(self, clauses: list[str], *, is_any: bool) -> str:
        return (" or " if is_any else " and ").join(clauses)

    def bracketed(self, clause: str) -> str:
        return f"({clause})"

    def refused(self, clause: str) -> str:
        return f"who do not fit “{clause.translate(INNER)}”"

    def whole(self, clause: str, excluded: list[str]) -> str:
        return f"Guests {clause}{_except(excluded)}."

    def everyone(self, excluded: list[str]) -> str:
        return f"All guests{_except(excluded)}."

    def nobody(self) -> str:
        return "No guest."

    def _field(self, field: Field, test: Comparison) -> str:
        if test.op is Op.IS_TRUE and field.yes.en:
            return f"who {field.yes.en}"
        if test.op is Op.IS_FALSE and field.no.en:
            return f"who {field.no.en}"
        return f"whose “{field.label.en}” {_tail(field, test.op, test.value)}"

    def _did(self, did: Did) -> str:
        verb, where, window, times = self.words.verb(did.act).en, self._where(did.act), _window(did.during), did.times
        if times.is_none and did.once_per in (None, DAY):
            return f"have not {verb}{window}{where}" if window else f"have never {verb}{where}"
        often = f"{_OFTEN[times.how]} {times.count:,}"
        if did.once_per == DAY:
            return f"{verb} on {often} {_many('day', times.count)}{window}{where}"
        if did.once_per is not None:
            return f"{verb} with {often} different “{self.words.property(did.act, did.once_per).label.en}”{window}{where}"
        if times.how is HowOften.AT_LEAST and times.count == 1:
            return f"{verb}{window}{where}"
        return f"{verb} {often} {_many('time', times.count)}{window}{where}"

    def _sequence(self, sequence: Sequence) -> str:
        first = f"first {self.words.verb(sequence.first).en}{_window(sequence.during)}{self._where(sequence.first)}"
        return ", ".join([first, *map(self._step, sequence.steps)])

    def _step(self, step: Step) -> str:
        when = f"within {_of_days(step.within_days)} after it" if step.within_days else "on the same day"
        return f"then {'have not ' if step.is_absent else ''}{self.words.verb(step.act).en} {when}{self._where(step.act)}"

    def _where(self, act: Act) -> str:
        said = [(self.words.property(act, one.property), one.test) for one in act.where]
        told = [f"{one.label.en.lower()} {_tail(one, test.op, test.value)}" for one, test in said]
        return f" ({', '.join(told)})" if told else ""


def _except(excluded: list[str]) -> str:
    return f", except those {', and those '.join(excluded)}" if excluded else ""


def _tail(said: Said, op: Op, value: Any) -> str:
    match OPERATORS[op].shape:
        case Shape.NUMBER:
            return f"{_NUMBERS[op]} {_number(said, value)}"
        case Shape.NUMBERS:
            return f"is from {number_text(said, value[0])} to {_number(said, value[1])}"
        case Shape.DATE | Shape.DATES:
            return _dated(op, as_days(value))
        case Shape.DAYS:
            return _DAYS[op].format(_of_days(value))
        case Shape.MONTHS:
            return f"is in {_either([_MONTHS[month - 1] for month in value])}"
        case Shape.TEXT:
            return f"contains “{value}”"
        case Shape.TEXTS:
            return _listed(said, op, value)
    return _ALONE[op]


def _number(said: Said, value: object) -> str:
    unit = unit_of(said).en
    return f"{number_text(said, value)} {unit}" if unit else number_text(said, value)


def _listed(said: Said, op: Op, values: tuple[str, ...]) -> str:
    shown = [f"“{label.en}”" for label in labels(said, values[:SHOWN_MAX])]
    few = len(values) <= SHOWN_MAX
    either = _either(shown) if few else f"one of {', '.join(shown)} … ({len(values):,})"
    every = " and ".join(shown) if few else f"all of {', '.join(shown)} … ({len(values):,})"
    return {
        Op.IS_ONE_OF: f"is {either}",
        Op.IS_NONE_OF: f"is known and not {either}",
        Op.HAS_ANY: f"has {either}",
        Op.HAS_ALL: f"has {every}",
        Op.HAS_NONE: f"is known and does not have {either}",
    }[op]


def _either(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _dated(op: Op, days: tuple[date, ...]) -> str:
    if op is Op.FROM_TO:
        return f"is from {_day(days[0])} to {_day(days[1])}"
    return f"is {'before' if op is Op.BEFORE else 'after'} {_day(days[0])}"


def _window(window: Window) -> str:
    match window:
        case LastDays(1):
            return " today"
        case LastDays(days):
            return f" in the last {_of_days(days)}"
        case Between(first, last) if first and last:
            return f" on {_day(first)}" if first == last else f" from {_day(first)} to {_day(last)}"
        case Between(first, None) if first:
            return f" since {_day(first)}"
        case Between(None, last) if last:
            return f" until {_day(last)}"
    return ""


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _many(word: str, count: int) -> str:
    return word if count == 1 else f"{word}s"


def _of_days(days: int) -> str:
    return f"{days:,} {_many('day', days)}"
