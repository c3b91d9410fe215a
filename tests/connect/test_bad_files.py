"""Files as they should not be: a clear sentence, nothing lost, nothing half-written."""

import gzip
import io
import zipfile
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import openpyxl
import pytest

from tests.cast import DIRECTOR, NOON, ORDERS, SCRIPT, facts_of, load, orders_file, store_file, with_fields
from xenia.connect import models
from xenia.connect.actions import uploads
from xenia.connect.queries.bookings import get_booking
from xenia.connect.queries.quarantine import list_rows
from xenia.connect.queries.uploads import get_upload
from xenia.connect.types.runs import Counts, RowFilter, RunState
from xenia.kernel.errors import Invalid, NoSpace
from xenia.lake.intake.types import FileFault
from xenia.settings import ENV

HEADER = "order,status,check_in,check_out,total\n"
GOOD = "".join(f"S-{number},reserved,,,1\n" for number in range(10))
FILES = Path(__file__).resolve().parents[1] / "lake" / "intake" / "files"


def stored() -> list[Path]:
    return list((ENV.home / "uploads").glob("*")) if (ENV.home / "uploads").exists() else []


def zipped(content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("orders.csv", content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.csv", b"", "file_empty"),
        ("spaces.csv", b" \n \n", "file_empty"),
        ("twice.csv", b"order,order,total\n1,2,3\n", "header_duplicate"),
        ("password.xlsx", (FILES / "password.xlsx").read_bytes(), "workbook_password"),
        ("scan.csv", b"%PDF-1.7 ...", "format_unsupported"),
    ],
)
def test_a_file_nobody_can_read_is_refused_with_a_sentence_and_not_kept(
    source_id: UUID, empty_home: Path, name: str, content: bytes, code: str
) -> None:
    with pytest.raises(FileFault) as refused:
        store_file(source_id, content, name=name)
    assert (refused.value.code, stored(), models.Upload.objects.count()) == (code, [], 0)
    assert name in refused.value.message or code == "header_duplicate"


def test_a_file_larger_than_the_operator_allows_is_refused_and_not_kept(
    source_id: UUID, empty_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "ENV", SimpleNamespace(key_file=ENV.key_file, upload_bytes_max=1_000_000))
    with pytest.raises(Invalid, match="larger than 1 MB") as refused:
        store_file(source_id, HEADER + "x" * 3_000_000)
    assert (refused.value.code, stored(), models.Upload.objects.count()) == ("upload_too_large", [], 0)


class FullDisk(io.RawIOBase):
    """A stream of an upload that the disk cannot hold: what is written fails as on a full disk after a few blocks."""

    def __init__(self) -> None:
        self.blocks = 0

    def read(self, size: int = -1) -> bytes:
        self.blocks += 1
        if self.blocks > 3:
            raise OSError(28, "No space left on device")
        return b"x" * (1 << 20)


def test_an_upload_the_disk_cannot_hold_leaves_nothing_behind(source_id: UUID, empty_home: Path) -> None:
    with pytest.raises(NoSpace, match="disk of the server is full"):
        uploads.store_upload(actor=DIRECTOR, source_id=source_id, file_name="a.csv", stream=FullDisk(), as_of=None, now=NOON)  # type: ignore[arg-type]
    assert (stored(), models.Upload.objects.count()) == ([], 0)


def test_a_header_alone_is_a_run_of_no_rows(source_id: UUID) -> None:
    run = load(source_id, HEADER)
    assert (run.state, run.counts) == (RunState.DONE, Counts())


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_another_delimiter_is_found(source_id: UUID, delimiter: str) -> None:
    assert load(source_id, (HEADER + GOOD).replace(",", delimiter)).counts == Counts(new=10)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "big5", "utf-16"])
def test_every_encoding_of_an_export_is_read(source_id: UUID, encoding: str) -> None:
    document = with_fields(ORDERS, property={"from": "check_in"}, starts_on=None)
    rows = "".join(f"S-{number},reserved,上海外灘大酒店,,1\n" for number in range(40))
    assert load(source_id, (HEADER + rows).encode(encoding), document).counts == Counts(new=40)
    assert set(models.Booking.objects.values_list("property", flat=True)) == {"上海外灘大酒店"}


BAD_ROWS: dict[str, tuple[bytes, str]] = {
    "ragged": (b"S-x,reserved\n", "columns_ragged"),
    "nul": (b"S-x,res\x00erved,,,1\n", "nul_byte"),
    "ten_megabytes": (b"S-x,reserved,,," + b"1" * 10_000_000 + b"\n", "cell_too_long"),
    "serial": (b"S-x,reserved,45982,,1\n", "date_unreadable"),
    "february": (b"S-x,reserved,31/02/2026,,1\n", "date_unreadable"),
    "two_digits": (b"S-x,reserved,22/11/26,,1\n", "date_out_of_range"),
    "separator": (b'S-x,reserved,,,"1,23,456"\n', "amount_unreadable"),
}


