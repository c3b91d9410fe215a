"""Words of the feature snapshot that cross the boundary of insight."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from xenia.insight.types.runs import OPEN
from xenia.kernel.texts import Text

FeatureValue = int | float | str | bool | date | None


class FeatureKind(StrEnum):
    """What a value is; `minor` is money in minor units of the reporting currency."""

    WHOLE = "whole"
    REAL = "real"
    SHARE = "share"
    MINOR = "minor"
    TEXT = "text"
    DATE = "date"
    FLAG = "flag"


@dataclass(frozen=True)
class Feature:
    """A column of the feature snapshot. `sources` are fact tables of the lake; `freshness` says when it is computed anew.

    `is_sensitive`: PIPL article 28 may apply (where somebody goes, what they can spend, children): purpose and need are to be weighed.
    """

    name: str
    kind: FeatureKind
    theme: str
    label: Text
    definition: Text
    grain: Text
    unit: Text
    sources: tuple[str, ...]
    freshness: Text
    null: Text
    is_sensitive: bool


@dataclass(frozen=True)
class SnapshotRun:
    """One making of the feature snapshot as of an instant. `is_full`: every guest, else only those of whom something changed.

    `stage` names the theme it is at, `done` of `total` themes; `computed` guests of `rows`. `ordered_by` is empty for the product itself.
    """

    id: UUID
    as_of: datetime
    state: str
    is_full: bool
    stage: str
    done: int
    total: int
    rows: int
    computed: int
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
class GuestFeatures:
    """What the newest snapshot says of a guest; `values` by the name of the feature, None where there is nothing to say."""

    guest_id: UUID
    snapshot_id: UUID
    as_of: datetime
    values: dict[str, FeatureValue]


@dataclass(frozen=True)
class ColumnSummary:
    """How a feature is spread over the guests of a snapshot; quantiles of numbers, None for others."""

    name: str
    rows: int
    nulls: int
    distinct: int
    mean: float | None
    low: float | None
    quarter: float | None
    middle: float | None
    three_quarters: float | None
    high: float | None
