"""Signing in by password and second factor: guessing, fixation, what is recorded, and that no way leads round the second factor."""

from collections.abc import Callable
from datetime import timedelta
from statistics import median
from time import perf_counter
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests.cast import DIRECTOR, NOON, PASSWORD, Company, stored_bytes
from tests.web.sign_in import add_app, call, code_of, faults, password, reauthenticate, recorded
from xenia.kernel.actor import product_actor
from xenia.trust.actions.factors import forget_factors
from xenia.trust.actions.people import create_person
from xenia.trust.models import people as models
from xenia.trust.models.audit import AuditEntry
from xenia.trust.models.sign_in import FactorSecret
from xenia.trust.types.access import NewPerson
from xenia.web.limits import CallsPerMinute


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
    user_id = models.User.objects.get(email="zhao@yunxing.example").id
    assert forget_factors(actor=product_actor("xenia factors", "manage_people"), user_id=user_id, now=NOON) == 2
    assert {entry.actor_kind for entry in AuditEntry.objects.filter(action="factor.removed")} == {"product"}
    assert (password(Client()).status_code, FactorSecret.objects.count()) == (200, 0)


def test_a_lost_factor_is_reset_by_two_people_after_which_the_password_opens(company: Company, zhao: Client) -> None:
    add_app(zhao)
    wu = NewPerson("wu@yunxing.example", "吴", PASSWORD, ("administrator",), ("group",))
    create_person(actor=DIRECTOR, person=wu)
    chen, second = Client(), Client()
    password(chen, "chen@yunxing.example")
    password(second, wu.email)
    address = f"/api/people/{company.actor('zhao').user_id}/factors/reset"
    asked = chen.post(address, {"reason": "lost phone"}, content_type="application/json").json()["approval_id"]
    assert zhao.get("/api/session").status_code == 200
    answer = second.post(f"/api/approvals/{asked}/decision", {"approve": True}, content_type="application/json")
    assert (answer.status_code, zhao.get("/api/session").status_code, password(Client()).status_code) == (204, 401, 200)
    assert {entry.actor_kind for entry in AuditEntry.objects.filter(action="factor.removed")} == {"product"}


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


@pytest.fixture
def later(zhao: Client, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """A call so many minutes from now, by a page that nobody touched for `idle` seconds."""
    begun = timezone.now()

    def call_later(minutes: int, idle: int = 0) -> Any:
        monkeypatch.setattr(timezone, "now", lambda: begun + timedelta(minutes=minutes))
        return zhao.get("/api/session", HTTP_X_IDLE=str(idle))

    return call_later


def test_a_session_that_nobody_uses_for_half_an_hour_ends(later: Callable[..., Any]) -> None:
    assert later(29).status_code == 200
    assert later(58).status_code == 200
    ended = later(89)
    assert (ended.status_code, ended.json()["code"]) == (401, "session_idle")
    assert later(89).json()["code"] == "sign_in_needed"
    assert recorded()[-1] == "sign_out.done"


def test_a_page_that_asks_for_news_by_itself_keeps_no_session_open(later: Callable[..., Any]) -> None:
    for minute in range(1, 31):
        assert later(minute, idle=minute * 60).status_code == 200
    assert later(32, idle=32 * 60).json()["code"] == "session_idle"


def test_an_idle_session_cannot_change_its_own_password_either(zhao: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = timezone.now() + timedelta(minutes=31)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    answer = call(zhao, "POST", "account/password/change", current_password=PASSWORD, new_password="harbour-lantern-43")
    assert answer.status_code == 401


@pytest.mark.parametrize("said", ["-5", "soon", "9" * 30, ""])
def test_nonsense_about_idleness_counts_as_use(zhao: Client, said: str) -> None:
    assert zhao.get("/api/session", HTTP_X_IDLE=said).status_code == 200


def test_a_password_made_of_the_company_name_is_refused(zhao: Client) -> None:
    answer = call(zhao, "POST", "account/password/change", current_password=PASSWORD, new_password="2026-Xenia")
    assert faults(answer) == ["password_company_word"]


def test_a_person_who_calls_like_a_script_is_told_to_wait(zhao: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xenia.web.session.PEOPLE", CallsPerMinute(3, clock=lambda: 60.0, whose="person"))
    answers = [zhao.get("/api/session").status_code for _ in range(4)]
    assert answers == [200, 200, 200, 429]
