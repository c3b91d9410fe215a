"""Every address: the API, health, and the front end for all the rest."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path, re_path

from xenia.web import health, pages, problems
from xenia.web.api.main import PREFIX, api, openapi_json
from xenia.web.sign_in.routes import sign_in_patterns


def _nothing_there(request: HttpRequest, rest: str) -> HttpResponseBase:
    return problems.of_status(request, 404)


urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path(f"{PREFIX}openapi.json", openapi_json),
    path(PREFIX, api.urls),
    *sign_in_patterns(),
    re_path(r"^(?P<rest>api|api/.*|static/.*|v1/.*|_allauth|_allauth/.*|accounts/.*)$", _nothing_there),
    re_path(r"^(?P<path>.*)$", pages.page),
]
