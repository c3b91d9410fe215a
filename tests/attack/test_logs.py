"""Logs cannot be forged by what comes in, and neither logs nor answers hold a secret or a person."""

import json
import logging

import pytest
import structlog
from django.db import IntegrityError, connection
from django.test import Client

from tests.attack.calls import calls, known_ids, send
from tests.cast import PASSWORD, PHONE, Company
from tests.web.sign_in import password
from xenia.connect import models
from xenia.lake.tables import ensure_tables
from xenia.settings import ENV, SECRET_KEY
from xenia.trust.vault import vault_of
from xenia.web.logs import configure_logs, one_line

FORGED = ['a\n{"event": "forged"}', "a\r\nforged", "\x1b[2J\x1b[31mred", "\x9b31m", "a\u2028b", "\u202edetrever", "a\x85b", "\x00", "\x7f"]
DATABASE_SECRET = "database-password-7f3a"


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture):
    """Everything that was logged, by us and by every package, down to the finest level."""
    configured = structlog.get_config()
    configure_logs()
    caplog.set_level(logging.DEBUG)
    yield lambda: (lambda said: said.out + said.err)(capsys.readouterr()) + caplog.text
    structlog.configure(**configured)


@pytest.mark.parametrize("text", FORGED)
def test_a_text_stays_in_its_line_and_controls_no_terminal(lines, text: str) -> None:
    structlog.get_logger().error("request_failed", name=text, key=[text])
    said = lines().removesuffix("\n")
    assert json.loads(said) | {"name": text, "key": [text]} == json.loads(said)
    assert [character for character in said if character != "\n" and not character.isprintable()] == []
    assert len(said.splitlines()) == 1


def test_chinese_stays_readable() -> None:
    assert one_line({"name": "林薇"}) == '{"name": "林薇"}'


def test_a_forged_address_and_header_make_no_line_of_their_own(db: None, lines) -> None:
    for path in ("/api/x%0a%7b%22event%22:%22forged%22%7d", "/api/guests/%1b%5b31m", "/api/x%e2%80%a8forged"):
        Client().get(path, headers={"X-Request-ID": "x\u2028forged", "User-Agent": "x\x1b[31m"})
    said = lines()
    assert [line for line in said.splitlines() if line.startswith(('{"event":"forged', "forged"))] == []
    assert "\x1b" not in said


def test_an_error_of_the_database_is_told_without_its_values(browser_of, company: Company, lines, monkeypatch) -> None:
    def fail(*_: object, **__: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO trust_setuplink (token_hash, valid_until) VALUES (%s, %s)", [PHONE, PHONE])

    monkeypatch.setattr("xenia.profile.queries.lists.list_guests", fail)
    answer = browser_of("chen").get("/api/guests")
    said = lines() + answer.content.decode()
    assert (answer.status_code, PHONE in said, "request_failed" in said) == (500, False, True)


def test_no_secret_stands_in_a_log_or_an_answer_whatever_goes_wrong(browser_of, company: Company, lines, monkeypatch) -> None:
    ensure_tables(ENV.lake_url)
    browser = browser_of("chen")
    faults = [IntegrityError("x"), ConnectionError(f"postgresql://xenia:{DATABASE_SECRET}@db/xenia"), ValueError(PASSWORD)]
    told = b""
    for fault in faults:
        monkeypatch.setattr(models.GuestRecord, "objects", Raising(fault))
        told += b"".join(
            send(browser, call, "x", known_ids(company)).content for call in calls() if call.method == "get" and "/guests" in call.path
        )
    told += password(Client(), secret="wrong-" + PASSWORD).content
    said = lines() + told.decode()
    assert [name for name, secret in secrets_of(browser).items() if secret in said] == []


def secrets_of(browser: Client) -> dict[str, str]:
    keys = json.loads(ENV.key_file.read_text())
    wrapped = {f"key {number}": text for number, text in enumerate(texts(keys)) if len(text) > 30}
    session = browser.cookies["sessionid"].value
    return wrapped | {
        "cookie": session,
        "secret": SECRET_KEY,
        "database": ENV.database_url,
        "wrong password": "wrong-" + PASSWORD,
        "phone": PHONE,
    }


def texts(value: object) -> list[str]:
    if isinstance(value, dict | list):
        return [text for one in (value.values() if isinstance(value, dict) else value) for text in texts(one)]
    return [str(value)]


class Raising:
    """A table that fails however it is asked."""

    def __init__(self, fault: Exception) -> None:
        self._fault = fault

    def __getattr__(self, name: str) -> object:
        raise self._fault


def test_a_vault_and_a_setting_show_nothing_of_themselves() -> None:
    shown = repr(vault_of(ENV.key_file)) + repr(ENV)
    secrets = [text for text in texts(json.loads(ENV.key_file.read_text())) if len(text) > 30]
    assert [secret for secret in secrets if secret in shown] == []
    assert (ENV.database_url in shown, SECRET_KEY in shown) == (False, False)
