"""From a source's keys to records of people: minted once, found ever after; and the sealed serving copy of what the source says."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import phonenumbers
from django.db import connection
from pypinyin import Style, lazy_pinyin

from xenia.connect import models
from xenia.kernel.ids import derived_id
from xenia.settings import ENV
from xenia.trust.vault import Vault, vault_of

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
KEY_FIELD = "connect.guest_record.key"
PERSONAL_KEY = re.compile(r"@|^(\+?86|0086)?1[3-9]\d{9}$|^\+\d{7,15}$|^\d{17}[\dXx]$|^~")
CHINESE_MOBILE = re.compile(r"^1[3-9]\d{9}$")
CLEAR = ("gender", "language", "nationality", "province", "city", "company", "membership_number", "membership_tier")
SEALED = {
    "phone": ("phone_sealed", "phone_index"),
    "email": ("email_sealed", "email_index"),
    "wechat_id": ("wechat_sealed", None),
    "birth_date": ("birth_date_sealed", None),
    "id_number": ("document_sealed", "document_index"),
    "address": ("address_sealed", None),
}
"""Field of the canonical record -> its sealed column and its blind index."""


@dataclass(frozen=True)
class RecordScope:
    """Where records are minted: the run's source, unit and start (which dates the ids, so that a chunk done again mints the same)."""

    source_id: UUID
    unit_id: UUID
    run_id: UUID
    started_at: datetime
    phone_region: str


