"""What browsers are told by every answer, whatever it is and however it came about."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from tests.web.sign_in import password

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
ADDRESSES = [
    "/", "/guests", "/login", "/static/nothing.js", "/api/session", "/api/nothing", "/api/openapi.json", "/healthz", "/_allauth/browser/v1/config",
    "/_allauth/browser/v1/nothing", "/accounts/oidc/sso/login/callback/", "/api/x%00", "/trust/people",
]  # fmt: skip
WANTED = ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'")
SHOW = """
import json
from xenia import settings as s
names = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS")
print(json.dumps({name: getattr(s, name) for name in names}))
"""


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_is_guarded(db: None, address: str) -> None:
    answer = Client().get(address)
    policy = answer["Content-Security-Policy"]
    assert {name: answer.headers.get(name) for name in EVERYWHERE} == EVERYWHERE
    assert [part for part in WANTED if part not in policy] == []
    assert ("unsafe-eval" in policy, "script-src 'unsafe-inline'" in policy, "camera=()" in answer["Permissions-Policy"]) == (
        False,
        False,
        True,
    )


def test_a_refusal_before_anything_is_read_is_guarded_too(db: None) -> None:
    answer = Client().post("/_allauth/browser/v1/auth/login", b"{" * 70_000, content_type="application/json")
    assert (answer.status_code, {name: answer.headers.get(name) for name in EVERYWHERE}) == (413, EVERYWHERE)


def test_no_other_origin_may_read(db: None) -> None:
    answer = Client().get("/api/session", headers={"Origin": "https://evil.example"})
    assert not answer.has_header("Access-Control-Allow-Origin")
    assert Client().options("/api/guests", headers={"Origin": "https://evil.example"}).status_code in (401, 405)


def test_over_tls_browsers_are_told_to_stay_there_even_behind_a_proxy(db: None, settings) -> None:
    assert not Client().get("/").has_header("Strict-Transport-Security")
    settings.SECURE_HSTS_SECONDS = 31_536_000
    assert {Client().get(address)["Strict-Transport-Security"] for address in ADDRESSES} == {"max-age=31536000; includeSubDomains"}


def settings_at(url: str, home: Path) -> dict[str, object]:
    given = {"XENIA_PUBLIC_URL": url, "XENIA_HOME": str(home)}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XENIA_")}
    out = subprocess.run([sys.executable, "-c", SHOW], env=kept | given, capture_output=True, text=True, check=True)
    shown: dict[str, object] = json.loads(out.stdout)
    return shown


def test_cookies_belong_to_this_host_and_to_tls_where_there_is_tls(tmp_path: Path) -> None:
    assert list(settings_at("https://crm.example", tmp_path).values()) == ["__Host-sessionid", "__Host-csrftoken", True, True, 31_536_000]
    assert list(settings_at("http://127.0.0.1:8000", tmp_path).values()) == ["sessionid", "csrftoken", False, False, 0]


def test_the_session_is_closed_to_scripts_and_other_sites(company) -> None:
    browser = Client()
    browser.get("/api/session")
    assert password(browser).status_code == 200
    cookies = browser.cookies
    assert (cookies["sessionid"]["httponly"], cookies["sessionid"]["samesite"], cookies["sessionid"]["path"]) == (True, "Lax", "/")
    assert (cookies["csrftoken"]["samesite"], cookies["sessionid"]["domain"]) == ("Lax", "")


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "TRACK"])
def test_methods_nobody_needs_are_refused(db: None, method: str) -> None:
    assert Client().generic(method, "/api/session").status_code in (401, 405)
    assert Client().generic(method, "/").status_code == 405


def test_answers_with_guests_are_kept_nowhere(browser_of) -> None:
    browser = browser_of("chen")
    assert {browser.get(path)["Cache-Control"] for path in ("/api/guests", "/api/session", "/guests")} == {"no-store"}
