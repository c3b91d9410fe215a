"""The premium product as the register asks for it: learnt from what guests ordered next, judged on a later window, told of everybody."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial

import numpy as np
import pyarrow as pa
from ibis.expr.types import Table

from xenia.insight import judging
from xenia.insight.boosting import TooFewExamples
from xenia.insight.drift import histograms_of
from xenia.insight.facts import premium as facts
from xenia.insight.judging import NothingToJudge
from xenia.insight.modelling import Asked, ModelKind, NotEnough, Trained
from xenia.insight.premium import features
from xenia.insight.premium import model as statistics
from xenia.insight.premium.lake_frames import DAY, Known, known_of, labelled, some_of
from xenia.insight.premium.model import Model
from xenia.insight.reading.guides import GuideFrames
from xenia.insight.rules.premium import HORIZON_DAYS_MAX, HORIZON_DAYS_MIN
from xenia.insight.types.judged import ReasonLine, Score, ScoreKind, Subject
from xenia.kernel.texts import Text

GUESTS_MIN = 200
GUESTS_MAX = 50_000
"""So many guests are learnt from, drawn by chance: more teach little and take long."""
BLOCK_GUESTS = 100_000
"""Guests are scored in blocks, so that memory stays flat."""
BASELINE = Text("仅用简单计数的普通提升树", "Plain boosted trees on simple counts")


def train(asked: Asked, seed: int) -> Trained:
    """The model of the newest window, and how the same recipe did there when fitted on the window before (rule U9). Raises NotEnough."""
    asked.step("guests")
    _keep(asked)
    known = _known(asked)
    now = asked.as_of.timestamp()
    horizon = _horizon(known, now)
    newest, before = now - horizon, now - 2 * horizon
    later, earlier = _window(known, newest, now, seed), _window(known, before, newest, seed)
    _check(earlier, later)
    try:
        asked.step("judging")
        found = statistics.back_test(earlier, later, seed=seed, as_of=(before, newest))
        asked.step("fitting")
        model = statistics.train(later, as_of=newest, seed=seed)
    except (TooFewExamples, NothingToJudge) as failure:
        raise NotEnough("premium_outcomes", failure.message, failure.message_zh) from failure
    days = (_day(before), _day(newest), _day(newest), _day(now))
    judged = judging.as_judged(found, judging.Windows(*days, len(earlier.guests)), BASELINE)
    table = _as_table(model, features.table_of(later, newest))
    return Trained(judged, partial(statistics.save, model), model.main.names, histograms_of(table, model.main.names))


def _known(asked: Asked, first: int | None = None, last: int | None = None) -> Known:
    """Everything of the guests with these numbers, of all where none are named."""
    parts = _themes(asked) if first is None else [rows.filter(rows.guest_no.between(first, last)) for rows in _themes(asked)]
    return known_of(*(asked.session.execute(rows) for rows in parts))


def _guests(asked: Asked) -> Table:
    return facts.guests(asked.as_of, asked.snapshot)


def _themes(asked: Asked) -> list[Table]:
    return [_guests(asked), facts.orders(asked.as_of), facts.visits(asked.as_of), facts.reviews(asked.as_of)]


def _keep(asked: Asked) -> None:
    """What several questions read is computed once: orders for agencies too, the others for every block of guests."""
    orders = facts.orders(asked.as_of)
    for rows in (orders, *_themes(asked)):
        asked.session.keep(rows)


def _horizon(known: Known, now: float) -> float:
    """Seconds of a window; raises NotEnough where the orders reach back for fewer than three of the shortest."""
    placed = known.frames.orders["at"].to_numpy()
    days = (now - placed.min()) / DAY / 3 if len(placed) else 0.0
    if days < HORIZON_DAYS_MIN:
        raise NotEnough(
            "premium_history",
            f"Orders are known for {days * 3:.0f} days; {3 * HORIZON_DAYS_MIN} are needed to learn from one window and judge on the next. "
            "Bring in older orders.",
            f"已知 {days * 3:.0f} 天的订单；需要 {3 * HORIZON_DAYS_MIN} 天，才能用一个时段学习、下一个时段检验。请导入更早的订单。",
        )
    return min(days, HORIZON_DAYS_MAX) * DAY


def _window(known: Known, begins: float, ends: float, seed: int) -> GuideFrames:
    frames, _ = labelled(known, begins, ends)
    if len(frames.guests) <= GUESTS_MAX:
        return frames
    drawn = np.random.default_rng(seed).permutation(len(known.ids)) < int(len(known.ids) * GUESTS_MAX / len(frames.guests))
    return labelled(some_of(known, drawn), begins, ends)[0]


def _check(*windows: GuideFrames) -> None:
    for frames in windows:
        label = statistics.label_of(frames)
        bought, others = int(label.sum()), int(len(label) - label.sum())
        if bought + others < GUESTS_MIN or min(bought, others) < 10:
            raise NotEnough(
                "premium_outcomes",
                f"Of the guests who ordered again, {bought} took the premium product next and {others} another; {GUESTS_MIN} in all "
                "and ten of each are needed in each of the last two windows. Bring in orders with cabins, rooms or products, or wait.",
                f"再次下单的客人中，下一单为高端产品的 {bought} 位、其他 {others} 位；近两个时段各需至少 {GUESTS_MIN} 位、两种各 10 位。"
                "请导入带舱位、房型或产品的订单，或等待积累。",
            )


def _day(seconds: float) -> date:
    return datetime.fromtimestamp(seconds, UTC).date()


def score(model: Model, asked: Asked) -> Iterator[pa.RecordBatch]:
    """Every wanted guest who is no agency in disguise."""
    _keep(asked)
    people = _guests(asked)
    ends = asked.session.execute(people.aggregate(last=people.guest_no.max()))["last"][0].as_py()
    for first in range(0, -1 if ends is None else ends + 1, BLOCK_GUESTS):
        known = _known(asked, first, first + BLOCK_GUESTS - 1)
        if not len(known.ids):
            continue
        now = asked.as_of.timestamp()
        chance = statistics.score(model, known.at(now), as_of=now)
        yield pa.record_batch({"guest_id": pa.array(known.ids, pa.string()), "premium_chance": pa.array(chance)})
    for rows in _themes(asked):
        asked.session.let_go(rows)


def explain(model: Model, asked: Asked, subject_id: str) -> tuple[ReasonLine, ...]:
    """What speaks for and against of one guest; () of whom the model may not look at."""
    people = _guests(asked)
    found = asked.session.execute(people.filter(people.guest_id == subject_id))["guest_no"].to_pylist()
    if not found:
        return ()
    now = asked.as_of.timestamp()
    reasons = statistics.explain(model, _known(asked, found[0], found[0]).at(now), as_of=now)[0]
    return tuple(ReasonLine(one.name, Text(one.words.zh, one.words.en), one.weight) for one in reasons)


def features_of(model: Model, asked: Asked) -> pa.Table:
    """Guests who ordered in the last 30 days as they were before, the like of those that the model was learnt from."""
    _keep(asked)
    now = asked.as_of.timestamp()
    then = now - HORIZON_DAYS_MIN * DAY
    frames, _ = labelled(_known(asked), then, now)
    return _as_table(model, features.table_of(frames, then))


def _as_table(model: Model, table: features.Table) -> pa.Table:
    numbers = {name: pa.array(values, pa.float64(), from_pandas=True) for name, values in table.numbers.items()}
    texts = {name: pa.array([text or None for text in values], pa.string()) for name, values in table.choices.items()}
    return pa.table(numbers | texts).select(list(model.main.names))


KIND = ModelKind(
    name="premium",
    label=Text("高端产品", "Premium product"),
    question=Text("这位客人下一单会买高端产品吗？", "Will this guest's next order be of the premium product?"),
    needs=Text(
        "至少 90 天的订单，其中有高端舱位、房型或定制产品",
        "Orders of 90 days at least, some of them in a better cabin or room, or made to measure",
    ),
    subject=Subject.GUEST,
    scores=(
        Score(
            "premium_chance",
            ScoreKind.CHANCE,
            Text("高端产品意向", "Premium propensity"),
            Text("若再下单，下一单为高端产品的概率", "Chance that the next order, if there is one, is of the premium product"),
            Text("还没有可用的模型，或客人被视为代理", "No model is in use yet, or the guest buys as a trade"),
        ),
    ),
    train=train,
    load=statistics.load,
    score=score,
    explain=explain,
    features_of=features_of,
)
