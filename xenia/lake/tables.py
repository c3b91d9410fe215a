"""Every fact table of the lake, declared once: its name, the kind of record it holds, its columns and which of them keep statistics.

Money is int64 minor units beside an ISO 4217 column, instants are UTC microseconds, dates are dates, hashes are 16 bytes.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pyarrow as pa
from deltalake import DeltaTable, Schema
from deltalake.exceptions import DeltaError, TableNotFoundError

from xenia.kernel.errors import Invalid, NotFound

TEXT = pa.string()
TEXTS = pa.list_(pa.field("element", pa.string()))
WHOLE = pa.int32()
MINOR = pa.int64()
REAL = pa.float64()
FLAG = pa.bool_()
HASH = pa.binary()
DATE = pa.date32()
INSTANT = pa.timestamp("us", tz="UTC")

_EVERY_ROW_HAS = {
    "source_id": TEXT,
    "unit_id": TEXT,
    "run_id": TEXT,
    "row_number": pa.int64(),
    "record_hash": HASH,
    "content_hash": HASH,
    "order_at": INSTANT,
    "recorded_at": INSTANT,
}
COMMON = pa.schema([column.with_nullable(False) for column in pa.schema(_EVERY_ROW_HAS)])
RECORD_COLUMNS = ("record_id", "booker_id", "payer_id", "traveller_ids")
RETENTION_OF_LOG = "interval 7 days"
UNFIT_FOR_A_PATH = re.compile(r"[\[\]\\^|*?{}]|%[0-9A-Fa-f]{2}|::|[\x00-\x1f\x7f]")
"""delta-rs makes a host name of the path and panics on brackets, `^` and `|`, and decodes `%41` twice; Spark takes `*`, `?` and braces for
a pattern and finds nothing, without an error; fsspec reads `::` as a chain."""
CONFIGURATION = {
    "delta.logRetentionDuration": RETENTION_OF_LOG,
    "delta.checkpointInterval": "50",
    "delta.setTransactionRetentionDuration": "interval 90 days",
}


@dataclass(frozen=True)
class FactTable:
    """One table. `versioned`: a record may come again with other content, and compaction collapses equal neighbours.

    `stats_columns` are the columns whose smallest and largest value Delta may keep in its log: dates and instants only, because a
    statistic outlives the row it was taken from. `record_columns` name people by record id and are what an erasure looks for.
    """

    name: str
    kind: str
    schema: pa.Schema
    versioned: bool
    stats_columns: tuple[str, ...] = field(init=False)
    record_columns: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        dated = tuple(c.name for c in self.schema if c.type in (DATE, INSTANT))
        named = tuple(name for name in RECORD_COLUMNS if name in self.schema.names)
        object.__setattr__(self, "stats_columns", dated)
        object.__setattr__(self, "record_columns", named)

    @property
    def holds_bookings(self) -> bool:
        """Whether a record of this table is a booking line, so that its booking id must survive from version to version."""
        return self.kind == "booking"


_TYPES = {"text": TEXT, "texts": TEXTS, "instant": INSTANT, "date": DATE, "minor": MINOR, "whole": WHOLE, "real": REAL}


def _fact(kind: str, name: str, *, versioned: bool, **columns: str) -> FactTable:
    fields = [pa.field(column, _TYPES[of]) for of, names in columns.items() for column in names.split()]
    return FactTable(name, kind, pa.schema([*COMMON, *fields]), versioned)


_ALL = (
    _fact(
        "booking",
        "booking_versions",
        versioned=True,
        text="booking_id booking_key line status channel destination_city destination_country property currency purpose market_code "
        "source_code rate_code promotion_code company external_reference parent_key cancel_reason booker_id payer_id time_zone attributes",
        texts="traveller_ids",
        instant="booked_at modified_at",
        date="cancelled_on starts_on ends_on",
        minor="total_minor",
        whole="adults children infants rooms nights",
    ),
    _fact(
        "item",
        "booking_items",
        versioned=True,
        text="booking_id booking_key item_key kind status supplier product origin destination carrier number departs_zone arrives_zone "
        "cabin fare_class property room_type currency ticket_number_last4 attributes",
        instant="departs_at arrives_at",
        date="departs_on arrives_on",
        minor="amount_minor",
        whole="quantity",
    ),
    _fact(
        "payment",
        "payments",
        versioned=True,
        text="booking_id booking_key payment_key method currency status",
        instant="paid_at",
        minor="amount_minor",
    ),
    _fact(
        "status",
        "booking_status_changes",
        versioned=False,
        text="booking_id booking_key status reason",
        instant="changed_at",
    ),
    _fact(
        "event",
        "behaviour_events",
        versioned=False,
        text="event_key name record_id anonymous_id session_id time_zone device page destination properties",
        instant="at ended_at",
    ),
    _fact(
        "interaction",
        "interactions",
        versioned=False,
        text="interaction_key record_id channel direction agent subject outcome text",
        instant="at ended_at",
        whole="duration_seconds",
    ),
    _fact(
        "feedback",
        "feedback",
        versioned=False,
        text="feedback_key record_id booking_key title text language touchpoint channel",
        texts="tags",
        instant="at",
        real="rating rating_max",
    ),
    _fact("trait", "guest_traits", versioned=True, text="record_id name value", instant="at"),
    _fact(
        "guest",
        "guest_facts",
        versioned=True,
        text="record_id gender birth_year_band language nationality country province city vip membership_programme membership_tier company "
        "attributes",
        texts="tags",
        instant="created_at modified_at",
    ),
    _fact(
        "place",
        "places",
        versioned=True,
        text="place_key kind name name_en city country currency attributes",
        real="latitude longitude rating",
        minor="price_minor",
    ),
)
TABLES: dict[str, FactTable] = {table.name: table for table in _ALL}
KINDS: dict[str, FactTable] = {table.kind: table for table in _ALL}


def get_table(name: str) -> FactTable:
    """Returns the declaration of a fact table; raises NotFound for a name the lake does not have."""
    if name not in TABLES:
        raise NotFound(
            "fact_table_unknown",
            f"The lake has no table {name!r}; it has {', '.join(TABLES)}.",
            f"数据湖中没有名为 {name!r} 的表；现有：{'、'.join(TABLES)}。",
        )
    return TABLES[name]


def is_local(lake_url: str) -> bool:
    """Whether the lake is a folder of this machine rather than an object store."""
    return len(urlsplit(lake_url).scheme) <= 1 or lake_url.startswith("file://")


def local_folder(lake_url: str) -> Path:
    """The absolute folder of a local lake."""
    return Path(lake_url.removeprefix("file://")).absolute()


def table_uri(lake_url: str, name: str) -> str:
    """The address of one table; raises NotFound for a name the lake does not have."""
    get_table(name)
    return str(local_folder(lake_url) / name) if is_local(lake_url) else f"{lake_url.rstrip('/')}/{name}"


def files_of(delta: DeltaTable) -> list[str]:
    """The data files of the opened version: plain paths of a local lake (Delta gives them percent-encoded), URLs of an object store."""
    files = delta.file_uris()
    return [unquote(path) for path in files] if is_local(delta.table_uri) else files


def ensure_tables(lake_url: str) -> None:
    """Makes every fact table that does not exist yet and adds columns that older tables lack. Safe to run in several processes at once.

    Raises Invalid for a local folder whose path (links followed) has one of the few signs Delta cannot write with, such as a bracket.
    """
    if is_local(lake_url):
        _check_folder(local_folder(lake_url).resolve())
        local_folder(lake_url).mkdir(parents=True, exist_ok=True)
    for table in TABLES.values():
        _ensure_table(table_uri(lake_url, table.name), table)


def _check_folder(folder: Path) -> None:
    found = UNFIT_FOR_A_PATH.search(str(folder))
    if found:
        raise Invalid(
            "lake_folder_unfit",
            f"The lake cannot be kept in {folder}: its storage library cannot write to a path with {found[0]!r} in it. "
            "Set XENIA_LAKE_URL (or XENIA_HOME) to a folder without; spaces and Chinese characters are fine.",
            f"数据湖不能放在 {folder}：存储库无法写入含 {found[0]!r} 的路径。请用 XENIA_LAKE_URL 指定其他文件夹（空格和中文都可以）。",
        )


def _ensure_table(uri: str, table: FactTable) -> None:
    try:
        delta = DeltaTable(uri)
    except TableNotFoundError:
        try:
            statistics = {"delta.dataSkippingStatsColumns": ",".join(table.stats_columns)}
            DeltaTable.create(uri, table.schema, mode="ignore", name=table.name, configuration=CONFIGURATION | statistics)
        except DeltaError:
            DeltaTable(uri)  # another process made it in the same moment; anything else is raised again here
        return
    present = {column.name for column in delta.schema().fields}
    lacking = [column for column in table.schema if column.name not in present]
    if lacking:
        delta.alter.add_columns(list(Schema.from_arrow(pa.schema(lacking)).fields))
