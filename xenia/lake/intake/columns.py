"""Arrow columns of any type as text columns, vectorised; the same text that `cells.value_text` gives for one value."""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from xenia.lake.intake.cells import bytes_text, duration_text, float_text, joined_text

TEXT = pa.string()
Column = Any  # an Arrow array of any type: the published stubs lack half of its methods
FRACTION_OF_ZEROS = r"(:\d\d)\.0+(Z?)$"
EMPTY = pa.scalar("")
TRAILING_ZEROS = r"(:\d\d\.\d*[1-9])0+(Z?)$"


def column_as_text(column: Column) -> Column:
    """Empty text becomes null; dates and instants ISO 8601; whole numbers without `.0`; lists of plain values joined by `|`."""
    return pa.chunked_array([_as_text(chunk) for chunk in column.chunks], TEXT)


def _as_text(array: Column) -> Column:
    kind = array.type
    if pa.types.is_dictionary(kind):
        return _as_text(array.dictionary_decode())
    if pa.types.is_null(kind):
        return pa.nulls(len(array), TEXT)
    if pa.types.is_floating(kind):
        return _floats(array)
    if pa.types.is_timestamp(kind):
        return _instants(array)
    if pa.types.is_time(kind):
        return _without_zero_fractions(array.cast(TEXT))
    if pa.types.is_duration(kind):
        return _one_by_one(array.cast(pa.duration("us"), safe=False), duration_text)
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind):
        return _one_by_one(array, bytes_text)
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return _lists(array)
    if pa.types.is_nested(kind):
        return _one_by_one(array, joined_text)
    text = array.cast(TEXT)
    return pc.if_else(pc.equal(text, EMPTY), None, text) if pc.any(pc.equal(text, EMPTY)).as_py() else text


def _one_by_one(array: Column, as_text: Any) -> Column:
    return pa.array([None if value is None else as_text(value) for value in array.to_pylist()], TEXT)


def _floats(array: Column) -> Column:
    """Whole numbers through int64, which is exact and fast; the rest as Arrow prints them, exponents written out."""
    array = array.cast(pa.float32()) if pa.types.is_float16(array.type) else array
    array = pc.if_else(pc.is_nan(array), None, array)
    filled = array.drop_null().to_numpy(zero_copy_only=False)
    if bool(np.all(np.abs(filled) < 2**53)) and bool(np.all(filled == np.trunc(filled))):
        return array.cast(pa.int64()).cast(TEXT)
    text = pc.replace_substring_regex(array.cast(TEXT), r"\.0$", "")
    if pc.any(pc.match_substring(text, "e")).as_py():
        return pa.array([float_text(float(cell)) if cell and "e" in cell else cell for cell in text.to_pylist()], TEXT)
    return text


def _instants(array: Column) -> Column:
    """`2026-11-22T08:30:00`, with a `Z` where the column has a time zone (told in UTC then)."""
    zoned = array.type.tz is not None
    array = array.cast(pa.timestamp("us", "UTC" if zoned else None), safe=False)
    return _without_zero_fractions(pc.replace_substring(array.cast(TEXT), " ", "T", max_replacements=1))


def _without_zero_fractions(text: Column) -> Column:
    text = pc.replace_substring_regex(text, FRACTION_OF_ZEROS, r"\1\2")
    return pc.replace_substring_regex(text, TRAILING_ZEROS, r"\1\2")


def _lists(array: Column) -> Column:
    if pa.types.is_nested(array.type.value_type):
        return _one_by_one(array, joined_text)
    lengths = pc.list_value_length(array).fill_null(0).to_numpy(zero_copy_only=False)
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    values: Column = pc.fill_null(_as_text(array.flatten()), "")
    lists: Column = pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), values)
    joined: Column = pc.binary_join(lists, "|")
    return pc.if_else(pc.or_(array.is_null(), pc.equal(joined, EMPTY)), None, joined)


def split_column(column: Column, separator: str, count: int) -> list[Column]:
    """One text column as `count`. Further separators stay in the last one; missing cells are null."""
    pieces: Column = pc.split_pattern(column.combine_chunks(), separator, max_splits=count - 1)
    lengths = pc.list_value_length(pieces).fill_null(0).to_numpy(zero_copy_only=False)
    starts = np.cumsum(lengths) - lengths
    texts = pieces.flatten()
    columns = []
    for place in range(count):
        positions = pa.array(starts + place, pa.int64(), mask=lengths <= place)
        columns.append(column_as_text(pa.chunked_array([texts.take(positions)], TEXT)))
    return columns
