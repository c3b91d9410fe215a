"""What is known of each guest at an instant, as numbers: orders, visits to the app, the form to payment, reviews, profile.

Rule U1: nothing that happens after the instant is seen. A visit counts once it has ended, an order once it is placed; what a later order
says of an earlier one does not exist.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from xenia.insight.judging import Array
from xenia.insight.per_guest import PerGuest, ratio, sorted_runs
from xenia.insight.reading.guides import ACTIONS, GuideFrames

DAY = 86_400.0
WINDOWS = (3, 7, 30)
MIXES = (
    ("x6", "x5"), ("x4", "x3"), ("x2", "x1"), ("x3", "x1"), ("x4", "x1"), ("x5", "x1"), ("x6", "x1"), ("x4", "x5"), ("x2", "x5"),
    ("x7", "x6"), ("x8", "x5"), ("x8", "x7"), ("x8", "x6"), ("x9", "x8"),
)  # fmt: skip
"""Pairs of actions whose ratio tells what a visit was for: who buys the premium product browses more and fills in the form differently."""
CHOICES = ("gender", "province", "age", "last_city", "last_country", "last_continent")
Columns = dict[str, Array]


@dataclass(frozen=True)
class Table:
    """Features of n guests: `numbers` name -> float (n,), NaN for what does not exist; `choices` name -> text (n,), empty for unknown."""

    guests: Array
    numbers: Columns
    choices: dict[str, Array]


@dataclass(frozen=True)
class Visits:
    """Visits to the app in order of guest and time: days since 1970 of beginning and end, counts of the nine actions (events, 9)."""

    runs: PerGuest
    began: Array
    ended: Array
    counts: Array


def table_of(frames: GuideFrames, as_of: float) -> Table:
    """Every feature of every guest as of an instant (seconds since 1970). Source: all four tables. Shapes (guests,)."""
    guests = frames.guests["guest"].to_numpy()
    now = as_of / DAY
    visits = _visits(frames, guests, as_of)
    orders = frames.orders[frames.orders["at"].to_numpy() <= as_of]
    order, placed = sorted_runs(orders["guest"].to_numpy(), orders["at"].to_numpy(), guests)
    orders = orders.iloc[order]
    at = orders["at"].to_numpy() / DAY
    numbers = _of_orders(placed, at, orders, now)
    numbers |= _of_visits(visits, now)
    numbers |= _of_actions(visits, now)
    numbers |= _of_last_visits(visits)
    numbers |= _of_mixes(visits)
    numbers |= _of_windows(visits)
    numbers |= _between(visits, placed.last(at))
    numbers |= _of_reviews(frames, orders, as_of, guests)
    choices = {name: frames.guests[name].to_numpy(dtype=object) for name in ("gender", "province", "age")}
    choices |= {f"last_{name}": _last_text(placed, orders[name].to_numpy(dtype=object)) for name in ("city", "country", "continent")}
    return Table(guests, numbers, choices)


def _last_text(runs: PerGuest, values: Array) -> Array:
    found = np.full(runs.guests, "", dtype=object)
    found[runs.who] = values[runs.ends - 1] if len(values) else values
    return found


def _visits(frames: GuideFrames, guests: Array, as_of: float) -> Visits:
    sessions = frames.sessions[frames.sessions["ended"].to_numpy() <= as_of]
    order, runs = sorted_runs(sessions["guest"].to_numpy(), sessions["began"].to_numpy(), guests)
    began, ended = sessions["began"].to_numpy()[order] / DAY, sessions["ended"].to_numpy()[order] / DAY
    return Visits(runs, began, np.maximum(began, ended), sessions[list(ACTIONS)].to_numpy(dtype=float)[order])


def _of_orders(placed: PerGuest, at: Array, orders: pd.DataFrame, now: float) -> Columns:
    premium = orders["premium"].to_numpy(dtype=float)
    count, bought = placed.count(), placed.total(premium)
    gaps = at - placed.before(at)
    return {
        "orders": count,
        "premium_orders": bought,
        "premium_share": ratio(bought, count),
        "last_was_premium": placed.last(premium),
        "days_since_order": now - placed.last(at),
        "days_since_first_order": now - placed.first(at),
        "days_since_premium": now - placed.where(premium > 0).last(at[premium > 0]),
        "order_gap_mean_days": placed.mean(gaps),
        "order_gap_last_days": placed.last(gaps),
    }


def _of_visits(visits: Visits, now: float) -> Columns:
    runs, began, ended = visits.runs, visits.began, visits.ended
    gaps, hours, total = began - runs.before(ended), (ended - began) * 24, visits.counts.sum(axis=1)
    hour, weekday = (began % 1) * 24, (np.floor(began) + 3) % 7
    found = {
        "visits": runs.count(),
        "days_since_visit": now - runs.last(ended),
        "days_since_visit_began": now - runs.last(began),
        "days_since_first_visit": now - runs.first(began),
        "days_known": runs.last(ended) - runs.first(began),
        "night_share": runs.mean(((hour < 6) | (hour >= 23)).astype(float)),
        "weekend_share": runs.mean((weekday >= 5).astype(float)),
    }
    for name, values in (("gap_days", gaps), ("visit_hours", hours), ("visit_actions", total)):
        found |= {
            f"{name}_mean": runs.mean(values),
            f"{name}_deviation": runs.deviation(values),
            f"{name}_largest": runs.largest(np.where(np.isfinite(values), values, -1.0)),
            f"{name}_smallest": runs.smallest(np.where(np.isfinite(values), values, np.inf)),
        }
    found["gap_days_smallest"][np.isinf(found["gap_days_smallest"])] = np.nan
    found["gap_trend"] = ratio(runs.last(gaps), found["gap_days_mean"])
    found["overdue"] = ratio(found["days_since_visit"], found["gap_days_mean"])
    return found


def _of_actions(visits: Visits, now: float) -> Columns:
    runs, ended = visits.runs, visits.ended
    everything, hours = runs.total(visits.counts.sum(axis=1)), runs.total((ended - visits.began) * 24)
    newest, oldest = runs.last(ended), runs.first(visits.began)
    ago = np.repeat(runs.ends, runs.ends - runs.starts) - np.arange(len(runs.code)).astype(float)
    found: Columns = {}
    for number, action in enumerate(ACTIONS):
        counts = visits.counts[:, number]
        kept = counts > 0
        done, total = runs.where(kept), runs.total(counts)
        last = done.last(ended[kept])
        found |= {
            f"{action}_total": total,
            f"{action}_visits": done.count(),
            f"{action}_largest": runs.largest(counts),
            f"{action}_share": ratio(total, everything),
            f"{action}_per_hour": total / (hours + 0.1),
            f"{action}_days_since": now - last,
            f"{action}_days_before_end": newest - last,
            f"{action}_days_to_first": done.first(visits.began[kept]) - oldest,
            f"{action}_visits_ago": done.last(ago[kept]),
        }
    for top, bottom in MIXES:
        found[f"{top}_per_{bottom}"] = ratio(found[f"{top}_total"], found[f"{bottom}_total"])
    return found


def _of_mixes(visits: Visits) -> Columns:
    """How the actions of a visit are mixed: of the last two visits, on average and at most. Half an action is added below, so that
    none is no
    fault."""
    runs, counts, total = visits.runs, visits.counts, visits.counts.sum(axis=1) + 1
    place = {action: number for number, action in enumerate(ACTIONS)}
    mixes = {f"{top}_per_{bottom}": counts[:, place[top]] / (counts[:, place[bottom]] + 0.5) for top, bottom in MIXES}
    mixes |= {"form_share": counts[:, 4:].sum(axis=1) / total, "browse_share": counts[:, 1:4].sum(axis=1) / total}
    found: Columns = {}
    for name, values in mixes.items():
        found |= {
            f"{name}_visit_0": runs.last(values),
            f"{name}_visit_1": runs.last(values, 1),
            f"{name}_mean": runs.mean(values),
            f"{name}_most": runs.largest(values),
        }
    return found


def _of_last_visits(visits: Visits) -> Columns:
    runs = visits.runs
    found: Columns = {}
    hours = (visits.ended - visits.began) * 24
    total = visits.counts.sum(axis=1)
    deepest = np.where(visits.counts[:, 4:] > 0, np.arange(5, 10), 0).max(axis=1).astype(float)
    values = {
        **{action: visits.counts[:, number] for number, action in enumerate(ACTIONS)},
        "hours": hours,
        "gap_days": visits.began - runs.before(visits.ended),
        "hour_began": (visits.began % 1) * 24,
        "hour_ended": (visits.ended % 1) * 24,
        "weekday": (np.floor(visits.began) + 3) % 7,
        "actions": total,
        "pace": total / (hours + 0.01),
        "deepest_step": deepest,
    }
    for back in range(2):
        found |= {f"{name}_visit_{back}": runs.last(value, back) for name, value in values.items()}
    return found


def _of_windows(visits: Visits) -> Columns:
    """Actions in the last days before the end of the guest's own last visit."""
    runs = visits.runs
    found: Columns = {}
    newest = np.repeat(visits.ended[runs.ends - 1], runs.ends - runs.starts) if len(runs.code) else visits.ended
    for days in WINDOWS:
        kept = visits.ended >= newest - days
        inside = runs.where(kept)
        for number, action in enumerate(ACTIONS):
            found[f"{action}_{days}_days_own"] = inside.total(visits.counts[kept, number])
        found[f"visits_{days}_days_own"] = inside.count()
    return found


