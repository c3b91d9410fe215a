"""Reads of trust: who a signed-in person is, the people one manages, and the unit tree."""

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db.models import Q

from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.kernel.paging import Page, keys_of, page_size, page_token
from xenia.kernel.texts import Text
from xenia.trust.models import people as models
from xenia.trust.rows import people as rows
from xenia.trust.rules import access as rules
from xenia.trust.rules import grants
from xenia.trust.types.access import Colleague, LinkState, Permission, Person, PersonState, Unit


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
    roles = tuple(rows.role_of(role) for role in user.roles.all())
    return Person(user.id, user.email, user.name, user.title, user.language, roles, tuple(rows.unit_of(unit) for unit in user.units.all()))


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
    found = models.Unit.objects.order_by("id")
    return [rows.unit_of(row) for row in found if actor.sees_unit(row.id)]


def get_unit(actor: Actor, code: str) -> Unit:
    """Returns one unit by its code; raises NotFound where it does not exist or the actor does not see it."""
    row = models.Unit.objects.filter(code=code).first()
    if row is None or not actor.sees_unit(row.id):
        raise NotFound(
            "unit_not_found", f"There is no unit {code!r}; the units are listed under People and roles.", f"没有代码为“{code}”的单位。"
        )
    return rows.unit_of(row)


def unit_codes_below(unit_id: UUID) -> dict[str, str]:
    """Returns code -> id (as text) of a unit and all below it. Asked by imports on behalf of a source, so it takes no actor."""
    units = {row.id: row for row in models.Unit.objects.all()}
    below = rules.units_below([unit_id], {row.id: row.parent_id for row in units.values()})
    return {units[one].code.lower(): str(one) for one in below}


def list_people(actor: Actor, *, text: str = "", page: str | None = None, size: int = 50) -> Page[Colleague]:
    """Returns the people the actor sees, by name; `text` is a part of the name, title or e-mail address."""
    actor.require(Permission.MANAGE_PEOPLE)
    size = page_size(size)
    users = models.User.objects.order_by("name", "id")
    if actor.units is not None:
        users = users.filter(Q(id=actor.user_id) | Q(id__in=models.User.units.through.objects.filter(unit__in=actor.units).values("user")))
    if text.strip():
        users = users.filter(Q(name__icontains=text.strip()) | Q(title__icontains=text.strip()) | Q(email__icontains=text.strip()))
    if page:
        name, user_id = keys_of(page, str, UUID)
        users = users.filter(Q(name__gt=name) | Q(name=name, id__gt=user_id))
    found = list(users.prefetch_related("roles", "units")[: size + 1])
    following = page_token(found[size - 1].name, str(found[size - 1].id)) if len(found) > size else None
    return Page(_colleagues(actor, found[:size]), following)


def get_colleague(actor: Actor, user_id: UUID) -> Colleague:
    """Returns one person; raises NotFound where the actor does not see the person."""
    return _colleagues(actor, [rows.user_of(actor, user_id)])[0]


def get_link(token: str, *, now: datetime) -> LinkState:
    """Returns whether a one-time link opens and for whom. Asked before there is an actor, so it takes none."""
    token_hash = sha256(token.encode()).digest()
    link = models.PersonLink.objects.select_related("user").filter(token_hash=token_hash, used_at__isnull=True, valid_until__gt=now).first()
    if link is None or not link.user.is_active:
        return LinkState(False, "", "", "")
    return LinkState(True, link.kind, link.user.name, link.user.email)


def _colleagues(actor: Actor, users: list[models.User]) -> list[Colleague]:
    parent_of = rows.parents()
    waiting = models.PersonLink.objects.filter(user__in=users, used_at__isnull=True)
    links: dict[UUID, datetime] = dict(waiting.values_list("user_id", "valid_until"))
    return [_colleague(actor, user, links.get(user.id), parent_of) for user in users]


def _colleague(actor: Actor, user: models.User, link_until: datetime | None, parent_of: dict[UUID, UUID | None]) -> Colleague:
    is_new = user.last_login is None and not user.has_usable_password()
    return Colleague(
        id=user.id,
        email=user.email,
        name=user.name,
        title=user.title,
        language=user.language,
        roles=tuple(rows.role_of(role) for role in user.roles.all()),
        units=tuple(rows.unit_of(unit) for unit in user.units.all() if actor.sees_unit(unit.id)),
        state=PersonState.LEFT if not user.is_active else PersonState.INVITED if is_new else PersonState.ACTIVE,
        last_seen_at=user.last_login,
        link_until=link_until,
        is_me=user.id == actor.user_id,
        is_mine_to_change=user.id == actor.user_id or grants.is_within(actor, rows.grant_of_user(user, parent_of)),
    )
