"""Who calls: the signed-in person behind the session cookie, a machine with a push key, or a stranger."""

from dataclasses import dataclass
from uuid import UUID

import structlog
from django.contrib import auth
from django.http import HttpRequest, QueryDict
from django.middleware.csrf import get_token
from django.utils.datastructures import MultiValueDict
from ninja.utils import check_csrf

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Invalid, Refused
from xenia.kernel.texts import Text
from xenia.trust.queries import people as trust
from xenia.trust.types.access import Role, Unit
from xenia.web.problems import SignInNeeded, TooOften

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Me:
    """The person signed in. `units` are those given to the person; `csrf` goes into the header X-CSRFToken of every write."""

    id: UUID
    email: str
    name: str
    title: str
    language: str
    roles: tuple[Role, ...]
    permissions: tuple[str, ...]
    units: tuple[Unit, ...]
    company: Text
    csrf: str


class Session:
    """Ninja's authentication by session cookie; a write also needs the CSRF token in its header."""

    openapi_security_schema = {"type": "apiKey", "in": "cookie", "name": "sessionid"}  # noqa: RUF012 - Ninja reads it from the class

    def __call__(self, request: HttpRequest) -> Actor:
        get_token(request)  # sets the cookie that the sign-in page needs before anyone is signed in
        if not request.user.is_authenticated:
            raise SignInNeeded("sign_in_needed", "Sign in first.", "请先登录。")
        require_csrf(request)
        actor = trust.get_actor(request.user.pk)
        structlog.contextvars.bind_contextvars(user_id=str(actor.user_id))
        return actor


class Stranger:
    """For the few addresses open to strangers: anyone may call, but only from our own pages."""

    def __call__(self, request: HttpRequest) -> bool:
        require_csrf(request)
        return True


class PushKey:
    """Ninja's authentication of machines: `Authorization: Bearer <key>`. The action that receives the records checks the key itself."""

    openapi_security_schema = {"type": "http", "scheme": "bearer"}  # noqa: RUF012 - Ninja reads it from the class

    def __call__(self, request: HttpRequest) -> str:
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not key.strip():
            raise SignInNeeded(
                "push_key_needed",
                "Send the header 'Authorization: Bearer <push key>'; a key is made on the page of the source.",
                "请在请求头中提供“Authorization: Bearer <推送密钥>”；密钥在数据来源页面生成。",
            )
        return key.strip()


def require_csrf(request: HttpRequest) -> None:
    """Raises Refused for a write without the CSRF token in its header."""
    if request.method in SAFE_METHODS:
        return
    # Django would look for the token in a form first and so read a whole upload before refusing it; ours comes in the header only.
    request._post, request._files = QueryDict(), MultiValueDict()  # type: ignore[attr-defined]
    if check_csrf(request) is not None:
        raise Refused("csrf_failed", "The page is out of date; reload it and try again.", "页面已过期；请刷新后重试。")


def actor_of(request: HttpRequest) -> Actor:
    """The actor that `Session` put on the request."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    return actor


def sign_in(request: HttpRequest, email: str, password: str) -> Me:
    """Signs in and returns the person; raises Invalid with one sentence for an unknown address and a wrong password, or TooOften."""
    user = auth.authenticate(request, email=email.strip().lower(), password=password)
    if getattr(request, "axes_locked_out", False):
        request.axes_locked_out = False  # type: ignore[attr-defined] # our answer stands in place of the one axes would write
        raise TooOften(
            "sign_in_locked",
            "Too many wrong passwords from here; wait fifteen minutes and try again.",
            "密码错误次数过多；请等待十五分钟后再试。",
        )
    if user is None:
        raise Invalid("sign_in_wrong", "The e-mail address or the password is wrong; try again.", "邮箱或密码不正确；请重试。")
    auth.login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return me_of(request, trust.get_actor(user.pk))


def sign_out(request: HttpRequest) -> None:
    """Ends the session on this device."""
    auth.logout(request)


def me_of(request: HttpRequest, actor: Actor) -> Me:
    """Everything the shell of the front end needs to know of the person signed in."""
    person = trust.get_person(actor.user_id) if actor.user_id else None
    if person is None:
        raise SignInNeeded("sign_in_needed", "Sign in first.", "请先登录。")
    return Me(
        id=person.id,
        email=person.email,
        name=person.name,
        title=person.title,
        language=person.language,
        roles=person.roles,
        permissions=tuple(sorted(actor.permissions)),
        units=person.units,
        company=trust.get_company(),
        csrf=get_token(request),
    )
