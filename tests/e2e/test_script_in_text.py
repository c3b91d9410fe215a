"""HTML and script in every text a file can bring: each screen shows it as the text it is, and none of it runs."""

import csv
import io
import time
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

EVIL = '<img src=x onerror="window.ran=1"><script>window.ran=1</script>{{7*7}}'
FILE_NAME = "<img src=x onerror=window.ran=1>.csv"
FIXED = {
    "line": "hotel", "kind": "hotel", "status": "completed", "channel": "call", "gender": "female", "currency": "CNY", "at": "2026-03-01 10:00:00",
    "starts_on": "2026-03-01", "booked_at": "2026-02-01 10:00:00",
}  # fmt: skip


def field(known: dict[str, Any]) -> dict[str, Any] | None:
    """How a field of this kind is filled: with what is evil where it holds any text, else with something it takes."""
    name, options = known["name"], [option["value"] for option in known["options"]]
    if name.endswith(("_key", "_keys")):
        return {"from": "id"}
    if known["type"] in ("text", "list"):
        return {"from": EVIL}
    if name in FIXED and (not options or FIXED[name] in options):
        return {"const": FIXED[name]}
    if name == "starts_on" or not known["required"]:
        return None
    return {"const": options[0] if options else FIXED["at"]}


def mapping_of(kinds: list[dict[str, Any]]) -> dict[str, Any]:
    """One row becomes a record of every kind, the booking first."""
    records = []
    for kind in sorted(kinds, key=lambda one: one["kind"] != "booking"):
        fields = {known["name"]: how for known in kind["fields"] if (how := field(known))}
        records.append({"kind": kind["kind"], "fields": fields})
    records[0]["fields"] |= {"booker_key": {"from": "id"}, "starts_on": {"from": "day"}, "attributes.note": {"from": EVIL}}
    return {"name": EVIL, "title": {"zh": EVIL, "en": EVIL}, "records": records}


class Api:
    """The API as the signed-in page would call it."""

    def __init__(self, page: Page) -> None:
        self._request = page.request
        self._headers = {"X-CSRFToken": self.get("session")["csrf"]}

    def get(self, path: str) -> Any:
        return self._request.get(f"/api/{path}").json()

    def post(self, path: str, **sent: Any) -> Any:
        answer = self._request.post(f"/api/{path}", headers=self._headers, **sent)
        assert answer.ok, answer.text()
        return answer.json()


@pytest.fixture
def addresses(signed_in: Page) -> list[str]:
    """Imports the evil file, with one row that waits in quarantine; returns the address of every screen that shows something of it."""
    api, out = Api(signed_in), io.StringIO()
    csv.writer(out).writerows([["id", "day", EVIL], ["E-1", "2026-03-01", EVIL], ["E-2", "2026-02-31", EVIL]])
    settings = {"code": f"evil-{time.time_ns()}", "name": EVIL, "kind": "file", "unit_code": "group", "bad_share_max": 1, "owner": EVIL}
    source = api.post("sources", data=settings)["id"]
    file = {"name": FILE_NAME, "mimeType": "text/csv", "buffer": out.getvalue().encode()}
    upload = api.post(f"sources/{source}/uploads", multipart={"file": file})["id"]
    run = api.post("runs", data={"upload_id": upload, "document": mapping_of(api.get("kinds"))})["id"]
    deadline = time.monotonic() + 60
    while (state := api.get(f"runs/{run}"))["state"] in ("waiting", "running") and time.monotonic() < deadline:
        time.sleep(0.2)
    refused = [(row["row_number"], row["faults"]) for row in api.get(f"quarantine?run_id={run}")["items"]]
    assert (state["state"], state["counts"]["new"], [number for number, _ in refused]) == ("done", 1, [3]), refused
    booking = api.post("bookings/search", data={"text": "E-1"})["items"][0]["booking_id"]
    while not (guests := [one["guest_id"] for one in api.get("guests?size=200")["items"] if one["name"] == EVIL]):
        assert time.monotonic() < deadline, "the imported guest has no card"
        time.sleep(0.2)
    return ["/guests", f"/guests/{guests[0]}", "/bookings?line=hotel", f"/bookings/{booking}", "/sources", f"/sources/{source}", "/runs", f"/runs/{run}",
            f"/quarantine?source_id={source}", "/quarantine", "/"]  # fmt: skip


def assert_nothing_ran(page: Page, address: str) -> None:
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.ran") is None, address
    assert page.locator('img[src="x"]').count() == 0, address
    assert page.locator("script", has_text="window.ran").count() == 0, address


def test_what_a_file_says_is_shown_as_text_and_never_run(signed_in: Page, addresses: list[str]) -> None:
    for address in addresses:
        signed_in.goto(address)
        assert_nothing_ran(signed_in, address)
        if address != "/":
            expect(signed_in.locator("body")).to_contain_text("onerror=", use_inner_text=True)
        tabs = signed_in.get_by_role("tab")
        for place in range(tabs.count()):
            tabs.nth(place).click()
            assert_nothing_ran(signed_in, f"{address}, tab {place}")


@pytest.mark.parametrize("address", ["/guests?city=", "/bookings?line=", "/quarantine?rule="])
def test_what_stands_in_an_address_is_never_run(signed_in: Page, address: str) -> None:
    signed_in.goto(address + quote(EVIL))
    assert_nothing_ran(signed_in, address)
