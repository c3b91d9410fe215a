"""What is known of a guest just before an order: the orders, visits and profile of that instant, and nothing after it (rule NX1).

A moment stands before each order of each guest, and before each order that is only asked for (a guest who is to be recommended to).
"""

from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from xenia.insight.judging import Array
from xenia.insight.per_guest import sorted_runs
from xenia.insight.reading.guides import ACTIONS, GuideFrames
from xenia.recommend.next_city.catalogue import Catalogue

DAY = 86_400
SPAN = 2**34
"""Instants of guests are told apart as place of the guest x SPAN + seconds."""
NOWHERE = -1
SINCE = (("orders_hour", 1 / 24), ("orders_day", 1.0), ("orders_week", 7.0), ("orders_month", 30.0))
OF_VISITS = ("visits", "browsed", "form_steps", "visit_hours")
NUMBERS = (
    "orders", "days_since_order", "days_since_first", "same_city_run", "cities", "last_premium", "month", "hour", "weekday",
    *(name for name, _ in SINCE), *OF_VISITS, *(f"{name}_since_order" for name in OF_VISITS),
    *(f"{name}_last" for name in OF_VISITS[1:]), "days_since_visit", "days_known",
)  # fmt: skip
"""What is known of a moment whatever the candidate."""


@dataclass(frozen=True)
class Moments:
    """Rows (n,) in order of guest and time; cities are places in a catalogue, -1 where there is none or it is not known.

    `who` is the place of the guest among those of the frames, `at` the instant in seconds, `city` what was ordered then (-1 for what is
    only asked). `last`, `second` and `other` are the city before, the one before that, and the newest that is not the last. `numbers` are
    features of the moment alone, float (n,), `choices` texts of the profile (n,). `place` is the moment's row in `History`.
    """

    who: Array
    at: Array
    city: Array
    place: Array
    last: Array
    second: Array
    other: Array
    numbers: dict[str, Array]
    choices: dict[str, Array]

    def __len__(self) -> int:
        return len(self.who)

    @property
    def is_first(self) -> Array:
        """No order before it, shape (n,)."""
        return np.asarray(self.numbers["orders"] == 0)

    def where(self, chosen: Array) -> "Moments":
        rows = {one.name: getattr(self, one.name)[chosen] for one in fields(self) if one.name not in ("numbers", "choices")}
        numbers = {name: values[chosen] for name, values in self.numbers.items()}
        return Moments(**rows, numbers=numbers, choices={name: values[chosen] for name, values in self.choices.items()})


@dataclass(frozen=True)
class History:
    """All orders (n,) in order of guest and time: what a moment at `place` may look back on."""

    who: Array
    at: Array
    city: Array
    starts: Array
    """The first order of the same guest."""


def moments_of(frames: GuideFrames, catalogue: Catalogue, asked: tuple[Array, Array] | None = None) -> tuple[Moments, History]:
    """The moments before every order, and before what is `asked`: guests (their numbers) and instants, which come after their orders of the
    same second. Rows of guests without a profile are left out."""
    orders = _orders(frames, asked)
    guests = frames.guests["guest"].to_numpy()
    order, runs = sorted_runs(orders["guest"].to_numpy(), orders["at"].to_numpy(), guests)
    orders = orders.iloc[order]
    starts = np.repeat(runs.starts, runs.ends - runs.starts)
    history = History(runs.code, orders["at"].to_numpy(dtype=np.int64), catalogue.places_of(orders["city"]), starts)
    rows = len(order)
    last, second = _back(history, 1), _back(history, 2)
    numbers = _of_orders(history, orders["premium"].to_numpy(dtype=float)) | _of_visits(frames, history, guests)
    choices = {name: frames.guests[name].to_numpy(dtype=object)[runs.code] for name in ("gender", "province", "age")}
    found = Moments(runs.code, history.at, history.city, np.arange(rows), last, second, _other(history), numbers, choices)
    return found, history


def _orders(frames: GuideFrames, asked: tuple[Array, Array] | None) -> pd.DataFrame:
    """Orders by time, those of one second by number, and what is asked after them."""
    orders = frames.orders[["guest", "order", "at", "premium", "city"]].sort_values(["at", "order"], kind="stable")
    if asked is None:
        return orders
    last = {"guest": asked[0], "order": 0, "at": asked[1], "premium": 0, "city": ""}
    return pd.concat([orders, pd.DataFrame(last)], ignore_index=True)


def _back(history: History, lag: int) -> Array:
    """The city so many orders before, -1 where the guest has fewer."""
    place = np.arange(len(history.who)) - lag
    return np.where(place >= history.starts, history.city[np.maximum(place, 0)], NOWHERE)


