"""What is known of a booking on the day it is made, as numbers.

Rule R1: only what the booking says on its first day. The outcome's own columns are never read, nor are those that go on changing until
arrival (changes, parking, special requests, days on the waiting list): a cancelled booking stops changing early, so they tell its end.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from xenia.insight.cancellation.history import KEYS, RECENT_DAYS, Codes, Ledger, codes_of, groups_of, places_of, rate_of, seen_by
from xenia.insight.judging import Array
from xenia.insight.per_guest import ratio

CHOICES = ("property", "meal", "country", "market", "channel", "room", "deposit", "agent", "company", "kind")
BLOCK = ("property", "arrives", "booked", "agent", "company", "market", "kind")
SAME = (
    *BLOCK,
    "weekend_nights",
    "week_nights",
    "adults",
    "children",
    "babies",
    "meal",
    "country",
    "room",
    "deposit",
    "price",
    "cancelled_before",
    "kept_before",
)
GROUPED = tuple(dict.fromkeys((*SAME, *(name for key in KEYS.values() for name in key))))
OVERALL_SHARE = 0.3
"""What is taken for the share cancelled where nothing at all is known yet."""


@dataclass(frozen=True)
class Table:
    """Features of n bookings: `numbers` name -> float (n,), NaN for what does not exist; `choices` name -> text (n,)."""

    numbers: dict[str, Array]
    choices: dict[str, Array]


def table_of(bookings: pd.DataFrame, ledgers: dict[str, Ledger]) -> Table:
    """Every feature of every booking. `bookings` as read and `with_classes`; `ledgers` of the bookings trained on."""
    codes = codes_of(bookings, GROUPED)
    numbers = _of_booking(bookings) | _of_block(bookings, codes) | _of_arrival(bookings, codes) | _of_history(bookings, ledgers, codes)
    return Table(numbers, {name: bookings[name].to_numpy(dtype=object) for name in CHOICES})


def _of_booking(bookings: pd.DataFrame) -> dict[str, Array]:
    plain = (
        "lead_days",
        "weekend_nights",
        "week_nights",
        "adults",
        "children",
        "babies",
        "repeated",
        "cancelled_before",
        "kept_before",
        "price",
    )
    found = {name: bookings[name].to_numpy(dtype=float) for name in plain}
    arrives, booked = bookings["arrives"].to_numpy(), bookings["booked"].to_numpy()
    nights = found["weekend_nights"] + found["week_nights"]
    people = found["adults"] + found["children"] + found["babies"]
    before = found["cancelled_before"] + found["kept_before"]
    return found | {
        "nights": nights,
        "people": people,
        "worth": found["price"] * nights,
        "price_per_person": ratio(found["price"], people),
        "cancelled_before_share": ratio(found["cancelled_before"], before),
        "arrival_week": np.floor(_day_of_year(arrives) / 7),
        "arrival_month": bookings["month"].to_numpy(dtype=float),
        "arrival_weekday": (arrives + 3) % 7,
        "arrival_day_of_month": _day_of_month(arrives),
        "booked_weekday": (booked + 3) % 7,
        "booked_month": _month(booked),
        "price_odd_part": np.mod(np.abs(found["price"]), 1.0),
    }


def _day_of_year(day: Array) -> Array:
    when = day.astype("datetime64[D]")
    return np.asarray((when - when.astype("datetime64[Y]")).astype(float))


def _day_of_month(day: Array) -> Array:
    when = day.astype("datetime64[D]")
    return np.asarray((when - when.astype("datetime64[M]")).astype(float) + 1)


def _month(day: Array) -> Array:
    return np.asarray(day.astype("datetime64[D]").astype("datetime64[M]").astype(int) % 12 + 1).astype(float)


def _counted(codes: Codes, columns: tuple[str, ...]) -> tuple[Array, Array]:
    """The number of each row's group of equal rows, and the size of the group, shape (n,) each."""
    number = groups_of(codes, columns, len(codes[columns[0]]))
    return number, np.bincount(number, minlength=1)[number].astype(float)


def _of_block(bookings: pd.DataFrame, codes: Codes) -> dict[str, Array]:
    """Rule R4: lines of one agent, made on one day for one arrival, are one block and share their fate; its size and make-up are known
    at once."""
    block, size = _counted(codes, BLOCK)
    _, same = _counted(codes, SAME)
    price = bookings["price"].to_numpy(dtype=float)
    mean = np.bincount(block, price)[block] / size
    square = np.bincount(block, price**2)[block] / size
    found = {"block_lines": size, "same_lines": same, "same_share": same / size, "block_price": mean, "price_in_block": price - mean}
    found["block_price_spread"] = np.sqrt(np.maximum(square - mean**2, 0.0))
    found["day_lines_of_agent"] = _counted(codes, ("property", "booked", "agent", "market"))[1]
    found["arrival_lines_of_agent"] = _counted(codes, ("property", "arrives", "agent", "market"))[1]
    found["lines_at_price"] = _counted(codes, ("property", "agent", "price", "kind"))[1]
    for name in ("country", "room"):
        kinds = codes[name].max(initial=0) + 1
        pairs = np.unique(block * kinds + codes[name]) // kinds
        found[f"block_{name}_kinds"] = np.bincount(pairs, minlength=int(block.max(initial=0)) + 1)[block].astype(float)
    return found


def _of_arrival(bookings: pd.DataFrame, codes: Codes) -> dict[str, Array]:
    """How many lines the same day of arrival already had when this one was made, and how it is priced beside them."""
    house = pd.factorize(bookings["property"], sort=True)[0]
    order = np.lexsort((bookings["booked"].to_numpy(), bookings["arrives"].to_numpy(), house))
    day = groups_of(codes, ("property", "arrives"), len(bookings))[order]
    starts = np.flatnonzero(np.r_[True, day[1:] != day[:-1]]) if len(day) else np.zeros(0, dtype=np.int64)
    lengths = np.diff(np.r_[starts, len(day)])
    before = np.arange(len(day)) - np.repeat(starts, lengths)
    price = bookings["price"].to_numpy(dtype=float)[order]
    paid, priced = np.nan_to_num(price), np.isfinite(price).astype(float)
    running, running_priced = np.cumsum(paid) - paid, np.cumsum(priced) - priced
    mean = ratio(running - np.repeat(running[starts], lengths), running_priced - np.repeat(running_priced[starts], lengths))
    found = {"booked_already": np.empty(len(day)), "price_beside_day": np.empty(len(day))}
    found["booked_already"][order] = before
    found["price_beside_day"][order] = ratio(price, mean)
    return found


def _of_history(bookings: pd.DataFrame, ledgers: dict[str, Ledger], codes: Codes) -> dict[str, Array]:
    everything = seen_by(ledgers["all"], places_of(ledgers["all"], "all", bookings, codes), bookings)
    of_all = np.where(everything.rows > 0, everything.cancelled / np.maximum(everything.rows, 1.0), OVERALL_SHARE)
    found: dict[str, Array] = {}
    for name, ledger in ledgers.items():
        place = places_of(ledger, name, bookings, codes)
        whole, recent = seen_by(ledger, place, bookings), seen_by(ledger, place, bookings, since_days=RECENT_DAYS)
        if name != "all":
            found[f"{name}_earlier"] = np.log1p(whole.rows)
            found[f"{name}_cancelled_rate"] = rate_of(whole, of_all)
        found[f"{name}_cancelled_rate_recent"] = rate_of(recent, of_all)
        if name in ("room", "agent"):
            found[f"price_beside_{name}"] = ratio(bookings["price"].to_numpy(dtype=float), ratio(whole.price, whole.priced))
    return found
