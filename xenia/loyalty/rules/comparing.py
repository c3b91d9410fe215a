"""What the rules give for a purchase, against what stands in the ledger for it: rule CL7 of docs/algorithms/loyalty-accounting.md. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from xenia.loyalty.rules.earning import earned_by
from xenia.loyalty.rules.following import ChainKey, Standing, as_judged
from xenia.loyalty.rules.purchases import counted_on
from xenia.loyalty.types.earning import EarnedLine, Purchase, RuleInForce, Stage, Why


@dataclass(frozen=True)
class Ground:
    """What all comparisons stand on: the kinds of points that are owed, the rules, the day, and how old a stay may be that still earns."""

    kinds: frozenset[str]
    versions: Sequence[RuleInForce]
    today: date
    backdate_days_max: int


def by_rules(ground: Ground, purchase: Purchase, own: Mapping[ChainKey, Standing], joined: date | None) -> tuple[int, Why | None]:
    """Returns the points that the rules give for a purchase as it is told today, judged by what it was judged by, and why it may have none
    all the same. What a cap over a month or a budget left of a line counts as given: what was left then is not known any more."""
    if purchase.stage is not Stage.DONE:
        return 0, None
    judged = counted_on(as_judged(purchase, list(own.values())), ground.today)
    is_held = any(one.held for one in own.values())
    if judged.counts_on is None or (not is_held and (joined is None or judged.counts_on < joined)):
        return 0, None
    lines = [one for one in earned_by(judged, ground.versions) if one.kind in ground.kinds]
    points = sum(_within_limits(one, own) for one in lines)
    too_old = judged.counts_on < ground.today - timedelta(days=ground.backdate_days_max)
    return points, Why.TOO_OLD if too_old and not is_held else None


def _within_limits(line: EarnedLine, own: Mapping[ChainKey, Standing]) -> int:
    if line.rule.rule.caps.per_month is None and not line.rule.rule.has_budget:
        return line.points
    return min(line.points, sum(one.rest for chain, one in own.items() if chain.rule_id == line.rule.rule_id))


def in_ledger(own: Mapping[ChainKey, Standing], accounts: Collection[int]) -> int:
    """Returns what stands in the ledger on these accounts."""
    return sum(one.rest for chain, one in own.items() if chain.account in accounts)
