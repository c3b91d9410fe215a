"""Folders and databases that a source is pulled from, as the pull actions and other modules see them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from xenia.connect.types.sources import Upload
from xenia.kernel.errors import XeniaError
from xenia.kernel.texts import Text

CursorValue = int | float | str | Decimal | date | datetime


class PullFault(XeniaError):
    """The folder or database cannot be read; the sentence is kept with the source until a pull succeeds."""

    status = 422


@dataclass(frozen=True)
class FolderLocation:
    """`url` is an absolute path, `sftp://...` or `s3://...`; `pattern` a glob below it; `options` hold credentials: never shown."""

    url: str
    pattern: str = "*"
    options: dict[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class DatabaseLocation:
    """A SQLAlchemy address, which holds a password, and either a table (`schema.table`) or a query. `cursor_column` "" pulls everything."""

    url: str = field(repr=False)
    table: str = ""
    query: str = ""
    cursor_column: str = ""


@dataclass(frozen=True)
class FolderFile:
    """A file below a watched folder. Two looks with one `fingerprint` (size and modification time, or the store's tag) saw one content."""

    path: str
    size_bytes: int
    modified_at: datetime
    fingerprint: str


@dataclass(frozen=True)
class Cursor:
    """How far a database was pulled: the greatest value so far, and how many rows held it. `of` marks the column and the table or query."""

    of: str
    value: CursorValue
    rows: int


@dataclass(frozen=True)
class PulledFile:
    """One file of a watched folder. `message` says why it could not be read; with neither it nor `taken_at` it waits for a second look."""

    path: str
    size_bytes: int
    modified_at: datetime
    taken_at: datetime | None
    upload_id: UUID | None
    message: Text | None


@dataclass(frozen=True)
class PullState:
    """How pulling a source stands. `message` says why the last pull did not work; `waiting` are uploads that no run has imported yet."""

    source_id: UUID
    pulled_at: datetime | None
    next_at: datetime | None
    message: Text | None
    files: tuple[PulledFile, ...]
    waiting: tuple[Upload, ...]


Row = dict[str, Any]
