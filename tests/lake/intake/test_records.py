"""Row ends are where pyarrow's own parser sees them, however the text is cut into blocks."""

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import csv

from xenia.lake.intake.records import Dialect, RecordCutter, split_rows, structural_quotes

COMMA = Dialect(",")
TEXT = st.text(st.sampled_from('a",\n\r'), min_size=1, max_size=30).map(str.encode)


@settings(max_examples=500, deadline=None)
@given(text=TEXT.filter(lambda text: len(structural_quotes(text, COMMA)) % 2 == 0))
def test_rows_are_counted_as_the_parser_counts_them(text: bytes) -> None:
    skipped: list[int] = []
    table = csv.read_csv(
        pa.BufferReader(text),
        read_options=csv.ReadOptions(use_threads=False, column_names=["a", "b"], block_size=len(text) + 1),
        parse_options=csv.ParseOptions(
            newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=lambda row: skipped.append(row.number) or "skip"
        ),
    )
    assert len(split_rows(text, COMMA)) == table.num_rows + len(skipped)


@settings(max_examples=300, deadline=None)
@given(text=TEXT, step=st.integers(1, 7))
def test_no_byte_is_lost_however_the_text_arrives(text: bytes, step: int) -> None:
    cutter = RecordCutter(COMMA, record_bytes_max=1 << 20)
    chunks = [chunk for start in range(0, len(text), step) for chunk in cutter.feed(text[start : start + step])] + cutter.finish()
    assert b"".join(chunk.data for chunk in chunks) == text


@settings(max_examples=300, deadline=None)
@given(text=TEXT.map(lambda text: text.replace(b"\r", b"x")), step=st.integers(1, 7))
def test_overlong_rows_end_where_they_should(text: bytes, step: int) -> None:
    cutter = RecordCutter(COMMA, record_bytes_max=2)
    chunks = [chunk for start in range(0, len(text), step) for chunk in cutter.feed(text[start : start + step])] + cutter.finish()
    assert sum(1 if chunk.overlong else len(split_rows(chunk.data, COMMA)) for chunk in chunks) == len(split_rows(text, COMMA))
