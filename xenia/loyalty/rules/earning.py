"""What a purchase earns: rules EA1 to EA9 of docs/algorithms/earning.md. Pure.

A recipe says how a rule turns what is measured of a purchase into points. It depends on what the purchase is, not on how much: so the
simulator makes one recipe for a thousand purchases of a shape, and the posting one for each, by the same function.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from xenia.insight.holidays import holiday_of
from xenia.loyalty.rules.versions import version_on
from xenia.loyalty.types.earning import (
    Basis,
    Conditions,
    DaySpan,
    EarnedLine,
    Earner,
    EarningRule,
    Family,
    Multiplier,
    Purchase,
    RecipeLine,
    RuleInForce,
    Stage,
    Step,
    Term,
    Why,
)

COUPON_LINES = ("air", "rail")
"""Lines of which every segment is a coupon of its own."""
DONE_STATES, PROMISED_STATES, VOID_STATES = ("completed",), ("reserved", "confirmed", "in_house"), ("cancelled", "no_show")
FLOWN_WORDS = ("flown", "used", "boarded", "completed", "已使用", "已乘机")
UNFLOWN_WORDS = ("cancelled", "canceled", "refunded", "void", "no_show", "noshow", "已取消", "已退票")
WHOLE = 100


def stage_of(status: str, coupon_status: str, *, is_retold: bool) -> Stage:
    """Rule EA1: promised while the booking stands, done once stayed or flown, void once cancelled or not shown up. A coupon that says more
    of itself than its booking is believed. What another system tells of again (`is_retold`) is void here and earns there."""
    said = coupon_status.strip().lower()
    if is_retold or status in VOID_STATES or said in UNFLOWN_WORDS:
        return Stage.VOID
    if said in FLOWN_WORDS or status in DONE_STATES:
        return Stage.DONE
    return Stage.PROMISED if status in PROMISED_STATES else Stage.NONE


def in_force(versions: Iterable[RuleInForce], day: date) -> list[RuleInForce]:
    """Rule EA3: of each rule the newest version that had begun by the day the stay or flight counts for, unless it had ended; by code."""
    by_code: defaultdict[str, list[RuleInForce]] = defaultdict(list)
    for one in versions:
        by_code[one.code].append(one)
    held = (version_on(found, day) for _, found in sorted(by_code.items()))
    return [one for one in held if one]


def fits(when: Conditions, purchase: Purchase) -> bool:
    """Rule EA4: every condition that asks something is met; of the values of one condition any."""
    starts, booked = purchase.starts_on or purchase.counts_on, purchase.booked_on
    return (
        all(
            not asked or found in asked
            for asked, found in (
                (when.lines, purchase.line),
                (when.properties, purchase.property),
                (when.products, purchase.product),
                (when.channels, purchase.channel),
                (when.cabins, purchase.cabin),
                (when.tiers, purchase.tier),
                (when.actions, purchase.action),
                (when.months, starts.month if starts else None),
                (when.weekdays, starts.weekday() if starts else None),
            )
        )
        and (not when.tags or bool(purchase.tags.intersection(when.tags)))
        and (not when.days or _within(starts, when.days))
        and (not when.booked or _within(booked, when.booked))
        and (not when.festivals or festival_of(starts) in when.festivals)
    )


def festival_of(day: date | None) -> str:
    """The English name of the public holiday for which the day is off, empty for none."""
    found = holiday_of(day) if day else None
    return found.en if found else ""


def _within(day: date | None, spans: tuple[DaySpan, ...]) -> bool:
    return day is not None and any(one.first_on <= day <= one.last_on for one in spans)


def tier_on(changes: Sequence[tuple[date, str, str]], base: str, day: date) -> str:
    """Rule EA9: the tier a member had on the eve of the day, from their changes (day, before, tier), the oldest first."""
    found = changes[0][1] if changes else base
    for on, _, tier in changes:
        if on < day:
            found = tier
    return found


def recipe_of(purchase: Purchase, rules: Sequence[RuleInForce]) -> tuple[RecipeLine, ...]:
    """Rules EA4 to EA6: the lines of the rules that count, those over the base last. Reads nothing of the purchase that is a number."""
    counting = _counting(purchase, rules)
    base = {one: _base_term(one.rule, purchase) for one in counting if one.rule.basis is not Basis.BASE}
    lines = [_line(one, (term,), purchase) for one, term in base.items()]
    for one in counting:
        if one.rule.basis is Basis.BASE:
            share = Fraction(one.rule.points_milli, 1000 * one.rule.per)
            terms = tuple(
                replace(term, coefficient=term.coefficient * share)
                for other, term in base.items()
                if other.rule.kind == one.rule.kind and other.rule.basis is not Basis.ACTION
            )
            lines += [_line(one, terms, purchase)] if terms else []
    return tuple(lines)


def _counting(purchase: Purchase, rules: Sequence[RuleInForce]) -> list[RuleInForce]:
    """Rule EA4: rules that fit the purchase and its member's part in it, of each group the highest rank (of equals the first code)."""
    fitting = [one for one in rules if _may_earn(one.rule, purchase) and fits(one.rule.when, purchase)]
    best: dict[str, RuleInForce] = {}
    for one in sorted(fitting, key=lambda found: (-found.rule.rank, found.code)):
        best.setdefault(f"group {one.rule.group}" if one.rule.group else f"rule {one.code}", one)
    return sorted(best.values(), key=lambda one: one.code)


