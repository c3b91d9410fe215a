"""Writes of what a person gets: roles, units, title; and of leaving. What gives more takes two people."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid, Refused
from xenia.kernel.texts import Text
from xenia.trust.actions.approvals import ask
from xenia.trust.actions.audit import record
from xenia.trust.models import people as models
from xenia.trust.models.approvals import Approval
from xenia.trust.rows import people as rows
from xenia.trust.rules import grants, words
from xenia.trust.types.access import Outcome, PersonDraft
from xenia.trust.types.approvals import ApprovalKind, ApprovalState
from xenia.trust.types.audit import Subject, SubjectKind

CHANGE_PERSON = "change_person"


@transaction.atomic
def change_person(*, actor: Actor, user_id: UUID, draft: PersonDraft, reason: str, now: datetime) -> Outcome:
    """Changes name and title at once; roles and units too, unless they give the person more: that waits for a second person.

    Raises NotFound for a person the actor does not see, Refused for more than the actor has, for a person who has more than the actor,
    and for raising oneself; Conflict where nobody could manage people afterwards.
    """
    with rows.one_change(now):
        user = rows.user_of(actor, user_id)
        before, after = _allowed(actor, user, draft)
        _describe(user, draft)
        if not grants.is_more(before, after):
            _apply(actor, user, draft, now)
            return Outcome(None)
        if not rows.needs_second(actor, now):
            _apply(actor, user, draft, now, alone=actor.kind == "person")
            return Outcome(None)
        payload: dict[str, Any] = {"deed": CHANGE_PERSON, "person": str(user.id), "before": _state(user), "after": _wanted(draft)}
        payload |= {"told": [*_told(user, draft), *_told_freed(before, after)], "concerned": rows.concerned_approvers(actor, [user.id])}
        return Outcome(ask(actor=actor, kind=ApprovalKind.ROLE_CHANGE, payload=payload, reason=reason, now=now))


@transaction.atomic
def perform_person_change(actor: Actor, payload: dict[str, Any], now: datetime) -> None:
    """Does what two people agreed on, as the one who asked. Raises Conflict where the person was changed meanwhile."""
    with rows.one_change(now):
        user = rows.user_of(actor, UUID(payload["person"]))
        if _state(user) != payload["before"] or not user.is_active:
            raise Conflict("person_changed", "The person was changed meanwhile; ask again.", "该人员在此期间已被修改；请重新提出申请。")
        after = payload["after"]
        draft = PersonDraft(user.name, user.title, user.language, tuple(after["roles"]), tuple(after["units"]))
        _allowed(actor, user, draft)
        _apply(actor, user, draft, now)


@transaction.atomic
def deactivate_person(*, actor: Actor, user_id: UUID, now: datetime) -> None:
    """Ends the person's sign-ins, links and own requests at once; what the person did stays. The password is gone for good."""
    with rows.one_change(now):
        user = rows.user_of(actor, user_id)
        if user.id == actor.user_id:
            raise Invalid("not_oneself", "A colleague must deactivate you.", "您不能停用自己；请由同事操作。")
        grants.require_within(actor, rows.grant_of_user(user, rows.parents()))
        if not user.is_active:
            return
        user.is_active, user.left_at = False, now
        user.set_unusable_password()  # the hash of every session is made from it: none of them opens anything when the person comes back
        user.save()
        models.PersonLink.objects.filter(user=user, used_at__isnull=True).delete()
        Approval.objects.filter(asked_by=user, state=ApprovalState.WAITING).update(state=ApprovalState.WITHDRAWN, decided_at=now)
    record(actor, "person.deactivated", subject=_subject(user), now=now)


def _allowed(actor: Actor, user: models.User, draft: PersonDraft) -> tuple[grants.Grant, grants.Grant]:
    """What the person has and would have; raises where the actor may not do that."""
    if not user.is_active:
        raise Conflict("person_left", "This person was deactivated; reactivate first.", "该人员已停用；请先恢复。")
    parent_of = rows.parents()
    roles, units = rows.roles_and_units(draft.role_codes, draft.unit_codes)
    before = rows.grant_of_user(user, parent_of)
    after = grants.grant_of((rows.role_of(role) for role in roles), rows.closed(units, parent_of))
    if user.id != actor.user_id:
        grants.require_within(actor, before)
    elif grants.is_more(before, after):
        raise Refused("raises_self", "You cannot give yourself more; a colleague must ask for it.", "不能为自己增加权限；须由同事提出。")
    grants.require_within(actor, after)
    return before, after


def _describe(user: models.User, draft: PersonDraft) -> None:
    if not draft.name.strip() or draft.language not in ("zh-CN", "en"):
        raise Invalid("person_incomplete", "Give a name, and zh-CN or en as the language.", "请填写姓名，并选择中文或英文。")
    rows.require_own_name(draft.name, draft.title, user.id)
    user.name, user.title, user.language = draft.name.strip(), draft.title.strip(), draft.language
    user.save()


def _apply(actor: Actor, user: models.User, draft: PersonDraft, now: datetime, *, alone: bool = False) -> None:
    roles, units = rows.roles_and_units(draft.role_codes, draft.unit_codes)
    user.roles.set(roles)
    user.units.set(units)
    record(actor, "person.changed", subject=_subject(user), details=_wanted(draft) | ({"alone": True} if alone else {}), now=now)


def _state(user: models.User) -> dict[str, list[str]]:
    return {"roles": sorted(role.code for role in user.roles.all()), "units": sorted(unit.code for unit in user.units.all())}


def _wanted(draft: PersonDraft) -> dict[str, list[str]]:
    return {"roles": sorted(set(draft.role_codes)), "units": sorted(set(draft.unit_codes))}


def _told(user: models.User, draft: PersonDraft) -> list[Text]:
    roles, units = rows.roles_and_units(draft.role_codes, draft.unit_codes)
    had_roles, had_units = list(user.roles.all()), list(user.units.all())
    return [
        Text(f"修改 {user.name} 的权限。", f"Changes what {user.name} may do and see."),
        *words.difference(_named(roles, had_roles), _named(had_roles, roles), Text("角色", "roles")),
        *words.difference(_named(units, had_units), _named(had_units, units), Text("单位", "units")),
    ]


def _told_freed(before: grants.Grant, after: grants.Grant) -> list[Text]:
    freed = Text("此后不再必须使用第二重验证。", "A second factor is not demanded of this person any more.")
    return [freed] if grants.is_freed(before, after) else []


def _named(wanted: list[Any], had: list[Any]) -> Text:
    """The names of the rows (roles or units) that are wanted and were not had."""
    return words.listed(Text(row.name_zh, row.name_en) for row in wanted if row not in had)


def _subject(user: models.User) -> Subject:
    return Subject(SubjectKind.PERSON, str(user.id))
