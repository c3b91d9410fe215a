"""Price elasticity of one slice of bookings, with an interval, or the reason why it cannot be told (rules EL2 to EL6).

Estimator: Poisson regression of bookings a cell (week of arrival by days ahead) on the log of the price relative to what is usual in that
season and band. Intervals: bootstrap of whole blocks of four weeks (Künsch 1989), so that weeks that share their fate stay together.
"""

from dataclasses import dataclass

import numpy as np

from xenia.insight import poisson
from xenia.insight.elasticity.weeks import Cells, controls_of
from xenia.insight.judging import SURE, Array
from xenia.insight.types.demand import WhatIf
from xenia.insight.types.judged import Interval
from xenia.kernel.texts import Text

WEEKS_MIN = 52
BOOKINGS_MIN = 300
SPREAD_MIN = 0.03
WIDTH_MAX = 1.5
BLOCK_WEEKS = 4
DRAWS = 200
RIDGE = 0.5
SEEN = (0.05, 0.95)
CHANGES = (-0.20, -0.15, -0.10, -0.05, 0.0, 0.05, 0.10, 0.15, 0.20)
CAUTION = Text(
    "这是价格与预订量的关联，不是实验结果：旺时往往既贵又满，价格跟着需求走，会把弹性推向零甚至正值；"
    "真实的价格敏感度多半比这里更高。要确知，请做价格实验。",
    "This is an association, not the result of an experiment: busy times are often both dear and full, price follows demand, and that "
    "pushes elasticity towards nought or above; guests are likely to mind price more than it says. To be sure, run a price experiment.",
)


@dataclass(frozen=True)
class Estimate:
    """`spread` is the standard deviation of the log price once season and days ahead are taken out; `seen` the 5th and 95th percentile of
    such prices, as a share of the usual. `elasticity` and `draws` (DRAWS,) are None where `why_not` says why."""

    weeks: int
    bookings: int
    spread: float | None
    seen: tuple[float, float] | None
    elasticity: Interval | None
    why_not: Text | None
    draws: Array | None


def estimate(cells: Cells, *, seed: int, among: Array | None = None) -> Estimate:
    """The elasticity of the cells, or of those of the mask `among` (n,)."""
    used = np.isfinite(cells.log_price) & (np.ones(len(cells.week), dtype=bool) if among is None else among)
    weeks, bookings = len(np.unique(cells.week[used])), int(cells.bookings[used].sum())
    if weeks < WEEKS_MIN / (1 if among is None else 2) or bookings < BOOKINGS_MIN:
        return _untold(weeks, bookings, _too_few(weeks, bookings, among is not None))
    controls = _independent(controls_of(cells)[used])
    usual = controls @ np.linalg.lstsq(controls * _root(cells, used), cells.log_price[used] * _root(cells, used)[:, 0], rcond=None)[0]
    away = cells.log_price[used] - usual
    weight = cells.bookings[used] + 1
    spread = float(np.sqrt(np.average(away**2, weights=weight)))
    if spread < SPREAD_MIN:
        return _untold(weeks, bookings, _constant(spread), spread)
    low, high = (float(np.exp(one)) for one in np.quantile(away, SEEN))
    return _judged(cells, used, np.column_stack([controls, away]), (spread, (low, high)), seed)


def _root(cells: Cells, used: Array) -> Array:
    return np.asarray(np.sqrt(cells.bookings[used] + 1)[:, None])


def _independent(design: Array) -> Array:
    """The columns that are not made of those before them: a season that is never in the slice has none."""
    kept = [0]
    for at in range(1, design.shape[1]):
        if np.linalg.matrix_rank(design[:, [*kept, at]]) > len(kept):
            kept.append(at)
    return design[:, kept]


