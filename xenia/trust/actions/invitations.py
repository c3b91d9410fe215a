"""Writes of the links by which a person chooses a password: the invitation, the reset, the return of someone who had left.

A link is shown once and lives seven days. One that opens an account with guarding permissions opens nothing until a second person agreed:
otherwise whoever manages people could make a second person of the own.
"""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid
from xenia.kernel.texts import Text
from xenia.trust.actions.approvals import ask
from xenia.trust.actions.audit import record
from xenia.trust.models import people as models
from xenia.trust.rows import people as rows
from xenia.trust.rules import grants, words
from xenia.trust.types.access import LinkOutcome, Permission, PersonDraft
from xenia.trust.types.approvals import ApprovalKind
from xenia.trust.types.audit import Subject, SubjectKind

INVITE_PERSON = "invite_person"
OPEN_ACCOUNT = "open_account"
LINK_DAYS = 7


@transaction.atomic
def invite_person(*, actor: Actor, email: str, draft: PersonDraft, reason: str, now: datetime) -> LinkOutcome:
    """Returns the link with which the person chooses a password.

    Raises Refused for more than the actor has, Conflict for an e-mail address in use, Invalid for one that is none.
    """
    actor.require(Permission.MANAGE_PEOPLE)
    with rows.one_change(now):
        grant = _checked(actor, email, draft)
        token = secrets.token_urlsafe(24)
        person = {"email": email.strip().lower(), "name": draft.name.strip(), "title": draft.title.strip(), "language": draft.language}
        payload: dict[str, Any] = {"deed": INVITE_PERSON, **person, "roles": list(draft.role_codes), "units": list(draft.unit_codes)}
        payload["token_hash"] = sha256(token.encode()).hexdigest()
        if not grant.is_guarding or not rows.needs_second(actor, now):
            user_id = _invite(actor, payload, now, alone=grant.is_guarding and actor.kind == "person")
            return LinkOutcome(f"/join/{token}", None, user_id)
        payload["told"] = _told_invitation(person["email"], draft)
        approval_id = ask(actor=actor, kind=ApprovalKind.ROLE_CHANGE, payload=payload, reason=reason, now=now)
        return LinkOutcome(f"/join/{token}", approval_id, None)


@transaction.atomic
def open_account(*, actor: Actor, user_id: UUID, reason: str, now: datetime) -> LinkOutcome:
    """Returns a new link for a person who forgot the password, lost the invitation, or comes back after having left.

    Older links end. Raises Refused for a person who has more than the actor, Invalid for oneself.
    """
    with rows.one_change(now):
        user = rows.user_of(actor, user_id)
        grant = _openable(actor, user)
        token = secrets.token_urlsafe(24)
        payload: dict[str, Any] = {"deed": OPEN_ACCOUNT, "person": str(user.id), "token_hash": sha256(token.encode()).hexdigest()}
        if not grant.is_guarding or not rows.needs_second(actor, now):
            _open(actor, user, payload, now, alone=grant.is_guarding and actor.kind == "person")
            return LinkOutcome(f"/join/{token}", None, user.id)
        payload["told"] = _told_opening(user)
        approval_id = ask(actor=actor, kind=ApprovalKind.ROLE_CHANGE, payload=payload, reason=reason, now=now)
        return LinkOutcome(f"/join/{token}", approval_id, user.id)


@transaction.atomic
def perform_invitation(actor: Actor, payload: dict[str, Any], now: datetime) -> None:
    """Makes the person two people agreed on; the link shown to the one who asked opens from now on."""
    with rows.one_change(now):
        draft = PersonDraft(payload["name"], payload["title"], payload["language"], tuple(payload["roles"]), tuple(payload["units"]))
        _checked(actor, payload["email"], draft)
        _invite(actor, payload, now)


@transaction.atomic
def perform_opening(actor: Actor, payload: dict[str, Any], now: datetime) -> None:
    """Lets the link open that two people agreed on."""
    with rows.one_change(now):
        user = rows.user_of(actor, UUID(payload["person"]))
        _openable(actor, user)
        _open(actor, user, payload, now)


@transaction.atomic
def use_link(*, token: str, password: str, now: datetime) -> None:
    """Sets the password of the link's person; raises Invalid where the link is unknown, used or too old, or the password is weak."""
    token_hash = sha256(token.encode()).digest()
    link = models.PersonLink.objects.select_for_update().select_related("user").filter(token_hash=token_hash).first()
    if link is None or link.used_at or link.valid_until <= now or not link.user.is_active:
        raise Invalid(
            "link_invalid",
            "This link was used or is too old; ask for a new one where you got it.",
            "此链接已使用或已过期；请向邀请您的同事索取新链接。",
        )
    rows.set_checked_password(link.user, password)
    link.user.save()
    link.used_at = now
    link.save()
    models.PersonLink.objects.filter(user=link.user, used_at__isnull=True).delete()
    action = "person.joined" if link.kind == "invitation" else "person.password_chosen"
    record(Actor(link.user.id, link.user.name), action, subject=_subject(link.user.id), now=now)


