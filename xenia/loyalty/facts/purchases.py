"""What members bought, as earning reads it: a stay, or a coupon of a journey, for each member who may earn by it."""

from datetime import date, datetime
from functools import lru_cache

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from xenia.insight.facts.booked import made_at, with_money
from xenia.insight.facts.first_told import attribute
from xenia.insight.facts.known import MOMENTS, known_at, known_rows
from xenia.lake import read

MEMBER_MAP = pa.schema([("record_id", pa.string()), ("member_id", pa.string()), ("is_fresh", pa.bool_())])
"""Which member a record belongs to; `is_fresh`: it became theirs since earning looked last."""
ASKED = pa.schema([("booking_id", pa.string())])
SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in (
            "booking_id", "part", "member_id", "line", "property", "product", "channel", "status", "coupon_status", "cabin", "origin",
            "destination", "told_km", "currency",
        )),
        *((name, pa.bool_()) for name in ("is_retold", "is_coupon", "is_traveller", "is_booker", "has_other_refunds")),
        ("made_at", pa.timestamp("us", tz="UTC")),
        *((name, pa.date32()) for name in ("starts_on", "ends_on", "departs_on")),
        *((name, pa.int64()) for name in ("nights", "travellers", "coupons")),
        *((name, pa.int64()) for name in ("total_minor", "coupon_minor", "paid_minor", "refunded_minor")),
        ("factor", pa.float64()),
    ]
)  # fmt: skip
"""`factor`: minor units times it are minor units of the programme's currency at the rate of the day of booking, null for an unknown one."""
COUPON_LINES = ("air", "rail")
REFUND_WORDS = ("refunded", "refund", "退款", "已退款")
UNPAID_WORDS = ("failed", "cancelled", "canceled", "pending", "void", "失败", "待支付", "已取消")
_VERSION = ("source_id", "run_id", "row_number", "record_hash", "content_hash", "order_at", "recorded_at", "booking_id")
_BOOKING = (
    *_VERSION, "booking_key", "line", "status", "channel", "property", "currency", "rate_code", "external_reference", "booker_id",
    "traveller_ids", "booked_at", "starts_on", "ends_on", "total_minor", "nights",
)  # fmt: skip
_TOLD = (
    "booking_id", "line", "status", "channel", "property", "currency", "rate_code", "booker_id", "traveller_ids", "starts_on", "ends_on",
    "total_minor", "nights", "made_at", "is_coupon", "is_retold", "factor",
)  # fmt: skip
_ITEM = (
    *_VERSION, "item_key", "kind", "status", "origin", "destination", "cabin", "fare_class", "room_type", "amount_minor", "currency",
    "departs_on", "attributes",
)  # fmt: skip
_PAYMENT = (*_VERSION, "amount_minor", "status", "currency")


def members() -> Table:
    """One row a record of a member: see `MEMBER_MAP`. Who executes an expression gives it."""
    return read.given("member_map", MEMBER_MAP)


def asked_bookings() -> Table:
    """The bookings asked for, given by who executes."""
    return read.given("asked_bookings", ASKED)


@lru_cache(MOMENTS)
def purchases(told: Table, as_of: datetime) -> Table:
    """In: `told_bookings`. Out: one row a booking, coupon and member who may earn by it, as known at the moment: the columns of `SCHEMA`.

    Of a stay the first named traveller who is a member is there, and the booker; of a journey every traveller. Bookings that name no
    traveller count their booker for one. Absent are bookings of nobody who is a member.
    """
    rows = _with_payments(_with_coupons(told, as_of), told, as_of)
    return _shaped(rows.join(_earners(told), "booking_id")).order_by("made_at", "booking_id", "part", "member_id")


@lru_cache(MOMENTS)
def told_bookings(
    as_of: datetime, *, since: datetime | None = None, is_asked: bool = False, days: tuple[date, date] | None = None
) -> Table:
    """One row a booking that names a member, in its latest version known at the moment, with `made_at`, `is_coupon`, `is_retold` and
    `factor`. Some may be of no member any more, or out of the days: who asks further leaves them out. What is asked for is found before
    versions are ranked, for there may be ten million of them. Who executes `purchases` keeps this: it is read several times.

    `since`: only bookings of which something was told after it, and those of fresh members; `is_asked`: only those given; `days`: only what
    may have been done within them.
    """
    rows = _known("booking_versions", _BOOKING, as_of)
    if is_asked:
        rows = rows.semi_join(asked_bookings(), "booking_id")
    elif since is not None:
        rows = rows.semi_join(_touched(rows, as_of, since), "booking_id")
    found = _people(rows if days is None else _perhaps_within(rows, as_of, *days)).semi_join(members(), "record_id")
    rows = _retold(read.current_versions(rows.semi_join(found, "record_hash")), as_of)
    rows = rows.mutate(made_at=made_at(rows, as_of), is_coupon=ibis.coalesce(rows.line.isin(COUPON_LINES), False))
    return with_money(rows.mutate(made_on=rows.made_at.date())).select(*_TOLD)


