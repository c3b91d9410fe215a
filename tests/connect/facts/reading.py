"""One row through a mapping, without a database: what a field becomes, and which rules the row breaks."""

import json
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID

import pyarrow as pa

from xenia.connect.facts.canonical import FileSetting, canonical_layers
from xenia.connect.rules.mapping import parse_mapping
from xenia.lake.projection import compile_layers, run_compiled

SOURCE = UUID("0190a000-0000-7000-8000-000000000001")
SETTING = FileSetting("salt", SOURCE, "Asia/Shanghai", "CNY", None)
NEEDED: dict[str, dict[str, Any]] = {
    "booking": {"line": {"const": "hotel"}, "status": {"const": "completed"}},
    "guest": {"guest_key": {"const": "G1"}},
    "event": {"name": {"const": "open"}},
    "interaction": {"channel": {"const": "call"}, "at": {"const": "2026-11-22 10:00:00"}},
    "item": {"booking_key": {"const": "S-1"}, "kind": {"const": "air"}},
}


def table_of(kind: str, fields: dict[str, Any], *rows: dict[str, str | None], setting: FileSetting = SETTING) -> pa.Table:
    """The canonical rows of a mapping with one record of this kind, in the order of the rows."""
    columns, query = compiled(json.dumps({"records": [{"kind": kind, "fields": NEEDED.get(kind, {}) | fields}]}), setting)
    table = pa.table({name: pa.array([row.get(name) for row in rows], pa.string()) for name in columns})
    numbered = table.append_column("_row", pa.array(range(2, 2 + len(rows)), pa.int64()))
    return run_compiled(numbered, query).sort_by("_row")


@cache
def compiled(document: str, setting: FileSetting) -> tuple[list[str], str]:
    """The columns a mapping reads and its query: most tests of a table of cases ask for the same."""
    mapping = parse_mapping(json.loads(document))
    columns = sorted(mapping.columns) or ["unread"]
    return columns, compile_layers(canonical_layers(columns, mapping, setting))


def made(kind: str, fields: dict[str, Any], *rows: dict[str, str | None], setting: FileSetting = SETTING) -> list[dict[str, Any]]:
    """The same as dictionaries."""
    answer: list[dict[str, Any]] = table_of(kind, fields, *rows, setting=setting).to_pylist()
    return answer


def field_of(kind: str, name: str, how: dict[str, Any], cells: str | dict[str, str | None]) -> tuple[Any, list[str]]:
    """The value of one field and the faults of its row, without their ordinals; `cells` is the cell of column `x`, or all cells."""
    row = made(kind, {name: {"from": "x"} | how}, {"x": cells} if isinstance(cells, str) else cells)[0]
    value = row[f"r0_{name}_minor"] if f"r0_{name}_minor" in row else row[f"r0_{name}"]
    return value, [fault.removeprefix("0|") for fault in row["faults"] or []]


def faults_of(kind: str, name: str, how: dict[str, Any], cell: str) -> list[str]:
    """Only the faults: Python cannot hold every instant that Arrow can."""
    answer = table_of(kind, {name: {"from": "x"} | how}, {"x": cell})
    return [fault.removeprefix("0|") for fault in answer["faults"].to_pylist()[0] or []]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