@pytest.mark.parametrize("case", BAD_ROWS)
def test_one_bad_row_waits_and_the_others_go_on(source_id: UUID, case: str) -> None:
    bad, rule = BAD_ROWS[case]
    run = load(source_id, (HEADER + GOOD).encode() + bad + b"S-y,reserved,,,1\n")
    (row,) = list_rows(DIRECTOR, where=RowFilter(source_id=source_id)).items
    assert (run.state, run.counts, row.row_number) == (RunState.DONE, Counts(new=11, quarantined=1), 12)
    assert row.faults[0].rule.startswith(rule.split("_")[0])


def test_a_row_in_another_encoding_than_the_file_waits(source_id: UUID) -> None:
    document = with_fields(ORDERS, property={"from": "check_in"}, starts_on=None)
    rows = "".join(f"S-{number},reserved,外滩大酒店,,1\n" for number in range(40)).encode()
    run = load(source_id, HEADER.encode() + rows + "S-x,reserved,故宫大酒店,,1\n".encode("gb18030"), document)
    (row,) = list_rows(DIRECTOR, where=RowFilter(source_id=source_id)).items
    assert (run.counts, row.row_number) == (Counts(new=40, quarantined=1), 42)
    assert row.faults[0].rule.startswith("encoding_")


def test_an_amount_in_an_unknown_currency_waits(source_id: UUID) -> None:
    document = with_fields(ORDERS, total={"from": "total", "currency": {"from": "check_in"}}, starts_on=None)
    run = load(source_id, orders_file(*(f"S-{n},reserved,CNY,,1" for n in range(9)), "S-x,reserved,BTC,,1"), document)
    (row,) = list_rows(DIRECTOR, where=RowFilter(source_id=source_id)).items
    assert (run.counts, row.faults[0].rule) == (Counts(new=9, quarantined=1), "currency_unknown")


@pytest.mark.parametrize(
    ("ending", "code"),
    [(b'S-a,reserved,,,"1\nS-b,reserved,,,1\n', "quote_unclosed"), (None, "file_truncated")],
)
def test_a_file_that_breaks_off_keeps_what_was_whole_and_says_so(source_id: UUID, ending: bytes | None, code: str) -> None:
    whole = (HEADER + "".join(f"S-{number},reserved,,,1\n" for number in range(40_000))).encode()
    content = HEADER.encode() + GOOD.encode() + ending if ending else gzip.compress(whole)[:60_000]
    run = load(source_id, content, name="a.csv" if ending else "a.csv.gz")
    assert run.state is RunState.FAILED
    assert run.message is not None
    assert ("never closed" if code == "quote_unclosed" else "stops half-way") in run.message.en
    assert run.counts.new == len(facts_of(source_id)) == models.Booking.objects.count() >= 10


def test_a_zip_bomb_is_refused_and_not_kept(source_id: UUID, empty_home: Path) -> None:
    row = b"S-1,reserved,,,1\n"
    bomb = zipped(HEADER.encode() + row * (1_100_000_000 // len(row)))
    with pytest.raises(FileFault, match="unpacks to over 200 times its size") as refused:
        store_file(source_id, bomb, name="orders.zip")
    assert (refused.value.code, stored(), models.Upload.objects.count()) == ("compression_bomb", [], 0)


def test_a_workbook_brings_dates_and_numbers_as_a_person_sees_them(source_id: UUID) -> None:
    from datetime import date

    book = openpyxl.Workbook()
    sheet = book.active
    for row in (HEADER.strip().split(","), ["S-1", "reserved", date(2026, 5, 1), date(2026, 5, 3), 1234.5]):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    assert load(source_id, out.getvalue(), name="orders.xlsx").counts == Counts(new=1)
    booking = models.Booking.objects.get()
    assert (booking.starts_on, booking.ends_on, booking.total_minor) == (date(2026, 5, 1), date(2026, 5, 3), 123_450)


def test_html_and_script_survive_as_the_text_they_are(source_id: UUID) -> None:
    document = with_fields(
        ORDERS, property={"from": "check_in"}, **{"attributes.note": {"from": "check_out"}}, starts_on=None, ends_on=None
    )
    load(source_id, orders_file(f'S-1,reserved,"{SCRIPT.replace(chr(34), chr(34) * 2)}",<b>&amp;</b>,1'), document)
    page = get_booking(DIRECTOR, models.Booking.objects.get().booking_id)
    assert page.summary.property == SCRIPT
    assert facts_of(source_id)[0]["attributes"] == '{"note":"<b>&amp;</b>"}'


def test_a_nul_character_inside_json_is_one_bad_row(source_id: UUID) -> None:
    lines = [f'{{"order":"S-{n}","status":"reserved","check_in":"","check_out":"","total":"1"}}' for n in range(9)]
    run = load(source_id, "\n".join([*lines, lines[0].replace("S-0", "S-\\u0000x")]), name="orders.jsonl")
    assert (run.state, run.counts) == (RunState.DONE, Counts(new=9, quarantined=1))


def test_a_very_long_file_name_is_kept_by_its_end(source_id: UUID) -> None:
    upload = get_upload(DIRECTOR, store_file(source_id, HEADER, name="x" * 300 + ".csv"))
    assert len(upload.file_name) == 200
