"""Writes of the catalogue of tags, and of the tags of one guest."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid
from xenia.kernel.ids import new_id
from xenia.kernel.names import require_plain
from xenia.kernel.texts import Text
from xenia.profile.actions.notes import subject_of
from xenia.profile.models.tags import GuestTag, Tag
from xenia.profile.queries.seen import editable_guest
from xenia.profile.queries.tags import find_near_tags, tag_row
from xenia.profile.rules.staff import require_version
from xenia.profile.rules.tags import checked_draft, code_of
from xenia.profile.types.tags import TagDraft, TagWay
from xenia.trust.actions.audit import record
from xenia.trust.queries.colleagues import peer_names
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import Subject, SubjectKind


@transaction.atomic
def create_tag(*, actor: Actor, draft: TagDraft, is_distinct: bool = False, now: datetime) -> UUID:
    """Returns the id of the new tag. Raises Conflict where a tag in use has nearly the same name, unless `is_distinct` says that both are
    wanted; one with the very same name is refused always. Raises Invalid for names or definitions that are missing."""
    actor.require(Permission.MANAGE_TAGS)
    wanted = _checked(actor, draft)
    _require_new(actor, wanted.name, is_distinct=is_distinct)
    row = Tag(id=new_id(), code=_free_code(wanted.name), created_by=actor.user_id, created_at=now)
    _write(row, wanted, now)
    record(actor, "tag.created", subject=subject_of_tag(row.id), details={"code": row.code}, now=now)
    return row.id


@transaction.atomic
def change_tag(*, actor: Actor, tag_id: UUID, draft: TagDraft, version: int, is_distinct: bool = False, now: datetime) -> None:
    """Changes what a tag is called and means; its code stays. Raises Conflict where somebody changed it since `version`, and else as
    `create_tag`."""
    actor.require(Permission.MANAGE_TAGS)
    tag_row(tag_id)
    row = Tag.objects.select_for_update().get(id=tag_id)
    require_version(row.version, version, "")
    wanted = _checked(actor, draft)
    _require_new(actor, wanted.name, besides=tag_id, is_distinct=is_distinct)
    row.version += 1
    _write(row, wanted, now)
    record(actor, "tag.changed", subject=subject_of_tag(row.id), details={"code": row.code, "version": row.version}, now=now)


@transaction.atomic
def retire_tag(*, actor: Actor, tag_id: UUID, is_retired: bool, now: datetime) -> None:
    """Takes a tag out of use, or puts it to use again; guests keep it, and nobody new gets it meanwhile."""
    actor.require(Permission.MANAGE_TAGS)
    row = tag_row(tag_id)
    if (row.retired_at is not None) == is_retired:
        return
    Tag.objects.filter(id=tag_id).update(retired_at=now if is_retired else None, changed_at=now)
    record(actor, "tag.retired" if is_retired else "tag.restored", subject=subject_of_tag(row.id), details={"code": row.code}, now=now)


@transaction.atomic
def put_tag(*, actor: Actor, guest_id: UUID, tag_id: UUID, now: datetime) -> None:
    """Gives the guest a tag; one that the guest has stays as it is. Raises Conflict for a tag that is retired or not given by hand."""
    guest = editable_guest(actor, guest_id)
    row = manual_tag(tag_id)
    if GuestTag.objects.filter(guest_id__in=guest.homes, tag=row, until__isnull=True).exists():
        return
    made = GuestTag(guest_id=guest.guest_id, tag=row, since=now, put_by=actor.user_id)
    GuestTag.objects.bulk_create([made], ignore_conflicts=True)
    record(actor, "tag.put", subject=subject_of(guest.guest_id), details={"tag": row.code}, now=now)


@transaction.atomic
def take_tag(*, actor: Actor, guest_id: UUID, tag_id: UUID, now: datetime) -> None:
    """Takes a tag from the guest; its time stays in the history."""
    guest = editable_guest(actor, guest_id)
    row = tag_row(tag_id)
    open_ones = GuestTag.objects.filter(guest_id__in=guest.homes, tag=row, until__isnull=True)
    if open_ones.update(until=now, taken_by=actor.user_id):
        record(actor, "tag.taken", subject=subject_of(guest.guest_id), details={"tag": row.code}, now=now)


def manual_tag(tag_id: UUID) -> Any:
    """The row of a tag that people give; raises Conflict for one that is retired or comes by itself. For this module."""
    row: Tag = tag_row(tag_id)
    if row.retired_at is not None:
        raise Conflict("tag_retired", f"The tag {row.code} is retired; choose another.", f"标签“{row.name_zh}”已停用；请选择其他标签。")
    if row.way != TagWay.MANUAL:
        raise Conflict(
            "tag_not_by_hand",
            f"The tag {row.code} comes by a {row.way}, not by hand; change its {row.way} instead.",
            f"标签“{row.name_zh}”不是手工标签；请修改它的来历。",
        )
    return row


def subject_of_tag(tag_id: UUID) -> Subject:
    """The tag as an audit entry names it. It tells nothing, so it takes no actor."""
    return Subject(SubjectKind.TAG, str(tag_id))


def _checked(actor: Actor, draft: TagDraft) -> TagDraft:
    wanted = checked_draft(draft)
    for said in (wanted.name.zh, wanted.name.en):
        require_plain(said)
    if wanted.owner_id and wanted.owner_id not in peer_names(actor, [wanted.owner_id]):
        raise Invalid("person_unknown", f"There is no person {wanted.owner_id}; choose another owner.", "没有这位同事；请另选负责人。")
    return wanted


def _require_new(actor: Actor, name: Text, *, besides: UUID | None = None, is_distinct: bool) -> None:
    near = find_near_tags(actor, name, besides=besides)
    if not near or (is_distinct and near[0].likeness < 100):
        return
    first = near[0].name
    raise Conflict(
        "tag_name_near",
        f"There is a tag {first.en!r} ({first.zh}) with nearly this name; use it, or say that both are wanted.",
        f"已有相近的标签“{first.zh}”（{first.en}）；请直接使用，或确认两者都需要。",
        near=[{"id": str(one.id), "likeness": one.likeness} for one in near],
    )


def _free_code(name: Text) -> str:
    code = code_of(name)
    taken = set(Tag.objects.filter(code__startswith=code).values_list("code", flat=True))
    return next(one for one in (code, *(f"{code}_{place}" for place in range(2, len(taken) + 3))) if one not in taken)


def _write(row: Tag, draft: TagDraft, now: datetime) -> None:
    row.name_zh, row.name_en, row.meaning_zh, row.meaning_en = draft.name.zh, draft.name.en, draft.meaning.zh, draft.meaning.en
    row.way, row.lineage, row.owner_id, row.changed_at = draft.way.value, draft.lineage, draft.owner_id, now
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as taken:
        raise Conflict(
            "tag_code_taken", f"A tag {row.code} was made meanwhile; look at the catalogue again.", "刚有人建了同名标签；请重新查看目录。"
        ) from taken
