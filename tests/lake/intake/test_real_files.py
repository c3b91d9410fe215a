"""The real exports: as many rows as Python's csv module counts, and the same cells."""

import csv
import gzip
import io
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.lake.intake.reading import Outcome, look, read

pytestmark = pytest.mark.slow
DATA = Path(__file__).parents[4] / "shared" / "data"
DELIMITED = [
    "hi_guides/orders.csv",
    "hi_guides/premium_order_label.csv",
    "hi_guides/profiles.csv",
    "hi_guides/reviews.csv",
    "hi_guides/sessions.csv",
    "hotel_bookings/hotel_bookings.csv.gz",
    "hotel_reviews_zh/reviews.csv",
    "airline_loyalty_fictitious/Customer Loyalty History.csv",
    "airline_loyalty_fictitious/Airline Loyalty Data Dictionary.csv",
]


def real(name: str) -> bytes:
    path = DATA / name
    if not path.exists():
        pytest.skip(f"the real data set {name} is not on this machine")
    return path.read_bytes()


@pytest.mark.parametrize("name", DELIMITED)
def test_a_real_file_reads_as_the_csv_module_reads_it(name: str) -> None:
    data = real(name)
    text = (gzip.decompress(data) if name.endswith(".gz") else data).decode("utf-8-sig")
    header, *expected = list(csv.reader(io.StringIO(text, newline="")))
    outcome = read(data, Path(name).name)
    assert list(outcome.rows[0])[:-1] == [cell.strip() for cell in header]
    assert outcome.cells() == [[cell or None for cell in row] for row in expected]
    assert complete(outcome)


@pytest.mark.parametrize("name", ["hotel_clickstream/actions.parquet", "hotel_clickstream/sessions.parquet"])
def test_a_real_parquet_file_has_all_its_rows(name: str) -> None:
    data = real(name)
    rows = pq.read_metadata(io.BytesIO(data)).num_rows
    assert look(data).rows_estimate == rows
    outcome = read(data)
    assert len(outcome.rows) == rows
    assert complete(outcome)


@pytest.mark.parametrize(
    ("name", "rows"), [("airline_service_zh/knowledge_base.xlsx", 19_952), ("airline_service_zh/questions.jsonl", 3_529)]
)
def test_a_real_workbook_and_json_file_have_all_their_rows(name: str, rows: int) -> None:
    outcome = read(real(name))
    assert len(outcome.rows) == rows
    assert complete(outcome)


def complete(outcome: Outcome) -> bool:
    return outcome.fault is None and outcome.rejects == []
