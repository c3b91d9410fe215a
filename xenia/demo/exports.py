"""Files written block by block: CSV in UTF-8 or GB18030, JSON Lines in gzip; the same cells give the same bytes."""

import gzip
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as compute

from xenia.demo.columns import Texts
from xenia.demo.dirt import Columns, PlantedFault


@dataclass(frozen=True)
class Kind:
    """How a file is written: `encoding` of the text, `line_end`, and whether it is JSON Lines in gzip instead of CSV."""

    encoding: str = "utf-8"
    line_end: str = "\n"
    compressed: bool = False


UTF8_CSV = Kind()
EXCEL_CSV = Kind("gb18030", "\r\n")
JSON_LINES_GZ = Kind(compressed=True)


@dataclass(frozen=True)
class WrittenFile:
    """`path` is relative to the folder of the company; `rows` counts data rows and `faults` those that break the contract on purpose."""

    path: str
    mapping: str
    rows: int
    faults: int


@dataclass
class Export:
    """An export file that grows by `append`; close it (or leave its `with`) to finish it."""

    folder: Path
    path: str
    mapping: str
    kind: Kind = UTF8_CSV
    rows: int = 0
    faults: list[tuple[int, PlantedFault]] = field(default_factory=list)
    _stream: BinaryIO | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def append(self, columns: Columns, planted: list[PlantedFault] | None = None) -> None:
        """Writes the rows; the first call writes the header too."""
        stream = self._stream or self._open(list(columns))
        stream.write(self._encoded(csv_text(columns)))
        for fault in planted or ():
            self.faults.append((self.rows + fault.row, fault))
        self.rows += len(next(iter(columns.values())))

    def append_lines(self, lines: Texts, planted: list[PlantedFault]) -> None:
        """Writes JSON Lines, one cell a line."""
        stream = self._stream or self._open([])
        stream.write(("\n".join(lines) + "\n").encode() if len(lines) else b"")
        for fault in planted:
            self.faults.append((self.rows + fault.row, fault))
        self.rows += len(lines)

    def close(self) -> None:
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def written(self) -> WrittenFile:
        return WrittenFile(self.path, self.mapping, self.rows, len(self.faults))

    def _open(self, header: list[str]) -> BinaryIO:
        target = self.folder / self.path
        target.parent.mkdir(parents=True, exist_ok=True)
        stream = cast("BinaryIO", _Gzip(target)) if self.kind.compressed else target.open("wb")
        if header:
            stream.write((",".join(header) + self.kind.line_end).encode(self.kind.encoding))
        self._stream = stream
        return stream

    def _encoded(self, text: str) -> bytes:
        if self.kind.line_end != "\n":
            text = text.replace("\n", self.kind.line_end)
        return text.encode(self.kind.encoding)


class _Gzip(gzip.GzipFile):
    """gzip without a file name or time in its header, so that the same lines give the same bytes."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        super().__init__(filename="", mode="wb", compresslevel=3, fileobj=self._file, mtime=0)

    def close(self) -> None:
        super().close()
        self._file.close()


def csv_text(columns: Columns) -> str:
    """Returns the rows as CSV without a header; None is an empty cell, and only cells that need quotes have them."""
    cells = [_quoted(pa.array(column, type=pa.string(), from_pandas=True)) for column in columns.values()]
    if not len(cells[0]):
        return ""
    lines = _glued([*cells, ","])
    return "\n".join([line or "" for line in lines.to_pylist()]) + "\n"


def _quoted(cells: pa.StringArray) -> pa.StringArray:
    unsafe = compute.match_substring_regex(cells, '[",\n\r]')
    if not compute.any(unsafe).as_py():
        return cells
    quoted = _glued(['"', compute.replace_substring(cells, '"', '""'), '"', ""])
    chosen: pa.StringArray = compute.if_else(unsafe, quoted, cells)
    return chosen


def _glued(parts: list[Any]) -> pa.StringArray:
    """Returns the parts joined row by row by the last of them; an empty cell counts as no text."""
    glued: pa.StringArray = compute.binary_join_element_wise(*parts, null_handling="replace", null_replacement="")
    return glued


def sorted_rows(columns: Columns, order: np.ndarray) -> Columns:
    """Returns every column in the order of the row numbers given."""
    return {name: cells[order] for name, cells in columns.items()}
