"""What pulling decides: what a location says, which mapping a file gets, when a source is due, how far a database was pulled. Pure."""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from typing import Any

from xenia.connect.rules.mapping import parse_mapping
from xenia.connect.rules.suggest import fitted
from xenia.connect.types.pulls import Cursor, CursorValue, DatabaseLocation, FolderLocation, PullFault
from xenia.connect.types.sources import MappingVersion

FOLDER_OPTIONS = frozenset({"username", "password", "key_file", "host_key", "port", "key", "secret", "endpoint", "region"})
UNFINISHED_SUFFIXES = (".part", ".partial", ".tmp", ".filepart", ".crdownload", ".swp", "~")
LOOK_APART = timedelta(seconds=10)
"""A file is taken when two looks so far apart saw it unchanged."""


def parse_folder_location(text: str) -> FolderLocation:
    """Returns the folder of a location: a path or address, or JSON `{"url", "pattern", ...}` with the options of docs/sources.md.

    Raises PullFault for JSON without `url` and for an unknown option.
    """
    if not text.lstrip().startswith("{"):
        return FolderLocation(_required(text, "a folder"))
    content = _json_object(text)
    options = {name: str(value) for name, value in content.items() if name not in ("url", "pattern")}
    unknown = set(options) - FOLDER_OPTIONS
    if unknown:
        known = ", ".join(sorted(FOLDER_OPTIONS))
        raise PullFault(
            "location_option_unknown",
            f"The location has no option {sorted(unknown)[0]!r}; use url, pattern, {known}.",
            f"数据位置没有选项“{sorted(unknown)[0]}”；可用：url、pattern、{known}。",
        )
    return FolderLocation(_required(content.get("url"), "`url`"), str(content.get("pattern") or "*"), options)


def parse_database_location(text: str, cursor_column: str) -> DatabaseLocation:
    """Returns the database of a location, JSON `{"url", "table" or "query"}`; raises PullFault where one is missing or both are given."""
    content = _json_object(text)
    table, query = str(content.get("table") or "").strip(), str(content.get("query") or "").strip().rstrip(";").rstrip()
    if bool(table) == bool(query):
        raise PullFault("location_incomplete", "The location needs either `table` or `query`.", "数据位置需要 table 或 query 其中之一。")
    return DatabaseLocation(_required(content.get("url"), "`url`"), table, query, cursor_column.strip())


def _json_object(text: str) -> dict[str, Any]:
    try:
        content = json.loads(text)
    except ValueError:
        content = None
    if not isinstance(content, dict):
        raise PullFault(
            "location_unreadable",
            'The location is not JSON; give {"url": ...} as docs/sources.md shows.',
            '数据位置不是有效的 JSON；请按 docs/sources.md 填写 {"url": ...}。',
        )
    return content


def _required(value: Any, what: str) -> str:
    text = str(value or "").strip()
    if not text:
        raise PullFault("location_missing", f"The source has no location: {what} is missing.", f"数据来源没有填写位置（缺少 {what}）。")
    return text


def is_unfinished(path: str) -> bool:
    """Whether the name says that another program is still writing the file, or that it is hidden."""
    name = path.rsplit("/", 1)[-1]
    return name.startswith(".") or name.lower().endswith(UNFINISHED_SUFFIXES)


def is_due(every_minutes: int | None, pulled_at: datetime | None, now: datetime) -> bool:
    """Whether a scheduled source should be pulled: never yet, or its period has passed."""
    if not every_minutes:
        return False
    return pulled_at is None or pulled_at + timedelta(minutes=every_minutes) <= now


def best_fit(mappings: Sequence[MappingVersion], header: list[str]) -> dict[str, Any] | None:
    """Returns the document for a file with this header: of the mappings all of whose columns it has, the one that reads most of them;
    else of those whose `match.columns` it has, without the fields it lacks; None where none fits."""
    held = set(header)
    whole = [(len(columns), mapping) for mapping in mappings if (columns := parse_mapping(mapping.document).columns) and columns <= held]
    if whole:
        return max(whole, key=lambda pair: pair[0])[1].document
    matched = [(len(wanted), mapping) for mapping in mappings if (wanted := _matched(mapping)) and wanted <= held]
    return fitted(max(matched, key=lambda pair: pair[0])[1].document, header) if matched else None


def _matched(mapping: MappingVersion) -> set[str]:
    match = mapping.document.get("match") or {}
    return set(match.get("columns") or ())


def cursor_scope(location: DatabaseLocation) -> str:
    """A short mark of column and table or query: a cursor of another one says nothing, and pulling starts from the beginning."""
    said = json.dumps([location.cursor_column, location.table, location.query])
    return sha256(said.encode()).hexdigest()[:16]


def cursor_text(cursor: Cursor) -> str:
    """The cursor as text to keep, its value with its type; raises PullFault for a type that has no order we can keep."""
    value = cursor.value
    kinds: dict[type, str] = {int: "integer", float: "float", str: "text", Decimal: "decimal", datetime: "instant", date: "date"}
    kind = kinds.get(type(value))
    if kind is None:
        named = type(value).__name__
        raise PullFault(
            "cursor_type_unknown",
            f"A cursor column of type {named} cannot be followed; use a number, a text, a date or a time.",
            f"无法按 {named} 类型的列增量读取；请使用数字、文本、日期或时间列。",
        )
    text = value.isoformat() if isinstance(value, date) else repr(value) if isinstance(value, float) else str(value)
    return json.dumps({"of": cursor.of, "type": kind, "value": text, "rows": cursor.rows}, ensure_ascii=False)


def parse_cursor(text: str, scope: str) -> Cursor | None:
    """Returns the cursor kept as text; None where there is none yet or it is of another column, table or query."""
    if not text:
        return None
    content = json.loads(text)
    if content["of"] != scope:
        return None
    readers: dict[str, Any] = {
        "integer": int, "float": float, "text": str, "decimal": Decimal, "instant": datetime.fromisoformat, "date": date.fromisoformat,
    }  # fmt: skip
    try:
        value: CursorValue = readers[content["type"]](content["value"])
    except (InvalidOperation, ValueError, KeyError):
        return None
    return Cursor(scope, value, int(content["rows"]))
