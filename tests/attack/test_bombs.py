"""Files that would read other files, or grow beyond measure: refused or read as nothing, and never kept where refused."""

import io
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import Company
from tests.lake.intake.test_workbook import with_sheet_xml
from xenia.connect.models import Upload
from xenia.settings import ENV

SECONDS_MAX = 20
MEMORY_MAX = 300_000_000
LAUGHS = "".join(f'<!ENTITY l{place} "{f"&l{place - 1};" * 10}">' for place in range(1, 12))
CELL = '<row r="1"><c r="A1" t="str"><v>h</v></c></row><row r="2"><c r="A2" t="str"><v>{}</v></c></row>'


def upload(browser, company: Company, name: str, data: bytes):
    return browser.post(f"/api/sources/{company.shanghai.source_id}/uploads", {"file": SimpleUploadedFile(name, data)})


@pytest.mark.parametrize("entity", ['SYSTEM "file://{secret}"', 'PUBLIC "x" "file://{secret}"', 'SYSTEM "http://127.0.0.1:9/x"'])
def test_an_external_entity_is_not_read(browser_of, company: Company, empty_home: Path, tmp_path: Path, entity: str) -> None:
    (tmp_path / "secret.txt").write_text("the-secret-text")
    doctype = f"<!DOCTYPE w [<!ENTITY e {entity.format(secret=tmp_path / 'secret.txt')}>]>"
    browser = browser_of("chen")
    answer = upload(browser, company, "a.xlsx", with_sheet_xml(CELL.format("&e;"), doctype))
    shown = browser.get(f"/api/uploads/{answer.json()['id']}").content if answer.status_code == 201 else answer.content
    assert (answer.status_code in (201, 422), b"the-secret-text" in shown) == (True, False)


def test_a_billion_laughs_stay_unlaughed(browser_of, company: Company, empty_home: Path) -> None:
    doctype = f'<!DOCTYPE w [<!ENTITY l0 "ha">{LAUGHS}]>'
    began = time.monotonic()
    tracemalloc.start()
    answer = upload(browser_of("chen"), company, "a.xlsx", with_sheet_xml(CELL.format("&l11;"), doctype))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert answer.status_code in (201, 422)
    assert (peak < MEMORY_MAX, time.monotonic() - began < SECONDS_MAX) == (True, True)


def packed(name: str, member: str, size: int) -> bytes:
    out, block = io.BytesIO(), b"a,b\n" * 250_000
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(member, "w", force_zip64=True) as file:
        for _ in range(size // len(block)):
            file.write(block)
    return out.getvalue()


@pytest.mark.parametrize(("name", "member"), [("a.zip", "a.csv"), ("a.xlsx", "xl/worksheets/sheet1.xml")])
def test_a_bomb_is_refused_soon_and_not_kept(browser_of, company: Company, empty_home: Path, name: str, member: str) -> None:
    bomb, began = packed(name, member, 1_200_000_000), time.monotonic()
    stored = Upload.objects.count()
    answer = upload(browser_of("chen"), company, name, bomb)
    assert (answer.status_code, Upload.objects.count()) == (422, stored)
    assert time.monotonic() - began < SECONDS_MAX
    assert list((ENV.home / "uploads").glob("*")) == []


def test_an_archive_in_an_archive_is_not_unpacked_again(browser_of, company: Company, empty_home: Path) -> None:
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("inner.zip", packed("inner.zip", "a.csv", 10_000_000))
    answer = upload(browser_of("chen"), company, "a.zip", outer.getvalue())
    assert answer.status_code == 422
