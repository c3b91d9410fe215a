"""Trips of guests from their bookings: the flight, the hotel and the way back are one trip (TA8)."""

from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from xenia.insight.judging import Array
from xenia.insight.per_guest import ordered
from xenia.insight.rules.taste import RETURN_DAYS
from xenia.insight.taste.journeys import Journeys
from xenia.insight.taste.seasons import season_of

FAR = 1_000_000
"""Days are told apart by guest as person x FAR + day."""


@dataclass(frozen=True)
class Trips:
    """Rows (n,) in order of person and first day: `made` is the first day of booking any part of it, `place` the destination ('' unknown),
    `line` that of its first booking. `person` is a place among `guests`, the sorted guest numbers."""

    guests: Array
    person: Array
    start: Array
    made: Array
    place: Array
    line: Array
    season: Array

    def __len__(self) -> int:
        return len(self.person)

    def where(self, chosen: Array) -> "Trips":
        return Trips(self.guests, *(getattr(self, field.name)[chosen] for field in fields(self)[1:]))


def trips_of(rows: Journeys) -> Trips:
    """The trips of bookings that stand and say when they begin. A booking that begins at the latest on the day after all earlier ones of
    the guest have ended belongs to the same trip; a way back is no destination."""
    rows = rows.where(rows.kept & np.isfinite(rows.starts))
    rows = rows.where(ordered(rows.booking, rows.made, rows.starts, rows.person))
    rows = rows.where(~ways_back(rows))
    if not len(rows):
        none, unnamed = np.zeros(0, dtype=int), np.zeros(0, dtype=object)
        return Trips(rows.guests, none, none, none, unnamed, unnamed, none)
    ends = np.where(np.isfinite(rows.ends), np.maximum(rows.ends, rows.starts), rows.starts)
    until = np.maximum.accumulate(rows.person * FAR + ends)
    began = np.r_[True, rows.person[1:] * FAR + rows.starts[1:] > until[:-1] + 1]
    first = np.flatnonzero(began)
    start = rows.starts[first].astype(int)
    made = np.minimum.reduceat(rows.made, first).astype(int)
    lines = _filled(rows.texts["line"])[first]
    return Trips(rows.guests, rows.person[first], start, made, _first_place(rows, first), lines, season_of(start))


def _first_place(rows: Journeys, first: Array) -> Array:
    codes = np.asarray(rows.texts["place"].codes)
    at = np.where(codes >= 0, np.arange(len(codes)), len(codes))
    found = np.minimum.reduceat(at, first)
    names = np.asarray([*rows.texts["place"].categories, ""], dtype=object)
    return np.asarray(names[np.append(codes, -1)[np.minimum(found, len(codes))]])


def ways_back(rows: Journeys) -> Array:
    """Which rows lead back: from where the journey before went, to where it began, within 30 days. After a way back comes a way out."""
    origin, goal = (_filled(rows.texts[name]) for name in ("origin", "goal"))
    at = np.flatnonzero((origin != "") & (goal != ""))
    found = np.zeros(len(rows), dtype=bool)
    if len(at) < 2:
        return found
    here, before = at[1:], at[:-1]
    turned = (rows.person[here] == rows.person[before]) & (origin[here] == goal[before]) & (goal[here] == origin[before])
    turned &= rows.starts[here] - rows.starts[before] <= RETURN_DAYS
    run = np.r_[False, turned]
    place = np.arange(len(run))
    since = place - np.maximum.accumulate(np.where(~run, place, 0))
    found[at[run & (since % 2 == 1)]] = True
    return found


def _filled(texts: pd.Categorical) -> Array:
    names = np.asarray([*texts.categories, ""], dtype=object)
    return np.asarray(names[np.asarray(texts.codes)])


def first_new(trips: Trips, after: int, until: int) -> Trips:
    """The first trip of each guest that was booked after the day `after` and begins on (`after`, `until`]: what is to be foretold."""
    new = trips.where((trips.made > after) & (trips.start > after) & (trips.start <= until))
    return new.where(np.r_[True, new.person[1:] != new.person[:-1]] if len(new) else np.zeros(0, bool))
