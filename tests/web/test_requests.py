"""Requests and retention over HTTP: what a privacy officer does at the desk, and what nobody else can."""

import io
import zipfile

from django.utils import timezone

from xenia.trust.actions.request_work import perform_request
from xenia.wiring import RIGHTS


def opened(browser, record_id: object, kind: str = "copy") -> str:
    answer = browser.post(
        "/api/requests", {"kind": kind, "record_ids": [str(record_id)], "asked_name": "林薇"}, content_type="application/json"
    )
    assert answer.status_code == 201
    return answer.json()["id"]


def post(browser, path: str, body: object = None, status: int = 204):
    answer = browser.post(path, body or {}, content_type="application/json")
    assert answer.status_code == status, answer.content
    return answer


def test_a_copy_is_asked_for_checked_made_taken_and_answered(company, browser_of, empty_home) -> None:
    from tests.cast import ENV, ensure_tables

    ensure_tables(ENV.lake_url)
    browser, guest = browser_of("chen"), company.guests["林薇"]
    request_id = opened(browser, guest)
    told = post(browser, f"/api/requests/{request_id}/identity", {"phone": "138 0000 1111", "name": "林薇"}, 200).json()
    assert told == [{"field": "phone", "matches": True}, {"field": "name", "matches": True}]
    assert post(browser, f"/api/requests/{request_id}/start", status=200).json() == {"state": "working"}
    perform_request(request_id=_uuid(request_id), rights=RIGHTS, clock=timezone.now)
    package = post(browser, f"/api/requests/{request_id}/package", status=200)
    assert {"data.json", "摘要.pdf", "summary.pdf"} <= set(zipfile.ZipFile(io.BytesIO(package.content)).namelist())
    post(browser, f"/api/requests/{request_id}/answer", {"text": "已邮件发送"})
    assert browser.get(f"/api/requests/{request_id}").json()["summary"]["state"] == "answered"


def _uuid(text: str):
    from uuid import UUID

    return UUID(text)


def test_the_finder_shows_names_and_no_contact_values(company, browser_of) -> None:
    answer = post(browser_of("chen"), "/api/requests/find", {"phone": "13800001111"}, 200)
    assert {one["name"] for one in answer.json()} == {"林薇", "王秀英"}
    assert b"13800001111" not in answer.content


def test_the_page_of_a_guest_says_what_limits_there_are(company, browser_of) -> None:
    browser, guest = browser_of("chen"), company.guests["林薇"]
    post(browser, "/api/retention/holds", {"reason": "法院来函", "record_ids": [str(guest)]}, 201)
    said = browser.get(f"/api/guests/{guest}/rights").json()
    assert (said["is_held"], said["requests"]) == (True, [])


def test_a_clerk_neither_handles_requests_nor_sees_the_map(company, browser_of) -> None:
    browser = browser_of("zhao")
    for path in ("/api/requests", "/api/data-map", "/api/retention/rules", "/api/rights-policy"):
        assert browser.get(path).status_code == 403
    assert browser.get(f"/api/guests/{company.guests['林薇']}/rights").json()["requests"] == []
