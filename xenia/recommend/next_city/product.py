"""`next_city` for the model register: which cities a guest orders next, trained and judged on the company's own bookings."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pyarrow as pa

from xenia.insight import judging
from xenia.insight.judging import Array
from xenia.insight.modelling import Asked, ModelKind, NotEnough, Trained
from xenia.insight.reading.guides import GuideFrames
from xenia.insight.types.judged import Interval, Judged, Measure, ReasonLine, Subject
from xenia.kernel.texts import Text
from xenia.recommend.next_city import keeping
from xenia.recommend.next_city.evaluation import Lists, drawn_means, interval_of, lists_of
from xenia.recommend.next_city.frames import frames_at
from xenia.recommend.next_city.model import Model, rank
from xenia.recommend.next_city.model import train as fit
from xenia.recommend.next_city.moments import Moments, moments_of
from xenia.recommend.rules.next_city import FIRST
from xenia.recommend.rules.recommending import JUDGED_MIN, JUDGED_SHARE

BASELINE = Text(
    "马尔可夫链：先排上一站，再排之后最常去的城市；新客按热门城市",
    "A Markov chain: the last city first, then what followed it most often; for new guests what is ordered most",
)
LABELS = {
    "hit_at_4": Text("前四个目的地命中率", "Next city among the four shown"),
    "ndcg_at_4": Text("NDCG@4（按名次）", "NDCG@4, by place"),
    "hit_at_4_changed": Text("换城市时的命中率", "The same, where the city changes"),
    "hit_at_4_new": Text("新客的命中率（对比热门）", "The same, first orders, beside what is popular"),
    "coverage": Text("目录覆盖率", "Share of the catalogue shown to somebody"),
    "novelty": Text("新颖度（比特）", "Novelty, bits"),
}


def train(asked: Asked, seed: int) -> Trained:
    """Fits on everything until the moment, and judges the same recipe, fitted on the older three quarters of the orders, on the newest
    quarter (rule RS8). Raises TooFewOrders and NotEnough."""
    asked.step("reading")
    frames = frames_at(asked.session, asked.as_of, is_learning=True).frames
    asked.step("judging")
    judged = _judged(frames, asked.as_of, seed)
    asked.step("fitting")
    model = fit(frames, seed=seed)
    return Trained(judged, lambda folder: keeping.save(model, folder), model.known_guests.names, {})


def _judged(frames: GuideFrames, as_of: datetime, seed: int) -> Judged:
    at = frames.orders["at"].to_numpy()
    cut = int(np.quantile(at, 1 - JUDGED_SHARE)) if len(at) else 0
    older = replace(frames, orders=frames.orders[at < cut], sessions=frames.sessions[frames.sessions["ended"] < cut])
    model = fit(older, seed=seed)
    learnt, _ = moments_of(older, model.known.frame.catalogue)
    whole = lists_of(model, learnt, frames)
    newer = whole.moments.at >= cut
    if int(newer.sum()) < JUDGED_MIN:
        raise NotEnough(
            "too_few_orders_later",
            f"Only {int(newer.sum())} orders were made from {_day(cut)} on; {JUDGED_MIN} are needed to judge. Bring in more bookings.",
            f"{_day(cut)} 起的订单只有 {int(newer.sum())} 笔，评估至少需要 {JUDGED_MIN} 笔。请接入更多预订。",
        )
    lists = Lists(whole.moments.where(newer), {name: one[newer] for name, one in whole.by.items()})
    hits = lists.hits("ours")
    sure = _sure(model, frames, newer)
    profile = frames.guests.iloc[lists.moments.who]
    traits = {"age": "age", "sex": "gender", "region": "province"}
    return Judged(
        fitted_from=_day(int(at.min())), fitted_until=_day(cut), judged_from=_day(cut), judged_until=as_of.date(),
        fitted_rows=len(learnt), judged_rows=len(hits), baseline=BASELINE, measures=_measures(lists, model, seed),
        calibration=judging.calibration_table(hits, sure),
        fairness=judging.fairness(hits, sure, {name: profile[column].to_numpy(dtype=str) for name, column in traits.items()}, seed),
    )  # fmt: skip


def _sure(model: Model, frames: GuideFrames, chosen: Array) -> Array:
    """With which chance the next city is among the four, as the model expects it."""
    moments, history = moments_of(frames, model.known.frame.catalogue)
    ranked = rank(model, moments.where(chosen), history)
    return np.asarray(np.minimum(ranked.chance[:, :FIRST].sum(axis=1), 1.0))


def _measures(lists: Lists, model: Model, seed: int) -> tuple[Measure, ...]:
    moments = lists.moments
    everything = np.ones(len(moments), dtype=bool)
    changed, first = ~moments.is_first & (moments.city != moments.last), moments.is_first
    found = [
        _measure("hit_at_4", moments, (lists.hits("ours"), lists.hits("markov")), everything, seed),
        _measure("ndcg_at_4", moments, (lists.gains("ours"), lists.gains("markov")), everything, seed),
        _measure("hit_at_4_changed", moments, (lists.hits("ours"), lists.hits("markov")), changed, seed),
        _measure("hit_at_4_new", moments, (lists.hits("ours"), lists.hits("popular")), first, seed),
        _shown("coverage", lists, len(model.known.frame.catalogue)),
    ]
    bits = -np.log2(model.known.usual)
    told = tuple(bits[lists.by[name]].mean(axis=1) for name in ("ours", "markov"))
    return tuple(one for one in (*found, _measure("novelty", moments, (told[0], told[1]), everything, seed)) if one)


def _measure(name: str, moments: Moments, said: tuple[Array, Array], chosen: Array, seed: int) -> Measure | None:
    """Ours and the plain approach on the same moments, whole guests resampled; None where there are none."""
    if not chosen.any():
        return None
    drawn = drawn_means({"ours": said[0][chosen], "plain": said[1][chosen]}, moments.who[chosen], seed)
    return Measure(name, LABELS[name], interval_of(drawn["ours"]), interval_of(drawn["plain"]), interval_of(drawn["ours"] - drawn["plain"]))


def _shown(name: str, lists: Lists, cities: int) -> Measure:
    ours, plain = (len(np.unique(lists.by[one])) / cities for one in ("ours", "markov"))
    return Measure(name, LABELS[name], *(Interval(one, one, one) for one in (ours, plain, ours - plain)))


def _day(at: int) -> date:
    return datetime.fromtimestamp(at, UTC).date()


def _nothing(model: Model, asked: Asked) -> Iterator[pa.RecordBatch]:
    """Lists are no scores: `actions.lists` writes them."""
    return iter(())


def _unexplained(model: Model, asked: Asked, guest_id: str) -> tuple[ReasonLine, ...]:
    """Reasons are kept beside the lists."""
    return ()


def _no_features(model: Model, asked: Asked) -> pa.Table:
    return pa.table({})


KIND = ModelKind(
    name="next_city",
    label=Text("下一站", "Next city"),
    question=Text("客人下一次会订哪座城市？", "Which city does a guest order next?"),
    needs=Text(
        "带目的地城市的预订：首次与后续订单各至少 50 笔；有客人档案和 App 访问更准",
        "Bookings that name a city: at least fifty first orders and fifty later ones; profiles and app visits make it better",
    ),
    subject=Subject.GUEST,
    scores=(),
    train=train,
    load=keeping.load,
    score=_nothing,
    explain=_unexplained,
    features_of=_no_features,
)
"""As insight's register takes it (rule RS8)."""
