"""What insight adds to the home page: how guests moved, what is at stake, and what waits for a decision on models."""

from dataclasses import dataclass
from datetime import datetime

from xenia.connect.types.home import OpenDecision
from xenia.insight.types.standing import Stage
from xenia.kernel.notices import Door
from xenia.kernel.texts import Text


@dataclass(frozen=True)
class StageNow:
    """Guests in a stage now and at the end of the month before; `came` and `left` since. Of prospects only now is known."""

    stage: Stage
    name: Text
    guests: int
    before: int | None
    came: int
    left: int
    door: Door


@dataclass(frozen=True)
class AtStake:
    """What guests who are likely to leave would be expected to spend in the next year, and how many of them there are."""

    guests: int
    minor: int
    currency: str
    door: Door


@dataclass(frozen=True)
class Glance:
    """`as_of` is the snapshot's, None before the first one. What the actor may not see, or no model says yet, is absent."""

    as_of: datetime | None
    month: str
    stages: tuple[StageNow, ...]
    at_stake: AtStake | None
    decisions: tuple[OpenDecision, ...]
