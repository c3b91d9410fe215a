"""Files come in: sealed on the way, complete or not at all."""

from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import Company
from xenia.settings import ENV
from xenia.web import incoming

CSV = "订单号,姓名\nS-9,林薇\n".encode()


def uploads() -> list[Path]:
    return sorted((ENV.home / "uploads").glob("*")) if (ENV.home / "uploads").exists() else []


@pytest.fixture
def address(company: Company) -> str:
    return f"/api/sources/{company.shanghai.source_id}/uploads"


def test_a_file_is_stored_sealed_with_its_name_and_shape(browser_of, address: str, empty_home: Path) -> None:
    browser = browser_of("chen")
    answer = browser.post(address + "?as_of=2026-03-01T00:00:00Z", {"file": SimpleUploadedFile("../../目录/订单.csv", CSV)})
    assert answer.status_code == 201
    upload = browser.get(f"/api/uploads/{answer.json()['id']}").json()
    assert (upload["file_name"], upload["size_bytes"], upload["as_of"]) == ("订单.csv", len(CSV), "2026-03-01T00:00:00Z")
    assert [b"\xe6\x9e\x97" in file.read_bytes() for file in uploads()] == [False]


def test_a_form_without_a_file_is_refused(browser_of, address: str, empty_home: Path) -> None:
    answer = browser_of("chen").post(address, {"other": SimpleUploadedFile("a.csv", CSV)})
    assert (answer.status_code, answer.json()["code"], uploads()) == (422, "file_missing", [])
    assert browser_of("chen").post(address, "{}", content_type="application/json").json()["code"] == "file_missing"


def test_a_file_larger_than_the_limit_is_refused_before_it_is_read(browser_of, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incoming, "ENV", SimpleNamespace(home=ENV.home, upload_bytes_max=100))
    answer = browser_of("chen").post(address, {"file": SimpleUploadedFile("a.csv", b"x" * 200)})
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


def test_a_file_larger_than_the_disk_is_refused_before_it_is_read(browser_of, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incoming, "SPARE_BYTES", 1 << 60)
    answer = browser_of("chen").post(address, {"file": SimpleUploadedFile("a.csv", CSV)})
    assert (answer.status_code, answer.json()["code"]) == (507, "disk_full")


def test_a_connection_that_ends_early_keeps_nothing(browser_of, address: str, empty_home: Path) -> None:
    body = b'--B\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n' + CSV
    cut = {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body) + 50)}
    answer = browser_of("chen").generic("POST", address, body, content_type="multipart/form-data; boundary=B", **cut)
    assert (answer.status_code, answer.json()["code"], uploads()) == (422, "upload_cut", [])


def test_a_stranger_is_refused_without_the_body_being_read(client, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    monkeypatch.setattr("django.core.handlers.wsgi.LimitedStream.read", lambda stream, size=-1, /: read.append(size) or b"")
    answer = client.post(address, {"file": SimpleUploadedFile("a.csv", CSV)})
    assert (answer.status_code, read) == (401, [])


def test_those_without_the_permission_may_not_load(browser_of, address: str, empty_home: Path) -> None:
    answer = browser_of("sun").post(address, {"file": SimpleUploadedFile("a.csv", CSV)})
    assert (answer.json()["code"], uploads()) == ("permission_missing", [])
