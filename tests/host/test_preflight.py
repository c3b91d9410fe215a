"""What is in the way of a start is said in one sentence that names the value and what to do."""

import json
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest

from xenia.host import preflight
from xenia.host.faults import StartFault
from xenia.trust.keyring.files import create_key_file, load_keys
from xenia.trust.vault import Vault


@pytest.fixture
def own_url(database_url: str) -> Iterator[str]:
    """The address of an empty database that no other test sees."""
    name = f"preflight_{uuid4().hex}"
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    yield urlsplit(database_url)._replace(path=f"/{name}").geturl()
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_a_second_start_of_the_same_home_is_told_which_one_runs(tmp_path: Path) -> None:
    first = preflight.lock_home(tmp_path, "http://127.0.0.1:8000")
    with pytest.raises(StartFault, match=r"already runs with the home .*process \d+, http://127.0.0.1:8000.*another XENIA_HOME"):
        preflight.lock_home(tmp_path, "http://127.0.0.1:9000")
    first.close()


def test_a_home_can_be_locked_again_once_its_holder_has_ended(tmp_path: Path) -> None:
    preflight.lock_home(tmp_path, "first").close()
    lock = preflight.lock_home(tmp_path, "second")
    assert (tmp_path / "run.lock").read_text().endswith("second")
    lock.close()


def test_a_home_that_is_a_file_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("not a folder")
    with pytest.raises(StartFault, match=r"cannot be written .* set XENIA_HOME"):
        preflight.lock_home(tmp_path / "home", "")


def test_a_busy_port_names_its_holder_and_another_port() -> None:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = holder.getsockname()[1]
        with pytest.raises(StartFault, match=rf"Port {port} on 127.0.0.1 is taken by .* XENIA_PORT={port + 1} make run"):
            preflight.check_port("127.0.0.1", port)


def test_an_address_of_another_machine_is_a_sentence() -> None:
    with pytest.raises(StartFault, match=r"203\.0\.113\.9:8000 cannot be listened on .* XENIA_HOST"):
        preflight.check_port("203.0.113.9", 8000)


def test_a_full_disk_says_how_much_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "FREE_BYTES_MIN", shutil.disk_usage(tmp_path).free + 10**12)
    with pytest.raises(StartFault, match=r"has \d+ MB left; Xenia needs at least .* another disk"):
        preflight.check_free_space(tmp_path)


def test_a_database_that_cannot_be_reached_is_named_without_its_password() -> None:
    with pytest.raises(StartFault, match=r"127\.0\.0\.1:1/crm") as raised:
        preflight.check_database("postgresql://me:secret@127.0.0.1:1/crm")
    assert "secret" not in str(raised.value)


def test_a_wrong_password_is_told_apart(database_url: str) -> None:
    with pytest.raises(StartFault, match="password authentication failed"):
        preflight.check_database(database_url.replace("//xenia:", "//xenia:wrong"))


def test_an_older_server_is_refused(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "POSTGRES_VERSION_MIN", 990_000)
    with pytest.raises(StartFault, match=r"is PostgreSQL \d+; Xenia needs 15 or newer"):
        preflight.check_database(database_url)


def test_a_new_database_gets_its_keys(own_url: str, tmp_path: Path) -> None:
    preflight.ensure_keys(tmp_path / "keys.json", own_url)
    assert (tmp_path / "keys.json").stat().st_mode & 0o777 == 0o600


def test_keys_are_never_made_anew_for_a_database_that_has_data(own_url: str, tmp_path: Path) -> None:
    with psycopg.connect(own_url) as connection:
        connection.execute("CREATE TABLE django_migrations (id int)")
    with pytest.raises(StartFault, match="Put it back from your backup"):
        preflight.ensure_keys(tmp_path / "keys.json", own_url)
    assert not (tmp_path / "keys.json").exists()


def test_keys_in_clear_are_wrapped_by_the_start(own_url: str, tmp_path: Path) -> None:
    keys = {"version": 1, "current": 1, "sealing": {"1": "ab" * 32}, "index": "cd" * 32, "ids": "ef" * 32}
    (tmp_path / "keys.json").write_text(json.dumps(keys))
    preflight.ensure_keys(tmp_path / "keys.json", own_url)
    assert (json.loads((tmp_path / "keys.json").read_text())["version"], (tmp_path / "master.key").exists()) == (2, True)
    assert load_keys(tmp_path / "keys.json").index.hex() == "cd" * 32


def test_keys_of_another_database_stop_the_start(own_url: str, tmp_path: Path) -> None:
    create_key_file(tmp_path / "its" / "keys.json")
    row_id = uuid4()
    with psycopg.connect(own_url) as connection:
        connection.execute("CREATE TABLE trust_sealcheck (id uuid, check_sealed bytea)")
        value = Vault(load_keys(tmp_path / "its" / "keys.json")).check_value(row_id)
        connection.execute("INSERT INTO trust_sealcheck VALUES (%s, %s)", [row_id, value])
    preflight.ensure_keys(tmp_path / "its" / "keys.json", own_url)
    with pytest.raises(StartFault, match="are not those of this database"):
        preflight.ensure_keys(tmp_path / "other" / "keys.json", own_url)
