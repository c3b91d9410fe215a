"""Single sign-on against a small provider that speaks real HTTP: who exists here comes in, nobody else does."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import time
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client

from tests.cast import Company
from tests.web.sign_in import add_app, call, password, recorded
from xenia.trust.models import people as models

CLIENT_ID, SECRET = "xenia-tests", "a-secret-of-sixteen-letters-or-more"
REDIRECT = "/_allauth/browser/v1/auth/provider/redirect"


class Provider(ThreadingHTTPServer):
    """`claims` are what it says of whoever signs in there; `seen` what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.claims: dict[str, object] = {}
        self.audience = CLIENT_ID
        self.seen: list[str] = []


class Answers(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        self.server.seen.append(self.path)
        if self.path.startswith("/userinfo"):
            self._say(self.server.claims)
            return
        names = {"authorization_endpoint": "authorize", "token_endpoint": "token", "userinfo_endpoint": "userinfo", "jwks_uri": "keys"}
        self._say({"issuer": self.server.url} | {name: f"{self.server.url}/{path}" for name, path in names.items()})

    def do_POST(self) -> None:
        self.server.seen.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        told = {"iss": self.server.url, "aud": self.server.audience, "iat": int(time()), "exp": int(time()) + 60} | self.server.claims
        self._say({"access_token": "t", "token_type": "Bearer", "id_token": jwt.encode(told, SECRET, algorithm="HS256")})

    def _say(self, body: dict[str, object]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def provider(company: Company, settings) -> Iterator[Provider]:
    cache.clear()
    running = Provider()
    threading.Thread(target=running.serve_forever, daemon=True).start()
    app = {"provider_id": "sso", "name": "云行单点登录", "client_id": CLIENT_ID, "secret": SECRET, "settings": {"server_url": running.url}}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    running.claims = {"sub": "42", "email": "Zhao@yunxing.example", "email_verified": True, "name": "赵敏"}
    yield running
    running.shutdown()


def leave(browser: Client) -> dict[str, list[str]]:
    """Presses the button; returns what the provider is asked with."""
    answer = browser.post(REDIRECT, {"provider": "sso", "callback_url": "/", "process": "login"})
    assert answer.status_code == 302, answer.content
    return parse_qs(urlsplit(answer.headers["Location"]).query)


def come_back(browser: Client, asked: dict[str, list[str]]) -> str:
    """The provider sends the browser back; returns where it ends."""
    answer = browser.get("/accounts/oidc/sso/login/callback/", {"code": "c", "state": asked["state"][0]})
    return str(answer.headers["Location"])


def test_a_colleague_comes_in_and_is_linked_at_the_first_time(provider: Provider) -> None:
    browser = Client()
    asked = leave(browser)
    assert asked["code_challenge_method"] == ["S256"]
    assert come_back(browser, asked) == "/"
    assert browser.get("/api/session").json()["name"] == "赵敏"
    assert "code_verifier" in provider.seen[-2]
    assert recorded()[-2:] == ["single_sign_on.linked", "sign_in.done"]


def test_afterwards_the_person_is_known_by_the_providers_id(provider: Provider) -> None:
    come_back(first := Client(), leave(first))
    provider.claims |= {"email": "renamed@elsewhere.example"}
    come_back(second := Client(), leave(second))
    assert second.get("/api/session").json()["name"] == "赵敏"
    assert SocialAccount.objects.get().extra_data == {}


@pytest.mark.parametrize(
    "claims", [{"email": "stranger@yunxing.example"}, {"email_verified": False}, {"email_verified": "false"}, {"email": ""}]
)
def test_nobody_else_comes_in_and_nobody_is_made(provider: Provider, claims: dict[str, object]) -> None:
    people = models.User.objects.count()
    provider.claims |= claims
    browser = Client()
    assert "error=signup_closed" in come_back(browser, leave(browser))
    assert (browser.get("/api/session").status_code, models.User.objects.count()) == (401, people)
    assert recorded()[-1] == "sign_in.failed"


def test_who_left_does_not_come_in(provider: Provider) -> None:
    models.User.objects.filter(email="zhao@yunxing.example").update(is_active=False)
    browser = Client()
    come_back(browser, leave(browser))
    assert browser.get("/api/session").status_code == 401


def test_a_token_for_another_application_is_refused(provider: Provider) -> None:
    provider.audience = "somebody-else"
    browser = Client()
    assert "error=" in come_back(browser, leave(browser))
    assert browser.get("/api/session").status_code == 401


def test_an_answer_to_a_question_nobody_asked_is_refused(provider: Provider) -> None:
    asked = leave(Client())
    thief = Client()
    assert "error=" in come_back(thief, asked)
    assert thief.get("/api/session").status_code == 401


def test_single_sign_on_does_not_lead_round_the_second_factor(provider: Provider) -> None:
    owner = Client()
    password(owner)
    add_app(owner)
    browser = Client()
    come_back(browser, leave(browser))
    assert browser.get("/api/session").status_code == 401
    pending = [flow["id"] for flow in call(browser, "GET", "auth/session").json()["data"]["flows"] if flow.get("is_pending")]
    assert pending == ["mfa_authenticate"]


def test_nobody_is_sent_elsewhere_afterwards(provider: Provider) -> None:
    answer = Client().post(REDIRECT, {"provider": "sso", "callback_url": "https://evil.example/", "process": "login"})
    assert (answer.status_code, "evil" in answer.headers.get("Location", "")) == (302, False)


def test_a_provider_that_does_not_answer_leads_back_to_the_sign_in_page(provider: Provider) -> None:
    provider.shutdown()
    provider.server_close()
    answer = Client().post(REDIRECT, {"provider": "sso", "callback_url": "/", "process": "login"})
    assert answer.headers["Location"] == "/login?error=provider_unreachable"


def test_the_sign_in_page_learns_the_name_of_the_provider(provider: Provider) -> None:
    assert call(Client(), "GET", "config").json()["data"]["socialaccount"]["providers"][0]["name"] == "云行单点登录"
