"""Lists as files: guests, bookings, rows in quarantine. Each under the filter and the actor's scope of its list, page by page."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar, get_args, get_type_hints
from uuid import UUID

from django.db import connection

from xenia.connect import models
from xenia.connect.queries import bookings, guests, quarantine
from xenia.connect.rows import SEALED_FIELDS, booking_filter, guest_filter, opened
from xenia.connect.types.guests import BookingFilter, BookingSummary, GuestFilter, GuestSummary
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Invalid
from xenia.kernel.money import minor_digits
from xenia.kernel.paging import PAGE_SIZE_MAX, Page
from xenia.kernel.texts import Text
from xenia.trust.types.access import Permission
from xenia.trust.types.exports import Cell, ExportColumn, Exporter, ExportRow, ExportScope, ExportSize

F = TypeVar("F", GuestFilter, BookingFilter)
T = TypeVar("T")
_C = ExportColumn
GUEST_COLUMNS = (
    _C("name", Text("姓名", "Name")),
    _C("name_latin", Text("拼音", "Latin name")),
    _C("gender", Text("性别", "Gender")),
    _C("province", Text("省份", "Province")),
    _C("city", Text("城市", "City")),
    _C("membership_tier", Text("等级", "Tier")),
    _C("bookings", Text("预订数", "Bookings")),
    _C("phone", Text("手机", "Phone")),
    _C("email", Text("邮箱", "E-mail")),
    _C("source", Text("来源", "Source")),
    _C("source_key", Text("来源编号", "Source key")),
)
CLEAR_COLUMNS = (
    _C("wechat", Text("微信", "WeChat")),
    _C("birth_date", Text("出生日期", "Birth date"), is_sensitive=True),
    _C("document", Text("证件", "Document"), is_sensitive=True),
    _C("address", Text("地址", "Address")),
)
"""What a file shows beside the list where contact values were asked for in clear."""
BOOKING_COLUMNS = (
    _C("booking_key", Text("预订号", "Booking")),
    _C("status", Text("状态", "Status")),
    _C("line", Text("业务", "Line")),
    _C("booker", Text("预订人", "Booker")),
    _C("city", Text("目的地", "Destination"), is_sensitive=True),
    _C("property", Text("酒店或产品", "Property"), is_sensitive=True),
    _C("starts_on", Text("开始", "From"), is_sensitive=True),
    _C("ends_on", Text("结束", "Until"), is_sensitive=True),
    _C("total", Text("金额", "Total")),
    _C("currency", Text("币种", "Currency")),
    _C("booked_at", Text("预订时间", "Booked at")),
    _C("channel", Text("渠道", "Channel")),
    _C("source", Text("来源", "Source")),
)
"""Where a person sleeps and travels is sensitive (PIPL 28: whereabouts)."""
BOOKING_PEOPLE = """
SELECT count(*), (SELECT count(DISTINCT one) FROM ({picked}) b, unnest(b.traveller_ids || b.booker_id || b.payer_id) one) FROM ({picked}) c
"""


def guest_size(actor: Actor, scope: ExportScope) -> ExportSize:
    """Returns how many records are under the filter: each is one person's."""
    actor.require(Permission.VIEW_GUESTS)
    count = models.GuestRecord.objects.filter(guest_filter(actor, _filter(GuestFilter, scope.where))).count()
    return ExportSize(count, count)


def guest_columns(actor: Actor, scope: ExportScope) -> tuple[ExportColumn, ...]:
    """Returns the columns of the file; the sealed ones only where they were asked for."""
    actor.require(Permission.VIEW_GUESTS)
    return GUEST_COLUMNS + CLEAR_COLUMNS if scope.with_contacts else GUEST_COLUMNS


def guest_rows(actor: Actor, scope: ExportScope) -> Iterator[ExportRow]:
    """Yields the guests under the filter; contact values masked, or in clear for those who may reveal them."""
    where = _filter(GuestFilter, scope.where)
    if scope.with_contacts:
        actor.require(Permission.REVEAL_CONTACTS)
    for shown in _pages(lambda page: guests.list_guests(actor, where=where, page=page, size=PAGE_SIZE_MAX)):
        clear = _in_clear([one.record_id for one in shown]) if scope.with_contacts else {}
        for one in shown:
            yield ExportRow(_guest_cells(one, clear.get(one.record_id, {}), scope), (one.record_id,))


def booking_size(actor: Actor, scope: ExportScope) -> ExportSize:
    """Returns how many bookings are under the filter, and how many different people booked, pay or travel."""
    actor.require(Permission.VIEW_BOOKINGS)
    rows = models.Booking.objects.filter(booking_filter(actor, _filter(BookingFilter, scope.where)))
    picked, values = rows.values("traveller_ids", "booker_id", "payer_id").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(BOOKING_PEOPLE.format(picked=picked), [*values, *values])
        count, people = cursor.fetchone()
    return ExportSize(count, people)


def booking_columns(actor: Actor, scope: ExportScope) -> tuple[ExportColumn, ...]:
    """Returns the columns of the file."""
    actor.require(Permission.VIEW_BOOKINGS)
    return BOOKING_COLUMNS