def done_within(rows: Table, first: date, last: date) -> Table:
    """In: purchases. Out: those whose days of stay or flight touch the days, and that are not void; for questions about a while."""
    ends = ibis.coalesce(rows.departs_on, rows.ends_on, rows.starts_on)
    begins = ibis.coalesce(rows.departs_on, rows.starts_on, rows.ends_on)
    stands = ~rows.is_retold & ~rows.status.isin(("cancelled", "no_show", "requested", "waitlisted"))
    return rows.filter((ends >= ibis.literal(first)) & (begins <= ibis.literal(last)) & stands)


def _perhaps_within(rows: Table, as_of: datetime, first: date, last: date) -> Table:
    """Versions that touch the days, and of journeys those with a coupon that flies within them."""
    items = known_rows("booking_items", as_of)
    flying = items.filter(items.departs_on.between(ibis.literal(first), ibis.literal(last)))
    touching = (ibis.coalesce(rows.ends_on, rows.starts_on) >= ibis.literal(first)) & (
        ibis.coalesce(rows.starts_on, rows.ends_on) <= ibis.literal(last)
    )
    return rows.filter(touching | rows.booking_id.isin(flying.booking_id))


def _known(name: str, columns: tuple[str, ...], as_of: datetime) -> Table:
    return known_rows(name, as_of).select(*columns)


def _of_bookings(rows: Table, bookings: Table) -> Table:
    """In: versions of items or payments. Out: the latest of each that belongs to one of the bookings. One that moved to another booking is
    ranked with its former versions."""
    ever = rows.semi_join(bookings, "booking_id").select("record_hash")
    return read.current_versions(rows.semi_join(ever, "record_hash")).semi_join(bookings, "booking_id")


def _shaped(found: Table) -> Table:
    types = ibis.Schema.from_pyarrow(SCHEMA)
    return found.select(**{name: found[name].cast(types[name]) for name in SCHEMA.names})


def _touched(rows: Table, as_of: datetime, since: datetime) -> Table:
    """Bookings of which a version, an item or a payment was told since, those that such a booking tells again, and all of fresh members."""
    changed = [_told_since(name, as_of, since) for name in ("booking_versions", "booking_items", "payments")]
    named = rows.semi_join(changed[0], "booking_id").filter(lambda t: t.external_reference.notnull())
    again = rows.semi_join(named.select(booking_key="external_reference"), "booking_key").select("booking_id")
    fresh = members()
    fresh = fresh.filter(fresh.is_fresh).select("record_id")
    of_fresh = rows.semi_join(_people(rows).semi_join(fresh, "record_id"), "record_hash").select("booking_id")
    return changed[0].union(*changed[1:], again, of_fresh, distinct=True)


def _told_since(name: str, as_of: datetime, since: datetime) -> Table:
    rows = read.table(name)
    until, after = ibis.literal(as_of, type="timestamp('UTC', 6)"), ibis.literal(since, type="timestamp('UTC', 6)")
    is_new = (known_at(rows) <= until) & ((known_at(rows) > after) | ((rows.recorded_at > after) & (rows.recorded_at <= until)))
    return rows.filter(is_new & rows.booking_id.notnull()).select("booking_id").distinct()


def _retold(rows: Table, as_of: datetime) -> Table:
    """Beside each booking whether one of another source names it as its own: that one earns (rule EA2)."""
    every = _known("booking_versions", _BOOKING, as_of)
    ever = every.filter(every.external_reference.notnull()).semi_join(rows.select(external_reference="booking_key"), "external_reference")
    told = read.current_versions(every.semi_join(ever, "record_hash"))
    naming = told.filter(told.external_reference.notnull()).select(
        _reference="external_reference", _line="line", _source="source_id"
    ).distinct()  # fmt: skip
    named = rows.join(
        naming, [rows.booking_key == naming._reference, rows.line == naming._line, rows.source_id != naming._source]
    ).select("booking_id").distinct().mutate(is_retold=ibis.literal(True))  # fmt: skip
    joined = rows.left_join(named, "booking_id").drop("booking_id_right")
    return joined.mutate(is_retold=ibis.coalesce(joined.is_retold, False))


