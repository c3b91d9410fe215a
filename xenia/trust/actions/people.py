"""Writes of trust: the first roles and the root unit, people with a password, the first administrator's link."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import IntegrityError, transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid, Refused
from xenia.kernel.texts import Text
from xenia.trust.actions.purposes import create_first_purposes
from xenia.trust.models import people as models
from xenia.trust.rows.people import require_own_name, roles_and_units, set_checked_password
from xenia.trust.rules import access as rules
from xenia.trust.types.access import NewPerson, Permission, SetupLink, UnitKind

LINK_VALID_HOURS = 48


@transaction.atomic
def create_foundations(*, company: Text, demands_mfa: bool = False) -> None:
    """Creates the first roles and the root unit where they are missing; safe to repeat.

    With `demands_mfa` the roles it creates for administrators and privacy officers demand a second factor.
    """
    for role in rules.FIRST_ROLES:
        defaults = {
            "name_zh": role.name.zh,
            "name_en": role.name.en,
            "permissions": sorted(role.permissions),
            "clear_fields": sorted(role.clear_fields),
            "demands_mfa": demands_mfa and role.code in rules.GUARDED_ROLES,
        }
        models.Role.objects.get_or_create(code=role.code, defaults=defaults)
    if not models.Unit.objects.filter(parent__isnull=True).exists():
        models.Unit.objects.create(code="group", name_zh=company.zh, name_en=company.en, kind=UnitKind.GROUP)
    create_first_purposes()


@transaction.atomic
def create_person(*, actor: Actor, person: NewPerson) -> UUID:
    """Returns the new user's id; raises Invalid for a weak password or unknown role or unit, Conflict for an e-mail in use.

    Only the product itself (the demonstration, a test) makes people with a password: a person invites, which may take two.
    """
    actor.require(Permission.MANAGE_PEOPLE)
    if actor.kind != "product":
        raise Refused("invite_instead", "People are invited and choose their own password.", "请发出邀请，由本人设定密码。")
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
    require_own_name(person.name, person.title)
    user = models.User(email=person.email.strip().lower(), name=person.name.strip(), title=person.title, language=person.language)
    set_checked_password(user, person.password)
    roles, units = roles_and_units(person.role_codes, person.unit_codes)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as taken:
        raise Conflict("email_taken", "This e-mail address can sign in already.", "此邮箱已可登录。") from taken
    user.roles.set(roles)
    user.units.set(units)
    return user.id
