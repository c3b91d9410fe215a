"""What a machine may push: canonical fields under their own names, and the mapping that takes them as they are. Pure."""

import json
import re
from collections.abc import Sequence
from typing import Any

from xenia.connect.rules.canonical import RECORDS
from xenia.connect.types.canonical import FieldType, Kind, Record
from xenia.kernel.errors import Invalid

BATCH_MAX = 5_000
ATTRIBUTES_KEPT = 200
"""Attributes of earlier batches stay in the mapping up to so many, so that it settles; a batch's own are always in."""
FREE_FIELDS = ("attributes", "properties")
FREE_NAME = re.compile(r"^[^.\s][^.]{0,60}$")

Flat = dict[str, Any]


def flat_records(kind: Kind, records: Sequence[Any], *, attributes: Sequence[str] | None) -> list[Flat]:
    """Returns the records with every field of the kind and every attribute (`attributes.<name>`), None where absent.

    `attributes` are those the source sent before; None where the kind takes none. Raises Invalid for none or more than BATCH_MAX records,
    and with the number of the first record (from 1) that is not an object, is empty, or has a field the kind does not know.
    """
    if not 0 < len(records) <= BATCH_MAX:
        raise Invalid(
            "push_batch_size",
            f"The batch holds {len(records):,} records; send between 1 and {BATCH_MAX:,}.",
            f"本批有 {len(records):,} 条记录；请发送 1 至 {BATCH_MAX:,} 条。",
        )
    known = _columns(RECORDS[kind])
    flat = [_flat(kind, record, known, attributes is not None, number) for number, record in enumerate(records, 1)]
    own = sorted({name for record in flat for name in record} - set(known))
    kept = list(dict.fromkeys([*(attributes or ()), *own]))
    names = [*known, *(kept if len(kept) <= ATTRIBUTES_KEPT else own)]
    return [{name: record.get(name) for name in names} for record in flat]


def _columns(record: Record) -> list[str]:
    """The fields of the kind, and `currency` beside its amount of money."""
    names = [field.name for field in record.fields]
    return [*names, "currency"] if any(field.type is FieldType.MONEY for field in record.fields) else names


def _flat(kind: Kind, record: Any, known: list[str], takes_attributes: bool, number: int) -> Flat:
    if not isinstance(record, dict) or not record:
        raise _refused(number, "it is not an object with fields", "不是含字段的对象")
    flat: Flat = {}
    for name, value in record.items():
        if name in FREE_FIELDS and takes_attributes and isinstance(value, dict):
            flat |= {f"attributes.{inner}": _plain(content) for inner, content in value.items() if _is_named(inner, number)}
        elif name not in known:
            allowed = ", ".join([*known, "attributes"] if takes_attributes else known)
            raise _refused(number, f"{kind} has no field {name!r}; use {allowed}", f"“{kind}”没有字段“{name}”；可用：{allowed}")
        elif isinstance(value, dict):
            raise _refused(number, f"the field {name} holds an object; give a text, a number or a list", f"字段 {name} 不能是对象")
        else:
            flat[name] = value
    if all(value in (None, "", []) for value in flat.values()):
        raise _refused(number, "it is empty", "内容为空")
    return flat


def _is_named(name: str, number: int) -> bool:
    if not FREE_NAME.match(name):
        raise _refused(number, f"the attribute {name!r} may be 1 to 61 characters long, without a point", f"属性名“{name}”不可用")
    return True


def _plain(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value


def attributes_of(document: dict[str, Any]) -> list[str]:
    """The attributes in a mapping that `identity_mapping` made."""
    return [name for name in document["records"][0]["fields"] if name.startswith("attributes.")]


def _refused(number: int, what: str, what_zh: str) -> Invalid:
    return Invalid(
        "push_record_invalid",
        f"Record {number} was refused: {what}. Nothing of the batch was taken.",
        f"第 {number} 条记录被拒绝：{what_zh}。本批没有写入。",
    )


def identity_mapping(kind: Kind, columns: Sequence[str]) -> dict[str, Any]:
    """Returns the mapping document `push_<kind>`: each field of the kind from the column of its name, and the attributes in `columns`."""
    record = RECORDS[kind]
    fields: dict[str, Any] = {field.name: {"from": field.name} for field in record.fields}
    for field in record.fields:
        if field.type is FieldType.MONEY:
            fields[field.name] |= {"currency": {"from": "currency"}}
    fields |= {name: {"from": name} for name in columns if name.startswith("attributes.")}
    title = {"zh": f"接口推送：{record.title.zh}", "en": f"Pushed: {record.title.en}"}
    return {"name": f"push_{kind}", "title": title, "records": [{"kind": kind.value, "fields": fields}]}
