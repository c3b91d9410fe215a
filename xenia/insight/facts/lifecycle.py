"""The life of every guest's relation at once: the rules H1 to H10 of `rules.lifecycle` over the days on which guests booked."""

from datetime import datetime

import ibis
import pyarrow as pa
from ibis.expr.types import IntegerValue, StringValue, Table

from xenia.insight.facts.booked import booked
from xenia.insight.facts.known import day_of
from xenia.insight.rules import lifecycle as rules
from xenia.insight.types.policies import LifecyclePolicy
from xenia.insight.types.standing import Stage

MOVES = "guest_stage_moves"
MOVES_SCHEMA = pa.schema(
    [pa.field("guest_id", pa.string()), pa.field("moved_on", pa.date32()), pa.field("before", pa.string()), pa.field("after", pa.string())]
)
DAYS_SCHEMA = pa.schema([("guest_no", pa.int64()), ("ago", pa.int64()), ("line", pa.string())])
"""What the rules are carried out over: a day with a booking, as whole days before the day looked at."""


def booking_days(as_of: datetime, *, backfilled: bool = False) -> Table:
    """One row a guest and day on which they made a booking that stands: `guest_no`, `ago` (days before the moment) and `line` (of several
    the first in the alphabet)."""
    rows = booked(as_of, backfilled=backfilled)
    rows = rows.filter(rows.is_kept & rows.guest_no.notnull())
    return rows.group_by(["guest_no", "ago"]).aggregate(line=rows.line.min())


def visits(days: Table, policy: LifecyclePolicy) -> Table:
    """In: `DAYS_SCHEMA`. Out: one row each with what `rules.lifecycle.Visit` has, `typical_days`, the place from 0 among all days (`gaps`)
    and how long ago the next one was (`next_ago`, null for the last)."""
    guest = ibis.window(group_by=days.guest_no, order_by=days.ago.desc())
    placed = days.mutate(
        gaps=ibis.row_number().over(guest),
        span=days.ago.max().over(ibis.window(group_by=days.guest_no)) - days.ago,
        first_line=days.line.first(include_null=True).over(guest),
        before_ago=days.ago.lag().over(guest),
        next_ago=days.ago.lead().over(guest),
    )
    timed = _timed(placed, policy)
    guest = ibis.window(group_by=timed.guest_no, order_by=timed.ago.desc())
    slept = timed.mutate(
        is_return=ibis.coalesce((timed.before_ago - timed.ago - 1 >= timed.sleeping_after.lag().over(guest)).cast("int64"), 0),
        silent_before=timed.before_ago - timed.ago - 1,
    )
    guest = ibis.window(group_by=slept.guest_no, order_by=slept.ago.desc())
    streaks = slept.mutate(streak=slept.is_return.cumsum().over(guest))
    within = ibis.window(group_by=[streaks.guest_no, streaks.streak], order_by=streaks.ago.desc())
    whole = streaks.mutate(place=ibis.row_number().over(within) + 1)
    return whole.mutate(active=_active(whole, policy))


def _timed(placed: Table, policy: LifecyclePolicy) -> Table:
    """The rhythm (H2, H3) and the days of silence it allows (H4)."""
    usual = typical_gaps(placed, policy)
    joined = placed.left_join(usual, placed.first_line == usual.of_line)
    typical = ibis.coalesce(joined.usual_days, policy.typical_days)
    own = (joined.span * 2 + joined.gaps) // (joined.gaps * 2).nullif(0)
    rhythm = ibis.greatest(
        ibis.least((joined.gaps >= rules.OWN_RHYTHM_GAPS).ifelse(own, typical), policy.rhythm_days_max), policy.rhythm_days_min
    )
    known = joined.mutate(typical_days=typical.cast("int64"), rhythm_days=rhythm.cast("int64")).drop("of_line", "usual_days")
    return known.mutate(
        at_risk_after=_halves(known, policy.at_risk_halves),
        sleeping_after=ibis.greatest(_halves(known, policy.sleeping_halves), policy.sleeping_days_min),
        lost_after=ibis.greatest(_halves(known, policy.lost_halves), policy.lost_days_min),
    )


