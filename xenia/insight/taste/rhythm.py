"""When a guest travels next: the guest's own rhythm and seasons, drawn towards those of the company (TA9).

Estimator: gamma-Poisson rates over discounted time (power discounting, Smith 1979; a trip of a while ago says less), Dirichlet shares of
seasons, a Poisson process over the days ahead. What is chosen by likelihood is chosen on an earlier window.
"""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from scipy import sparse

from xenia.insight.judging import Array
from xenia.insight.taste.measuring import yes_no_losses
from xenia.insight.taste.seasons import SEASONS, days_a_year, days_by_season
from xenia.insight.taste.shrinking import share_strength, shrunk_shares
from xenia.insight.taste.trips import Trips

HALF_LIVES = (180.0, 365.0, 1000.0)
PRIOR_DAYS = (60.0, 150.0, 365.0, 800.0)
"""Candidates: after how many days a trip weighs half, and how many days of the line's usual rate are added to a guest's own time."""
GROUPS = 4
"""Guests with a wish or without, with a booked trip ahead or without: each has a factor of its own."""
PULL = 5.0
"""Each group's factor is drawn towards that of all guests as if five more had departed as expected."""


@dataclass(frozen=True)
class Rhythm:
    """`by_line` trips a day after the first one ('' for all lines); `seasons` (14,) the company's share of a year's departures; `lead`
    (181,) how many trips are booked at most so many days ahead; `factors` by group, `company_factor` of the simple baseline."""

    half_life: float
    prior_days: float
    by_line: dict[str, float]
    seasons: list[float]
    season_strength: float
    lead: list[float]
    factors: list[float]
    company_factor: float


@dataclass(frozen=True)
class Past:
    """What is known of guests at a day, arrays of shape (guests,): discounted `trips` after the first, discounted `days` since it, `line`
    of the last trip, season counts (guests, 14), and the `group`."""

    trips: Array
    days: Array
    line: Array
    seasons: sparse.csr_matrix
    group: Array


def past_of(trips: Trips, day: int, half_life: float, wishing: Array) -> Past:
    """`wishing` (guests,) tells who looked for a place not booked."""
    guests = len(trips.guests)
    gone = trips.where(trips.start <= day)
    ahead = np.bincount(trips.person[trips.start > day], minlength=guests) > 0
    first = np.r_[True, gone.person[1:] != gone.person[:-1]] if len(gone) else np.zeros(0, bool)
    weight = np.where(first, 0.0, 0.5 ** ((day - gone.start) / half_life))
    since = np.zeros(guests)
    since[gone.person[first]] = day - gone.start[first]
    line = np.full(guests, "", dtype=object)
    line[gone.person] = gone.line
    counts = sparse.csr_matrix((np.ones(len(gone)), (gone.person, gone.season)), shape=(guests, SEASONS))
    days = half_life / np.log(2) * (1 - 0.5 ** (since / half_life))
    group = 2 * ahead.astype(int) + wishing.astype(int)
    return Past(np.bincount(gone.person, weight, guests), days, line, counts, group)


def usual_of(trips: Trips, day: int) -> Rhythm:
    """What is usual at a day, before anything is chosen by likelihood."""
    past = past_of(trips, day, HALF_LIVES[1], np.zeros(len(trips.guests), bool))
    whole = past.trips.sum() / max(past.days.sum(), 1.0)
    rates = {"": float(whole)}
    for line in np.unique(past.line.astype(str)):
        mine = past.line == line
        rates[str(line)] = float((past.trips[mine].sum() + 20 * whole) / (past.days[mine].sum() + 20)) if line else float(whole)
    gone = trips.where(trips.start <= day)
    began = int(gone.start.min()) if len(gone) else day - 365
    seen = days_by_season(began, day + 1)
    counts = np.bincount(gone.season, minlength=SEASONS) + 0.5
    a_year = days_a_year()
    intensity = counts / np.maximum(seen, 1.0) * a_year
    seasons = np.where(seen > 0, intensity, np.median(intensity[seen > 0] / a_year[seen > 0]) * a_year)
    lead = np.clip(gone.start - gone.made, 0, 180)
    table = np.cumsum(np.bincount(lead, minlength=181)) / max(1, len(lead))
    usual = seasons / seasons.sum()
    return Rhythm(
        HALF_LIVES[1], PRIOR_DAYS[1], rates, usual.tolist(), share_strength(past.seasons, usual), table.tolist(), [1.0] * GROUPS, 1.0
    )


