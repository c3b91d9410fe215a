"""What is known of guests when their bookings are counted: how often they came again, when last, and for how long they are known."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike, NDArray

from xenia.kernel.errors import Invalid

Floats = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True)
class Histories:
    """Guests by their sufficient statistics (Y1); all arrays of shape (n,), times in one unit that the caller chooses.

    repeats: x, bookings after the first. last: t_x, time from the first to the last booking, 0 without a repeat. age: T, time from the
    first booking to the end of what is known. guests: how many guests have this very row.
    """

    repeats: Floats
    last: Floats
    age: Floats
    guests: Floats

    @property
    def total(self) -> float:
        """How many guests all rows stand for."""
        return float(self.guests.sum())

    @cached_property
    def counted(self) -> tuple[Floats, Places]:
        """The different numbers of repeats, and which of them each row has: what depends on the number alone is computed once for each."""
        counts, place = np.unique(self.repeats, return_inverse=True)
        return counts, place

    def part(self, rows: slice | NDArray[np.bool_] | Places) -> "Histories":
        """The chosen rows."""
        return Histories(self.repeats[rows], self.last[rows], self.age[rows], self.guests[rows])


def histories(repeats: ArrayLike, last: ArrayLike, age: ArrayLike, guests: ArrayLike | None = None) -> Histories:
    """Returns the checked histories (Y1, Y2); raises Invalid for what cannot be a history, with the first row that is not one."""
    x, t_x, known = (np.atleast_1d(np.asarray(one, dtype=np.float64)) for one in (repeats, last, age))
    many = np.ones_like(x) if guests is None else np.atleast_1d(np.asarray(guests, dtype=np.float64))
    if not x.shape == t_x.shape == known.shape == many.shape or x.ndim != 1:
        raise _invalid(
            "shapes", f"the columns have {x.shape}, {t_x.shape}, {known.shape}, {many.shape} rows; give one value a guest", "每列行数不同"
        )
    if not len(x):
        raise _invalid("empty", "there is no guest; choose a period in which somebody booked", "没有客人；请选择有预订的时段")
    _refuse(
        ~(np.isfinite(x) & np.isfinite(t_x) & np.isfinite(known) & np.isfinite(many)), "missing", "has a value that is missing", "有缺失值"
    )
    _refuse((x < 0) | (x != np.floor(x)), "repeats", "has a number of repeat bookings that is not 0, 1, 2 ...", "复购次数不是 0、1、2……")
    _refuse(
        (t_x < 0) | (t_x > known),
        "last",
        "booked last before the first booking or after the end of its age",
        "末次预订早于首次或晚于观察期末",
    )
    _refuse((x == 0) & (t_x > 0), "last_of_none", "never booked again, but has a time of the last repeat", "没有复购却有末次复购时间")
    _refuse(many <= 0, "guests", "stands for no guest", "所代表的客人数不大于零")
    return Histories(x, t_x, known, many)


def aggregated(found: Histories, *more: NDArray[np.generic]) -> tuple[Histories, Places]:
    """Returns the different rows, each standing for all guests that have it (Y1), and which of them each given row became, shape (n,).

    more: further columns, (n,) each, in which rows must agree to become one.
    """
    place, rows = np.zeros(len(found.repeats), dtype=np.int64), 1
    for column in (found.repeats, found.last, found.age, *more):
        codes, size = _coded(column)
        place, rows = _coded(place * size + codes)
    first = np.full(rows, -1, dtype=np.int64)
    first[place[::-1]] = np.arange(len(place) - 1, -1, -1)
    guests = added_up(place, found.guests, rows)
    return Histories(found.repeats[first], found.last[first], found.age[first], guests), place


def added_up(place: Places, values: Floats, rows: int) -> Floats:
    """Returns the sum of the values at each of so many places, (rows,)."""
    return np.bincount(place, weights=values, minlength=rows).astype(np.float64)


def _coded(values: NDArray[np.generic]) -> tuple[Places, int]:
    encoded = pa.array(values).dictionary_encode()
    return encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64), len(encoded.dictionary)


def _refuse(wrong: NDArray[np.bool_], code: str, told: str, told_zh: str) -> None:
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise _invalid(
            code,
            f"row {row} of {len(wrong)} {told} ({int(wrong.sum())} such rows); mend the source",
            f"第 {row} 行{told_zh}，共 {int(wrong.sum())} 行，请修正来源",
        )


def _invalid(code: str, told: str, told_zh: str) -> Invalid:
    return Invalid(f"history_{code}", f"These are no booking histories: {told}.", f"预订历史无效：{told_zh}。")
