"""Every operation of the API under values made up from its own document: never a fault, never an answer the document does not allow."""

from typing import Any

import pytest
import requests
import schemathesis
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Response
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from tests.attack.calls import DOCUMENT, known_ids
from tests.cast import Company
from xenia.lake.tables import ensure_tables
from xenia.settings import ENV

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES, EXAMPLES_OF_STRANGERS = 4, 1
QUIET = settings(deadline=None, database=None, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
SENT = ("content-type", "accept-language", "idempotency-key")


def faults(browser: Client, known: dict[str, str], examples: int) -> dict[str, str]:
    """What is wrong with each operation, by its name."""
    schema, found = schemathesis.openapi.from_dict(DOCUMENT), {}
    for result in schema.get_all_operations():
        operation = result.ok()
        try:
            tried(operation, browser, known, examples)
        except BaseExceptionGroup as several:
            found[operation.label] = "; ".join(str(one) for one in several.exceptions)
        except Exception as one:
            found[operation.label] = f"{type(one).__name__}: {one}"
    return found


def tried(operation: Any, browser: Client, known: dict[str, str], examples: int) -> None:
    """Sends values that fit the operation, with ids that exist half of the time; whatever changed is rolled back."""

    @settings(QUIET, max_examples=examples)
    @given(case=operation.as_strategy())
    def send(case: Any) -> None:
        if len(str(case.body)) % 2:
            case.path_parameters = {name: known.get(name, value) for name, value in (case.path_parameters or {}).items()}
        cookies = browser.cookies.copy()
        with transaction.atomic():
            answer = answer_to(case, browser)
            transaction.set_rollback(True)
        browser.cookies = cookies
        case.validate_response(answer, checks=CHECKS)

    send()


def answer_to(case: Any, browser: Client) -> Response:
    """Sends the case through the whole of Django, and returns the answer in the shape the checks read."""
    asked = requests.Request(**{k: v for k, v in case.as_transport_kwargs(base_url="http://testserver").items() if k != "verify"}).prepare()
    body = asked.body.encode() if isinstance(asked.body, str) else asked.body or b""
    given_headers = {name: value for name, value in asked.headers.items() if name.lower() in SENT}
    kind = given_headers.pop("Content-Type", "application/json")
    sent = browser.generic(asked.method or "GET", asked.path_url, body, content_type=kind, headers=given_headers)
    content = b"".join(sent.streaming_content) if sent.streaming else sent.content
    headers = {name.lower(): [value] for name, value in sent.headers.items()}
    return Response(sent.status_code, headers, content, asked, elapsed=0.0, verify=False)


@pytest.mark.timeout(600)
def test_an_administrator_finds_no_fault(browser_of, company: Company, empty_home) -> None:
    ensure_tables(ENV.lake_url)
    assert faults(browser_of("chen"), known_ids(company), EXAMPLES) == {}


@pytest.mark.timeout(600)
def test_a_stranger_finds_no_fault(company: Company) -> None:
    assert faults(Client(), known_ids(company), EXAMPLES_OF_STRANGERS) == {}