def _other(history: History) -> Array:
    """The newest earlier city that is not the last one, -1 where there is none."""
    rows = np.arange(len(history.who))
    changed = np.r_[False, (history.city[1:] != history.city[:-1]) & (history.who[1:] == history.who[:-1])] if len(rows) else rows > 0
    before = np.maximum.accumulate(np.where(changed, rows, 0)) - 1
    held = np.r_[NOWHERE, before[:-1]] if len(rows) else before
    return np.where(held >= history.starts, history.city[np.maximum(held, 0)], NOWHERE)


def _of_orders(history: History, premium: Array) -> dict[str, Array]:
    """How many orders came before, how long ago, and of how many cities; NaN where there is none."""
    if not len(history.who):
        return {name: np.zeros(0) for name in NUMBERS}
    rows, at, starts = np.arange(len(history.who)), history.at, history.starts
    known, previous = rows > starts, np.maximum(rows - 1, 0)
    changed = np.r_[True, history.city[1:] != history.city[:-1]]
    run_began = np.maximum(np.maximum.accumulate(np.where(changed, rows, 0)), starts)
    is_new = _first_of_city(history)
    so_far = np.cumsum(is_new) - is_new
    found = {
        "orders": rows - starts,
        "days_since_order": np.where(known, (at - at[previous]) / DAY, np.nan),
        "days_since_first": np.where(known, (at - at[starts]) / DAY, np.nan),
        "same_city_run": np.where(known, rows - run_began[previous], 0),
        "cities": so_far - so_far[starts],
        "last_premium": np.where(known, premium[previous], np.nan),
        "month": at.astype("datetime64[s]").astype("datetime64[M]").astype(np.int64) % 12 + 1,
        "hour": (at % DAY) / 3600,
        "weekday": (at // DAY + 3) % 7,
    }
    key = history.who * SPAN + at
    for name, days in SINCE:
        since = np.searchsorted(key, history.who * SPAN + np.maximum(at - int(days * DAY), 0), side="left")
        found[name] = rows - np.maximum(since, starts)
    return {name: np.asarray(values, dtype=float) for name, values in found.items()}


def _first_of_city(history: History) -> Array:
    """1 for an order of a city the guest never ordered before, else 0."""
    order = np.lexsort((np.arange(len(history.who)), history.city, history.who))
    who, city = history.who[order], history.city[order]
    found = np.ones(len(order), dtype=np.int64)
    if len(order):
        found[order] = np.r_[True, (who[1:] != who[:-1]) | (city[1:] != city[:-1])]
    return found


def _of_visits(frames: GuideFrames, history: History, guests: Array) -> dict[str, Array]:
    """Visits that had ended before the moment: how many, how deep, how long ago; of all time, since the last order, and the last."""
    order, runs = sorted_runs(frames.sessions["guest"].to_numpy(), frames.sessions["ended"].to_numpy(), guests)
    sessions = frames.sessions.iloc[order]
    ended = sessions["ended"].to_numpy(dtype=np.int64)
    began = np.minimum(sessions["began"].to_numpy(dtype=np.int64), ended)
    counts = sessions[list(ACTIONS)].to_numpy(dtype=float)
    parts = np.stack([np.ones(len(order)), counts[:, 1:4].sum(axis=1), counts[:, 4:].sum(axis=1), (ended - began) / 3600], axis=1)
    total = np.vstack([np.zeros(len(OF_VISITS)), np.cumsum(parts, axis=0)])
    key = runs.code.astype(np.int64) * SPAN + ended
    here = np.searchsorted(key, history.who * SPAN + history.at, side="left")
    first = np.searchsorted(key, history.who * SPAN, side="left")
    previous = np.where(np.arange(len(here)) > history.starts, np.r_[0, here[:-1]] if len(here) else here, first)
    known, newest = here > first, np.maximum(here - 1, 0)
    ended, parts = np.r_[ended, 0], np.vstack([parts, np.zeros(len(OF_VISITS))])  # so that there is always one to point at
    found = {f"{name}_last": np.where(known, parts[newest, at], np.nan) for at, name in enumerate(OF_VISITS)}
    found |= {name: total[here, at] - total[first, at] for at, name in enumerate(OF_VISITS)}
    found |= {f"{name}_since_order": total[here, at] - total[previous, at] for at, name in enumerate(OF_VISITS)}
    found["days_since_visit"] = np.where(known, (history.at - ended[newest]) / DAY, np.nan)
    found["days_known"] = np.where(known, (history.at - ended[first]) / DAY, np.nan)
    return found
