"""What became of a booking by the last day of the export: completed, under way, confirmed, cancelled, changed, not shown up, never paid."""

from dataclasses import dataclass

import numpy as np

from xenia.demo.columns import DAY, HOUR, MINUTE, Flags, Floats, Instants, Numbers, chance, draw

PENDING, CONFIRMED, CHANGED, UNDER_WAY, COMPLETED, CANCELLED, NO_SHOW, CLOSED = range(8)
STATUSES = ("PENDING_PAYMENT", "CONFIRMED", "CHANGED", "IN_PROGRESS", "COMPLETED", "CANCELLED", "NO_SHOW", "CLOSED")
CANCEL_REASONS = ("行程有变", "价格更低", "航班取消", "身体原因", "签证未通过", "天气原因", "重复预订", "其他")
CANCEL_SHARES = (0.40, 0.14, 0.07, 0.10, 0.05, 0.08, 0.07, 0.09)


@dataclass(frozen=True)
class Fates:
    """`status` is a position in STATUSES; `cancelled_on` is NaT unless cancelled; instants are those of Beijing."""

    status: Numbers
    updated: Instants
    cancelled_on: Instants
    reason: Numbers


@dataclass(frozen=True)
class Chances:
    """Shares per booking: cancelled (more with a long lead time), not shown up, changed, never paid."""

    cancelled: float = 0.085
    no_show: float = 0.012
    changed: float = 0.06
    unpaid: float = 0.03


def fates(rng: np.random.Generator, created: Instants, starts: Instants, ends: Instants, now: np.datetime64, chances: Chances) -> Fates:
    """Returns the state of each booking at `now`; nothing in it is later than `now`."""
    size = len(created)
    lead = np.maximum((starts - created).astype(np.int64), HOUR)
    share: Floats = chances.cancelled * np.clip(0.6 + lead / (45 * DAY), 0.6, 2.4)
    cancel_at = created + (lead * rng.beta(1.3, 1.6, size)).astype(np.int64).astype("timedelta64[s]")
    cancelled = chance(rng, size, share) & (cancel_at <= now)
    unpaid = chance(rng, size, chances.unpaid) & ~cancelled
    change_at = created + (lead * rng.random(size)).astype(np.int64).astype("timedelta64[s]")
    changed = chance(rng, size, chances.changed) & (change_at <= now)
    no_show = chance(rng, size, chances.no_show) & (starts + np.timedelta64(DAY, "s") <= now)
    status = _status(cancelled, unpaid, no_show, changed, np.stack([starts <= now, ends <= now]))
    paid_at = created + rng.integers(1, 20, size).astype("timedelta64[m]")
    updated = np.select(
        [status == CANCELLED, status == CLOSED, status == NO_SHOW, status == COMPLETED, status == UNDER_WAY, status == CHANGED],
        [cancel_at, created + np.timedelta64(30 * MINUTE, "s"), starts + np.timedelta64(DAY, "s"),
         ends + rng.integers(1, 10, size).astype("timedelta64[h]"), starts, change_at], paid_at)  # fmt: skip
    updated = np.minimum(updated, now)
    cancelled_on = np.where(status == CANCELLED, updated, np.datetime64("NaT", "s")).astype("datetime64[D]")
    return Fates(status, updated, cancelled_on, draw(rng, len(CANCEL_REASONS), size, CANCEL_SHARES))


def _status(cancelled: Flags, unpaid: Flags, no_show: Flags, changed: Flags, passed: Flags) -> Numbers:
    started, ended = passed
    states = [CANCELLED, CLOSED, NO_SHOW, COMPLETED, UNDER_WAY, CHANGED]
    return np.select([cancelled, unpaid, no_show, ended, started, changed], states, CONFIRMED)


def created_before(rng: np.random.Generator, starts: Instants, median_days: Numbers, earliest: np.datetime64 | Instants) -> Instants:
    """Returns when each booking was made: a log-normal lead time around the median, in waking hours, not before `earliest`."""
    days = np.clip(rng.lognormal(0, 0.85, len(starts)) * median_days, 0, 240).astype(np.int64)
    day = starts.astype("datetime64[D]") - days.astype("timedelta64[D]")
    hours = np.clip(rng.normal(15.5, 4.2, len(starts)), 0.1, 23.9)
    made = day.astype("datetime64[s]") + (hours * HOUR).astype(np.int64).astype("timedelta64[s]")
    latest = starts - np.timedelta64(90 * MINUTE, "s")
    created: Instants = np.maximum(np.minimum(made, latest), earliest)
    return created
