"""Words of the desk for guests who are leaving: who, how overdue, what is at stake, and why."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from xenia.insight.types.judged import ReasonLine
from xenia.insight.types.standing import Stage
from xenia.kernel.texts import Text


@dataclass(frozen=True)
class LeavingFilter:
    """Guests whose chance to leave is at least `least`, of one stage of the lifecycle or of all. Below half (LV11) nobody is listed."""

    least: float
    stage: Stage | None = None


@dataclass(frozen=True)
class LeavingGuest:
    """A guest by what is at stake. Rhythm, overdue ratio and the day they were expected back are None where they have no own rhythm; the
    value is None where it cannot be told. `reasons` are the heaviest; those of a weight above nought raise the chance. Far down a long list
    there are none (LV11): the guest's own page finds them."""

    guest_id: UUID
    name: str
    stage: Stage | None
    stage_name: Text | None
    chance: float
    own_rhythm_days: int | None
    silent_days: int
    overdue_ratio: float | None
    expected_back_on: date | None
    value_at_stake_minor: int | None
    reasons: tuple[ReasonLine, ...]


@dataclass(frozen=True)
class StageLeaving:
    """Those of one stage: how many, how many of them are expected to leave, and what is at stake."""

    stage: Stage
    name: Text
    guests: int
    expected_to_leave: float
    at_stake_minor: int


@dataclass(frozen=True)
class LeavingSummary:
    """Guests whose chance to leave is at least `least`, in all and by stage, the most at stake first. `horizon_days` is how far ahead the
    version in use looks, `policy_days` how far the next to be trained will. `what_worked` says what has worked for similar guests, as
    experiments have shown."""

    as_of: datetime
    currency: str
    least: float
    horizon_days: int
    policy_days: int
    guests: int
    expected_to_leave: float
    at_stake_minor: int
    stages: tuple[StageLeaving, ...]
    what_worked: Text
