"""Dirt as real systems hold it: names heard or typed wrongly, other scripts and orders, fillers, borrowed phones, broken rows.

Two kinds are kept apart. Dirt that a reader must live with (another spelling of a name) stays in the row. Faults that the contract must
refuse (31 February, an unknown airport) are planted on purpose in about 0.3 % of the rows and listed, so that a test can count them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from xenia.demo.columns import Flags, Numbers, Texts, chance, draw, is_empty, joined, words_of
from xenia.demo.name_words import SOUND_ALIKES, TRADITIONAL

FAULT_SHARE = 0.003
PLACEHOLDER_PHONES = ("00000000000", "11111111111", "13800000000", "1", "无")
PLACEHOLDER_MAILS = ("noemail@example.com", "none@example.com", "na@example.cn", "guest@example.com")
PLACEHOLDER_NAMES = ("旅客", "测试", "散客", "GUEST", "N/A")
Columns = dict[str, Texts]


@dataclass(frozen=True)
class Fault:
    """A rule of the contract and how a row is made to break it: `plant` changes the cells of the rows given.

    `column` is the cell in which the contract will find it; only rows that hold something there may be broken, and of those only rows where
    `only` (a column and its value) holds and `differs` (two columns) are not equal.
    """

    rule: str
    column: str
    plant: Callable[[Columns, Numbers], None]
    only: tuple[str, str] | None = None
    differs: tuple[str, str] | None = None

    def may_break(self, columns: Columns) -> Flags:
        """Returns the rows in which the fault would show."""
        flags: Flags = ~is_empty(columns[self.column])
        if self.only:
            flags = flags & np.equal(columns[self.only[0]], self.only[1])
        if self.differs:
            flags = flags & np.not_equal(columns[self.differs[0]], columns[self.differs[1]])
        return flags.astype(bool)


@dataclass(frozen=True)
class PlantedFault:
    """`row` counts the data rows of the columns from 0."""

    row: int
    rule: str
    column: str


def value_fault(rule: str, column: str, value: str | None, only: tuple[str, str] | None = None) -> Fault:
    """Returns a fault that puts a value (None: nothing) into a column."""

    def plant(columns: Columns, rows: Numbers) -> None:
        columns[column][rows] = value

    return Fault(rule, column, plant, only)


def swap_fault(rule: str, first: str, last: str) -> Fault:
    """Returns a fault that exchanges two cells, such as check-in and check-out; the contract finds it in the last."""

    def plant(columns: Columns, rows: Numbers) -> None:
        columns[first][rows], columns[last][rows] = columns[last][rows].copy(), columns[first][rows].copy()

    return Fault(rule, last, plant, differs=(first, last))


def bad_day_fault(rule: str, column: str) -> Fault:
    """Returns a fault that turns a date, or the date of an instant, into 31 February of its year."""

    def plant(columns: Columns, rows: Numbers) -> None:
        columns[column][rows] = words_of([_thirty_first_of_february(cell) for cell in columns[column][rows]])

    return Fault(rule, column, plant)


def _thirty_first_of_february(cell: str) -> str:
    day, between, rest = cell.partition("T") if "T" in cell else cell.partition(" ")
    return f"{day[:4]}{day[4]}02{day[4]}31{between}{rest}"


def plant_faults(rng: np.random.Generator, columns: Columns, faults: tuple[Fault, ...]) -> list[PlantedFault]:
    """Breaks about FAULT_SHARE of the rows, in place, each kind equally often and no row twice; returns what was broken, by row."""
    size = len(next(iter(columns.values())))
    whole, planted = np.ones(size, dtype=bool), []
    for fault in faults:
        able = np.flatnonzero(fault.may_break(columns) & whole)
        count = min(int(rng.poisson(size * FAULT_SHARE / len(faults))), len(able))
        rows = np.sort(rng.choice(able, size=count, replace=False))
        fault.plant(columns, rows)
        whole[rows] = False
        planted += [PlantedFault(row, fault.rule, fault.column) for row in rows.tolist()]
    return sorted(planted, key=lambda fault: fault.row)


def changed(rng: np.random.Generator, cells: Texts, share: float | Flags, change: Callable[[str, np.random.Generator], str]) -> Texts:
    """Returns a copy in which a share of the cells (or the flagged cells) went through `change`; empty cells stay empty."""
    flags = share if isinstance(share, np.ndarray) else chance(rng, len(cells), share)
    copy = cells.copy()
    for row in np.flatnonzero(flags):
        if copy[row]:
            copy[row] = change(copy[row], rng)
    return copy


def misheard(name: str, rng: np.random.Generator) -> str:
    """王伟 -> 王玮: the last character that has one becomes one that sounds alike."""
    for place in range(len(name) - 1, -1, -1):
        if name[place] in SOUND_ALIKES:
            return name[:place] + SOUND_ALIKES[name[place]] + name[place + 1 :]
    return name


def traditional(name: str, rng: np.random.Generator) -> str:
    """刘丽华 -> 劉麗華."""
    return name.translate(_traditional_table())


@cache
def _traditional_table() -> dict[int, str]:
    return {ord(simple): old for simple, old in TRADITIONAL.items()}


def mistyped(text: str, rng: np.random.Generator) -> str:
    """XIAOLI -> XAIOLI, XIAOI or XIAOOLI: two letters exchanged, one lost or one doubled."""
    if len(text) < 3:
        return text
    place, kind = int(rng.integers(0, len(text) - 1)), int(rng.integers(0, 3))
    if kind == 0:
        return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    return text[:place] + (text[place] * 2 if kind == 1 else "") + text[place + 1 :]


def mistyped_number(text: str, rng: np.random.Generator) -> str:
    """One of the last eight digits is another one."""
    place = len(text) - 1 - int(rng.integers(0, min(8, len(text))))
    return text[:place] + str((int(text[place]) + 1 + int(rng.integers(0, 8))) % 10) + text[place + 1 :] if text[place].isdigit() else text


def padded(text: str, rng: np.random.Generator) -> str:
    """Spaces before, after or (full width) inside, as copied from a chat."""
    return (f" {text}", f"{text} ", f"{text[:1]}\u3000{text[1:]}")[int(rng.integers(0, 3))]


def written_phones(rng: np.random.Generator, phones: Texts, styles: tuple[float, float, float, float]) -> Texts:
    """Returns phones as 13800123456, +86 138-0012-3456, 138 0012 3456 or 8613800123456 in the shares given; foreign ones as they are."""
    style = draw(rng, 4, len(phones), styles)
    return words_of([_written(phone, kind) for phone, kind in zip(phones, style.tolist(), strict=True)])


def _written(phone: str | None, style: int) -> str | None:
    if phone is None or style == 0 or len(phone) != 11 or phone.startswith("+"):
        return phone
    if style == 3:
        return f"86{phone}"
    return f"+86 {phone[:3]}-{phone[3:7]}-{phone[7:]}" if style == 1 else f"{phone[:3]} {phone[3:7]} {phone[7:]}"


def filled(rng: np.random.Generator, cells: Texts, share: float, fillers: tuple[str, ...]) -> Texts:
    """Returns a copy in which a share of the cells holds a filler that somebody typed to get past a required field."""
    copy, flags = cells.copy(), chance(rng, len(cells), share)
    copy[flags] = words_of(fillers)[rng.integers(0, len(fillers), int(flags.sum()))]
    return copy


def swapped(first: Texts, second: Texts, where: Flags) -> tuple[Texts, Texts]:
    """Returns both columns with their cells exchanged where the flag is true."""
    return np.where(where, second, first).astype(object), np.where(where, first, second).astype(object)


def latin_full_names(surname_latin: Texts, given_latin: Texts) -> Texts:
    """Returns Wang Xiaoli."""
    capital = [joined(words_of([text.capitalize() for text in part])) for part in (surname_latin, given_latin)]
    return joined(capital[0], " ", capital[1])
