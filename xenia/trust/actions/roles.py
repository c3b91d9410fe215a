"""Writes of roles. What gives people more takes two people; what takes away is done at once."""

import re
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid, NotFound, Refused
from xenia.kernel.names import require_distinct, require_plain
from xenia.kernel.texts import Text
from xenia.trust.actions.approvals import ask
from xenia.trust.actions.audit import record
from xenia.trust.models import people as models
from xenia.trust.rows import people as rows
from xenia.trust.rules import grants, words
from xenia.trust.types.access import Outcome, Permission, RoleDraft
from xenia.trust.types.approvals import ApprovalKind
from xenia.trust.types.audit import Subject, SubjectKind

CHANGE_ROLE = "change_role"
CODE = re.compile(r"[a-z][a-z0-9_-]{1,48}")


@transaction.atomic
def create_role(*, actor: Actor, code: str, draft: RoleDraft, now: datetime) -> None:
    """Creates a role that nobody holds yet; giving it to someone is what takes two people.

    Raises Invalid for a code or name that cannot be used, Refused for more than the actor has, Conflict for a code in use.
    """
    _require_company_wide(actor)
    if not CODE.fullmatch(code):
        raise Invalid(
            "role_code_invalid",
            f"The code is {code!r}; use small letters, digits, - and _, from a letter on.",
            f"代码“{code}”不可用；请用小写字母开头，只含小写字母、数字、- 和 _。",
        )
    _require_whole(code, draft)
    grants.require_within(actor, grants.Grant(draft.permissions, draft.clear_fields))
    if models.Role.objects.filter(code=code).exists():
        raise Conflict(
            "role_code_taken", f"There is a role {code!r} already; choose another code.", f"已有代码为“{code}”的角色；请换一个。"
        )
    models.Role.objects.create(code=code, **_columns(draft))
    record(actor, "role.created", subject=_subject(code), details=_details(draft), now=now)


@transaction.atomic
def change_role(*, actor: Actor, code: str, draft: RoleDraft, reason: str, now: datetime) -> Outcome:
    """Changes a role for everyone who holds it; waits for a second person where it gives more.

    Raises Refused for more than the actor has or for raising oneself, Invalid where the administrator role would lose what it keeps.
    """
    with rows.one_change(now):
        row = _row(actor, code)
        _require_allowed(actor, row, draft)
        if not _gives_more(row, draft):
            _apply(actor, row, draft, now)
            return Outcome(None)
        if not rows.needs_second(actor, now):
            _apply(actor, row, draft, now, alone=actor.kind == "person")
            return Outcome(None)
        payload: dict[str, Any] = {"deed": CHANGE_ROLE, "role": code, "before": _state(row), "after": _columns(draft)}
        payload |= {"told": _told(row, draft), "concerned": rows.concerned_approvers(actor, _holders(code))}
        return Outcome(ask(actor=actor, kind=ApprovalKind.ROLE_CHANGE, payload=payload, reason=reason, now=now))


@transaction.atomic
def perform_role_change(actor: Actor, payload: dict[str, Any], now: datetime) -> None:
    """Does what two people agreed on, as the one who asked. Raises Conflict where the role was changed meanwhile."""
    with rows.one_change(now):
        row = _row(actor, payload["role"])
        if _state(row) != payload["before"]:
            raise Conflict("role_changed", "The role was changed meanwhile; ask again.", "该角色在此期间已被修改；请重新提出申请。")
        after = payload["after"]
        draft = RoleDraft(Text(after["name_zh"], after["name_en"]), frozenset(after["permissions"]), frozenset(after["clear_fields"]))
        _require_allowed(actor, row, draft)
        _apply(actor, row, draft, now)


@transaction.atomic
def delete_role(*, actor: Actor, code: str, now: datetime) -> None:
    """Deletes a role that nobody holds; raises Conflict where someone does, Invalid for the administrator role."""
    with rows.one_change(now):
        row = _row(actor, code)
        if code == grants.ADMINISTRATOR:
            raise Invalid("administrator_stays", "The administrator role stays.", "管理员角色不能删除。")
        if people := len(_holders(code)):
            raise Conflict(
                "role_in_use",
                f"{people} people hold the role {code}; give them another one first.",
                f"还有 {people} 人担任“{row.name_zh}”；请先为他们换角色。",
            )
        row.delete()
    record(actor, "role.deleted", subject=_subject(code), now=now)


