"""Writes come from our own pages only: a forged, borrowed or replayed CSRF token opens nothing, whatever the route."""

import pytest
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory

from tests.attack.calls import Call, known_ids, send, writes
from tests.cast import Company
from xenia.trust.models.audit import AuditEntry

GUARDED = [call for call in writes() if not call.is_open]


def codes_of(browser: Client, company: Company) -> set[tuple[str, int, str]]:
    """What every write answers; one that is not refused is named."""
    known = known_ids(company)
    return {told for call in GUARDED if (told := answer_of(browser, call, known))[1:] != (403, "csrf_failed")}


def answer_of(browser: Client, call: Call, known: dict[str, str]) -> tuple[str, int, str]:
    answer = send(browser, call, "x", known)
    return call.name, answer.status_code, answer.json().get("code", "") if answer.content else ""


def test_no_write_goes_without_a_token(browser_of, company: Company) -> None:
    browser = browser_of("chen")
    del browser.defaults["HTTP_X_CSRFTOKEN"]
    assert codes_of(browser, company) == set()


@pytest.mark.parametrize("token", ["", "x" * 64, "a" * 32, "null"])
def test_no_write_goes_with_a_forged_token(browser_of, company: Company, token: str) -> None:
    browser = browser_of("chen")
    browser.defaults["HTTP_X_CSRFTOKEN"] = token
    assert codes_of(browser, company) == set()


def test_no_write_goes_with_the_token_of_a_colleague_or_of_nobody(browser_of, company: Company) -> None:
    browser, other = browser_of("chen"), browser_of("zhao")
    for token in (other.defaults["HTTP_X_CSRFTOKEN"], get_token(RequestFactory().get("/"))):
        browser.defaults["HTTP_X_CSRFTOKEN"] = token
        assert codes_of(browser, company) == set()


def test_a_right_token_from_another_origin_is_refused(browser_of, company: Company) -> None:
    browser = browser_of("chen")
    browser.defaults["HTTP_ORIGIN"] = "https://evil.example"
    assert codes_of(browser, company) == set()


def test_a_form_of_another_site_brings_no_token_in_its_body(browser_of, company: Company) -> None:
    browser = browser_of("chen")
    token = browser.defaults.pop("HTTP_X_CSRFTOKEN")
    answer = browser.post("/api/session", {"csrfmiddlewaretoken": token, "language": "en"})
    assert answer.status_code in (403, 405)
    refused = browser.post(f"/api/sources/{company.shanghai.source_id}/pull", {"csrfmiddlewaretoken": token})
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf_failed")


def test_a_token_replayed_after_signing_out_opens_nothing(browser_of, company: Company) -> None:
    browser = browser_of("chen")
    cookies = browser.cookies.copy()
    assert browser.delete("/api/session").status_code == 204
    browser.cookies = cookies
    answers = {answer_of(browser, call, known_ids(company))[1] for call in GUARDED}
    assert answers == {401}


def test_what_was_refused_left_no_trace_but_the_refusal(browser_of, company: Company) -> None:
    browser = browser_of("chen")
    del browser.defaults["HTTP_X_CSRFTOKEN"]
    before = set(AuditEntry.objects.values_list("action", flat=True))
    codes_of(browser, company)
    assert set(AuditEntry.objects.values_list("action", flat=True)) == before


def test_reading_never_changes_anything_so_it_needs_no_token(browser_of) -> None:
    browser = browser_of("chen")
    del browser.defaults["HTTP_X_CSRFTOKEN"]
    assert {browser.get(path).status_code for path in ("/api/session", "/api/sources", "/api/guests")} == {200}
