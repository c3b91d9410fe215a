"""The wizard's calls: kinds with their codes, a run ordered with its document in one call, quarantine narrowed to a field."""

import pytest
from django.test import Client

from tests.cast import NOON, ORDERS, Company, orders_file, perform, store_file
from xenia.connect import models
from xenia.lake.tables import ensure_tables
from xenia.settings import ENV

BAD = orders_file("S-8,reserved,2026-02-31,,1", "S-9,gone,,,1")


@pytest.fixture
def browser(browser_of, company: Company) -> Client:
    ensure_tables(ENV.lake_url)
    models.Source.objects.update(bad_share_max=1)
    return browser_of("chen")


def post_run(browser: Client, company: Company, **body: object):
    upload_id = store_file(company.shanghai.source_id, BAD)
    return browser.post("/api/runs", {"upload_id": str(upload_id), **body}, content_type="application/json")


def test_a_document_is_saved_and_its_run_started_in_one_call(browser: Client, company: Company) -> None:
    answer = post_run(browser, company, document=ORDERS, is_dry=True)
    run = models.Run.objects.select_related("mapping").get(id=answer.json()["id"])
    assert (answer.status_code, run.state, run.is_dry, run.mapping.document) == (201, "waiting", True, ORDERS)


def test_a_run_without_a_mapping_is_refused_with_what_to_give(browser: Client, company: Company) -> None:
    answer = post_run(browser, company)
    assert (answer.status_code, answer.json()["code"]) == (422, "mapping_missing")


@pytest.mark.parametrize(("query", "rows"), [("field=starts_on", [2]), ("field=status", [3]), ("field=total", []), ("", [2, 3])])
def test_quarantine_is_narrowed_to_a_field(browser: Client, company: Company, query: str, rows: list[int]) -> None:
    perform(post_run(browser, company, document=ORDERS).json()["id"], lambda: NOON)
    answer = browser.get(f"/api/quarantine?{query}").json()
    assert [row["row_number"] for row in answer["items"]] == rows


def test_kinds_name_the_codes_of_the_line(browser: Client) -> None:
    booking = next(kind for kind in browser.get("/api/kinds").json() if kind["kind"] == "booking")
    line = next(field for field in booking["fields"] if field["name"] == "line")
    assert {"value": "rail", "title": {"zh": "火车", "en": "Rail"}} in line["options"]
