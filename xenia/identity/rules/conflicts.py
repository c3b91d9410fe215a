"""What can never be one person, whatever else agrees (rule M31). Pure."""

from enum import StrEnum

from xenia.identity.rules.comparing import booking_level, born_level, document_level, name_level
from xenia.identity.rules.documents import RESIDENT
from xenia.identity.rules.reading import Reading

SURNAME_ONLY = 2
"""The level of two names of which one is a surname alone."""
ALMOST = (3, 4)
"""The levels of two names that are almost one; the same characters with another sex are a slip of the pen."""
NEAR_NAME = 3
"""The lowest level of two names that may be one name, both being whole."""


class Conflict(StrEnum):
    """Why two records are two people."""

    RESIDENT_NUMBERS = "resident_numbers"
    PASSPORTS = "passports"
    TRAVELLERS = "travellers"
    NAMES = "names"
    AGE = "age"


def conflict_between(left: Reading, right: Reading) -> Conflict | None:
    """Returns why two records cannot be one person; None where they may be (rule M31).

    Two resident numbers that are both right; two passports of one country that are no slip of each other; two travellers of one booking of
    one system; a surname called 先生 or MR, and a child; two Chinese names that are not one name, unless both carry the same document and
    nothing else of them differs.
    """
    documents = document_level(left, right)
    if left.document_kind == right.document_kind == RESIDENT and left.is_checked and right.is_checked and documents != 2:
        return Conflict.RESIDENT_NUMBERS
    if documents == 0 and left.document_kind != RESIDENT:
        return Conflict.PASSPORTS
    names = name_level(left, right)
    if booking_level(left, right) == 1 and names < NEAR_NAME and documents != 2:
        return Conflict.TRAVELLERS
    if names == SURNAME_ONLY and ((left.is_grown and right.is_child) or (right.is_grown and left.is_child)):
        return Conflict.AGE
    of_both_sexes = {left.gender, right.gender} >= {"m", "f"}
    if names in ALMOST and not _is_same_local(left, right) and of_both_sexes and documents != 2:
        return Conflict.NAMES  # twins: 子涵 and 子安
    if names not in (0, 1):
        return None
    if not (left.is_chinese and right.is_chinese):
        return None  # foreign names are misspelt, shortened and translated: their level speaks, it does not forbid
    is_slip = documents == 2 and names == 1 and born_level(left, right) != 0 and not of_both_sexes
    return None if is_slip else Conflict.NAMES


def _is_same_local(left: Reading, right: Reading) -> bool:
    return bool(left.local) and left.local == right.local
