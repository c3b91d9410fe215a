"""Excel workbooks: what a person sees in the cells."""

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.lake.intake.reading import look, read
from xenia.lake.intake.types import Limits

FILES = Path(__file__).parent / "files"


def workbook(rows: list[list[Any]], **more_sheets: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    for title, content in {"订单": rows, **more_sheets}.items():
        sheet = book.active if title == "订单" else book.create_sheet(title)
        sheet.title = title
        for row in content:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (123, "123"),
        (123.0, "123"),
        (100000000231, "100000000231"),
        (12.5, "12.5"),
        (1234.5600000000001, "1234.56"),
        (0.0000001, "0.0000001"),
        (True, "true"),
        (dt.date(2024, 5, 1), "2024-05-01"),
        (dt.datetime(2024, 5, 1, 8, 30), "2024-05-01T08:30:00"),
        (dt.time(8, 30), "08:30:00"),
        (dt.timedelta(hours=30), "30:00:00"),
        ("007", "007"),
        ("", None),
        (None, None),
        ("#N/A text", "#N/A text"),
    ],
)
def test_a_cell_reads_as_a_person_would_type_it(value: Any, text: str | None) -> None:
    assert read(workbook([["id", "value"], ["x", value]])).cells() == [["x", text]]


def test_dates_of_a_workbook_that_counts_from_1904_are_right() -> None:
    book = openpyxl.Workbook()
    book.epoch = dt.datetime(1904, 1, 1)
    book.active.append(["on"])
    book.active.append([dt.date(2024, 5, 1)])
    out = io.BytesIO()
    book.save(out)
    assert read(out.getvalue()).cells() == [["2024-05-01"]]


def test_row_numbers_are_those_excel_shows_and_empty_rows_are_left_out() -> None:
    outcome = read(workbook([[], [" id ", "city"], [1, "Paris"], [None, None], [2, "Rome"]]))
    assert outcome.rows == [{"id": "1", "city": "Paris", "_row": 3}, {"id": "2", "city": "Rome", "_row": 5}]


def test_a_cell_beyond_the_header_refuses_its_row() -> None:
    outcome = read(workbook([["id", "city"], [1, "Paris"], [2, "Rome", "x"]]))
    assert outcome.rules == [(3, "columns_ragged")]
    assert outcome.numbers == [2]


def test_a_sheet_can_be_chosen_and_a_missing_one_is_refused_with_the_choices() -> None:
    data = workbook([["id"], [1]], guests=[["name"], ["Lin"]])
    assert look(data).sheets == ["订单", "guests"]
    assert read(data, sheet="guests").cells() == [["Lin"]]
    fault = read(data, "book.xlsx", sheet="paid").fault
    assert fault is not None
    assert fault.message == "The workbook book.xlsx has no sheet paid; it has: 订单, guests. Choose one of these."


def test_an_empty_first_sheet_is_passed_over() -> None:
    assert read(workbook([], guests=[["name"], ["Lin"]])).cells() == [["Lin"]]


def test_a_workbook_without_cells_is_empty() -> None:
    fault = read(workbook([])).fault
    assert fault is not None
    assert fault.code == "file_empty"


def test_a_workbook_with_a_password_is_refused_with_what_to_do() -> None:
    fault = read((FILES / "password.xlsx").read_bytes(), "guests.xlsx").fault
    assert fault is not None
    assert fault.code == "workbook_password"
    assert fault.message.startswith("The workbook guests.xlsx is protected with a password. Remove it in Excel")
    assert "有密码保护" in fault.message_zh


def test_workbooks_of_excel_97_are_read() -> None:
    data = (FILES / "excel97.xls").read_bytes()
    assert look(data).format == "xls"
    assert read(data).rows == [{"id": "12", "date": "2024-05-01", "_row": 2}]


def test_a_formula_gives_its_last_result_and_is_never_run() -> None:
    data = with_sheet_xml(
        '<row r="1"><c r="A1" t="str"><v>total</v></c></row><row r="2"><c r="A2"><f>WEBSERVICE("http://x")</f><v>42</v></c></row>'
    )
    assert read(data).cells() == [["42"]]


def test_external_entities_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    entity = f'<!DOCTYPE w [<!ENTITY e SYSTEM "file://{secret}">]>'
    outcome = read(
        with_sheet_xml('<row r="1"><c r="A1" t="str"><v>h</v></c></row><row r="2"><c r="A2" t="str"><v>&e;</v></c></row>', entity)
    )
    assert "the secret" not in str(outcome.rows)


@pytest.mark.slow
def test_a_workbook_that_unpacks_to_too_much_is_stopped() -> None:
    data = workbook([["id"], *[["the same text over and over"]] * 20_000])
    fault = read(data, "guests.xlsx", limits=Limits(workbook_bytes_max=200_000)).fault
    assert fault is not None
    assert fault.code == "workbook_too_large"


def test_a_workbook_that_stops_half_way_says_so() -> None:
    data = workbook([["id"], [1]])
    fault = read(data[: len(data) // 2], "guests.xlsx").fault
    assert fault is not None
    assert fault.code == "file_truncated"


@pytest.mark.slow
def test_a_workbook_is_read_from_a_stream_that_cannot_seek() -> None:
    assert len(read(workbook([["id", "city"], *[[number, "Paris"] for number in range(5_000)]]), one_way=True).rows) == 5_000


def with_sheet_xml(rows: str, doctype: str = "") -> bytes:
    """A workbook whose first sheet holds these rows, as no library would write them."""
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<?xml version="1.0"?>{doctype}<worksheet xmlns="{namespace}"><sheetData>{rows}</sheetData></worksheet>'
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook([["x"]]))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else old.read(name))
    return out.getvalue()
