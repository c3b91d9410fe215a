"""The lines of an uploaded file: its header, its lines, and those that were refused as they were sent. The files stay where uploads stay,
sealed, and expire as they do. For this module."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from uuid import UUID

from xenia.connect.queries.uploads import get_upload, stream_factory
from xenia.connect.types.sources import Upload
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict
from xenia.kernel.texts import Text
from xenia.lake.intake.delimited_writer import formula_safe
from xenia.lake.intake.open import read_file
from xenia.lake.intake.types import ROW, Batch, ReadOptions

LINES_AT_ONCE = 50_000
Words = Callable[[str], Text]
"""Returns the reason of a code in words."""


def header_of(actor: Actor, upload_id: UUID) -> list[str]:
    """Returns the columns of the file; raises Conflict where it has expired."""
    upload = get_upload(actor, upload_id)
    if upload.is_erased or upload.shape is None:
        raise Conflict(
            "upload_expired", f"The file {upload.file_name} has expired; upload it again.", f"文件“{upload.file_name}”已过期，请重新上传。"
        )
    return list(upload.shape["header"])


def batches_of(actor: Actor, upload_id: UUID) -> Iterator[Batch]:
    """Returns the file in parts, the first lines first. Raises FileFault where it cannot be read to its end."""
    return _batches(get_upload(actor, upload_id))


def lines_as_sent(actor: Actor, upload_id: UUID, wanted: set[int]) -> Iterator[tuple[int, Sequence[str]]]:
    """Yields the wanted lines of a file as they were sent, cell by cell; nothing where the upload has expired."""
    upload = get_upload(actor, upload_id)
    if upload.is_erased or not wanted:
        return
    last = max(wanted)
    for batch in _batches(upload):
        yield from ((one.row_number, [one.raw]) for one in batch.rejects if one.row_number in wanted)
        names = [name for name in batch.rows.column_names if name != ROW]
        rows = batch.rows[ROW].to_pylist()
        places = [place for place, line in enumerate(rows) if line in wanted]
        cells = batch.rows.select(names).take(places).to_pylist() if places else []
        yield from ((rows[place], [one[name] or "" for name in names]) for place, one in zip(places, cells, strict=True))
        if rows and rows[-1] > last:
            return


def refused_as_sent(
    actor: Actor, upload_id: UUID, codes: Mapping[int, Sequence[str]], words: Words, first: Sequence[str] = ()
) -> Iterator[bytes]:
    """Yields a line of CSV for each refused line and reason: what stands `first`, the line's number, the code, the reason in both
    languages, and the line as it was sent; then those of which nothing is kept any more."""
    left = dict(codes)

    def told(line: int, cells: Sequence[str]) -> bytes:
        reasons = [(code, words(code)) for code in left.pop(line, [])]
        return b"".join(csv_line((*first, str(line), code, said.zh, said.en, *cells)) for code, said in reasons)

    for line, cells in lines_as_sent(actor, upload_id, set(codes)):
        yield told(line, cells)
    for line in list(left):
        yield told(line, ())


def csv_line(cells: Sequence[str]) -> bytes:
    """Returns one line of CSV of which no cell is a formula."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([formula_safe(one) for one in cells])
    return out.getvalue().encode()


def _batches(upload: Upload) -> Iterator[Batch]:
    options = ReadOptions(**upload.options, batch_rows=LINES_AT_ONCE)
    return read_file(stream_factory(upload.id), upload.file_name, options=options)
