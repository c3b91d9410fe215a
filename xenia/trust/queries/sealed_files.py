"""Looking for a person in files: opened and read cell by cell, whatever their format, encoding or compression."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from xenia.lake.intake.open import read_file
from xenia.lake.intake.types import ReadOptions, StreamFactory
from xenia.trust.types.rights import Trace, pattern_of, wholes_of


def file_holds(stream_factory: StreamFactory, name: str, options: ReadOptions, traces: Sequence[Trace]) -> bool:
    """Whether a cell of the file, a row that could not be read, or the file's name holds a trace. True where the file cannot be read to its
    end: what nobody can look through is not kept. A yes or no for erasures, which have checked the actor."""
    pattern, wholes = pattern_of(traces), wholes_of(traces)
    if pattern and re.search(pattern, name, re.IGNORECASE):
        return True
    try:
        for batch in read_file(stream_factory, name, options=options):
            if _rows_hold(batch.rows, pattern, wholes) or any(values_hold([one.raw], pattern, wholes) for one in batch.rejects):
                return True
    except Exception:  # whatever keeps us from reading it on
        return True
    return False


def _rows_hold(rows: pa.Table, pattern: str, wholes: frozenset[str]) -> bool:
    return any(_column_holds(column, pattern, wholes) for column in rows.columns if pa.types.is_string(column.type))


def _column_holds(column: "pa.ChunkedArray[Any]", pattern: str, wholes: frozenset[str]) -> bool:
    if pattern and pc.any(pc.match_substring_regex(column, pattern, ignore_case=True)).as_py():
        return True
    return bool(wholes) and bool(pc.any(pc.is_in(pc.utf8_trim_whitespace(column), value_set=pa.array(sorted(wholes)))).as_py())


def values_hold(values: Iterable[str | None], pattern: str, wholes: frozenset[str]) -> bool:
    """Whether one of the values holds a trace. Pure, so it takes no actor."""
    return any(
        bool(value) and (value.strip() in wholes or bool(pattern and re.search(pattern, value, re.IGNORECASE))) for value in values if value
    )
