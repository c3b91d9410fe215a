"""A browser on allauth's addresses, an authenticator app, and what the audit log says: for the tests of signing in."""

import json
import time
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from tests.cast import PASSWORD
from xenia.trust.models.audit import AuditEntry

PREFIX = "/_allauth/browser/v1/"


def call(browser: Client, method: str, route: str, **members: Any):
    """One call of the sign-in API; `members` are those of its JSON body."""
    return browser.generic(method, PREFIX + route, json.dumps(members).encode() if members else b"", content_type="application/json")


def password(browser: Client, email: str = "zhao@yunxing.example", secret: str = PASSWORD):
    return call(browser, "POST", "auth/login", email=email, password=secret)


def reauthenticate(browser: Client):
    return call(browser, "POST", "auth/reauthenticate", password=PASSWORD)


def code_of(secret: str, *, forget: bool = True) -> str:
    """What an authenticator app shows now. `forget` which codes were used: a test does not wait for the next half minute."""
    if forget:
        cache.clear()
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def add_app(browser: Client) -> str:
    """Sets up an authenticator app for whoever is signed in by password; returns its secret."""
    reauthenticate(browser)
    secret = str(call(browser, "GET", "account/authenticators/totp").json()["meta"]["secret"])
    added = call(browser, "POST", "account/authenticators/totp", code=code_of(secret))
    assert added.status_code == 200, added.content
    return secret


def faults(answer: Any) -> list[str]:
    """The codes of what was wrong."""
    return [error["code"] for error in answer.json()["errors"]]


def recorded() -> list[str]:
    """The actions of the audit log, oldest first."""
    return list(AuditEntry.objects.order_by("id").values_list("action", flat=True))
