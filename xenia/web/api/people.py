"""People: list, invite, change, deactivate, and the one-time links by which they choose a password."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from xenia.kernel.paging import Page
from xenia.trust.actions import factors, invitations, memberships
from xenia.trust.queries import people
from xenia.trust.types.access import Colleague, LinkOutcome, LinkState, Outcome, PersonDraft
from xenia.web.session import Stranger, actor_of
from xenia.web.shapes import page_of, shape

router = Router(tags=["people"])


class PeopleQuery(Schema):
    text: str = Field(default="", max_length=200)
    page: str | None = None
    size: int = 50


class PersonChange(Schema):
    """`reason` is what a second person reads where the change gives more."""

    name: str = Field(max_length=200)
    title: str = Field(default="", max_length=200)
    language: str = Field(default="zh-CN", max_length=8)
    role_codes: list[str] = Field(max_length=50)
    unit_codes: list[str] = Field(max_length=500)
    reason: str = Field(default="", max_length=1000)

    def draft(self) -> PersonDraft:
        return PersonDraft(self.name, self.title, self.language, tuple(self.role_codes), tuple(self.unit_codes))


class Invitation(PersonChange):
    email: str = Field(max_length=254)


class LinkReason(Schema):
    reason: str = Field(default="", max_length=1000)


class PasswordChoice(Schema):
    password: str = Field(max_length=1024)


@router.get("/people", response=page_of(Colleague))
def list_people(request: HttpRequest, where: Annotated[PeopleQuery, Query()]) -> Page[Colleague]:
    """The people the actor sees, by name."""
    return people.list_people(actor_of(request), text=where.text, page=where.page, size=where.size)


@router.get("/people/{uuid:person_id}", response=shape(Colleague))
def get_colleague(request: HttpRequest, person_id: UUID) -> Colleague:
    """One person with roles and units."""
    return people.get_colleague(actor_of(request), person_id)


@router.post("/people", response=shape(LinkOutcome))
def invite_person(request: HttpRequest, invitation: Invitation) -> LinkOutcome:
    """Invites a person; the link is shown this once. With an `approval_id` it opens only when a second person has agreed."""
    return invitations.invite_person(
        actor=actor_of(request), email=invitation.email, draft=invitation.draft(), reason=invitation.reason, now=timezone.now()
    )


@router.patch("/people/{uuid:person_id}", response=shape(Outcome))
def change_person(request: HttpRequest, person_id: UUID, change: PersonChange) -> Outcome:
    """Changes a person; with an `approval_id` the roles and units wait for a second person."""
    return memberships.change_person(
        actor=actor_of(request), user_id=person_id, draft=change.draft(), reason=change.reason, now=timezone.now()
    )


@router.post("/people/{uuid:person_id}/deactivate", response={204: None})
def deactivate_person(request: HttpRequest, person_id: UUID) -> Status[None]:
    """Ends the person's sign-ins at once."""
    memberships.deactivate_person(actor=actor_of(request), user_id=person_id, now=timezone.now())
    return Status(204, None)


@router.post("/people/{uuid:person_id}/link", response=shape(LinkOutcome))
def open_account(request: HttpRequest, person_id: UUID, why: LinkReason) -> LinkOutcome:
    """A new link to choose a password: after a lost invitation or password, or for someone who comes back."""
    return invitations.open_account(actor=actor_of(request), user_id=person_id, reason=why.reason, now=timezone.now())


@router.post("/people/{uuid:person_id}/factors/reset", response=shape(Outcome))
def reset_factors(request: HttpRequest, person_id: UUID, why: LinkReason) -> Outcome:
    """Forgets a colleague's app, passkeys and recovery codes and ends the sessions; with an `approval_id` it waits for a second person."""
    return factors.reset_factors(actor=actor_of(request), user_id=person_id, reason=why.reason, now=timezone.now())


@router.get("/links/{token}", response=shape(LinkState), auth=Stranger())
def get_link(request: HttpRequest, token: str) -> LinkState:
    """Whether a one-time link can still be used, and by whom."""
    return people.get_link(token, now=timezone.now())


@router.post("/links/{token}", response={204: None}, auth=Stranger())
def use_link(request: HttpRequest, token: str, choice: PasswordChoice) -> Status[None]:
    """Uses the one-time link: sets the password, after which the person signs in."""
    invitations.use_link(token=token, password=choice.password, now=timezone.now())
    return Status(204, None)
