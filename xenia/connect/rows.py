"""Which rows an actor may see, once for every list, count, page and search: units and filters as conditions of a query. Private."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

import phonenumbers
from django.db.models import Exists, Lookup, OuterRef, Q, TextField

from xenia.connect import models
from xenia.connect.types.guests import BookingFilter, GuestFilter
from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.settings import ENV
from xenia.trust.masks import mask_document
from xenia.trust.types.access import Permission
from xenia.trust.vault import vault_of

COMPANY_ZONE = "Asia/Shanghai"
"""Days and months of figures and filters are counted in this zone; a booking's own zone stays with the booking."""
NAMED_MAX = 200
"""Bookings are found by a booker's name through this many records at most; more would be no answer to a person."""
HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
INDEXED = {
    "phone": ("phone_index", "connect.guest_record.phone"),
    "email": ("email_index", "connect.guest_record.email"),
    "document": ("document_index", "connect.guest_record.id_number"),
}
"""Way -> column of the blind index, and the field it was made for; values are indexed in small letters."""
PHONE_TAIL_FIELD = "connect.guest_record.phone_tail_index"
"""The field of the blind index of a phone's last four digits: what a caller says first, and what every mask shows anyway."""
SEALED_FIELDS = {
    "phone": ("phone_sealed", "connect.guest_record.phone"),
    "email": ("email_sealed", "connect.guest_record.email"),
    "wechat": ("wechat_sealed", "connect.guest_record.wechat_id"),
    "birth_date": ("birth_date_sealed", "connect.guest_record.birth_date"),
    "document": ("document_sealed", "connect.guest_record.id_number"),
    "address": ("address_sealed", "connect.guest_record.address"),
}
"""What a screen calls it -> its column, and the field it is sealed with (the canonical record's name)."""
DOCUMENT = re.compile(r"[A-Z]{0,3}[0-9]{5,18}[0-9X]?")
PHONE = re.compile(r"\+?[0-9][0-9 ()-]{5,19}")


@TextField.register_lookup
class ILike(Lookup):  # type: ignore[type-arg] # Django's own class takes no type at run time
    """`column ILIKE pattern`: unlike Django's icontains it leaves the column as it is, so that the trigram index serves it."""

    lookup_name = "ilike"

    def as_sql(self, compiler, connection):  # type: ignore[no-untyped-def]
        left, left_values = self.process_lhs(compiler, connection)
        right, right_values = self.process_rhs(compiler, connection)
        return f"{left} ILIKE {right}", (*left_values, *right_values)


def in_units(actor: Actor, column: str = "unit_id") -> Q:
    """The rows of the actor's units; every row for a group-wide actor."""
    return Q() if actor.units is None else Q(**{f"{column}__in": actor.units})


IN_UNITS = "(%(units)s::uuid[] IS NULL OR b.unit_id = ANY(%(units)s))"
"""The same of the row `b`, for a query written in SQL; `units` is `units_of(actor)`."""


def units_of(actor: Actor) -> list[UUID] | None:
    return None if actor.units is None else list(actor.units)


def guests_in_units(actor: Actor) -> Q:
    """Guest records of the actor's units, and those with a booking in one of them: asked of each record, for `IN` would read all guests of
    the units to show a single one."""
    if actor.units is None:
        return Q()
    booked = models.GuestUnit.objects.filter(record_id=OuterRef("record_id"), unit_id__in=actor.units)
    return Q(unit_id__in=actor.units) | Q(Exists(booked))


def guest_filter(actor: Actor, where: GuestFilter) -> Q:
    """The guest records the actor sees under the filter."""
    named = {"source_id": where.source_id, "province": where.province, "city": where.city, "run_id": where.run_id}
    condition = guests_in_units(actor) & Q(**{column: value for column, value in named.items() if value})
    return condition & guest_text(actor, where.text) if where.text and where.text.strip() else condition


def booking_filter(actor: Actor, where: BookingFilter) -> Q:
    """The current bookings the actor sees under the filter."""
    named = {
        "line": where.line,
        "status": where.status,
        "source_id": where.source_id,
        "run_id": where.run_id,
        "starts_on__gte": where.starts_from,
        "starts_on__lt": where.starts_until,
        "booked_at__gte": midnight(where.booked_from),
        "booked_at__lt": midnight(where.booked_until),
    }
    condition = in_units(actor) & Q(**{column: value for column, value in named.items() if value})
    if where.record_ids is not None:
        condition &= of_people(where.record_ids)
    return condition & _booking_text(actor, where.text.strip()) if where.text and where.text.strip() else condition


def of_people(record_ids: Iterable[UUID]) -> Q:
    """Bookings in which one of the records booked or travels."""
    ids = list(record_ids)
    return Q(booker_id__in=ids) | Q(traveller_ids__overlap=ids)


def understood_as(text: str, regions: Iterable[str]) -> dict[str, list[str]]:
    """As what a text can be taken: `phone` (E.164, one per region that has such numbers), `email`, `document`, `key` and `name`."""
    shown = " ".join(text.split())
    if "@" in shown:
        return {"email": [shown.lower()]}
    ways: dict[str, list[str]] = {"key": list(dict.fromkeys([shown, shown.upper()]))}
    if PHONE.fullmatch(shown):
        ways["phone"] = _numbers(shown, regions)
    compact = re.sub(r"[ -]", "", shown).upper()
    if DOCUMENT.fullmatch(compact):
        ways["document"] = [compact]
    if any(character.isalpha() for character in shown):
        ways["name"] = [shown]
    return {way: values for way, values in ways.items() if values}


