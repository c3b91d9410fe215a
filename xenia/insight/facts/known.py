"""What was known at a moment: the ground every feature stands on. A row of a training set sees nothing that came after its date.

A row counts as known from the earlier of two instants: when its source says it was so (`order_at`), and when it reached the lake
(`recorded_at`). So history that was loaded later can still be learned from, and a source whose clock runs ahead is believed on arrival.
Of bookings the latest version known by then counts: one that was cancelled afterwards still stands.
"""

from datetime import datetime

import ibis
import pyarrow as pa
from ibis.expr.types import BooleanValue, DateScalar, IntegerValue, Table, TimestampScalar, TimestampValue, Value

from xenia.insight.rules.windows import ENDED_STATES
from xenia.lake import read

GUEST_MAP = pa.schema([("record_id", pa.string()), ("guest_id", pa.string()), ("guest_no", pa.int64()), ("is_wanted", pa.bool_())])
"""Which guest a record belongs to. `guest_no` numbers the guests from 0, so that ten million rows are grouped by whole numbers; features
are made of the guests that are wanted, the others are needed to tell who travels with whom."""
RATES = pa.schema([("currency", pa.string()), ("day", pa.date32()), ("factor", pa.float64())])
"""One row a currency and day, from the first day on which a rate is known to the last: joined by equality, however many bookings."""

MOMENTS = 8
"""Of so many moments what many features stand on is put into words once, and not for each of them."""


def guest_map() -> Table:
    """One row a record: see `GUEST_MAP`. Who executes an expression gives it."""
    return read.given("guest_map", GUEST_MAP)


def rates() -> Table:
    """One row a currency and day: minor units times `factor` are minor units of the reporting currency."""
    return read.given("rates", RATES)


def instant(as_of: datetime) -> TimestampScalar:
    """The moment as an expression."""
    return ibis.literal(as_of, type="timestamp('UTC', 6)")


def day_of(as_of: datetime) -> DateScalar:
    """The day of the moment, in UTC."""
    return ibis.literal(as_of.date())


def days_before(as_of: datetime, day: Value) -> IntegerValue:
    """Whole days from the day to the day of the moment; below zero for a day to come."""
    return day_of(as_of).delta(day, unit="day")


def known_at(rows: Table) -> TimestampValue:
    """The instant from which a row counts as known."""
    return ibis.least(rows.order_at, rows.recorded_at)


def known_rows(name: str, as_of: datetime) -> Table:
    """In: a fact table. Out: its columns, every version known at the moment."""
    rows = read.table(name)
    return rows.filter(known_at(rows) <= instant(as_of))


def known_versions(name: str, as_of: datetime) -> Table:
    """In: a fact table whose records may come again. Out: its columns, one row a record: the latest version known at the moment."""
    return read.current_versions(known_rows(name, as_of))


def known_happenings(name: str, as_of: datetime, *, backfilled: bool = False) -> Table:
    """In: a fact table of things that happened `at` an instant. Out: its columns, what had happened and was known by then.

    Backfilled: what had happened, whenever it was told.
    """
    rows = read.table(name)
    happened = ibis.coalesce(rows.at, rows.order_at) <= instant(as_of)
    return rows.filter(happened if backfilled else happened & (known_at(rows) <= instant(as_of)))


def known_bookings(as_of: datetime, *, backfilled: bool = False) -> Table:
    """In: booking_versions. Out: its columns, one row a booking that was known at the moment, as it was known.

    Backfilled: a booking that was made before the moment and first told of after it is there too, as it must have looked: the first version
    that was told, without an end that came later. Only so can history be learned from where a source keeps none but its last state; amounts
    of such bookings are those told later.
    """
    if not backfilled:
        return known_versions("booking_versions", as_of)
    rows, known = read.table("booking_versions"), known_rows("booking_versions", as_of)
    later = rows.filter((known_at(rows) > instant(as_of)) & (rows.booked_at <= instant(as_of)))
    unheard = later.anti_join(known, ["source_id", "record_hash"])
    oldest = ibis.window(group_by=[unheard.source_id, unheard.record_hash], order_by=[unheard.order_at, unheard.content_hash])
    first = unheard.mutate(_place=ibis.row_number().over(oldest))
    first = first.filter(first._place == 0).drop("_place")
    return read.current_versions(known).union(_as_it_looked(first, as_of))


def _as_it_looked(rows: Table, as_of: datetime) -> Table:
    today = day_of(as_of)
    still_ahead = rows.starts_on.isnull() | (rows.starts_on >= today)
    ended_later = rows.cancelled_on.notnull().ifelse(rows.cancelled_on > today, still_ahead)
    is_told_too_much = ((rows.status == "cancelled") & ended_later) | (rows.status.isin(ENDED_STATES) & still_ahead)
    return rows.mutate(
        status=is_told_too_much.ifelse(ibis.literal("confirmed"), rows.status),
        cancelled_on=is_told_too_much.ifelse(ibis.null("date"), rows.cancelled_on),
        cancel_reason=is_told_too_much.ifelse(ibis.null("string"), rows.cancel_reason),
    )


def of_wanted_guests(rows: Table, record: str) -> Table:
    """In: rows that name a record in the column `record`. Out: the same with `guest_no`, only those of guests that are wanted."""
    people = guest_map()
    people = people.filter(people.is_wanted).select(_record=people.record_id, guest_no=people.guest_no)
    return rows.join(people, rows[record] == people._record).drop("_record")


def share(part: BooleanValue, whole: BooleanValue) -> Value:
    """Of a group: the rows of the part by the rows of the whole; null where the whole is none."""
    return (part & whole).sum() / whole.sum().nullif(0)


def most(words: Value, times: Value) -> Value:
    """Of a group: the word with the greatest number, the last in the alphabet among equals. The same on every engine, unlike a mode."""
    return (times.cast("string").lpad(9, "0") + words).max().substr(9)
