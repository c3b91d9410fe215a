"""A request id on every log line and every answer, and one shape for every error answer of the API."""

import re
from collections.abc import Callable

import structlog
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from xenia.kernel.ids import new_id
from xenia.web import problems

GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
"""What a proxy in front may have chosen; anything else is replaced, so that a log line cannot be forged."""


def request_id(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Django middleware: names the request, and gives error answers that Django itself made the problem shape."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        name = given if GIVEN_ID.fullmatch(given) else new_id().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=name)
        response = problems.in_shape(request, get_response(request))
        response["X-Request-ID"] = name
        if request.path.startswith("/api/"):
            response.headers.setdefault("Cache-Control", "no-store")  # answers hold guests; no proxy or disk cache keeps them
        return response

    return answer
