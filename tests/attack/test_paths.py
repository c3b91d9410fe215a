"""No name that comes in leads to another file: uploads, members of archives, watched folders, static files, downloads."""

import io
import json
import sqlite3
import zipfile
from functools import partial
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import Company
from xenia.connect.adapters.folder.client import open_folder
from xenia.connect.adapters.sql_database.client import open_database
from xenia.connect.rules.pulls import parse_database_location, parse_folder_location
from xenia.connect.types.pulls import PullFault
from xenia.settings import ENV

CSV = "订单号,姓名\nS-9,林薇\n".encode()
NAMES = [
    "../../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/cron.d/evil", "C:\\evil.csv", "....//....//x.csv", "%2e%2e%2fx.csv", "\u202evsc.exe",
    ".", "..", "a" * 5_000 + ".csv", "x.csv\r\nX-Injected: 1", "con.csv", "~/.ssh/authorized_keys",
]  # fmt: skip


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A file outside of every folder that may be read, with a link to it inside one."""
    (tmp_path / "inbox").mkdir()
    (tmp_path / "secret.csv").write_text("the secret")
    (tmp_path / "inbox" / "link.csv").symlink_to(tmp_path / "secret.csv")
    (tmp_path / "inbox" / "up").symlink_to(tmp_path)
    return tmp_path


def files_around() -> set[Path]:
    """What lies in the home and beside it, but for the database and the homes of test processes that run at the same time."""
    beside = ENV.home.parent
    others = {path for path in beside.glob("gw*") if path != ENV.home}
    return {path for path in beside.rglob("*") if "postgres" not in str(path) and not others & set(path.parents)}


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_an_upload_is_told_and_never_opened(browser_of, company: Company, empty_home: Path, name: str) -> None:
    before = files_around()
    file = SimpleUploadedFile("plain.csv", CSV)
    file._name = name  # type: ignore[attr-defined] # Django's own would be cleaned before it is sent
    answer = browser_of("chen").post(f"/api/sources/{company.shanghai.source_id}/uploads", {"file": file})
    assert answer.status_code in (201, 422), answer.content
    made = files_around() - before
    assert {path.parent.name for path in made if path.is_file()} <= {"uploads"}
    assert [path for path in made if path.is_file() and CSV in path.read_bytes()] == []


def test_a_member_of_an_archive_is_read_where_it_is_and_written_nowhere(browser_of, company: Company, empty_home: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../../../tmp/xenia-evil.csv", CSV)
    file = SimpleUploadedFile("a.zip", packed.getvalue())
    answer = browser_of("chen").post(f"/api/sources/{company.shanghai.source_id}/uploads", {"file": file})
    assert (answer.status_code, Path("/tmp/xenia-evil.csv").exists()) == (201, False)


@pytest.mark.parametrize("member", ["../../../etc/passwd", "/etc/passwd", "file:///etc/passwd"])
def test_a_member_that_is_not_in_the_archive_is_refused(browser_of, company: Company, empty_home: Path, member: str) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.csv", CSV)
    browser = browser_of("chen")
    made = browser.post(f"/api/sources/{company.shanghai.source_id}/uploads", {"file": SimpleUploadedFile("a.zip", packed.getvalue())})
    answer = browser.post(f"/api/uploads/{made.json()['id']}/inspect", {"member": member}, content_type="application/json")
    assert (answer.status_code, b"root:" in answer.content) == (422, False)


@pytest.mark.parametrize(
    ("url", "pattern"),
    [
        ("{tmp}/inbox/..", "*"), ("{tmp}/inbox/up", "*"), ("{tmp}", "*"), ("/etc", "*"), ("/", "**/*"), ("{tmp}/inbox", "../*"),
        ("file://{tmp}/inbox/../", "*"), ("file://localhost/etc", "*"), ("{tmp}/inbox%2f..", "*"), ("inbox", "*"), ("//etc", "*"),
        ("/proc/self", "environ"),
    ],
)  # fmt: skip
def test_a_folder_that_leads_out_of_those_allowed_is_never_read(closed: Path, url: str, pattern: str) -> None:
    location = parse_folder_location(json.dumps({"url": url.format(tmp=closed), "pattern": pattern}))
    with pytest.raises(PullFault) as refused:
        open_folder(location, allowed=(closed / "inbox",)).list_files()
    assert refused.value.code in ("folder_not_allowed", "folder_missing")


def test_links_that_lead_out_are_neither_listed_nor_opened(closed: Path) -> None:
    folder = open_folder(parse_folder_location(str(closed / "inbox")), allowed=(closed / "inbox",))
    assert folder.list_files() == []
    for path in ("link.csv", "../secret.csv", "up/secret.csv"):
        with pytest.raises(PullFault, match="outside the folders"):
            folder.open(path)


@pytest.mark.parametrize("url", ["sqlite:///{tmp}/out.db", "sqlite:///{tmp}/inbox/../out.db", "sqlite:///{tmp}/inbox/up/out.db",
    "sqlite:///file:{tmp}/out.db?mode=rwc&uri=true", "sqlite://", "sqlite:///:memory:", "sqlite:////etc/passwd"])  # fmt: skip
def test_a_database_file_outside_of_the_folders_is_never_opened(closed: Path, url: str) -> None:
    sqlite3.connect(closed / "out.db").close()
    opener = partial(open_database, allowed=(closed / "inbox",))
    with pytest.raises(PullFault) as refused:
        opener(parse_database_location(json.dumps({"url": url.format(tmp=closed), "table": "t"}), ""))
    assert refused.value.code in ("folder_not_allowed", "database_missing")


@pytest.mark.parametrize("path", ["/static/../../etc/passwd", "/static/%2e%2e/%2e%2e/etc/passwd", "/static/..%2f..%2fpyproject.toml",
    "/static//etc/passwd", "/static/..\\..\\pyproject.toml", "/.git/config", "/keys.json", "/static/.git/config", "/var/keys.json"])  # fmt: skip
def test_no_address_leads_to_a_file_of_the_server(db: None, path: str) -> None:
    answer = Client().get(path)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert [mark for mark in (b"root:", b"[project]", b"[core]", b"wrapped") if mark in body] == []


def test_a_download_is_named_by_us_and_saved_not_shown(browser_of, company: Company) -> None:
    answer = browser_of("chen").get(f"/api/quarantine/export?run_id={company.shanghai.run_id}&name=..%2Fevil.html")
    assert "evil" not in answer.headers.get("Content-Disposition", "")
    assert answer.headers.get("Content-Disposition", "attachment").startswith("attachment")
