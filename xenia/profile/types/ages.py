"""How old a guest is, as far as somebody else may know: a group, never the day."""

from enum import StrEnum


class AgeGroup(StrEnum):
    """`child` is under fourteen (PIPL Art. 31), `minor` fourteen to seventeen."""

    CHILD = "child"
    MINOR = "minor"
    ADULT = "adult"