def _judged(cells: Cells, used: Array, design: Array, price: tuple[float, tuple[float, float]], seed: int) -> Estimate:
    counts, week = cells.bookings[used], cells.week[used]
    ridge = np.r_[0.0, np.full(design.shape[1] - 2, RIDGE), 0.0]
    value = float(poisson.fitted(design, counts, ridge=ridge)[-1])
    draws = np.array([poisson.fitted(design, counts, ridge=ridge, weight=one)[-1] for one in _blocks(week, seed)])
    low, high = (float(one) for one in np.quantile(draws, [(1 - SURE) / 2, (1 + SURE) / 2]))
    found = Interval(value, low, high)
    weeks, bookings = len(np.unique(week)), int(counts.sum())
    spread, seen = price
    if high - low > WIDTH_MAX:
        return Estimate(weeks, bookings, spread, seen, None, _too_wide(found), None)
    if high >= 0:
        return Estimate(weeks, bookings, spread, seen, None, _follows(found), None)
    return Estimate(weeks, bookings, spread, seen, found, None, draws)


def _blocks(week: Array, seed: int) -> Array:
    """How often each row was drawn, shape (DRAWS, n): blocks of four weeks are drawn whole."""
    _, number = np.unique(week // BLOCK_WEEKS, return_inverse=True)
    count = int(number.max()) + 1
    drawn = np.random.default_rng(seed).multinomial(count, np.full(count, 1 / count), size=DRAWS)
    return drawn[:, number].astype(float)


def what_if(found: Estimate) -> tuple[WhatIf, ...]:
    """Rule EL5: bookings and revenue as a share of what they are, for changes of price within those seen; none where it cannot be told."""
    if found.draws is None or found.seen is None or found.elasticity is None:
        return ()
    told = []
    for change in CHANGES:
        if found.seen[0] <= 1 + change <= found.seen[1] or change == 0:
            power = np.log1p(change)
            bookings = _spread_of(np.exp(found.elasticity.value * power), np.exp(found.draws * power))
            revenue = _spread_of(np.exp((1 + found.elasticity.value) * power), np.exp((1 + found.draws) * power))
            told.append(WhatIf(change, bookings, revenue))
    return tuple(told)


def _spread_of(value: float, draws: Array) -> Interval:
    low, high = np.quantile(draws, [(1 - SURE) / 2, (1 + SURE) / 2])
    return Interval(float(value), float(low), float(high))


def _untold(weeks: int, bookings: int, why: Text, spread: float | None = None) -> Estimate:
    return Estimate(weeks, bookings, spread, None, None, why, None)


def _too_few(weeks: int, bookings: int, is_part: bool) -> Text:
    least = WEEKS_MIN // 2 if is_part else WEEKS_MIN
    return Text(
        f"数据太少，无法判断：有价格的 {weeks} 周、{bookings} 笔预订；至少需要 {least} 周、{BOOKINGS_MIN} 笔。",
        f"It cannot be told from this data: {weeks} weeks with prices and {bookings} bookings; {least} weeks and "
        f"{BOOKINGS_MIN} are needed.",
    )


def _constant(spread: float) -> Text:
    return Text(
        f"无法判断：同一季节、同一提前期的价格只波动 {spread:.1%}，不足 {SPREAD_MIN:.0%}；价格几乎不变，就看不出它的影响。",
        f"It cannot be told from this data: at the same season and days ahead the price moves by {spread:.1%} only, less than "
        f"{SPREAD_MIN:.0%}; what never changes shows no effect.",
    )


def _too_wide(found: Interval) -> Text:
    return Text(
        f"无法判断：弹性的 95% 区间为 {found.low:.1f} 至 {found.high:.1f}，宽于 {WIDTH_MAX}；预订再多一些或价格变化再大一些才看得清。",
        f"It cannot be told from this data: the 95 % interval runs from {found.low:.1f} to {found.high:.1f}, wider than {WIDTH_MAX}; "
        "more bookings, or prices that move more, would show it.",
    )


def _follows(found: Interval) -> Text:
    return Text(
        f"无法判断：价格高的周，预订并不明显更少（弹性 {found.value:+.1f}，区间 {found.low:.1f} 至 {found.high:.1f}）。"
        "多半是价格跟着需求走，不能说明涨价不影响预订。",
        f"It cannot be told from this data: dearer weeks do not clearly sell less ({found.value:+.1f}, {found.low:.1f} to "
        f"{found.high:.1f}). Most likely price follows demand here; it does not mean that a higher price costs no bookings.",
    )
