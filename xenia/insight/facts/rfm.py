"""Scores of all guests by rules F1 to F8 of `rules.rfm`: fifths, bounds of the business, LRFMC, and the groups of the cells."""

from datetime import datetime

import ibis
import pyarrow as pa
from ibis.expr.types import IntegerValue, StringValue, Table, Value

from xenia.insight.facts.booked import booked
from xenia.insight.facts.known import guest_map
from xenia.insight.rules import rfm as rules
from xenia.insight.rules.windows import WINDOWS
from xenia.insight.types.policies import RfmThresholds

YEARS = WINDOWS[-1]
SCORES = ("recency", "frequency", "money", "length", "price", "recency_bound", "frequency_bound", "money_bound")
INPUT_SCHEMA = pa.schema(
    [
        ("guest_id", pa.string()), ("recency_days", pa.int64()), ("age_days", pa.int64()), ("bookings_730d", pa.int64()),
        ("spend_minor_730d", pa.int64()), ("promotion_share_730d", pa.float64()), ("is_agency", pa.bool_()),
    ]
)  # fmt: skip
"""What scores are made of: columns of the snapshot."""


def scores(rows: Table, bounds: RfmThresholds) -> Table:
    """In: `INPUT_SCHEMA`, one row a guest, and the bounds of the business. Out: one row a guest who has a booking that stands and is no
    agency: `guest_id`, `minor` (spend of two years), `SCORES` of 1 to 5, and `group` and `group_bound`, the codes of the groups."""
    people = rows.filter(rows.recency_days.notnull() & ~rows.is_agency)
    recent, often, spent = -people.recency_days, people.bookings_730d, people.spend_minor_730d
    full_price = -ibis.coalesce(people.promotion_share_730d, 2.0)
    scored = people.select(
        "guest_id", "recency_days", "bookings_730d",
        minor=people.spend_minor_730d,
        recency=_fifth(people, recent, often, spent),
        frequency=_fifth(people, often, spent, recent),
        money=_fifth(people, spent, often, recent),
        length=_fifth(people, people.age_days),
        price=_fifth(people, full_price),
        recency_bound=_recency_score(people.recency_days, bounds.recency_days_most),
        frequency_bound=_least_score(often, bounds.frequency_least),
        money_bound=_least_score(spent, bounds.money_minor_least),
    )  # fmt: skip
    return scored.mutate(
        group=group_of(scored.recency, scored.frequency), group_bound=group_of(scored.recency_bound, scored.frequency_bound)
    )


def inputs_on(as_of: datetime, agencies: Table) -> Table:
    """`INPUT_SCHEMA` as of an earlier moment, from facts; guests of `agencies` (`guest_id`) are marked. One row a guest with a booking that
    stood. Bookings that were made by then and told of later are there too, as they must have looked."""
    rows = booked(as_of, backfilled=True)
    kept = rows.filter(rows.is_kept & rows.guest_no.notnull())
    lately = kept.ago < YEARS
    sums = kept.group_by("guest_no").aggregate(
        recency_days=kept.ago.min(),
        age_days=kept.ago.max(),
        bookings_730d=lately.sum(),
        spend_minor_730d=ibis.coalesce(kept.minor.sum(where=lately), 0),
        promotion_share_730d=(kept.has_promotion & lately).sum() / lately.sum().nullif(0),
    )
    people = guest_map().select("guest_no", "guest_id").distinct()
    named = sums.join(people, "guest_no")
    set_apart = agencies.select(agency_id=agencies.guest_id)
    joined = named.left_join(set_apart, named.guest_id == set_apart.agency_id)
    whole = joined.mutate(is_agency=joined.agency_id.notnull())
    types = ibis.Schema.from_pyarrow(INPUT_SCHEMA)
    return whole.select(**{name: whole[name].cast(types[name]) for name in INPUT_SCHEMA.names})


def bound_group(rows: Table, bounds: RfmThresholds) -> StringValue:
    """F4 and F6 of rows with `recency_days` and `bookings_730d`: the code of the group by the bounds of the business."""
    return group_of(_recency_score(rows.recency_days, bounds.recency_days_most), _least_score(rows.bookings_730d, bounds.frequency_least))


def group_of(recency: IntegerValue, frequency: IntegerValue) -> StringValue:
    """F6, as an expression."""
    cell = recency * 10 + frequency
    cells = {
        group.code: [10 * recent + often for (recent, often), code in rules.GROUP_OF.items() if code == group.code]
        for group in rules.GROUPS
    }
    return ibis.cases(*((cell.isin(places), code) for code, places in cells.items()))


def _fifth(rows: Table, *keys: Value) -> IntegerValue:
    """F2 and F3: the last keys decide among those whose first are equal; who is equal in all gets the fifth of their middle."""
    rank = ibis.rank().over(ibis.window(order_by=list(keys)))
    ties = rows.count().over(ibis.window(group_by=list(keys)))
    guests = rows.count().over(ibis.window())
    return ((rules.FIFTHS * (rank * 2 + ties)) // (guests * 2) + 1).cast("int64")


def _recency_score(days: IntegerValue, bounds: tuple[int, ...]) -> IntegerValue:
    score: IntegerValue = ibis.literal(rules.FIFTHS, "int64")
    for most in bounds:
        score = score - (days > most).cast("int64")
    return score


def _least_score(value: IntegerValue, bounds: tuple[int, ...]) -> IntegerValue:
    score: IntegerValue = ibis.literal(1, "int64")
    for least in bounds:
        score = score + (value >= least).cast("int64")
    return score
