"""Reads of trust: who a signed-in person is, and the unit tree."""

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.kernel.texts import Text
from xenia.trust.models import people as models
from xenia.trust.rules import access as rules
from xenia.trust.types.access import Person, Role, Unit, UnitKind


def has_people() -> bool:
    """Whether anyone can sign in yet. Asked before there is an actor, so it takes none."""
    return models.User.objects.exists()


def get_actor(user_id: UUID) -> Actor:
    """Returns the actor of an active user; raises NotFound where there is none."""
    user = models.User.objects.prefetch_related("roles", "units").filter(id=user_id, is_active=True).first()
    if user is None:
        raise NotFound("user_not_found", f"User {user_id} does not exist or is no longer active; sign in again.")
    permissions = frozenset(permission for role in user.roles.all() for permission in role.permissions)
    clear = frozenset(field for role in user.roles.all() for field in role.clear_fields)
    given = {unit.id: unit.parent_id for unit in user.units.all()}
    if any(parent is None for parent in given.values()):
        return Actor(user.id, user.name, permissions, None, user.language, clear)
    parent_of = dict(models.Unit.objects.values_list("id", "parent_id"))
    return Actor(user.id, user.name, permissions, rules.units_below(given, parent_of), user.language, clear)


def get_person(user_id: UUID) -> Person:
    """Returns the person with roles and units; raises NotFound."""
    user = models.User.objects.prefetch_related("roles", "units").filter(id=user_id).first()
    if user is None:
        raise NotFound("user_not_found", f"User {user_id} does not exist.")
    roles = tuple(_role(role) for role in user.roles.all())
    return Person(user.id, user.email, user.name, user.title, user.language, roles, tuple(_unit(unit) for unit in user.units.all()))


def find_user_id(email: str) -> UUID | None:
    """Returns the id of the user with this e-mail address, in any case of letters."""
    return models.User.objects.filter(email__iexact=email).values_list("id", flat=True).first()


def get_company() -> Text:
    """Returns the company's name, which is that of the root unit; every person signed in may know it."""
    row = models.Unit.objects.filter(parent__isnull=True).first()
    return Text(row.name_zh, row.name_en) if row else Text("", "")


def is_setup_link_open(token: str, *, now: datetime) -> bool:
    """Whether the first administrator's one-time link can still be used. Asked before there is an actor, so it takes none."""
    token_hash = sha256(token.encode()).digest()
    return models.SetupLink.objects.filter(token_hash=token_hash, used_at__isnull=True, valid_until__gt=now).exists() and not has_people()


def list_units(actor: Actor) -> list[Unit]:
    """Returns the units the actor sees, the root first."""
    rows = models.Unit.objects.order_by("id")
    return [_unit(row) for row in rows if actor.sees_unit(row.id)]


def get_unit(actor: Actor, code: str) -> Unit:
    """Returns one unit by its code; raises NotFound where it does not exist or the actor does not see it."""
    row = models.Unit.objects.filter(code=code).first()
    if row is None or not actor.sees_unit(row.id):
        raise NotFound(
            "unit_not_found", f"There is no unit {code!r}; the units are listed under People and roles.", f"没有代码为“{code}”的单位。"
        )
    return _unit(row)


def unit_codes_below(unit_id: UUID) -> dict[str, str]:
    """Returns code -> id (as text) of a unit and all below it. Asked by imports on behalf of a source, so it takes no actor."""
    rows = {row.id: row for row in models.Unit.objects.all()}
    below = rules.units_below([unit_id], {row.id: row.parent_id for row in rows.values()})
    return {rows[one].code.lower(): str(one) for one in below}


def _role(row: models.Role) -> Role:
    return Role(row.code, Text(row.name_zh, row.name_en), frozenset(row.permissions), frozenset(row.clear_fields))


def _unit(row: models.Unit) -> Unit:
    return Unit(row.id, row.code, Text(row.name_zh, row.name_en), UnitKind(row.kind), row.parent_id)
