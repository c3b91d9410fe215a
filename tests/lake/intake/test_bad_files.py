"""Every way in which a file can be bad (issue 2, section 8): a clear sentence, and what was good is read."""

import gzip
import io
import zipfile

import pytest

from tests.lake.intake.reading import look, read
from xenia.lake.intake.types import Limits

GOOD = [{"id": "1", "city": "巴黎", "_row": 2}]


def test_an_empty_file_says_so() -> None:
    fault = read(b"", "orders.csv").fault
    assert fault is not None
    assert fault.code == "file_empty"
    assert fault.message == "The file orders.csv is empty. Export it again and upload the new file."
    assert fault.message_zh == "文件 orders.csv 是空的。请重新导出后再上传。"


@pytest.mark.parametrize("data", [b"\xef\xbb\xbf", b"\n\n \r\n", gzip.compress(b"", mtime=0), "\ufeff".encode("utf-16-le")])
def test_a_file_without_text_counts_as_empty(data: bytes) -> None:
    outcome = read(data)
    assert outcome.fault is not None
    assert outcome.fault.code == "file_empty"


@pytest.mark.parametrize("data", [b"id,city\n", b"id,city", b"id,city\r\n\r\n", gzip.compress(b"id,city\n", mtime=0)])
def test_a_header_alone_is_a_file_of_no_rows(data: bytes) -> None:
    outcome = read(data)
    assert outcome.fault is None
    assert outcome.rows == []
    assert outcome.batches[0].rows.column_names == ["id", "city", "_row"]
    assert look(data).rows_estimate == 0


def test_a_wrong_delimiter_names_the_right_one() -> None:
    fault = read(b"id;city;paid\n1;Paris;12,50\n2;Rome;9,00\n", delimiter=",").fault
    assert fault is not None
    assert fault.code == "delimiter_wrong"
    assert fault.message == "With the delimiter comma the file has one column; with semicolon it has 3. Choose semicolon as the delimiter."


def test_an_impossible_delimiter_is_refused() -> None:
    fault = read(b"id,city\n1,Paris\n", delimiter="||").fault
    assert fault is not None
    assert fault.code == "delimiter_unsupported"


def test_ragged_rows_are_refused_with_their_text_and_the_others_are_read() -> None:
    outcome = read("id,city\n1,巴黎\n2\n3,东京,日本\n4,曼谷\n".encode())
    assert [row["id"] for row in outcome.rows] == ["1", "4"]
    assert outcome.numbers == [2, 5]
    assert outcome.rules == [(3, "columns_ragged"), (4, "columns_ragged")]
    assert outcome.rejects[1].raw == "3,东京,日本"
    assert outcome.rejects[1].detail.startswith("The header has 2 columns, this row has 3.")


def test_duplicate_headers_are_named() -> None:
    fault = read(b"id,name,city,name , id\n1,2,3,4,5\n").fault
    assert fault is not None
    assert fault.code == "header_duplicate"
    assert fault.message.startswith("The header has the same name more than once: id, name. Rename the columns")
    assert fault.context == {"names": ["id", "name"]}


def test_a_quote_that_is_never_closed_is_named_after_the_rows_before_it() -> None:
    outcome = read('id,city\n1,巴黎\n2,"东京\n3,曼谷\n4,伦敦\n'.encode())
    assert outcome.rows == GOOD
    assert outcome.fault is not None
    assert outcome.fault.code == "quote_unclosed"
    assert outcome.fault.context == {"row_number": 3}
    assert outcome.fault.message == (
        "A quote opened in row 3 is never closed; only the rows before it were read. Close it or export the file again."
    )


def test_an_unclosed_quote_before_far_too_much_text_does_not_fill_the_memory() -> None:
    data = b"id,city\n" + b"1,Rome\n" * 1_000 + b'2,"Paris\n' + b"3,Rome\n" * 100_000
    outcome = read(data, limits=Limits(record_bytes_max=50_000, cell_bytes_max=10_000))
    assert len(outcome.rows) == 1_000
    assert outcome.fault is not None
    assert outcome.fault.context == {"row_number": 1_002}


def test_a_quote_unclosed_in_the_header_is_found_before_any_row() -> None:
    outcome = read(b'id,"city\n1,Paris\n')
    assert outcome.fault is not None
    assert outcome.fault.context == {"row_number": 1}


def test_a_nul_byte_costs_its_row_only() -> None:
    outcome = read("id,city\n1,巴黎\n2,东\0京\n3,曼谷\n".encode())
    assert outcome.numbers == [2, 4]
    assert outcome.rules == [(3, "nul_byte")]
    assert outcome.rejects[0].detail == "The row holds a NUL byte, which no text has. Remove it or export the row again."


@pytest.mark.slow
@pytest.mark.parametrize(
    "cell", [b"x" * (10 << 20), b'"' + b"x\n" * (5 << 20) + b'"', b"x" * (20 << 20)], ids=["plain", "quoted", "over a row's limit"]
)
def test_a_giant_cell_costs_its_row_only(cell: bytes) -> None:
    outcome = read("id,city\n1,巴黎\n".encode() + b"2," + cell + "\n3,曼谷\n".encode())
    assert outcome.numbers == [2, 4]
    assert outcome.rules == [(3, "cell_too_long")]
    assert len(outcome.rejects[0].raw) == Limits().raw_chars_max + 1
    assert "at most" in outcome.rejects[0].detail


