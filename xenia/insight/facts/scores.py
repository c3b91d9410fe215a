"""What the models in use say, one table a subject: `guest_scores`, `booking_scores`, `day_scores`; a column for each score of each kind."""

from collections.abc import Iterable, Sequence
from functools import reduce
from uuid import UUID

import ibis
import pyarrow as pa
import pyarrow.compute as pc
from ibis.expr.types import Table

from xenia.insight.facts.booked import kept_days, repeated_bookings
from xenia.insight.facts.first_told import bookings_told_again
from xenia.insight.modelling import ModelKind
from xenia.insight.types.judged import ScoreKind, Subject
from xenia.lake import read

TABLES = {Subject.GUEST: "guest_scores", Subject.BOOKING: "booking_scores", Subject.DAY: "day_scores"}
KEYS = {
    Subject.GUEST: pa.schema([("guest_id", pa.string())]),
    Subject.BOOKING: pa.schema([("booking_id", pa.string()), ("guest_id", pa.string())]),
    Subject.DAY: pa.schema([("series", pa.string()), ("day", pa.date32())]),
}
"""What a row is about, by its leading columns; scores of a day are of one series and one day ahead."""
_TYPES = {
    ScoreKind.CHANCE: pa.float64(),
    ScoreKind.REAL: pa.float64(),
    ScoreKind.WHOLE: pa.int64(),
    ScoreKind.MINOR: pa.int64(),
    ScoreKind.TEXT: pa.string(),
    ScoreKind.DATE: pa.date32(),
}
SHARED = (repeated_bookings, bookings_told_again, kept_days)
"""What several models read: whoever asks for the scores of all of them keeps these for the session (`xenia.lake.read.Session.keep`)."""
REASONS = "guest_reasons"
REASONS_SCHEMA = pa.schema(
    [
        ("guest_id", pa.string()),
        ("model", pa.string()),
        ("place", pa.int64()),
        ("reason", pa.string()),
        ("weight", pa.float64()),
        ("values", pa.list_(pa.string())),
    ]
)
"""Why a model says it, one row a reason of a guest, the heaviest at place 0: the reason's name and the values its words are made of."""
OBJECTING = pa.schema([("guest_id", pa.string())])


def kinds_of(subject: Subject, kinds: Iterable[ModelKind]) -> list[ModelKind]:
    """Returns the kinds whose scores are about this subject."""
    return [one for one in kinds if one.subject is subject]


def schema_of(subject: Subject, kinds: Iterable[ModelKind]) -> pa.Schema:
    """The columns of a subject's table: what a row is about, then every score of its kinds, in their order."""
    scores = [pa.field(score.name, _TYPES[score.kind]) for kind in kinds_of(subject, kinds) for score in kind.scores]
    return pa.schema([*KEYS[subject], *scores])


def scores_of(subject: Subject, kinds: Sequence[ModelKind], version: UUID | None = None) -> Table:
    """The scores as they were written, unbound: the newest version, or the one named."""
    return read.snapshot(TABLES[subject], schema_of(subject, kinds), version)


def of_kind(kind: ModelKind, batches: Iterable[pa.RecordBatch]) -> pa.Table:
    """In: what a model yields. Out: its keys and scores with the types of the table, a number that is none as null."""
    keys = KEYS[kind.subject]
    wanted = pa.schema([*keys, *(pa.field(score.name, _TYPES[score.kind]) for score in kind.scores)])
    parts = [_typed(batch, wanted) for batch in batches if batch.num_rows]
    return pa.Table.from_batches(parts, wanted) if parts else wanted.empty_table()


def _typed(batch: pa.RecordBatch, wanted: pa.Schema) -> pa.RecordBatch:
    columns = []
    for field in wanted:
        column = batch.column(field.name)
        if pa.types.is_floating(column.type):
            column = pc.if_else(pc.is_finite(column), column, pa.scalar(None, column.type))
        columns.append(column.cast(field.type))
    return pa.RecordBatch.from_arrays(columns, schema=wanted)


def reasons_of_kind(kind: ModelKind, batches: Iterable[pa.RecordBatch]) -> pa.Table:
    """In: the reasons that a model yields. Out: the same with the model's name, as `REASONS_SCHEMA`."""
    parts = [pa.Table.from_batches([batch]) for batch in batches if batch.num_rows]
    named = [part.append_column("model", pa.repeat(kind.name, part.num_rows)).select(REASONS_SCHEMA.names) for part in parts]
    return pa.concat_tables([REASONS_SCHEMA.empty_table(), *(part.cast(REASONS_SCHEMA) for part in named)])


def side_by_side(subject: Subject, kinds: Sequence[ModelKind], tables: Sequence[pa.Table]) -> pa.Table:
    """One row for whatever any of the kinds has scored; null where one has not, or has no model in use."""
    keys, whole = KEYS[subject], schema_of(subject, kinds)
    joined = reduce(lambda left, right: left.join(right, keys.names, join_type="full outer"), tables)
    scored = set(joined.column_names)
    columns = [joined[field.name] if field.name in scored else pa.nulls(joined.num_rows, field.type) for field in whole]
    return pa.table(columns, schema=whole)


def reasons_of(version: UUID) -> Table:
    """The reasons that were written beside the scores of the version, unbound."""
    return read.snapshot(REASONS, REASONS_SCHEMA, version)


def may_be_shown(rows: Table) -> Table:
    """In: rows with `guest_id`. Out: the same without guests of the given `objecting`, who object to profiling."""
    return rows.anti_join(read.given("objecting", OBJECTING), "guest_id")


def ordered_by(rows: Table, score: str, *, is_falling: bool, after: tuple[float, str] | None) -> Table:
    """In: rows of `guest_scores` with numbers in `score`. Out: `guest_id`, `_place` (the number, turned so that the least comes first) and
    the rest, those without the score left out, after the place given."""
    number = rows[score].cast("float64")
    placed = rows.mutate(_place=-number if is_falling else number).filter(number.notnull())
    if after:
        place, guest = after
        placed = placed.filter((placed._place > place) | ((placed._place == place) & (placed.guest_id > ibis.literal(guest))))
    return placed.order_by([placed._place, placed.guest_id])


def within(rows: Table, score: str, low: float | None, high: float | None) -> Table:
    """In: rows of scores. Out: those whose score is at least `low` and at most `high`."""
    number = rows[score].cast("float64")
    found = rows if low is None else rows.filter(number >= low)
    return found if high is None else found.filter(found[score].cast("float64") <= high)