def _between(visits: Visits, last_order: Array) -> Columns:
    """Visits after the last order, and how far the order lies from both ends of what is known."""
    runs = visits.runs
    kept = visits.began > last_order[runs.code]
    after = runs.where(kept)
    return {
        "visits_after_order": after.count(),
        "days_order_to_last_visit": runs.last(visits.ended) - last_order,
        "days_first_visit_to_order": last_order - runs.first(visits.began),
        "days_order_to_next_visit": after.first(visits.began[kept]) - last_order,
    }


def _of_reviews(frames: GuideFrames, orders: pd.DataFrame, as_of: float, guests: Array) -> Columns:
    """Reviews carry no date: one of an order placed after the instant is not seen; one of an order that the history lacks is of an
    older one."""
    later = frames.orders["order"].to_numpy()[frames.orders["at"].to_numpy() > as_of]
    reviews = frames.reviews[~frames.reviews["order"].isin(later)]
    order, runs = sorted_runs(reviews["guest"].to_numpy(), reviews["order"].to_numpy(), guests)
    reviews = reviews.iloc[order]
    rating = reviews["rating"].to_numpy(dtype=float)
    tags = reviews["tags"].str.split("|").map(lambda said: float(len([one for one in said if one]))).to_numpy(dtype=float)
    words = reviews["words"].str.count("'").to_numpy(dtype=float) / 2
    older = ~reviews["order"].isin(orders["order"]).to_numpy()
    return {
        "reviews": runs.count(),
        "rating_mean": runs.mean(rating),
        "review_tags": runs.last(tags),
        "review_words": runs.last(words),
        "reviews_of_older_orders": runs.total(older.astype(float)),
    }
