"""How good the first four cities are on guests who were held out: rules NX9 and NX10."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from xenia.insight.judging import SURE, Array
from xenia.insight.reading.guides import GuideFrames, read_guides
from xenia.insight.reading.tables import Unreadable
from xenia.insight.types.judged import Interval
from xenia.kernel.errors import Invalid
from xenia.recommend.next_city import baselines
from xenia.recommend.next_city.model import Model, rank, train
from xenia.recommend.next_city.moments import Moments, moments_of
from xenia.recommend.rules.next_city import FIRST, GOALS

DRAWS = 500
NEEDED, PERHAPS = ("profiles.csv", "orders.csv", "sessions.csv"), ("reviews.csv", "premium_order_label.csv")


class NobodyToJudge(Invalid):
    """The guests to judge on have no order at all, or none after another."""


@dataclass(frozen=True)
class Lists:
    """First four of n moments by approach, (n, 4) each: `ours` as served, `ranked` without an open place, `popular`, `markov`; and
    `*_elsewhere`, where the last city is left out and the others move up."""

    moments: Moments
    by: dict[str, Array]

    def hits(self, name: str) -> Array:
        """1 where the next city is among the four, shape (n,)."""
        return np.asarray((self.by[name] == self.moments.city[:, None]).any(axis=1).astype(float))

    def gains(self, name: str) -> Array:
        """NDCG@4 of one right answer: 1 in the first place, 0.63 in the second, 0.5, 0.43, else 0; shape (n,)."""
        right = self.by[name] == self.moments.city[:, None]
        return np.asarray((right / np.log2(np.arange(FIRST) + 2)).sum(axis=1))


def lists_of(model: Model, learnt: Moments, frames: GuideFrames) -> Lists:
    """The lists before every order of the guests."""
    catalogue = model.known.frame.catalogue
    asked, history = moments_of(frames, catalogue)
    ranked = rank(model, asked, history, is_open=False)
    served = ranked.opened(asked, model.known.usual, model.open_below)
    k = len(catalogue)
    by = {"ours": served.city[:, :FIRST], "ranked": ranked.city[:, :FIRST]}
    by |= {"popular": baselines.most_ordered(learnt, asked, k), "markov": baselines.markov(learnt, asked, k)}
    by["ours_elsewhere"] = baselines.without(ranked.city[:, : FIRST + 1], asked.last)
    by["popular_elsewhere"] = baselines.most_ordered(learnt, asked, k, without_last=True)
    by["markov_elsewhere"] = baselines.markov(learnt, asked, k, without_last=True)
    return Lists(asked, by)


def measure(model: Model, learnt: Moments, lists: Lists, seed: int) -> dict[str, Any]:
    """Every measure with its interval, the plain ones on the same moments beside it, and the goal where there is one."""
    moments, later = lists.moments, ~lists.moments.is_first
    changed, first = later & (moments.city != moments.last), lists.moments.is_first
    if not (later.any() and changed.any() and first.any()):
        raise NobodyToJudge(
            "nobody_to_judge",
            f"There are {int(first.sum())} first orders and {int(later.sum())} later ones, {int(changed.sum())} of them in another city; "
            "to judge, some of each are needed. Give a larger test folder.",
            f"首次订单 {int(first.sum())} 笔，后续订单 {int(later.sum())} 笔，其中换城市的 {int(changed.sum())} 笔；"
            "评估时三者都要有，请给出更大的测试文件夹。",
        )
    plain = ("popular", "markov")
    found = {
        "all": _compared(lists, later, plain, seed),
        "changed": _compared(lists, changed, plain, seed),
        "changed_elsewhere": _compared(lists, changed, plain, seed, suffix="_elsewhere"),
        "new_guests": _compared(lists, first, ("popular",), seed),
    }
    return found | {"coverage": _coverage(lists, model, later), "novelty": _novelty(lists, model)}


def _compared(lists: Lists, chosen: Array, plain: tuple[str, ...], seed: int, *, suffix: str = "") -> dict[str, Any]:
    """hit@4 and NDCG@4 of ours and of the plain approaches on some moments, and the gain over each plain one, absolute and relative."""
    guests = lists.moments.who[chosen]
    hits = {name: lists.hits(name + suffix)[chosen] for name in ("ours", *plain)}
    gains = {name: lists.gains(name + suffix)[chosen] for name in ("ours", *plain)}
    drawn = drawn_means(hits | {f"{name}_ndcg": values for name, values in gains.items()}, guests, seed)
    found: dict[str, Any] = {"orders": len(guests), "guests": len(np.unique(guests))}
    found["hit_at_4"], found["ndcg_at_4"] = interval_of(drawn["ours"]), interval_of(drawn["ours_ndcg"])
    for name in plain:
        found[name] = {
            "hit_at_4": interval_of(drawn[name]),
            "ndcg_at_4": interval_of(drawn[f"{name}_ndcg"]),
            "gain": interval_of(drawn["ours"] - drawn[name]),
            "relative_gain": interval_of(drawn["ours"] / np.maximum(drawn[name], 1e-9) - 1),
        }
    return found


def drawn_means(columns: dict[str, Array], guests: Array, seed: int) -> dict[str, Array]:
    """Means of columns (n,): of all rows first, then of 500 draws of whole guests (Poisson bootstrap); shape (501,) each."""
    _, place = np.unique(guests, return_inverse=True)
    count = int(place.max()) + 1
    weights = np.vstack([np.ones(count), np.random.default_rng(seed).poisson(1.0, (DRAWS, count))])
    rows = np.maximum(weights @ np.bincount(place, minlength=count), 1)
    return {name: weights @ np.bincount(place, values, count) / rows for name, values in columns.items()}


def interval_of(drawn: Array) -> Interval:
    low, high = np.quantile(drawn[1:], [(1 - SURE) / 2, (1 + SURE) / 2])
    return Interval(float(drawn[0]), float(low), float(high))


def _coverage(lists: Lists, model: Model, later: Array) -> dict[str, Any]:
    """The share of the catalogue that stands in somebody's first four, as served and without open places; and what the open places cost."""
    cities = len(model.known.frame.catalogue)
    best, served = lists.hits("ranked")[later].mean(), lists.hits("ours")[later].mean()
    return {
        "cities": cities,
        "share": len(np.unique(lists.by["ours"])) / cities,
        "share_without_open_places": len(np.unique(lists.by["ranked"])) / cities,
        "popular": len(np.unique(lists.by["popular"])) / cities,
        "markov": len(np.unique(lists.by["markov"])) / cities,
        "hit_at_4_without_open_places": float(best),
        "lost": float((best - served) / best) if best else 0.0,
    }


