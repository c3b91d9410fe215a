"""The lines of a list of guests: rule AU23 of docs/algorithms/audiences.md. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from xenia.kernel.errors import Invalid

LINES_MAX, CONTACTS_MAX = 2_000_000, 200_000
CELL_MAX = 200
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_PHONE = re.compile(r"\+?[0-9 ()-]{5,24}")
_ENDS = re.compile(r"[,;\t]")


@dataclass(frozen=True)
class ListCells:
    """What stands first in each line, in the order of the file: ids of guests or records, and contact values; `unreadable` lines are
    neither."""

    ids: list[str]
    contacts: list[str]
    unreadable: int

    @property
    def lines(self) -> int:
        return len(self.ids) + len(self.contacts) + self.unreadable


def read_cells(lines: Iterable[str]) -> ListCells:
    """Rule AU23: reads the first cell of each line. Empty lines and a heading are passed over. Raises Invalid for a file without lines, of
    more than 2,000,000, or with more than 200,000 contact values."""
    ids: list[str] = []
    contacts: list[str] = []
    unreadable, is_first = 0, True
    for line in lines:
        cell = _ENDS.split(line, 1)[0].strip().strip('"\ufeff').strip()
        if not cell:
            continue
        if _ID.fullmatch(cell.lower()):
            ids.append(cell.lower())
        elif len(cell) <= CELL_MAX and ("@" in cell or _PHONE.fullmatch(cell)):
            contacts.append(cell)
        elif not is_first:
            unreadable += 1
        is_first = False
        if len(ids) + len(contacts) + unreadable > LINES_MAX:
            raise _too_long(LINES_MAX, "行", "lines")
        if len(contacts) > CONTACTS_MAX:
            raise _too_long(CONTACTS_MAX, "个联系方式", "contact values")
    found = ListCells(ids, contacts, unreadable)
    if not found.lines:
        raise Invalid("list_empty", "The file has no line with a guest; put one id a line.", "文件中没有客人；请每行写一个编号。")
    return found


def _too_long(most: int, zh: str, en: str) -> Invalid:
    return Invalid(
        "list_too_long", f"The file has more than {most:,} {en}; make two lists of it.", f"文件超过 {most:,} {zh}；请分成两个名单。"
    )
