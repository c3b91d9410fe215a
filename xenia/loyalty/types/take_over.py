"""Words of taking a programme over: what its files say, what becomes of each line, and the statement at the end."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from xenia.kernel.texts import Text
from xenia.loyalty.types.work import WorkState

CENTS = 100
"""Points of a file are kept in hundredths, so that a file with fractions adds up exactly."""


class FileOf(StrEnum):
    MEMBERS = "members"
    BALANCES = "balances"


class TakeOverPhase(StrEnum):
    """What a run is doing."""

    READING = "reading"
    BRINGING = "bringing"


@dataclass(frozen=True)
class TakeOverFiles:
    """Uploads of one source: its members and what each has. `as_of` is the day of the books on which the balances are brought."""

    source_id: UUID
    members_upload: UUID
    balances_upload: UUID
    as_of: date | None = None


@dataclass(frozen=True)
class MemberSaid:
    """One line of the members' file. `tier` is a code of ours, empty for none; `guest_key` is the person's key in the source."""

    line: int
    number: str
    guest_key: str
    enrolled_on: date
    tier: str
    left_on: date | None


@dataclass(frozen=True)
class LotSaid:
    """Points of one kind and the days the file says of them: the day they count for, and the last day on which they can be used. `line` is
    0 where several lines were added up."""

    amount: int
    value_on: date | None
    last_day: date | None
    line: int = 0

    @property
    def said(self) -> tuple[int, str, str]:
        """What makes it the same lot when the file comes again."""
        return self.amount, str(self.value_on or ""), str(self.last_day or "")


@dataclass(frozen=True)
class BalanceSaid:
    """What a member has of one kind of points: its lots, the lines that say so, and the exact sum of those lines in hundredths."""

    lots: tuple[LotSaid, ...]
    lines: tuple[int, ...]
    cents: int


@dataclass(frozen=True)
class LineFault:
    """Why a line was not brought; `line` as a person counts it in the file."""

    file: FileOf
    line: int
    code: str


@dataclass(frozen=True)
class FaultShown:
    """A line that was not brought, with its reason in words."""

    file: FileOf
    line: int
    code: str
    reason: Text


@dataclass(frozen=True)
class Lines:
    """What became of the lines of a file: `read` = `brought` + `unchanged` + `refused`, always."""

    read: int = 0
    brought: int = 0
    unchanged: int = 0
    refused: int = 0


@dataclass(frozen=True)
class Points:
    """What became of the points of one kind, in hundredths: `in_file` = `brought` + `unchanged` + `refused` + `rounded`, always.
    `forfeited` is the part of `brought` that members had who had left."""

    in_file_cents: int = 0
    brought_cents: int = 0
    unchanged_cents: int = 0
    refused_cents: int = 0
    rounded_cents: int = 0
    forfeited_cents: int = 0

    def plus(self, other: "Points") -> "Points":
        """Both together."""
        return Points(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


@dataclass(frozen=True)
class Statement:
    """What a check would bring, or a take-over brought; points by kind. `left`: members who had left before; `unreadable`: lines whose
    points are no number, so that no sum can hold them."""

    members: Lines = Lines()
    balances: Lines = Lines()
    points: Mapping[str, Points] = field(default_factory=dict)
    left: int = 0
    unreadable: int = 0


@dataclass(frozen=True)
class TakeOver:
    """One take-over as it stands. Until it `is_ordered` it only looks; what was carried out and stopped or failed goes on when it is
    carried out again. `done` of `total`: lines read, then members looked at."""

    id: UUID
    programme_id: UUID
    source_id: UUID
    members_file: str
    balances_file: str
    as_of: date
    state: WorkState
    is_ordered: bool
    phase: TakeOverPhase
    done: int
    total: int
    statement: Statement | None
    message: Text | None
    ordered_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class FaultCount:
    file: FileOf
    code: str
    reason: Text
    lines: int


@dataclass(frozen=True)
class TakeOverProof:
    """What the ledger itself says of a take-over, counted from its transfers: points brought by kind, and what of them was forfeited at
    once; `is_same` where that is what the statement says."""

    brought: Mapping[str, int]
    forfeited: Mapping[str, int]
    members: int
    is_same: bool
