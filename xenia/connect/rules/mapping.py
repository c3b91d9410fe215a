"""Reading a mapping document: every fault is listed at once, each with the place and what to do."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from xenia.connect.rules.canonical import RECORDS
from xenia.connect.rules.codes import code_list
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
Shape = tuple[Callable[[Any], bool], str]


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, str) for one in value)


def _is_currency(value: Any) -> bool:
    return value in code_list("currency") if isinstance(value, str) else isinstance(value, dict) and isinstance(value.get("from"), str)


ARGUMENT_SHAPES: dict[str, Shape] = {
    "table": (lambda value: isinstance(value, dict), "enum needs `table`, an object from the file's values to ours."),
    "part": (
        lambda value: isinstance(value, int) and value != 0,
        "split needs `part`, the ordinal of the piece (1 is the first, -1 the last).",
    ),
    "zone": (
        lambda value: isinstance(value, str) and value in code_list("zone"),
        "`zone` is a time zone of the IANA list, such as Asia/Shanghai.",
    ),
    "currency": (_is_currency, "`currency` is an ISO 4217 code such as CNY, or an object with `from`, the column that holds it."),
    "format": (lambda value: (isinstance(value, str) and bool(value)) or _is_texts(value), "`format` is a text or a list of texts."),
    "plus_days": (_is_texts, "`plus_days` is a list of columns."),
    "minus_days": (_is_texts, "`minus_days` is a list of columns."),
    "times": (
        lambda value: isinstance(value, list) and all(isinstance(one, str) or _is_texts(one) for one in value),
        "`times` is a list of columns, or of lists of columns that are added up.",
    ),
    "separator": (lambda value: isinstance(value, str), "`separator` is a text."),
    "decimal": (lambda value: value in (".", ","), "`decimal` is . or , (the sign before the cents)."),
    "region": (
        lambda value: isinstance(value, str) and value in code_list("country"),
        "`region` is a country of ISO 3166, such as CN, whose phone numbers may lack the country code.",
    ),
}
"""What each argument must look like, and what is said where it does not."""

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
    if not isinstance(entry.get("kind"), str) or entry["kind"] not in set(Kind):
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
    faults = [said for name, (holds, said) in ARGUMENT_SHAPES.items() if name in field.arguments and not holds(field.arguments[name])]
    if field.transform is Transform.ENUM and "table" not in field.arguments:
        faults.append("enum needs `table`, an object from the file's values to ours.")
    if field.transform is Transform.SPLIT and "part" not in field.arguments:
        faults.append("split needs `part`, the ordinal of the piece (1 is the first, -1 the last).")
    if field.transform in (Transform.SPLIT, Transform.LIST) and field.arguments.get("separator") == "":
        faults.append("`separator` is a text of at least one character here.")
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
