"""What sources say of people, in clear: for the product itself, which decides from it who is one guest. No person reads through here."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from uuid import UUID

from django.db import connection

from xenia.connect import models
from xenia.connect.rows import opened
from xenia.connect.types.people import PersonRow
from xenia.kernel.actor import Actor

READ = (
    "name", "name_latin", "gender", "city", "company", "membership_number", "phone_sealed", "email_sealed", "birth_date_sealed",
    "document_sealed", "address_sealed", "content_hash", "source_id", "source__phone_region",
)  # fmt: skip
BATCH = 5_000
BOOKINGS_OF_A_RECORD_MAX = 20
TRAVELS = """
SELECT t.person, b.booking_key FROM connect_booking b CROSS JOIN LATERAL unnest(b.traveller_ids) t(person)
WHERE b.traveller_ids && %(records)s AND t.person = ANY(%(records)s) ORDER BY b.booked_at DESC NULLS LAST, b.booking_id
"""
"""The newest bookings first: of somebody who travels all the time the older ones are left out."""


def count_people(actor: Actor) -> int:
    """Returns how many records of people there are."""
    actor.require("link_records")
    return models.GuestRecord.objects.count()


def list_people_ids(actor: Actor, *, size: int = BATCH) -> Iterator[list[tuple[UUID, bytes]]]:
    """Yields every record with the hash of what it says and of the bookings it travels on, in batches by id."""
    actor.require("link_records")
    last: UUID | None = None
    while True:
        rows = models.GuestRecord.objects.order_by("record_id")
        found = list((rows.filter(record_id__gt=last) if last else rows).values_list("record_id", "content_hash")[:size])
        if not found:
            return
        bookings = _bookings([record_id for record_id, _ in found])
        yield [(record_id, _said(content, bookings.get(record_id, []))) for record_id, content in found]
        last = found[-1][0]


def people_rows(actor: Actor, record_ids: Sequence[UUID]) -> dict[UUID, PersonRow]:
    """Returns what each record says of its person; records that are gone are left out. The bookings are those it travels on."""
    actor.require("link_records")
    bookings = _bookings(record_ids)
    rows = models.GuestRecord.objects.filter(record_id__in=record_ids).select_related("source").only(*READ)
    return {row.record_id: _person(row, bookings.get(row.record_id, [])) for row in rows}


def _bookings(record_ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(TRAVELS, {"records": list(record_ids)})
        for person, key in cursor.fetchall():
            if len(found[person]) < BOOKINGS_OF_A_RECORD_MAX:
                found[person].append(key.replace(" ", ""))
    return found


def _said(content: bytes | memoryview, bookings: Sequence[str]) -> bytes:
    """The hash of all that is compared of a record: a booking that comes later changes it too."""
    return blake2b(bytes(content) + "\n".join(sorted(bookings)).encode(), digest_size=16).digest()


def _person(row: models.GuestRecord, bookings: Sequence[str]) -> PersonRow:
    kind, country, number = _document(opened(row, "document"))
    return PersonRow(
        cells={
            "name": row.name,
            "name_latin": row.name_latin,
            "gender": row.gender,
            "birth_date": opened(row, "birth_date"),
            "phone": opened(row, "phone"),
            "email": opened(row, "email"),
            "id_type": kind,
            "id_country": country,
            "id_number": number,
            "city": row.city,
            "company": row.company,
            "booking_ref": " ".join(bookings),
            "membership_number": row.membership_number,
            "source": str(row.source_id),
            "address": opened(row, "address"),
        },
        region=row.source.phone_region,
        content_hash=_said(row.content_hash, bookings),
    )


def _document(told: str) -> tuple[str, str, str]:
    """Kind, country and number of a document as it is kept: `PASSPORT CN E12345678`, the country often missing."""
    kind, *between, number = told.split(" ") if " " in told else ("", told)
    return kind, " ".join(between), number
