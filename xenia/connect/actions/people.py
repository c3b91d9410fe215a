"""From a source's keys to records of people: minted once, found ever after; and the sealed serving copy of what the source says."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import islice
from typing import Any
from uuid import UUID

import phonenumbers
from django.db import connection
from pypinyin import Style, lazy_pinyin

from xenia.connect import models
from xenia.connect.rows import PHONE_TAIL_FIELD
from xenia.kernel.ids import derived_id
from xenia.settings import ENV
from xenia.trust.vault import vault_of

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
KEY_FIELD = "connect.guest_record.key"
PERSONAL_KEY = re.compile(r"(\+?86|0086)?1[3-9]\d{9}$|\+\d{7,15}$|\d{17}[\dXx]$|~")
CHINESE_MOBILE = re.compile(r"1[3-9]\d{9}$")
SPACED_MOBILE = re.compile(r"(?:\+86|0086)?[ -]?(1[3-9][0-9])[ -]?([0-9]{4})[ -]?([0-9]{4})", re.ASCII)
HANZI = re.compile("[一-鿿]")
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
PHONE_TAIL = re.compile(r"[0-9]{3}([0-9]{4})$")
BLOCK_ROWS = 5_000
NULL = "\\N"
UNSAFE = re.compile(r"[\\\t\n\r]")
ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})

Cells = Sequence[str]
"""One column of a chunk as PostgreSQL's text COPY reads it: tabs, line ends and backslashes escaped, a null as `NULL`."""


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
    indexes = vault.indexes(wanted, field=KEY_FIELD)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key_index, record_id FROM connect_guestrecord WHERE source_id = %s AND key_index = ANY(%s::bytea[])",
            [scope.source_id, "{" + ",".join([f'"\\\\x{index.hex()}"' for index in indexes]) + "}"],
        )
        held = {bytes(index): record_id for index, record_id in cursor.fetchall()}
    made_at, source = int(scope.started_at.timestamp() * 1000), str(scope.source_id)
    return {
        key: held.get(index) or derived_id(made_at_ms=made_at, secret=vault.ids_secret, name=f"{source}|{key}")
        for key, index in zip(wanted, indexes, strict=True)
    }


def write_stubs(scope: RecordScope, records: dict[str, UUID], now: datetime) -> None:
    """Stores people known by their key alone; those the source has described stay as they are."""
    if records:
        constants = _constants(scope, now) | {"content_hash": b"", "order_at": NEVER, "row_number": 0}
        _copy(_known(records), constants, "DO NOTHING")


def write_records(scope: RecordScope, rows: list[dict[str, Any]], records: dict[str, UUID], now: datetime) -> None:
    """Stores what the source says of each person, where it is not older than what is stored. Only mapped fields are changed."""
    if not rows:
        return
    newest = {row["guest_key"]: row for row in sorted(rows, key=lambda row: (row["order_at"], row["content_hash"]))}
    known, people = {key: records[key] for key in newest}, list(newest.values())
    marks: dict[str, Cells] = {
        "content_hash": _octets(row["content_hash"] for row in people),
        "order_at": [str(row["order_at"]) for row in people],
        "row_number": [str(row["row_number"]) for row in people],
    }
    described = _described(scope, people, list(known.values()))
    changed = ", ".join(f"{name} = EXCLUDED.{name}" for name in (*described, *marks, "run_id"))
    newer = "(EXCLUDED.order_at, EXCLUDED.content_hash) >= (connect_guestrecord.order_at, connect_guestrecord.content_hash)"
    _copy(_known(known) | marks | described, _constants(scope, now), f"DO UPDATE SET {changed} WHERE {newer}")


def _constants(scope: RecordScope, now: datetime) -> dict[str, Any]:
    """Columns that are the same for every row of a chunk."""
    return {"source_id": scope.source_id, "unit_id": scope.unit_id, "run_id": scope.run_id, "first_seen_at": now}


