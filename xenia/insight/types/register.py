"""Words of the model register: versions, runs, drift, goals, and what the models in use say of a guest."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from xenia.insight.types.judged import Interval, Judged, Measure, Score, ScoreKind, Subject
from xenia.kernel.texts import Text

Value = float | int | str | None
"""A score as it is told; dates as 2026-01-31."""


class ModelState(StrEnum):
    """Where a version stands: in use; offered in its place; in use before (or offered and passed over); no better than the baseline."""

    CHAMPION = "champion"
    CHALLENGER = "challenger"
    RETIRED = "retired"
    REJECTED = "rejected"


class ModelTask(StrEnum):
    """What a run does."""

    TRAIN = "train"
    SCORE = "score"


class KindState(StrEnum):
    """Where a question stands: a model answers it; the training of one waits its turn; one is being trained; the data does not carry it
    yet; no model was good enough; the training broke off; nothing was trained yet."""

    IN_USE = "in_use"
    WAITING = "waiting"
    TRAINING = "training"
    NOT_ENOUGH = "not_enough"
    REJECTED = "rejected"
    FAILED = "failed"
    UNTRAINED = "untrained"


@dataclass(frozen=True)
class ModelRun:
    """A training or a scoring. `kind` is empty for a scoring, which takes every model in use. `reason`: ordered, first, weekly, drift,
    snapshot, published. `total` is 0 where it is not known how many parts there are. `version_id` is what a training made, if anything; a
    finished one without says why in `message`."""

    id: UUID
    task: ModelTask
    kind: str
    state: str
    reason: str
    stage: str
    done: int
    total: int
    rows: int
    seconds: float
    message: Text | None
    cancel_asked: bool
    ordered_by: str
    version_id: UUID | None
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True)
class VersionLine:
    """A version in a list, with the measure that decides. `why_not` says why it was not published, `horizon_days` how far ahead it looks,
    None where that is no policy."""

    id: UUID
    kind: str
    number: int
    state: ModelState
    trained_at: datetime
    published_at: datetime | None
    measure: Measure
    why_not: Text | None
    drift_largest: float | None
    horizon_days: int | None


@dataclass(frozen=True)
class FeatureDrift:
    """How far a feature has moved since the version was trained (population stability index); `drifted`: stable, watch, act."""

    name: str
    label: Text | None
    index: float
    drifted: str


@dataclass(frozen=True)
class DriftPoint:
    """One measuring of a version: the largest index and whose it was."""

    measured_at: datetime
    largest: float
    feature: str
    rows: int


@dataclass(frozen=True)
class ModelVersion:
    """One version whole. `drift` is the newest measuring, the furthest moved on top; `drift_history` begins with the newest."""

    id: UUID
    kind: str
    number: int
    state: ModelState
    judged: Judged
    features: tuple[str, ...]
    horizon_days: int | None
    why_not: Text | None
    owner: str
    trained_at: datetime
    seconds: float
    published_at: datetime | None
    published_by: str
    publish_reason: str
    can_publish: bool
    can_roll_back_to: UUID | None
    drift: tuple[FeatureDrift, ...]
    drift_history: tuple[DriftPoint, ...]
    versions: tuple[VersionLine, ...]


@dataclass(frozen=True)
class ModelOverview:
    """A question of the register: what it asks, what it needs, who answers it now. `message` is why nothing was published last time."""

    name: str
    label: Text
    question: Text
    needs: Text
    subject: Subject
    scores: tuple[Score, ...]
    state: KindState
    champion: VersionLine | None
    challenger: VersionLine | None
    last_run: ModelRun | None
    message: Text | None
    drift: DriftPoint | None


@dataclass(frozen=True)
class GoalLine:
    """A quality goal and the newest result: `value` with its 95 % interval, None where it was not measured (`note` says why). `is_lower`:
    the smaller the better. `plain` is what the simple approach reaches."""

    task: str
    label: Text
    measure: Text
    plain: float
    goal: float
    is_lower: bool
    value: Interval | None
    is_met: bool | None
    rows: int
    data: str
    note: Text | None
    measured_at: datetime | None


@dataclass(frozen=True)
class GuestScore:
    """One score of a guest with what it means and which model said it; `null` is what it means where `value` is None. `horizon_days` is how
    far ahead that version looks, None where that is no policy."""

    name: str
    label: Text
    definition: Text
    kind: ScoreKind
    value: Value
    null: Text
    model: str
    model_label: Text
    version: int
    trained_on: date
    horizon_days: int | None


@dataclass(frozen=True)
class KeptScore:
    """A score as the guest it concerns is given it. Which version said it, when that was trained and how far ahead it looks is None where
    only the score is left, as after a restore of the lake alone."""

    label: Text
    definition: Text
    value: Value
    model_label: Text
    version: int | None
    trained_on: date | None
    horizon_days: int | None


@dataclass(frozen=True)
class KeptReason:
    """A reason as the guest it concerns is given it; `raises` says which way it moves what the model said."""

    model_label: Text
    words: Text
    raises: bool


@dataclass(frozen=True)
class GuestScores:
    """Everything that the models in use say of a guest, as of the instant of the snapshot they read."""

    guest_id: UUID
    as_of: datetime
    scores: tuple[GuestScore, ...]


@dataclass(frozen=True)
class ScoredGuest:
    """A guest in a list ordered by a score; `scores` holds every score there is, by name."""

    guest_id: UUID
    name: str
    value: Value
    scores: dict[str, Value]
