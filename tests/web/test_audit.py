"""The audit log over HTTP: who sees which entries, the proof of one, verification as a job."""

import json
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import DIRECTOR, NOON, Company
from xenia.kernel.actor import product_actor
from xenia.trust.actions.audit import record
from xenia.trust.actions.sealing import seal_entries
from xenia.trust.actions.verifying import perform_verification
from xenia.trust.models.people import Role, User
from xenia.trust.types.audit import Subject, SubjectKind

BrowserOf = Callable[[str], Client]
HE = "he@yunxing.example"


@pytest.fixture
def auditor(company: Company, browser_of: BrowserOf) -> Client:
    """He Fang of Beijing, who may see the audit log of her own house."""
    User.objects.get(email=HE).roles.set([Role.objects.get(code="privacy_officer")])
    return browser_of("he")


@pytest.fixture
def entries(company: Company) -> Company:
    lin, zhang = company.guests["林薇"], company.guests["张伟"]
    for guest, unit in ((lin, company.shanghai.unit_id), (zhang, company.beijing.unit_id)):
        for purpose in ("call_back", "check_in"):
            details = {"field": "phone", "unit_id": unit}
            record(
                company.actor("sun"),
                "contact.revealed",
                subject=Subject(SubjectKind.RECORD, str(guest)),
                purpose=purpose,
                details=details,
                now=NOON,
            )
    record(product_actor("night"), "audit.verified", details={"entries": 3, "findings": 0}, now=NOON)
    return company


def sentences(browser: Client, where: str = "") -> list[str]:
    return [one["sentence"]["en"] for one in browser.get(f"/api/audit?action=contact.{where}").json()["items"]]


def test_an_auditor_of_one_house_sees_the_entries_of_that_house(entries: Company, auditor: Client, browser_of: BrowserOf) -> None:
    zhang = str(entries.guests["张伟"])
    assert sentences(auditor) == [f"孙磊 revealed the phone of guest …{zhang[-8:]}"] * 2
    assert len(sentences(browser_of("chen"))) == 4
    assert [
        browser_of("sun").get(path).status_code for path in ("/api/audit", "/api/audit/state", "/api/audit/actions", "/api/audit/1")
    ] == [403] * 4


def test_the_filters_narrow_the_list(entries: Company, browser_of: BrowserOf) -> None:
    chen, lin = browser_of("chen"), entries.guests["林薇"]
    sun = entries.actor("sun").user_id
    assert len(sentences(chen, f"&subject_id={lin}")) == 2
    assert len(sentences(chen, "&purpose=check")) == 2
    assert len(sentences(chen, f"&actor_id={sun}&unit_id={entries.shanghai.unit_id}")) == 2
    assert len(sentences(chen, "&since=2026-03-02T04:00:01Z")) == len(sentences(chen, "&until=2026-03-02T04:00:00Z")) == 0
    assert chen.get("/api/audit?since=2026-03-02T04:00:00").status_code == 422


def test_pages_follow_each_other_without_gap_or_repeat(entries: Company, browser_of: BrowserOf) -> None:
    chen, page, seen = browser_of("chen"), "", []
    while True:
        answer = chen.get(f"/api/audit?action=contact.&size=1{page}").json()
        seen += [one["id"] for one in answer["items"]]
        if answer["next"] is None:
            break
        page = f"&page={answer['next']}"
    assert seen == sorted(set(seen), reverse=True)
    assert len(seen) == 4


def test_an_entry_comes_with_its_proof_once_it_is_sealed(entries: Company, auditor: Client, browser_of: BrowserOf) -> None:
    chen = browser_of("chen")
    first = chen.get("/api/audit?action=contact.").json()["items"][-1]["id"]
    assert chen.get(f"/api/audit/{first}").json()["proof"] is None
    seal_entries(actor=DIRECTOR, now=NOON)
    proof = chen.get(f"/api/audit/{first}").json()["proof"]
    assert (proof["entry"]["id"], proof["entry"]["purpose"]) == (first, "call_back")
    assert auditor.get(f"/api/audit/{first}").status_code == 404
    state = chen.get("/api/audit/state").json()
    assert (state["sealed"], state["waiting"], state["checkpoint"]["note"]) == (proof["size"], 0, proof["checkpoint"])
    assert chen.get(f"/api/audit/consistency?old_size={proof['size']}").json()["path"] == []


def test_a_verification_is_a_job_that_says_what_it_found(entries: Company, browser_of: BrowserOf) -> None:
    chen = browser_of("chen")
    seal_entries(actor=DIRECTOR, now=NOON)
    made = chen.post("/api/audit/verifications")
    assert (made.status_code, chen.post("/api/audit/verifications").json()) == (202, made.json())
    perform_verification(actor=DIRECTOR, verification_id=made.json()["id"], clock=lambda: NOON)
    told = chen.get(f"/api/audit/verifications/{made.json()['id']}").json()
    assert (told["state"], told["checked"] == told["total"] > 0, told["findings"], told["asked_by_name"]) == ("good", True, [], "陈静")
    assert [one["id"] for one in chen.get("/api/audit/verifications").json()] == [told["id"]]


def test_a_verification_that_waits_can_be_stopped(entries: Company, browser_of: BrowserOf) -> None:
    chen = browser_of("chen")
    made = chen.post("/api/audit/verifications").json()["id"]
    assert [chen.post(f"/api/audit/verifications/{made}/cancel").status_code for _ in range(2)] == [204, 409]
    perform_verification(actor=DIRECTOR, verification_id=made, clock=lambda: NOON)
    assert chen.get(f"/api/audit/verifications/{made}").json()["state"] == "cancelled"


@pytest.mark.parametrize(
    "path", ["/api/audit/99999999999999999999999", "/api/audit/0", "/api/audit?page=x", "/api/audit/consistency?old_size=0"]
)
def test_what_is_not_there_is_said_and_breaks_nothing(path: str, company: Company, browser_of: BrowserOf) -> None:
    assert browser_of("chen").get(path).status_code in (404, 422)


def test_an_export_is_ordered_watched_and_fetched(company: Company, browser_of: BrowserOf) -> None:
    from xenia import wiring
    from xenia.trust.actions.making_exports import perform_export

    chen, sun = browser_of("chen"), browser_of("sun")
    order = {
        "kind": "guests",
        "where": {"text": "林薇"},
        "format": "csv",
        "recipient": {"name": "internal", "country": "CN", "purpose": "call list"},
    }
    made = chen.post("/api/exports", json.dumps(order), content_type="application/json")
    assert made.status_code == 202
    perform_export(export_id=made.json()["id"], exporters=wiring.EXPORTERS, clock=timezone.now)
    told, file = chen.get(f"/api/exports/{made.json()['id']}").json(), chen.get(f"/api/exports/{made.json()['id']}/file")
    content = file.getvalue()
    text = content.decode("utf-8-sig")
    assert (told["state"], told["rows"], "林薇" in text, told["canary"] in file["Content-Disposition"]) == ("done", 1, True, True)
    assert (int(file["Content-Length"]), file["Cache-Control"]) == (len(content), "no-store")
    assert sun.get(f"/api/exports/{made.json()['id']}/file").status_code == 403
    assert [chen.get(path).status_code for path in ("/api/exports", "/api/exports/counters")] == [200, 200]
    assert chen.put("/api/exports/policy/kept_days", json.dumps({"value": "3"}), content_type="application/json").status_code == 204
