"""Column names as every format cleans and checks them."""

import re
from collections import Counter

from xenia.lake.intake.faults import file_fault, notice
from xenia.lake.intake.types import ROW, Notice

PADDING = " \t\r\n\u00a0\u3000\ufeff\u200b"
DATUM = re.compile(r"[-+]?\d[\d,. ]*%?|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}.*")


def clean_header(cells: list[str]) -> tuple[list[str], list[Notice]]:
    """Names without surrounding spaces, `column_N` (N from 1) for empty ones. Raises FileFault `header_duplicate`, `header_reserved`."""
    names = [cell.strip(PADDING) for cell in cells]
    taken = set(names)
    notices: list[Notice] = []
    for index, name in enumerate(names):
        if not name:
            names[index] = _free_name(f"column_{index + 1}", taken)
            taken.add(names[index])
            notices.append(notice("header_name_empty", column=index + 1, name=names[index]))
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise file_fault("header_duplicate", names=twice)
    if ROW in names:
        raise file_fault("header_reserved", names=[ROW])
    return names, notices


def looks_like_data(header: list[str]) -> list[str]:
    """The names that are numbers or dates, if they are most of the header."""
    suspects = [name for name in header if DATUM.fullmatch(name)]
    return suspects if len(suspects) * 2 > len(header) else []


def _free_name(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "_"
    return name
