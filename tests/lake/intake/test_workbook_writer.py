"""Workbooks that we write are read back as they were, by others and by our own reader, and run nothing."""

import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xenia.lake.intake.workbook_writer import CELL_LETTERS_MAX, write_workbook

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\r\x0b\x0c", exclude_categories=("Cc", "Cs")), min_size=1, max_size=40)


def read_back(*rows: tuple[str | int | Decimal | None, ...], mark: str = "mark") -> list[tuple[object, ...]]:
    write_workbook(rows, out := io.BytesIO(), mark=mark)
    sheet = openpyxl.load_workbook(io.BytesIO(out.getvalue())).active
    assert sheet is not None
    return list(sheet.values)


@given(TEXT, st.integers(-(10**12), 10**12))
def test_texts_and_numbers_are_read_back_as_they_were(text: str, number: int) -> None:
    assert read_back((text, number)) == [(text, number)]


@pytest.mark.parametrize("cell", ["=1+1", "=cmd|' /C calc'!A0", "+1", "@SUM(A1)", "<b>&amp;</b>", "  spaces  ", "]]>"])
def test_nothing_is_taken_for_a_formula_or_for_markup(cell: str) -> None:
    write_workbook([(cell,)], out := io.BytesIO(), mark="m")
    sheet = zipfile.ZipFile(io.BytesIO(out.getvalue())).read("xl/worksheets/sheet1.xml").decode()
    assert (sheet.count('t="inlineStr"'), "<f>" in sheet, read_back((cell,))) == (1, False, [(cell,)])


def test_what_no_workbook_can_hold_is_replaced_and_what_is_too_long_is_cut() -> None:
    assert read_back(("a\x00b\ud800c", None, "x" * 40_000, Decimal("1234.50"))) == [("a�b�c", None, "x" * CELL_LETTERS_MAX, 1234.5)]


@pytest.mark.parametrize("mark", ["A & B", "<script>", "宾至 · XE-ABC", "&D&P", "x" * 900])
def test_any_mark_leaves_a_whole_file(mark: str) -> None:
    assert read_back(("a",), mark=mark) == [("a",)]
