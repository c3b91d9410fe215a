"""The truth about this process: `/healthz` says it answers, `/readyz` says whether the product can do its work."""

from django.http import HttpRequest, JsonResponse

from xenia.host.health import readiness


def healthz(request: HttpRequest) -> JsonResponse:
    """200 while the process answers at all; touches nothing else, so that a slow database does not get the process restarted."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> JsonResponse:
    """200 when every part is well, else 503. What was found may name an address: `xenia check` tells it, strangers do not hear it."""
    health = readiness()
    parts = {part.name: "ok" if part.is_well else "not well" for part in health.parts}
    return JsonResponse({"status": "ok" if health.is_well else "not ready", "parts": parts}, status=200 if health.is_well else 503)
