"""Roles: what each may do and sees in clear."""

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from xenia.kernel.texts import Text
from xenia.trust.actions import roles as actions
from xenia.trust.queries import roles as queries
from xenia.trust.types.access import Outcome, PermissionWords, RoleDraft, RoleUse
from xenia.web.session import actor_of
from xenia.web.shapes import list_of, shape

router = Router(tags=["roles"])


class RoleChange(Schema):
    """`reason` is what a second person reads where the change gives more."""

    name_zh: str = Field(max_length=100)
    name_en: str = Field(max_length=100)
    permissions: list[str] = Field(max_length=100)
    clear_fields: list[str] = Field(max_length=20)
    reason: str = Field(default="", max_length=1000)

    def draft(self) -> RoleDraft:
        return RoleDraft(Text(self.name_zh, self.name_en), frozenset(self.permissions), frozenset(self.clear_fields))


class NewRole(RoleChange):
    code: str = Field(max_length=50)


@router.get("/roles", response=list_of(RoleUse))
def list_roles(request: HttpRequest) -> list[RoleUse]:
    """Every role with the number of its people."""
    return queries.list_roles(actor_of(request))


@router.get("/permissions", response=list_of(PermissionWords))
def list_permissions(request: HttpRequest) -> tuple[PermissionWords, ...]:
    """Every permission in words."""
    return queries.list_permissions(actor_of(request))


@router.post("/roles", response={204: None})
def create_role(request: HttpRequest, new: NewRole) -> Status[None]:
    """Creates a role that nobody holds yet."""
    actions.create_role(actor=actor_of(request), code=new.code, draft=new.draft(), now=timezone.now())
    return Status(204, None)


@router.put("/roles/{role_code}", response=shape(Outcome))
def change_role(request: HttpRequest, role_code: str, change: RoleChange) -> Outcome:
    """Changes a role for everyone who holds it; with an `approval_id` it waits for a second person."""
    return actions.change_role(actor=actor_of(request), code=role_code, draft=change.draft(), reason=change.reason, now=timezone.now())


@router.delete("/roles/{role_code}", response={204: None})
def delete_role(request: HttpRequest, role_code: str) -> Status[None]:
    """Deletes a role that nobody holds."""
    actions.delete_role(actor=actor_of(request), code=role_code, now=timezone.now())
    return Status(204, None)
