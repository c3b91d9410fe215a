"""Taking new rows from a database: streamed to a sealed JSON Lines file; the cursor moves in the transaction that creates the run.

Rows at the last cursor value are read again each time, because more of the same moment may have been written after the last pull; those
that came before are recognised as unchanged. Where nothing but them comes, there is no run.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from itertools import chain
from typing import Any, BinaryIO, cast
from uuid import UUID

import orjson
from django.db import transaction

from xenia.connect import models
from xenia.connect.actions.fitting import forget_upload
from xenia.connect.actions.runs import start_run
from xenia.connect.actions.sources import save_mapping
from xenia.connect.actions.uploads import store_upload
from xenia.connect.ports import PulledDatabase
from xenia.connect.queries.pulls import list_waiting_uploads
from xenia.connect.queries.sources import list_newest_mappings
from xenia.connect.rules.pulls import best_fit, cursor_scope, cursor_text, parse_cursor
from xenia.connect.types.pulls import Cursor, CursorValue, DatabaseLocation, PullFault, Row
from xenia.connect.types.sources import Source
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict
from xenia.lake.intake.cells import joined_text, value_text

Clock = Callable[[], datetime]


def pull_database(*, actor: Actor, source: Source, database: PulledDatabase, location: DatabaseLocation, clock: Clock) -> None:
    """Imports the rows from the cursor on (all where there is none), as one upload and one run; nothing where nothing is new.

    Raises PullFault where the database cannot be read, and where no mapping of the source fits the columns: a sample then waits for one.
    """
    document = best_fit(list_newest_mappings(actor, source.id), database.columns())
    held = models.Source.objects.get(id=source.id).cursor_value
    cursor = parse_cursor(held, cursor_scope(location)) if location.cursor_column else None
    batches = database.rows_from(cursor.value if cursor else None)
    first = next(batches, None)
    if first is None:
        return
    if document is None:
        _leave_sample(actor, source, first, clock())
        raise _unmapped(database.columns())
    rows = _RowStream(chain([first], batches), location)
    upload_id = _store(actor, source, rows, clock())
    try:
        if cursor is not None and rows.cursor == cursor:
            forget_upload(upload_id)
            return
        _start(actor, source.id, upload_id, document, (held, rows.cursor), clock())
    except BaseException:
        forget_upload(upload_id)
        raise


@transaction.atomic
def _start(
    actor: Actor, source_id: UUID, upload_id: UUID, document: dict[str, Any], moved: tuple[str, Cursor | None], now: datetime
) -> None:
    """Moves the cursor and creates the run, both or neither. Raises Conflict where another pull moved it meanwhile."""
    before, cursor = moved
    row = models.Source.objects.select_for_update().get(id=source_id)
    if row.cursor_value != before:
        raise Conflict("pulled_meanwhile", "Another pull of this source ended meanwhile; pull again.", "此来源刚被另一次拉取更新；请重试。")
    row.cursor_value = cursor_text(cursor) if cursor else before
    row.save(update_fields=["cursor_value"])
    mapping_id = save_mapping(actor=actor, source_id=source_id, document=document, now=now)
    start_run(actor=actor, upload_id=upload_id, mapping_id=mapping_id, now=now)


def _store(actor: Actor, source: Source, rows: "_RowStream", now: datetime) -> UUID:
    name = f"{source.settings.code}-{now:%Y%m%dT%H%M%S}.jsonl"
    return store_upload(actor=actor, source_id=source.id, file_name=name, stream=cast(BinaryIO, rows), as_of=now, now=now)


def _leave_sample(actor: Actor, source: Source, first: list[Row], now: datetime) -> None:
    """The first rows as an upload without a run, once: from it a person makes the mapping."""
    if not list_waiting_uploads(actor, source.id):
        _store(actor, source, _RowStream(iter([first]), None), now)


def _unmapped(columns: list[str]) -> PullFault:
    shown = ", ".join(columns[:30])
    return PullFault(
        "mapping_missing",
        f"No mapping of this source fits the columns {shown}; map the sample that waits, then pull again. Nothing was imported.",
        f"没有映射适用于列 {shown}；请先为等待中的样本建立映射，再重新拉取。尚未导入任何数据。",
    )


class _RowStream:
    """Rows as a stream of JSON Lines, one batch in memory; `cursor` is the greatest value that went through, with how many rows held it."""

    def __init__(self, batches: Iterator[list[Row]], location: DatabaseLocation | None) -> None:
        self._batches = batches
        self._column = location.cursor_column if location else ""
        self._scope = cursor_scope(location) if location else ""
        self.cursor: Cursor | None = None

    def read(self, size: int = -1) -> bytes:
        """Returns the lines of the next batch, however many bytes; nothing at the end."""
        batch = next(self._batches, [])
        if self._column:
            self._follow(batch)
        return b"".join(orjson.dumps(row_texts(row), option=orjson.OPT_APPEND_NEWLINE) for row in batch)

    def _follow(self, batch: list[Row]) -> None:
        last, rows = (self.cursor.value, self.cursor.rows) if self.cursor else (None, 0)
        for row in batch:
            value: CursorValue | None = row[self._column]
            if value is not None:
                last, rows = value, rows + 1 if value == last else 1
        if last is not None:
            is_first, self.cursor = self.cursor is None, Cursor(self._scope, last, rows)
            if is_first:
                cursor_text(self.cursor)  # a type that cannot be kept is refused before the rest is read


def row_texts(row: Mapping[str, Any]) -> dict[str, str | None]:
    """The row with each value as the text an export would hold: lists joined by |, JSON as its text."""
    return {name: _text(value) for name, value in row.items()}


def _text(value: Any) -> str | None:
    if isinstance(value, list | tuple | dict):
        return joined_text(list(value) if isinstance(value, tuple) else value)
    if isinstance(value, Decimal):
        return format(value, "f")
    return value_text(bytes(value) if isinstance(value, memoryview | bytearray) else value)
