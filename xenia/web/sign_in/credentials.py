"""What a browser says of a passkey, looked at before allauth does: it reads members without asking whether they are there."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import orjson
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

View = Callable[..., HttpResponseBase]
MALFORMED = (KeyError, TypeError, ValueError, AttributeError, IndexError)


def with_credentials(view: View) -> View:
    """The view, behind a refusal in allauth's own shape of a credential that is none."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.method == "POST" and not _is_credential(request):
            fault = {"message": "Incorrect code.", "code": "incorrect_code", "param": "credential"}
            return JsonResponse({"status": 400, "errors": [fault]}, status=400, headers={"Cache-Control": "no-store"})
        return view(request, *args, **kwargs)

    return answer


def _is_credential(request: HttpRequest) -> bool:
    """Whether the body holds a credential of the kind this address takes. A body without one is left to allauth."""
    try:
        body = orjson.loads(request.body or b"{}")
    except orjson.JSONDecodeError:
        return True
    if not isinstance(body, dict) or "credential" not in body:
        return True
    kind = RegistrationResponse if "/account/" in request.path else AuthenticationResponse
    return _is_read_by(kind, body["credential"])


def _is_read_by(kind: Any, credential: Any) -> bool:
    if not isinstance(credential, dict):
        return False
    try:
        kind.from_dict(credential)
    except MALFORMED:
        return False
    return True
