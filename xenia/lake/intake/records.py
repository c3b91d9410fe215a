"""Where one row of a delimited file ends and the next begins.

The text is cut at row ends into chunks that are parsed apart from each other, so that a fault costs one row and not the rest of the file.
A quote opens a cell only at the beginning of the cell; inside, two quotes are one; anywhere else it is an ordinary character (RFC 4180,
and what pyarrow and Python's csv do). Positions are found with numpy; only text with stray quotes is walked quote by quote.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Positions = npt.NDArray[np.int64]

NEWLINE, RETURN = 0x0A, 0x0D


@dataclass(frozen=True, slots=True)
class Dialect:
    """`delimiter` one ASCII character; `quote` a double quote, another character, or "" for none; `newline` the last byte of a row."""

    delimiter: str
    quote: str = '"'
    newline: bytes = b"\n"

    @property
    def quote_bytes(self) -> bytes:
        return self.quote.encode()


@dataclass(frozen=True, slots=True)
class Chunk:
    """Whole rows, one after another. With `overlong`, one row that is too long to keep: `data` is its beginning and `size` its length."""

    data: bytes
    overlong: bool = False
    size: int = 0


def structural_quotes(data: bytes, dialect: Dialect) -> Positions:
    """Positions of the quotes that open and close cells, alternating, in text that begins with a row. The two halves of a doubled quote
    count as a close and an open."""
    if not dialect.quote or dialect.quote_bytes not in data:
        return np.empty(0, dtype=np.int64)
    view = np.frombuffer(data, dtype=np.uint8)
    quotes = np.flatnonzero(view == dialect.quote_bytes[0])
    opens = quotes[0::2]
    before = view[opens - 1]
    fine = (before == ord(dialect.delimiter)) | (before == NEWLINE) | (before == RETURN)
    fine[0] |= bool(opens[0] == 0)
    fine[1:] |= opens[1:] - 1 == quotes[1::2][: len(opens) - 1]
    return quotes if bool(fine.all()) else _walk_quotes(data, quotes, dialect)


def _walk_quotes(data: bytes, quotes: Positions, dialect: Dialect) -> Positions:
    """The same, where some quotes are ordinary characters."""
    begins_cell = frozenset((ord(dialect.delimiter), NEWLINE, RETURN))
    kept: list[int] = []
    inside = False
    closed_at = -2
    for position in quotes.tolist():
        if inside:
            inside = False
            closed_at = position
        elif position == 0 or data[position - 1] in begins_cell or position - 1 == closed_at:
            inside = True
        else:
            continue
        kept.append(position)
    return np.array(kept, dtype=np.int64)


def end_of_last_row(data: bytes, quotes: Positions, dialect: Dialect) -> int:
    """The position after the last row end outside quotes; 0 where there is none."""
    end = data.rfind(dialect.newline)
    while end >= 0:
        before = int(np.searchsorted(quotes, end))
        if before % 2 == 0:
            return end + 1
        end = data.rfind(dialect.newline, 0, int(quotes[before - 1]))
    return 0


def end_of_first_row(data: bytes, quotes: Positions, dialect: Dialect) -> int:
    """The position after the first row end outside quotes; 0 where there is none."""
    end = data.find(dialect.newline)
    while end >= 0:
        before = int(np.searchsorted(quotes, end))
        if before % 2 == 0:
            return end + 1
        if before == len(quotes):
            return 0
        end = data.find(dialect.newline, int(quotes[before]))
    return 0


def row_ends(data: bytes, dialect: Dialect) -> Positions:
    """The position after each row of a chunk, including a last row without a line end."""
    view = np.frombuffer(data, dtype=np.uint8)
    is_end = view == NEWLINE
    if RETURN in data:
        lone = view == RETURN
        lone[:-1] &= view[1:] != NEWLINE
        is_end |= lone
    ends = np.flatnonzero(is_end)
    quotes = structural_quotes(data, dialect)
    if len(quotes):
        ends = ends[np.searchsorted(quotes, ends) % 2 == 0]
    ends = ends + 1
    return ends if len(ends) and ends[-1] == len(data) else np.append(ends, len(data))


def split_rows(data: bytes, dialect: Dialect, rows_max: int | None = None) -> list[bytes]:
    """The rows of a chunk, each with its line end."""
    if not data:
        return []
    ends = row_ends(data, dialect)[:rows_max].tolist()
    return [data[start:end] for start, end in zip([0, *ends[:-1]], ends, strict=True)]


class RecordCutter:
    """Takes blocks of text, gives chunks of whole rows."""

    def __init__(self, dialect: Dialect, record_bytes_max: int) -> None:
        self._dialect = dialect
        self._record_bytes_max = record_bytes_max
        self._carry = b""
        self._overlong: Chunk | None = None

    @property
    def inside_quotes(self) -> bool:
        """Whether the text so far ends inside a cell whose quote is still open."""
        return len(structural_quotes(self._carry, self._dialect)) % 2 == 1

    def feed(self, block: bytes) -> list[Chunk]:
        """The chunks that this block completes."""
        chunks: list[Chunk] = []
        if self._overlong is not None:
            block = self._skip_overlong(block, chunks)
            if self._overlong is not None:
                return chunks
        data = self._carry + block
        cut = end_of_last_row(data, structural_quotes(data, self._dialect), self._dialect)
        self._carry = data[cut:]
        if cut:
            chunks.append(Chunk(data[:cut]))
        if len(self._carry) > self._record_bytes_max:
            self._overlong = Chunk(self._carry[: self._record_bytes_max >> 4], overlong=True, size=len(self._carry))
            self._carry = self._residue(self._carry)
        return chunks

    def finish(self) -> list[Chunk]:
        """The last row, where the file does not end with a line end."""
        if self._overlong is not None:
            return [self._overlong]
        return [Chunk(self._carry)] if self._carry else []

    def _skip_overlong(self, block: bytes, chunks: list[Chunk]) -> bytes:
        """Looks for the end of the overlong row; what comes after it is returned."""
        assert self._overlong is not None  # noqa: S101 - the caller looked
        data = self._carry + block
        cut = end_of_first_row(data, structural_quotes(data, self._dialect), self._dialect)
        size = self._overlong.size + (cut or len(data)) - len(self._carry)
        self._overlong = Chunk(self._overlong.data, overlong=True, size=size)
        if not cut:
            self._carry = self._residue(data)
            return b""
        chunks.append(self._overlong)
        self._overlong = None
        self._carry = b""
        return data[cut:]

    def _residue(self, data: bytes) -> bytes:
        """The shortest text that leaves the reader where `data` leaves it: inside quotes, just after a closing quote, or in plain text."""
        quote = self._dialect.quote_bytes
        quotes = structural_quotes(data, self._dialect)
        if len(quotes) % 2 == 1:
            return quote
        if len(quotes) and int(quotes[-1]) == len(data) - 1:
            return quote + quote
        last = data[-1:]
        return b"x" if last == quote else last
