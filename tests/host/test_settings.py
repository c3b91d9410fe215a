"""A bad value in the environment stops the start and lists every fault at once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def settings_with(home: Path, **variables: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XENIA_")}
    return subprocess.run(
        [sys.executable, "-c", "from xenia.settings import ENV; print(ENV.port, ENV.is_embedded_database, ENV.database_url)"],
        env=kept | {"XENIA_HOME": str(home)} | variables,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("XENIA_PORT", "eighty", "XENIA_PORT is 'eighty'; give a whole number from 1 to 65535."),
        ("XENIA_PORT", "70000", "XENIA_PORT is '70000'; give a whole number from 1 to 65535."),
        (
            "XENIA_DATABASE_URL",
            "mysql://host/db",
            "XENIA_DATABASE_URL starts with 'mysql'; give postgresql://user:password@host:5432/name.",
        ),
        ("XENIA_ENGINE", "spark", "XENIA_ENGINE is 'spark'; give 'duckdb' or a Spark Connect address such as sc://host:15002."),
        ("XENIA_DEBUG", "yes", "XENIA_DEBUG is 'yes'; give 0 or 1."),
        ("XENIA_PROXIES", "10", "XENIA_PROXIES is '10'; give a whole number from 0 to 9."),
        ("XENIA_OIDC_ISSUER", "http://login.example.com", "XENIA_OIDC_ISSUER is 'http://login.example.com'; give the https address"),
        ("XENIA_OIDC_CLIENT_ID", "xenia", "XENIA_OIDC_CLIENT_SECRET is missing; single sign-on needs issuer, client id and client secret."),
        ("XENIA_UPLOAD_MB_MAX", "-1", "XENIA_UPLOAD_MB_MAX is '-1'; give a whole number from 1 to 10000000."),
    ],
)
def test_a_bad_value_is_named_with_what_to_give_instead(tmp_path: Path, name: str, value: str, said: str) -> None:
    answer = settings_with(tmp_path, **{name: value})
    assert answer.returncode == 1
    assert said in answer.stderr
    assert "Traceback" not in answer.stderr


def test_every_fault_is_listed_at_once(tmp_path: Path) -> None:
    answer = settings_with(tmp_path, XENIA_PORT="x", XENIA_DEBUG="x", XENIA_ENGINE="x")
    assert [name in answer.stderr for name in ("XENIA_PORT", "XENIA_DEBUG", "XENIA_ENGINE")] == [True, True, True]


def test_without_a_database_of_ones_own_the_embedded_one_is_used(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "port").write_text("5999")
    (tmp_path / "postgres" / "password").write_text("hidden")
    answer = settings_with(tmp_path)
    assert answer.stdout.split() == ["8000", "True", "postgresql://xenia:hidden@127.0.0.1:5999/xenia"]


def test_the_session_secret_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    settings_with(tmp_path)
    first = (tmp_path / "session_secret").read_text()
    settings_with(tmp_path)
    assert (tmp_path / "session_secret").read_text() == first
    assert (tmp_path / "session_secret").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"XENIA_MASTER_KEY": "c2VjcmV0LXZhbHVl"}, "XENIA_MASTER_KEY is not 32 bytes in base64"),
        ({"XENIA_MASTER_KEY": "c2VjcmV0LXZhbHVl*"}, "XENIA_MASTER_KEY is not 32 bytes in base64"),
        ({"XENIA_MASTER_KEY": "c2VjcmV0LXZhbHVl", "XENIA_KMS_COMMAND": "kms"}, "are both set; give one of them"),
        ({"XENIA_KMS_COMMAND": "kms 'open"}, "give a program and its arguments"),
    ],
)
def test_a_master_key_that_cannot_be_used_is_named_and_never_shown(tmp_path: Path, variables: dict[str, str], said: str) -> None:
    answer = settings_with(tmp_path, **variables)
    assert (answer.returncode, said in answer.stderr, "c2VjcmV0" in answer.stderr) == (1, True, False)
