"""Folders on other machines: a real SFTP server in this process, and a sentence where a package is missing."""

import json
import os
import socket
import threading
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.connect.pulls.conftest import counts
from xenia.connect import models
from xenia.connect.queries.pulls import get_pull

CSV = "order_no,status,amount\nA-1,confirmed,100\n"
needs_paramiko = pytest.mark.skipif(find_spec("paramiko") is None, reason="needs the extra sftp")


class SftpServer:
    """Serves one folder to `hotel` / `jade` on a port of its own."""

    def __init__(self, folder: Path) -> None:
        import paramiko

        self.key = paramiko.RSAKey.generate(2048)
        self.folder = folder
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._transports: list[paramiko.Transport] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        import paramiko

        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            transport = paramiko.Transport(connection)
            transport.add_server_key(self.key)
            transport.set_subsystem_handler("sftp", paramiko.SFTPServer, sftp_files(self.folder))
            transport.start_server(event=threading.Event(), server=login())
            self._transports.append(transport)

    def close(self) -> None:
        self._socket.close()
        for transport in self._transports:
            transport.close()

    def location(self, **said: str) -> str:
        given = {"url": f"sftp://127.0.0.1:{self.port}/out", "pattern": "*.csv", "username": "hotel", "password": "jade"}
        return json.dumps(given | {"host_key": f"{self.key.get_name()} {self.key.get_base64()}"} | said)


def login():
    import paramiko

    class Login(paramiko.ServerInterface):
        def check_auth_password(self, username: str, password: str) -> int:
            return paramiko.AUTH_SUCCESSFUL if (username, password) == ("hotel", "jade") else paramiko.AUTH_FAILED

        def check_channel_request(self, kind: str, chanid: int) -> int:
            return paramiko.OPEN_SUCCEEDED

    return Login()


def sftp_files(folder: Path):
    import paramiko

    class Files(paramiko.SFTPServerInterface):
        def list_folder(self, path: str):
            return [self._named(file) for file in (folder / path.lstrip("/")).iterdir()]

        def _named(self, file: Path):
            return paramiko.SFTPAttributes.from_stat(file.stat(), file.name)

        def stat(self, path: str):
            file = folder / path.lstrip("/")
            return self._named(file) if file.exists() else paramiko.SFTP_NO_SUCH_FILE

        lstat = stat

        def open(self, path: str, flags: int, attr):
            handle = paramiko.SFTPHandle(flags)
            handle.readfile = (folder / path.lstrip("/")).open("rb")
            return handle

    return Files


@pytest.fixture
def server(tmp_path: Path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "orders.csv").write_text(CSV)
    os.utime(tmp_path / "out" / "orders.csv", (1_770_000_000, 1_770_000_000))
    served = SftpServer(tmp_path)
    yield served
    served.close()


@needs_paramiko
def test_a_file_on_an_sftp_server_is_taken_at_the_second_look(new_source, server, pull, clock, import_waiting) -> None:
    source_id = new_source("pms", "folder", location=server.location())
    pull(source_id)
    clock.pass_seconds(10)
    pull(source_id)
    assert models.Source.objects.get().pull_message is None
    assert import_waiting() == [counts(read=1, new=1)]
    assert models.Upload.objects.get().as_of.timestamp() == 1_770_000_000


@needs_paramiko
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"password": "wrong-word"}, "AuthenticationException"),
        ({"url": "sftp://127.0.0.1:{port}/gone"}, "There is no folder /gone"),
        ({"host_key": "nonsense"}, "cannot be read"),
    ],
)
def test_a_server_that_does_not_let_us_in_is_a_sentence(new_source, server, pull, loader, change, sentence: str) -> None:
    said = {name: text.replace("{port}", str(server.port)) for name, text in change.items()}
    source_id = new_source("pms", "folder", location=server.location(**said))
    pull(source_id)
    message = get_pull(loader, source_id).message
    assert message is not None
    assert sentence in message.en
    assert "wrong-word" not in message.en


@needs_paramiko
def test_a_server_with_an_unknown_key_gets_no_password(new_source, server, pull, loader) -> None:
    import paramiko

    other = paramiko.RSAKey.generate(2048)
    source_id = new_source("pms", "folder", location=server.location(host_key=f"ssh-rsa {other.get_base64()}"))
    pull(source_id)
    message = get_pull(loader, source_id).message
    assert message is not None
    assert f"shows a key that is not known: ssh-rsa {server.key.get_base64()}" in message.en


@pytest.mark.parametrize(("url", "package"), [("sftp://host/out", "paramiko"), ("s3://bucket/out", "s3fs")])
def test_a_package_that_is_not_installed_is_a_sentence(new_source, pull, loader, url: str, package: str) -> None:
    if find_spec(package) is not None:
        pytest.skip(f"{package} is installed")
    source_id = new_source("pms", "folder", location=url)
    pull(source_id)
    message = get_pull(loader, source_id).message
    assert message is not None
    assert f"needs the package {package}" in message.en
