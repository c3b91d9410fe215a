"""The quality goals that the product is held to, each on data that anybody can fetch (rule MR11). Pure."""

from dataclasses import dataclass

from xenia.insight.types.judged import Interval
from xenia.kernel.texts import Text

HELD_OUT, SEED = 0.2, 1
"""Rule MR11: a fifth of the rows is judged on: the latest where they have a time, else drawn with this seed."""


@dataclass(frozen=True)
class Goal:
    """A goal: `plain` is what the simple approach reaches on the same rows, `is_lower` that less is better."""

    task: str
    label: Text
    measure: Text
    plain: float
    goal: float
    is_lower: bool = False
    of_size: bool = False
    """The size counts, whichever way it errs."""


_CDNOW = Text("CDNOW：2,357 位客人后 39 周的预订次数", "CDNOW: bookings of 2,357 guests in the 39 weeks that follow")
_HOTELS = Text("酒店预订取消，按时间切分，仅用预订时已知的字段", "Hotel bookings cancelled, split by time, fields known at booking only")
_AUC = Text("区分力（AUC）", "AUC")
_DEMAND = Text("酒店每日到店，提前 28 天", "Hotel arrivals a day, 28 days ahead")
GOALS = (
    Goal("lifetime-value.rmse", _CDNOW, Text("预订次数误差（RMSE）", "RMSE"), 1.608, 1.58, is_lower=True),
    Goal("lifetime-value.total", _CDNOW, Text("总数误差", "Error of the total"), -0.121, 0.08, is_lower=True, of_size=True),
    Goal("premium.auc", Text("下一单购买高端产品", "The premium product ordered next"), _AUC, 0.855, 0.88),
    Goal("cancellation.auc", _HOTELS, _AUC, 0.862, 0.88),
    Goal("cancellation.auc_once", _HOTELS, Text("区分力（AUC），重复行只计一次", "AUC, each row once"), 0.793, 0.82),
    Goal("satisfaction.accuracy", Text("航空旅客是否满意", "Airline passengers satisfied or not"), Text("准确率", "Accuracy"), 0.96, 0.965),
    Goal("demand.mase", _DEMAND, Text("误差比（MASE）", "MASE"), 1.0, 0.80, is_lower=True),
)
"""In the order of the table."""
BY_TASK = {one.task: one for one in GOALS}


def is_met(goal: Goal, value: Interval | None) -> bool | None:
    """Returns whether the measured value itself reaches the goal (MR11); None where nothing was measured."""
    if value is None:
        return None
    reached = abs(value.value) if goal.of_size else value.value
    return reached <= goal.goal if goal.is_lower else reached >= goal.goal
