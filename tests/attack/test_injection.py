"""No text that comes in is ever part of a statement, a template or a header: every text parameter of the OpenAPI document is tried."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from tests.attack.calls import Call, calls, known_ids, places, send, shared_out
from tests.cast import Company
from xenia.lake.tables import ensure_tables
from xenia.settings import ENV

MARK = "zq7x"
EVERYWHERE = f"""{MARK}' OR 1=1; DROP TABLE trust_user; --"; SELECT pg_sleep(9); --{{{{71993*71999}}}}${{71993*71999}}<%= 71993*71999 %>%(secret)s%n%s"""
"""What would break out of a statement, a template or a format, in one text that every call meets."""
TEXTS = {
    "sql": f"{MARK}' OR 1=1; DROP TABLE trust_user; --",
    "sql in quotes": f'{MARK}"; SELECT pg_sleep(9); --',
    "template": f"{MARK}{{{{71993*71999}}}}${{71993*71999}}<%= 71993*71999 %>{{% debug %}}",
    "format": f"{MARK}{{0.__class__.__mro__}}%(secret)s%n%s",
    "header": f"{MARK}\r\nX-Injected: {MARK}\r\n\r\n<html>",
    "nul": f"{MARK}\x00.csv",
    "half a character": f"{MARK}\ud800",
    "numbers": "9" * 40,
}


class Statements:
    """Every statement as it goes to PostgreSQL, before any value is put in."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def __call__(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        self.seen.append(str(sql))
        return execute(sql, params, many, context)


@pytest.fixture
def browser(browser_of, empty_home):
    ensure_tables(ENV.lake_url)
    return browser_of("chen")


@pytest.mark.parametrize("way", range(len(TEXTS)), ids=TEXTS.keys())
def test_no_text_reaches_a_statement_a_template_or_a_header(browser, company: Company, way: int) -> None:
    text, known = list(TEXTS.values())[way], known_ids(company)
    met = shared_out(calls(), way, len(TEXTS), each=1)
    faults = [fault for call in met if (fault := fault_of(browser, call, text, known))]
    assert faults == []


def test_no_call_lets_a_text_break_out_of_what_it_stands_in(browser, company: Company) -> None:
    faults = [fault for call in calls() if (fault := fault_of(browser, call, EVERYWHERE, known_ids(company)))]
    assert faults == []


def fault_of(browser, call: Call, text: str, known: dict[str, str]) -> str:
    """What went wrong with the call, "" where nothing did; whatever it changed is rolled back."""
    statements = Statements()
    with transaction.atomic():
        with connection.execute_wrapper(statements):
            answer = send(browser, call, text, known)
        transaction.set_rollback(True)
    body = b"" if answer.streaming else answer.content
    if answer.status_code >= 500:
        return f"{call.name}: {answer.status_code}"
    if any(MARK in statement for statement in statements.seen):
        return f"{call.name}: the text stands in a statement"
    if "X-Injected" in answer.headers or any("\n" in place for place in places(answer)):
        return f"{call.name}: the text stands in a header"
    return f"{call.name}: the template ran" if str(71993 * 71999).encode() in body else ""
