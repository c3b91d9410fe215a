"""Suggesting a mapping from a file's header and its first rows."""

import re
from typing import Any

from xenia.connect.rules.canonical import RECORDS
from xenia.connect.rules.codes import LINES, STATUSES
from xenia.connect.types.canonical import Field, FieldType, Kind, Record

GUESSED_KINDS = (Kind.BOOKING, Kind.FEEDBACK, Kind.INTERACTION, Kind.EVENT, Kind.GUEST, Kind.PLACE)
DISTINCTIVE = {
    Kind.BOOKING: {"booking_key", "starts_on", "ends_on", "total", "booked_at", "nights", "adults"},
    Kind.FEEDBACK: {"feedback_key", "rating", "text"},
    Kind.INTERACTION: {"interaction_key", "agent", "duration_seconds", "subject"},
    Kind.EVENT: {"event_key", "anonymous_id", "session_id"},
    Kind.GUEST: {"phone", "email", "name", "surname", "id_number", "birth_date"},
    Kind.PLACE: {"place_key", "latitude", "longitude"},
}
STATUS_WORDS = {
    "canceled": "cancelled", "cancelled": "cancelled", "已取消": "cancelled", "取消": "cancelled",
    "no-show": "no_show", "noshow": "no_show", "未到": "no_show",
    "check-out": "completed", "checkedout": "completed", "checked out": "completed", "completed": "completed",
    "已完成": "completed", "已离店": "completed",
    "inhouse": "in_house", "in house": "in_house", "checked in": "in_house", "在住": "in_house",
    "reserved": "reserved", "已预订": "reserved", "confirmed": "confirmed", "已确认": "confirmed",
    "requested": "requested", "waitlisted": "waitlisted", "候补": "waitlisted",
}  # fmt: skip
CURRENCY_WORDS = {"currency", "currencycode", "currencyisocode", "ccy", "币种", "货币", "币别"}
GENDER_WORDS = {
    "男": "male",
    "女": "female",
    "m": "male",
    "f": "female",
    "male": "male",
    "female": "female",
    "先生": "male",
    "女士": "female",
}


def plain(header: str) -> str:
    """The header without case, spaces and signs: `Order No.` and `order_no` are the same word."""
    return re.sub(r"[^0-9a-z一-鿿]", "", header.lower())


def suggest_mapping(header: list[str], sample: list[list[str]]) -> dict[str, Any]:
    """Returns a mapping document for the kind whose distinctive fields the header names most; columns nobody claims become attributes."""
    guesses = [(_claims(header, RECORDS[kind]), kind) for kind in GUESSED_KINDS]
    claims, kind = max(guesses, key=lambda guess: (len(DISTINCTIVE[guess[1]] & guess[0].keys()), len(guess[0])))
    fields = {name: _expression(RECORDS[kind].field(name), column, _values(header, sample, column)) for name, column in claims.items()}
    records: list[dict[str, Any]] = [{"kind": kind.value, "fields": fields | _required_defaults(RECORDS[kind], fields)}]
    _name_currency(RECORDS[kind], fields, header)
    claimed = {column for content in fields.values() for column in _named_columns(content)}
    if kind is Kind.BOOKING:
        guest = {
            name: column
            for name, column in _claims([one for one in header if one not in claimed], RECORDS[Kind.GUEST]).items()
            if name in DISTINCTIVE[Kind.GUEST]
        }
        if guest:
            records.append(_guest_beside(guest, claims, header, sample))
            claimed |= set(guest.values())
    spare = {f"attributes.{_attribute(column)}": {"from": column} for column in header if column not in claimed}
    if kind in (Kind.GUEST, Kind.BOOKING, Kind.EVENT, Kind.PLACE):
        records[0]["fields"] |= spare
    return {"name": f"{kind.value}", "title": {"zh": RECORDS[kind].title.zh, "en": RECORDS[kind].title.en}, "records": records}


def _guest_beside(guest: dict[str, str], claims: dict[str, str], header: list[str], sample: list[list[str]]) -> dict[str, Any]:
    fields = {name: _expression(RECORDS[Kind.GUEST].field(name), column, _values(header, sample, column)) for name, column in guest.items()}
    if "booker_key" in claims:
        fields["guest_key"] = {"from": claims["booker_key"]}
    return {"kind": "guest", "fields": fields}


