"""Value tiers of all guests at once: the rules VT1 to VT4 of `rules.value`."""

from uuid import UUID

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from xenia.insight.facts.standing import standing
from xenia.insight.rules.value import PARTS, parts_of
from xenia.insight.types.policies import Tier, TierScale, ValueTiers
from xenia.lake import read

SCORES = "guest_scores"
SCORE = "value_minor_365d"
EXPECTED_SCHEMA = pa.schema([("guest_id", pa.string()), (SCORE, pa.int64())])


def expected(version: UUID) -> Table:
    """What the model expects of each guest: `guest_id`, `value_minor_365d`; guests it says nothing of are left out."""
    rows = read.snapshot(SCORES, EXPECTED_SCHEMA, version)
    return rows.filter(rows[SCORE].notnull())


def values(version: UUID, scored: UUID | None) -> Table:
    """VT1. One row a guest of the snapshot with a booking that stands and no agency: `guest_id`, `value_minor` (expected by the scores of
    the version `scored`, 0 where they say nothing; without one, spent in 730 days)."""
    rows = standing(version)
    people = rows.filter(rows.group.notnull())
    if scored is None:
        return people.select("guest_id", value_minor=ibis.coalesce(people.minor, 0))
    said = expected(scored).rename(said_id="guest_id")
    joined = people.left_join(said, people.guest_id == said.said_id)
    return joined.select("guest_id", value_minor=ibis.coalesce(joined[SCORE], 0))


def tiers(rows: Table, policy: ValueTiers) -> Table:
    """In: `values`. Out: the same with `tier`, one row a guest."""
    value = rows.value_minor
    if policy.scale is TierScale.BOUNDS:
        return rows.mutate(
            tier=ibis.cases(
                (value >= policy.high_minor_least, Tier.HIGH.value),
                (value >= policy.middle_minor_least, Tier.MIDDLE.value),
                else_=Tier.LOW.value,
            )
        )
    ahead = ibis.rank().over(ibis.window(order_by=value.desc()))
    ties = rows.count().over(ibis.window(group_by=value))
    placed = rows.mutate(_place=(ahead * 2 + ties) * PARTS, _guests=rows.count().over(ibis.window()) * 2)
    high = parts_of(policy.high_share)
    tier = ibis.cases(
        (placed.value_minor <= 0, Tier.LOW.value),
        (placed._place <= placed._guests * high, Tier.HIGH.value),
        (placed._place <= placed._guests * (high + parts_of(policy.middle_share)), Tier.MIDDLE.value),
        else_=Tier.LOW.value,
    )
    return placed.mutate(tier=tier).drop("_place", "_guests")


def tenths(rows: Table) -> Table:
    """In: `expected`. Out: one row a tenth of the guests, those of the highest value first (`tenth` from 0): `guests`, `total`, `low`,
    `high`. Of guests of equal value some may be in the next tenth."""
    value = rows[SCORE]
    placed = rows.mutate(tenth=ibis.ntile(10).over(ibis.window(order_by=[value.desc(), rows.guest_id])))
    minor = placed[SCORE]
    return placed.group_by("tenth").aggregate(guests=placed.count(), total=minor.sum(), low=minor.min(), high=minor.max()).order_by("tenth")
