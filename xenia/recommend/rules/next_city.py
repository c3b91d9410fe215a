"""What is decided about recommending a next city: how many places a list has, what counts as a trip, and what a fourth place may cost.

Rules NX1 to NX10 of docs/algorithms/next-city.md. Pure.
"""

import math

FIRST = 4
"""A list shows so many cities; hit@4 asks whether the next one is among them (rule NX9)."""
CANDIDATES = 40
"""So many cities are weighed against each other for one list (rule NX5)."""
GAP_DAYS = (1 / 24, 1.0, 7.0, 30.0)
"""Days since the last order part the sittings: within the hour, the day, the week, the month, later (rule NX4)."""
TRIP_DAYS, TRIP_ORDERS = 30, 5
"""Orders of a trip: so many days and orders back (rule NX4)."""
TREND_WEEKS = 4
"""What is ordered these weeks: in so many whole weeks before (rule NX4)."""
CHANGED_WEIGHT = 1.5
"""What a row weighs whose city is another than the last one: two of three orders repeat the city, and teach little (rule NX6)."""
COST_MAX = 0.001
"""What the open places of all lists may cost in hit@4, as the model itself expects it (rule NX8)."""
PULLS = {
    "last": 5.0, "last_gap": 8.0, "pair": 3.0, "before_last": 5.0, "moved": 5.0, "moved_pair": 3.0, "country_gap": 20.0, "abroad": 20.0,
    "origin": 40.0, "calendar": 60.0, "fortnight": 40.0, "origin_calendar": 20.0, "trend": 30.0, "crowd": 40.0, "first": 40.0,
}  # fmt: skip
"""By context, how many orders' worth of what is usual is added to its counts (rule NX4)."""
COARSER = {"last_gap": "last", "pair": "last", "moved_pair": "moved", "fortnight": "calendar", "origin_calendar": "origin"}
"""What a narrow context leans on; every other leans on what is usual for all (rule NX4)."""
BLEND = {"last_gap": 0.4, "pair": 0.2, "moved": 0.1, "moved_pair": 0.1, "trip_mean": 0.1, "two_steps": 0.05, "trend": 0.05, "origin": 0.05}
OWN_BLEND = 0.5
"""The rough share that candidates are chosen by: shares by context, and a half for a city that the guest ordered before (rule NX5)."""


def drawn_share(count: float, known: float, usual: float, pull: float) -> float:
    """Returns the share of a city in a context with `known` orders, `count` of them its own (rule NX4).

    3 of 4, usual 10 %, pull 5: 3.5 / 9.
    """
    return (count + pull * usual) / (known + pull)


def together(trees: float, regression: float) -> float:
    """Returns the chance of a city for a new guest: the geometric mean (rule NX7). 9 % and 4 %: 6 %."""
    return math.sqrt(trees * regression)


def open_place_weights(usual: tuple[float, ...]) -> tuple[float, ...]:
    """Returns the chance of each city to take the open place: the rarer the likelier (rule NX8). Shares 1 % and 4 %: 80 % and 20 %."""
    rare = [1 / share for share in usual]
    return tuple(one / sum(rare) for one in rare)


GOALS = {"all": 0.85, "changed": 0.56, "new_guests": 0.30, "coverage": 0.60}
"""hit@4 of all later orders and of those in another city, the relative gain over popularity for new guests, the share of the catalogue that
is shown (rule NX9)."""
