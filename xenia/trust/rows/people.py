"""Rows of people as grants: whom an actor sees, who could decide, what keeps the company from locking itself out. Private."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Q

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid, NotFound
from xenia.kernel.names import require_distinct, require_plain
from xenia.kernel.texts import Text
from xenia.trust.models import people as models
from xenia.trust.rules import grants
from xenia.trust.rules.access import units_below
from xenia.trust.types.access import Permission, Role, Unit, UnitKind

JOINED = ~Q(password__startswith=UNUSABLE_PASSWORD_PREFIX) | Q(last_login__isnull=False)
"""Someone who was invited and never came has a password that Django marks as unusable."""


def role_of(row: models.Role) -> Role:
    """The row as other modules see it."""
    return Role(row.code, Text(row.name_zh, row.name_en), frozenset(row.permissions), frozenset(row.clear_fields), row.demands_mfa)


def unit_of(row: models.Unit) -> Unit:
    """The row as other modules see it."""
    return Unit(row.id, row.code, Text(row.name_zh, row.name_en), UnitKind(row.kind), row.parent_id)


def closed(units: Iterable[models.Unit], parent_of: dict[UUID, UUID | None]) -> frozenset[UUID] | None:
    """The units and all below them; None where the root is among them."""
    given = list(units)
    return None if any(unit.parent_id is None for unit in given) else units_below((unit.id for unit in given), parent_of)


def parents() -> dict[UUID, UUID | None]:
    """Every unit with its parent."""
    return dict(models.Unit.objects.values_list("id", "parent_id"))


def grant_of_user(user: models.User, parent_of: dict[UUID, UUID | None]) -> grants.Grant:
    """What the person has today."""
    return grants.grant_of((role_of(role) for role in user.roles.all()), closed(user.units.all(), parent_of))


def roles_and_units(role_codes: Iterable[str], unit_codes: Iterable[str]) -> tuple[list[models.Role], list[models.Unit]]:
    """The rows of the codes; raises Invalid where one does not exist."""
    asked_roles, asked_units = set(role_codes), set(unit_codes)
    roles = list(models.Role.objects.filter(code__in=asked_roles))
    units = list(models.Unit.objects.filter(code__in=asked_units))
    if len(roles) != len(asked_roles) or len(units) != len(asked_units):
        raise Invalid(
            "role_or_unit_unknown",
            f"A role of {sorted(asked_roles)} or a unit of {sorted(asked_units)} does not exist.",
            f"角色 {sorted(asked_roles)} 或单位 {sorted(asked_units)} 中有不存在的。",
        )
    return roles, units


WEAK_ZH = {
    "password_too_short": "密码太短；至少 10 个字符。",
    "password_too_common": "这个密码太常见；请换一个。",
    "password_too_similar": "密码与您的姓名或邮箱太像；请换一个。",
    "password_company_word": "密码主要由公司名称构成，最容易被猜到；请换一个。",
}
"""What the rules of passwords say, by Django's codes."""


def set_checked_password(user: models.User, password: str) -> None:
    """Sets the hash, unsaved; raises Invalid where the password rules refuse it."""
    try:
        validate_password(password, user)
    except ValidationError as weak:
        said = "".join(WEAK_ZH.get(str(one.code), one.messages[0]) for one in weak.error_list)
        raise Invalid("password_weak", " ".join(weak.messages), said) from weak
    user.set_password(password)


def require_own_name(name: str, title: str, besides: UUID | None = None) -> None:
    """Raises Invalid for a name or title with invisible characters, Conflict for a name that passes for that of a colleague."""
    require_plain(name)
    require_plain(title)
    others = models.User.objects.exclude(id=besides) if besides else models.User.objects.all()
    require_distinct(name, others.values_list("name", flat=True))


def is_seen(actor: Actor, user: models.User) -> bool:
    """A group-wide actor sees everyone; another one the people who have a unit of theirs."""
    return actor.units is None or user.id == actor.user_id or any(unit.id in actor.units for unit in user.units.all())


def user_of(actor: Actor, user_id: UUID) -> models.User:
    """The person's row; raises NotFound where the actor does not see the person."""
    actor.require(Permission.MANAGE_PEOPLE)
    user = models.User.objects.prefetch_related("roles", "units").filter(id=user_id).first()
    if user is None or not is_seen(actor, user):
        raise NotFound("person_not_found", f"There is no person {user_id} whom you may see.", "没有您可查看的这位人员。")
    return user


def approvers() -> set[UUID]:
    """Those who can decide today: active, joined, for the whole company, with the permission to approve."""
    return _holders(Permission.APPROVE)


def needs_second(actor: Actor, now: datetime) -> bool:
    """False for the product itself, and for a person where nobody else can decide nor could within the last seven days."""
    if actor.kind == "product":
        return False
    if actor.kind != "person" or approvers() - {actor.user_id}:
        return True
    since = now - timedelta(days=grants.ALONE_AFTER_DAYS)
    return models.User.objects.filter(approver_until__gt=since).exclude(id__in=[actor.user_id]).exists()


def concerned_approvers(actor: Actor, gaining: Iterable[UUID]) -> list[str]:
    """Those who gain and so should not decide; empty where only they could, for theirs is still a second pair of eyes."""
    others = approvers() - {actor.user_id}
    concerned = others & set(gaining)
    return sorted(str(one) for one in concerned) if others - concerned else []


@contextmanager
def one_change(now: datetime) -> Iterator[None]:
    """Inside, one change of people or roles at a time. Afterwards somebody must still manage people, and those who no longer
    approve are marked with the time; raises Conflict where the company would have locked itself out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('trust.people'))")
    before, managed = approvers(), bool(_holders(Permission.MANAGE_PEOPLE))
    yield
    if managed and not _holders(Permission.MANAGE_PEOPLE):
        raise Conflict(
            "last_administrator",
            "Then nobody could manage people any more; give someone else the role first.",
            "这样就没有人能管理人员了；请先让另一位同事担任该角色。",
        )
    models.User.objects.filter(id__in=before - approvers()).update(approver_until=now)


def _holders(permission: Permission) -> set[UUID]:
    root = models.Unit.objects.filter(parent__isnull=True).values("id")
    roles = models.Role.objects.filter(permissions__contains=[permission.value]).values("code")
    return set(models.User.objects.filter(JOINED, is_active=True, roles__in=roles, units__in=root).values_list("id", flat=True))
