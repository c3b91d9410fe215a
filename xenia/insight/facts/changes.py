"""Whose features may differ from an earlier snapshot, so that the others need not be computed again.

A feature changes by a new fact, by a link, by a day on which something leaves or enters a window, and by the season; the last is the same
for everybody and takes a full run. What was deleted (by retention, or because another person was erased) is seen by the next full run only.
"""

from datetime import datetime, timedelta

import ibis
import pyarrow as pa
from ibis.expr.types import BooleanValue, IntegerValue, Table

from xenia.insight.facts.booked import booked
from xenia.insight.facts.known import guest_map, instant
from xenia.insight.facts.snapshot import features
from xenia.insight.rules.windows import VISIT_WINDOWS, WINDOWS
from xenia.lake import read

MARGIN = timedelta(days=1)
"""A chunk may have been committed a while after the instant it says it was recorded at."""
MOVED = pa.schema([("guest_id", pa.string())])
YEAR = 365


def changed_guests(before: datetime, as_of: datetime) -> Table:
    """One row a guest (`guest_id`) of the given map whose features may differ at `as_of` from the newest snapshot, made as of `before`.

    Given beside the map: `moved`, the guests to whom a record came since.
    """
    links = _changed_links()
    people = guest_map().select("record_id", "guest_id")
    of_links = people.semi_join(links, "guest_id").select("record_id")
    told = [
        _people_of_bookings(_touched_bookings(before, of_links).union(_bookings_at_an_edge(before, as_of))),
        _happenings("behaviour_events", (*VISIT_WINDOWS, YEAR), before, as_of),
        _happenings("interactions", (90, YEAR), before, as_of),
        _happenings("feedback", (), before, as_of),
    ]
    records: Table = ibis.union(*told, distinct=True)
    return ibis.union(people.semi_join(records, "record_id").select("guest_id"), links, distinct=True)


def _changed_links() -> Table:
    """Guests who are new, have another number of records than they had, or to whom a record came."""
    people = guest_map()
    now = people.group_by("guest_id").aggregate(records_now=people.count())
    then = features().select("guest_id", "records")
    both = now.left_join(then, "guest_id")
    differing = both.filter(both.records.isnull() | (both.records != both.records_now)).select("guest_id")
    return ibis.union(differing, read.given("moved", MOVED), distinct=True)


def _touched_bookings(before: datetime, records: Table) -> Table:
    """Bookings told of anew, themselves or an item of them, and bookings on which somebody travels whose records moved."""
    since = instant(before - MARGIN)
    versions, items = read.table("booking_versions"), read.table("booking_items")
    told = versions.filter(versions.recorded_at > since).select("booking_id")
    of_items = items.filter(items.recorded_at > since).select("booking_id")
    travelling = (
        versions.select("booking_id", record_id=versions.traveller_ids.unnest()).semi_join(records, "record_id").select("booking_id")
    )
    return ibis.union(told, of_items, travelling, distinct=True)


def _people_of_bookings(touched: Table) -> Table:
    """Everybody who is a party in any version of these bookings: a booking may have changed hands."""
    return _people(read.table("booking_versions").semi_join(touched, "booking_id"))


def _people(rows: Table) -> Table:
    return ibis.union(
        rows.select(record_id=rows.booker_id),
        rows.select(record_id=rows.payer_id),
        rows.select(record_id=rows.traveller_ids.unnest()),
        distinct=True,
    )


def _bookings_at_an_edge(before: datetime, as_of: datetime) -> Table:
    """Bookings that left a window since, or whose trip began, ended its year, or is no longer ahead."""
    days = (as_of.date() - before.date()).days
    rows = booked(as_of)
    since_start = -rows.starts_in
    edges = [_passed(rows.ago, edge, days) for edge in WINDOWS] + [_passed(since_start, edge, days) for edge in (0, 1, YEAR)]
    return rows.filter(_any(edges)).select("booking_id").distinct()


def _passed(days_since: IntegerValue, edge: int, days: int) -> BooleanValue:
    return (days_since >= edge) & (days_since - days < edge)


def _any(conditions: list[BooleanValue]) -> BooleanValue:
    found = conditions[0]
    for condition in conditions[1:]:
        found = found | condition
    return found


def _happenings(name: str, windows: tuple[int, ...], before: datetime, as_of: datetime) -> Table:
    """Records of whom something is new, happened since by its own clock, or left a window."""
    rows = read.table(name)
    edges = [
        (rows.at > instant(before - timedelta(days=days))) & (rows.at <= instant(as_of - timedelta(days=days))) for days in (0, *windows)
    ]
    return rows.filter((rows.recorded_at > instant(before - MARGIN)) | _any(edges)).select("record_id").distinct()