def _known(records: dict[str, UUID]) -> dict[str, Cells]:
    return {
        "record_id": [str(record_id) for record_id in records.values()],
        "key_index": _octets(vault_of(ENV.key_file).indexes(records, field=KEY_FIELD)),
        "source_key": _texts(["" if "@" in key or PERSONAL_KEY.match(key) else key for key in records]),
    }


def _described(scope: RecordScope, people: list[dict[str, Any]], ids: list[UUID]) -> dict[str, Cells]:
    """Columns for the fields the mapping has, which are the same in every row of a chunk."""
    fields = people[0].keys()
    columns = _names(people) | {name: _texts([row[name] or "" for row in people]) for name in CLEAR if name in fields}
    if "vip" in fields:
        columns["vip"] = ["t" if row["vip"] else "f" for row in people]
    if "tags" in fields:
        columns["tags"] = _texts([_array(row["tags"]) for row in people])
    if "attributes" in fields or "birth_year_band" in fields:
        columns["attributes"] = _texts([json.dumps(_attributes(row)) for row in people])
    for name in SEALED:
        if name in fields:
            columns |= _sealed(name, normal_values(name, people, scope), ids)
    if "birth_date" in fields:
        days = [row["birth_date"] for row in people]
        columns["birth_month_day"] = [day.strftime("%m-%d") if isinstance(day, date) else "" for day in days]
    return columns


def _sealed(name: str, clear: list[str], ids: list[UUID]) -> dict[str, Cells]:
    """The sealed column of a field and, where it has one, its blind index; an empty value is null in both."""
    (sealed, index), field, vault = SEALED[name], f"connect.guest_record.{name}", vault_of(ENV.key_file)
    given = [(value, record_id) for value, record_id in zip(clear, ids, strict=True) if value]
    made = iter(vault.seals([value for value, _ in given], field=field, rows=[record_id for _, record_id in given]))
    columns: dict[str, Cells] = {sealed: _octets(next(made) if value else None for value in clear)}
    if index:
        found = iter(vault.indexes([value.split(" ")[-1].lower() for value in clear if value], field=field))
        columns[index] = _octets(next(found) if value else None for value in clear)
    return columns | {"phone_tail_index": _tails(clear)} if name == "phone" else columns


def _tails(phones: list[str]) -> Cells:
    """The blind index of the last digits of each phone; null where there are too few."""
    tails = [tail[1] if (tail := PHONE_TAIL.search(phone)) else "" for phone in phones]
    found = iter(vault_of(ENV.key_file).indexes([tail for tail in tails if tail], field=PHONE_TAIL_FIELD))
    return _octets(next(found) if tail else None for tail in tails)


def _attributes(row: dict[str, Any]) -> dict[str, Any]:
    held: dict[str, Any] = json.loads(row.get("attributes") or "{}")
    return held | ({"birth_year_band": row["birth_year_band"]} if row.get("birth_year_band") else {})


def _names(people: list[dict[str, Any]]) -> dict[str, Cells]:
    if not {"name", "surname", "given_name", "name_latin"} & people[0].keys():
        return {}
    surnames, given, latin = (_stripped(name, people) for name in ("surname", "given_name", "name_latin"))
    parts = zip(people, surnames, given, strict=True)
    names = [" ".join((row.get("name") or _joined(surname, own)).split()) for row, surname, own in parts]
    return {
        "name": _texts(names),
        "surname": _texts(surnames),
        "given_name": _texts(given),
        "name_latin": _texts(latin),
        "name_pinyin": _texts([pinyin_of(name) if is_hanzi(name) else name.lower() for name in names]),
    }


def _stripped(name: str, people: list[dict[str, Any]]) -> list[str]:
    return [(row[name] or "").strip() for row in people] if name in people[0] else [""] * len(people)


def _joined(surname: str, given: str) -> str:
    return surname + given if is_hanzi(surname + given) else f"{given} {surname}".strip()


def is_hanzi(text: str) -> bool:
    """Whether any character is a CJK ideograph."""
    return HANZI.search(text) is not None


