"""Reading a mapping document: every fault is listed at once, each with the place and what to do."""

import re
from collections.abc import Mapping
from typing import Any

from xenia.connect.rules.canonical import RECORDS
from xenia.connect.types.canonical import FieldType, Kind, Record
from xenia.connect.types.mapping import FieldMapping, ParsedMapping, RecordMapping, Transform
from xenia.kernel.errors import Invalid

ATTRIBUTE = re.compile(r"^(attributes|properties)\.[^.\s][^.]{0,60}$")
ARGUMENTS = {
    "format",
    "zone",
    "local",
    "currency",
    "times",
    "plus_days",
    "minus_days",
    "table",
    "else",
    "region",
    "order",
    "separator",
    "part",
    "decimal",
}
NATURAL = {
    FieldType.INTEGER: Transform.INTEGER,
    FieldType.DECIMAL: Transform.DECIMAL,
    FieldType.BOOLEAN: Transform.BOOLEAN,
    FieldType.DATE: Transform.DATE,
    FieldType.INSTANT: Transform.INSTANT,
    FieldType.MONEY: Transform.MONEY,
    FieldType.LIST: Transform.LIST,
}
"""The transform a field gets where the mapping names none."""


def parse_mapping(document: Mapping[str, Any], *, header: list[str] | None = None) -> ParsedMapping:
    """Returns the mapping; raises Invalid listing every fault. With `header`, columns that the file lacks are faults too."""
    faults: list[str] = []
    entries = document.get("records")
    records = [_record(entry, at, faults) for at, entry in enumerate(entries if isinstance(entries, list) else [])]
    parsed = ParsedMapping(
        str(document.get("name") or "mapping"), tuple(record for record in records if record), tuple(document.get("nulls") or ())
    )
    if sum(record.kind is Kind.BOOKING for record in parsed.records) > 1:
        faults.append("records: a row makes one booking at most; make the others items of it.")
    if not parsed.records:
        faults.append("records: there is none; map at least one record with its key.")
    if header is not None:
        faults += [
            f"column {column!r} is not in the file; its columns are {', '.join(header[:30])}."
            for column in sorted(parsed.columns - set(header))
        ]
    if faults:
        raise Invalid(
            "mapping_invalid", "The mapping cannot be used: " + " ".join(faults), "映射无法使用：" + " ".join(faults), faults=faults
        )
    return parsed


def _record(entry: Any, at: int, faults: list[str]) -> RecordMapping | None:
    place = f"records[{at}]"
    if not isinstance(entry, dict) or not isinstance(entry.get("fields"), dict):
        faults.append(f"{place}: it needs `kind` and `fields`.")
        return None
    if entry.get("kind") not in set(Kind):
        faults.append(f"{place}: the kind {entry.get('kind')!r} is unknown; use one of {', '.join(Kind)}.")
        return None
    record = RECORDS[Kind(entry["kind"])]
    fields = {name: _field(record, name, content, f"{place}.{name}", faults) for name, content in entry["fields"].items()}
    for field in record.fields:
        if field.required and field.name not in fields:
            faults.append(f"{place}: {record.kind} needs the field {field.name}.")
    return RecordMapping(record.kind, {name: mapped for name, mapped in fields.items() if mapped})


def _field(record: Record, name: str, content: Any, place: str, faults: list[str]) -> FieldMapping | None:
    field = record.field(name)
    if field is None and not ATTRIBUTE.match(name):
        known = ", ".join(known.name for known in record.fields)
        faults.append(f"{place}: {record.kind} has no such field; use {known}, or attributes.<name>.")
        return None
    if not isinstance(content, dict) or ("from" in content) == ("const" in content):
        faults.append(f"{place}: give either `from` (a column or a list of columns) or `const`.")
        return None
    unknown = set(content) - ARGUMENTS - {"from", "const", "as", "default"}
    natural = NATURAL.get(field.type, Transform.TEXT) if field else Transform.TEXT
    named = content.get("as", natural)
    if unknown or named not in set(Transform):
        faults.append(f"{place}: {', '.join(sorted(unknown)) or repr(named)} is not an argument or transform; see docs/mapping.md.")
        return None
    mapped = _mapped(content, Transform(named))
    faults += [f"{place}: {fault}" for fault in _argument_faults(mapped)]
    return mapped


def _mapped(content: dict[str, Any], transform: Transform) -> FieldMapping:
    columns = content.get("from", [])
    columns = (columns,) if isinstance(columns, str) else tuple(str(column) for column in columns)
    arguments = {key: value for key, value in content.items() if key in ARGUMENTS}
    const, default = content.get("const"), content.get("default")
    return FieldMapping(columns, None if const is None else str(const), transform, None if default is None else str(default), arguments)


def _argument_faults(field: FieldMapping) -> list[str]:
    faults = []
    if field.transform is Transform.ENUM and not isinstance(field.arguments.get("table"), dict):
        faults.append("enum needs `table`, an object from the file's values to ours.")
    if field.transform is Transform.SPLIT and not isinstance(field.arguments.get("part"), int):
        faults.append("split needs `part`, the ordinal of the piece (1 is the first, -1 the last).")
    if field.const is None and not field.columns:
        faults.append("`from` names no column.")
    if len(field.columns) > 1 and field.transform not in (
        Transform.CONCAT,
        Transform.SUM,
        Transform.DATE,
        Transform.INSTANT,
        Transform.LIST,
        Transform.NAME,
    ):
        faults.append(f"{field.transform} reads one column; use concat to join several.")
    return faults
