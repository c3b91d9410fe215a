"""Reads of guest records: list, page, parties. Lists never show a contact value in clear: a list is how a copy is made."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID

from django.db import connection

from xenia.connect import models
from xenia.connect.rows import (
    IN_UNITS,
    guest_filter,
    guests_in_units,
    in_units,
    mask_last_word,
    of_people,
    opened,
    record_of,
    records_of,
    units_of,
)
from xenia.connect.types.guests import GuestFilter, GuestPage, GuestSummary
from xenia.kernel.actor import Actor
from xenia.kernel.paging import Page, keys_of, page_size, page_token
from xenia.trust.masks import mask_email, mask_phone, mask_text
from xenia.trust.types.access import Permission

SHARED_BOOKINGS_MAX = 1000
IN_A_LIST = (
    "source_id", "source__name", "source_key", "name", "name_latin", "gender", "province", "city", "phone_sealed", "email_sealed",
    "membership_tier", "vip", "order_at",
)  # fmt: skip
"""What a line of the list shows; reading every column of record and source takes twice as long."""


def list_guests(actor: Actor, *, where: GuestFilter, page: str | None = None, size: int = 50) -> Page[GuestSummary]:
    """Returns the records under the filter, the ones first seen most recently on top. Contact values are masked."""
    actor.require(Permission.VIEW_GUESTS)
    size = page_size(size)
    rows = models.GuestRecord.objects.filter(guest_filter(actor, where)).select_related("source").only(*IN_A_LIST).order_by("-record_id")
    if page:
        rows = rows.filter(record_id__lt=keys_of(page, UUID)[0])
    found = list(rows[: size + 1])
    following = page_token(str(found[size - 1].record_id)) if len(found) > size else None
    shown = found[:size]
    counts = count_bookings(actor, {row.record_id: row.record_id for row in shown})
    return Page([_summary(row, counts[row.record_id]) for row in shown], following)


def list_summaries(actor: Actor, record_ids: Iterable[UUID]) -> dict[UUID, GuestSummary]:
    """Returns the line of each record that the actor sees, contact values masked, by id; for a screen's worth of records."""
    actor.require(Permission.VIEW_GUESTS)
    seen = models.GuestRecord.objects.filter(guests_in_units(actor), record_id__in=list(record_ids))
    rows = list(seen.select_related("source").only(*IN_A_LIST).order_by("record_id"))
    counts = count_bookings(actor, {row.record_id: row.record_id for row in rows})
    return {row.record_id: _summary(row, counts[row.record_id]) for row in rows}


def get_guest(actor: Actor, record_id: UUID, *, clear: frozenset[str] = frozenset()) -> GuestPage:
    """Returns everything one source knows of a person; raises NotFound where the actor does not see the record.

    Contact values are masked, except those named in `clear` that the actor's role shows in clear: only the action that records the
    showing (`actions.contacts.show_guest`) asks for these.
    """
    row = record_of(actor, record_id)
    shown = clear & actor.clear_fields
    return GuestPage(
        summary=_summary(row, count_bookings(actor, {record_id: record_id})[record_id], shown),
        unit_id=row.unit_id,
        surname=row.surname,
        given_name=row.given_name,
        language=row.language,
        nationality=row.nationality,
        company=row.company,
        membership_number=row.membership_number,
        document=_shown(row, "document", mask_last_word, shown),
        birthday=_birthday(row, shown),
        wechat=_shown(row, "wechat", mask_text, shown),
        address=_shown(row, "address", mask_text, shown),
        tags=tuple(row.tags),
        attributes=row.attributes,
        first_seen_at=row.first_seen_at,
        run_id=row.run_id,
        row_number=row.row_number,
        file_name=file_names([row.run_id]).get(row.run_id, ""),
        clear=tuple(sorted(field for field in shown if opened(row, field))),
    )


def list_parties(actor: Actor, record_ids: Sequence[UUID]) -> list[frozenset[UUID]]:
    """Returns, for each of the newest thousand bookings of these records in the actor's units, the records that booked or travelled."""
    seen = records_of(actor, record_ids)
    shared = models.Booking.objects.filter(in_units(actor) & of_people(seen)).order_by("-booked_at", "-booking_id")
    rows = shared.values_list("booker_id", "traveller_ids")[:SHARED_BOOKINGS_MAX]
    return [frozenset(person for person in (booker_id, *traveller_ids) if person) for booker_id, traveller_ids in rows]


def count_bookings(actor: Actor, person_of: Mapping[UUID, UUID]) -> Counter[UUID]:
    """Returns how many bookings each person is part of, a booking counted once; `person_of` maps every record to whom it means."""
    actor.require(Permission.VIEW_GUESTS)
    if not person_of:
        return Counter()
    asked = {"records": list(person_of), "people": list(person_of.values()), "units": units_of(actor)}
    with connection.cursor() as cursor:
        cursor.execute(_BOOKING_COUNTS, asked)
        return Counter(dict(cursor.fetchall()))


def names_of(actor: Actor, record_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of those records the actor sees."""
    if not actor.may(Permission.VIEW_GUESTS):
        return {}
    rows = models.GuestRecord.objects.filter(guests_in_units(actor), record_id__in=list(record_ids))
    return {record: name or latin or key for record, name, latin, key in rows.values_list("record_id", "name", "name_latin", "source_key")}


def file_names(run_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The name of the file each run read."""
    return dict(models.Run.objects.filter(id__in=set(run_ids)).values_list("id", "upload__file_name"))


_BOOKING_COUNTS = f"""
WITH who AS (SELECT * FROM unnest(%(records)s::uuid[], %(people)s::uuid[]) AS pair(record_id, person_id))
SELECT person_id, count(DISTINCT booking_id) FROM (
    SELECT who.person_id, b.booking_id FROM who JOIN connect_booking b ON b.booker_id = who.record_id WHERE {IN_UNITS}
    UNION ALL
    SELECT who.person_id, b.booking_id
    FROM connect_booking b, LATERAL unnest(b.traveller_ids) traveller(record_id) JOIN who USING (record_id)
    WHERE b.traveller_ids && %(records)s AND {IN_UNITS}
) parts GROUP BY person_id
"""  # noqa: S608 - no outside text


def _summary(row: models.GuestRecord, bookings: int, clear: frozenset[str] = frozenset()) -> GuestSummary:
    return GuestSummary(
        record_id=row.record_id,
        source_id=row.source_id,
        source_name=row.source.name,
        source_key=row.source_key,
        name=row.name,
        name_latin=row.name_latin,
        gender=row.gender,
        province=row.province,
        city=row.city,
        phone=_shown(row, "phone", mask_phone, clear),
        email=_shown(row, "email", mask_email, clear),
        membership_tier=row.membership_tier,
        vip=row.vip,
        bookings=bookings,
        changed_at=row.order_at,
    )


def _birthday(row: models.GuestRecord, clear: frozenset[str]) -> str:
    if "birth_date" in clear and (whole := opened(row, "birth_date")):
        return whole
    return f"****-{row.birth_month_day}" if row.birth_month_day else ""


def _shown(row: models.GuestRecord, field: str, mask: Callable[[str], str], clear: frozenset[str]) -> str:
    value = opened(row, field)
    return value if field in clear or not value else mask(value)
