"""The front end: one page for every address that is not the API, with the nonce of this answer's Content-Security-Policy in it."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.views.decorators.http import require_safe

NONCE_PLACE = "__CSP_NONCE__"
NOT_BUILT = """<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><title>Xenia 宾至</title>
<p>页面尚未构建：请停止后运行 make run，它会构建页面。接口 /api/ 可以使用。</p>
<p lang="en">The pages are not built yet: stop this and run make run, which builds them. The API under /api/ works.</p>
</html>
"""


@require_safe
def page(request: HttpRequest, path: str = "") -> HttpResponse:
    """The front end's one page; which screen it shows is decided in the browser."""
    html = _index(Path(settings.STATIC_ROOT) / "index.html")
    get_token(request)  # the sign-in form sends it back
    response = HttpResponse(html.replace(NONCE_PLACE, str(request.csp_nonce)) if NONCE_PLACE in html else html)  # type: ignore[attr-defined]
    response["Cache-Control"] = "no-store"
    return response


def _index(file: Path) -> str:
    try:
        return _read(file, file.stat().st_mtime_ns)
    except FileNotFoundError:
        return NOT_BUILT


@lru_cache(maxsize=1)
def _read(file: Path, changed_at: int) -> str:
    """The page's text, read again when a new build has changed it."""
    return file.read_text(encoding="utf-8")
