"""What is read from delimited files: cells as written, row numbers as a person counts them, delimiters found."""

import pytest

from tests.lake.intake.reading import look, read


def test_empty_and_missing_cells_are_null_and_text_is_untouched() -> None:
    outcome = read(b'id,name,note\n007, Lin ,""\n8,,N/A\n')
    assert outcome.cells() == [["007", " Lin ", None], ["8", None, "N/A"]]


def test_quoted_cells_hold_delimiters_quotes_and_line_ends() -> None:
    outcome = read(b'id,note\n1,"a,b\nsaid ""no"""\n2,5" screen\n')
    assert outcome.cells() == [["1", 'a,b\nsaid "no"'], ["2", '5" screen']]
    assert outcome.numbers == [2, 3]


def test_blank_rows_are_left_out_but_counted() -> None:
    outcome = read(b"id,city\n\n1,Paris\n  \n,\n2,Rome\n\n")
    assert outcome.numbers == [3, 6]
    assert outcome.rejects == []


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", "\x01"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    data = "\n".join(delimiter.join(row) for row in [["id", "city", "note"], ["1", "Paris", "a.b c"], ["2", "Rome", ""]]).encode()
    assert look(data).delimiter == delimiter
    assert read(data).cells() == [["1", "Paris", "a.b c"], ["2", "Rome", None]]


def test_decimal_commas_do_not_hide_the_semicolon() -> None:
    assert read(b"id;paid;due\n1;12,50;1,00\n2;9,00;2,00\n").cells() == [["1", "12,50", "1,00"], ["2", "9,00", "2,00"]]


def test_a_forced_delimiter_is_used() -> None:
    assert read(b"a;b,c\n1;2,3\n", delimiter=",").cells() == [["1;2", "3"]]


def test_one_column_of_prose_is_not_cut_at_its_commas() -> None:
    assert read(b"review\ngood, quiet, clean\nfine\n").cells() == [["good, quiet, clean"], ["fine"]]


def test_the_line_with_which_excel_declares_the_delimiter_is_obeyed() -> None:
    outcome = read(b"sep=;\nid;city\n1;Paris\n")
    assert outcome.rows == [{"id": "1", "city": "Paris", "_row": 3}]


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\r"])
def test_every_kind_of_line_end_is_read(line_end: bytes) -> None:
    assert read(line_end.join([b"id,city", b"1,Paris", b"2,Rome", b""])).numbers == [2, 3]


def test_header_names_are_trimmed_and_empty_ones_are_numbered() -> None:
    shape = look(b" id , city,,paid\n1,Paris,x,3\n")
    assert shape.header == ["id", "city", "column_3", "paid"]
    assert [warning.message for warning in shape.warnings] == ["Column 3 has no name in the header; it is called column_3."]


@pytest.mark.parametrize("header", [b"id,city,", b"id,city"])
def test_a_delimiter_at_the_end_of_every_row_makes_no_column(header: bytes) -> None:
    data = header + b"\n1,Paris,\n2,Rome,\n"
    assert look(data).header == ["id", "city"]
    assert [warning.code for warning in look(data).warnings] == ["trailing_delimiter"]
    assert read(data).cells() == [["1", "Paris"], ["2", "Rome"]]


def test_a_value_after_the_last_named_column_is_not_lost_silently() -> None:
    data = b"id,city,\n" + b"1,Paris,\n" * 2_000 + b"2,Rome,surprise\n"
    outcome = read(data)
    assert outcome.rules == [(2_002, "columns_ragged")]
    assert outcome.rejects[0].raw == "2,Rome,surprise"


def test_numbers_in_the_header_are_read_with_a_warning() -> None:
    shape = look(b"1,Paris,2017-01-01,30\n2,Rome,2017-01-02,40\n")
    assert shape.header == ["1", "Paris", "2017-01-01", "30"]
    assert [warning.code for warning in shape.warnings] == ["header_looks_like_data"]


def test_a_file_without_a_header_is_read_with_header_row_zero() -> None:
    outcome = read(b"1,Paris\n1,Rome\n", header_row=0)
    assert outcome.rows == [{"column_1": "1", "column_2": "Paris", "_row": 1}, {"column_1": "1", "column_2": "Rome", "_row": 2}]


def test_titles_above_the_header_are_pointed_out_and_can_be_skipped() -> None:
    data = "酒店订单\n\nid,city,paid\n1,巴黎,20\n2,东京,30\n".encode()
    assert [warning.code for warning in look(data).warnings] == ["header_row_suspect"]
    assert read(data, header_row=3).numbers == [4, 5]


def test_a_look_shows_fifty_rows_and_counts_small_files_exactly() -> None:
    shape = look(b"id,city\n" + b"1,Paris\n" * 200)
    assert (len(shape.sample), shape.rows_estimate, shape.size_bytes, shape.format) == (50, 200, 1_608, "csv")


def test_the_rows_of_a_large_file_are_estimated_closely() -> None:
    shape = look(b"id,city\n" + b"1,Paris,\n".replace(b",\n", b"\n") * 600_000)
    assert shape.rows_estimate == pytest.approx(600_000, rel=0.01)


def test_stray_quotes_inside_cells_are_ordinary_characters() -> None:
    data = b"id,size\n" + b'1,5" wide\n2,6" "high"\n' * 3 + b'3,"quoted\nover two lines"\n'
    outcome = read(data)
    assert len(outcome.rows) == 7
    assert outcome.rejects == []


def test_quotes_can_be_switched_off() -> None:
    assert read(b'id\tnote\n1\t"open\n2\tx\n', quote="").cells() == [["1", '"open'], ["2", "x"]]
