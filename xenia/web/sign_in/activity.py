"""When a session was last used, written at most once a minute: the list of one's sessions shows it."""

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.http import HttpRequest

from xenia.web.sign_in.recorded import device_of

EVERY = timedelta(minutes=1)
SESSIONS_REMEMBERED = 10_000
_noted: dict[str, datetime] = {}


def note(request: HttpRequest, now: datetime) -> None:
    """Writes the time and the device of this call, unless this process did so within the last minute."""
    key = request.session.session_key or ""
    if key in _noted and now - _noted[key] < EVERY:
        return
    if len(_noted) > SESSIONS_REMEMBERED:
        _noted.clear()
    _noted[key] = now
    device = device_of(request)
    UserSession.objects.filter(session_key=key).update(last_seen_at=now, ip=device.address or "0.0.0.0", user_agent=device.user_agent)  # noqa: S104
