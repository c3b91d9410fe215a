"""Columns of text built with numpy and Arrow: the demonstration writes millions of cells, so no cell is made by a loop of its own."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Texts = npt.NDArray[np.object_]
"""Cells of text; None is an empty cell."""
Numbers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Instants = npt.NDArray[np.datetime64]
"""datetime64[D] for dates, datetime64[s] for instants."""

MINUTE = 60
HOUR = 3600
DAY = 86400


def words_of(words: Sequence[str | None]) -> Texts:
    """Returns the words as an object array, one cell each."""
    cells = np.empty(len(words), dtype=object)
    cells[:] = words
    return cells


def take(words: Sequence[str | None], index: npt.NDArray[np.integer]) -> Texts:
    """Returns words[index], one cell per index."""
    chosen: Texts = words_of(words)[index]
    return chosen


def pick(rng: np.random.Generator, words: Sequence[str | None], size: int, shares: Sequence[float] | None = None) -> Texts:
    """Returns `size` words drawn with the given shares (equal where None; shares need not add up to one)."""
    return take(words, draw(rng, len(words), size, shares))


def draw(rng: np.random.Generator, choices: int, size: int, shares: Sequence[float] | Floats | None = None) -> Numbers:
    """Returns `size` numbers below `choices`, drawn with the given shares."""
    if shares is None:
        return rng.integers(0, choices, size)
    steps = np.cumsum(np.asarray(shares, dtype=np.float64))
    return np.minimum(np.searchsorted(steps / steps[-1], rng.random(size), side="right"), choices - 1).astype(np.int64)


def chance(rng: np.random.Generator, size: int, share: float | Floats) -> Flags:
    """Returns `size` flags, each true with the given probability."""
    return rng.random(size) < share


def joined(*parts: Texts | str) -> Texts:
    """Returns the parts glued cell by cell; no part may hold None."""
    glued = np.asarray(parts[0], dtype=object)
    for part in parts[1:]:
        glued = glued + np.asarray(part, dtype=object)
    return glued


def numbers_text(values: npt.NDArray[np.integer], width: int = 0) -> Texts:
    """Returns whole numbers as text, padded with zeros to `width` digits."""
    cells: Texts = pa.array(values).cast(pa.string()).to_numpy(zero_copy_only=False)
    if not width:
        return cells
    zeros = words_of(["0" * count for count in range(width + 1)])
    lengths = np.fromiter(map(len, cells), dtype=np.int64, count=len(cells))
    padded: Texts = zeros[np.maximum(width - lengths, 0)] + cells
    return padded


def days_text(days: Instants) -> Texts:
    """Returns dates as 2026-10-01."""
    return np.datetime_as_string(days.astype("datetime64[D]")).astype(object)


def instants_text(instants: Instants, between: str = " ") -> Texts:
    """Returns instants as 2026-10-01 08:30:00, with `between` instead of the space."""
    cells = np.datetime_as_string(instants.astype("datetime64[s]")).astype(object)
    return cells if between == "T" else np.array([cell.replace("T", between) for cell in cells], dtype=object)


def offset_text(instants: Instants, offset_minutes: Numbers) -> Texts:
    """Returns local times with their offset from UTC, as 2026-10-01T08:30:00+08:00."""
    local = np.datetime_as_string(instants.astype("datetime64[s]")).astype(object)
    sign = np.where(offset_minutes < 0, "-", "+").astype(object)
    size = np.abs(offset_minutes)
    return joined(local, sign, numbers_text(size // 60, 2), ":", numbers_text(size % 60, 2))


def money_text(minor: Numbers, decimals: Numbers) -> Texts:
    """Returns amounts in minor units as text with 0 or 2 decimals, as 1280.00 or 15800."""
    two = joined(numbers_text(minor // 100), ".", numbers_text(minor % 100, 2))
    return np.where(decimals == 0, numbers_text(minor), two).astype(object)


def is_empty(cells: Texts) -> Flags:
    """Returns which cells hold nothing (None)."""
    return np.fromiter((cell is None for cell in cells), dtype=bool, count=len(cells))


def emptied(cells: Texts, where: Flags) -> Texts:
    """Returns a copy with None where the flag is true."""
    copy = cells.copy()
    copy[where] = None
    return copy


def listed(columns: Sequence[Texts], separator: str = "|") -> Texts:
    """Returns, row by row, the cells that are not None with the separator between them."""
    rows = [separator.join([cell for cell in row if cell is not None]) for row in zip(*columns, strict=True)]
    return words_of(rows)
