"""An import that a real worker does, while what it stands on is taken away: it goes on by itself, and the end is as if nothing had been."""

import contextlib
import http.client
import http.cookiejar
import json
import shutil
import signal
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import psycopg
import pytest

from tests.product import Product

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]
ROWS = 110_000  # three chunks: rows with personal fields come in chunks of 50,000
PERSON = {"name": "林薇", "email": "lin.wei@example.com", "password": "harbour-lantern-42", "language": "zh-CN"}
GUESTS = {
    "name": "guests",
    "records": [{"kind": "guest", "fields": {"guest_key": {"from": "id"}, "name": {"from": "name"}, "phone": {"from": "phone"}}}],
}
WHOLE = {"read": ROWS, "new": ROWS - 110, "changed": 0, "unchanged": 0, "duplicate": 110, "late": 0, "quarantined": 0}


class Person:
    """A browser in which the first administrator is signed in."""

    def __init__(self, product: Product) -> None:
        self._product, self._jar = product, http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._jar))
        with contextlib.suppress(urllib.error.HTTPError):  # a stranger gets 401, and the cookie
            self.send("GET", "session")
        with contextlib.suppress(urllib.error.HTTPError):  # the link works once
            self.send("POST", product.link.removeprefix("/"), PERSON)
        self.send("POST", "../_allauth/browser/v1/auth/login", {"email": PERSON["email"], "password": PERSON["password"]})

    def send(self, method: str, path: str, body: Any = None, kind: str = "application/json") -> Any:
        data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        token = next((cookie.value or "" for cookie in self._jar if cookie.name == "csrftoken"), "")
        headers = {"Content-Type": kind, "X-CSRFToken": token, "Origin": self._product.url}
        request = urllib.request.Request(urljoin(f"{self._product.url}/api/", path), data, headers, method=method)
        answer = self._opener.open(request, timeout=30).read()
        return json.loads(answer) if answer else None

    def start_import(self, code: str) -> str:
        settings = {"code": code, "name": code, "kind": "file", "unit_code": "group"}
        source = self.send("POST", "sources", settings)["id"]
        part = b'--B\r\nContent-Disposition: form-data; name="file"; filename="guests.csv"\r\n\r\n' + guests() + b"\r\n--B--\r\n"
        upload = self.send("POST", f"sources/{source}/uploads", part, "multipart/form-data; boundary=B")["id"]
        return str(self.send("POST", "runs", {"upload_id": upload, "document": GUESTS})["id"])

    def send_half(self, path: str, *, megabytes: int) -> http.client.HTTPConnection:
        """Announces a file of so many megabytes and sends half of it; whoever closes the connection hangs up."""
        head = b'--B\r\nContent-Disposition: form-data; name="file"; filename="half.csv"\r\n\r\nid,name,phone\n'
        connection = http.client.HTTPConnection("127.0.0.1", self._product.port)
        connection.putrequest("POST", f"/api/{path}")
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self._jar)
        token = next(cookie.value or "" for cookie in self._jar if cookie.name == "csrftoken")
        for name, value in (("Cookie", cookies), ("X-CSRFToken", token), ("Origin", self._product.url)):
            connection.putheader(name, value)
        connection.putheader("Content-Type", "multipart/form-data; boundary=B")
        connection.putheader("Content-Length", str(megabytes * 1_000_000))
        connection.endheaders(head + b"G1,x,1\n" * (megabytes * 500_000 // 7))
        return connection

    def run_when(self, run: str, holds: Callable[[dict[str, Any]], bool], seconds: float = 200) -> dict[str, Any]:
        """The run once that holds; answers that fail, as when the database is away, are asked for again."""
        deadline, found = time.monotonic() + seconds, {}
        while not (found and holds(found)) and time.monotonic() < deadline:
            time.sleep(0.1)
            try:
                found = self.send("GET", f"runs/{run}")
            except OSError:
                continue
        return found


def guests() -> bytes:
    """One row in a thousand says what another said."""
    rows = (f"G{n - 1 if n % 1000 == 500 else n},王小明,138{n - 1 if n % 1000 == 500 else n:08d}" for n in range(ROWS))
    return "\n".join(["id,name,phone", *rows]).encode()


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    folder = Path(tempfile.mkdtemp(prefix="xenia-survive-"))
    home = folder / "张伟" / "我的 项目"  # a home as people name theirs: database, lake, uploads and keys work there
    home.parent.mkdir()
    running = Product(home).start()
    yield running
    running.stop()
    shutil.rmtree(folder, ignore_errors=True)


def guests_of(product: Product, code: str) -> int:
    """How many guests the database holds of the source."""
    folder = product.home / "postgres"
    url = f"postgresql://xenia:{(folder / 'password').read_text()}@127.0.0.1:{(folder / 'port').read_text()}/xenia"
    asked = "SELECT count(*) FROM connect_guestrecord g JOIN connect_source s ON s.id = g.source_id WHERE s.code = %s"
    with psycopg.connect(url) as connection:
        row = connection.execute(asked, [code]).fetchone()
        return int(row[0]) if row else 0


def uploads(product: Product) -> int:
    """How many bytes of files lie in the home, whole or not."""
    return sum(file.stat().st_size for file in (product.home / "uploads").glob("*"))


def eventually(holds: Callable[[], bool], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while not (found := holds()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return found


def kill_worker(product: Product) -> None:
    worker = product.part("work")
    assert worker is not None
    worker.kill()


def stop_database(product: Product) -> None:
    """As an operator does: open connections end, the server shuts down."""
    database = product.part("postgres")
    assert database is not None
    database.send_signal(signal.SIGINT)


def test_an_upload_whose_connection_is_cut_leaves_nothing(product: Product) -> None:
    person = Person(product)
    source = person.send("POST", "sources", {"code": "cut", "name": "cut", "kind": "file", "unit_code": "group"})["id"]
    whole = uploads(product)
    half = person.send_half(f"sources/{source}/uploads", megabytes=20)
    assert eventually(lambda: uploads(product) > whole + 1_000_000)
    half.close()
    assert eventually(lambda: uploads(product) == whole)


@pytest.mark.parametrize("take_away", [kill_worker, stop_database])
def test_an_import_goes_on_by_itself(product: Product, take_away: Callable[[Product], None]) -> None:
    person, code = Person(product), take_away.__name__.replace("_", "-")
    run = person.start_import(code)
    half = person.run_when(run, lambda one: one["counts"]["new"] > 0)
    take_away(product)
    done = person.run_when(run, lambda one: one["state"] not in ("waiting", "running"))
    assert (half["state"], done["state"], done["message"]) == ("running", "done", None)
    assert (done["counts"], guests_of(product, code)) == (WHOLE, ROWS - 110)
