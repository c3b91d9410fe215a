"""Groups as the product trains, places, explains and keeps them."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

import numpy as np
import pyarrow as pa
from sklearn.metrics import adjusted_rand_score

from xenia.insight.drift import histograms_of
from xenia.insight.groups.catalogue import BY_NAME, NAMES
from xenia.insight.groups.model import Model, fit, load, renumbered, save
from xenia.insight.groups.reading import learnt_from, one_guest, placed, values_of
from xenia.insight.groups.scaling import fitted, unbent, usable
from xenia.insight.groups.stability import COUNTS, Tried, chosen, interval_of
from xenia.insight.judging import Array
from xenia.insight.modelling import Asked, ModelKind, NotEnough, Trained
from xenia.insight.types.judged import Interval, Judged, Measure, ReasonLine, Score, ScoreKind, Subject
from xenia.kernel.texts import Text

GUESTS_LEAST, TRAITS_LEAST = 300, 3
"""Below 300 guests a tenth group would have thirty, and every one of them would be an accident."""
FIT_ROWS, STABILITY_ROWS = 200_000, 4_000
LATER_DAYS = 90
RESAMPLES = 200
REASONS = 4
BASELINE = Text(
    "各特征单独打乱后的同样分群：保留每项的分布，去掉彼此的联系",
    "The same on shuffled features: as spread, without what holds them together",
)
SCORES = (
    Score(
        "group_no",
        ScoreKind.WHOLE,
        Text("群组", "Group"),
        Text(
            "最接近的群组编号；重新训练后同一群组沿用编号", "Number of the nearest group; a group keeps it when the model is trained again"
        ),
        Text("没有有效预订，或为代订机构", "No booking that stands, or an agency in disguise"),
    ),
    Score(
        "group_fit",
        ScoreKind.CHANCE,
        Text("归属程度", "How clearly"),
        Text("与该群组的接近程度占全部群组之比", "How near the guest is to the group, of the nearness to all groups together"),
        Text("没有有效预订，或为代订机构", "No booking that stands, or an agency in disguise"),
    ),
)


def train(asked: Asked, seed: int) -> Trained:
    """Fits on guests as they are; judged by agreement of subsamples, and by whether groups of 90 days ago are found again (GR1 to GR4)."""
    asked.step("features")
    rows = learnt_from(asked, asked.as_of)
    names = _names(rows)
    values = _sample(values_of(rows, names), FIT_ROWS, seed)
    scaling = fitted(values, names)
    few = _sample(values, STABILITY_ROWS, seed)
    best, near = chosen(scaling.apply(few), seed, step=partial(asked.step, "stability"))
    if best is None:
        raise _nothing_stable(near, rows.num_rows)
    asked.step("fitting")
    model = _numbered(asked, fit(values, scaling, best.groups, seed), values_of(rows, NAMES))
    asked.step("judging")
    judged = _judged(asked, model, best, rows, seed)
    return Trained(judged, partial(save, model), names, histograms_of(rows, names))


def _names(rows: pa.Table) -> tuple[str, ...]:
    """The traits that tell these guests apart; raises NotEnough where guests or traits are too few."""
    if rows.num_rows < GUESTS_LEAST:
        raise NotEnough(
            "groups_few_guests",
            f"{rows.num_rows} guests have a booking that stands, and groups need {GUESTS_LEAST}; connect more bookings.",
            f"有有效预订的客人只有 {rows.num_rows} 位，分群至少需要 {GUESTS_LEAST} 位；请接入更多预订。",
        )
    names = tuple(NAMES[place] for place in usable(values_of(rows, NAMES), NAMES))
    if len(names) < TRAITS_LEAST:
        raise NotEnough(
            "groups_few_traits",
            f"Only {len(names)} features tell these guests apart, groups need {TRAITS_LEAST}; connect bookings with dates, party and line.",
            f"能区分这些客人的特征只有 {len(names)} 项，分群至少需要 {TRAITS_LEAST} 项；请接入带日期、人数和产品线的预订。",
        )
    return names


def _nothing_stable(near: Tried, guests: int) -> NotEnough:
    """Rule GR3: that there are no stable groups is an answer, and says how near it came."""
    ours, theirs = near.agreement.mean(), near.shuffled.mean()
    return NotEnough(
        "groups_not_stable",
        f"{guests} guests form no stable groups: the best attempt ({near.groups} groups) agrees between samples by {ours:.2f} of 1, "
        f"shuffled data by {theirs:.2f}. Guests differ by degrees here; look at single features, or connect more kinds of data.",
        f"{guests} 位客人没有形成稳定的群组：最好的一次（{near.groups} 群）在不同抽样间的一致程度为 {ours:.2f}（满分 1），"
        f"打乱后的数据为 {theirs:.2f}。客人之间只是程度不同；请查看单项特征，或接入更多种类的数据。",
    )


def _numbered(asked: Asked, model: Model, values: Array) -> Model:
    """Rule GR4: with the numbers of the model in use, where there is one."""
    before = asked.champion
    if not isinstance(before, Model):
        return model
    old = before.place(_of(values, before.scaling.names))[0]
    return renumbered(model, old, before, model.place(_of(values, model.scaling.names))[0])


def _of(values: Array, names: tuple[str, ...]) -> Array:
    return values[:, [NAMES.index(name) for name in names]]


def _judged(asked: Asked, model: Model, best: Tried, rows: pa.Table, seed: int) -> Judged:
    until = asked.as_of.date()
    since = until - timedelta(days=LATER_DAYS)
    stability = Measure(
        "stability",
        Text("不同抽样间的一致程度（调整兰德指数）", "Agreement between samples (adjusted Rand)"),
        interval_of(best.agreement, seed),
        interval_of(best.shuffled, seed),
        best.gain(seed),
    )
    later = _found_again(asked, model, rows, seed)
    first: date = min((one for one in rows["first_booked_on"].to_pylist() if one), default=since)
    return Judged(
        fitted_from=min(first, since),
        fitted_until=since if later else until,
        judged_from=since if later else until,
        judged_until=until,
        fitted_rows=rows.num_rows,
        judged_rows=rows.num_rows,
        baseline=BASELINE,
        measures=(stability, later) if later else (stability,),
        calibration=(),
        fairness=(),
    )


def _found_again(asked: Asked, model: Model, rows: pa.Table, seed: int) -> Measure | None:
    """The same recipe on guests as they were 90 days ago places today's guests; how far it agrees with today's groups. None where guests
    were too few then."""
    then = learnt_from(asked, asked.as_of - timedelta(days=LATER_DAYS))
    places = usable(values_of(then, NAMES), NAMES) if then.num_rows >= GUESTS_LEAST else []
    if len(places) < TRAITS_LEAST:
        return None
    names = tuple(NAMES[place] for place in places)
    values = _sample(values_of(then, names), FIT_ROWS, seed)
    earlier = fit(values, fitted(values, names), len(model.numbers), seed)
    old, new = earlier.place(values_of(rows, names))[0], model.place(values_of(rows, model.scaling.names))[0]
    label = Text("用 90 天前的客人分群，能否得到同样的群组", "Whether groups of 90 days ago are found again")
    return Measure("later", label, _agreed(old, new, seed), None, None)


def _agreed(old: Array, new: Array, seed: int) -> Interval:
    random = np.random.default_rng(seed)
    picks = random.integers(len(old), size=(RESAMPLES, min(len(old), STABILITY_ROWS)))
    low, high = np.quantile([adjusted_rand_score(old[pick], new[pick]) for pick in picks], [0.025, 0.975])
    return Interval(float(adjusted_rand_score(old, new)), float(low), float(high))


def _sample(values: Array, most: int, seed: int) -> Array:
    if len(values) <= most:
        return values
    return values[np.sort(np.random.default_rng(seed).choice(len(values), most, replace=False))]


def score(model: Model, asked: Asked) -> Iterator[pa.RecordBatch]:
    """One row a guest with a booking that stands (GR5)."""
    for batch in placed(asked):
        numbers, fits = model.place(values_of(batch, model.scaling.names))
        yield pa.RecordBatch.from_pydict(
            {"guest_id": batch.column("guest_id"), "group_no": pa.array(numbers, pa.int64()), "group_fit": fits}
        )


def explain(model: Model, asked: Asked, guest_id: str) -> tuple[ReasonLine, ...]:
    """What draws a guest to their group rather than to the next nearest, the strongest first (GR5)."""
    row = one_guest(asked, guest_id)
    if row is None:
        return ()
    names = model.scaling.names
    values = np.array([np.nan if row[name] is None else float(row[name]) for name in names])
    near, further, pulls = model.pulls(values)
    total = float(np.abs(pulls).sum()) or 1.0
    heaviest = [place for place in np.argsort(-pulls, kind="stable")[:REASONS] if pulls[place] > 0]
    return tuple(
        ReasonLine(names[place], _reason(model, place, float(values[place]), near, further), float(pulls[place]) / total)
        for place in heaviest
    )


def _reason(model: Model, place: int, value: float, near: int, further: int) -> Text:
    name = model.scaling.names[place]
    trait = BY_NAME[name]
    mine, theirs = (trait.value(unbent(name, model.typical(group)[place])) for group in (near, further))
    said = trait.said(value)
    number = model.numbers[further]
    return Text(
        f"{said.zh}（本群多为 {mine.zh}，群组 {number} 多为 {theirs.zh}）",
        f"{said.en} (this group mostly {mine.en}, group {number} {theirs.en})",
    )


def features_of(model: Model, asked: Asked) -> pa.Table:
    """The traits of the guests to be placed, for drift."""
    batches = list(placed(asked))
    return (
        pa.Table.from_batches(batches).select(model.scaling.names)
        if batches
        else pa.table({name: pa.nulls(0) for name in model.scaling.names})
    )


KIND = ModelKind(
    name="groups",
    label=Text("客人群组", "Groups of guests"),
    question=Text("哪些客人的出行方式相似，各群有什么特点？", "Which guests travel alike, and what sets each group apart?"),
    needs=Text(
        f"至少 {GUESTS_LEAST} 位有有效预订的客人；预订最好带日期、人数、产品线和金额",
        f"At least {GUESTS_LEAST} guests with a booking that stands; best with dates, party, line and amount",
    ),
    subject=Subject.GUEST,
    scores=SCORES,
    train=train,
    load=load,
    score=score,
    explain=explain,
    features_of=features_of,
    parts=4 + len(COUNTS),
)