def typical_gaps(placed: Table, policy: LifecyclePolicy) -> Table:
    """One row a line in which enough relations with a repeat began: `of_line` and `usual_days`, the median of their mean gaps (H3)."""
    each = placed.group_by(["guest_no", "first_line"]).aggregate(mean=placed.span.max() / placed.gaps.max().nullif(0))
    each = each.filter(each["mean"].notnull() & each.first_line.notnull())
    found = each.group_by(of_line=each.first_line).aggregate(guests=each.count(), middle=each["mean"].median())
    days = (found.middle + 0.5).floor().cast("int64")
    return found.filter(found.guests >= rules.TYPICAL_GUESTS_MIN).select(
        "of_line", usual_days=ibis.greatest(ibis.least(days, policy.rhythm_days_max), policy.rhythm_days_min)
    )


def stage_moves(found: Table, as_of: datetime) -> Table:
    """In: `visits`. Out: one row a guest and day on which the stage changed, until the moment: `guest_no`, `ago`, `before`, `after`."""
    last = ibis.window(group_by=found.guest_no, order_by=found.ago.desc())
    lagged = found.mutate(
        active_before=found.active.lag().over(last),
        risk_before=found.at_risk_after.lag().over(last),
        sleep_before=found.sleeping_after.lag().over(last),
        lost_before=found.lost_after.lag().over(last),
    )
    silent = _silent_stage(lagged.silent_before, lagged.active_before, (lagged.risk_before, lagged.sleep_before, lagged.lost_before))
    booking = lagged.select(
        "guest_no", "ago", before=lagged.active_before.isnull().ifelse(Stage.PROSPECT.value, silent), after=lagged.active
    )
    parts = [booking.filter(booking.before != booking.after)]
    before: StringValue = found.active
    for stage, days in ((Stage.AT_RISK, found.at_risk_after), (Stage.SLEEPING, found.sleeping_after), (Stage.LOST, found.lost_after)):
        came = found.select("guest_no", "next_ago", ago=found.ago - days, before=before, after=ibis.literal(stage.value))
        parts.append(came.filter(came.ago > ibis.coalesce(came.next_ago, -1)).drop("next_ago"))
        before = ibis.literal(stage.value)
    return ibis.union(*parts)


def stages(found: Table) -> Table:
    """In: `visits`. Out: one row a guest who ever booked: `guest_no`, `stage` at the moment, `place` since they came back, `rhythm_days`,
    `typical_days`, `gaps`, `first_line`, `last_ago` and all `days_ago`, in no order."""
    last = found.filter(found.next_ago.isnull())
    ended = last.select(
        "guest_no", "place", "rhythm_days", "typical_days", "gaps", "first_line",
        last_ago=last.ago,
        stage=_silent_stage(last.ago, last.active, (last.at_risk_after, last.sleeping_after, last.lost_after)),
    )  # fmt: skip
    days = found.group_by("guest_no").aggregate(days_ago=found.ago.collect())
    return ended.join(days, "guest_no")


def lifecycle(as_of: datetime, policy: LifecyclePolicy, *, backfilled: bool = False) -> Table:
    """`stages` point-in-time correct: what a model may be trained on. One row a guest who had booked by the moment."""
    return stages(visits(booking_days(as_of, backfilled=backfilled), policy))


def with_days(rows: Table, as_of: datetime) -> Table:
    """In: rows with `ago`. Out: the same with `moved_on`, the day itself."""
    return rows.mutate(moved_on=(day_of(as_of) - rows.ago.as_interval("D")).cast("date"))


def _active(rows: Table, policy: LifecyclePolicy) -> StringValue:
    """H5 to H7 and H10."""
    alone = (rows.streak > 0).ifelse(Stage.WON_BACK.value, Stage.NEW.value)
    return ibis.cases((rows.place == 1, alone), (rows.place >= policy.loyal_days, Stage.LOYAL.value), else_=Stage.GROWING.value)


def _silent_stage(silent: IntegerValue, active: StringValue, after: tuple[IntegerValue, IntegerValue, IntegerValue]) -> StringValue:
    """H4 and H8."""
    at_risk, sleeping, lost = after
    return ibis.cases(
        (silent < at_risk, active),
        (silent < sleeping, Stage.AT_RISK.value),
        (silent < lost, Stage.SLEEPING.value),
        else_=Stage.LOST.value,
    )


def _halves(rows: Table, count: int) -> IntegerValue:
    return ((rows.rhythm_days * count + 1) // 2).cast("int64")