def _may_earn(rule: EarningRule, purchase: Purchase) -> bool:
    """An action earns by rules of actions alone; a purchase by the others, for who travels, who booked, or their company."""
    if (rule.basis is Basis.ACTION) != (purchase.action is not None):
        return False
    by = {Earner.TRAVELLER: purchase.is_traveller, Earner.BOOKER: purchase.is_booker, Earner.COMPANY: purchase.is_company}
    return by[rule.earner]


def _base_term(rule: EarningRule, purchase: Purchase) -> Term:
    cabin = next((one.percent for one in rule.cabins if one.cabin == purchase.cabin), rule.cabin_else_percent)
    share = Fraction(cabin, WHOLE) if rule.basis is Basis.DISTANCE else Fraction(1)
    points = Fraction(rule.points_milli, 1000) * share
    return Term(rule.basis, rule.per, points) if rule.whole_units else Term(rule.basis, 0, points / rule.per)


def _line(one: RuleInForce, terms: tuple[Term, ...], purchase: Purchase) -> RecipeLine:
    """Rule EA5: of each family of multipliers the greatest that fits; each adds to the base, none multiplies another."""
    best: dict[Family, Multiplier] = {}
    for found in one.rule.multipliers:
        if fits(found.when, purchase) and found.percent > best.get(found.family, _NONE).percent:
            best[found.family] = found
    extra = tuple(Step("multiplier", {"family": family.value, "percent": best[family].percent}) for family in Family if family in best)
    percent = WHOLE + sum(found.percent - WHOLE for found in best.values())
    return RecipeLine(one, terms, percent, extra)


_NONE = Multiplier(Family.TIER, 0, Conditions())


def measured(purchase: Purchase, basis: Basis) -> int:
    """How much of a basis the purchase has; nothing where it is below zero or not known."""
    return max(
        {
            Basis.SPEND: purchase.amount_minor or 0,
            Basis.NIGHT: purchase.nights,
            Basis.SEGMENT: purchase.segments,
            Basis.DISTANCE: purchase.distance_km,
        }.get(basis, 1),
        0,
    )


def earned_by(purchase: Purchase, rules: Sequence[RuleInForce]) -> list[EarnedLine]:
    """Rules EA3 to EA7: what a purchase earns, a line for each rule that gives at least a point, caps over a month not yet counted."""
    if purchase.counts_on is None:
        return []
    return [found for line in recipe_of(purchase, in_force(rules, purchase.counts_on)) if (found := _earned(purchase, line)).points > 0]


def _earned(purchase: Purchase, line: RecipeLine) -> EarnedLine:
    """Rule EA6: rounded down, once, after everything else. Rule EA7: then cut to what one stay may bring."""
    rule, steps = line.rule.rule, []
    exact = Fraction(0)
    for term in line.terms:
        units = measured(purchase, term.measure)
        counted = units // term.whole if term.whole else units
        exact += counted * term.coefficient
        steps.append(Step("base", {"basis": term.measure.value, "units": units, "counted": counted, "points": _shown(exact)}))
    points = int(exact * line.percent / WHOLE)
    steps += [*line.steps, Step("rounded", {"percent": line.percent, "points": points})]
    if rule.caps.per_stay is not None and points > rule.caps.per_stay:
        points = rule.caps.per_stay
        steps.append(Step("cap_stay", {"points": points}))
    return EarnedLine(line.rule, rule.kind, points, tuple(steps))


def _shown(points: Fraction) -> float:
    return round(float(points), 3)


def capped_by_month(line: EarnedLine, had: int) -> EarnedLine:
    """Rule EA7: what is left of the month's cap when `had` points of the rule were given or promised for it before."""
    most = line.rule.rule.caps.per_month
    if most is None or had + line.points <= most:
        return line
    left = max(most - had, 0)
    return replace(line, points=left, steps=(*line.steps, Step("cap_month", {"had": had, "points": left})))


def kept_faults(purchase: Purchase, lines: Sequence[RuleInForce]) -> list[Why]:
    """Rule EA8: the faults of a purchase that cost it points: an amount matters where a rule counts money, a distance where one counts
    kilometres."""
    bases = {one.rule.basis for one in lines}
    money = {Why.RATE_UNKNOWN, Why.AMOUNT_UNKNOWN, Why.AMOUNT_NEGATIVE, Why.REFUND_OVER_PAID}
    return [
        why
        for why in purchase.faults
        if not ((why in money and Basis.SPEND not in bases) or (why is Why.DISTANCE_UNKNOWN and Basis.DISTANCE not in bases))
    ]
