"""The months of the books with a partner: rule PA9 of docs/algorithms/partners.md. Pure."""

from collections.abc import Mapping
from datetime import date

from xenia.loyalty.rules.closings import month_after
from xenia.loyalty.types.partners import PartnerMonth, PartnerMoved

ACCRUED, ACCRUED_BACK, REDEEMED, REDEEMED_BACK = "earn", "reversal:earn", "burn", "reversal:burn"
_NONE = PartnerMoved()


def months_of(lines: Mapping[tuple[date, str], PartnerMoved], moved: Mapping[date, int], until: date) -> tuple[PartnerMonth, ...]:
    """Rule PA9: every month from the first of a line to `until` or the last that moved, the oldest first. `lines`: what the lines of a
    month came to, by what they are; `moved`: what the clearing account got in a month, less what it gave, from its transfers alone. Of the
    two the difference is nil."""
    known = {month for month, _ in lines} | set(moved)
    month, last, opening = min(known, default=None), max((until, *known)), 0
    found: list[PartnerMonth] = []
    while month is not None and month <= last:
        one = month_of_partner(month, opening, {what: said for (at, what), said in lines.items() if at == month}, moved.get(month, 0))
        found.append(one)
        opening, month = one.closing, month_after(month)
    return tuple(found)


def month_of_partner(month: date, opening: int, lines: Mapping[str, PartnerMoved], moved: int) -> PartnerMonth:
    """Rule PA9: one month. Points that members earn leave the clearing account, points they use come to it."""
    accrued, accrued_back, redeemed, redeemed_back = (lines.get(one, _NONE) for one in (ACCRUED, ACCRUED_BACK, REDEEMED, REDEEMED_BACK))
    by_lines = redeemed.points - redeemed_back.points - accrued.points + accrued_back.points
    by_partner = accrued.owed_minor - accrued_back.owed_minor
    to_partner = redeemed.owed_minor - redeemed_back.owed_minor
    return PartnerMonth(
        month,
        opening,
        accrued,
        accrued_back,
        redeemed,
        redeemed_back,
        opening + moved,
        moved - by_lines,
        by_partner,
        to_partner,
        by_partner - to_partner,
    )
