"""Guests and bookings over HTTP: what each role sees, and that nothing personal slips out."""

from structlog.testing import capture_logs

from tests.cast import PHONE, SCRIPT, Company


def names(answer) -> set[str]:
    return {guest["name"] for guest in answer.json()["items"]}


def test_property_staff_sees_only_the_guests_of_the_own_unit(browser_of) -> None:
    assert names(browser_of("zhao").get("/api/guests")) == {"林薇", "王秀英"}
    assert names(browser_of("chen").get("/api/guests")) == {"林薇", "王秀英", "张伟", SCRIPT}


def test_a_guest_of_another_unit_does_not_exist(browser_of, company: Company) -> None:
    browser = browser_of("zhao")
    for address in ("", "/timeline", "/companions"):
        answer = browser.get(f"/api/guests/{company.guests['张伟']}{address}")
        assert (answer.status_code, answer.json()["code"]) == (404, "guest_not_found")
    assert names(browser.get("/api/guests", {"text": "张伟"})) == set()


def test_a_booking_of_another_unit_does_not_exist(browser_of, company: Company) -> None:
    browser = browser_of("zhao")
    assert browser.get(f"/api/bookings/{company.bookings['B-1']}").status_code == 404
    assert {row["booking_key"] for row in browser.get("/api/bookings").json()["items"]} == {"S-1", "S-2", "S-3"}
    assert browser.get("/api/bookings/totals").json() == {
        "bookings": 3,
        "totals": [{"currency": "CNY", "total_minor": 200_000, "bookings": 2}],
    }


def test_script_in_a_name_comes_back_as_data(browser_of, company: Company) -> None:
    answer = browser_of("chen").get(f"/api/guests/{company.guests[SCRIPT]}")
    assert answer.json()["summary"]["name"] == SCRIPT
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/json; charset=utf-8", "nosniff")


def test_contact_values_are_masked_in_every_answer(browser_of, company: Company) -> None:
    browser = browser_of("chen")
    page = browser.get(f"/api/guests/{company.guests['林薇']}")
    for answer in (browser.get("/api/guests"), browser.get("/api/search", {"q": PHONE}), page):
        assert "13800001111" not in answer.content.decode()
    summary = page.json()["summary"]
    assert (summary["phone"], summary["email"], page.json()["document"]) == ("138****1111", "l***@example.com", "E****1234")


def test_revealing_a_phone_needs_the_permission(browser_of, company: Company) -> None:
    address = f"/api/guests/{company.guests['林薇']}/reveal"
    asked = {"field": "phone", "purpose": "call back about booking S-1"}
    assert browser_of("zhao").post(address, asked, content_type="application/json").json()["code"] == "permission_missing"
    assert browser_of("sun").post(address, asked, content_type="application/json").json() == {"value": PHONE}


def test_revealing_leaves_a_line_with_the_purpose_and_without_the_value(browser_of, company: Company) -> None:
    browser = browser_of("sun")
    with capture_logs() as lines:
        browser.post(
            f"/api/guests/{company.guests['林薇']}/reveal",
            {"field": "email", "purpose": "send the invoice"},
            content_type="application/json",
        )
    line = next(line for line in lines if line["event"] == "contact_revealed")
    assert (line["field"], line["purpose"], line["record_id"]) == ("email", "send the invoice", str(company.guests["林薇"]))
    assert "lin.wei" not in str(lines)


def test_only_sealed_fields_can_be_revealed(browser_of, company: Company) -> None:
    answer = browser_of("sun").post(
        f"/api/guests/{company.guests['林薇']}/reveal", {"field": "content_hash", "purpose": "curiosity"}, content_type="application/json"
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "input_invalid")


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