def _name_currency(record: Record, fields: dict[str, Any], header: list[str]) -> None:
    """Money takes its currency from the column that is called so; without one it would be counted in the source's own."""
    column = next((column for column in header if plain(column) in CURRENCY_WORDS), None)
    for name, content in fields.items():
        known = record.field(name)
        if column is not None and known is not None and known.type is FieldType.MONEY:
            content["currency"] = {"from": column}


def _claims(header: list[str], record: Record) -> dict[str, str]:
    """Field name -> column, each column claimed once: the exact word before a word it contains."""
    words = {column: plain(column) for column in header}
    claims: dict[str, str] = {}
    for field in record.fields:
        hints = {plain(hint) for hint in (field.name, field.title.zh, field.title.en, *field.hints)}
        found = next((column for column, word in words.items() if word in hints and column not in claims.values()), None)
        if found is not None:
            claims[field.name] = found
    return claims


def _values(header: list[str], sample: list[list[str]], column: str) -> set[str]:
    place = header.index(column)
    return {row[place].strip() for row in sample if place < len(row) and row[place] and row[place].strip()}


def _expression(field: Field | None, column: str, values: set[str]) -> dict[str, Any]:
    expression: dict[str, Any] = {"from": column}
    if field is None:
        return expression
    if field.codes == "status":
        return expression | {
            "as": "enum",
            "table": {value: STATUS_WORDS.get(value.lower(), value.lower()) for value in sorted(values)},
            "else": "keep",
        }
    if field.codes == "gender":
        return expression | {
            "as": "enum",
            "table": {value: GENDER_WORDS.get(value.lower(), "other") for value in sorted(values)},
            "else": "other",
        }
    if field.type is FieldType.INSTANT and values and all(re.fullmatch(r"1\d{9}", value) for value in values):
        return expression | {"format": "epoch_seconds"}
    if field.type is FieldType.INSTANT and values and all(re.fullmatch(r"1\d{12}", value) for value in values):
        return expression | {"format": "epoch_millis"}
    if field.type in (FieldType.DATE, FieldType.INSTANT) and (found := _slashed_format(values)):
        return expression | {"format": found}
    return expression


def _slashed_format(values: set[str]) -> str | None:
    """`%d/%m/%Y` or `%m/%d/%Y` where every value is written so; which of the two, by a part above 12 (day first where none tells)."""
    if not values or not all(re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}", value) for value in values):
        return None
    month_first = any(int(value.split("/")[1]) > 12 for value in values)
    return "%m/%d/%Y" if month_first else "%d/%m/%Y"


def _required_defaults(record: Record, fields: dict[str, Any]) -> dict[str, Any]:
    usual = {"line": LINES[1], "status": STATUSES[2], "kind": LINES[1], "name": "event", "channel": "call"}
    return {
        field.name: {"const": usual[field.name]}
        for field in record.fields
        if field.required and field.name not in fields and field.name in usual
    }


def _attribute(column: str) -> str:
    return re.sub(r"[.\s]+", "_", column.strip())[:60] or "column"


def fitted(document: dict[str, Any], header: list[str]) -> dict[str, Any]:
    """The document without the fields whose columns this file lacks: exports of one system differ in the columns a company chose."""
    records = []
    for record in document["records"]:
        fields = {name: content for name, content in record["fields"].items() if _is_read(content, header)}
        if any("from" in content for content in fields.values()):
            records.append(record | {"fields": fields})
    return document | {"records": records}


def _is_read(content: dict[str, Any], header: list[str]) -> bool:
    return all(column in header for column in _named_columns(content))


def _named_columns(content: dict[str, Any]) -> list[str]:
    """Every column the expression reads, also those its arguments name."""
    columns, currency = content.get("from", []), content.get("currency")
    named = [columns] if isinstance(columns, str) else list(columns)
    named += [currency["from"]] if isinstance(currency, dict) else []
    factors = content.get("times", [])
    named += [column for factor in factors for column in ([factor] if isinstance(factor, str) else factor)]
    return [*named, *content.get("plus_days", []), *content.get("minus_days", [])]
