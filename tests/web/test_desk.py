"""The steward's desk over HTTP, as a steward of Beijing goes through it."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from tests.cast import NOON, SCRIPT, Company
from tests.identity.pairs import LINKER, match
from xenia.connect.models import GuestRecord
from xenia.identity.actions.links import link_records

BrowserOf = Callable[[str], Client]


@pytest.fixture
def steward(company: Company, browser_of: BrowserOf) -> Client:
    link_records(actor=LINKER, record_ids=sorted(company.guests.values()), now=NOON)
    match(company.guests["张伟"], company.guests[SCRIPT], 7, "ask")
    match(company.guests["林薇"], company.guests["王秀英"], 9, "ask")
    return browser_of("he")


def post(browser: Client, path: str, body: object = None):
    return browser.post(f"/api/identity/{path}", json.dumps(body or {}), content_type="application/json")


def get(browser: Client, path: str):
    return browser.get(f"/api/identity/{path}").json()


def test_a_steward_takes_a_pair_from_the_queue_joins_it_and_takes_it_back(steward: Client) -> None:
    (asked,) = get(steward, "asked")["items"]
    left, right = asked["left"]["record_id"], asked["right"]["record_id"]
    assert get(steward, f"pairs/{left}/{right}")["pair"]["is_one_guest"] is False
    made = post(steward, "decisions", {"left_id": left, "right_id": right, "said": "same", "reason": "同一护照"})
    assert (made.status_code, get(steward, "asked")["items"]) == (201, [])
    assert get(steward, f"pairs/{left}/{right}")["pair"]["is_one_guest"] is True
    (line,) = get(steward, "decisions")["items"]
    assert (line["said_by"], line["reason"]) == ("何芳", "同一护照")
    assert post(steward, f"decisions/{line['id']}/undo").json() == {"records": 1}
    assert len(get(steward, "asked")["items"]) == 1


def test_what_the_desk_shows_of_one_guest_is_what_the_guests_own_page_shows(steward: Client, company: Company) -> None:
    zhang, script = company.guests["张伟"], company.guests[SCRIPT]
    GuestRecord.objects.filter(record_id=zhang).update(city="北京", order_at=NOON - timedelta(days=9))
    GuestRecord.objects.filter(record_id=script).update(city="天津", order_at=NOON - timedelta(days=90))
    shown = get(steward, f"pairs/{zhang}/{script}")["together"]
    post(steward, "decisions", {"left_id": str(zhang), "right_id": str(script), "said": "same"})
    assert shown == steward.get(f"/api/guests/{zhang}").json()["fields"] != []
    assert shown == get(steward, f"pairs/{zhang}/{script}")["together"]


def test_many_are_previewed_then_accepted(steward: Client) -> None:
    counts = get(steward, "asked/counts")
    assert (counts["waiting"], get(steward, "asked/acceptable?weight_min=8")) == (1, {"pairs": 0})
    done = post(steward, "asked/accept", {"weight_min": 6, "limit": 100}).json()
    assert (done["pairs"], done["left_out"], get(steward, "asked/counts")["waiting"]) == (1, 0, 0)


def test_a_record_is_split_off_and_why_tells_who_is_left(steward: Client, company: Company) -> None:
    post(steward, "asked/accept", {"weight_min": 6})
    zhang, script = str(company.guests["张伟"]), str(company.guests[SCRIPT])
    assert len(get(steward, f"guests/{zhang}/why")["records"]) == 2
    assert post(steward, f"records/{script}/split", {"reason": "两个人"}).status_code == 201
    assert [one["record_id"] for one in get(steward, f"guests/{zhang}/why")["records"]] == [zhang]


def test_a_split_needs_a_reason_and_is_undone_by_the_id_it_answered_with(steward: Client, company: Company) -> None:
    post(steward, "asked/accept", {"weight_min": 6})
    script = str(company.guests[SCRIPT])
    assert post(steward, f"records/{script}/split", {"reason": " "}).status_code == 422
    made = post(steward, f"records/{script}/split", {"reason": "两个人"}).json()["id"]
    assert post(steward, f"decisions/{made}/undo").json() == {"records": 1}
    assert len(get(steward, f"guests/{script}/why")["records"]) == 2


def test_a_weight_that_is_no_number_is_refused(steward: Client) -> None:
    assert steward.get("/api/identity/asked/acceptable?weight_min=NaN").status_code == 422
    assert post(steward, "asked/accept", {"weight_min": 1e9}).status_code == 422


def test_a_merge_request_on_an_erased_guest_says_so(steward: Client, company: Company) -> None:
    gone = "00000000-0000-7000-8000-000000000001"
    answer = post(steward, "decisions", {"left_id": str(company.guests["张伟"]), "right_id": gone, "said": "same"})
    assert (answer.status_code, answer.json()["code"]) == (404, "record_gone")
    assert "may have been erased" in answer.json()["detail"] or "可能已被删除" in answer.json()["detail"]
