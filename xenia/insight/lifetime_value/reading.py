"""Reads the bookings of a period from a file: CDNOW's two layouts, or any CSV with a guest, a date and an amount."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

import numpy as np

from xenia.insight.lifetime_value.purchase_log import PurchaseLog
from xenia.kernel.errors import Invalid

GUEST = ("guest_id", "guest", "customer_id", "customer", "userid", "id")
DAY = ("date", "booked_on", "day", "booked_at")
UNITS = ("units", "number_of_cds", "quantity")
AMOUNT = ("amount", "dollar_value", "total", "value")
SUFFIXES = (".txt", ".csv")


def read_purchases(path: Path) -> PurchaseLog:
    """Returns the bookings of a file, or of the one file in a folder (of CDNOW's folder: the sample).

    Columns by name where the first line names them; else four (guest, date, units, amount) or five (a second key after the guest's),
    parted by spaces. Dates are 19970101 or 1997-01-01. Raises Invalid with the line that cannot be read.
    """
    file = _file_of(path)
    lines = [line for line in file.read_text(encoding="utf-8-sig").splitlines() if line.strip()]
    if not lines:
        raise _unreadable(file, 1, "the file is empty", "文件为空")
    rows = list(csv.reader(lines)) if "," in lines[0] else [line.split() for line in lines]
    head = [cell.strip().lower() for cell in rows[0]]
    is_named = not any(cell[:1].isdigit() for cell in head)
    places = _named(file, head) if is_named else _placed(file, head)
    return _log(file, rows[is_named:], places, 2 if is_named else 1)


def _file_of(path: Path) -> Path:
    if path.is_file():
        return path
    files = sorted(one for one in path.glob("*") if one.suffix in SUFFIXES) if path.is_dir() else []
    chosen = [one for one in files if one.stem.lower().endswith("_sample")] or files
    if len(chosen) == 1:
        return chosen[0]
    raise Invalid(
        "purchases_path",
        f"{path} holds {len(files)} files of bookings; name one file (.txt or .csv).",
        f"{path} 中有 {len(files)} 个预订文件；请指定一个文件（.txt 或 .csv）。",
    )


def _named(file: Path, head: Sequence[str]) -> tuple[int, int, int | None, int]:
    def place_of(names: Iterable[str]) -> int | None:
        return next((head.index(name) for name in names if name in head), None)

    guest, day, units, amount = (place_of(names) for names in (GUEST, DAY, UNITS, AMOUNT))
    if guest is None or day is None or amount is None:
        told = f"it has the columns {', '.join(head)}; needed are a guest ({GUEST[0]}), a date ({DAY[0]}) and an amount ({AMOUNT[0]})"
        raise _unreadable(file, 1, told, f"列为 {', '.join(head)}；需要客人（{GUEST[0]}）、日期（{DAY[0]}）和金额（{AMOUNT[0]}）")
    return guest, day, units, amount


def _placed(file: Path, first: Sequence[str]) -> tuple[int, int, int | None, int]:
    if len(first) not in (4, 5):
        raise _unreadable(file, 1, f"it has {len(first)} columns without names, not 4 or 5", f"无列名且有 {len(first)} 列，应为 4 或 5 列")
    return 0, len(first) - 3, len(first) - 2, len(first) - 1


def _log(file: Path, rows: Sequence[Sequence[str]], places: tuple[int, int, int | None, int], line: int) -> PurchaseLog:
    guest, day, units, amount = places
    guests, days, bought, paid = [], [], [], []
    for number, row in enumerate(rows, start=line):
        try:
            guests.append(row[guest].strip())
            days.append(_day(row[day].strip()))
            bought.append(1.0 if units is None else float(row[units]))
            paid.append(float(row[amount]))
        except (ValueError, IndexError) as fault:
            raise _unreadable(file, number, f"its values {list(row)} are no booking ({fault})", f"{list(row)} 不是一条预订") from fault
    if not guests:
        raise _unreadable(file, line, "it has no booking", "没有预订")
    return PurchaseLog(np.array(guests), np.array(days, dtype=np.int64), None if units is None else np.array(bought), np.array(paid))


def _day(text: str) -> int:
    if len(text) == 8 and text.isdigit():
        return date(int(text[:4]), int(text[4:6]), int(text[6:])).toordinal()
    return datetime.fromisoformat(text).toordinal()


def _unreadable(file: Path, line: int, told: str, told_zh: str) -> Invalid:
    return Invalid(
        "purchases_unreadable",
        f"{file.name}, line {line}: {told}; mend the file and try again.",
        f"{file.name} 第 {line} 行：{told_zh}；请修正文件后重试。",
    )
