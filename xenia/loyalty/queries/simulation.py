"""The simulator (rule EA16): what other rules would have given over the last months, by the same pure rules over columns."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import numpy as np

from xenia.kernel.actor import Actor
from xenia.kernel.money import Money
from xenia.loyalty.models.programmes import Member
from xenia.loyalty.queries.earning import list_budgets, list_versions, tags_asked
from xenia.loyalty.queries.expected_breakage import breakage_permille
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.queries.purchases import Wanted, read_purchases
from xenia.loyalty.queries.tier_history import base_tier, tier_history
from xenia.loyalty.rules.earning import tier_on
from xenia.loyalty.rules.earning_columns import Columns, Whole, points_of, within_budget, within_month
from xenia.loyalty.rules.earning_rules import checked_rule
from xenia.loyalty.rules.expiry import added_months, day_of
from xenia.loyalty.rules.purchases import counted_on
from xenia.loyalty.rules.simulation import checked_months
from xenia.loyalty.types.earning import Purchase, RuleInForce, Stage
from xenia.loyalty.types.ledger import PointRole
from xenia.loyalty.types.programmes import Programme
from xenia.loyalty.types.simulation import Difference, Proposal, Simulated
from xenia.trust.types.access import Permission

EPOCH = date(1970, 1, 1)
WORDS = ("line", "property", "product", "channel", "cabin", "tier")
NUMBERS = ("nights", "segments", "distance_km")
DAYS = ("booked_on", "starts_on", "counts_on")
AT_ONCE = 50_000
Sums = dict[str, int]


@dataclass(frozen=True)
class _Block:
    """Some thousand purchases as columns, with the place of each member and the month of each day."""

    columns: Columns
    members: Whole
    months: list[str]


@dataclass
class _Tally:
    """What one set of rules gave. Rules with a cap over a month or a budget are held back until all rows are there: their order counts."""

    versions: tuple[RuleInForce, ...]
    budgets: dict[str, int | None]
    redeemable: frozenset[str]
    kinds: Sums = field(default_factory=dict)
    months: Sums = field(default_factory=dict)
    tiers: Sums = field(default_factory=dict)
    rules: Sums = field(default_factory=dict)
    members: dict[int, int] = field(default_factory=dict)
    held: dict[str, list[tuple[RuleInForce, int, int, str, str, int]]] = field(default_factory=dict)


def simulate(
    actor: Actor, programme_id: UUID, proposal: Proposal, *, months: int, now: datetime, progress: Callable[[int], None] | None = None
) -> Simulated:
    """Returns what the proposed rules would have given for what members did over the last months, against the rules in force then, both
    from the purchases alone; nothing is written. Proposed rules hold for all of the time. `progress` is told how many purchases are done.
    Raises Invalid for a rule that cannot be carried out."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    checked_months(months)
    programme = get_programme(actor, programme_id)
    today = day_of(now, programme.time_zone)
    span = (added_months(today, -months), today)
    tallies = _tallies(actor, programme, proposal)
    places: dict[UUID, int] = {}
    done, unpriced = 0, 0
    tags = tags_asked([one for tally in tallies for one in tally.versions])
    for purchases in _done_within(actor, programme, Wanted(now), tags, span):
        block = _block(purchases, places)
        for tally in tallies:
            _count(tally, block, done)
        done += len(purchases)
        unpriced += sum(one.amount_minor is None for one in purchases)
        if progress:
            progress(done)
    for tally in tallies:
        _settle(tally)
    return _answer(actor, programme, tallies, span, (done, len(places), unpriced))


def _tallies(actor: Actor, programme: Programme, proposal: Proposal) -> tuple[_Tally, _Tally]:
    for one in proposal.rules:
        checked_rule(one.rule, [kind.code for kind in programme.kinds])
    versions = list_versions(actor, programme.id)
    funded = {one.rule_id: one.left + one.given for one in list_budgets(actor, programme)}
    now = {one.code: funded.get(one.rule_id, 0) if one.rule.has_budget else None for one in versions}
    replaced = {one.code for one in proposal.rules} | proposal.without
    kept = [one for one in versions if one.code not in replaced]
    asked = [RuleInForce(UUID(int=place), one.code, 1, EPOCH, None, one.rule) for place, one in enumerate(proposal.rules, start=1)]
    then = {one.code: now[one.code] for one in kept} | {one.code: one.budget for one in proposal.rules}
    redeemable = frozenset(one.code for one in programme.kinds if one.role is PointRole.REDEEMABLE)
    return _Tally(tuple(versions), now, redeemable), _Tally((*kept, *asked), then, redeemable)


