"""Writes of trust: the first roles and units, people, the first administrator's link."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid
from xenia.kernel.texts import Text
from xenia.trust.models import people as models
from xenia.trust.rules import access as rules
from xenia.trust.types.access import NewPerson, Permission, SetupLink, UnitKind

LINK_VALID_HOURS = 48


@transaction.atomic
def create_foundations(*, company: Text) -> None:
    """Creates the first roles and the root unit where they are missing; safe to repeat."""
    for role in rules.FIRST_ROLES:
        defaults = {
            "name_zh": role.name.zh,
            "name_en": role.name.en,
            "permissions": sorted(role.permissions),
            "clear_fields": sorted(role.clear_fields),
        }
        models.Role.objects.get_or_create(code=role.code, defaults=defaults)
    if not models.Unit.objects.filter(parent__isnull=True).exists():
        models.Unit.objects.create(code="group", name_zh=company.zh, name_en=company.en, kind=UnitKind.GROUP)


@transaction.atomic
def rename_company(*, actor: Actor, company: Text) -> None:
    """Gives the root unit its name."""
    actor.require(Permission.MANAGE_TRUST)
    models.Unit.objects.filter(parent__isnull=True).update(name_zh=company.zh, name_en=company.en)


@transaction.atomic
def create_unit(*, actor: Actor, code: str, name: Text, kind: UnitKind, parent_code: str) -> UUID:
    """Returns the id of the unit with this code, created below its parent where it is missing."""
    actor.require(Permission.MANAGE_TRUST)
    parent = models.Unit.objects.filter(code=parent_code).first()
    if parent is None:
        raise Invalid(
            "unit_parent_unknown", f"Unit {code!r} names the parent {parent_code!r}, which does not exist; create the parent first."
        )
    defaults = {"name_zh": name.zh, "name_en": name.en, "kind": kind, "parent": parent}
    unit, _ = models.Unit.objects.get_or_create(code=code, defaults=defaults)
    return unit.id


@transaction.atomic
def create_person(*, actor: Actor, person: NewPerson) -> UUID:
    """Returns the new user's id; raises Invalid for a weak password or unknown role or unit, Conflict for an e-mail in use."""
    actor.require(Permission.MANAGE_PEOPLE)
    return _create_user(person)


@transaction.atomic
def create_first_administrator_link(*, now: datetime) -> SetupLink:
    """Returns a one-time link for the first administrator; raises Conflict once anyone can sign in. Older links end."""
    if models.User.objects.exists():
        raise Conflict("people_exist", "Someone can sign in already; ask an administrator to invite you.")
    models.SetupLink.objects.filter(used_at__isnull=True).delete()
    token = secrets.token_urlsafe(24)
    valid_until = now + timedelta(hours=LINK_VALID_HOURS)
    models.SetupLink.objects.create(token_hash=sha256(token.encode()).digest(), valid_until=valid_until)
    return SetupLink(f"/setup/{token}", valid_until)


@transaction.atomic
def create_first_administrator(*, token: str, person: NewPerson, now: datetime) -> UUID:
    """Uses the one-time link; raises Invalid where it is unknown, used or too old, or the password is weak."""
    link = (
        models.SetupLink.objects.select_for_update()
        .filter(token_hash=sha256(token.encode()).digest(), used_at__isnull=True, valid_until__gt=now)
        .first()
    )
    if link is None or models.User.objects.exists():
        raise Invalid(
            "link_invalid",
            "This link was used or is too old; start Xenia again for a new one.",
            "此链接已使用或已过期；请重新启动 Xenia 获取新链接。",
        )
    user_id = _create_user(person)
    models.SetupLink.objects.filter(token_hash=link.token_hash).update(used_at=now)
    return user_id


@transaction.atomic
def set_language(*, actor: Actor, language: str) -> None:
    """Keeps the language the person chose: `zh-CN` or `en`."""
    if language not in ("zh-CN", "en"):
        raise Invalid(
            "language_unknown", f"The language is {language!r}; give zh-CN or en.", f"语言“{language}”不支持；请选择 zh-CN 或 en。"
        )
    if actor.user_id is not None:
        models.User.objects.filter(id=actor.user_id).update(language=language)


def _create_user(person: NewPerson) -> UUID:
    if not person.name.strip() or "@" not in person.email:
        raise Invalid("person_incomplete", "Give a name and an e-mail address.", "请填写姓名和邮箱。")
    user = models.User(email=person.email.strip().lower(), name=person.name.strip(), title=person.title, language=person.language)
    try:
        validate_password(person.password, user)
    except ValidationError as weak:
        raise Invalid("password_weak", " ".join(weak.messages), "".join(weak.messages)) from weak
    user.set_password(person.password)
    roles = list(models.Role.objects.filter(code__in=person.role_codes))
    units = list(models.Unit.objects.filter(code__in=person.unit_codes))
    if len(roles) != len(set(person.role_codes)) or len(units) != len(set(person.unit_codes)):
        raise Invalid("role_or_unit_unknown", f"A role of {person.role_codes} or a unit of {person.unit_codes} does not exist.")
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as taken:
        raise Conflict("email_taken", "This e-mail address can sign in already.", "此邮箱已可登录。") from taken
    user.roles.set(roles)
    user.units.set(units)
    return user.id
