"""Writes of the unit tree: made, renamed, moved. A unit is never deleted, for bookings and people belong to it."""

import re
from datetime import datetime
from uuid import UUID

from django.db import transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid, NotFound
from xenia.kernel.names import require_plain
from xenia.kernel.texts import Text
from xenia.trust.actions.audit import record
from xenia.trust.models import people as models
from xenia.trust.rows import people as rows
from xenia.trust.rules import access as rules
from xenia.trust.types.access import Permission, UnitKind
from xenia.trust.types.audit import Subject, SubjectKind

CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,48}")


@transaction.atomic
def rename_company(*, actor: Actor, company: Text, now: datetime) -> None:
    """Gives the root unit its name."""
    actor.require(Permission.MANAGE_TRUST)
    root = models.Unit.objects.filter(parent__isnull=True).first()
    if root and (root.name_zh, root.name_en) != (company.zh, company.en):
        change_unit(actor=actor, unit_id=root.id, name=company, parent_code="", now=now)


@transaction.atomic
def create_unit(*, actor: Actor, code: str, name: Text, kind: UnitKind, parent_code: str, now: datetime) -> UUID:
    """Returns the id of a new unit below its parent.

    Raises Invalid for a code or name that cannot be used or a parent that does not exist, Conflict for a code in use.
    """
    actor.require(Permission.MANAGE_TRUST)
    if not CODE.fullmatch(code) or kind is UnitKind.GROUP:
        raise Invalid(
            "unit_code_invalid",
            f"The unit is {code!r} of kind {kind}; use small letters, digits, - and _, and a kind below the group.",
            f"单位代码“{code}”或类型不可用；代码只含小写字母、数字、- 和 _，类型须在集团之下。",
        )
    _require_named(name)
    parent = _parent(actor, code, parent_code)
    if models.Unit.objects.filter(code=code).exists():
        raise Conflict(
            "unit_code_taken", f"There is a unit {code!r} already; choose another code.", f"已有代码为“{code}”的单位；请换一个。"
        )
    unit = models.Unit.objects.create(code=code, name_zh=name.zh.strip(), name_en=name.en.strip(), kind=kind, parent=parent)
    record(actor, "unit.created", subject=_subject(unit), details={"code": code, "parent": parent.code, "unit_id": unit.id}, now=now)
    return unit.id


@transaction.atomic
def change_unit(*, actor: Actor, unit_id: UUID, name: Text, parent_code: str, now: datetime) -> None:
    """Renames a unit, and moves it with all below it where `parent_code` names another parent (empty: it stays).

    Raises NotFound for a unit the actor does not see, Invalid for the root or where the tree would bite its tail.
    """
    actor.require(Permission.MANAGE_TRUST)
    with rows.one_change(now):
        unit = models.Unit.objects.select_for_update(of=("self",)).select_related("parent").filter(id=unit_id).first()
        if unit is None or not actor.sees_unit(unit.id):
            raise NotFound("unit_not_found", f"There is no unit {unit_id} that you may see.", "没有您可查看的这个单位。")
        _require_named(name)
        if (unit.name_zh, unit.name_en) != (name.zh.strip(), name.en.strip()):
            unit.name_zh, unit.name_en = name.zh.strip(), name.en.strip()
            record(actor, "unit.renamed", subject=_subject(unit), details={"unit_id": unit.id}, now=now)
        before = unit.parent
        if parent_code and (before is None or before.code != parent_code):
            unit.parent = _new_parent(actor, unit, parent_code)
            moved = {"from": before.code if before else "", "to": parent_code, "unit_id": unit.id}
            record(actor, "unit.moved", subject=_subject(unit), details=moved, now=now)
        unit.save()


def _new_parent(actor: Actor, unit: models.Unit, parent_code: str) -> models.Unit:
    parent = _parent(actor, unit.code, parent_code)
    if unit.parent_id is None or not actor.sees_unit(unit.parent_id):
        raise Invalid("unit_stays", f"The unit {unit.code} cannot be moved by you.", f"您不能移动单位“{unit.name_zh}”。")
    if parent.id in rules.units_below([unit.id], rows.parents()):
        raise Invalid(
            "unit_below_itself",
            f"The unit {unit.code} cannot stand below {parent.code}, which stands below it; choose another parent.",
            f"“{unit.name_zh}”不能移到其下级“{parent.name_zh}”之下；请选择其他上级。",
        )
    return parent


def _parent(actor: Actor, code: str, parent_code: str) -> models.Unit:
    parent = models.Unit.objects.filter(code=parent_code).first()
    if parent is None or not actor.sees_unit(parent.id):
        raise Invalid(
            "unit_parent_unknown",
            f"Unit {code!r} names the parent {parent_code!r}, which does not exist; create the parent first.",
            f"单位“{code}”的上级“{parent_code}”不存在；请先创建上级。",
        )
    return parent


def _require_named(name: Text) -> None:
    if not name.zh.strip() or not name.en.strip():
        raise Invalid("unit_incomplete", "Give the unit a name in both languages.", "请填写单位的中文与英文名称。")
    require_plain(name.zh)
    require_plain(name.en)


def _subject(unit: models.Unit) -> Subject:
    return Subject(SubjectKind.UNIT, str(unit.id))
