"""Signing in by password and second factor: guessing, fixation, what is recorded, and that no way leads round the second factor."""

from statistics import median
from time import perf_counter

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client

from tests.cast import PASSWORD, Company, stored_bytes
from tests.web.sign_in import add_app, call, code_of, faults, password, reauthenticate, recorded
from xenia.trust.models import people as models
from xenia.trust.models.audit import AuditEntry
from xenia.trust.models.sign_in import FactorSecret
from xenia.web.sign_in import factors


@pytest.fixture(autouse=True)
def _no_tries_yet(db: None) -> None:
    cache.clear()


@pytest.fixture
def zhao(company: Company) -> Client:
    """Zhao Min, signed in by password."""
    browser = Client()
    assert password(browser).status_code == 200
    return browser


def test_a_session_known_before_signing_in_is_worthless_afterwards(company: Company) -> None:
    browser = Client()
    call(browser, "POST", "auth/provider/redirect", provider="nobody")
    session = browser.session
    session["seen"] = True
    session.save()
    before = session.session_key
    password(browser)
    assert browser.cookies["sessionid"].value != before
    assert not Session.objects.filter(session_key=before).exists()


def test_the_csrf_token_changes_with_signing_in_so_a_replayed_one_is_refused(company: Company) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.get("/api/session")
    before = browser.cookies["csrftoken"].value
    browser.defaults["HTTP_X_CSRFTOKEN"] = before
    password(browser)
    assert browser.patch("/api/session", {"language": "en"}, content_type="application/json").status_code == 403
    assert browser.cookies["csrftoken"].value != before


@pytest.mark.parametrize("token", ["", "forged-forged-forged-forged-forged-1"])
def test_signing_in_without_the_token_of_our_page_is_refused(company: Company, token: str) -> None:
    browser = Client(enforce_csrf_checks=True, HTTP_X_CSRFTOKEN=token)
    browser.get("/api/session")
    answer = password(browser)
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")


def test_many_addresses_guessed_from_one_place_are_stopped_too(company: Company) -> None:
    answers = [password(Client(), f"nobody{number}@yunxing.example") for number in range(41)]
    assert faults(answers[39]) == ["email_password_mismatch"]
    assert faults(answers[40]) == ["too_many_login_attempts"]


def test_failures_are_recorded_without_the_address(company: Company) -> None:
    password(Client(), "zhao@yunxing.example", "wrong")
    password(Client(), "zhao@yunxing.example")
    failed, done = AuditEntry.objects.filter(action__startswith="sign_in").order_by("id")
    assert (failed.action, failed.actor_kind, done.action) == ("sign_in.failed", "product", "sign_in.done")
    assert failed.details["typed"] == done.details["typed"]
    assert b"zhao" not in stored_bytes("trust_auditentry").lower()


