"""From single bookings to what the models read: guests as they were known on a day, and what they did afterwards."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xenia.insight.lifetime_value.histories import Floats, Histories, Places, added_up, histories
from xenia.kernel.errors import Invalid

Keys = NDArray[Any]
"""Texts from files, whole numbers from the lake: a million guests are sorted by number in a moment."""


@dataclass(frozen=True)
class PurchaseLog:
    """One row a booking, (n,) each, in any order: the guest's key, the day (proleptic ordinal), how much was bought (None: not known),
    and the amount. Bookings of one guest on one day count as one, with their units and amounts added up, as in the papers."""

    guests: Keys
    days: Places
    units: Floats | None
    amounts: Floats

    def until(self, day: int) -> "PurchaseLog":
        """The bookings up to this day and on it."""
        return self.of(self.days <= day)

    def after(self, day: int) -> "PurchaseLog":
        """The bookings later than this day."""
        return self.of(self.days > day)

    def of(self, rows: NDArray[np.bool_]) -> "PurchaseLog":
        """The bookings of these rows, (n,)."""
        return PurchaseLog(self.guests[rows], self.days[rows], None if self.units is None else self.units[rows], self.amounts[rows])


def joined(one: PurchaseLog, other: PurchaseLog) -> PurchaseLog:
    """Returns the bookings of both; how much was bought is known where both know it."""
    units = None if one.units is None or other.units is None else np.concatenate([one.units, other.units])
    days, amounts = np.concatenate([one.days, other.days]), np.concatenate([one.amounts, other.amounts])
    return PurchaseLog(np.concatenate([one.guests, other.guests]), days, units, amounts)


@dataclass(frozen=True)
class Cohort:
    """Guests as they were known on a day, (n,) each, ordered by key: times are in units of `unit_days`.

    first_amount, first_units: of the first booking. later_amount, later_units: sums of those after it; units are None where not known.
    paid, paid_mean: how many repeat bookings have a positive amount, and their mean (0 without one).
    """

    guests: Keys
    found: Histories
    first_amount: Floats
    first_units: Floats | None
    later_amount: Floats
    later_units: Floats | None
    paid: Floats
    paid_mean: Floats


def cohort(log: PurchaseLog, day: int, *, unit_days: float = 7.0) -> Cohort:
    """Returns everybody who booked until `day`, as known then (Y1, Y2). Raises Invalid where nobody did."""
    known = log.until(day)
    if not len(known.days):
        raise Invalid("cohort_empty", f"Nobody booked until day {day}; choose a later day.", f"截至第 {day} 天没有预订；请选择更晚的日期。")
    keys, guest = np.unique(known.guests, return_inverse=True)
    visit, place = np.unique(guest.astype(np.int64) * 10_000_000 + known.days, return_inverse=True)
    owner, when = visit // 10_000_000, visit % 10_000_000
    amount = added_up(place, known.amounts, len(visit))
    first = np.searchsorted(owner, np.arange(len(keys)))
    last = np.append(first[1:], len(owner)) - 1
    later = np.ones(len(owner), dtype=bool)
    later[first] = False
    units = None if known.units is None else added_up(place, known.units, len(visit))
    paid = np.bincount(owner[later & (amount > 0)], minlength=len(keys)).astype(np.float64)
    spent = added_up(owner[later & (amount > 0)], amount[later & (amount > 0)], len(keys))
    return Cohort(
        guests=keys,
        found=histories(last - first, (when[last] - when[first]) / unit_days, (day - when[first]) / unit_days),
        first_amount=amount[first],
        first_units=None if units is None else units[first],
        later_amount=added_up(owner[later], amount[later], len(keys)),
        later_units=None if units is None else added_up(owner[later], units[later], len(keys)),
        paid=paid,
        paid_mean=np.divide(spent, paid, out=np.zeros_like(spent), where=paid > 0),
    )


def bookings_of(log: PurchaseLog, guests: Keys) -> Floats:
    """Returns on how many days each of the guests, sorted by key, booked in the log, (n,); others are left out."""
    place = np.searchsorted(guests, log.guests)
    known = (place < len(guests)) & (guests[np.minimum(place, len(guests) - 1)] == log.guests)
    visits = np.unique(place[known].astype(np.int64) * 10_000_000 + log.days[known])
    return np.bincount(visits // 10_000_000, minlength=len(guests)).astype(np.float64)
