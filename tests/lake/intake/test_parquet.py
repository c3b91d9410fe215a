"""Parquet files with every column as text."""

import datetime as dt
import io
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.lake.intake.reading import look, read

ZONED = dt.datetime(2024, 5, 1, 8, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def parquet(table: pa.Table, **options: Any) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (7, pa.int64(), "7"),
        (100000000231.0, pa.float64(), "100000000231"),
        (12.5, pa.float64(), "12.5"),
        (1e-7, pa.float64(), "0.0000001"),
        (float("nan"), pa.float64(), None),
        (0.1, pa.float32(), "0.1"),
        (Decimal("12.50"), pa.decimal128(10, 2), "12.50"),
        (True, pa.bool_(), "true"),
        ("", pa.string(), None),
        ("x", pa.dictionary(pa.int32(), pa.string()), "x"),
        (dt.date(2024, 5, 1), pa.date32(), "2024-05-01"),
        (dt.datetime(2024, 5, 1, 8, 30), pa.timestamp("ns"), "2024-05-01T08:30:00"),
        (dt.datetime(2024, 5, 1, 8, 30, 0, 250_000), pa.timestamp("us"), "2024-05-01T08:30:00.25"),
        (ZONED, pa.timestamp("ms", "Asia/Shanghai"), "2024-05-01T00:30:00Z"),
        (dt.time(8, 30), pa.time64("us"), "08:30:00"),
        (dt.timedelta(hours=30), pa.duration("ns"), "30:00:00"),
        (["a", None, "b"], pa.list_(pa.string()), "a||b"),
        ([1, 2], pa.large_list(pa.int32()), "1|2"),
        ([], pa.list_(pa.string()), None),
        ([{"k": 1}], pa.list_(pa.struct([("k", pa.int64())])), '[{"k":1}]'),
        ("巴黎".encode(), pa.binary(), "巴黎"),
        (b"\xff\x00", pa.binary(), "ff00"),
    ],
)
def test_a_value_of_any_type_becomes_text(value: Any, kind: pa.DataType, text: str | None) -> None:
    table = pa.table({"id": ["1", "2"], "value": pa.array([value, None], kind)})
    assert read(parquet(table)).cells() == [["1", text], ["2", None]]


def test_nested_fields_become_dotted_columns() -> None:
    table = pa.table({"guest": [{"name": "Lin", "city": {"zh": "巴黎"}}]})
    assert read(parquet(table)).rows == [{"guest.name": "Lin", "guest.city.zh": "巴黎", "_row": 1}]


def test_a_look_counts_the_rows_exactly() -> None:
    shape = look(parquet(pa.table({"id": range(1_000)})))
    assert (shape.format, shape.rows_estimate, shape.header, len(shape.sample)) == ("parquet", 1_000, ["id"], 50)


def test_reading_goes_on_in_the_middle_of_a_row_group() -> None:
    data = parquet(pa.table({"id": range(1_000)}), row_group_size=300)
    outcome = read(data, skip_rows=450)
    assert (outcome.rows[0], len(outcome.rows)) == ({"id": "450", "_row": 451}, 550)


def test_tab_separated_text_in_a_single_column_is_split() -> None:
    outcome = read(parquet(pa.table({"id\tcity\tpaid": ["1\tParis\t20", "2\tRome", "3\t\t9"]})))
    assert outcome.cells() == [["1", "Paris", "20"], ["2", "Rome", None], ["3", None, "9"]]


def test_a_nul_character_costs_its_row_only() -> None:
    outcome = read(parquet(pa.table({"id": ["1", "2\0", None, "4"]})))
    assert outcome.rules == [(2, "nul_byte")]
    assert outcome.numbers == [1, 4]


@pytest.mark.parametrize("one_way", [False, True])
def test_a_file_without_its_end_says_so(one_way: bool) -> None:
    data = parquet(pa.table({"id": range(1_000)}))
    fault = read(data[:-20], "orders.parquet", one_way=one_way).fault
    assert fault is not None
    assert fault.code == "file_truncated"


def test_a_stream_that_cannot_seek_is_read() -> None:
    table = pa.table({name: [f"{number * 7919 % 100_003} {name}" for number in range(60_000)] for name in ("a", "b", "c")})
    assert len(read(parquet(table, row_group_size=20_000), one_way=True).rows) == 60_000
