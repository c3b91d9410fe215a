"""Where one element of a JSON file ends and the next begins, without holding the file in memory."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import orjson

from xenia.lake.intake.compressed import DataFile
from xenia.lake.intake.faults import file_fault
from xenia.lake.intake.records import Chunk, Dialect, RecordCutter

LINES = Dialect(delimiter="\x1f", quote="")
TOKEN = re.compile(rb'"(?>[^"\\]++|\\.)*+"|["\[\]{}]', re.DOTALL)  # a whole text, or a quote whose text goes on, or a bracket
SEPARATORS = b" \t\r\n,"


@dataclass(frozen=True, slots=True)
class Element:
    """`row` from 1. With `overlong`, `raw` is the beginning only and `size` the length in bytes."""

    row: int
    raw: bytes
    overlong: bool = False
    size: int = 0


def json_layout(beginning: bytes) -> str:
    """`array`, `lines` (an object per line) or `objects` (written over several lines, one after another)."""
    if beginning.startswith(b"["):
        return "array"
    line = beginning.partition(b"\n")[0].strip()
    try:
        orjson.loads(line)
    except ValueError:
        return "lines" if line.endswith(b"}") and b"\n" in beginning else "objects"
    return "lines"


def elements_of(blocks: Iterable[bytes], layout: str, file: DataFile) -> Iterator[Element]:
    """The elements in order. Raises FileFault `file_truncated` when the text stops inside one."""
    if layout == "lines":
        return _lines(blocks, RecordCutter(LINES, file.limits.record_bytes_max))
    return Brackets(file, depth=1 if layout == "array" else 0).elements(blocks)


def _lines(blocks: Iterable[bytes], cutter: RecordCutter) -> Iterator[Element]:
    row = 0
    for chunk in _chunks(blocks, cutter):
        if chunk.overlong:
            row += 1
            yield Element(row, chunk.data, overlong=True, size=chunk.size)
            continue
        for line in chunk.data.removesuffix(b"\n").split(b"\n"):
            row += 1
            yield Element(row, line)


def _chunks(blocks: Iterable[bytes], cutter: RecordCutter) -> Iterator[Chunk]:
    for block in blocks:
        yield from cutter.feed(block)
    yield from cutter.finish()


class Brackets:
    """Tells elements apart by counting brackets outside texts. Text between elements that is no object becomes an element of its own,
    so that it is refused with a reason and not lost."""

    def __init__(self, file: DataFile, depth: int) -> None:
        self._file = file
        self._element_depth = depth
        self._depth = 0
        self._row = 0
        self._buffer = b""
        self._begin = 0  # of the element we are in, or of what follows the last one
        self._scanned = 0
        self._text_open = False

    def elements(self, blocks: Iterable[bytes]) -> Iterator[Element]:
        for block in blocks:
            self._buffer = self._buffer[self._begin :] + block
            self._scanned -= self._begin
            self._begin = 0
            yield from self._scan()
            if len(self._buffer) - self._begin > self._file.limits.record_bytes_max:
                found = f"element {self._row + 1} is longer than {self._file.limits.record_bytes_max >> 20} MB"
                raise file_fault("file_damaged", name=self._file.packed_name, found=found)
        if self._depth or self._text_open:
            raise file_fault("file_truncated", name=self._file.packed_name, found=f"the JSON text ends inside element {self._row + 1}")
        yield from self._take(len(self._buffer))

    def _scan(self) -> Iterator[Element]:
        self._text_open = False
        for token in TOKEN.finditer(self._buffer, self._scanned):
            kind = token[0][:1]
            if kind == b'"':
                if len(token[0]) == 1:
                    self._scanned, self._text_open = token.start(), True
                    return
            elif kind in b"[{":
                if self._depth == self._element_depth:
                    yield from self._take(token.start())
                elif self._depth < self._element_depth:
                    self._begin = token.end()
                self._depth += 1
            else:
                self._depth = max(self._depth - 1, 0)
                if self._depth == self._element_depth:
                    yield from self._take(token.end())
                elif self._depth < self._element_depth:
                    yield from self._take(token.start())
                    self._begin = token.end()
        self._scanned = len(self._buffer)

    def _take(self, end: int) -> Iterator[Element]:
        raw = self._buffer[self._begin : end].strip(SEPARATORS)
        self._begin = end
        if raw:
            self._row += 1
            yield Element(self._row, raw)
