"""Value tiers: how many guests are of high, middle and low value, and which one a guest is of. By the policy in force, at once."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pyarrow.compute as pc
from ibis.expr.types import Table

from xenia.insight.facts.scores import may_be_shown
from xenia.insight.facts.value import SCORES, expected, tenths, tiers, values
from xenia.insight.lifetime_value.product import KIND as MODEL
from xenia.insight.queries.objections import objecting_guests
from xenia.insight.queries.policies import policies_in_force
from xenia.insight.queries.scores import latest_scoring
from xenia.insight.queries.standing import find_standing, in_use
from xenia.insight.rules.value import NAMES, NO_TIER, WORDS, reason_of
from xenia.insight.types.policies import GuestTier, PolicyKind, Tier, TierCount, TierCounts, ValueSource
from xenia.insight.types.value import ValueDeciles, ValueTenth
from xenia.kernel.actor import Actor, product_actor
from xenia.kernel.errors import NotFound
from xenia.lake import read
from xenia.lake.snapshots import list_versions
from xenia.trust.types.access import Permission

EVERYBODY = product_actor("value", Permission.VIEW_GUESTS)


def scored_version() -> UUID | None:
    """Returns the scores in use, None where no model says yet what guests are worth. It tells nothing of anyone, so it takes no actor."""
    kept = list_versions(SCORES)
    if not kept:
        return None
    rows = expected(kept[0])
    return kept[0] if pc.sum(read.execute(rows.aggregate(guests=rows.count()), units=None)["guests"]).as_py() else None


def tier_counts(actor: Actor) -> TierCounts:
    """Returns the guests of each tier; raises NotFound before the first snapshot."""
    actor.require_for_company(Permission.VIEW_INSIGHT)
    used, policies, scored = in_use(actor), policies_in_force(actor), scored_version()
    found = {
        row["tier"]: row for row in read.execute(_counted(tiers(values(used.version, scored), policies.value)), units=None).to_pylist()
    }
    source = ValueSource.EXPECTED if scored else ValueSource.SPENT
    guests, total = sum(row["guests"] for row in found.values()), sum(row["minor"] for row in found.values())
    return TierCounts(
        as_of=used.as_of,
        source=source,
        words=WORDS[source],
        currency=used.policies.reporting.currency,
        stamp=policies.stamp(PolicyKind.VALUE),
        tiers=tuple(_count(tier, found.get(tier.value), guests, total) for tier in Tier),
    )


def tier_of(actor: Actor, identifier: UUID, *, now: datetime) -> GuestTier:
    """Returns the tier of one guest and why; raises NotFound and Refused as `features.get_features` does."""
    found, policy, scored = find_standing(actor, identifier, now=now), policies_in_force(actor).value, scored_version()
    everybody = tiers(values(in_use(actor).version, scored), policy)
    row = next(iter(read.execute(everybody.filter(everybody.guest_id == found.row["guest_id"]), units=None).to_pylist()), None)
    tier, source = (Tier(row["tier"]) if row else None), ValueSource.EXPECTED if scored else ValueSource.SPENT
    return GuestTier(
        guest_id=found.guest_id,
        as_of=found.as_of,
        source=source,
        tier=tier,
        name=NAMES[tier] if tier else NO_TIER,
        value_minor=row["value_minor"] if row else None,
        currency=found.policies.reporting.currency,
        reason=reason_of(tier, policy, source),
    )


def value_deciles(actor: Actor, *, now: datetime) -> ValueDeciles:
    """Returns what the newest scoring expects of guests in a year, tenth by tenth, the highest first; who objects to profiling is left out,
    and so are agencies, who are not scored. Raises NotFound before the first scoring by this model."""
    actor.require_for_company(Permission.VIEW_INSIGHT)
    used = latest_scoring(actor)
    if MODEL.name not in used.models:
        raise NotFound(
            "value_missing",
            "No model says yet what guests will be worth; train lifetime value under Insight, scores follow by themselves.",
            "还没有模型说明客人未来的价值；请在“洞察”中训练“终身价值”，评分会自动进行。",
        )
    asked = tenths(may_be_shown(expected(used.version)))
    found = read.execute(asked, units=None, given={"objecting": objecting_guests(EVERYBODY, now=now)}).to_pylist()
    return ValueDeciles(
        as_of=used.as_of,
        currency=in_use(actor).policies.reporting.currency,
        guests=sum(row["guests"] for row in found),
        sum_minor=sum(row["total"] for row in found),
        tenths=tuple(_tenth(row) for row in found),
    )


def _tenth(row: dict[str, Any]) -> ValueTenth:
    return ValueTenth(row["tenth"] + 1, row["guests"], row["total"], round(row["total"] / row["guests"]), row["low"], row["high"])


def _counted(rows: Table) -> Table:
    return rows.group_by("tier").aggregate(guests=rows.count(), minor=rows.value_minor.sum(), least=rows.value_minor.min())


def _count(tier: Tier, row: dict[str, Any] | None, guests: int, total: int) -> TierCount:
    if row is None:
        return TierCount(tier, NAMES[tier], 0, 0.0 if guests else None, 0.0 if total > 0 else None, None)
    return TierCount(tier, NAMES[tier], row["guests"], row["guests"] / guests, row["minor"] / total if total > 0 else None, row["least"])
