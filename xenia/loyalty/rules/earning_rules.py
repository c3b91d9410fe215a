"""What a rule of earning must be, and how it is kept. Pure."""

from collections.abc import Collection
from typing import Any

from pydantic import TypeAdapter

from xenia.kernel.errors import Invalid
from xenia.kernel.names import require_plain
from xenia.loyalty.rules.programmes import CODE
from xenia.loyalty.types.earning import Basis, Conditions, EarningRule

POINTS_MILLI_MOST = 10**9
PER_MOST = 10**9
PERCENT_MOST = 10_000
MULTIPLIERS_MOST = 50
VALUES_MOST = 500
_RULE = TypeAdapter(EarningRule)


def as_value(rule: EarningRule) -> dict[str, Any]:
    """The rule as JSON."""
    value: dict[str, Any] = _RULE.dump_python(rule, mode="json")
    return value


def rule_of(value: dict[str, Any]) -> EarningRule:
    """A rule from its JSON; what an older version lacks is as the product came."""
    return _RULE.validate_python(value)


def checked_code(code: str) -> str:
    """Returns the code; raises Invalid."""
    if not CODE.fullmatch(code):
        raise Invalid(
            "rule_code_invalid",
            f"{code!r} is no code; take 2 to 20 capital letters, digits or underscores, a letter first.",
            f"“{code}”不能作为规则代码；请用 2 至 20 位大写字母、数字或下划线，以字母开头。",
        )
    return code


def checked_rule(rule: EarningRule, kinds: Collection[str]) -> EarningRule:
    """Returns the rule; raises Invalid for one that cannot be carried out: a kind of points that the programme has not, a rate that is
    nothing, a percentage out of bounds, days that end before they begin, an action where something is bought."""
    for said in (rule.name.zh, rule.name.en):
        require_plain(said)
    if rule.kind not in kinds:
        raise _invalid(f"The programme has no points {rule.kind!r}; it has {', '.join(kinds)}", f"该计划没有“{rule.kind}”这种积分")
    _within(rule.points_milli, 1, POINTS_MILLI_MOST, "每单位积分（千分之一）", "The rate in thousandths of a point")
    _within(rule.per, 1, PER_MOST, "计数单位", "The unit")
    _within(rule.cabin_else_percent, 0, PERCENT_MOST, "其他舱位百分比", "The share of other cabins")
    _within(len(rule.multipliers), 0, MULTIPLIERS_MOST, "倍率数量", "The number of multipliers")
    for cabin in rule.cabins:
        _within(cabin.percent, 0, PERCENT_MOST, f"舱位 {cabin.cabin} 百分比", f"The share of cabin {cabin.cabin}")
    for one in rule.multipliers:
        _within(one.percent, 0, PERCENT_MOST, "倍率百分比", "The percentage of a multiplier")
        _check_conditions(one.when)
    for cap in (rule.caps.per_stay, rule.caps.per_month):
        if cap is not None:
            _within(cap, 1, 10**12, "上限", "A cap")
    _check_conditions(rule.when)
    if (rule.basis is Basis.ACTION) != bool(rule.when.actions):
        raise _invalid("A rule for actions names them, and only such a rule does", "按行为积分的规则须注明行为，其他规则不得注明")
    return rule


def _check_conditions(when: Conditions) -> None:
    for span in (*when.days, *when.booked):
        if span.last_on < span.first_on:
            raise _invalid(
                f"The days end on {span.last_on}, before they begin on {span.first_on}",
                f"日期区间止于 {span.last_on}，早于开始日 {span.first_on}",
            )
    for month in when.months:
        _within(month, 1, 12, "月份", "A month")
    for weekday in when.weekdays:
        _within(weekday, 0, 6, "星期", "A day of the week")
    for values in (when.lines, when.properties, when.products, when.channels, when.cabins, when.tiers, when.tags, when.festivals):
        _within(len(values), 0, VALUES_MOST, "条件取值数", "The number of values of a condition")


def _within(value: int, least: int, most: int, zh: str, en: str) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise _invalid(f"{en} is {value}; take a whole number from {least} to {most}", f"{zh}为 {value}；请取 {least} 到 {most} 的整数")


def _invalid(en: str, zh: str) -> Invalid:
    return Invalid("earning_rule_invalid", f"{en}.", f"{zh}。")
