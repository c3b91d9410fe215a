"""A definition in Chinese: every clause stands before 的客人. Rule AU15 of docs/algorithms/audiences.md. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from xenia.segment.rules.values import INNER, SHOWN_MAX, Said, Words, as_days, labels, number_text, unit_of
from xenia.segment.types.catalogue import Field
from xenia.segment.types.operators import OPERATORS, Comparison, FieldKind, Op, Shape
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

_NUMBERS = {Op.IS: "为", Op.AT_LEAST: "不少于", Op.AT_MOST: "不超过", Op.ABOVE: "大于", Op.BELOW: "小于"}
_DAYS = {
    Op.WITHIN_LAST: "在近 {} 天内",
    Op.WITHIN_NEXT: "在未来 {} 天内",
    Op.LONGER_AGO: "已过去至少 {} 天",
    Op.ANNIVERSARY_WITHIN_NEXT: "在未来 {} 天内",
}
_ALONE = {Op.IS_TRUE: "为“是”", Op.IS_FALSE: "为“否”", Op.IN_THIS_MONTH: "在本月", Op.IS_KNOWN: "已知", Op.IS_EMPTY: "未知"}
_OFTEN = {HowOften.AT_LEAST: "至少", HowOften.AT_MOST: "最多", HowOften.EXACTLY: "恰好"}


@dataclass(frozen=True)
class Chinese:
    words: Words

    def leaf(self, leaf: Leaf) -> str:
        match leaf:
            case FieldIs(name, test):
                return self._field(self.words.field(name), test)
            case Did():
                return self._did(leaf)
            case Sequence():
                return self._sequence(leaf)
            case InAudience(id):
                return f"在受众“{self.words.name(id)}”中"
            case InList(id):
                return f"在名单“{self.words.name(id)}”中"
            case Everyone():
                return "任意"

    def joined(self, clauses: list[str], *, is_any: bool) -> str:
        return ("，或" if is_any else "，且").join(clauses)

    def bracketed(self, clause: str) -> str:
        return f"（{clause}）"

    def refused(self, clause: str) -> str:
        return f"不符合“{clause.translate(INNER)}”"

    def whole(self, clause: str, excluded: list[str]) -> str:
        return f"{clause}的客人{_excluding(excluded)}。"

    def everyone(self, excluded: list[str]) -> str:
        return f"所有客人{_excluding(excluded)}。"

    def nobody(self) -> str:
        return "没有任何客人。"

    def _field(self, field: Field, test: Comparison) -> str:
        if test.op is Op.IS_TRUE and field.yes.zh:
            return field.yes.zh
        if test.op is Op.IS_FALSE and field.no.zh:
            return field.no.zh
        return _compared(field, test)

    def _did(self, did: Did) -> str:
        verb, where, window, times = self.words.verb(did.act).zh, self._where(did.act), _window(did.during), did.times
        if times.is_none and did.once_per in (None, DAY):
            return f"{window}没有{verb}过{where}" if window else f"从未{verb}过{where}"
        often = f"{_OFTEN[times.how]} {times.count:,}"
        if did.once_per == DAY:
            return f"{window}有{often} 天{verb}过{where}"
        if did.once_per is not None:
            return f"{window}{verb}过{often} 个不同的{self.words.property(did.act, did.once_per).label.zh}{where}"
        if times.how is HowOften.AT_LEAST and times.count == 1:
            return f"{window}{verb}过{where}"
        return f"{window}{verb}{often} 次{where}"

    def _sequence(self, sequence: Sequence) -> str:
        first = f"{_window(sequence.during)}先{self.words.verb(sequence.first).zh}{self._where(sequence.first)}"
        return "，".join([first, *map(self._step, sequence.steps)])

    def _step(self, step: Step) -> str:
        when = f"其后 {step.within_days} 天内" if step.within_days else "当天"
        return f"{when}{'没有' if step.is_absent else '又'}{self.words.verb(step.act).zh}{self._where(step.act)}"

    def _where(self, act: Act) -> str:
        said = [_compared(self.words.property(act, one.property), one.test) for one in act.where]
        return f"（{'，'.join(said)}）" if said else ""


def _excluding(excluded: list[str]) -> str:
    return f"，排除{'，以及'.join(f'{clause}的客人' for clause in excluded)}" if excluded else ""


def _compared(said: Said, test: Comparison) -> str:
    label = said.label.zh
    return f"{label}{' ' if label[-1:].isascii() else ''}{_tail(said, test.op, test.value)}"


def _tail(said: Said, op: Op, value: Any) -> str:
    match OPERATORS[op].shape:
        case Shape.NUMBER:
            return f"{_NUMBERS[op]} {_number(said, value)}"
        case Shape.NUMBERS:
            return f"在 {number_text(said, value[0])} 至 {_number(said, value[1])}{'' if unit_of(said).zh else ' '}之间"
        case Shape.DATE | Shape.DATES:
            return _dated(op, as_days(value))
        case Shape.DAYS:
            of_year = "的周年" if op is Op.ANNIVERSARY_WITHIN_NEXT and said.kind is FieldKind.DATE else ""
            return of_year + _DAYS[op].format(f"{value:,}")
        case Shape.MONTHS:
            return f"在 {'、'.join(map(str, value))} 月"
        case Shape.TEXT:
            return f"含“{value}”"
        case Shape.TEXTS:
            return _listed(said, op, value)
    return _ALONE[op]


def _number(said: Said, value: object) -> str:
    unit = unit_of(said).zh
    return f"{number_text(said, value)} {unit}" if unit else number_text(said, value)


def _listed(said: Said, op: Op, values: tuple[str, ...]) -> str:
    shown = [f"“{label.zh}”" for label in labels(said, values[:SHOWN_MAX])]
    more = f"等 {len(values):,} 个" if len(values) > SHOWN_MAX else ""
    both = f"{'、'.join(shown)}{more}"
    either = both if more else "或".join(shown)
    return {
        Op.IS_ONE_OF: f"为{either}{'之一' if more else ''}",
        Op.IS_NONE_OF: f"已知且不是{either}",
        Op.HAS_ANY: f"含{either}{'之一' if more else ''}",
        Op.HAS_ALL: f"同时含{both}" if len(values) > 1 else f"含{both}",
        Op.HAS_NONE: f"已知且不含{both}",
    }[op]


def _dated(op: Op, days: tuple[date, ...]) -> str:
    if op is Op.FROM_TO:
        return f"在 {_span(days[0], days[1])}之间"
    return f"{'早于' if op is Op.BEFORE else '晚于'} {_day(days[0])}"


def _window(window: Window) -> str:
    match window:
        case LastDays(1):
            return "今天"
        case LastDays(days):
            return f"近 {days:,} 天内"
        case Between(first, last) if first and last:
            return f"{_day(first)}当天" if first == last else f"{_span(first, last)}期间"
        case Between(first, None) if first:
            return f"{_day(first)}以来"
        case Between(None, last) if last:
            return f"截至 {_day(last)}"
    return ""


def _span(first: date, last: date) -> str:
    end = _day(last) if first.year != last.year else f"{last.month} 月 {last.day} 日"
    return f"{_day(first)}至 {end}"


def _day(day: date) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日"
