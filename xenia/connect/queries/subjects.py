"""The rights of a person, connect's part of reading: who someone is, what is known of them, and where they still stand."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from xenia.connect import models
from xenia.connect.queries.subject_files import count_quarantined, upload_names
from xenia.connect.rows import INDEXED, SEALED_FIELDS, containing, guests_in_units, of_people, opened, record_of, understood_as
from xenia.connect.rules.canonical import GUEST, RECORDS
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Invalid
from xenia.kernel.texts import Text
from xenia.lake import read, search
from xenia.settings import ENV
from xenia.trust.types.access import Permission
from xenia.trust.types.requests import GIVEN_FIELDS
from xenia.trust.types.rights import Hits, Known, Section, Suppressed, Trace, pattern_of
from xenia.trust.vault import vault_of

PLAIN = (
    "name", "surname", "given_name", "name_latin", "gender", "language", "nationality", "province", "city", "company", "membership_number",
    "membership_tier",
)  # fmt: skip
TOLD = ("booking_versions", "booking_items", "payments", "behaviour_events", "interactions", "feedback", "guest_traits", "guest_facts")
OF_BOOKINGS = ("booking_items", "payments")
INNER = frozenset({"source_id", "unit_id", "run_id", "row_number", "record_hash", "content_hash", "order_at"})
"""Columns of the lake that say where a fact came from, not what it says of the person."""
FOUND_MAX = 200
SHORT = 6
"""A key or number below so many characters is told from other text only as a whole cell."""
NAME_LETTERS_MIN = 4
HAN_LETTERS_MIN = 3
_ALIKE = Text(
    "会员号或编号也出现在另一条记录中，不作为查找内容；那可能是同一个人，请核对是否一并处理。",
    "The membership number or key stands in another record too and is not searched for; that may be the same person: see whether "
    "it belongs to this request.",
)


def units_of(actor: Actor, record_ids: Sequence[UUID]) -> list[UUID]:
    """Returns the units of the records, each once; raises NotFound where the actor does not see one of the records."""
    actor.require(Permission.HANDLE_REQUESTS)
    return sorted({record_of(actor, record_id).unit_id for record_id in record_ids})


def bookings_of(actor: Actor, record_ids: Sequence[UUID]) -> list[UUID]:
    """Returns the current bookings of which one of the records is a party."""
    actor.require(Permission.HANDLE_REQUESTS)
    rows = models.Booking.objects.filter(of_people(record_ids) | Q(payer_id__in=record_ids))
    return sorted(rows.values_list("booking_id", flat=True))


def find_records(actor: Actor, given: Mapping[str, str]) -> list[UUID]:
    """Returns the records that the actor sees and that hold one of the given phone, e-mail or document values, of all sources."""
    actor.require(Permission.HANDLE_REQUESTS)
    found: set[UUID] = set()
    for field, indexes in _indexes(given).items():
        rows = models.GuestRecord.objects.filter(guests_in_units(actor), **{f"{INDEXED[field][0]}__in": indexes})
        found.update(rows.values_list("record_id", flat=True)[:FOUND_MAX])
    return sorted(found)


def match_subject(actor: Actor, record_ids: Sequence[UUID], given: Mapping[str, str]) -> dict[str, bool | None]:
    """Says of each given value whether a record holds it (rule X4); None where nothing is held to compare with. Reveals nothing else."""
    actor.require(Permission.HANDLE_REQUESTS)
    unknown = set(given) - set(GIVEN_FIELDS)
    if unknown:
        raise Invalid("field_unknown", f"{sorted(unknown)[0]!r} cannot be compared; give {', '.join(GIVEN_FIELDS)}.", "无法比对该项。")
    rows = list(models.GuestRecord.objects.filter(record_id__in=record_ids))
    indexes = _indexes(given)
    return {field: _matches(rows, field, value, indexes.get(field, [])) for field, value in given.items() if value.strip()}


def _matches(rows: list[models.GuestRecord], field: str, value: str, indexes: list[bytes]) -> bool | None:
    if field in INDEXED:
        held = [bytes(index) for row in rows if (index := getattr(row, INDEXED[field][0]))]
        return any(index in held for index in indexes) if held else None
    if field == "birth_date":
        days = [opened(row, "birth_date") for row in rows if row.birth_date_sealed]
        return value.strip() in days if days else None
    names = {_plain(name) for row in rows for name in (row.name, row.name_latin) if name}
    return _plain(value) in names if names else None


def _plain(name: str) -> str:
    """A name without spaces and signs, in small letters: `LIN/WEI` and `Lin Wei` are one."""
    return "".join(letter for letter in name.lower() if letter.isalnum())


def _indexes(given: Mapping[str, str]) -> dict[str, list[bytes]]:
    """The blind indexes of given values, in each form the value can be taken as."""
    regions = list(models.Source.objects.values_list("phone_region", flat=True).distinct())
    vault = vault_of(ENV.key_file)
    made = {}
    for field in set(given) & set(INDEXED):
        forms = understood_as(given[field], regions).get(field, [given[field].strip()])
        made[field] = vault.indexes([form.lower() for form in forms], field=INDEXED[field][1])
    return made


def learn_subject(actor: Actor, record_ids: Sequence[UUID]) -> Known:
    """Returns what leads to the records: to search for, and to know them by should they come again. What others share is left out."""
    actor.require(Permission.HANDLE_REQUESTS)
    rows = list(models.GuestRecord.objects.filter(record_id__in=record_ids))
    traces, suppressed, left_out = [Trace("id", str(record_id)) for record_id in record_ids], [], []
    for row in rows:
        for field, index_column in (("phone", "phone_index"), ("email", "email_index"), ("document", "document_index")):
            index = getattr(row, index_column)
            if index is None:
                continue
            if models.GuestRecord.objects.filter(**{index_column: index}).exclude(record_id__in=record_ids).exists():
                left_out.append(_shared(field))
                continue
            traces += [Trace("index", bytes(index).hex()), Trace(field, _searched(field, opened(row, field)))]
            suppressed.append(Suppressed(field, bytes(index)))
        clear, shared = _clear_traces(row, record_ids)
        traces += [Trace("index", bytes(row.key_index).hex()), *clear]
        left_out += shared
        suppressed.append(Suppressed("key", bytes(row.key_index), row.source_id))
        left_out += (
            [Text("地址可能与家人相同，不作为查找内容。", "An address may be a family's: it is not searched for.")]
            if row.address_sealed
            else []
        )
    return Known(tuple(dict.fromkeys(traces)), tuple(suppressed), tuple({row.source_id for row in rows}), tuple(dict.fromkeys(left_out)))


def _shared(field: str) -> Text:
    zh, en = {"phone": ("手机号", "phone"), "email": ("邮箱", "e-mail address"), "document": ("证件号", "document")}[field]
    return Text(f"{zh}也属于另一位客人，不作为查找内容。", f"The {en} is another guest's as well: it is not searched for.")


def _searched(field: str, value: str) -> str:
    """As it would stand in a file: a phone without the country, the number of a document without its kind."""
    return value.removeprefix("+86") if field == "phone" else value.split(" ")[-1]


def _clear_traces(row: models.GuestRecord, record_ids: Sequence[UUID]) -> tuple[list[Trace], list[Text]]:
    """What stands in clear in files and texts. A value that another record holds too is left out: it would find that record."""
    traces = [Trace("wechat", opened(row, "wechat"))] if row.wechat_sealed else []
    others, left_out = models.GuestRecord.objects.exclude(record_id__in=record_ids), []
    for kind, value in (("key", row.source_key), ("membership", row.membership_number)):
        if not value:
            continue
        if others.filter(Q(source_key=value) | Q(membership_number=value)).exists():
            left_out.append(_ALIKE)
        else:
            traces.append(Trace(kind, value, is_whole=len(value) < SHORT))
    for name in (row.name, row.name_latin):
        if name and len(name) >= (NAME_LETTERS_MIN if name.isascii() else HAN_LETTERS_MIN):
            pattern = containing(name)
            called = Q(name__ilike=pattern) | Q(name_latin__ilike=pattern) | Q(name_pinyin__ilike=pattern)
            traces += [] if others.filter(called).exists() else [Trace("name", name)]
    return traces, left_out


def alike_records(actor: Actor, record_id: UUID) -> list[UUID]:
    """Returns other records that may be the same person: with the same phone, e-mail, document, or membership number or key."""
    actor.require(Permission.HANDLE_REQUESTS)
    row = record_of(actor, record_id)
    same = Q(pk__isnull=True)
    for column, _ in INDEXED.values():
        if (index := getattr(row, column)) is not None:
            same |= Q(**{column: index})
    for value in {row.source_key, row.membership_number} - {""}:
        same |= Q(source_key=value) | Q(membership_number=value)
    rows = models.GuestRecord.objects.filter(guests_in_units(actor) & same).exclude(record_id=record_id)
    return sorted(rows.values_list("record_id", flat=True)[:FOUND_MAX])


def export_subject(actor: Actor, record_ids: Sequence[UUID], now: datetime) -> list[Section]:
    """Returns everything sources said of the person: the records with their contact values in clear, and the facts of the lake."""
    actor.require(Permission.HANDLE_REQUESTS)
    titles = {field.name: field.title for field in GUEST.fields}
    rows = models.GuestRecord.objects.filter(record_id__in=record_ids).select_related("source").order_by("record_id")
    columns = {"source": Text("来源", "Source"), **{name: titles[name] for name in PLAIN if name in titles}, **_sealed_titles(titles)}
    columns |= {"tags": titles["tags"], "attributes": Text("其他", "Other"), "first_seen_at": Text("首次出现", "First seen")}
    records = Section("records", "connect", Text("个人资料", "Profile"), tuple(columns.items()), tuple(_record(row) for row in rows))
    return [records, *_facts([str(record_id) for record_id in record_ids])]


def _sealed_titles(titles: Mapping[str, Text]) -> dict[str, Text]:
    names = {
        "phone": "phone",
        "email": "email",
        "wechat": "wechat_id",
        "birth_date": "birth_date",
        "document": "id_number",
        "address": "address",
    }
    return {field: titles[name] for field, name in names.items()}


def _record(row: models.GuestRecord) -> dict[str, Any]:
    plain = {name: getattr(row, name) for name in PLAIN}
    sealed = {field: opened(row, field) for field in SEALED_FIELDS}
    more = {"tags": list(row.tags), "attributes": row.attributes, "first_seen_at": row.first_seen_at.isoformat()}
    return {"source": row.source.name, **plain, **sealed, **more}


def _facts(ids: list[str]) -> list[Section]:
    """One section for each table of the lake that has facts of the person; of bookings the current version."""
    bookings = read.current("booking_versions")
    theirs = bookings.filter(bookings.booker_id.isin(ids) | bookings.payer_id.isin(ids) | _travels(bookings, ids))
    held = read.execute(theirs, units=None).to_pylist()
    booking_ids = [row["booking_id"] for row in held if row["booking_id"]]
    sections = [_section("booking_versions", held)]
    for name in TOLD[1:]:
        facts = read.current(name)
        own = facts.filter(facts.booking_id.isin(booking_ids) if name in OF_BOOKINGS else facts.record_id.isin(ids))
        sections.append(_section(name, read.execute(own, units=None).to_pylist()))
    return [section for section in sections if section.rows]


def _travels(bookings: Any, ids: list[str]) -> Any:
    condition = bookings.traveller_ids.contains(ids[0])
    for one in ids[1:]:
        condition |= bookings.traveller_ids.contains(one)
    return condition


def _section(name: str, rows: list[dict[str, Any]]) -> Section:
    record = next(one for one in RECORDS.values() if one.table == name)
    titles = {field.name: field.title for field in record.fields} | {
        "total_minor": Text("总额（最小单位）", "Total (minor units)"),
        "amount_minor": Text("金额（最小单位）", "Amount (minor units)"),
    }
    said = [{column: _said(value) for column, value in row.items() if column not in INNER and value not in (None, [], "")} for row in rows]
    columns = dict.fromkeys(column for row in said for column in row)
    return Section(
        name, "connect", record.title, tuple((column, titles.get(column, Text(column, column))) for column in columns), tuple(said)
    )


def _said(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def search_subject(actor: Actor, traces: Sequence[Trace]) -> list[Hits]:
    """Looks for the traces in every file of the lake, in Delta's log, in sealed uploads and quarantined rows."""
    actor.require(Permission.HANDLE_REQUESTS)
    pattern = pattern_of(traces)
    lake = search.count_in_files(pattern) if pattern else {}
    uploads = Hits("uploads", len(upload_names(traces)))
    return [*(Hits(name, count) for name, count in lake.items()), uploads, Hits("connect_quarantinedrow", count_quarantined(traces))]