def _novelty(lists: Lists, model: Model) -> dict[str, float]:
    """Mean surprise of what is shown: -log2 of a city's share of all orders, in bits."""
    bits = -np.log2(model.known.usual)
    return {name: float(bits[lists.by[name]].mean()) for name in ("ours", "ranked", "popular", "markov")}


def goals_of(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Each goal with its value and whether the value itself reaches it (rule NX9). Coverage counts at a loss of one percent at most."""
    values = {
        "all": found["all"]["hit_at_4"].value,
        "changed": found["changed"]["hit_at_4"].value,
        "new_guests": found["new_guests"]["popular"]["relative_gain"].value,
        "coverage": found["coverage"]["share"] if found["coverage"]["lost"] <= 0.01 else 0.0,
    }
    return {name: {"goal": goal, "value": values[name], "is_met": values[name] >= goal} for name, goal in GOALS.items()}


def back_test(train_frames: GuideFrames, test_frames: GuideFrames, *, seed: int = 1, fit: Callable[..., Model] = train) -> dict[str, Any]:
    """Fits on some guests and judges on others. Guests who are in both are judged on nobody's word: they are taken out of what is fitted.
    Raises TooFewOrders and NobodyToJudge."""
    train_frames, dropped = apart(train_frames, test_frames)
    model = fit(train_frames, seed=seed)
    learnt, _ = moments_of(train_frames, model.known.frame.catalogue)
    found = measure(model, learnt, lists_of(model, learnt, test_frames), seed)
    return {"guests_in_both": dropped} | found | {"goals": goals_of(found)}


def apart(train_frames: GuideFrames, test_frames: GuideFrames) -> tuple[GuideFrames, int]:
    """What is fitted on, without the guests who are judged on; and how many these were."""
    kept = ~train_frames.guests["guest"].isin(test_frames.guests["guest"]).to_numpy()
    return (some(train_frames, kept), int((~kept).sum())) if not kept.all() else (train_frames, 0)


def some(frames: GuideFrames, kept: Array) -> GuideFrames:
    """The guests of a mask, with all that is known of them."""
    guests = frames.guests[kept].reset_index(drop=True)
    orders, sessions, reviews = (
        one[one["guest"].isin(guests["guest"])].reset_index(drop=True) for one in (frames.orders, frames.sessions, frames.reviews)
    )
    return GuideFrames(guests, orders, sessions, reviews, None if frames.label is None else frames.label[kept])


def evaluate(train_path: Path, test_path: Path) -> dict[str, Any]:
    """The back-test of two folders, as plain lists and dicts for JSON. Files that are not needed and lack are named. Raises Unreadable,
    TooFewOrders, NobodyToJudge."""
    lacking = {str(path): checked(path) for path in (train_path, test_path)}
    found = back_test(read_guides(train_path, is_whole=False), read_guides(test_path, is_whole=False))
    measured: dict[str, Any] = _plain(found)
    return {"task": "next-city", "train": str(train_path), "test": str(test_path), "lacking": lacking} | measured


def checked(path: Path) -> list[str]:
    """The files of a folder that lack and are not needed. Raises Unreadable naming every one that is needed and lacks."""
    folder = path if path.is_dir() else path.parent
    needed = [name for name in NEEDED if not (folder / name).is_file()]
    if needed:
        raise Unreadable(
            "file_unreadable",
            f"{folder} lacks {', '.join(needed)}; a folder needs {', '.join(NEEDED)}.",
            f"{folder} 缺少 {'、'.join(needed)}；文件夹中须有 {'、'.join(NEEDED)}。",
        )
    return [name for name in PERHAPS if not (folder / name).is_file()]


def _plain(found: Any) -> Any:
    if isinstance(found, Interval):
        return asdict(found)
    return {name: _plain(value) for name, value in found.items()} if isinstance(found, dict) else found
