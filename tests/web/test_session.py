"""Signing in, its throttle, and CSRF."""

import pytest
from django.test import Client

from tests.cast import PASSWORD, Company
from xenia.trust.models import people as models

WRITES = [("delete", "/api/session"), ("patch", "/api/session"), ("post", "/api/runs"), ("post", "/api/quarantine/discard")]


def sign_in(browser: Client, email: str, password: str):
    return browser.post("/_allauth/browser/v1/auth/login", {"email": email, "password": password}, content_type="application/json")


def codes_of(answer) -> list[str]:
    return [error["code"] for error in answer.json()["errors"]]


def test_the_right_password_signs_in_and_says_who(company: Company) -> None:
    browser = Client()
    assert sign_in(browser, "  Zhao@yunxing.example ", PASSWORD).status_code == 200
    me = browser.get("/api/session").json()
    assert (me["name"], me["company"], me["must_add_factor"]) == ("赵敏", {"zh": "云行旅业", "en": "Yunxing Travel"}, False)
    assert [unit["code"] for unit in me["units"]] == ["shanghai"]
    assert me["permissions"] == ["edit_guests", "record_consent", "serve_members", "view_bookings", "view_guests", "view_loyalty"]


@pytest.mark.parametrize(("email", "password"), [("zhao@yunxing.example", "wrong"), ("nobody@yunxing.example", PASSWORD)])
def test_unknown_address_and_wrong_password_get_the_same_answer(company: Company, email: str, password: str) -> None:
    answer = sign_in(Client(), email, password)
    assert (answer.status_code, codes_of(answer)) == (400, ["email_password_mismatch"])


def test_eight_wrong_passwords_lock_even_the_right_one_out(company: Company) -> None:
    for _ in range(8):
        assert codes_of(sign_in(Client(), "zhao@yunxing.example", "wrong")) == ["email_password_mismatch"]
    assert codes_of(sign_in(Client(REMOTE_ADDR="203.0.113.9"), "Zhao@yunxing.example", PASSWORD)) == ["too_many_login_attempts"]
    assert sign_in(Client(), "chen@yunxing.example", PASSWORD).status_code == 200


def test_signing_in_needs_the_csrf_token_of_our_page(company: Company) -> None:
    browser = Client(enforce_csrf_checks=True)
    refused = sign_in(browser, "zhao@yunxing.example", PASSWORD)
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf_failed")
    assert browser.get("/api/session").status_code == 401
    browser.defaults["HTTP_X_CSRFTOKEN"] = browser.cookies["csrftoken"].value
    assert sign_in(browser, "zhao@yunxing.example", PASSWORD).status_code == 200


@pytest.mark.parametrize(("method", "path"), WRITES)
def test_a_write_without_the_csrf_token_is_refused(browser_of, method: str, path: str) -> None:
    browser = browser_of("chen")
    del browser.defaults["HTTP_X_CSRFTOKEN"]
    answer = getattr(browser, method)(path, data=b"{}", content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")
    assert browser.get("/api/session").status_code == 200


def test_the_language_is_kept_and_spoken(browser_of) -> None:
    browser = browser_of("zhao")
    assert browser.patch("/api/session", {"language": "en"}, content_type="application/json").status_code == 204
    assert browser.get("/api/session").json()["language"] == "en"
    assert browser.get("/api/runs").json()["detail"].startswith("赵敏 lacks the permission view_sources")


def test_signing_out_ends_the_session(browser_of) -> None:
    browser = browser_of("zhao")
    assert browser.delete("/api/session").status_code == 204
    assert browser.get("/api/session").status_code == 401


def test_fields_nobody_asked_for_are_ignored(browser_of) -> None:
    browser = browser_of("zhao")
    browser.patch(
        "/api/session",
        {"language": "en", "roles": ["administrator"], "is_active": False, "email": "x@x.example"},
        content_type="application/json",
    )
    user = models.User.objects.get(email="zhao@yunxing.example")
    assert (user.is_active, [role.code for role in user.roles.all()]) == (True, ["property_staff"])


def test_session_cookies_are_closed_to_scripts_and_other_sites(company: Company) -> None:
    cookie = sign_in(Client(), "zhao@yunxing.example", PASSWORD).cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