def _with_coupons(rows: Table, as_of: datetime) -> Table:
    """In: bookings. Out: one row each, of journeys one for each coupon that is told of."""
    items = _of_bookings(_known("booking_items", _ITEM, as_of), rows)
    rooms = items.group_by("booking_id").aggregate(room=items.room_type.min())
    coupons = items.filter(items.kind.isin(COUPON_LINES))
    coupons = coupons.select(
        "booking_id", "origin", "destination", "cabin", "departs_on", "fare_class", part="item_key", coupon_status="status",
        coupon_minor="amount_minor", coupon_currency="currency", told_km=attribute(coupons.attributes, "distance_km"),
    )  # fmt: skip
    counted = coupons.group_by("booking_id").aggregate(coupons=coupons.count())
    rows = rows.left_join(rooms, "booking_id").drop("booking_id_right")
    rows = rows.left_join(counted, "booking_id").drop("booking_id_right")
    coupons = coupons.semi_join(rows.filter(rows.is_coupon), "booking_id")  # a condition on one side alone would join row by row
    rows = rows.left_join(coupons, "booking_id").drop("booking_id_right")
    has_amount = rows.coupon_minor.notnull() & ibis.coalesce(rows.coupon_currency == rows.currency, False)
    stay = rows.ends_on.delta(rows.starts_on, unit="day")
    return rows.mutate(
        part=ibis.coalesce(rows.part, ""),
        coupon_status=ibis.coalesce(rows.coupon_status, ""),
        coupon_minor=has_amount.ifelse(rows.coupon_minor, ibis.null("int64")),
        product=ibis.coalesce(rows.fare_class, rows.room, rows.rate_code, ""),
        nights=ibis.coalesce(rows.nights.cast("int64"), (rows.line == "hotel").ifelse(stay.cast("int64"), 0), 0),
        coupons=ibis.coalesce(rows.coupons, 0),
        travellers=ibis.greatest(ibis.coalesce(rows.traveller_ids.length(), 0), 1),
    )


def _with_payments(rows: Table, told: Table, as_of: datetime) -> Table:
    """Beside each booking what was paid and given back in its own currency, and whether something was given back in another."""
    paid = _of_bookings(_known("payments", _PAYMENT, as_of), told)
    paid = paid.select("booking_id", "amount_minor", "status", paid_currency="currency")
    paid = paid.join(told.select("booking_id", "currency"), "booking_id").filter(lambda t: t.amount_minor.notnull())
    said = ibis.coalesce(paid.status.lower(), "")
    is_refund = said.isin(REFUND_WORDS) | (paid.amount_minor < 0)
    is_own = ibis.coalesce(paid.paid_currency == paid.currency, False)
    is_paid = ~is_refund & ~said.isin(UNPAID_WORDS)
    sums = paid.group_by("booking_id").aggregate(
        paid_minor=(is_paid & is_own).ifelse(paid.amount_minor, 0).sum(),
        refunded_minor=(is_refund & is_own).ifelse(paid.amount_minor.abs(), 0).sum(),
        has_other_refunds=(is_refund & ~is_own).any(),
    )
    joined = rows.left_join(sums, "booking_id").drop("booking_id_right")
    return joined.mutate(
        refunded_minor=ibis.coalesce(joined.refunded_minor, 0), has_other_refunds=ibis.coalesce(joined.has_other_refunds, False)
    )


def _people(rows: Table) -> Table:
    """One row a version and record that travels or booked."""
    travelling = rows.select("record_hash", record_id=rows.traveller_ids.unnest())
    return travelling.union(rows.filter(rows.booker_id.notnull()).select("record_hash", record_id="booker_id"))


def _earners(told: Table) -> Table:
    """One row a booking and member: whether they travel, of a stay only the first who is a member, and whether they booked (rule EA2)."""
    known = members().select("record_id", "member_id")
    rows = told.select("booking_id", "traveller_ids", "booker_id", "is_coupon")
    travelling = rows.mutate(record_id=rows.traveller_ids.unnest())
    travelling = travelling.mutate(place=travelling.traveller_ids.index(travelling.record_id).cast("int64"))
    alone = rows.filter(ibis.coalesce(rows.traveller_ids.length(), 0) == 0).filter(rows.booker_id.notnull())
    columns = ("booking_id", "is_coupon", "record_id", "place")
    alone = alone.mutate(record_id=alone.booker_id, place=ibis.literal(0, type="int64"))
    travelling = travelling.select(*columns).union(alone.select(*columns)).join(known, "record_id")
    firsts = travelling.group_by("booking_id", "is_coupon", "member_id").aggregate(place=travelling.place.min())
    order = ibis.window(group_by=firsts.booking_id, order_by=[firsts.place, firsts.member_id])
    firsts = firsts.mutate(_rank=ibis.row_number().over(order))
    firsts = firsts.filter((firsts._rank == 0) | firsts.is_coupon)
    booking = rows.filter(rows.booker_id.notnull()).select("booking_id", record_id="booker_id").join(known, "record_id")
    both = firsts.select("booking_id", "member_id", travels=ibis.literal(1), booked=ibis.literal(0)).union(
        booking.select("booking_id", "member_id", travels=ibis.literal(0), booked=ibis.literal(1))
    )
    return both.group_by("booking_id", "member_id").aggregate(is_traveller=both.travels.max() == 1, is_booker=both.booked.max() == 1)