def resolve_records(scope: RecordScope, keys: Iterable[str]) -> dict[str, UUID]:
    """Returns the record id of each key: the one the source's person has, or a minted one that `write_records` will store."""
    wanted = sorted({key for key in keys if key})
    vault = vault_of(ENV.key_file)
    indexes = dict(zip(wanted, vault.indexes(wanted, field=KEY_FIELD), strict=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key_index, record_id FROM connect_guestrecord WHERE source_id = %s AND key_index = ANY(%s)",
            [scope.source_id, list(indexes.values())],
        )
        held = {bytes(index): record_id for index, record_id in cursor.fetchall()}
    made_at = int(scope.started_at.timestamp() * 1000)
    return {
        key: held.get(index) or derived_id(made_at_ms=made_at, secret=vault.ids_secret, name=f"{scope.source_id}|{key}")
        for key, index in indexes.items()
    }


def write_stubs(scope: RecordScope, records: dict[str, UUID], now: datetime) -> None:
    """Stores people known by their key alone; those the source has described stay as they are."""
    vault = vault_of(ENV.key_file)
    rows = (_stub(scope, key, record_id, vault, now) for key, record_id in records.items())
    _copy(rows, STUB_COLUMNS, "DO NOTHING")


STUB_COLUMNS = (
    "record_id",
    "source_id",
    "unit_id",
    "key_index",
    "source_key",
    "content_hash",
    "order_at",
    "run_id",
    "row_number",
    "first_seen_at",
)


def _stub(scope: RecordScope, key: str, record_id: UUID, vault: Vault, now: datetime) -> tuple[Any, ...]:
    shown = "" if PERSONAL_KEY.search(key) else key
    return record_id, scope.source_id, scope.unit_id, vault.index(key, field=KEY_FIELD), shown, b"", NEVER, scope.run_id, 0, now


def write_records(scope: RecordScope, rows: list[dict[str, Any]], records: dict[str, UUID], now: datetime) -> None:
    """Stores what the source says of each person, where it is not older than what is stored. Only mapped fields are changed."""
    if not rows:
        return
    vault = vault_of(ENV.key_file)
    newest = {row["guest_key"]: row for row in sorted(rows, key=lambda row: (row["order_at"], row["content_hash"]))}
    described = [_described(scope, row, records[key], vault) for key, row in newest.items()]
    columns = (*STUB_COLUMNS, *described[0].keys())
    copied = (
        (*_known(scope, row, records[key], vault, now), *values.values())
        for (key, row), values in zip(newest.items(), described, strict=True)
    )
    changed = ", ".join(f"{name} = EXCLUDED.{name}" for name in (*described[0].keys(), "content_hash", "order_at", "run_id", "row_number"))
    newer = "(EXCLUDED.order_at, EXCLUDED.content_hash) >= (connect_guestrecord.order_at, connect_guestrecord.content_hash)"
    _copy(copied, columns, f"DO UPDATE SET {changed} WHERE {newer}")


def _known(scope: RecordScope, row: dict[str, Any], record_id: UUID, vault: Vault, now: datetime) -> tuple[Any, ...]:
    head = _stub(scope, row["guest_key"], record_id, vault, now)[:5]
    return (*head, row["content_hash"], row["order_at"], scope.run_id, row["row_number"], now)


def _described(scope: RecordScope, row: dict[str, Any], record_id: UUID, vault: Vault) -> dict[str, Any]:
    """Column -> value for the fields the mapping has, the same columns for every row of a chunk."""
    values = _names(row) | {name: row[name] or "" for name in CLEAR if name in row}
    if "vip" in row:
        values["vip"] = bool(row["vip"])
    if "tags" in row:
        values["tags"] = row["tags"] or []
    if "attributes" in row or "birth_year_band" in row:
        values["attributes"] = json.dumps(_attributes(row))
    for name, (sealed, index) in SEALED.items():
        if name in row:
            clear = _normal(name, row, scope)
            values[sealed] = vault.seal(clear, field=f"connect.guest_record.{name}", row=record_id) if clear else None
            if index:
                values[index] = vault.index(clear.split(" ")[-1].lower(), field=f"connect.guest_record.{name}") if clear else None
    if "birth_date" in row:
        values["birth_month_day"] = row["birth_date"].strftime("%m-%d") if isinstance(row["birth_date"], date) else ""
    return values


def _attributes(row: dict[str, Any]) -> dict[str, Any]:
    held: dict[str, Any] = json.loads(row.get("attributes") or "{}")
    return held | ({"birth_year_band": row["birth_year_band"]} if row.get("birth_year_band") else {})


def _names(row: dict[str, Any]) -> dict[str, str]:
    if not {"name", "surname", "given_name", "name_latin"} & row.keys():
        return {}
    surname, given = (row.get("surname") or "").strip(), (row.get("given_name") or "").strip()
    joined = surname + given if is_hanzi(surname + given) else f"{given} {surname}".strip()
    name = " ".join((row.get("name") or joined).replace("　", " ").split())
    latin = (row.get("name_latin") or "").strip()
    return {
        "name": name,
        "surname": surname,
        "given_name": given,
        "name_latin": latin,
        "name_pinyin": pinyin_of(name) if is_hanzi(name) else name.lower(),
    }


def is_hanzi(text: str) -> bool:
    """Whether any character is a CJK ideograph."""
    return any("一" <= letter <= "鿿" for letter in text)


@lru_cache(maxsize=200_000)
def pinyin_of(name: str) -> str:
    """`王伟` -> `wang wei wangwei ww`: syllables apart and joined, and initials; for search, and for sorting where there is no ICU."""
    syllables = [syllable for letter in name if (syllable := _syllable(letter))]
    return f"{' '.join(syllables)} {''.join(syllables)} {''.join(syllable[:1] for syllable in syllables)}".lower()


@lru_cache(maxsize=30_000)
def _syllable(letter: str) -> str:
    return "".join(lazy_pinyin(letter, style=Style.NORMAL, errors="ignore"))


def _normal(name: str, row: dict[str, Any], scope: RecordScope) -> str:
    value = row[name]
    if value is None or value == "":
        return ""
    if name == "phone":
        return normal_phone(str(value), scope.phone_region)
    if name == "email":
        return str(value).strip().lower()
    if name == "birth_date":
        return value.isoformat() if isinstance(value, date) else str(value)
    if name == "id_number":
        return " ".join(str(part).strip().upper() for part in (row.get("id_type"), row.get("id_country"), value) if part)
    return str(value).strip()


@lru_cache(maxsize=100_000)
def normal_phone(text: str, region: str) -> str:
    """E.164 where the number is possible in the region, else the digits as written: a doubtful number is kept, never lost."""
    if region == "CN" and CHINESE_MOBILE.match(text):
        return f"+86{text}"
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return text.strip()
    if not phonenumbers.is_possible_number(number):
        return text.strip()
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _copy(rows: Iterator[tuple[Any, ...]], columns: tuple[str, ...], on_conflict: str) -> None:
    names = ", ".join(columns)
    defaults = _defaults(columns)
    filled = names + "".join(f", {name}" for name in defaults)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE IF NOT EXISTS incoming_record (LIKE connect_guestrecord) ON COMMIT DROP; "
            f"TRUNCATE incoming_record; {_nullable()}"
        )
        with cursor.copy(f"COPY incoming_record ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        selected = names + "".join(f", {value}" for value in defaults.values())
        cursor.execute(
            f"INSERT INTO connect_guestrecord ({filled}) SELECT {selected} FROM incoming_record "  # noqa: S608 - our own column names
            f"ON CONFLICT (source_id, key_index) {on_conflict}"
        )


@lru_cache(maxsize=1)
def _nullable() -> str:
    names = [field.column for field in models.GuestRecord._meta.concrete_fields if field.column != "record_id"]
    return "ALTER TABLE incoming_record " + ", ".join(f"ALTER {name} DROP NOT NULL" for name in names)


def _defaults(columns: tuple[str, ...]) -> dict[str, str]:
    """What a column that the mapping does not fill holds in a new row."""
    empty = {"vip": "false", "tags": "'{}'", "attributes": "'{}'"}
    missing = [field for field in models.GuestRecord._meta.concrete_fields if field.column not in columns and not field.null]
    return {field.column: empty.get(field.column, "''") for field in missing}
