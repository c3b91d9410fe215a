"""Errors as answers: `application/problem+json` (RFC 9457) with a stable `code` and a sentence in the reader's language."""

from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any

import orjson
import structlog
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja.errors import HttpError, ValidationError

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Refused, XeniaError
from xenia.kernel.texts import Text

MEDIA_TYPE = "application/problem+json"
log = structlog.get_logger()
REFUSED = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS)
"""Answers that are logged: who tries what one may not."""


@dataclass(frozen=True)
class FieldFault:
    """Where the input was wrong (`body.settings.name`) and what was wrong there."""

    field: str
    message: str


@dataclass(frozen=True)
class Problem:
    """`type` names the kind of error for ever; `detail` is for people; `request_id` is what support asks for."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    request_id: str
    fields: tuple[FieldFault, ...] = ()


class SignInNeeded(XeniaError):
    """Nobody is signed in, or the key is missing."""

    status = 401


class TooLarge(XeniaError):
    """The body is larger than this address takes."""

    status = 413


class TooOften(XeniaError):
    """Asked too often; wait."""

    status = 429


SENTENCES = {
    400: ("request_unreadable", Text("请求无法识别；请检查格式后重试。", "The request cannot be read; check its format and try again.")),
    401: ("sign_in_needed", Text("请先登录。", "Sign in first.")),
    403: ("refused", Text("此操作不被允许。", "This is not allowed.")),
    404: ("not_found", Text("没有这个地址；请从首页重新进入。", "There is nothing at this address; start again from the home page.")),
    405: ("method_not_allowed", Text("此地址不支持这种请求方式。", "This address does not take this method.")),
    413: ("body_too_large", Text("内容过大；请分批发送。", "The body is too large; send it in parts.")),
    422: ("input_invalid", Text("有字段不符合要求；请按提示修改。", "Some fields are not as they must be; correct the ones named.")),
    500: (
        "fault",
        Text(
            "系统出错，已记录；请稍后重试，若仍出现请提供请求编号。",
            "Something went wrong and was logged; try again, and if it stays, send us the request id.",
        ),
    ),
}


def of_error(request: HttpRequest, error: XeniaError) -> HttpResponse:
    """The answer to an error of ours: its own code, status and sentence; an error with a place `at` names it as a field."""
    if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("request_failed", code=error.code)
    elif error.status in REFUSED:
        log.warning("refused", code=error.code, method=request.method, path=request.path)
    text = Text(zh=error.message_zh, en=error.message)
    place = error.context.get("at")
    faults = (FieldFault(place, text.in_language(language_of(request))),) if isinstance(place, str) else ()
    return _answer(request, error.status, error.code, text, faults)


def of_validation(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """The answer to input of the wrong shape, naming each field; the values are not repeated, they may be personal."""
    faults = tuple(FieldFault(".".join(str(part) for part in fault["loc"]), str(fault["msg"])) for fault in error.errors)
    code, text = SENTENCES[422]
    return _answer(request, 422, code, text, faults)


def of_status(request: HttpRequest, status: int) -> HttpResponse:
    """The answer to a plain HTTP status."""
    code, text = SENTENCES.get(status) or SENTENCES[400 if status < HTTPStatus.INTERNAL_SERVER_ERROR else 500]
    return _answer(request, status, code, text)


def of_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Ninja's own refusals: nobody signed in, a body that is not JSON."""
    if isinstance(error.__context__, XeniaError):
        return of_error(request, error.__context__)
    return of_status(request, error.status_code)


def of_fault(request: HttpRequest, error: Exception) -> HttpResponse:
    """Anything nobody foresaw: logged with its trace, answered without it."""
    log.error("request_failed", exc_info=error)
    return of_status(request, 500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer to a write without the token of our page; Django's own would be an HTML page."""
    return of_error(request, Refused("csrf_failed", "The page is out of date; reload it and try again.", "页面已过期；请刷新后重试。"))


def in_shape(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Returns the response, or a problem in its place where Django itself refused a call of the API."""
    is_error = response.status_code >= HTTPStatus.BAD_REQUEST
    if not is_error or not request.path.startswith(("/api/", "/_allauth/")) or response.headers.get("Content-Type") == MEDIA_TYPE:
        return response
    if request.path.startswith("/_allauth/") and response.headers.get("Content-Type") == "application/json":
        return response  # allauth's own shape, which its document describes
    problem = of_status(request, response.status_code)
    if "Allow" in response.headers:
        problem["Allow"] = response.headers["Allow"]
    return problem


def language_of(request: HttpRequest) -> str:
    """The language of the person signed in, else the first one the browser asks for, else Chinese."""
    actor = getattr(request, "auth", None)
    if isinstance(actor, Actor):
        return actor.language
    return "en" if request.headers.get("Accept-Language", "").lower().startswith("en") else "zh-CN"


def _answer(request: HttpRequest, status: int, code: str, text: Text, fields: tuple[FieldFault, ...] = ()) -> HttpResponse:
    request_id = str(structlog.contextvars.get_contextvars().get("request_id", ""))
    title = HTTPStatus(status).phrase
    problem = Problem(f"urn:xenia:problem:{code}", title, status, code, text.in_language(language_of(request)), request_id, fields)
    body: dict[str, Any] = asdict(problem)
    response = HttpResponse(orjson.dumps(body), status=status, content_type=MEDIA_TYPE)
    response["Cache-Control"] = "no-store"
    return response
