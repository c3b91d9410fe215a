"""Guests and bookings over HTTP: what each role sees, and that nothing personal slips out."""

import pytest

from tests.cast import PHONE, SCRIPT, Company, join_guests
from xenia.trust.models.audit import AuditEntry
from xenia.trust.models.people import Role


def names(answer) -> set[str]:
    return {guest["name"] for guest in answer.json()["items"]}


def look_for(browser, text: str):
    return browser.post("/api/guests/search", {"text": text}, content_type="application/json")


def test_property_staff_sees_only_the_guests_of_the_own_unit(browser_of) -> None:
    assert names(browser_of("zhao").get("/api/guests")) == {"林薇", "王秀英"}
    assert names(browser_of("chen").get("/api/guests")) == {"林薇", "王秀英", "张伟", SCRIPT}


def test_a_guest_of_another_unit_does_not_exist(browser_of, company: Company) -> None:
    browser = browser_of("zhao")
    for address in ("", "/timeline", "/companions"):
        answer = browser.get(f"/api/guests/{company.guests['张伟']}{address}")
        assert (answer.status_code, answer.json()["code"]) == (404, "guest_not_found")
    assert names(look_for(browser, "张伟")) == set()


def test_a_booking_of_another_unit_does_not_exist(browser_of, company: Company) -> None:
    browser = browser_of("zhao")
    assert browser.get(f"/api/bookings/{company.bookings['B-1']}").status_code == 404
    assert {row["booking_key"] for row in browser.get("/api/bookings").json()["items"]} == {"S-1", "S-2", "S-3"}
    assert browser.get("/api/bookings/totals").json() == {
        "bookings": 3,
        "totals": [{"currency": "CNY", "total_minor": 200_000, "bookings": 2}],
    }


def test_a_text_in_the_address_of_the_list_narrows_nothing(browser_of) -> None:
    assert names(browser_of("zhao").get("/api/guests", {"text": "林薇"})) == {"林薇", "王秀英"}


def test_bookings_are_narrowed_by_what_comes_in_the_body_and_not_by_an_address(browser_of) -> None:
    browser, typed = browser_of("zhao"), {"text": "S-2"}
    found = browser.post("/api/bookings/search", typed, content_type="application/json").json()["items"]
    totals = browser.post("/api/bookings/search/totals", typed, content_type="application/json").json()
    assert ([row["booking_key"] for row in found], totals["bookings"]) == (["S-2"], 1)
    assert len(browser.get("/api/bookings", typed).json()["items"]) == 3


def test_a_record_tells_what_one_source_says_and_its_guest_what_all_say(browser_of, company: Company) -> None:
    lin, mother = company.guests["林薇"], company.guests["王秀英"]
    guest = join_guests(lin, mother)
    browser = browser_of("zhao")
    views = [browser.get(f"/api/guests/{one}").json() for one in (lin, mother, guest)]
    assert {view["id"] for view in views} == {str(guest)}
    assert [len(view["records"]) for view in views] == [2, 2, 2]
    assert browser.get(f"/api/records/{mother}").json()["summary"]["name"] == "王秀英"


def test_the_bookings_of_a_guest_are_those_of_all_records(browser_of, company: Company) -> None:
    join_guests(company.guests["林薇"], company.guests["王秀英"])
    found = browser_of("zhao").get("/api/bookings", {"guest_id": company.guests["王秀英"]}).json()["items"]
    assert {row["booking_key"] for row in found} == {"S-1", "S-2", "S-3"}


def test_script_in_a_name_comes_back_as_data(browser_of, company: Company) -> None:
    answer = browser_of("chen").get(f"/api/guests/{company.guests[SCRIPT]}")
    assert answer.json()["line"]["name"] == SCRIPT
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/json; charset=utf-8", "nosniff")


def test_contact_values_are_masked_in_every_answer(browser_of, company: Company) -> None:
    browser = browser_of("chen")
    page = browser.get(f"/api/guests/{company.guests['林薇']}")
    found = browser.post("/api/search", {"text": PHONE}, content_type="application/json")
    for answer in (browser.get("/api/guests"), look_for(browser, PHONE), found, page):
        assert "13800001111" not in answer.content.decode()
    best = {field["field"]: field["best"]["text"] for field in page.json()["fields"]}
    assert (best["phone"], best["email"], best["document"]) == ("138****1111", "l***@example.com", "E****1234")


