"""Runs and quarantine as other modules see them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from xenia.kernel.texts import Text


class RunState(StrEnum):
    """`stopped` means the product stopped it (too many bad rows); `failed` that the file or the machine did."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    STOPPED = "stopped"
    FAILED = "failed"

    @property
    def is_over(self) -> bool:
        return self not in (RunState.WAITING, RunState.RUNNING)


class Outcome(StrEnum):
    """What became of one row. The counts of a run are counts of these; they add up to the rows read."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    LATE = "late"
    QUARANTINED = "quarantined"


@dataclass(frozen=True)
class Counts:
    """Rows of the file by outcome."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    duplicate: int = 0
    late: int = 0
    quarantined: int = 0

    @property
    def read(self) -> int:
        return self.new + self.changed + self.unchanged + self.duplicate + self.late + self.quarantined

    def plus(self, other: "Counts") -> "Counts":
        return Counts(
            self.new + other.new,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.duplicate + other.duplicate,
            self.late + other.late,
            self.quarantined + other.quarantined,
        )


@dataclass(frozen=True)
class Run:
    """One import of one file. `records` counts rows made per canonical kind; `message` is a sentence when it did not end well."""

    id: UUID
    source_id: UUID
    source_name: str
    upload_id: UUID
    file_name: str
    mapping_name: str
    mapping_version: int
    state: RunState
    is_dry: bool
    counts: Counts
    records: dict[str, int]
    bytes_read: int
    bytes_total: int
    rows_seen: int
    message: Text | None
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    cancel_asked: bool


@dataclass(frozen=True)
class Fault:
    """Why a row was refused: the canonical field, the source columns it comes from, and the rule it broke.

    `kind` says of which kind of record the field is where the file feeds several kinds; empty where it feeds one.
    """

    field: str
    columns: tuple[str, ...]
    rule: str
    what: Text
    mend: Text
    kind: str


@dataclass(frozen=True)
class RunOrder:
    """What to import and how: a saved mapping, or a `document`, which is saved first. A dry run writes no record."""

    upload_id: UUID
    mapping_id: UUID | None = None
    document: dict[str, Any] | None = None
    is_dry: bool = False


@dataclass(frozen=True)
class RowFilter:
    """What a list of quarantined rows is narrowed to. Rule and field are those of one fault; "" is the field of a fault in none."""

    source_id: UUID | None = None
    run_id: UUID | None = None
    rule: str | None = None
    field: str | None = None
    state: str = "waiting"


@dataclass(frozen=True)
class QuarantinedRow:
    """`values` maps the file's columns to text; masked for those who may not reveal contacts."""

    id: UUID
    run_id: UUID
    source_id: UUID
    source_name: str
    file_name: str
    row_number: int
    faults: tuple[Fault, ...]
    values: dict[str, str | None]
    state: str
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class RuleCount:
    """How many waiting rows broke a rule in a field."""

    rule: str
    field: str
    what: Text
    rows: int


@dataclass(frozen=True)
class Preview:
    """The first rows of a file under a mapping: one dict per row and record kind, and the faults by row number."""

    rows: list[dict[str, Any]]
