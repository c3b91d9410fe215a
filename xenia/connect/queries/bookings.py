"""Reads of bookings: the current version from PostgreSQL; versions, items and payments from the lake."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Sum
from ibis.expr.types import Table

from xenia.connect import models
from xenia.connect.queries.guests import file_names, names_of
from xenia.connect.queries.places import property_names
from xenia.connect.rows import booking_filter, booking_of, by_key, in_units, of_people
from xenia.connect.types.guests import BookingFilter, BookingPage, BookingSummary, BookingVersion, Party
from xenia.connect.types.home import BookingTotals, CurrencyTotal
from xenia.kernel.actor import Actor
from xenia.kernel.paging import Page, keys_of, page_size, page_token
from xenia.kernel.texts import Text
from xenia.lake import read
from xenia.lake.tables import COMMON
from xenia.trust.types.access import Permission


def list_bookings(actor: Actor, *, where: BookingFilter, page: str | None = None, size: int = 50) -> Page[BookingSummary]:
    """Returns the bookings under the filter, the ones booked last on top; those without a booking time come after all others."""
    actor.require(Permission.VIEW_BOOKINGS)
    size = page_size(size)
    rows = models.Booking.objects.filter(booking_filter(actor, where)).select_related("source")
    is_few = bool(where.record_ids or (where.text and where.text.strip()))
    found = (_newest_of_few if is_few else _newest)(rows, page, size + 1)
    following = None
    if len(found) > size:
        last = found[size - 1]
        following = page_token(last.booked_at.isoformat() if last.booked_at else "", str(last.booking_id))
    return Page(_summaries_of(actor, found[:size]), following)


def list_found(actor: Actor, key: str, record_ids: Sequence[UUID], count: int) -> list[BookingSummary]:
    """Returns the bookings with this key, or in which one of these records booked or travels, the ones booked last on top."""
    actor.require(Permission.VIEW_BOOKINGS)
    found = by_key(key) | of_people(record_ids) if record_ids else by_key(key)
    rows = models.Booking.objects.filter(in_units(actor) & found).select_related("source")
    return _summaries_of(actor, _newest_of_few(rows, None, count))


def list_by_ids(actor: Actor, booking_ids: Sequence[UUID]) -> list[BookingSummary]:
    """Returns those of these bookings that the actor sees, in any order."""
    actor.require(Permission.VIEW_BOOKINGS)
    rows = models.Booking.objects.filter(in_units(actor), booking_id__in=list(booking_ids)).select_related("source")
    return _summaries_of(actor, list(rows))


def get_totals(actor: Actor, *, where: BookingFilter) -> BookingTotals:
    """Returns how many bookings are under the filter and the sum of each currency, the most used first."""
    actor.require(Permission.VIEW_BOOKINGS)
    rows = models.Booking.objects.filter(booking_filter(actor, where)).values("currency")
    groups = list(
        rows.annotate(bookings=Count("booking_id"), summed=Count("total_minor"), total=Sum("total_minor")).order_by("-bookings", "currency")
    )
    totals = tuple(CurrencyTotal(group["currency"], int(group["total"]), group["summed"]) for group in groups if group["total"] is not None)
    return BookingTotals(sum(group["bookings"] for group in groups), totals)


def get_booking(actor: Actor, booking_id: UUID) -> BookingPage:
    """Returns one booking with its people, items and payments; raises NotFound where the actor does not see it."""
    row = booking_of(actor, booking_id)
    return BookingPage(
        summary=_summaries_of(actor, [row])[0],
        adults=row.adults,
        children=row.children,
        rooms=row.rooms,
        nights=row.nights,
        cancelled_on=row.cancelled_on,
        parties=_parties(actor, row),
        items=_items(actor, row),
        payments=tuple(_shown(fact) for fact in _current_facts(actor, "payments", booking_id)),
        run_id=row.run_id,
        row_number=row.row_number,
        file_name=file_names([row.run_id]).get(row.run_id, ""),
    )


def list_versions(actor: Actor, booking_id: UUID) -> list[BookingVersion]:
    """Returns every version that came in, the newest first, each with the file and row it came from."""
    row = booking_of(actor, booking_id)
    versions = _of_booking("booking_versions", booking_id)
    newest_first = versions.order_by(versions.order_at.desc(), versions.content_hash.desc())
    facts = read.execute(newest_first, units=actor.units).to_pylist()
    files = file_names(UUID(fact["run_id"]) for fact in facts)
    return [
        BookingVersion(
            order_at=fact["order_at"],
            recorded_at=fact["recorded_at"],
            is_current=place == 0,
            values=values,
            run_id=UUID(fact["run_id"]),
            row_number=fact["row_number"],
            file_name=files.get(UUID(fact["run_id"]), ""),
        )
        for place, (fact, values) in enumerate(zip(facts, _called(actor, row.source_id, facts), strict=True))
    ]


def _summaries_of(actor: Actor, rows: Sequence[models.Booking]) -> list[BookingSummary]:
    """One line per booking; a booker the actor does not see has no name. For the queries of this module only."""
    names = names_of(actor, {row.booker_id for row in rows if row.booker_id})
    called = property_names(actor, ((row.source_id, row.property) for row in rows))
    return [_summary(row, names.get(row.booker_id, "") if row.booker_id else "", called.get((row.source_id, row.property))) for row in rows]


def _of_booking(table: str, booking_id: UUID) -> Table:
    """All versions of what the lake holds of one booking in one table."""
    facts = read.table(table)
    return facts.filter(facts.booking_id == str(booking_id))


def _current_facts(actor: Actor, table: str, booking_id: UUID) -> list[dict[str, Any]]:
    """What the lake holds now of one booking in one table, in the order of the file."""
    current = read.current_versions(_of_booking(table, booking_id))
    return list(read.execute(current.order_by("run_id", "row_number"), units=actor.units).to_pylist())


def _items(actor: Actor, row: models.Booking) -> tuple[dict[str, Any], ...]:
    """What was booked."""
    return _called(actor, row.source_id, _current_facts(actor, "booking_items", row.booking_id))


def _called(actor: Actor, source_id: UUID, facts: Sequence[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """The fields of each fact that hold something; beside a property's code the name it is called by, where that is known."""
    shown = [_shown(fact) for fact in facts]
    called = property_names(actor, ((source_id, one.get("property", "")) for one in shown))
    names = [called.get((source_id, one.get("property", ""))) for one in shown]
    return tuple(one | ({"property_name": asdict(name)} if name else {}) for one, name in zip(shown, names, strict=True))


