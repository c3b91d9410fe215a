"""Words of associations: the things compared, the rules found, and the run that found them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from xenia.insight.types.judged import Interval
from xenia.insight.types.runs import OPEN
from xenia.kernel.texts import Text


class Part(StrEnum):
    """Which guests behind a rule: those who have both sides, or those who have the conditions and not yet the other."""

    BOTH = "both"
    MISSING = "missing"


@dataclass(frozen=True)
class Item:
    """Something a guest has: `code` is `city:三亚`, `line:hotel`, `cabin:business` or `tag:foodie`."""

    code: str
    kind: str
    kind_name: Text
    name: Text
    guests: int


@dataclass(frozen=True)
class Association:
    """Guests who have all of `conditions` also have `other`: `confidence` of them, `lift` times as many as of guests with equally many
    things (`share_of_like`); of all guests it is `share_of_all`. `conviction` is None where all do. `corrected` is the false discovery
    rate at which the rule would still count."""

    id: UUID
    conditions: tuple[Item, ...]
    other: Item
    guests_conditions: int
    guests_both: int
    guests_missing: int
    support: float
    confidence: float
    share_of_all: float
    share_of_like: float
    lift: Interval
    conviction: float | None
    chance: float
    corrected: float


@dataclass(frozen=True)
class AssociationRun:
    """A search for associations as of an instant; `tested` rules could have been found, `kept` were. Without `ordered_by` the product
    itself ordered it."""

    id: UUID
    as_of: datetime
    state: str
    stage: str
    done: int
    total: int
    guests: int
    items: int
    tested: int
    kept: int
    seconds: float
    message: Text | None
    cancel_asked: bool
    ordered_by: str
    created_at: datetime
    ended_at: datetime | None

    @property
    def is_over(self) -> bool:
        return self.state not in OPEN


@dataclass(frozen=True)
class Associations:
    """The newest search that was finished (None before the first), the one under way if any, every item of a rule, and the rules that fit
    the filter, the strongest first; `matching` is how many fit."""

    used: AssociationRun | None
    under_way: AssociationRun | None
    items: tuple[Item, ...]
    rules: tuple[Association, ...]
    matching: int