def guest_text(actor: Actor, text: str) -> Q:
    """Records whose contact value, document or key is exactly the text, or whose name begins like it in either script."""
    regions = _regions()
    ways = understood_as(text, regions.values())
    condition = _held_exactly(ways, regions)
    return condition | _named(ways["name"][0]) if "name" in ways else condition


def exactly(text: str) -> Q:
    """Records whose contact value, document or key is the text."""
    regions = _regions()
    return _held_exactly(understood_as(text, regions.values()), regions)


def _held_exactly(ways: dict[str, list[str]], regions: dict[UUID, str]) -> Q:
    vault = vault_of(ENV.key_file)
    condition = Q(pk__isnull=True)  # nothing, until a way adds something
    for way, (column, sealed_as) in INDEXED.items():
        if values := ways.get(way):
            condition |= Q(**{f"{column}__in": vault.indexes([value.lower() for value in values], field=sealed_as)})
    if keys := ways.get("key"):
        condition |= Q(source_id__in=list(regions), key_index__in=vault.indexes(keys, field="connect.guest_record.key"))
    return condition


def midnight(day: date | None) -> datetime | None:
    """The instant at which the day begins in the company's zone."""
    return datetime.combine(day, time(), ZoneInfo(COMPANY_ZONE)) if day else None


def _booking_text(actor: Actor, text: str) -> Q:
    """Bookings whose key is the text, or whose booker or traveller is a guest found by it."""
    found = list(
        models.GuestRecord.objects.filter(guests_in_units(actor) & guest_text(actor, text)).values_list("record_id", flat=True)[:NAMED_MAX]
    )
    return by_key(text) | of_people(found) if found else by_key(text)


def by_key(text: str) -> Q:
    """Bookings whose key is the text, of whatever source."""
    return Q(source_id__in=list(_regions()), booking_key__in=list(dict.fromkeys([text, text.upper()])))


def _regions() -> dict[UUID, str]:
    """Each source with the region it gives its local numbers; none of it personal, so every actor's search may use it. The indexes of keys
    begin with the source, and sources are few: naming them all is a look-up, the key alone a scan."""
    return dict(models.Source.objects.order_by("phone_region", "id").values_list("id", "phone_region"))


def _named(name: str) -> Q:
    """Chinese by the name's beginning (or any three characters of it), Latin by the beginning of each word in any order."""
    if HAN.search(name):
        pattern = _escaped(name.replace(" ", ""))
        return Q(name__ilike=f"%{pattern}%" if len(name) > 2 else f"{pattern}%")
    words = [_escaped(word) for word in name.split()]
    condition = Q(pk__isnull=True)
    for column in ("name", "name_latin", "name_pinyin"):
        every = Q()
        for word in words:
            every &= Q(**{f"{column}__ilike": f"{word}%"}) | Q(**{f"{column}__ilike": f"% {word}%"})
        condition |= every
    return condition


def containing(text: str) -> str:
    """The pattern of ILIKE for texts that hold this one, so that the trigram index of names serves it."""
    return f"%{_escaped(text)}%"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _numbers(text: str, regions: Iterable[str]) -> list[str]:
    numbers = []
    for region in dict.fromkeys([*regions, "CN"]):
        try:
            number = phonenumbers.parse(text, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_possible_number(number):
            numbers.append(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    return list(dict.fromkeys(numbers))


def booking_of(actor: Actor, booking_id: UUID) -> models.Booking:
    """The row the actor may see; raises NotFound."""
    actor.require(Permission.VIEW_BOOKINGS)
    row = models.Booking.objects.filter(in_units(actor), booking_id=booking_id).select_related("source").first()
    if row is None:
        raise NotFound(
            "booking_not_found",
            f"There is no booking {booking_id} that you may see; search by its number instead.",
            f"没有您可查看的预订 {booking_id}；请用预订号搜索。",
        )
    return row


def record_of(actor: Actor, record_id: UUID) -> models.GuestRecord:
    """The row the actor may see; raises NotFound."""
    actor.require(Permission.VIEW_GUESTS)
    row = models.GuestRecord.objects.filter(guests_in_units(actor), record_id=record_id).select_related("source").first()
    if row is None:
        raise NotFound(
            "guest_not_found",
            f"There is no guest record {record_id} that you may see; search by name or phone instead.",
            f"没有您可查看的客人记录 {record_id}；请用姓名或手机号搜索。",
        )
    return row


def records_of(actor: Actor, record_ids: Iterable[UUID]) -> list[UUID]:
    """Those of the records that the actor sees, the earliest first; raises NotFound where there is none."""
    actor.require(Permission.VIEW_GUESTS)
    asked = list(record_ids)
    rows = models.GuestRecord.objects.filter(guests_in_units(actor), record_id__in=asked).order_by("record_id")
    seen = list(rows.values_list("record_id", flat=True))
    if not seen:
        record_of(actor, asked[0] if asked else UUID(int=0))
    return seen


def opened(row: models.GuestRecord, field: str) -> str:
    """One sealed value of the row in clear, empty where there is none. Who calls this masks the value or records that it was shown."""
    column, sealed_as = SEALED_FIELDS[field]
    sealed = getattr(row, column)
    return vault_of(ENV.key_file).open(bytes(sealed), field=sealed_as, row=row.record_id) if sealed else ""


def mask_last_word(document: str) -> str:
    """`PASSPORT CN E12341234` -> `PASSPORT CN E****1234`: kind and country stay, the number is masked."""
    *head, number = document.split(" ")
    return " ".join([*head, mask_document(number)])
