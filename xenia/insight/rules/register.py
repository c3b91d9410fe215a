"""What the register decides of a model: MR3 to MR6 of docs/algorithms/register.md. Pure."""

from xenia.insight.types.judged import Judged, Measure
from xenia.kernel.texts import Text

COIN = 0.5
"""Rule MR3: the AUC of a coin; where the interval reaches down to it, the model tells nobody from anybody."""
KEPT_RETIRED = 5
"""Rule MR6: so many versions that were in use before can be gone back to."""
RETRAIN_DAYS_MIN = 6
"""Rule MR8: a model that drifted is trained anew at most so often; what changed does not change back by tomorrow."""
DRIFT_ROWS_MIN = 500
"""Rule MR7: of fewer rows the index says more about chance than about change."""


def why_not(judged: Judged) -> Text | None:
    """Returns why a model is not published (MR3): it is no better than the simple baseline, or than a coin; None where it may be."""
    first = judged.measures[0]
    if judged.worth_publishing:
        return _no_better_than_a_coin(first)
    gain = first.gain
    theirs = f"{first.baseline.value:.3f}" if first.baseline else "?"
    low, high, gained = (_signed(one) for one in (gain.low, gain.high, gain.value)) if gain else "???"
    return Text(
        f"未启用：{first.label.zh}为 {first.ours.value:.3f}，简单做法（{judged.baseline.zh}）为 {theirs}；"
        f"优势为 {gained}（95% 区间 {low} 至 {high}），不大于零。",
        f"Not published: its {first.label.en} is {first.ours.value:.3f}, and the simple baseline ({judged.baseline.en}) reaches {theirs}; "
        f"the gain, {gained} ({low} to {high} at 95 %), is not above nought.",
    )


def _signed(value: float) -> str:
    """With its sign, and the minus of printed figures."""
    return f"{value:+.3f}".replace("-", "−")


def _no_better_than_a_coin(first: Measure) -> Text | None:
    if first.name != "auc" or first.ours.low > COIN:
        return None
    value, low, high = (f"{one:.3f}" for one in (first.ours.value, first.ours.low, first.ours.high))
    return Text(
        f"未启用：{first.label.zh}为 {value}（95% 区间 {low} 至 {high}），不比抛硬币（0.5）强；接入更多与此有关的数据后再训练。",
        f"Not published: its {first.label.en} is {value} ({low} to {high} at 95 %), no better than a coin (0.5). Bring in more data that "
        "bears on the question, then train again.",
    )
