"""Every address of allauth that we offer, as a stranger meets it; every other one is closed."""

import json
from pathlib import Path

import pytest
from django.test import Client

from xenia.web.sign_in.routes import CALLBACK, OFFERED, PREFIX, sign_in_patterns

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = json.loads((ROOT / "frontend" / "src" / "lib" / "sign_in_openapi.json").read_text(encoding="utf-8"))
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
EXPECTED = {
    "v1/config": {"GET": 200},
    "v1/auth/login": {"POST": 400},
    "v1/auth/session": {"GET": 401, "DELETE": 401},
    "v1/auth/sessions": {"GET": 401, "POST": 401, "PUT": 401, "PATCH": 401, "DELETE": 401},
    "v1/auth/reauthenticate": dict.fromkeys(METHODS, 401),
    "v1/auth/2fa/authenticate": dict.fromkeys(METHODS, 401),
    "v1/auth/2fa/reauthenticate": dict.fromkeys(METHODS, 401),
    "v1/auth/webauthn/login": {"GET": 200, "POST": 400},
    "v1/auth/webauthn/authenticate": dict.fromkeys(METHODS, 401),
    "v1/auth/webauthn/reauthenticate": dict.fromkeys(METHODS, 401),
    "v1/auth/provider/redirect": {"POST": 302},
    "v1/account/password/change": dict.fromkeys(METHODS, 401),
    "v1/account/authenticators": dict.fromkeys(METHODS, 401),
    "v1/account/authenticators/totp": dict.fromkeys(METHODS, 401),
    "v1/account/authenticators/recovery-codes": dict.fromkeys(METHODS, 401),
    "v1/account/authenticators/webauthn": dict.fromkeys(METHODS, 401),
}
"""What a stranger gets; a method that is not named is not taken there (405, or 400 where its body is looked at first)."""
CLOSED = (
    "/_allauth/browser/v1/auth/signup",
    "/_allauth/browser/v1/auth/webauthn/signup",
    "/_allauth/browser/v1/auth/provider/signup",
    "/_allauth/browser/v1/auth/provider/token",
    "/_allauth/browser/v1/auth/password/request",
    "/_allauth/browser/v1/auth/password/reset",
    "/_allauth/browser/v1/auth/code/request",
    "/_allauth/browser/v1/auth/code/confirm",
    "/_allauth/browser/v1/auth/email/verify",
    "/_allauth/browser/v1/account/email",
    "/_allauth/browser/v1/account/phone",
    "/_allauth/browser/v1/account/providers",
    "/_allauth/browser/v1/auth/2fa/trust",
    "/_allauth/app/v1/auth/login",
    "/_allauth/app/v1/auth/session",
    "/_allauth/openapi.json",
    "/accounts/login/",
    "/accounts/signup/",
)


def test_the_table_holds_every_address_we_offer() -> None:
    assert set(EXPECTED) == set(OFFERED)
    assert {str(one.pattern) for one in sign_in_patterns()} == {PREFIX + route for route in EXPECTED} | {CALLBACK}


def test_the_document_of_the_front_end_describes_the_same_addresses() -> None:
    assert set(DOCUMENT["paths"]) == {f"/{PREFIX}{route}" for route in OFFERED}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("route", OFFERED)
def test_a_stranger_meets_what_the_table_says(db: None, route: str, method: str) -> None:
    answer = Client().generic(method, f"/{PREFIX}{route}", b"{}", content_type="application/json")
    expected = EXPECTED[route].get(method)
    assert answer.status_code == expected if expected else answer.status_code in (400, 405)
    assert b"@" not in answer.content


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("path", CLOSED)
def test_what_we_do_not_offer_is_not_there(db: None, path: str, method: str) -> None:
    answer = Client().generic(method, path, b"{}", content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_callback_nobody_asked_for_ends_on_the_sign_in_page_or_nowhere(db: None) -> None:
    assert Client().get("/accounts/oidc/sso/login/callback/?code=x&state=y").status_code in (302, 404)


@pytest.mark.parametrize("route", [route for route in OFFERED if route != "v1/config"])
def test_a_write_from_elsewhere_is_refused(db: None, route: str) -> None:
    browser = Client(enforce_csrf_checks=True, HTTP_ORIGIN="https://evil.example")
    answer = browser.post(f"/{PREFIX}{route}", b"{}", content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")
