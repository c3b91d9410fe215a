"""Which record is meant, whose it is, and whether it is a child's: what consent asks before it writes something down."""

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from uuid import UUID

import pyarrow as pa
from django.db import connection
from pyarrow import csv

from xenia.connect import models
from xenia.connect.rows import guests_in_units, opened, record_of
from xenia.connect.types.records import RecordPlace
from xenia.kernel.actor import Actor
from xenia.settings import ENV
from xenia.trust.types.access import Permission
from xenia.trust.vault import vault_of

KEY_FIELD = "connect.guest_record.key"
BIRTHDAYS = pa.schema([("record_id", pa.string()), ("code", pa.int64())])
ALL_BIRTHDAYS = """
COPY (
    SELECT record_id, replace(birth_month_day, '-', '')::int FROM connect_guestrecord WHERE birth_month_day ~ '^[0-9]{2}-[0-9]{2}$'
) TO STDOUT (FORMAT csv)
"""


def get_record_place(actor: Actor, record_id: UUID, *, child_below_years: int, today: date) -> RecordPlace:
    """Returns the unit and whether the record is a child's; raises NotFound where the actor does not see the record."""
    row = record_of(actor, record_id)
    return RecordPlace(record_id, row.unit_id, _is_child(row, child_below_years, today))


def list_record_places(actor: Actor, record_ids: Sequence[UUID], *, child_below_years: int, today: date) -> dict[UUID, RecordPlace]:
    """Returns unit and childhood of those records the actor sees."""
    actor.require(Permission.VIEW_GUESTS)
    rows = models.GuestRecord.objects.filter(guests_in_units(actor), record_id__in=record_ids)
    held = rows.only("record_id", "unit_id", "birth_date_sealed")
    return {row.record_id: RecordPlace(row.record_id, row.unit_id, _is_child(row, child_below_years, today)) for row in held}


def child_records(actor: Actor, *, child_below_years: int, today: date) -> list[UUID]:
    """Returns the records of the company whose birth date makes them a child's; what has no birth date is not known to be one."""
    actor.require_for_company(Permission.VIEW_GUESTS)
    rows = models.GuestRecord.objects.filter(birth_date_sealed__isnull=False).only("record_id", "birth_date_sealed")
    return [row.record_id for row in rows.iterator(chunk_size=10_000) if _is_child(row, child_below_years, today)]


def birthday_codes(actor: Actor) -> pa.Table:
    """Returns the birthday of every record of the company that says one, without its year: `record_id`, and `code`, month * 100 + day."""
    actor.require_for_company(Permission.VIEW_GUESTS)
    with connection.cursor() as cursor, cursor.copy(ALL_BIRTHDAYS) as copied:
        text = BytesIO(b"".join(copied))
    if not text.getbuffer().nbytes:
        return BIRTHDAYS.empty_table()
    options = csv.ReadOptions(column_names=BIRTHDAYS.names)
    return csv.read_csv(text, read_options=options, convert_options=csv.ConvertOptions(column_types=BIRTHDAYS))


def list_attributes(actor: Actor, record_ids: Sequence[UUID], name: str) -> dict[UUID, str]:
    """Returns what the source says under its own field of the name, of those records the actor sees that have it."""
    actor.require(Permission.VIEW_GUESTS)
    rows = models.GuestRecord.objects.filter(guests_in_units(actor), record_id__in=record_ids, attributes__has_key=name)
    return {record_id: str(attributes[name]) for record_id, attributes in rows.values_list("record_id", "attributes")}


def find_records(actor: Actor, source_code: str, keys: Iterable[str]) -> dict[str, UUID]:
    """Returns the record of each key that the source's people have and the actor sees; a key nobody has is left out."""
    actor.require(Permission.VIEW_GUESTS)
    wanted = list(dict.fromkeys(key for key in keys if key))
    by_index = dict(zip(vault_of(ENV.key_file).indexes(wanted, field=KEY_FIELD), wanted, strict=True))
    rows = models.GuestRecord.objects.filter(guests_in_units(actor), source__code=source_code, key_index__in=list(by_index))
    return {by_index[bytes(index)]: record_id for index, record_id in rows.values_list("key_index", "record_id")}


def _is_child(row: models.GuestRecord, below_years: int, today: date) -> bool:
    """By the birth date, which is opened and not handed on; the birthday itself is the first day on which one is older."""
    said = opened(row, "birth_date")
    try:
        born = date.fromisoformat(said)
    except ValueError:
        return False
    return (today.year - born.year - ((today.month, today.day) < (born.month, born.day))) < below_years