def test_unknown_address_and_wrong_password_take_the_same_time(company: Company, settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    user = models.User.objects.get(email="zhao@yunxing.example")
    user.set_password(PASSWORD)
    user.save()
    known, unknown = (_seconds(email) for email in ("zhao@yunxing.example", "nobody@yunxing.example"))
    assert 0.5 < known / unknown < 2


def _seconds(email: str) -> float:
    taken = []
    for _ in range(5):
        started = perf_counter()
        password(Client(), email, "wrong")
        taken.append(perf_counter() - started)
    return median(taken)


def test_with_a_second_factor_the_password_alone_opens_nothing(zhao: Client) -> None:
    add_app(zhao)
    thief = Client()
    answer = password(thief)
    assert (answer.status_code, answer.json()["meta"]["is_authenticated"]) == (401, False)
    assert thief.get("/api/session").status_code == thief.get("/api/guests").status_code == 401
    for route in ("account/authenticators", "account/authenticators/totp", "auth/sessions", "account/authenticators/recovery-codes"):
        assert call(thief, "GET", route).status_code == 401
    assert call(thief, "POST", "account/password/change", current_password=PASSWORD, new_password="another-lantern-7").status_code == 401


def test_the_code_of_the_app_completes_signing_in_once(zhao: Client) -> None:
    secret = add_app(zhao)
    first, second = Client(), Client()
    password(first)
    password(second)
    code = code_of(secret)
    assert call(first, "POST", "auth/2fa/authenticate", code=code).status_code == 200
    assert first.get("/api/session").status_code == 200
    assert faults(call(second, "POST", "auth/2fa/authenticate", code=code)) == ["incorrect_code"]
    assert recorded()[-1] == "sign_in.factor_failed"


def test_a_code_before_the_password_is_worth_nothing(zhao: Client) -> None:
    secret = add_app(zhao)
    stranger = Client()
    assert call(stranger, "POST", "auth/2fa/authenticate", code=code_of(secret)).status_code == 401
    assert stranger.get("/api/session").status_code == 401


def test_eight_wrong_codes_lock_even_the_right_one_out(zhao: Client) -> None:
    secret = add_app(zhao)
    thief = Client()
    password(thief)
    for _ in range(8):
        assert faults(call(thief, "POST", "auth/2fa/authenticate", code="000000")) == ["incorrect_code"]
    assert faults(call(thief, "POST", "auth/2fa/authenticate", code=code_of(secret, forget=False))) == ["too_many_login_attempts"]


def test_a_recovery_code_opens_once(zhao: Client) -> None:
    add_app(zhao)
    code = call(zhao, "GET", "account/authenticators/recovery-codes").json()["data"]["unused_codes"][0]
    for expected in (200, 400):
        browser = Client()
        password(browser)
        assert call(browser, "POST", "auth/2fa/authenticate", code=code).status_code == expected


def test_recovery_codes_are_shown_once_then_only_made_anew(zhao: Client) -> None:
    add_app(zhao)
    call(zhao, "GET", "account/authenticators/recovery-codes")
    again = call(zhao, "GET", "account/authenticators/recovery-codes").json()["data"]
    anew = call(zhao, "POST", "account/authenticators/recovery-codes").json()["data"]
    assert "unused_codes" not in again
    assert len(anew["unused_codes"]) == 10


def test_factors_are_added_and_removed_only_by_who_proves_the_password_again(company: Company) -> None:
    browser = Client()
    password(browser)
    secret = call(browser, "GET", "account/authenticators/totp").json()["meta"]["secret"]
    assert call(browser, "POST", "account/authenticators/totp", code=code_of(secret)).status_code == 401
    assert reauthenticate(browser).status_code == 200
    assert call(browser, "POST", "account/authenticators/totp", code=code_of(secret)).status_code == 200
    assert recorded()[-3:] == ["sign_in.done", "factor.added", "recovery_codes.made"]


def test_the_secrets_of_factors_lie_sealed_and_go_with_them(zhao: Client) -> None:
    secret = add_app(zhao)
    call(zhao, "POST", "account/authenticators/recovery-codes")
    assert FactorSecret.objects.count() == 2
    assert secret.encode() not in stored_bytes("trust_factorsecret") + stored_bytes("mfa_authenticator") + _sessions()
    assert call(zhao, "DELETE", "account/authenticators/totp").status_code == 200
    assert FactorSecret.objects.count() == 0
    assert recorded()[-3:] == ["recovery_codes.made", "factor.removed", "factor.removed"]


def _sessions() -> bytes:
    return str([row.get_decoded() for row in Session.objects.all()]).encode()


def test_a_role_that_demands_a_factor_reaches_only_the_own_session_without_one(zhao: Client) -> None:
    models.Role.objects.filter(code="property_staff").update(demands_mfa=True)
    refused = zhao.get("/api/guests")
    assert (refused.status_code, refused.json()["code"]) == (403, "second_factor_needed")
    assert zhao.get("/api/session").json()["must_add_factor"] is True
    add_app(zhao)
    assert (zhao.get("/api/guests").status_code, zhao.get("/api/session").json()["must_add_factor"]) == (200, False)


def test_a_session_that_was_revoked_ends_with_its_next_call(zhao: Client) -> None:
    other = Client()
    password(other)
    listed = call(zhao, "GET", "auth/sessions").json()["data"]
    theirs = next(one["id"] for one in listed if not one["is_current"])
    assert other.get("/api/session").status_code == 200
    assert call(zhao, "DELETE", "auth/sessions", sessions=[theirs]).status_code == 200
    assert (other.get("/api/session").status_code, zhao.get("/api/session").status_code) == (401, 200)
    assert recorded()[-1] == "session.revoked"


def test_nobody_ends_the_session_of_another(zhao: Client) -> None:
    sun = Client()
    password(sun, "sun@yunxing.example")
    theirs = call(sun, "GET", "auth/sessions").json()["data"][0]["id"]
    assert call(zhao, "DELETE", "auth/sessions", sessions=[theirs]).status_code == 400
    assert sun.get("/api/session").status_code == 200


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(zhao: Client) -> None:
    other = Client()
    password(other)
    changed = call(zhao, "POST", "account/password/change", current_password=PASSWORD, new_password="another-lantern-7")
    assert changed.status_code == 200
    assert (zhao.get("/api/session").status_code, other.get("/api/session").status_code) == (200, 401)
    assert recorded()[-1] == "password.changed"


@pytest.mark.parametrize("new", ["short", "1234567890", "password123"])
def test_a_weak_new_password_is_refused(zhao: Client, new: str) -> None:
    assert call(zhao, "POST", "account/password/change", current_password=PASSWORD, new_password=new).status_code == 400
    assert password(Client()).status_code == 200


def test_who_left_cannot_sign_in_and_learns_nothing_of_it(company: Company) -> None:
    models.User.objects.filter(email="zhao@yunxing.example").update(is_active=False)
    assert faults(password(Client())) == ["email_password_mismatch"]


def test_signing_out_is_recorded_and_final(zhao: Client) -> None:
    cookie = zhao.cookies["sessionid"].value
    assert zhao.delete("/api/session").status_code == 204
    assert recorded()[-1] == "sign_out.done"
    assert Client(HTTP_COOKIE=f"sessionid={cookie}").get("/api/session").status_code == 401


@pytest.mark.parametrize(
    ("body", "status"), [(b"[" * 20_000, 422), (b'{"a":' * 40 + b"1" + b"}" * 40, 422), (b"x" * 70_000, 413), (b"[]", 400)]
)
def test_bodies_nobody_needs_are_refused_before_anything_reads_them(db: None, body: bytes, status: int) -> None:
    answer = Client().post("/_allauth/browser/v1/auth/login", body, content_type="application/json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")


def test_what_is_counted_holds_no_address(company: Company) -> None:
    password(Client(), "zhao@yunxing.example", "wrong")
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(cache_key, ' ') FROM trust_shortmemory")
        assert "zhao" not in cursor.fetchone()[0]


def test_the_operator_forgets_factors_in_the_products_name(zhao: Client) -> None:
    add_app(zhao)
    assert factors.forget_factors(models.User.objects.get(email="zhao@yunxing.example").id) == 2
    assert {entry.actor_kind for entry in AuditEntry.objects.filter(action="factor.removed")} == {"product"}
    assert (password(Client()).status_code, FactorSecret.objects.count()) == (200, 0)


GARBAGE = [
    {},
    {"response": {"userHandle": "!!"}},
    {"id": "a", "rawId": "a", "type": "public-key", "response": {"clientDataJSON": "e30", "authenticatorData": "AA", "signature": "AA"}},
    {"id": 1, "response": []},
    {"id": "a", "rawId": "YQ", "type": "public-key", "response": {"attestationObject": "oA", "clientDataJSON": "e30"}},
    "text",
    [1],
]


@pytest.mark.parametrize("credential", GARBAGE)
def test_a_passkey_that_is_none_is_refused_without_a_fault(company: Company, credential: object) -> None:
    browser = Client()
    assert call(browser, "GET", "auth/webauthn/login").status_code == 200
    assert call(browser, "POST", "auth/webauthn/login", credential=credential).status_code == 400
    assert browser.get("/api/session").status_code == 401


@pytest.mark.parametrize("credential", GARBAGE)
def test_a_new_passkey_that_is_none_is_refused_without_a_fault(zhao: Client, credential: object) -> None:
    reauthenticate(zhao)
    assert call(zhao, "GET", "account/authenticators/webauthn?passwordless").status_code == 200
    for route in ("account/authenticators/webauthn", "auth/webauthn/reauthenticate"):
        assert call(zhao, "POST", route, name="x", credential=credential).status_code == 400
