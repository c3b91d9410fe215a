"""Whole years on a day, and the groups the law makes of them. Pure."""

from datetime import date

from xenia.profile.types.ages import AgeGroup

CHILD_UNTIL, ADULT_FROM = 14, 18


def years_on(born: date, day: date) -> int:
    """Returns the whole years of somebody on a day: one more from the birthday on, and never a day early. Who was born on 29 February
    turns on 1 March in other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def age_group(born: date, day: date) -> AgeGroup:
    """Returns the group of somebody on a day; a day of birth that lies ahead is a child's."""
    years = years_on(born, day)
    if years < CHILD_UNTIL:
        return AgeGroup.CHILD
    return AgeGroup.MINOR if years < ADULT_FROM else AgeGroup.ADULT