def ask(browser, company: Company, **order: str):
    order = {"field": "phone", "purpose": "call_back"} | order
    return browser.post(f"/api/records/{company.guests['林薇']}/reveal", order, content_type="application/json")


def test_revealing_a_phone_needs_the_permission(browser_of, company: Company) -> None:
    assert ask(browser_of("zhao"), company).json()["code"] == "permission_missing"
    assert ask(browser_of("sun"), company, reference="S-1").json() == {"value": PHONE}


def test_revealing_leaves_an_entry_with_purpose_and_reference_and_without_the_value(browser_of, company: Company) -> None:
    ask(browser_of("sun"), company, field="email", purpose="complaint", reference="T-2026/17")
    entry = AuditEntry.objects.get(action="contact.revealed")
    assert (entry.subject_kind, entry.subject_id, entry.purpose) == ("record", str(company.guests["林薇"]), "complaint")
    assert entry.details == {"field": "email", "reference": "T-2026/17"}
    assert entry.actor_id == company.actor("sun").user_id


@pytest.mark.parametrize(
    "reference",
    [
        "13800001111",
        "+8613912345678",
        "138-0000-1111",
        "lin.wei@example.com",
        "E12341234",
        "110101198803091234",
        "021-62345678",
        "she asked",
    ],
)
def test_a_reference_that_is_personal_is_refused_and_nothing_is_shown(browser_of, company: Company, reference: str) -> None:
    answer = ask(browser_of("sun"), company, reference=reference)
    assert (answer.status_code, answer.json()["code"]) == (422, "reference_personal")
    assert (PHONE in answer.content.decode(), AuditEntry.objects.filter(action="contact.revealed").exists()) == (False, False)


def test_the_purpose_is_one_of_the_list_and_other_needs_a_reference(browser_of, company: Company) -> None:
    browser = browser_of("sun")
    assert ask(browser, company, purpose="curiosity").json()["code"] == "input_invalid"
    assert ask(browser, company, purpose="other").json()["code"] == "reference_missing"
    assert ask(browser, company, purpose="other", reference="HK-2026-0311").status_code == 200


def test_only_sealed_fields_can_be_revealed(browser_of, company: Company) -> None:
    answer = ask(browser_of("sun"), company, field="content_hash")
    assert (answer.status_code, answer.json()["code"]) == (422, "input_invalid")


def test_a_clear_field_of_the_role_is_shown_on_the_page_only_and_recorded(browser_of, company: Company) -> None:
    Role.objects.filter(code="property_staff").update(clear_fields=["phone"])
    browser = browser_of("zhao")
    line = browser.get(f"/api/guests/{company.guests['林薇']}").json()["line"]
    assert (line["phone"], line["email"]) == (PHONE, "l***@example.com")
    assert PHONE not in browser.get("/api/guests").content.decode()
    entry = AuditEntry.objects.get(action="contact.shown")
    assert (entry.subject_id, entry.details) == (str(company.guests["林薇"]), {"fields": ["phone"]})


def test_a_page_that_shows_nothing_in_clear_leaves_no_entry(browser_of, company: Company) -> None:
    browser_of("zhao").get(f"/api/guests/{company.guests['林薇']}")
    assert not AuditEntry.objects.filter(action="contact.shown").exists()


def test_pages_follow_one_another_without_gap_or_repeat(browser_of) -> None:
    browser = browser_of("chen")
    seen, page = [], {}
    while page is not None:
        answer = browser.get("/api/guests", {"size": 1, **page}).json()
        seen += [guest["name"] for guest in answer["items"]]
        page = {"page": answer["next"]} if answer["next"] else None
    assert sorted(seen) == sorted(["林薇", "王秀英", "张伟", SCRIPT])


def test_a_page_token_of_ones_own_making_is_refused(browser_of) -> None:
    answer = browser_of("chen").get("/api/guests", {"page": "W10"})
    assert (answer.status_code, answer.json()["code"]) == (422, "page_token_invalid")
