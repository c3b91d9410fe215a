"""Looking for texts in every file of the lake, data files of any version, their footers and Delta's own log: the proof of an erasure."""

import re
from collections.abc import Iterator

import fsspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from xenia.lake.engine import Lake, default_lake
from xenia.lake.snapshots import snapshot_names, snapshot_uri
from xenia.lake.tables import TABLES, is_local, table_uri

BATCH_ROWS = 100_000
TEXTS = (pa.string(), pa.large_string())


def count_in_files(pattern: str, *, lake: Lake | None = None) -> dict[str, int]:
    """Returns how many cells, footers and log files of each table match the pattern (letters in any case), tables without any included.

    A file that vanishes meanwhile (a compaction ran) holds nothing any more.
    """
    place = lake or default_lake()
    places = {name: table_uri(place.url, name) for name in TABLES}
    places |= {name: snapshot_uri(place.url, name) for name in snapshot_names(place)}
    return {name: sum(_count(path, pattern, place) for path in _files_of(place, uri)) for name, uri in places.items()}


def _files_of(lake: Lake, uri: str) -> Iterator[str]:
    system, root = fsspec.core.url_to_fs(uri)
    for path in system.find(root):
        yield path if is_local(lake.url) else str(system.unstrip_protocol(path))


def _count(path: str, pattern: str, lake: Lake) -> int:
    try:
        with fsspec.open(path, "rb") as file:
            if not path.endswith(".parquet"):
                return len(re.findall(pattern, file.read().decode("utf-8", errors="replace"), re.IGNORECASE))
            parquet = pq.ParquetFile(file)
            in_footer = len(re.findall(pattern, str(parquet.metadata.to_dict()), re.IGNORECASE))
            return in_footer + sum(_count_in_rows(batch, pattern) for batch in parquet.iter_batches(BATCH_ROWS))
    except FileNotFoundError:
        return 0


def _count_in_rows(batch: pa.RecordBatch, pattern: str) -> int:
    return sum(_count_in_column(column, pattern) for column in batch.columns)


def _count_in_column(column: "pa.Array[pa.Scalar]", pattern: str) -> int:
    """Cells that match; a column of structures (Delta's checkpoints) is looked through as it would be printed."""
    if pa.types.is_list(column.type):
        column = pc.list_flatten(column)
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if column.type in TEXTS:
        return int(pc.sum(pc.match_substring_regex(column, pattern, ignore_case=True)).as_py() or 0)
    if pa.types.is_nested(column.type):
        return sum(re.search(pattern, str(value), re.IGNORECASE) is not None for value in column.to_pylist() if value is not None)
    return 0