def test_a_cell_of_a_megabyte_is_read() -> None:
    outcome = read(b"id,note\n1," + b"x" * (1 << 20) + b"\n")
    assert [len(row["note"]) for row in outcome.rows] == [1 << 20]
    assert outcome.rejects == []


def test_a_row_in_another_encoding_is_refused_readably_and_the_others_are_read() -> None:
    rows = [f"{number},巴黎,普通的一行\n".encode() for number in range(2, 40)]
    rows[10] = "12,上海,王小明\n".encode("gb18030")
    rows[20] = b"22,caf\xe9,x\n"
    outcome = read(b"id,city,note\n" + b"".join(rows))
    assert len(outcome.rows) == 36
    assert outcome.rules == [(12, "encoding_mixed"), (22, "encoding_mixed")]
    assert outcome.rejects[0].raw == "12,上海,王小明"
    assert outcome.rejects[1].raw == "22,caf\ufffd,x"


def test_utf8_bytes_in_a_gb18030_file_cost_their_row_only() -> None:
    rows = [f"{number},巴黎,普通的一行\n".encode("gb18030") for number in range(2, 40)]
    rows[5] = "7,巴黎饭,店\n".encode()
    outcome = read(b"id,city,note\n" + b"".join(rows))
    assert len(outcome.rows) == 37
    assert outcome.rules == [(7, "encoding_mixed")]


def test_a_gzip_bomb_is_stopped() -> None:
    data = gzip.compress(b"id,city\n" + b"1,Paris\n" * 400_000, mtime=0)
    fault = read(data, "orders.csv.gz", limits=Limits(expanded_bytes_max=2 << 20)).fault
    assert fault is not None
    assert fault.code == "compression_bomb"
    assert fault.message == (
        "The file orders.csv.gz unpacks to over 200 times its size and over 2 MB, as no export does. Upload it without compression."
    )


def test_a_zip_bomb_is_stopped_before_it_is_unpacked() -> None:
    data = zipped({"orders.csv": b"id,city\n" + b"1,Paris\n" * 400_000})
    outcome = read(data, "orders.zip", limits=Limits(expanded_bytes_max=2 << 20))
    assert outcome.rows == []
    assert outcome.fault is not None
    assert outcome.fault.code == "compression_bomb"


def test_a_repetitive_but_small_archive_is_no_bomb() -> None:
    assert len(read(gzip.compress(b"id,city\n" + b"1,Paris\n" * 50_000, mtime=0)).rows) == 50_000


def test_a_gzip_file_that_stops_half_way_gives_its_whole_rows_and_the_fault() -> None:
    whole = gzip.compress("\n".join(["id,city", *(f"{number},city of {number * 7919 % 1009}" for number in range(50_000))]).encode())
    outcome = read(whole[: len(whole) // 2], "orders.csv.gz")
    assert 10_000 < len(outcome.rows) < 40_000
    assert outcome.rejects == []
    assert outcome.fault is not None
    assert outcome.fault.code == "file_truncated"
    assert outcome.fault.message.startswith("The file orders.csv.gz stops half-way: the gzip data has no end.")


def test_a_last_row_without_a_line_end_is_a_row() -> None:
    assert read("id,city\n1,巴黎".encode()).rows == GOOD


def test_a_csv_file_that_stops_inside_a_row_refuses_that_row() -> None:
    outcome = read("id,city,paid\n1,巴黎,20\n2,东".encode())
    assert outcome.rules == [(3, "columns_ragged")]
    assert outcome.numbers == [2]


def test_a_zip_archive_that_stops_half_way_says_so() -> None:
    data = zipped({"orders.csv": b"id,city\n1,Paris\n" * 100})
    fault = read(data[:-30], "orders.zip").fault
    assert fault is not None
    assert fault.code == "file_truncated"


def test_a_damaged_zip_member_says_so() -> None:
    data = bytearray(zipped({"orders.csv": b"id,city\n" + bytes(range(65, 90)) * 99}, zipfile.ZIP_STORED))
    data[500] ^= 0xFF
    fault = read(bytes(data), "orders.zip").fault
    assert fault is not None
    assert fault.code == "file_damaged"


@pytest.mark.parametrize(
    ("data", "found"),
    [(b"%PDF-1.7 x", "a PDF document"), (b"Rar!\x1a\x07\x00", "a RAR archive"), (b"<html><table><tr>", "a web page or XML document")],
)
def test_a_file_of_another_kind_is_named(data: bytes, found: str) -> None:
    fault = read(data, "orders.xls").fault
    assert fault is not None
    assert fault.code == "format_unsupported"
    assert fault.message.startswith(f"The file orders.xls is {found}, which is not read.")


def test_a_header_row_beyond_the_end_says_how_many_rows_there_are() -> None:
    fault = read(b"id,city\n1,Paris\n", header_row=5).fault
    assert fault is not None
    assert fault.message.startswith("The header is expected in row 5, but the file export.csv has only 2 rows.")


def test_a_column_with_the_name_of_the_row_number_is_refused() -> None:
    fault = read(b"id,_row\n1,2\n").fault
    assert fault is not None
    assert fault.code == "header_reserved"


def test_too_many_columns_are_refused() -> None:
    fault = read(",".join(f"c{number}" for number in range(2_001)).encode()).fault
    assert fault is not None
    assert fault.code == "header_too_wide"


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()
