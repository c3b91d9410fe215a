"""A look-up by a contact value takes the same way whether it finds somebody or not: nobody learns by asking who is a guest."""

import time
from statistics import median

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import PHONE, Company

NOBODY = "+8613811119999"
ROUNDS = 15


def statements(browser, text: str) -> list[str]:
    """The statements of a search, with every value taken out."""
    seen: list[str] = []
    with connection.execute_wrapper(
        lambda execute, sql, params, many, context: seen.append(str(sql)) or execute(sql, params, many, context)
    ):
        assert browser.post("/api/search", {"text": text}, content_type="application/json").status_code == 200
    return seen


@pytest.mark.parametrize(("known", "unknown"), [(PHONE, NOBODY), ("lin.wei@example.com", "nobody@example.com"), ("E12341234", "E99999999")])
def test_someone_who_sees_nobody_cannot_tell_a_hit_from_a_miss(browser_of, company: Company, known: str, unknown: str) -> None:
    browser = browser_of("he")  # sees Beijing only; the values are of Shanghai
    statements(browser, known)
    assert statements(browser, known) == statements(browser, unknown)
    hit, miss = (browser.post("/api/search", {"text": text}, content_type="application/json").json() for text in (known, unknown))
    assert (hit["guests"], hit["bookings"]) == (miss["guests"], miss["bookings"]) == ([], [])


def test_a_hit_and_a_miss_take_as_long(browser_of, company: Company) -> None:
    browser = browser_of("he")
    took: dict[str, list[float]] = {PHONE: [], NOBODY: []}
    for _ in range(ROUNDS):
        for text, seconds in took.items():
            began = time.perf_counter()
            statements(browser, text)
            seconds.append(time.perf_counter() - began)
    hit, miss = (median(seconds) for seconds in took.values())
    assert max(hit, miss) < 2 * min(hit, miss)


def test_the_index_is_asked_and_no_value_is_opened_to_compare(browser_of, company: Company, monkeypatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("xenia.trust.vault.Vault.open", lambda vault, sealed, *, field, row: opened.append(field) or "")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        browser_of("he").post("/api/search", {"text": PHONE}, content_type="application/json")
    assert opened == []
    assert [
        query["sql"]
        for query in asked
        if PHONE.lstrip("+") in query["sql"] and "_index" in query["sql"] and "ILIKE" not in query["sql"].upper()
    ] == []
