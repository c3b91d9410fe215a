"""Whoever may register a source reaches through it nothing that only the server can reach, however the address is written (SSRF)."""

import json
import socket
import threading
from functools import partial
from itertools import count

import pytest
from paramiko import RSAKey

from tests.cast import DIRECTOR, NOON, open_source
from xenia.connect.actions.pulls import perform_pull
from xenia.connect.adapters.folder.client import open_folder
from xenia.connect.adapters.network.client import checked, connect
from xenia.connect.adapters.sql_database.client import open_database
from xenia.connect.ports import Openers
from xenia.connect.queries.pulls import get_pull
from xenia.connect.rules.pulls import parse_database_location, parse_folder_location
from xenia.connect.types.pulls import PullFault
from xenia.connect.types.sources import SourceKind

HOSTS = [
    "127.0.0.1", "localhost", "127.1", "2130706433", "0177.0.0.1", "0x7f.0.0.1", "0x7f000001", "0", "0.0.0.0", "[::1]", "[::]",
    "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "169.254.169.254", "[fe80::1]", "[fd00:ec2::254]", "100.100.100.200",
    "10.0.0.1", "192.168.0.1", "172.16.0.1", "168.63.129.16", "127.0.0.1.",
]  # fmt: skip
REFUSED = ("host_not_allowed", "host_unknown")


class Listener:
    """A service inside, which counts who knocks."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.knocks = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.knocks += 1
            connection.close()

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def inside():
    listener = Listener()
    yield listener
    listener.close()


@pytest.mark.parametrize("host", HOSTS)
def test_a_folder_of_a_private_network_is_refused_before_anything_knocks(inside, host: str) -> None:
    key = RSAKey.generate(2048).get_base64()
    location = {"url": f"sftp://a:b@{host}:{inside.port}/out", "host_key": f"ssh-rsa {key}"}
    with pytest.raises(PullFault) as refused:
        open_folder(parse_folder_location(json.dumps(location)), allowed=())
    assert (refused.value.code in REFUSED, inside.knocks) == (True, 0)


@pytest.mark.parametrize("kind", ["postgresql", "postgres", "postgresql+psycopg"])
@pytest.mark.parametrize("host", HOSTS)
def test_a_database_of_a_private_network_is_refused_before_anything_knocks(inside, host: str, kind: str) -> None:
    location = json.dumps({"url": f"{kind}://a:b@{host}:{inside.port}/x", "table": "t"})
    with pytest.raises(PullFault) as refused:
        open_database(parse_database_location(location, ""), allowed=())
    assert (refused.value.code in REFUSED, inside.knocks) == (True, 0)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://a:b@8.8.8.8/x?host=127.0.0.1", "postgresql://a:b@8.8.8.8/x?hostaddr=127.0.0.1", "postgresql:///x", "postgresql://a@/x",
        "postgresql://a:b@%2Fvar%2Frun%2Fpostgresql/x", "postgresql:///x?host=/var/run/postgresql", "postgresql://8.8.8.8,127.0.0.1/x",
        "postgresql://8.8.8.8/x?service=inside", "postgresql://8.8.8.8/x?options=-c%20x", "postgresql://8.8.8.8/x?passfile=/etc/passwd",
        "postgresql://8.8.8.8/x?sslrootcert=/etc/passwd",
    ],
)  # fmt: skip
def test_an_address_that_names_a_second_host_a_socket_or_a_file_is_refused(url: str) -> None:
    with pytest.raises(PullFault) as refused:
        open_database(parse_database_location(json.dumps({"url": url, "table": "t"}), ""), allowed=())
    assert refused.value.code in ("database_option_refused", "database_url_unreadable", "host_unknown")


@pytest.mark.parametrize("endpoint", [f"http://{host}:9000" for host in HOSTS])
def test_an_object_store_of_a_private_network_is_refused(endpoint: str) -> None:
    location = {"url": "s3://bucket/out", "key": "a", "secret": "b", "endpoint": endpoint}
    with pytest.raises(PullFault) as refused:
        open_folder(parse_folder_location(json.dumps(location)), allowed=())
    assert refused.value.code in REFUSED


@pytest.mark.parametrize(
    "said",
    [
        {"endpoint": "file:///etc/passwd"},
        {"endpoint": "gopher://127.0.0.1"},
        {"endpoint": "127.0.0.1:9000"},
        {"region": "x.evil.example/#"},
    ],
)
def test_an_endpoint_or_region_that_is_no_address_is_refused(said: dict[str, str]) -> None:
    with pytest.raises(PullFault) as refused:
        open_folder(parse_folder_location(json.dumps({"url": "s3://bucket/out"} | said)), allowed=())
    assert refused.value.code == "store_address_wrong"


@pytest.mark.parametrize("url", ["http://127.0.0.1/x", "ftp://10.0.0.1/x", "smb://10.0.0.1/x", "gopher://x", "dict://x", "jar://x", "github://x/y",
    "hdfs://x/y", "simplecache::s3://x/y", "zip://x::http://10.0.0.1/y", "memory://x", "ssh://x/y", "webhdfs://x/y"])  # fmt: skip
def test_other_kinds_of_addresses_do_not_exist(url: str) -> None:
    with pytest.raises(PullFault) as refused:
        open_folder(parse_folder_location(url), allowed=()).list_files()
    assert refused.value.code in ("folder_kind_unknown", "folder_not_allowed")


def test_a_name_server_that_changes_its_answer_is_asked_once(inside) -> None:
    asked = count()
    answers = ("127.0.0.1", "127.0.0.2")
    with connect("a.example", inside.port, ("127.0.0.1",), timeout=5, resolver=lambda *_: [answers[next(asked)]]) as reached:
        assert reached.getpeername() == ("127.0.0.1", inside.port)
    assert next(asked) == 1


def test_a_name_whose_second_address_is_private_is_refused_whole() -> None:
    with pytest.raises(PullFault) as refused:
        checked("a.example", 443, (), lambda *_: ["8.8.8.8", "::ffff:10.0.0.1"])
    assert refused.value.code == "host_not_allowed"


def test_the_screen_says_that_it_is_refused_and_not_what_is_there(db: None, empty_home, inside) -> None:
    location = json.dumps({"url": f"postgresql://a:b@localhost:{inside.port}/x", "table": "t"})
    source_id = open_source("inside", kind=SourceKind.SQL, location=location)
    openers = Openers(partial(open_folder, allowed=()), partial(open_database, allowed=()))
    perform_pull(source_id=source_id, openers=openers, clock=lambda: NOON)
    message = get_pull(DIRECTOR, source_id).message
    assert message is not None
    assert ("XENIA_ALLOWED_PRIVATE_HOSTS" in message.en, "127.0.0.1" in message.en, inside.knocks) == (True, False, 0)