def _done_within(
    actor: Actor, programme: Programme, wanted: Wanted, tags: frozenset[str], span: tuple[date, date]
) -> Iterator[list[Purchase]]:
    """Stays and flights of members within the days, those done before the member joined left out, each with the tier of its time."""
    enrolled = dict(Member.objects.filter(programme_id=programme.id).values_list("id", "enrolled_on"))
    history, base = tier_history(actor), base_tier(actor, programme.id)
    for purchases in read_purchases(actor, programme, replace(wanted, days=span, at_once=AT_ONCE), tags):
        counted = [counted_on(one, span[1]) for one in purchases if one.stage is Stage.DONE]
        found = [
            _in_tier(one, tier_on(history.get(one.member_id, ()), base, one.starts_on or one.counts_on))
            for one in counted
            if one.counts_on and span[0] <= one.counts_on <= span[1] and enrolled[one.member_id] <= one.counts_on
        ]
        if found:
            yield found


def _in_tier(purchase: Purchase, tier: str) -> Purchase:
    return purchase if purchase.tier == tier else replace(purchase, tier=tier)


def _block(purchases: Sequence[Purchase], places: dict[UUID, int]) -> _Block:
    members = np.array([places.setdefault(one.member_id, len(places)) for one in purchases], dtype=np.int64)
    words: dict[str, Any] = {name: _objects([getattr(one, name) for one in purchases]) for name in (*WORDS, "tags")}
    numbers: dict[str, Any] = {name: np.array([getattr(one, name) for one in purchases], dtype=np.int64) for name in NUMBERS}
    days: dict[str, Any] = {name: np.array([getattr(one, name) for one in purchases], dtype="datetime64[D]") for name in DAYS}
    flags: dict[str, Any] = {
        name: np.array([getattr(one, name) for one in purchases], dtype=bool) for name in ("is_traveller", "is_booker", "is_company")
    }
    amounts = np.array([one.amount_minor or 0 for one in purchases], dtype=np.int64)
    months = [f"{one.counts_on:%Y-%m}" for one in purchases]
    return _Block(Columns(**words, **numbers, **days, **flags, amount_minor=amounts), members, months)


def _objects(values: Sequence[Any]) -> Any:
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found


def _count(tally: _Tally, block: _Block, before: int) -> None:
    for given in points_of(block.columns, tally.versions):
        rule = given.rule
        rows = zip(given.rows.tolist(), given.points.tolist(), strict=True)
        if rule.rule.caps.per_month is not None or tally.budgets.get(rule.code) is not None:
            held = tally.held.setdefault(rule.code, [])
            tiers = block.columns.tier
            held += [(rule, before + row, int(block.members[row]), block.months[row], tiers[row], points) for row, points in rows]
            continue
        for row, points in rows:
            _add(tally, rule, int(block.members[row]), block.months[row], block.columns.tier[row], points)


def _add(tally: _Tally, rule: RuleInForce, member: int, month: str, tier: str, points: int) -> None:
    tally.kinds[rule.rule.kind] = tally.kinds.get(rule.rule.kind, 0) + points
    tally.rules[rule.code] = tally.rules.get(rule.code, 0) + points
    if rule.rule.kind in tally.redeemable:
        tally.months[month] = tally.months.get(month, 0) + points
        tally.tiers[tier] = tally.tiers.get(tier, 0) + points
        tally.members[member] = tally.members.get(member, 0) + points


def _settle(tally: _Tally) -> None:
    """Rules EA7 and EA14: what was held back, in the order in which it was booked, within caps over a month and budgets."""
    for code, held in tally.held.items():
        held.sort(key=lambda row: row[1])
        points = np.array([row[5] for row in held], dtype=np.int64)
        most = held[-1][0].rule.caps.per_month
        if most is not None:
            keys = {key: place for place, key in enumerate(dict.fromkeys((row[2], row[3]) for row in held))}
            points = within_month(np.array([keys[row[2], row[3]] for row in held], dtype=np.int64), points, most)
        budget = tally.budgets.get(code)
        points = points if budget is None else within_budget(points, budget)
        for (rule, _, member, month, tier, _), left in zip(held, points.tolist(), strict=True):
            if left:
                _add(tally, rule, member, month, tier, left)


def _answer(
    actor: Actor, programme: Programme, tallies: tuple[_Tally, _Tally], span: tuple[date, date], counted: tuple[int, int, int]
) -> Simulated:
    now, then = tallies
    permille = breakage_permille(actor, programme)
    change = [then.members.get(one, 0) - now.members.get(one, 0) for one in {*now.members, *then.members}]
    purchases, members, unpriced = counted
    return Simulated(
        *span,
        purchases,
        members,
        unpriced,
        _differences(now.kinds, then.kinds),
        _differences(now.months, then.months),
        _differences(now.tiers, then.tiers),
        _differences(now.rules, then.rules),
        sum(one > 0 for one in change),
        sum(one < 0 for one in change),
        permille,
        _cost(programme, now, permille),
        _cost(programme, then, permille),
    )


def _differences(one: Sums, other: Sums) -> tuple[Difference, ...]:
    return tuple(Difference(name, one.get(name, 0), other.get(name, 0)) for name in sorted({*one, *other}))


def _cost(programme: Programme, tally: _Tally, permille: int) -> Money:
    """Face value less what is expected to be never redeemed, rounded down."""
    points = sum(tally.months.values())
    return Money(points * programme.policy.face_minor_per_1000 * (1000 - permille) // 1_000_000, programme.currency)
