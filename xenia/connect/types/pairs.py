"""Two records beside each other."""

from dataclasses import dataclass
from enum import StrEnum


class Agreement(StrEnum):
    """What two records say of one thing; `alike`: a name written otherwise that sounds the same."""

    AGREE = "agree"
    ALIKE = "alike"
    DIFFER = "differ"
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True)
class FieldPair:
    """One thing that at least one of two records tells; values as the list of guests shows them, sealed ones masked.

    Whether they agree is told from the whole values: two masks may look alike and stand for two numbers.
    """

    field: str
    left: str
    right: str
    agreement: Agreement
