"""Reads of guest records: list, page, companions. Lists never show a contact value in clear: a list is how a copy is made."""

from collections import Counter
from collections.abc import Callable, Iterable
from uuid import UUID

from django.db import connection

from xenia.connect import models
from xenia.connect.rows import IN_UNITS, guest_filter, guests_in_units, in_units, of_people, opened, record_of, units_of
from xenia.connect.types.guests import Companion, GuestFilter, GuestPage, GuestSummary
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Invalid
from xenia.kernel.paging import Page, keys_of, page_size, page_token
from xenia.trust.masks import mask_document, mask_email, mask_phone, mask_text
from xenia.trust.types.access import Permission

COMPANION_BOOKINGS_MAX = 1000
COMPANIONS_MAX = 50
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
        rows = rows.filter(record_id__lt=_record_of(page))
    found = list(rows[: size + 1])
    following = page_token(str(found[size - 1].record_id)) if len(found) > size else None
    shown = found[:size]
    counts = _booking_counts(actor, [row.record_id for row in shown])
    return Page([_summary(row, counts[row.record_id]) for row in shown], following)


def get_guest(actor: Actor, record_id: UUID, *, clear: frozenset[str] = frozenset()) -> GuestPage:
    """Returns everything one source knows of a person; raises NotFound where the actor does not see the record.

    Contact values are masked, except those named in `clear` that the actor's role shows in clear: only the action that records the
    showing (`actions.contacts.show_guest`) asks for these.
    """
    row = record_of(actor, record_id)
    shown = clear & actor.clear_fields
    return GuestPage(
        summary=_summary(row, _booking_counts(actor, [record_id])[record_id], shown),
        unit_id=row.unit_id,
        surname=row.surname,
        given_name=row.given_name,
        language=row.language,
        nationality=row.nationality,
        company=row.company,
        membership_number=row.membership_number,
        document=_shown(row, "document", _mask_last_word, shown),
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


def list_companions(actor: Actor, record_id: UUID) -> list[Companion]:
    """Returns the people on the same bookings whom the actor sees, most bookings first; looks at the newest thousand bookings."""
    record_of(actor, record_id)
    shared = models.Booking.objects.filter(in_units(actor) & of_people([record_id])).order_by("-booked_at", "-booking_id")
    counts: Counter[UUID] = Counter()
    for booker_id, traveller_ids in shared.values_list("booker_id", "traveller_ids")[:COMPANION_BOOKINGS_MAX]:
        counts.update({person for person in (booker_id, *traveller_ids) if person} - {record_id})
    names = names_of(actor, counts)
    ordered = sorted((record for record in counts if record in names), key=lambda record: (-counts[record], record))
    return [Companion(record, names[record], counts[record]) for record in ordered[:COMPANIONS_MAX]]


def names_of(actor: Actor, record_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of those records the actor sees."""
    if not actor.may(Permission.VIEW_GUESTS):
        return {}
    rows = models.GuestRecord.objects.filter(guests_in_units(actor), record_id__in=list(record_ids))
    return {record: name or latin or key for record, name, latin, key in rows.values_list("record_id", "name", "name_latin", "source_key")}


def file_names(run_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The name of the file each run read."""
    return dict(models.Run.objects.filter(id__in=set(run_ids)).values_list("id", "upload__file_name"))


def _record_of(token: str) -> UUID:
    try:
        return UUID(keys_of(token, 1)[0])
    except ValueError as unreadable:
        raise Invalid(
            "page_token_invalid",
            "The page token cannot be read; start again from the first page.",
            "翻页标记无法识别；请从第一页重新开始。",
        ) from unreadable


_BOOKING_COUNTS = f"""
SELECT person, count(*) FROM (
    SELECT b.booker_id AS person FROM connect_booking b WHERE b.booker_id = ANY(%(records)s) AND {IN_UNITS}
    UNION ALL
    SELECT t.person FROM connect_booking b, LATERAL (SELECT DISTINCT unnest(b.traveller_ids)) t(person)
    WHERE b.traveller_ids && %(records)s AND t.person = ANY(%(records)s) AND t.person IS DISTINCT FROM b.booker_id AND {IN_UNITS}
) parts GROUP BY person
"""  # noqa: S608 - no outside text


def _booking_counts(actor: Actor, record_ids: list[UUID]) -> Counter[UUID]:
    """How many bookings each record is part of, as booker or traveller, a booking counted once."""
    if not record_ids:
        return Counter()
    with connection.cursor() as cursor:
        cursor.execute(_BOOKING_COUNTS, {"records": record_ids, "units": units_of(actor)})
        return Counter(dict(cursor.fetchall()))


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


def _mask_last_word(document: str) -> str:
    """`PASSPORT CN E12341234` -> `PASSPORT CN E****1234`: kind and country stay, the number is masked."""
    *head, number = document.split(" ")
    return " ".join([*head, mask_document(number)])


def _birthday(row: models.GuestRecord, clear: frozenset[str]) -> str:
    if "birth_date" in clear and (whole := opened(row, "birth_date")):
        return whole
    return f"****-{row.birth_month_day}" if row.birth_month_day else ""


def _shown(row: models.GuestRecord, field: str, mask: Callable[[str], str], clear: frozenset[str]) -> str:
    value = opened(row, field)
    return value if field in clear or not value else mask(value)
