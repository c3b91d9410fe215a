"""Where a person stands in sealed files and rows: opened and looked through, cell by cell."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from xenia.connect import models
from xenia.connect.queries.quarantine import open_values
from xenia.connect.queries.uploads import stream_factory, upload_path
from xenia.lake.intake.types import ReadOptions
from xenia.trust.queries.sealed_files import file_holds, values_hold
from xenia.trust.types.rights import Trace, pattern_of, wholes_of

BATCH_ROWS = 100_000
ROWS_A_LOOK = 2_000


def upload_names(traces: Sequence[Trace]) -> list[UUID]:
    """The uploads, not yet expired, that hold a trace. For the queries and actions of this module."""
    return [upload_id for upload_id in open_uploads() if upload_holds(upload_id, traces)]


def open_uploads(after: UUID | None = None) -> list[UUID]:
    """Uploads whose sealed file is still there, in the order of their ids."""
    rows = models.Upload.objects.filter(erased_at__isnull=True).order_by("id")
    ids = (rows.filter(id__gt=after) if after else rows).values_list("id", flat=True)
    return [upload_id for upload_id in ids if upload_path(upload_id).exists()]


def upload_holds(upload_id: UUID, traces: Sequence[Trace]) -> bool:
    """Whether the file holds a trace, or cannot be looked through to its end."""
    row = models.Upload.objects.get(id=upload_id)
    return file_holds(stream_factory(upload_id), row.file_name, ReadOptions(**row.options, batch_rows=BATCH_ROWS), traces)


def quarantined_of(traces: Sequence[Trace], after: UUID | None) -> tuple[list[UUID], UUID | None]:
    """Looks at the next 2,000 quarantined rows: those that hold a trace, and the last one looked at (None at the end)."""
    rows = models.QuarantinedRow.objects.order_by("id")
    looked = list((rows.filter(id__gt=after) if after else rows).values_list("id", "row_sealed")[:ROWS_A_LOOK])
    pattern, wholes = pattern_of(traces), wholes_of(traces)
    held = [row_id for row_id, sealed in looked if values_hold(_texts(open_values(row_id, bytes(sealed))), pattern, wholes)]
    return held, looked[-1][0] if len(looked) == ROWS_A_LOOK else None


def _texts(values: Mapping[str, str | None]) -> Iterator[str | None]:
    yield from values.values()


def count_quarantined(traces: Sequence[Trace]) -> int:
    """How many quarantined rows hold a trace."""
    found, after = quarantined_of(traces, None)
    count = len(found)
    while after is not None:
        found, after = quarantined_of(traces, after)
        count += len(found)
    return count
