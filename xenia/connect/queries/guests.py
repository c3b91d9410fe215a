"""Reads of guest records: list, page, companions, and sealed values opened for those who may."""

from collections import Counter
from collections.abc import Callable, Iterable
from uuid import UUID

from django.db.models import Count

from xenia.connect import models
from xenia.connect.rows import guest_filter, guests_in_units, in_units, of_people, record_of
from xenia.connect.types.guests import Companion, GuestFilter, GuestPage, GuestSummary
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Invalid
from xenia.kernel.paging import Page, keys_of, page_size, page_token
from xenia.settings import ENV
from xenia.trust.masks import mask_document, mask_email, mask_phone, mask_text
from xenia.trust.types.access import Permission
from xenia.trust.vault import vault_of

SEALED_FIELDS = {
    "phone": ("phone_sealed", "connect.guest_record.phone"),
    "email": ("email_sealed", "connect.guest_record.email"),
    "wechat": ("wechat_sealed", "connect.guest_record.wechat_id"),
    "birth_date": ("birth_date_sealed", "connect.guest_record.birth_date"),
    "document": ("document_sealed", "connect.guest_record.id_number"),
    "address": ("address_sealed", "connect.guest_record.address"),
}
"""What a screen calls it -> its column, and the field it is sealed with (the canonical record's name)."""
COMPANION_BOOKINGS_MAX = 1000
COMPANIONS_MAX = 50


def list_guests(actor: Actor, *, where: GuestFilter, page: str | None = None, size: int = 50) -> Page[GuestSummary]:
    """Returns the records under the filter, the ones first seen most recently on top. Contact values are masked."""
    actor.require(Permission.VIEW_GUESTS)
    size = page_size(size)
    rows = models.GuestRecord.objects.filter(guest_filter(actor, where)).select_related("source").order_by("-record_id")
    if page:
        rows = rows.filter(record_id__lt=_record_of(page))
    found = list(rows[: size + 1])
    following = page_token(str(found[size - 1].record_id)) if len(found) > size else None
    shown = found[:size]
    counts = _booking_counts(actor, [row.record_id for row in shown])
    return Page([_summary(row, counts[row.record_id]) for row in shown], following)


def get_guest(actor: Actor, record_id: UUID) -> GuestPage:
    """Returns everything one source knows of a person, contact values masked; raises NotFound where the actor does not see the record."""
    row = record_of(actor, record_id)
    return GuestPage(
        summary=_summary(row, _booking_counts(actor, [record_id])[record_id]),
        unit_id=row.unit_id,
        surname=row.surname,
        given_name=row.given_name,
        language=row.language,
        nationality=row.nationality,
        company=row.company,
        membership_number=row.membership_number,
        document=_masked(row, "document", _mask_last_word),
        birthday=f"****-{row.birth_month_day}" if row.birth_month_day else "",
        wechat=_masked(row, "wechat", mask_text),
        address=_masked(row, "address", mask_text),
        tags=tuple(row.tags),
        attributes=row.attributes,
        first_seen_at=row.first_seen_at,
        run_id=row.run_id,
        row_number=row.row_number,
        file_name=file_names([row.run_id]).get(row.run_id, ""),
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


def reveal_contact(actor: Actor, record_id: UUID, field: str) -> str:
    """Returns one sealed value in clear, empty where there is none; raises Refused, NotFound, or Invalid for a field that is not sealed."""
    actor.require(Permission.REVEAL_CONTACTS)
    if field not in SEALED_FIELDS:
        raise Invalid("field_not_sealed", f"{field!r} is not a sealed field; give one of {', '.join(SEALED_FIELDS)}.")
    return _opened(record_of(actor, record_id), field)


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


def _booking_counts(actor: Actor, record_ids: list[UUID]) -> Counter[UUID]:
    """How many bookings each record is part of, as booker or traveller, a booking counted once."""
    bookings = models.Booking.objects.filter(in_units(actor))
    booked = bookings.filter(booker_id__in=record_ids).values_list("booker_id").annotate(Count("booking_id")).order_by()
    counts: Counter[UUID] = Counter(dict(booked))
    for booker_id, traveller_ids in bookings.filter(traveller_ids__overlap=record_ids).values_list("booker_id", "traveller_ids"):
        counts.update(set(traveller_ids) - {booker_id})
    return counts


def _summary(row: models.GuestRecord, bookings: int) -> GuestSummary:
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
        phone=_masked(row, "phone", mask_phone),
        email=_masked(row, "email", mask_email),
        membership_tier=row.membership_tier,
        vip=row.vip,
        bookings=bookings,
        changed_at=row.order_at,
    )


def _opened(row: models.GuestRecord, field: str) -> str:
    column, sealed_as = SEALED_FIELDS[field]
    sealed = getattr(row, column)
    return vault_of(ENV.key_file).open(bytes(sealed), field=sealed_as, row=row.record_id) if sealed else ""


def _mask_last_word(document: str) -> str:
    """`PASSPORT CN E12341234` -> `PASSPORT CN E****1234`: kind and country stay, the number is masked."""
    *head, number = document.split(" ")
    return " ".join([*head, mask_document(number)])


def _masked(row: models.GuestRecord, field: str, mask: Callable[[str], str]) -> str:
    value = _opened(row, field)
    return mask(value) if value else ""
