"""What is to be expected of each guest: still there, bookings, spend and margin within a horizon, and how sure that is."""

from dataclasses import dataclass

import numpy as np

from xenia.insight.lifetime_value.counting import CountModel
from xenia.insight.lifetime_value.estimating import Estimate
from xenia.insight.lifetime_value.histories import Floats, Histories
from xenia.insight.lifetime_value.spending import expected_spend
from xenia.kernel.errors import Invalid

PIECE_ROWS = 20_000


@dataclass(frozen=True)
class Terms:
    """`horizon` in the unit of the histories, worked on in `periods` equal parts; `discount` is the rate of a whole unit of time (0.1 % a
    week is 0.001); `margin_share` of spend stays; intervals hold `level` of what may happen, by `draws` draws."""

    horizon: float
    periods: int = 12
    discount: float = 0.0
    margin_share: float = 1.0
    level: float = 0.9
    draws: int = 200


@dataclass(frozen=True)
class Spending:
    """The fit of spend, and what is known of each guest's amounts: how many bookings their mean is of, and the mean, (n,) each."""

    estimate: Estimate
    bookings: Floats
    mean: Floats


@dataclass(frozen=True)
class Range:
    """Between `low` and `high` the stated share of what may happen lies."""

    low: Floats
    high: Floats


@dataclass(frozen=True)
class Outlook:
    """Of n guests, (n,) each: alive, a probability; bookings within the horizon and their discounted number; spend, the mean amount of a
    booking; margin, discounted. The ranges are predictive (Y13). `total_bookings` is low, expected, high of all guests together."""

    alive: Floats
    bookings: Floats
    discounted: Floats
    spend: Floats | None
    margin: Floats | None
    bookings_range: Range
    margin_range: Range | None
    total_bookings: tuple[float, float, float]


def outlook(
    model: CountModel, estimate: Estimate, found: Histories, terms: Terms, *, spending: Spending | None = None, seed: int
) -> Outlook:
    """Returns what is to be expected of each guest (Y8, Y9, Y12, Y13). One row is one guest: `found.guests` is not looked at.

    Raises Invalid for terms that make no sense, and where the mean of all guests' spend is infinite in the model (q at most 1).
    """
    _check(terms)
    theta = estimate.log_parameters
    ends = terms.horizon * np.arange(1, terms.periods + 1) / terms.periods
    by_end = model.expected(theta, found, ends)
    bookings, discounted = by_end[:, -1], _discounted(by_end, ends, terms)
    spend = None if spending is None else _spend(spending)
    margin = None if spend is None else terms.margin_share * spend * discounted
    worth = np.divide(discounted, bookings, out=np.ones_like(bookings), where=bookings > 0) * terms.margin_share
    counts, margins, totals = _ranges(model, estimate, found, terms, (spending, worth, seed))
    expected = float(bookings.sum())
    return Outlook(model.alive(theta, found), bookings, discounted, spend, margin, counts, margins, (totals[0], expected, totals[1]))


def alive_curve(model: CountModel, theta: Floats, days: Floats, until: Floats) -> Floats:
    """Returns P(alive) of one guest at each moment of `until`, (m,), for the guest page (Y8): as it was known then, no booking after it
    seen.

    days: moments of all bookings since the first, which is 0, ascending; moments before the first booking are refused.
    """
    if not len(days) or days[0] != 0 or np.any(np.diff(days) < 0) or np.any(until < 0):
        raise Invalid(
            "alive_curve",
            f"A curve begins at the first booking, 0, and bookings ascend; these begin at {days[0] if len(days) else 'nothing'}.",
            f"曲线从首次预订（0）开始，预订按时间递增；给出的起点是 {days[0] if len(days) else '空'}。",
        )
    seen = np.searchsorted(days, until, side="right") - 1
    return model.alive(theta, Histories(seen.astype(np.float64), days[seen], until, np.ones(len(until))))


def _check(terms: Terms) -> None:
    if not (terms.horizon > 0 and terms.periods >= 1 and terms.discount >= 0 and terms.draws >= 20 and 0 < terms.level < 1):
        raise Invalid(
            "outlook_terms",
            f"The terms {terms} make no forecast: horizon above 0, periods at least 1, discount not negative, 20 draws at "
            f"least, level within 0 and 1.",
            f"参数 {terms} 无法预测：期限大于 0、期数至少 1、折现率不为负、抽样至少 20 次、区间水平在 0 与 1 之间。",
        )


def _discounted(by_end: Floats, ends: Floats, terms: Terms) -> Floats:
    """Each period's new bookings, discounted from the middle of the period (Y12)."""
    new = np.diff(by_end, axis=1, prepend=0.0)
    return np.asarray(new @ (1 + terms.discount) ** -(ends - terms.horizon / terms.periods / 2), dtype=np.float64)


def _spend(spending: Spending) -> Floats:
    told = expected_spend(spending.estimate.log_parameters, spending.bookings, spending.mean)
    if np.isnan(told).any():
        q = spending.estimate.parameters["q"]
        raise Invalid(
            "spend_infinite",
            f"Spend is so uneven (q = {q:.2f}, not above 1) that the mean of all guests is infinite in the model; "
            f"forecast repeat guests only.",
            f"消费过于悬殊（q = {q:.2f}，不大于 1），模型中全体均值为无穷；请只对复购客人预测。",
        )
    return told


def _ranges(
    model: CountModel, estimate: Estimate, found: Histories, terms: Terms, how: tuple[Spending | None, Floats, int]
) -> tuple[Range, Range | None, tuple[float, float]]:
    spending, worth, seed = how
    thetas = estimate.drawn(terms.draws, seed)
    spends = None if spending is None else spending.estimate.drawn(terms.draws, seed + 1)
    edges = [(1 - terms.level) / 2, (1 + terms.level) / 2]
    n = len(found.repeats)
    counts, margins, totals = np.empty((2, n)), np.empty((2, n)), np.zeros(terms.draws)
    for number, first in enumerate(range(0, n, PIECE_ROWS)):
        rows, random = slice(first, min(n, first + PIECE_ROWS)), np.random.default_rng([seed, number])
        part = found.part(rows)
        drawn = np.stack([model.drawn(theta, part, terms.horizon, random) for theta in thetas])
        counts[:, rows] = np.quantile(drawn, edges, axis=0)
        totals += drawn.sum(axis=1)
        if spending is not None and spends is not None:
            amounts = [_amounts(theta, spending, rows, one, random) for theta, one in zip(spends, drawn, strict=True)]
            margins[:, rows] = np.quantile(np.stack(amounts) * worth[rows], edges, axis=0)
    low, high = np.quantile(totals, edges)
    return Range(*counts), None if spending is None else Range(*margins), (float(low), float(high))


def _amounts(theta: Floats, spending: Spending, rows: slice, drawn: Floats, random: np.random.Generator) -> Floats:
    """What the drawn bookings of each guest come to: a rate from the guest's own posterior, then the amounts."""
    p, q, v = np.exp(theta)
    n, mean = spending.bookings[rows], spending.mean[rows]
    rate = random.gamma(p * n + q) / (v + np.where(n > 0, n * mean, 0.0))
    return np.where(drawn > 0, random.gamma(np.maximum(p * drawn, 1e-9)) / np.maximum(rate, 1e-300), 0.0)
