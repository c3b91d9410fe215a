"""Who is signed in, signing out, and the first administrator's one-time link. Signing in itself is allauth's: docs/signing-in.md."""

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from xenia.trust.actions import people as trust_actions
from xenia.trust.queries import people as trust_queries
from xenia.trust.types.access import NewPerson
from xenia.web import session
from xenia.web.session import Me, Stranger, actor_of
from xenia.web.shapes import shape

router = Router(tags=["session"])


class LanguageChoice(Schema):
    language: str = Field(max_length=8)


class SetupLinkState(Schema):
    """Whether the one-time link can still be used."""

    is_open: bool


class FirstAdministrator(Schema):
    name: str = Field(max_length=200)
    email: str = Field(max_length=254)
    password: str = Field(max_length=1024)
    language: str = Field(default="zh-CN", max_length=8)


@router.get("/session", response=shape(Me))
def get_session(request: HttpRequest) -> Me:
    """The person signed in; a stranger gets 401 and the cookie csrftoken."""
    return session.me_of(request, actor_of(request))


@router.patch("/session", response={204: None})
def change_session(request: HttpRequest, choice: LanguageChoice) -> Status[None]:
    """Keeps the language of the person signed in: zh-CN or en."""
    trust_actions.set_language(actor=actor_of(request), language=choice.language)
    return Status(204, None)


@router.delete("/session", response={204: None})
def sign_out(request: HttpRequest) -> Status[None]:
    """Ends the session on this device."""
    session.sign_out(request)
    return Status(204, None)


@router.get("/setup/{token}", response=SetupLinkState, auth=Stranger())
def get_setup_link(request: HttpRequest, token: str) -> dict[str, bool]:
    """Whether the one-time link of the first administrator can still be used."""
    return {"is_open": trust_queries.is_setup_link_open(token, now=timezone.now())}


@router.post("/setup/{token}", response={204: None}, auth=Stranger())
def create_first_administrator(request: HttpRequest, token: str, person: FirstAdministrator) -> Status[None]:
    """Uses the one-time link: creates the first administrator, who then signs in."""
    new = NewPerson(person.email, person.name, person.password, ("administrator",), ("group",), language=person.language)
    trust_actions.create_first_administrator(token=token, person=new, now=timezone.now())
    return Status(204, None)
