"""Writes of second factors: which roles demand one, and forgetting those of a person who lost them. What weakens takes two people."""

from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid, NotFound
from xenia.kernel.texts import Text
from xenia.trust.actions.approvals import ask, require_reason
from xenia.trust.actions.audit import record
from xenia.trust.models import people as models
from xenia.trust.rows import people as rows
from xenia.trust.rules import grants, words
from xenia.trust.types.access import Outcome, Permission
from xenia.trust.types.approvals import ApprovalKind
from xenia.trust.types.audit import Subject, SubjectKind

END_DEMAND = "end_factor_demand"


@transaction.atomic
def demand_second_factor(*, actor: Actor, role_code: str, demands: bool, reason: str, now: datetime) -> Outcome:
    """Decides whether who holds this role must have a second factor; it counts from the next call of each of them.

    Demanding one is done at once; demanding none any more waits for a second person. Raises NotFound for an unknown role.
    """
    actor.require_for_company(Permission.MANAGE_TRUST)
    with rows.one_change(now):
        row = _role(role_code)
        if row.demands_mfa == demands:
            return Outcome(None)
        if demands or not rows.needs_second(actor, now):
            _set_demand(actor, row, demands, now, alone=not demands and actor.kind == "person")
            return Outcome(None)
        payload: dict[str, Any] = {"deed": END_DEMAND, "role": role_code, "told": _told_end(row)}
        payload["concerned"] = rows.concerned_approvers(actor, _holders(row))
        return Outcome(ask(actor=actor, kind=ApprovalKind.ROLE_CHANGE, payload=payload, reason=reason, now=now))


@transaction.atomic
def perform_end_of_demand(actor: Actor, payload: dict[str, Any], now: datetime) -> None:
    """Ends a role's demand that two people agreed to end, as the one who asked. Raises Conflict where it has ended already."""
    actor.require_for_company(Permission.MANAGE_TRUST)
    with rows.one_change(now):
        row = _role(payload["role"])
        if not row.demands_mfa:
            raise Conflict("role_changed", "The role was changed meanwhile; ask again.", "该角色在此期间已被修改；请重新提出申请。")
        _set_demand(actor, row, False, now)


@transaction.atomic
def reset_factors(*, actor: Actor, user_id: UUID, reason: str, now: datetime) -> Outcome:
    """Asks a second person to forget a colleague's app, passkeys and recovery codes, and to end the colleague's sessions.

    For the day somebody lost them all. Raises Invalid for oneself and without a reason, Refused for a person who has more than the actor,
    Conflict for one who left or has no second factor.
    """
    with rows.one_change(now):
        user = _resettable(actor, user_id)
        require_reason(reason)
        if not Authenticator.objects.filter(user_id=user.id).exists():
            raise Conflict(
                "factor_none",
                f"{user.name} has no second factor; a new link resets the password.",
                f"{user.name} 没有第二重验证；忘记密码请生成新的登录链接。",
            )
        if not rows.needs_second(actor, now):
            _reset(actor, user, reason, now, alone=actor.kind == "person")
            return Outcome(None)
        payload: dict[str, Any] = {"person": str(user.id), "reason": reason.strip(), "told": _told_reset(user)}
        payload["concerned"] = rows.concerned_approvers(actor, [user.id])
        return Outcome(ask(actor=actor, kind=ApprovalKind.FACTOR_RESET, payload=payload, reason=reason, now=now))


@transaction.atomic
def perform_reset(actor: Actor, payload: dict[str, Any], now: datetime) -> None:
    """Forgets the factors that two people agreed to forget, as the one who asked."""
    with rows.one_change(now):
        _reset(actor, _resettable(actor, UUID(payload["person"])), payload["reason"], now)


@transaction.atomic
def forget_factors(*, actor: Actor, user_id: UUID, now: datetime) -> int:
    """Forgets every factor of a person, ends the sessions, and returns how many factors there were.

    For who runs the machine: raises Refused for anyone but the product itself.
    """
    actor.require(Permission.MANAGE_PEOPLE)
    if actor.kind != "product":
        raise Invalid("reset_instead", "A second factor is reset under People, by two people.", "请在“人员”中由两人重置第二重验证。")
    return _reset(actor, models.User.objects.get(id=user_id), "", now)


def _role(code: str) -> models.Role:
    row = models.Role.objects.select_for_update().filter(code=code).first()
    if row is None:
        raise NotFound("role_not_found", f"There is no role {code!r}; the roles are listed under Roles.", f"没有代码为“{code}”的角色。")
    return row


def _holders(row: models.Role) -> list[UUID]:
    return list(models.User.objects.filter(roles=row.code, is_active=True).values_list("id", flat=True))


def _set_demand(actor: Actor, row: models.Role, demands: bool, now: datetime, *, alone: bool = False) -> None:
    row.demands_mfa = demands
    row.save()
    details = {"demands": demands} | ({"alone": True} if alone else {})
    record(actor, "role.factor_demanded", subject=Subject(SubjectKind.ROLE, row.code), details=details, now=now)


def _resettable(actor: Actor, user_id: UUID) -> models.User:
    user = rows.user_of(actor, user_id)
    if user.id == actor.user_id:
        raise Invalid("not_oneself", "Change your own second factor under My security.", "请在“我的安全”中修改自己的第二重验证。")
    if not user.is_active:
        raise Conflict("person_left", "This person was deactivated; reactivate first.", "该人员已停用；请先恢复。")
    grants.require_within(actor, rows.grant_of_user(user, rows.parents()))
    return user


def _reset(actor: Actor, user: models.User, reason: str, now: datetime, *, alone: bool = False) -> int:
    """Deletes each by itself: what allauth tells of a deleted factor takes its sealed secret along."""
    factors, sessions = list(Authenticator.objects.filter(user_id=user.id)), list(UserSession.objects.filter(user_id=user.id))
    for factor in factors:
        factor.delete()
    for session in sessions:
        session.end()
    details = {"factors": len(factors), "sessions": len(sessions)} | ({"alone": True} if alone else {})
    record(actor, "person.factors_reset", subject=Subject(SubjectKind.PERSON, str(user.id)), purpose=reason, details=details, now=now)
    return len(factors)


def _told_end(row: models.Role) -> list[Text]:
    people = len(_holders(row))
    return [
        Text(
            f"角色“{row.name_zh}”不再要求第二重验证：{people} 人此后可以只凭密码登录。",
            f"The role {row.name_en} demands no second factor any more: people who may then sign in by password alone: {people}.",
        )
    ]


def _told_reset(user: models.User) -> list[Text]:
    roles = words.listed(Text(row.name_zh, row.name_en) for row in user.roles.all())
    return [
        Text(
            f"清除 {user.name}（{roles.zh}）的验证器、通行密钥和恢复代码，并结束其全部登录。",
            f"Forgets the authenticator app, passkeys and recovery codes of {user.name} ({roles.en}), and ends every session.",
        ),
        Text(
            "此后凭密码登录并重新设置。请先用其他方式确认是本人。",
            "The password then opens, and a new factor is set up. Make sure first that it is really this person.",
        ),
    ]