def expected(rhythm: Rhythm, past: Past, day: int, windows: list[tuple[int, int]]) -> Array:
    """New departures to be expected of each guest in each window of days [first, until), shape (guests, windows), before the factors."""
    usual = np.array(rhythm.seasons)
    listed = {line: rhythm.by_line.get(line, rhythm.by_line[""]) for line in set(past.line.tolist())}
    prior = np.array([listed[line] for line in past.line]) if len(past.line) else np.zeros(0)
    rate = (past.trips + rhythm.prior_days * prior) / (past.days + rhythm.prior_days)
    shares = shrunk_shares(past.seasons.toarray(), usual, rhythm.season_strength)
    return np.asarray(365.25 * rate[:, None] * (shares @ _parts(rhythm, day, windows)))


def _parts(rhythm: Rhythm, day: int, windows: list[tuple[int, int]]) -> Array:
    """What part of a season's yearly departures each window holds that are not yet booked, shape (14, windows)."""
    lead, a_year = np.array(rhythm.lead), days_a_year()
    found = np.zeros((SEASONS, len(windows)))
    for place, (first, until) in enumerate(windows):
        for step in range(first, until):
            found[:, place] += days_by_season(step, step + 1) * lead[min(step - day, len(lead) - 1)]
    return np.asarray(found / a_year[:, None])


def company_expected(rhythm: Rhythm, day: int, window: tuple[int, int]) -> float:
    """The same of a guest at the company's mean rate and seasons: the simple baseline."""
    return float(365.25 * rhythm.by_line[""] * (np.array(rhythm.seasons) @ _parts(rhythm, day, [window]))[0])


def chance(rhythm: Rhythm, said: Array, group: Array) -> Array:
    """1 - exp(-rate) with the factor of each guest's group; shape of `said` (guests,) or (guests, windows)."""
    factor = np.array(rhythm.factors)[group]
    return np.asarray(1 - np.exp(-said * (factor if said.ndim == 1 else factor[:, None])))


def fit(trips: Trips, wishing: Array, day: int, came: Array, window: tuple[int, int]) -> Rhythm:
    """The rhythm at `day`, chosen by what came in the window after it: `came` (guests,) tells who departed on a trip booked after it."""
    rough = usual_of(trips, day)
    best, least = rough, np.inf
    for half_life in HALF_LIVES:
        past = past_of(trips, day, half_life, wishing)
        for prior_days in PRIOR_DAYS:
            tried = Rhythm(**{**asdict(rough), "half_life": half_life, "prior_days": prior_days})
            said = expected(tried, past, day, [window])[:, 0]
            tried = Rhythm(**{**asdict(tried), "factors": _factors(said, came, past.group)})
            lost = float(yes_no_losses(came, chance(tried, said, past.group)).mean())
            if lost < least:
                best, least = tried, lost
    company = np.full(len(came), company_expected(best, day, window))
    return Rhythm(**{**asdict(best), "company_factor": _factor(company, came, 1.0, 0.0)})


def moved_to(rhythm: Rhythm, trips: Trips, day: int) -> Rhythm:
    """The same choices with what is usual at a later day."""
    chosen = {name: getattr(rhythm, name) for name in ("half_life", "prior_days", "factors", "company_factor")}
    return Rhythm(**{**asdict(usual_of(trips, day)), **chosen})


def _factors(said: Array, came: Array, group: Array) -> list[float]:
    whole = _factor(said, came, 1.0, 0.0)
    return [_factor(said[group == one], came[group == one], whole, PULL) for one in range(GROUPS)]


def _factor(said: Array, came: Array, towards: float, pull: float) -> float:
    """The factor s for which the sum of 1 - exp(-s x expected) is what came, `pull` more at `towards`; by bisection."""
    low, high = 1e-3, 20.0
    for _ in range(40):
        middle = float(np.sqrt(low * high))
        more = float((1 - np.exp(-middle * said)).sum()) + pull * middle / towards
        low, high = (middle, high) if more < came.sum() + pull else (low, middle)
    return float(np.sqrt(low * high))


def as_document(rhythm: Rhythm) -> dict[str, Any]:
    return asdict(rhythm)


def of_document(said: dict[str, Any]) -> Rhythm:
    return Rhythm(**said)
