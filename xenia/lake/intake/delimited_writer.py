"""CSV files that people open in Excel: no cell is ever run as a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import BinaryIO

FORMULA_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
PLAIN_NUMBER = re.compile(r"[-+]?(\d+(,\d{3})*(\.\d*)?|\.\d+)([eE][-+]?\d+)?%?")


def formula_safe(cell: str | None) -> str:
    """The cell as Excel shows it and never runs it: a leading apostrophe before = + - @ tab or line end, unless it is a plain number.

    Spaces before such a sign count for nothing, for some programs skip them."""
    if not cell:
        return ""
    if (cell.startswith(FORMULA_BEGINNINGS) or cell.lstrip().startswith(FORMULA_BEGINNINGS)) and not PLAIN_NUMBER.fullmatch(cell):
        return "'" + cell
    return cell


def write_delimited(rows: Iterable[Sequence[str | None]], out: BinaryIO, *, encoding: str = "utf-8-sig") -> int:
    """Writes the rows (the header is the first of them) to `out`, which stays open, and returns how many. What the encoding lacks
    becomes `?`; UTF-8 with a byte order mark is what every Excel reads."""
    count = 0
    text = io.TextIOWrapper(out, encoding=encoding, errors="replace", newline="", write_through=False)
    writer = csv.writer(text, lineterminator="\r\n")
    for count, row in enumerate(rows, start=1):  # noqa: B007 - the last number is the answer
        writer.writerow([formula_safe(cell) for cell in row])
    text.flush()
    text.detach()
    return count