def _shown(fact: dict[str, Any]) -> dict[str, Any]:
    """The fact's own fields that hold something, without the columns every table has."""
    own = {name: value for name, value in fact.items() if name not in COMMON.names and value not in (None, [], "")}
    if "attributes" in own:
        own["attributes"] = json.loads(own["attributes"])
    return own


def _newest(rows: QuerySet[models.Booking], page: str | None, count: int) -> list[models.Booking]:
    """Two index ranges one after the other: by booking time, then those without one, which a single order would make a sort of all rows."""
    booked_at, booking_id = _keys(page) if page else (None, None)
    found: list[models.Booking] = []
    if booking_id is None or booked_at is not None:
        timed = rows.filter(booked_at__isnull=False)
        if booked_at is not None:
            timed = timed.filter(Q(booked_at__lt=booked_at) | Q(booked_at=booked_at, booking_id__lt=booking_id))
        found = list(timed.order_by("-booked_at", "-booking_id")[:count])
    if len(found) < count:
        untimed = rows.filter(booked_at__isnull=True)
        if booking_id is not None and booked_at is None:
            untimed = untimed.filter(booking_id__lt=booking_id)
        found += untimed.order_by("-booking_id")[: count - len(found)]
    return found


def _newest_of_few(rows: QuerySet[models.Booking], page: str | None, count: int) -> list[models.Booking]:
    """The same order over bookings of some people or of one key, found and then sorted. No index has it with its nulls last, and that is
    meant: PostgreSQL would rather read all bookings by their time until so many are of these people, most of them for a guest of old."""
    booked_at, booking_id = _keys(page) if page else (None, None)
    if booked_at is not None:
        rows = rows.filter(Q(booked_at__lt=booked_at) | Q(booked_at=booked_at, booking_id__lt=booking_id) | Q(booked_at__isnull=True))
    elif booking_id is not None:
        rows = rows.filter(booked_at__isnull=True, booking_id__lt=booking_id)
    return list(rows.order_by(F("booked_at").desc(nulls_last=True), "-booking_id")[:count])


def _keys(token: str) -> tuple[datetime | None, UUID]:
    return keys_of(token, lambda booked_at: datetime.fromisoformat(booked_at) if booked_at else None, UUID)


def _parties(actor: Actor, row: models.Booking) -> tuple[Party, ...]:
    named = [("booker", row.booker_id), ("payer", row.payer_id), *(("traveller", record) for record in row.traveller_ids)]
    parties = [(role, record) for role, record in named if record]
    names = names_of(actor, {record for _, record in parties})
    return tuple(Party(role, record, names.get(record, "")) for role, record in parties)


def _summary(row: models.Booking, booker_name: str, property_name: Text | None) -> BookingSummary:
    return BookingSummary(
        booking_id=row.booking_id,
        source_id=row.source_id,
        source_name=row.source.name,
        booking_key=row.booking_key,
        line=row.line,
        status=row.status,
        channel=row.channel,
        booked_at=row.booked_at,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        destination_city=row.destination_city,
        destination_country=row.destination_country,
        property=row.property,
        property_name=property_name,
        total_minor=row.total_minor,
        currency=row.currency,
        booker_id=row.booker_id,
        booker_name=booker_name,
    )
