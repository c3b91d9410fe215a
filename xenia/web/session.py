"""Who calls: the signed-in person behind the session cookie, a machine with a key, a source with its push key, or a stranger."""

from dataclasses import dataclass
from uuid import UUID

import structlog
from allauth.account.adapter import get_adapter as get_account_adapter
from django.http import HttpRequest, QueryDict
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from ninja.utils import check_csrf

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Refused
from xenia.kernel.texts import Text
from xenia.trust.actions import keys
from xenia.trust.queries import people as trust
from xenia.trust.types.access import Role, Unit
from xenia.web.limits import CALLS, PEOPLE
from xenia.web.problems import SignInNeeded
from xenia.web.sign_in import activity, factors

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
OWN_SESSION = "/api/session"
MARK = "xk_"  # what keys of service accounts begin with


@dataclass(frozen=True)
class Me:
    """The person signed in. `units` are those given to the person; `csrf` goes into the header X-CSRFToken of every write.

    Who `must_add_factor` reaches nothing but this and the security page until a second factor is set up.
    """

    id: UUID
    email: str
    name: str
    title: str
    language: str
    roles: tuple[Role, ...]
    permissions: tuple[str, ...]
    units: tuple[Unit, ...]
    company: Text
    must_add_factor: bool
    csrf: str


class Session:
    """Ninja's authentication by session cookie; a write also needs the CSRF token in its header."""

    openapi_security_schema = {"type": "apiKey", "in": "cookie", "name": "sessionid"}  # noqa: RUF012 - Ninja reads it from the class

    def __call__(self, request: HttpRequest) -> Actor:
        get_token(request)  # sets the cookie that the sign-in page needs before anyone is signed in
        if not request.user.is_authenticated:
            raise activity.ended() if activity.was_ended(request) else SignInNeeded("sign_in_needed", "Sign in first.", "请先登录。")
        require_csrf(request)
        actor = trust.get_actor(request.user.pk)
        PEOPLE.count(actor.user_id)
        if request.path != OWN_SESSION:
            factors.require_factor(actor)
        structlog.contextvars.bind_contextvars(user_id=str(actor.user_id))
        return actor


class MachineKey:
    """Ninja's authentication of machines: `Authorization: Bearer xk_...`, in place of session and CSRF token."""

    openapi_security_schema = {"type": "http", "scheme": "bearer"}  # noqa: RUF012 - Ninja reads it from the class

    def __call__(self, request: HttpRequest) -> Actor | None:
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not key.strip().startswith(MARK):
            return None
        actor = keys.enter_with_key(key=key.strip(), now=timezone.now())
        CALLS.count(actor.key_id)
        structlog.contextvars.bind_contextvars(key_id=str(actor.key_id))
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


def sign_out(request: HttpRequest) -> None:
    """Ends the session on this device."""
    get_account_adapter().logout(request)


def me_of(request: HttpRequest, actor: Actor) -> Me:
    """Everything the shell of the front end needs to know of the person signed in."""
    if actor.user_id is None:
        raise Refused(
            "person_needed", f"{actor.name} is a machine; only a person has a session.", f"{actor.name} 是服务账号；只有人员才有会话。"
        )
    person = trust.get_person(actor.user_id)
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
        must_add_factor=factors.must_add_factor(person.id),
        csrf=get_token(request),
    )
