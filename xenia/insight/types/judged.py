"""Words of the model register that cross the boundary of insight: what a model is asked, how it was judged, what it says of whom."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from xenia.kernel.texts import Text


class Subject(StrEnum):
    """What a row of scores is about: a guest, a booking that has not begun, or a day ahead of one property or market."""

    GUEST = "guest"
    BOOKING = "booking"
    DAY = "day"


class ScoreKind(StrEnum):
    """What a score is; `minor` is money in minor units of the reporting currency."""

    CHANCE = "chance"
    REAL = "real"
    WHOLE = "whole"
    MINOR = "minor"
    TEXT = "text"
    DATE = "date"


@dataclass(frozen=True)
class Score:
    """A column that a model writes of its subject. `null` says what an absent value means."""

    name: str
    kind: ScoreKind
    label: Text
    definition: Text
    null: Text


@dataclass(frozen=True)
class Interval:
    """A number with the 95 % interval in which resampled rows put it. `low` and `high` equal `value` where nothing could be resampled."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Bin:
    """One row of a calibration table: of `rows` rows the model said `said` on average and `came` came, within `low` to `high`. A share for
    a probability, else in the unit of what is foretold."""

    rows: int
    said: float
    came: float
    low: float
    high: float


@dataclass(frozen=True)
class Slice:
    """How the model does for one value of one trait (`trait` age, `value` 80后): rows, what came on average, what was said, AUC or None."""

    trait: str
    value: str
    rows: int
    came: float
    said: float
    auc: Interval | None


@dataclass(frozen=True)
class Measure:
    """One measure of a model on rows it never saw, beside the simple baseline on the same rows.

    `gain` is by how much the model is better, whichever way the measure runs, by paired bootstrap: above nought it is better.
    """

    name: str
    label: Text
    ours: Interval
    baseline: Interval | None
    gain: Interval | None


@dataclass(frozen=True)
class Judged:
    """A model judged on a later time window, [`judged_from`, `judged_until`), after it was fitted on [`fitted_from`, `fitted_until`).

    `measures` begins with the one that decides. `baseline` says in words what the model is compared with.
    """

    fitted_from: date
    fitted_until: date
    judged_from: date
    judged_until: date
    fitted_rows: int
    judged_rows: int
    baseline: Text
    measures: tuple[Measure, ...]
    calibration: tuple[Bin, ...]
    fairness: tuple[Slice, ...]

    @property
    def worth_publishing(self) -> bool:
        """Whether the model did better than the simple baseline on those rows (MR3); the interval of the gain tells how sure that is."""
        gain = self.measures[0].gain
        return gain is None or gain.value > 0


@dataclass(frozen=True)
class Histogram:
    """How a feature was spread when a model was fitted: `shares` of the rows below each of `edges` and above the last, or with each of
    `texts` and any other text (one of the two is empty); the last share is of rows without a value."""

    edges: tuple[float, ...]
    texts: tuple[str, ...]
    shares: tuple[float, ...]


@dataclass(frozen=True)
class ReasonLine:
    """What speaks for or against, in words the guest it concerns can be told; `weight` above nought raises the score."""

    name: str
    words: Text
    weight: float
