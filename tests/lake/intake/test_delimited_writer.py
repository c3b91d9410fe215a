"""Exports that Excel opens without running anything."""

import io

import pytest

from xenia.lake.intake.delimited_writer import formula_safe, write_delimited


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("+86 138 0013 8000", "'+86 138 0013 8000"),
        ("-1+2", "'-1+2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("＝1+1", "'＝1+1"),
        ("-12.50", "-12.50"),
        ("+8613800138000", "+8613800138000"),
        ("-1,234.5", "-1,234.5"),
        ("a=b", "a=b"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_cell_that_excel_would_run_gets_an_apostrophe(cell: str | None, written: str) -> None:
    assert formula_safe(cell) == written


def test_the_file_is_what_chinese_excel_reads() -> None:
    out = io.BytesIO()
    assert write_delimited([["城市", "备注"], ["巴黎", '=HYPERLINK("http://x")']], out) == 2
    assert out.getvalue() == '\ufeff城市,备注\r\n巴黎,"\'=HYPERLINK(""http://x"")"\r\n'.encode()


def test_what_an_encoding_lacks_becomes_a_question_mark() -> None:
    out = io.BytesIO()
    write_delimited([["巴黎", "é"]], out, encoding="ascii")
    assert out.getvalue() == b"??,?\r\n"
