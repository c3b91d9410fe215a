"""Keys on the screen: shown by number and age, never themselves; changed only when two people want it."""

from datetime import UTC, datetime

from tests.cast import DIRECTOR, NOON, PASSWORD, Company
from xenia import wiring
from xenia.settings import ENV
from xenia.trust.actions import approvals
from xenia.trust.actions.people import create_person
from xenia.trust.keyring.files import load_keys
from xenia.trust.models.encryption import KeyRotation
from xenia.trust.types.access import NewPerson

JSON = "application/json"


def ask(browser, reason: str = "yearly rotation"):
    return browser.post("/api/encryption/rotations", {"reason": reason}, content_type=JSON)


def second_administrator(company: Company):
    create_person(actor=DIRECTOR, person=NewPerson("wu@yunxing.example", "吴军", PASSWORD, ("administrator",), ("group",)))
    return company.actor("wu")


def test_keys_are_shown_by_number_and_fingerprint_and_nothing_of_them(browser_of) -> None:
    answer = browser_of("chen").get("/api/encryption")
    keys = load_keys(ENV.key_file)
    assert [key["number"] for key in answer.json()["keys"] if key["is_current"]] == [keys.current]
    assert (answer.json()["master"]["kind"], len(answer.json()["master"]["fingerprint"])) == ("file", 16)
    assert not [key for key in (*keys.sealing.values(), keys.index, keys.ids) if key.hex() in answer.content.decode()]


def test_only_who_manages_keys_sees_or_changes_them(browser_of) -> None:
    browser = browser_of("sun")
    assert (browser.get("/api/encryption").status_code, ask(browser).status_code) == (403, 403)
    assert not KeyRotation.objects.exists()


def test_a_rotation_starts_when_a_second_person_agrees(browser_of, company: Company) -> None:
    approval_id = ask(browser_of("chen")).json()["approval_id"]
    assert not KeyRotation.objects.exists()
    second = second_administrator(company)
    approvals.decide(actor=second, approval_id=approval_id, approve=True, note="", now=datetime.now(UTC), handlers=wiring.APPROVED)
    started = browser_of("chen").get("/api/encryption").json()["rotations"]
    assert [(one["state"], one["asked_by_name"], one["reason"]) for one in started] == [("waiting", "陈静", "yearly rotation")]


def test_a_rotation_is_cancelled_and_resumed_from_the_screen(browser_of, company: Company) -> None:
    row = KeyRotation.objects.create(from_keys=[1], reason="r", asked_by_name="陈静", asked_at=NOON)
    browser, other = browser_of("chen"), browser_of("sun")
    address = f"/api/encryption/rotations/{row.id}"
    assert other.post(f"{address}/cancel").status_code == 403
    assert [browser.post(f"{address}/{verb}").status_code for verb in ("cancel", "cancel", "resume")] == [204, 409, 204]
    assert browser.get("/api/encryption").json()["rotations"][0]["state"] == "waiting"
