"""Any export file in, text columns with true row numbers and refused rows out. The format is found from the content."""

from collections.abc import Iterator

from xenia.lake.intake.compressed import DataFile
from xenia.lake.intake.delimited import read_delimited, shape_of_delimited
from xenia.lake.intake.encodings import read_exactly
from xenia.lake.intake.faults import file_fault
from xenia.lake.intake.jsonlines import read_json, shape_of_json
from xenia.lake.intake.parquet import read_parquet, shape_of_parquet
from xenia.lake.intake.types import Batch, FileShape, ReadOptions, StreamFactory
from xenia.lake.intake.workbook import OLE_MAGIC, read_workbook, shape_of_workbook

BEGINNING_BYTES = 4_096
READERS = {
    "delimited": (shape_of_delimited, read_delimited),
    "workbook": (shape_of_workbook, read_workbook),
    "json": (shape_of_json, read_json),
    "parquet": (shape_of_parquet, read_parquet),
}
JSON_SUFFIXES = (".json", ".jsonl", ".ndjson")
JSON_BEGINNINGS = (b'{"', b"[{", b"[[", b"{}")  # no header of a delimited file begins so
UNREADABLE = (
    (b"%PDF", "a PDF document"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x1f\x8b", "packed more than once"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"SQLite format 3", "an SQLite database"),
    (b"ORC", "an ORC file"),
    (b"Obj\x01", "an Avro file"),
)
MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<style", b"<meta", b"<div")


def inspect_file(stream_factory: StreamFactory, name: str, *, options: ReadOptions) -> FileShape:
    """What the file is and how it begins: format, encoding, delimiter, header, the first 50 rows.

    Raises FileFault for a file that cannot be read at all (empty, password, several files in an archive, bad header, wrong delimiter).
    """
    file = DataFile(stream_factory, name, options)
    look, _ = READERS[_kind_of(file)]
    return look(file, options)


def read_file(stream_factory: StreamFactory, name: str, *, options: ReadOptions, skip_rows: int = 0) -> Iterator[Batch]:
    """The rows of the file in batches, made one batch ahead in a thread; leaving the iterator early stops the thread.

    At least one batch is given, an empty one for a file without rows. `skip_rows`: the `rows_done` of the last batch that was kept; row
    numbers stay true. Raises FileFault as `inspect_file` does before the first batch, and `quote_unclosed`, `file_truncated`,
    `file_damaged` or `compression_bomb` after all rows that were whole.
    """
    file = DataFile(stream_factory, name, options)
    _, read = READERS[_kind_of(file)]
    yield from read(file, options, skip_rows)


def _kind_of(file: DataFile) -> str:
    source = file.open()
    try:
        beginning = read_exactly(source, BEGINNING_BYTES)
    finally:
        source.close()
    if beginning.startswith(b"PAR1"):
        return "parquet"
    if beginning.startswith((OLE_MAGIC, b"PK\x03\x04")):
        return "workbook"
    _refuse_unreadable(beginning, file)
    text = beginning.removeprefix(b"\xef\xbb\xbf").lstrip()
    name = file.name.lower()
    if text[:1] in (b"{", b"[") and name.endswith(JSON_SUFFIXES):
        return "json"
    squeezed = b"".join(text[:64].split())
    return "json" if squeezed.startswith(JSON_BEGINNINGS) else "delimited"


def _refuse_unreadable(beginning: bytes, file: DataFile) -> None:
    for magic, found in UNREADABLE:
        if beginning.startswith(magic):
            raise file_fault("format_unsupported", name=file.packed_name, found=found)
    if beginning.lstrip().lower().startswith(MARKUP):
        raise file_fault("format_unsupported", name=file.packed_name, found="a web page or XML document")
    if beginning[257:262] == b"ustar":
        raise file_fault("format_unsupported", name=file.packed_name, found="a tar archive")
