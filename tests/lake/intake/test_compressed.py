"""gzip and zip archives, seekable or not."""

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from tests.lake.intake.reading import look, read
from tests.lake.intake.test_bad_files import zipped

CSV = b"id,city\n1,Paris\n2,Rome\n"
ROWS = [["1", "Paris"], ["2", "Rome"]]


@pytest.mark.parametrize("one_way", [False, True], ids=["seekable", "one way"])
@pytest.mark.parametrize(
    ("data", "compression"),
    [(CSV, None), (gzip.compress(CSV, mtime=0), "gz"), (zipped({"orders.csv": CSV}), "zip")],
    ids=["plain", "gz", "zip"],
)
def test_a_packed_file_reads_like_a_plain_one(data: bytes, compression: str | None, one_way: bool) -> None:
    outcome = read(data, "upload.bin", one_way=one_way)
    assert outcome.cells() == ROWS
    assert look(data, one_way=one_way).compression == compression
    assert outcome.batches[-1].bytes_read <= len(data)


def test_gzip_members_one_after_another_are_one_file() -> None:
    assert read(gzip.compress(CSV[:9], mtime=0) + gzip.compress(CSV[9:]) + b"\0" * 100).cells() == ROWS


def test_several_files_in_an_archive_are_named_and_one_can_be_chosen() -> None:
    data = zipped({"orders.csv": CSV, "客人.csv": b"name\nLin\n", "__MACOSX/._orders.csv": b"x", ".DS_Store": b"x"})
    fault = read(data, "export.zip").fault
    assert fault is not None
    assert fault.message == (
        "The zip archive export.zip holds 2 files: orders.csv, 客人.csv. Choose one of them, or upload an archive with one file."
    )
    assert read(data, member="客人.csv").cells() == [["Lin"]]


def test_a_member_that_is_not_there_is_refused_with_the_choices() -> None:
    fault = read(zipped({"orders.csv": CSV}), "export.zip", member="guests.csv").fault
    assert fault is not None
    assert fault.message == "The zip archive export.zip has no file guests.csv; it holds: orders.csv. Choose one of these."


def test_an_archive_without_files_says_so() -> None:
    fault = read(zipped({"folder/": b""}), "export.zip").fault
    assert fault is not None
    assert fault.code == "archive_empty"


def test_a_member_with_a_password_is_refused() -> None:
    data = bytearray(zipped({"orders.csv": CSV}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    fault = read(bytes(data), "export.zip").fault
    assert fault is not None
    assert fault.code == "archive_password"
    assert fault.message.startswith("The file orders.csv in the zip archive export.zip is protected with a password.")


def test_chinese_names_written_by_chinese_windows_are_shown_rightly() -> None:
    data = zipped({"XXXX.csv": CSV}).replace(b"XXXX", "订单".encode("gbk"))
    assert look(data).member == "订单.csv"


def test_a_workbook_inside_an_archive_is_read(tmp_path: Path) -> None:
    data = zipped({"old.xls": (Path(__file__).parent / "files" / "excel97.xls").read_bytes()})
    assert read(data).cells() == [["12", "2024-05-01"]]


@pytest.mark.slow
def test_a_large_one_way_archive_is_read_without_being_kept() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("orders.csv", "id,city\n" + "".join(f"{number},{number * 7919 % 100_003}\n" for number in range(300_000)))
    outcome = read(out.getvalue(), one_way=True)
    assert len(outcome.rows) == 300_000
    assert outcome.rows[-1]["_row"] == 300_001
