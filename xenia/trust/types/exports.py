"""Words of exports: what leaves the product as a file or is sent to a partner, for whom, why, and how many people it concerns."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from xenia.kernel.actor import Actor
from xenia.kernel.texts import Text

Cell = str | int | Decimal | None


class ExportFormat(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


class ExportState(StrEnum):
    """`asked`: waits for a second person; `sent`: an exchange with a partner that happened elsewhere and stands here for the count."""

    ASKED = "asked"
    REFUSED = "refused"
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"
    EXPIRED = "expired"
    SENT = "sent"

    @property
    def is_under_way(self) -> bool:
        return self in (ExportState.ASKED, ExportState.WAITING, ExportState.RUNNING)


class PolicyCode(StrEnum):
    """What a company decides about exports."""

    FOUR_EYES_PEOPLE = "four_eyes_people"
    YEARLY_PEOPLE = "yearly_people"
    YEARLY_PEOPLE_SENSITIVE = "yearly_people_sensitive"
    NEAR_PERCENT = "near_percent"
    KEPT_DAYS = "kept_days"
    HOME_COUNTRY = "home_country"


@dataclass(frozen=True)
class ExportPolicy:
    """More people than `four_eyes_people` take a second person; over `yearly_people` (of them sensitive: `yearly_people_sensitive`) abroad
    in one year raise the alarm, as does `near_percent` of it. Files are kept `kept_days`."""

    four_eyes_people: int = 1_000
    yearly_people: int = 100_000
    yearly_people_sensitive: int = 10_000
    near_percent: int = 80
    kept_days: int = 7
    home_country: str = "CN"


@dataclass(frozen=True)
class Recipient:
    """Who gets the data: a name (`internal` for the company itself), a country (ISO 3166), what for, under which agreement."""

    name: str
    country: str
    purpose: str
    agreement: str = ""


@dataclass(frozen=True)
class ExportOrder:
    """What to export: a kind that wiring knows, the filter of its list, the format; contact values masked unless asked for in clear."""

    kind: str
    where: Mapping[str, str]
    format: ExportFormat
    recipient: Recipient
    with_contacts: bool = False


@dataclass(frozen=True)
class ExportSize:
    rows: int
    people: int


@dataclass(frozen=True)
class ExportColumn:
    """`name` is stable; `is_sensitive` by the law on personal information (documents, birth dates, whereabouts)."""

    name: str
    title: Text
    is_sensitive: bool = False


@dataclass(frozen=True)
class ExportRow:
    """Cells in the order of the columns, and the record ids of the people they tell of."""

    cells: tuple[Cell, ...]
    people: tuple[UUID, ...]


@dataclass(frozen=True)
class ExportScope:
    """Under which filter, with contact values in clear or masked, in which language."""

    where: Mapping[str, str]
    with_contacts: bool
    language: str


@dataclass(frozen=True)
class Exporter:
    """How one kind of list becomes a file. Each function raises Refused where the actor may not, Invalid for an unknown filter.

    `comes_back`: the file is mended and uploaded again, so it is marked in a column only and not in lines of its own. `is_for_partners`:
    nobody inside has use for it. `seed`: of a file that a machine of the recipient reads and that allows no mark, the row by which it is
    known again, of the canary.
    """

    title: Text
    size: Callable[[Actor, ExportScope], ExportSize]
    columns: Callable[[Actor, ExportScope], tuple[ExportColumn, ...]]
    rows: Callable[[Actor, ExportScope], Iterator[ExportRow]]
    comes_back: bool = False
    is_for_partners: bool = False
    seed: Callable[[ExportScope, str], tuple[Cell, ...]] | None = None


Exporters = Mapping[str, Exporter]


@dataclass(frozen=True)
class Exchange:
    """Data sent to a partner by another way than a file of this product: what, to whom, when, how many people."""

    recipient: Recipient
    what: str
    fields: tuple[str, ...]
    people: int
    is_sensitive: bool
    sent_at: datetime


@dataclass(frozen=True)
class Export:
    """One line of the register. `canary` stands in every row of the file; `is_mine` says whether the reader may download it."""

    id: UUID
    kind: str
    state: ExportState
    format: str
    recipient: str
    country: str
    purpose: str
    agreement: str
    fields: tuple[str, ...]
    is_sensitive: bool
    with_contacts: bool
    people: int
    rows: int
    rows_total: int
    canary: str
    asked_by_name: str
    is_mine: bool
    asked_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    expires_at: datetime | None
    size_bytes: int
    approval_id: UUID | None
    cancel_asked: bool
    message: Text | None


@dataclass(frozen=True)
class Counter:
    """How many different people's data one recipient in one country got in one calendar year (UTC)."""

    recipient: str
    country: str
    year: int
    exports: int
    people: int
    sensitive_people: int


class LimitState(StrEnum):
    WITHIN = "within"
    NEAR = "near"
    OVER = "over"


@dataclass(frozen=True)
class YearAbroad:
    """The different people whose data left the home country in one year, against the company's limits."""

    year: int
    people: int
    limit: int
    state: LimitState
    sensitive_people: int
    sensitive_limit: int
    sensitive_state: LimitState


@dataclass(frozen=True)
class Counters:
    """The register's figures: this year and those before, the newest first."""

    abroad: tuple[YearAbroad, ...]
    counters: tuple[Counter, ...]
    policy: ExportPolicy


@dataclass(frozen=True)
class ExportFile:
    """A file on its way out: its name, media type, size, and its clear bytes."""

    name: str
    media_type: str
    size_bytes: int
    blocks: Iterator[bytes]