@lru_cache(maxsize=200_000)
def pinyin_of(name: str) -> str:
    """`王伟` -> `wang wei wangwei ww`: syllables apart and joined, and initials; for search, and for sorting where there is no ICU."""
    syllables = [syllable for letter in name if (syllable := _syllable(letter))]
    return f"{' '.join(syllables)} {''.join(syllables)} {''.join(syllable[:1] for syllable in syllables)}".lower()


@lru_cache(maxsize=30_000)
def _syllable(letter: str) -> str:
    return "".join(lazy_pinyin(letter, style=Style.NORMAL, errors="ignore"))


def normal_values(name: str, people: list[dict[str, Any]], scope: RecordScope) -> list[str]:
    """The values of a sealed field in the one form that is sealed and found again; "" where there is none."""
    values = [row[name] for row in people]
    if name == "phone":
        return [normal_phone(str(value), scope.phone_region) if value else "" for value in values]
    if name == "email":
        return [str(value).strip().lower() if value else "" for value in values]
    if name == "id_number":
        return [_document(row) if row[name] else "" for row in people]
    return [value.isoformat() if isinstance(value, date) else str(value or "").strip() for value in values]


def _document(row: dict[str, Any]) -> str:
    return " ".join(str(part).strip().upper() for part in (row.get("id_type"), row.get("id_country"), row["id_number"]) if part)


def normal_phone(text: str, region: str) -> str:
    """E.164 where the number is possible in the region, else the digits as written: a doubtful number is kept, never lost."""
    if region == "CN":  # nearly every number of a Chinese company; the library takes twenty times as long
        if CHINESE_MOBILE.match(text):
            return f"+86{text}"
        if spaced := SPACED_MOBILE.fullmatch(text):
            return "+86" + "".join(spaced.groups())
    return _parsed_phone(text, region)


@lru_cache(maxsize=100_000)
def _parsed_phone(text: str, region: str) -> str:
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return text.strip()
    if not phonenumbers.is_possible_number(number):
        return text.strip()
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _texts(values: list[str]) -> Cells:
    """Few columns hold anything to escape: one look at all of their values together."""
    return [value.translate(ESCAPED) for value in values] if UNSAFE.search("".join(values)) else values


def _octets(values: Iterable[bytes | None]) -> Cells:
    return [NULL if value is None else f"\\\\x{value.hex()}" for value in values]


def _array(values: Iterable[str | None] | None) -> str:
    """`{"a","b"}`, before its backslashes are escaped once more for COPY."""
    quoted = ("NULL" if value is None else '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"' for value in values or ())
    return "{" + ",".join(quoted) + "}"


def _blocks(columns: dict[str, Cells]) -> Iterator[str]:
    """The rows as COPY reads them, joined block by block: the driver's `write_row` would adapt every value on its own."""
    lines = map("\t".join, zip(*columns.values(), strict=True))
    while block := list(islice(lines, BLOCK_ROWS)):
        yield "\n".join(block) + "\n"


def _copy(columns: dict[str, Cells], constants: dict[str, Any], on_conflict: str) -> None:
    names = ", ".join(columns)
    defaults = _defaults((*columns, *constants))
    filled = ", ".join((*columns, *constants, *defaults))
    selected = ", ".join((*columns, *("%s" for _ in constants), *defaults.values()))
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE IF NOT EXISTS incoming_record (LIKE connect_guestrecord) ON COMMIT DROP; "
            f"TRUNCATE incoming_record; {_nullable()}"
        )
        with cursor.copy(f"COPY incoming_record ({names}) FROM STDIN") as copy:
            for block in _blocks(columns):
                copy.write(block)
        cursor.execute(
            f"INSERT INTO connect_guestrecord ({filled}) SELECT {selected} FROM incoming_record "  # noqa: S608 - our own column names
            f"ON CONFLICT (source_id, key_index) {on_conflict}",
            list(constants.values()),
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