def _require_company_wide(actor: Actor) -> None:
    actor.require(Permission.MANAGE_PEOPLE)
    if actor.units is not None:
        raise Refused(
            "role_needs_company",
            "Roles hold for the whole company; ask someone who works for all of it.",
            "角色对全公司生效；请由负责全公司的同事修改。",
        )


def _require_whole(code: str, draft: RoleDraft) -> None:
    if not draft.name.zh.strip() or not draft.name.en.strip():
        raise Invalid("role_incomplete", "Give the role a name in both languages.", "请填写角色的中文与英文名称。")
    grants.require_known(draft.permissions, draft.clear_fields)
    others = list(models.Role.objects.exclude(code=code).values_list("name_zh", "name_en"))
    for name, place in ((draft.name.zh, 0), (draft.name.en, 1)):
        require_plain(name)
        require_distinct(name, [names[place] for names in others])


def _require_allowed(actor: Actor, row: models.Role, draft: RoleDraft) -> None:
    _require_whole(row.code, draft)
    grants.require_administrator_keeps(row.code, draft.permissions)
    added = grants.Grant(draft.permissions - set(row.permissions), draft.clear_fields - set(row.clear_fields))
    grants.require_within(actor, added)
    if actor.user_id in _holders(row.code) and not added.clear_fields <= actor.clear_fields:
        raise Refused("raises_self", "You hold this role and would give yourself more.", "您担任该角色，不能为自己增加权限。")


def _row(actor: Actor, code: str) -> models.Role:
    _require_company_wide(actor)
    row = models.Role.objects.select_for_update().filter(code=code).first()
    if row is None:
        raise NotFound("role_not_found", f"There is no role {code!r}; the roles are listed under Roles.", f"没有代码为“{code}”的角色。")
    return row


def _gives_more(row: models.Role, draft: RoleDraft) -> bool:
    return bool(draft.permissions - set(row.permissions) or draft.clear_fields - set(row.clear_fields))


def _apply(actor: Actor, row: models.Role, draft: RoleDraft, now: datetime, *, alone: bool = False) -> None:
    models.Role.objects.filter(code=row.code).update(**_columns(draft))
    record(actor, "role.changed", subject=_subject(row.code), details=_details(draft) | ({"alone": True} if alone else {}), now=now)


def _holders(code: str) -> set[UUID]:
    return set(models.User.objects.filter(roles=code).values_list("id", flat=True))


def _columns(draft: RoleDraft) -> dict[str, Any]:
    return {
        "name_zh": draft.name.zh.strip(),
        "name_en": draft.name.en.strip(),
        "permissions": sorted(draft.permissions),
        "clear_fields": sorted(draft.clear_fields),
    }


def _state(row: models.Role) -> dict[str, Any]:
    return {"permissions": sorted(row.permissions), "clear_fields": sorted(row.clear_fields)}


def _details(draft: RoleDraft) -> dict[str, Any]:
    return {"permissions": sorted(draft.permissions), "clear_fields": sorted(draft.clear_fields)}


def _told(row: models.Role, draft: RoleDraft) -> list[Text]:
    had, fields = set(row.permissions), set(row.clear_fields)
    people = len(_holders(row.code))
    permissions = words.permissions_in_words
    return [
        Text(f"修改角色“{row.name_zh}”，{people} 人立即生效。", f"Changes the role {row.name_en} at once; people who hold it: {people}."),
        *words.difference(permissions(draft.permissions - had), permissions(had - draft.permissions), Text("权限", "permissions")),
        *words.difference(
            words.fields_in_words(draft.clear_fields - fields),
            words.fields_in_words(fields - draft.clear_fields),
            Text("明文字段", "clear fields"),
        ),
    ]


def _subject(code: str) -> Subject:
    return Subject(SubjectKind.ROLE, code)
