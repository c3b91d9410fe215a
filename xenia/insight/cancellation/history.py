"""What became of earlier bookings of the same agent, country, room ..., as it was known on the day a booking was made.

Rule R2: an outcome is known on the day of arrival at the latest, and is used from the day after it: the day of cancelling is in a column
that tells the outcome, so it is not read. Rule R3: few earlier bookings say little, so each rate is drawn towards that of all bookings.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from xenia.insight.judging import Array

KEYS: dict[str, tuple[str, ...]] = {
    "all": (),
    "property": ("property",),
    "agent": ("agent", "property"),
    "company": ("company",),
    "country": ("country", "property"),
    "market": ("property", "market", "kind"),
    "deposit": ("property", "deposit", "market"),
    "lead": ("property", "market", "lead_class"),
    "room": ("property", "room", "month"),
    "agent_lead": ("agent", "lead_class"),
}
LEAD_CLASSES = (1, 3, 7, 14, 30, 60, 90, 150, 240, 365)
DRAWN_TO_ALL = 20.0
RECENT_DAYS = 180.0
Codes = dict[str, Array]
SPAN = 100_000
"""Days are numbered from 1970; a key and a day make one sortable number key x SPAN + day."""


@dataclass(frozen=True)
class Ledger:
    """Earlier bookings of one kind of key: `stamps` (m,) rising, key number x SPAN + day of arrival; `rows`, `cancelled`, `price` and
    `priced` (rows with a price) the running sums before each stamp and after the last, shape (m + 1,). `known` maps the key's text to its
    number."""

    known: dict[str, int]
    stamps: Array
    rows: Array
    cancelled: Array
    price: Array
    priced: Array


@dataclass(frozen=True)
class Seen:
    """What a key's earlier bookings amount to on each asking row's day: how many, how many cancelled, sum of the prices that are known, and
    how many are; shape (n,) each."""

    rows: Array
    cancelled: Array
    price: Array
    priced: Array


def with_classes(bookings: pd.DataFrame) -> pd.DataFrame:
    """The bookings with the class of their lead time and the month of arrival beside."""
    month = bookings["arrives"].to_numpy().astype("datetime64[D]").astype("datetime64[M]").astype(int) % 12 + 1
    lead = np.searchsorted(LEAD_CLASSES, bookings["lead_days"].to_numpy(), side="right")
    return bookings.assign(lead_class=lead, month=month)


def _texts(bookings: pd.DataFrame, key: tuple[str, ...]) -> Array:
    if not key:
        return np.full(len(bookings), "", dtype=object)
    parts = [bookings[name].astype(str) for name in key]
    joined = parts[0]
    for part in parts[1:]:
        joined = joined + "|" + part
    return np.asarray(joined.to_numpy(dtype=object))


def ledgers_of(bookings: pd.DataFrame) -> dict[str, Ledger]:
    """One ledger per kind of key from bookings whose outcome is known. `bookings` as of `with_classes`."""
    return {name: _ledger(_texts(bookings, key), bookings) for name, key in KEYS.items()}


def _ledger(texts: Array, bookings: pd.DataFrame) -> Ledger:
    codes, names = pd.factorize(texts, sort=True)
    stamp = codes.astype(np.int64) * SPAN + bookings["arrives"].to_numpy().astype(np.int64)
    order = np.argsort(stamp, kind="stable")
    days, first = np.unique(stamp[order], return_index=True)
    at = np.r_[first, len(stamp)]

    def running(values: Array) -> Array:
        return np.asarray(np.r_[0.0, np.cumsum(values[order])][at])

    known = {str(name): place for place, name in enumerate(names)}
    outcome, price = bookings["cancelled"].to_numpy(dtype=float), bookings["price"].to_numpy(dtype=float)
    has_price = np.isfinite(price)
    sums = (running(np.ones(len(stamp))), running(outcome), running(np.where(has_price, price, 0.0)), running(has_price.astype(float)))
    return Ledger(known, days, *sums)


def codes_of(bookings: pd.DataFrame, columns: tuple[str, ...]) -> Codes:
    """Each column as whole numbers, equal ones for equal values, absent ones too: what groups of rows are told by, made once."""
    return {name: pd.factorize(bookings[name], use_na_sentinel=False)[0] for name in columns}


def groups_of(codes: Codes, columns: tuple[str, ...], rows: int) -> Array:
    """The number of each row's group of rows that are equal in the columns, from 0 in the order of the first of each, shape (n,)."""
    number = np.zeros(rows, dtype=np.int64)
    for name in columns:
        number = pd.factorize(number * (codes[name].max(initial=0) + 1) + codes[name])[0]
    return number


def places_of(ledger: Ledger, name: str, bookings: pd.DataFrame, codes: Codes) -> Array:
    """The number that the ledger has for each row's key, -1 where it knows none, shape (n,). A key is put into words once."""
    number = groups_of(codes, KEYS[name], len(bookings))
    first = np.unique(number, return_index=True)[1]
    known = pd.Series(_texts(bookings.iloc[first], KEYS[name])).map(ledger.known)
    return np.asarray(known.fillna(-1).to_numpy(dtype=np.int64)[number])


def seen_by(ledger: Ledger, place: Array, bookings: pd.DataFrame, *, since_days: float | None = None) -> Seen:
    """What the ledger knew before each booking was made: arrivals earlier than the day of booking, at most `since_days` before it. `place`
    (n,) as `places_of` gives it."""
    day = np.floor(bookings["booked"].to_numpy()).astype(np.int64)
    upper = np.searchsorted(ledger.stamps, place * SPAN + day, side="left")
    since = np.zeros_like(day) if since_days is None else np.maximum(day - int(since_days), 0)
    lower = np.searchsorted(ledger.stamps, place * SPAN + since, side="left")
    known = place >= 0

    def between(running: Array) -> Array:
        return np.where(known, running[upper] - running[np.minimum(lower, upper)], 0.0)

    return Seen(between(ledger.rows), between(ledger.cancelled), between(ledger.price), between(ledger.priced))


def rate_of(seen: Seen, of_all: Array) -> Array:
    """The share cancelled, drawn towards `of_all` as if twenty more bookings had that share. Example: 3 of 5, all 30 %: (3 + 6) / 25 =
    36 %."""
    return np.asarray((seen.cancelled + DRAWN_TO_ALL * of_all) / (seen.rows + DRAWN_TO_ALL))


def as_document(ledger: Ledger) -> dict[str, Any]:
    return {
        "known": ledger.known,
        "stamps": ledger.stamps.tolist(),
        "rows": ledger.rows.tolist(),
        "cancelled": ledger.cancelled.tolist(),
        "price": [round(value, 2) for value in ledger.price.tolist()],
        "priced": ledger.priced.tolist(),
    }


def of_document(said: dict[str, Any]) -> Ledger:
    columns = [np.array(said[name], dtype=float) for name in ("rows", "cancelled", "price", "priced")]
    return Ledger(said["known"], np.array(said["stamps"], dtype=np.int64), *columns)
