"""When a session was last used by the person: the list of one's sessions shows it, and a session that nobody uses ends.

Pages ask for news by themselves, so a call alone is no use: pages say how long nobody touched them in the header `X-Idle`, in seconds.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from xenia.web.problems import SignInNeeded
from xenia.web.sign_in.recorded import device_of

ASKED_OF = ("/api/", "/_allauth/")

EVERY = timedelta(minutes=1)
"""How often the time is written."""
SESSIONS_REMEMBERED = 10_000
ENDED = "xenia.session_idle"
_used: dict[str, datetime] = {}


def idle_sessions_end(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Django middleware: signs out where nobody used the session for too long. A screen left open shows guests to whoever passes."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES and request.path.startswith(ASKED_OF)
        if has_session and request.user.is_authenticated and is_idle(request, timezone.now()):
            get_adapter().logout(request)
            request.META[ENDED] = True
        return get_response(request)

    return answer


def was_ended(request: HttpRequest) -> bool:
    """Whether this very request found its session idle."""
    return ENDED in request.META


def ended() -> SignInNeeded:
    """What the person is told."""
    minutes = settings.XENIA_IDLE_MINUTES
    return SignInNeeded(
        "session_idle",
        f"Nobody used this session for {minutes} minutes, so it was ended; sign in again.",
        f"会话超过 {minutes} 分钟无人使用，已自动退出；请重新登录。",
    )


def is_idle(request: HttpRequest, now: datetime) -> bool:
    """Whether nobody used the session for so long that it ends; writes when it was used, and from which device, at most once a minute."""
    key = request.session.session_key or ""
    used = now - _untouched(request)
    before = _used.get(key)
    if before is None or now - before > limit():  # another process may know better
        before = UserSession.objects.filter(session_key=key).values_list("last_seen_at", flat=True).first() or used
        if now - before > limit():
            return True
    elif used - before < EVERY:
        return False
    if len(_used) > SESSIONS_REMEMBERED:
        _used.clear()
    _used[key] = max(used, before)
    device = device_of(request)
    written = {"last_seen_at": _used[key], "ip": device.address or "0.0.0.0", "user_agent": device.user_agent}  # noqa: S104
    UserSession.objects.filter(session_key=key).update(**written)
    return False


def limit() -> timedelta:
    """How long a session lasts without use."""
    return timedelta(minutes=settings.XENIA_IDLE_MINUTES)


def _untouched(request: HttpRequest) -> timedelta:
    """How long nobody touched the page that calls; nothing where it does not say, or says nonsense."""
    text = request.headers.get("X-Idle", "")
    return timedelta(seconds=int(text)) if text.isdigit() and len(text) < 7 else timedelta()
