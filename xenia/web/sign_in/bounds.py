"""What may come in before anyone is signed in: small bodies, JSON of little depth. Everything past this is allauth's to read."""

from collections.abc import Callable

import orjson
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from xenia.kernel.errors import Invalid, XeniaError
from xenia.web import problems
from xenia.web.bodies import require_size, require_tame

PREFIXES = ("/_allauth/", "/accounts/")
BYTES_MAX = 64_000  # a passkey's answer is the largest, at some 3,000


def small_bodies(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Django middleware before the check of CSRF, which would read a whole upload in search of its token."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(PREFIXES):
            try:
                require_size(request, BYTES_MAX)
                _require_readable(request)
            except XeniaError as refused:
                return problems.of_error(request, refused)
        return get_response(request)

    return answer


def _require_readable(request: HttpRequest) -> None:
    if request.content_type != "application/json" or not request.body:
        return
    try:
        require_tame(orjson.loads(request.body))
    except orjson.JSONDecodeError as unreadable:
        raise Invalid("json_unreadable", f"The body is not JSON: {unreadable.msg}.", "内容不是有效的 JSON。") from unreadable
