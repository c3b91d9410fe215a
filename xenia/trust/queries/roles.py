"""Reads of roles: what each may do, who holds it, and every permission in words."""

from django.db.models import Count

from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.trust.models import people as models
from xenia.trust.rows.people import role_of
from xenia.trust.rules import grants
from xenia.trust.rules.words import PERMISSIONS
from xenia.trust.types.access import Permission, PermissionWords, Role, RoleUse


def list_roles(actor: Actor) -> list[RoleUse]:
    """Returns every role with the number of its people, the administrator first, then by code."""
    actor.require(Permission.MANAGE_PEOPLE)
    holders = dict(models.User.roles.through.objects.values_list("role_id").annotate(Count("user_id")))
    rows = sorted(models.Role.objects.all(), key=lambda row: (row.code != grants.ADMINISTRATOR, row.code))
    return [_use(row, holders.get(row.code, 0)) for row in rows]


def get_role(actor: Actor, code: str) -> Role:
    """Returns one role; raises NotFound."""
    actor.require(Permission.MANAGE_PEOPLE)
    row = models.Role.objects.filter(code=code).first()
    if row is None:
        raise NotFound("role_not_found", f"There is no role {code!r}; the roles are listed under Roles.", f"没有代码为“{code}”的角色。")
    return role_of(row)


def list_permissions(actor: Actor) -> tuple[PermissionWords, ...]:
    """Returns every permission in words; whoever is signed in may read what there is."""
    return PERMISSIONS


def _use(row: models.Role, people: int) -> RoleUse:
    return RoleUse(role_of(row), people, people == 0 and row.code != grants.ADMINISTRATOR)
