"""What every answer carries: a request id that every log line has too, the headers browsers obey, one shape for errors of the API."""

import re
from collections.abc import Callable
from urllib.parse import unquote

import structlog
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from xenia.kernel.ids import new_id
from xenia.web import problems
from xenia.web.bodies import NUL

GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
"""What a proxy in front may have chosen; anything else is replaced, so that a log line cannot be forged."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), publickey-credentials-get=(self)",
    "Content-Security-Policy": "default-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}
"""For files and refusals that pass by Django's own middleware; a page brings its own policy and keeps it."""


def request_id(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Django middleware: names the request, guards every answer, and gives error answers that Django itself made the problem shape."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        name = given if GIVEN_ID.fullmatch(given) else new_id().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=name)
        refused = problems.of_status(request, 400) if NUL in unquote(request.get_full_path()) else None
        response = refused or problems.in_shape(request, get_response(request))
        response["X-Request-ID"] = name
        _guard(response)
        if request.path.startswith("/api/"):
            response.headers.setdefault("Cache-Control", "no-store")  # answers hold guests; no proxy or disk cache keeps them
        return response

    return answer


def _guard(response: HttpResponseBase) -> None:
    for header, value in HEADERS.items():
        response.headers.setdefault(header, value)
    if settings.SECURE_HSTS_SECONDS:  # Django's own asks whether this connection is TLS, which behind a proxy it never is
        response.headers.setdefault("Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains")