def _checked(actor: Actor, email: str, draft: PersonDraft) -> grants.Grant:
    """What the new person would have; raises where the actor may not give it or the person would not be whole."""
    actor.require(Permission.MANAGE_PEOPLE)
    try:
        validate_email(email.strip())
    except ValidationError as wrong:
        raise Invalid("person_incomplete", "Give a name and an e-mail address.", "请填写姓名和邮箱。") from wrong
    if not draft.name.strip() or draft.language not in ("zh-CN", "en") or not draft.role_codes or not draft.unit_codes:
        raise Invalid("person_incomplete", "Give a name, a role and a unit.", "请填写姓名，并选择角色与单位。")
    rows.require_own_name(draft.name, draft.title)
    roles, units = rows.roles_and_units(draft.role_codes, draft.unit_codes)
    grant = grants.grant_of((rows.role_of(role) for role in roles), rows.closed(units, rows.parents()))
    grants.require_within(actor, grant)
    if models.User.objects.filter(email__iexact=email.strip()).exists():
        raise Conflict("email_taken", "This e-mail address belongs to someone already.", "此邮箱已属于另一位人员。")
    return grant


def _openable(actor: Actor, user: models.User) -> grants.Grant:
    if user.id == actor.user_id:
        raise Invalid("not_oneself", "Change your own password under My security.", "请在“我的安全”中修改自己的密码。")
    grant = rows.grant_of_user(user, rows.parents())
    grants.require_within(actor, grant)
    return grant


def _invite(actor: Actor, payload: dict[str, Any], now: datetime, *, alone: bool = False) -> UUID:
    user = models.User(email=payload["email"], name=payload["name"], title=payload["title"], language=payload["language"])
    user.set_unusable_password()
    user.save()
    roles, units = rows.roles_and_units(payload["roles"], payload["units"])
    user.roles.set(roles)
    user.units.set(units)
    _link(user, payload["token_hash"], "invitation", now)
    details = {"roles": sorted(payload["roles"]), "units": sorted(payload["units"])} | ({"alone": True} if alone else {})
    record(actor, "person.invited", subject=_subject(user.id), details=details, now=now)
    return user.id


def _open(actor: Actor, user: models.User, payload: dict[str, Any], now: datetime, *, alone: bool = False) -> None:
    details = {"alone": True} if alone else {}
    if not user.is_active:
        user.is_active, user.left_at = True, None
        user.save()
        record(actor, "person.reactivated", subject=_subject(user.id), details=details, now=now)
    is_new = user.last_login is None and not user.has_usable_password()
    _link(user, payload["token_hash"], "invitation" if is_new else "reset", now)
    record(actor, "person.link_made", subject=_subject(user.id), details=details, now=now)


def _link(user: models.User, token_hash: str, kind: str, now: datetime) -> None:
    models.PersonLink.objects.filter(user=user, used_at__isnull=True).delete()
    valid_until = now + timedelta(days=LINK_DAYS)
    models.PersonLink.objects.create(token_hash=bytes.fromhex(token_hash), user=user, kind=kind, valid_until=valid_until)


def _told_invitation(email: str, draft: PersonDraft) -> list[Text]:
    roles, units = rows.roles_and_units(draft.role_codes, draft.unit_codes)
    return [
        Text(f"邀请 {draft.name}（{email}）。", f"Invites {draft.name} ({email})."),
        *words.difference(words.listed(Text(row.name_zh, row.name_en) for row in roles), Text("", ""), Text("角色", "roles")),
        *words.difference(words.listed(Text(row.name_zh, row.name_en) for row in units), Text("", ""), Text("单位", "units")),
    ]


def _told_opening(user: models.User) -> list[Text]:
    verb = Text("为", "Gives") if user.is_active else Text("恢复并为", "Takes back and gives")
    roles = words.listed(Text(row.name_zh, row.name_en) for row in user.roles.all())
    return [
        Text(
            f"{verb.zh} {user.name} 生成设定密码的链接（{roles.zh}）。",
            f"{verb.en} {user.name} a link to choose a new password ({roles.en}).",
        )
    ]


def _subject(user_id: UUID) -> Subject:
    return Subject(SubjectKind.PERSON, str(user_id))
