"""What is left of the risk of a booking that stands already for a while: who was to cancel early has done so.

Rule R12: of the bookings that were lost, the share that were so by a part of the time from booking to arrival is counted in twentieths; a
no-show is lost on the last day. The chance c of the day of booking becomes c (1 - share) / (c (1 - share) + 1 - c).
"""

import numpy as np

from xenia.insight.judging import Array

PARTS = 20
COUNTED_MIN = 50
"""With fewer lost bookings whose day is known nothing is corrected."""


def gone_by(booked: Array, arrives: Array, left: Array) -> tuple[float, ...]:
    """In: lost bookings (n,), days since 1970, `left` NaN where its day is not known. Out: the share lost by each twentieth of the time to
    arrival, PARTS + 1 numbers from 0 to 1; all 0 where too little is known."""
    known = np.isfinite(left)
    if known.sum() < COUNTED_MIN:
        return (0.0,) * (PARTS + 1)
    part = np.clip((left - booked) / np.maximum(arrives - booked, 1.0), 0.0, 1.0)
    part = np.where(known, part, 1.0)
    return tuple(float((part < edge).mean()) for edge in np.linspace(0, 1, PARTS + 1))


def left_of(chance: Array, elapsed: Array, gone: tuple[float, ...]) -> Array:
    """The chance that a booking that still stands is lost yet, (n,). `elapsed` is the part of the time to arrival that has passed, 0 to 1.

    Example: 40 % on the day of booking, a quarter of the lost ones gone by now: 0.4 x 0.75 / (0.4 x 0.75 + 0.6) = 33 %.
    """
    share = np.interp(elapsed, np.linspace(0, 1, PARTS + 1), np.array(gone))
    still = chance * (1 - share)
    return np.asarray(np.divide(still, still + 1 - chance, out=np.zeros(len(chance)), where=still + 1 - chance > 0))
