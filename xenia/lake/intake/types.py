"""The words of the intake: what a file looks like, what a batch of it holds, and why a row or a file was refused."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import BinaryIO

import pyarrow as pa

from xenia.kernel.errors import XeniaError

ROW = "_row"

StreamFactory = Callable[[], BinaryIO]
"""Gives a fresh binary stream of the same file at each call; the stream may be unable to seek (an upload that is decrypted on the way)."""


class FileFault(XeniaError):
    """The file as a whole cannot be read, or not further. Whatever was whole before the fault has been delivered."""

    status = 422


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may ask of the machine. Bytes unless the name says otherwise."""

    cell_bytes_max: int = 1 << 20
    record_bytes_max: int = 16 << 20
    columns_max: int = 2_000
    expansion_ratio_max: int = 200
    expanded_bytes_max: int = 1 << 30
    workbook_bytes_max: int = 1 << 30
    raw_chars_max: int = 20_000


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read; None means: find out.

    `header_row` counts from 1; 0 means that the file has none and its columns are called `column_1` and so on. `quote` "" means that quotes
    are ordinary characters. `sheet` names a sheet of a workbook, `member` a file in a zip archive. A batch closes at `batch_rows` rows or
    `batch_bytes` of text, whichever comes first.
    """

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    header_row: int = 1
    sheet: str | None = None
    member: str | None = None
    batch_rows: int = 500_000
    batch_bytes: int = 64 << 20
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Reject:
    """One row that was not read, with the reason. `raw` is the row's text, cut at `Limits.raw_chars_max`."""

    row_number: int
    raw: str
    rule: str
    detail: str
    detail_zh: str = ""

    def at(self, row_number: int) -> "Reject":
        """The same reject at another row number."""
        return replace(self, row_number=row_number)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person should know about a file that was read all the same."""

    code: str
    message: str
    message_zh: str


@dataclass(frozen=True, slots=True)
class FileShape:
    """What a look at the beginning of a file shows. `rows_estimate` is exact for small files, workbooks and Parquet."""

    format: str
    compression: str | None
    encoding: str | None
    encoding_confidence: float
    delimiter: str | None
    quote: str | None
    header: list[str]
    sample: list[list[str]]
    rows_estimate: int | None
    size_bytes: int | None
    sheets: list[str] = field(default_factory=list)
    warnings: list[Notice] = field(default_factory=list)
    header_row: int = 1
    member: str | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """A stretch of the file.

    `rows`: one string column per header (missing and empty cells are null) and `_row` (int64), the row's ordinal as a person counts it in
    the file: with the header in row 1, the first data row is 2. Rows without any value are left out but counted.
    `rows_done`: what to pass as `skip_rows` to go on after this batch. `bytes_read`: bytes of the file as stored (compressed) so far.
    """

    rows: pa.Table
    rejects: list[Reject]
    bytes_read: int
    rows_done: int
    warnings: list[Notice] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Part:
    """What a format reader hands to `batches.coalesce`: like a batch, of any size. `last_row`: the last ordinal this part has seen."""

    rows: pa.Table
    rejects: list[Reject]
    bytes_read: int
    last_row: int
    warnings: list[Notice] = field(default_factory=list)


def cut_raw(raw: str, limits: Limits) -> str:
    """The row's text as quarantine keeps it: at most `raw_chars_max` characters, an ellipsis where it was cut."""
    return raw if len(raw) <= limits.raw_chars_max else raw[: limits.raw_chars_max] + "…"
