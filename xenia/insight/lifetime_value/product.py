"""Lifetime value as the register asks for it: fitted on a sample of guests, judged on the last year, told of everybody."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

import numpy as np
import pyarrow as pa

from xenia.insight.drift import histograms_of
from xenia.insight.facts.leaving import traits
from xenia.insight.facts.purchases import guest_numbers, purchase_days
from xenia.insight.lifetime_value.histories import Floats
from xenia.insight.lifetime_value.judging_bookings import judge_forecast
from xenia.insight.lifetime_value.purchase_log import Cohort, PurchaseLog, cohort
from xenia.insight.lifetime_value.stored import UNIT_DAYS, Fitted, Forecast, fit_forecast, foretell, load, part_of, save
from xenia.insight.modelling import Asked, ModelKind, NotEnough, Trained
from xenia.insight.types.judged import ReasonLine, Score, ScoreKind, Subject
from xenia.kernel.money import minor_digits
from xenia.kernel.texts import Text

HORIZON_DAYS = 365
HISTORY_DAYS_MIN = 180
REPEAT_GUESTS_MIN = 100
FEATURES = ("repeats", "silent_days", "first_minor", "mean_minor")
TRAITS = ("age", "sex", "region")
PIECE_ROWS = 100_000
_NEVER = Text("没有有效预订，或疑似代订机构", "No booking that stands, or an agency in disguise")
SCORES = (
    Score(
        "expected_bookings_365d", ScoreKind.REAL, Text("一年内预计预订日数", "Days with a booking expected in a year"),
        Text("未来 365 天预计有预订的天数", "Days on which the guest is expected to book within the next 365"), _NEVER,
    ),
    Score(
        "value_minor_365d", ScoreKind.MINOR, Text("一年内预计消费", "Spend expected in a year"),
        Text("预计预订日数 × 每个预订日的预计消费", "Days with a booking to be expected x the spend to be expected of one"), _NEVER,
    ),
    Score(
        "value_low_minor", ScoreKind.MINOR, Text("预计消费下限", "Low end of it"),
        Text("二十位这样的客人中十九位不低于此", "Nineteen in twenty such guests spend no less"), _NEVER,
    ),
    Score(
        "value_high_minor", ScoreKind.MINOR, Text("预计消费上限", "High end of it"),
        Text("二十位这样的客人中十九位不高于此", "Nineteen in twenty such guests spend no more"), _NEVER,
    ),
    Score(
        "alive_chance", ScoreKind.CHANCE, Text("仍是客人的可能", "Chance to be a guest still"),
        Text("按自身节奏判断客人尚未离开的概率", "Probability, by their own rhythm, that the guest has not left"), _NEVER,
    ),
)  # fmt: skip


def train(asked: Asked, seed: int) -> Trained:
    """The forecast of all guests, and how the same recipe did on the last year, or half of the time where that is less (Y18). Raises
    NotEnough where fewer than a hundred guests booked again, or nobody in the time to judge on."""
    asked.step("bookings")
    end = asked.as_of.date().toordinal()
    log = _log(asked.session.execute(purchase_days(asked.as_of, backfilled=True)), end)
    first = int(log.days.min()) if len(log.days) else end
    cut = end - min(HORIZON_DAYS, (end - first) // 2)
    then = asked.as_of - timedelta(days=end - cut)
    known = _log(asked.session.execute(purchase_days(then, backfilled=True)), cut)
    _check_hole(log, cut, end)
    _check(known, end - first, cut)
    asked.step("judging")
    judged = judge_forecast(known, log.after(cut), (first, cut, end), _traits(asked), seed)
    asked.step("fitting")
    fitted = fit_forecast(log, end)
    features = _features(cohort(log, end, unit_days=UNIT_DAYS))
    return Trained(judged, partial(save, fitted), FEATURES, histograms_of(features, FEATURES))


def score(model: Fitted, asked: Asked) -> Iterator[pa.RecordBatch]:
    """Every wanted guest of the snapshot with a booking that stands who is no agency (Y17)."""
    rows = asked.session.execute(purchase_days(asked.as_of, snapshot=asked.snapshot))
    if not rows.num_rows:
        return
    known = _known(rows, asked)
    names = asked.session.execute(guest_numbers())
    ids = pa.array(names["guest_id"].combine_chunks()).take(pa.array(np.argsort(names["guest_no"].to_numpy())))
    numbers = np.sort(names["guest_no"].to_numpy())
    for start in range(0, len(known.guests), PIECE_ROWS):
        part = part_of(known, slice(start, start + PIECE_ROWS))
        told = foretell(model, part, HORIZON_DAYS)
        yield _batch(ids.take(pa.array(np.searchsorted(numbers, part.guests))), told)


def explain(model: Fitted, asked: Asked, subject_id: str) -> tuple[ReasonLine, ...]:
    """How often they book, how long they have been silent, and what they spend, each beside the mean of all (Y19)."""
    rows = asked.session.execute(purchase_days(asked.as_of, snapshot=asked.snapshot))
    if not rows.num_rows:
        return ()
    known = _known(rows, asked)
    told, found = foretell(model, known, HORIZON_DAYS), known.found
    repeats, silent = int(found.repeats[0]), round(float(found.age[0] - found.last[0]) * UNIT_DAYS)
    usual, spend = model.members.mean_rate * float(found.age[0]), float(told.value[0] / max(told.bookings[0], 1e-12))
    lines = [
        ReasonLine("frequency", _often(repeats, usual), float(np.log((repeats + 0.5) / (usual + 0.5)))),
        ReasonLine("silence", _silence(silent, repeats), float(np.log(max(told.alive[0], 1e-6) / 0.5))),
    ]
    if model.spend > 0 and spend > 0:
        lines.append(ReasonLine("spend", _spend(spend, model.spend, asked.policies.reporting.currency), float(np.log(spend / model.spend))))
    return tuple(sorted(lines, key=lambda one: -abs(one.weight)))


def features_of(model: Fitted, asked: Asked) -> pa.Table:
    """What the forecast reads of each guest: days with a booking after the first, silence, amounts."""
    rows = asked.session.execute(purchase_days(asked.as_of, snapshot=asked.snapshot))
    return _features(_known(rows, asked)) if rows.num_rows else _EMPTY


_EMPTY = pa.table({name: pa.array([], pa.float64()) for name in FEATURES})


def _known(rows: pa.Table, asked: Asked) -> Cohort:
    day = asked.as_of.date().toordinal()
    return cohort(_log(rows, day), day, unit_days=UNIT_DAYS)


def _log(rows: pa.Table, day: int) -> PurchaseLog:
    guests, ago = rows["guest_no"].to_numpy(), rows["ago"].to_numpy()
    return PurchaseLog(guests, (day - ago).astype(np.int64), None, np.maximum(rows["minor"].to_numpy(), 0).astype(np.float64))


def _features(known: Cohort) -> pa.Table:
    found = known.found
    columns: tuple[Floats, ...] = (found.repeats, (found.age - found.last) * UNIT_DAYS, known.first_amount, known.paid_mean)
    return pa.table(dict(zip(FEATURES, columns, strict=True)))


def _batch(ids: pa.Array, told: Forecast) -> pa.RecordBatch:
    minor = [pa.array(np.rint(one).astype(np.int64)) for one in (told.value, told.low, told.high)]
    return pa.RecordBatch.from_arrays(
        [ids, pa.array(told.bookings), *minor, pa.array(told.alive)], ["guest_id", *(one.name for one in SCORES)]
    )


def _traits(asked: Asked) -> dict[int, dict[str, str]]:
    numbers = asked.session.execute(guest_numbers()).to_pydict()
    number_of = dict(zip(numbers["guest_id"], numbers["guest_no"], strict=True))
    said = asked.session.execute(traits()).to_pylist()
    return {number_of[row["guest_id"]]: {name: row[name] or "" for name in TRAITS} for row in said}


def _check(known: PurchaseLog, days: int, cut: int) -> None:
    if days < HISTORY_DAYS_MIN or not len(known.days):
        raise NotEnough(
            "value_history",
            f"Bookings are known for {days} days; {HISTORY_DAYS_MIN} are needed to learn from one half and judge on the other. Bring in "
            "older bookings.",
            f"已知 {days} 天的预订；需要 {HISTORY_DAYS_MIN} 天，才能用前一半学习、后一半检验。请导入更早的预订。",
        )
    again = int((cohort(known, cut, unit_days=UNIT_DAYS).found.repeats > 0).sum())
    early = known.until((int(known.days.min()) + cut) // 2)
    before = int((cohort(early, cut, unit_days=UNIT_DAYS).found.repeats > 0).sum())
    if again < REPEAT_GUESTS_MIN or not before:
        raise NotEnough(
            "value_repeats",
            f"{again} guests booked again by the day from which the forecast is judged; {REPEAT_GUESTS_MIN} are needed. Bring in more or "
            "older bookings.",
            f"截至评估起点，有 {again} 位客人再次预订；需要 {REPEAT_GUESTS_MIN} 位。请导入更多或更早的预订。",
        )


def _check_hole(log: PurchaseLog, cut: int, end: int) -> None:
    if len(log.days) and not len(log.after(cut).days):
        begins, ends = date.fromordinal(cut), date.fromordinal(end - 1)
        raise NotEnough(
            "value_hole",
            f"No booking is known from {begins} to {ends}, the days to judge the forecast on: everybody would seem to have left. "
            "Bring in what is missing.",
            f"{begins} 至 {ends} 没有任何预订，预测无从检验，所有人都会像是已经离开。请补齐缺少的数据。",
        )


def _often(repeats: int, usual: float) -> Text:
    return Text(
        f"首次之后又有 {repeats} 天预订，同样久的客人平均 {usual:.1f} 天",
        f"{repeats} further days with a booking; guests known for as long have {usual:.1f} on average",
    )


def _silence(silent: int, repeats: int) -> Text:
    if not repeats:
        return Text(f"首次预订在 {silent} 天前，之后没有再订", f"The first booking was {silent} days ago, and none followed")
    return Text(f"最近一次预订在 {silent} 天前", f"The last booking was {silent} days ago")


def _spend(spend: float, usual: float, currency: str) -> Text:
    unit = 10 ** minor_digits(currency)
    mine, all_of_them = (f"{currency} {minor / unit:,.0f}" for minor in (spend, usual))
    return Text(
        f"每个预订日预计消费 {mine}，全体平均 {all_of_them}",
        f"{mine} to be expected of a day with a booking; {all_of_them} is the mean of all",
    )


KIND = ModelKind(
    name="lifetime_value",
    label=Text("终身价值", "Lifetime value"),
    question=Text("这位客人未来一年会来几次、花多少？", "How often will this guest book in a year, and for how much?"),
    needs=Text("至少 180 天的预订和 100 位再次预订的客人", "Bookings of 180 days at least, and 100 guests who booked again"),
    subject=Subject.GUEST,
    scores=SCORES,
    train=train,
    load=load,
    score=score,
    explain=explain,
    features_of=features_of,
)
