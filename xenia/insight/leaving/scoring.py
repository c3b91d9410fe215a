"""What is told of each guest beside the chance: rhythm, silence, when they were expected back, and what is at stake (LV6, LV7)."""

import numpy as np
import pyarrow as pa

from xenia.insight.judging import Array
from xenia.insight.leaving.model import Model, chance
from xenia.insight.leaving.table import columns_of, expected_gap, number, outlook, overdue, own_rhythm
from xenia.insight.rules.leaving import VALUE_DAYS
from xenia.insight.types.judged import Score, ScoreKind
from xenia.kernel.texts import Text

READ = (
    "guest_id", "repeats", "repeat_span_days", "age_days", "recency_days", "last_booked_on", "spend_minor", "season_gap_days",
)  # fmt: skip
"""What is read of each guest beside the features of the model."""
_NO_RHYTHM = Text("预订日不足三个，还没有自身节奏", "Fewer than three days with a booking: no rhythm of their own yet")
SCORES = (
    Score(
        "leaving_chance", ScoreKind.CHANCE, Text("流失可能", "Chance to leave"),
        Text(
            "在该版本的观察期内没有有效预订的概率；观察期由规则决定，产品初始为 180 天",
            "Probability of no booking that stands within the days its version looks ahead: a policy, 180 as the product comes",
        ),
        Text("没有有效预订，或疑似代订机构", "No booking that stands, or an agency in disguise"),
    ),
    Score(
        "own_rhythm_days", ScoreKind.WHOLE, Text("自身节奏（天）", "Own rhythm, days"),
        Text("相邻预订日的平均间隔，不少于 30 天、不多于 365 天", "Mean days from one day with a booking to the next, 30 to 365"),
        _NO_RHYTHM,
    ),
    Score(
        "silent_days", ScoreKind.WHOLE, Text("沉默天数", "Days of silence"),
        Text("距最近一次下单的天数", "Days since the last booking was made"), Text("不为空", "Never empty"),
    ),
    Score(
        "overdue_ratio_season", ScoreKind.REAL, Text("逾期倍数（按季节）", "Overdue, by rhythm and season"),
        Text(
            "沉默天数除以应有间隔：自身节奏，或往年这个时候所处的间隔，取较长者",
            "Silence by the gap to be expected: the own rhythm, or the gap this time of the year usually lies in, whichever is longer",
        ), _NO_RHYTHM,
    ),
    Score(
        "expected_back_on", ScoreKind.DATE, Text("应回日期", "Expected back on"),
        Text("最近下单日加应有间隔；可能已过", "Day of the last booking and the gap to be expected; it may have passed"), _NO_RHYTHM,
    ),
    Score(
        "value_at_stake_minor", ScoreKind.MINOR, Text("面临的损失", "Value at stake"),
        Text(
            "流失可能 × 未来 365 天预计的预订日数 × 每个预订日的平均消费；早已离开的客人所剩无几",
            "Chance to leave x days with a booking to be expected in the next 365 x mean spend of such a day; of the lost little is left",
        ), Text("消费不大于零，或无人复购而无法估计", "Nothing was spent, or nobody books again so that nothing can be estimated"),
    ),
)  # fmt: skip


def scored(model: Model, rows: pa.Table) -> pa.Table:
    """In: `facts.leaving.rows_to_score`. Out: `guest_id` and `SCORES`, in the order of the rows."""
    said = chance(model, columns_of(rows, model.log_parameters, model.horizon), rows.num_rows)
    silent = number(rows, "recency_days")
    last = rows["last_booked_on"].cast(pa.int32()).to_numpy()
    found = {
        "leaving_chance": pa.array(said, pa.float64()),
        "own_rhythm_days": _whole(own_rhythm(rows)),
        "silent_days": _whole(silent),
        "overdue_ratio_season": pa.array(overdue(rows), pa.float64(), from_pandas=True),
        "expected_back_on": _whole(last + expected_gap(rows)).cast(pa.int32()).cast(pa.date32()),
        "value_at_stake_minor": _whole(said * expected_value(model, rows)),
    }
    return pa.table({"guest_id": rows["guest_id"], **found})


def expected_value(model: Model, rows: pa.Table) -> Array:
    """What a guest is expected to spend in the next 365 days by history alone, (n,), in minor units; NaN where it cannot be told."""
    _, days_to_come = outlook(rows, model.log_parameters, VALUE_DAYS)
    spent, days = number(rows, "spend_minor"), number(rows, "repeats") + 1
    return np.where(spent > 0, days_to_come * spent / days, np.nan)


def _whole(values: Array) -> pa.Array:
    return pa.array(np.round(values), pa.float64(), from_pandas=True).cast(pa.int64())
