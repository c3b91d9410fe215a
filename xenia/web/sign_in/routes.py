"""The addresses of allauth that we offer, by name; every other one of its browser client stays closed, and its app client too."""

from collections.abc import Iterable, Iterator
from functools import wraps

import structlog
from allauth.headless.constants import Client
from allauth.headless.urls import build_urlpatterns
from allauth.socialaccount.providers.openid_connect.views import callback
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, path
from requests import RequestException

from xenia.web.sign_in.credentials import View, with_credentials

OFFERED = (
    "v1/config",
    "v1/auth/login",
    "v1/auth/session",
    "v1/auth/sessions",
    "v1/auth/reauthenticate",
    "v1/auth/2fa/authenticate",
    "v1/auth/2fa/reauthenticate",
    "v1/auth/webauthn/login",
    "v1/auth/webauthn/authenticate",
    "v1/auth/webauthn/reauthenticate",
    "v1/auth/provider/redirect",
    "v1/account/password/change",
    "v1/account/authenticators",
    "v1/account/authenticators/totp",
    "v1/account/authenticators/recovery-codes",
    "v1/account/authenticators/webauthn",
)
PREFIX = "_allauth/browser/"
CALLBACK = "accounts/oidc/<slug:provider_id>/login/callback/"
log = structlog.get_logger()


def sign_in_patterns() -> list[URLPattern]:
    """Returns the patterns for the root of our addresses."""
    offered = [(route, view) for route, view in _views(build_urlpatterns(Client.BROWSER)) if route in OFFERED]
    careful = [path(PREFIX + route, with_credentials(view) if "webauthn" in route else _patient(view)) for route, view in offered]
    return [*careful, path(CALLBACK, _patient(callback), name="openid_connect_callback")]


def _views(patterns: Iterable[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, View]]:
    for one in patterns:
        route = f"{before}{one.pattern}"
        if isinstance(one, URLResolver):
            yield from _views(one.url_patterns, route)
        else:
            yield route, one.callback


def _patient(view: View) -> View:
    """A provider of single sign-on that does not answer sends people back to the sign-in page with a word, not to an error page."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except RequestException as silent:
            log.warning("single_sign_on_unreachable", reason=type(silent).__name__)
            return HttpResponseRedirect("/login?error=provider_unreachable")

    return answer