def booking_rows(actor: Actor, scope: ExportScope) -> Iterator[ExportRow]:
    """Yields the bookings under the filter, the ones booked last first."""
    where = _filter(BookingFilter, scope.where)
    for shown in _pages(lambda page: bookings.list_bookings(actor, where=where, page=page, size=PAGE_SIZE_MAX)):
        people = _people_of([one.booking_id for one in shown])
        for one in shown:
            yield ExportRow(_booking_cells(one, scope.language), people[one.booking_id])


def quarantine_size(actor: Actor, scope: ExportScope) -> ExportSize:
    """Returns how many rows wait: each may be another person's."""
    count = quarantine.count_waiting(actor, **_place(scope))
    return ExportSize(count, count)


def quarantine_columns(actor: Actor, scope: ExportScope) -> tuple[ExportColumn, ...]:
    """Returns the file's own columns and those that say why; nobody knows what they hold, so they count as sensitive."""
    header = next(quarantine.export_rows(actor, **_place(scope), language=scope.language), [])
    return tuple(ExportColumn(name or "", Text(name or "", name or ""), is_sensitive=True) for name in header)


def quarantine_rows(actor: Actor, scope: ExportScope) -> Iterator[ExportRow]:
    """Yields the waiting rows of a source with the reasons, to be mended and uploaded again."""
    rows = quarantine.export_rows(actor, **_place(scope), language=scope.language)
    next(rows, None)
    for row in rows:
        yield ExportRow(tuple(row), ())


EXPORTERS = {
    "guests": Exporter(Text("客人名单", "Guests"), guest_size, guest_columns, guest_rows),
    "bookings": Exporter(Text("预订清单", "Bookings"), booking_size, booking_columns, booking_rows),
    "quarantine": Exporter(Text("隔离区", "Quarantine"), quarantine_size, quarantine_columns, quarantine_rows, comes_back=True),
}
"""Kind -> how it becomes a file."""


def _pages(load: Callable[[str | None], Page[T]]) -> "Iterator[list[T]]":
    page: str | None = None
    while True:
        loaded = load(page)
        yield list(loaded.items)
        page = loaded.next
        if page is None:
            return


def _filter(kind: type[F], where: Mapping[str, str]) -> F:
    """The list's filter from the words of its address; raises Invalid for one it does not have or a value that is none."""
    hints = get_type_hints(kind)
    known = {field.name for field in fields(kind)}
    if unknown := set(where) - known:
        raise Invalid(
            "filter_unknown", f"There is no filter {sorted(unknown)[0]!r}; there are {', '.join(sorted(known))}.", "没有这个筛选条件。"
        )
    return kind(**{name: _value(hints[name], name, text) for name, text in where.items() if text})


def _value(hint: Any, name: str, text: str) -> Any:
    wanted = next(one for one in get_args(hint) if one is not type(None))
    try:
        return date.fromisoformat(text) if wanted is date else UUID(text) if wanted is UUID else text
    except ValueError as unreadable:
        raise Invalid(
            "filter_value_wrong", f"The filter {name} is {text!r}, which cannot be read.", f"筛选条件 {name} 的值无法识别。"
        ) from unreadable


def _place(scope: ExportScope) -> dict[str, Any]:
    """The source and run of an export of quarantine; raises Invalid without a source."""
    try:
        run_id = scope.where.get("run_id")
        return {"source_id": UUID(scope.where["source_id"]), "run_id": UUID(run_id) if run_id else None}
    except (KeyError, ValueError) as missing:
        raise Invalid("source_missing", "Name the source whose quarantine is exported.", "请选择要导出哪个来源的隔离区。") from missing


def _in_clear(record_ids: list[UUID]) -> dict[UUID, dict[str, str]]:
    rows = models.GuestRecord.objects.filter(record_id__in=record_ids)
    return {row.record_id: {field: opened(row, field) for field in SEALED_FIELDS} for row in rows}


def _guest_cells(one: GuestSummary, clear: Mapping[str, str], scope: ExportScope) -> tuple[Cell, ...]:
    shown: tuple[Cell, ...] = (one.name, one.name_latin, one.gender, one.province, one.city, one.membership_tier, one.bookings)
    contacts = (clear.get("phone", one.phone), clear.get("email", one.email), one.source_name, one.source_key)
    more = tuple(clear.get(column.name, "") for column in CLEAR_COLUMNS) if scope.with_contacts else ()
    return (*shown, *contacts, *more)


def _people_of(booking_ids: list[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    rows = models.Booking.objects.filter(booking_id__in=booking_ids).values_list("booking_id", "traveller_ids", "booker_id", "payer_id")
    return {booking: tuple({one for one in (*travellers, booker, payer) if one}) for booking, travellers, booker, payer in rows}


def _booking_cells(one: BookingSummary, language: str) -> tuple[Cell, ...]:
    total = None if one.total_minor is None else Decimal(one.total_minor).scaleb(-minor_digits(one.currency))
    called = one.property_name.in_language(language) if one.property_name else one.property
    return (
        one.booking_key,
        one.status,
        one.line,
        one.booker_name,
        one.destination_city,
        called,
        one.starts_on.isoformat() if one.starts_on else "",
        one.ends_on.isoformat() if one.ends_on else "",
        total,
        one.currency,
        one.booked_at.isoformat() if one.booked_at else "",
        one.channel,
        one.source_name,
    )
