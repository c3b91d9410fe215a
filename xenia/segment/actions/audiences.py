"""Keeping audiences: create, save, copy, archive. Rules AU13, AU14 and AU22 of docs/algorithms/audiences.md.

What is saved is checked against what the person who saves may ask about, so that nobody keeps a condition they could not try.
"""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid
from xenia.kernel.ids import new_id
from xenia.kernel.texts import Text
from xenia.segment.actions.rebuilds import order_rebuild
from xenia.segment.actions.writing import MadeOf, note_version, write_members
from xenia.segment.models.audiences import Audience, AudienceVersion
from xenia.segment.queries.audiences import asking_about
from xenia.segment.queries.catalogue import catalogue_for
from xenia.segment.queries.kept import definitions_in_force, names_of_audiences, numbers_in
from xenia.segment.rules.drafts import as_parts, changed_meanwhile, checked_name, checked_note, missing_audience, parts_changed
from xenia.segment.rules.freezing import require_whole
from xenia.segment.rules.nesting import order_of
from xenia.segment.types.audiences import AudienceDraft, AudienceKind
from xenia.segment.types.documents import read_document, write_document
from xenia.segment.types.tree import Definition, named_fields
from xenia.trust.actions.audit import record
from xenia.trust.queries.people import get_person
from xenia.trust.queries.requests import COMPANY_ZONE
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import Subject, SubjectKind

SAVING = "SELECT pg_advisory_xact_lock(hashtext('segment.save'))"
"""Two saves at once could each be right alone and a circle together."""


@transaction.atomic
def create_audience(*, actor: Actor, draft: AudienceDraft, now: datetime) -> UUID:
    """Returns the id of the audience, whose members are made at once by a job. Raises Invalid with the place for a definition that cannot
    be read, Conflict for one that asks about what is not there."""
    actor.require_for_company(Permission.EDIT_AUDIENCES)
    _one_at_a_time()
    audience_id = new_id()
    checked = _checked(actor, audience_id, draft, now)
    row = Audience(id=audience_id, kind=AudienceKind.DYNAMIC.value, created_by=actor.user_id, created_at=now)
    _keep(actor, row, checked, now)
    record(actor, "audience.created", subject=_subject(row.id), details={}, now=now)
    order_rebuild(actor=actor, reason="saved", audience_ids=[row.id], now=now)
    return row.id


@transaction.atomic
def save_audience(*, actor: Actor, audience_id: UUID, draft: AudienceDraft, seen_revision: int, now: datetime) -> int:
    """Returns the revision that the save made, or the one in force where nothing differs. `seen_revision`: the one it began from. Raises
    Conflict where another save came between, naming who and what (AU22), NotFound, and as `create_audience`."""
    actor.require_for_company(Permission.EDIT_AUDIENCES)
    _one_at_a_time()
    row = _living(audience_id)
    if row.revision != seen_revision:
        raise _changed_since(row, seen_revision)
    held = AudienceDraft(Text(row.name_zh, row.name_en), row.note, row.definition)
    checked = _checked(actor, audience_id, draft, now, held=row)
    parts = parts_changed(as_parts(held), as_parts(checked))
    if not parts:
        return row.revision
    if "definition" not in parts and row.made_of == row.revision:
        row.made_of = row.revision + 1  # its members are those of this definition still
    row.revision += 1
    _keep(actor, row, checked, now)
    record(actor, "audience.changed", subject=_subject(row.id), details={"revision": row.revision, "parts": list(parts)}, now=now)
    if "definition" in parts:
        order_rebuild(actor=actor, reason="saved", audience_ids=[row.id], now=now)
    return row.revision


@transaction.atomic
def copy_audience(*, actor: Actor, audience_id: UUID, name: Text, now: datetime) -> UUID:
    """Returns the id of a static copy: the members of now, with the day they are of, which no rebuild changes. Raises NotFound, Conflict
    before the first rebuild."""
    actor.require_for_company(Permission.EDIT_AUDIENCES)
    source = _living(audience_id)
    if source.made_on is None:
        raise Conflict("audience_not_made", "Its members were not made yet; wait for the rebuild.", "该受众尚未计算成员；请等待计算完成。")
    said = checked_name(name)
    row = Audience(
        id=new_id(), kind=AudienceKind.STATIC.value, name_zh=said.zh, name_en=said.en, copied_from=source.id, created_by=actor.user_id,
        created_at=now, changed_by=actor.user_id, changed_at=now, made_of=1,
    )  # fmt: skip
    row.save(force_insert=True)
    note_version(actor, row.id, now)
    write_members(actor, row.id, numbers_in(actor, source.id), MadeOf(source.made_on, source.base, source.snapshot_id), now)
    record(actor, "audience.copied", subject=_subject(row.id), details={"copied_from": str(source.id), "members": source.members}, now=now)
    return row.id


@transaction.atomic
def archive_audience(*, actor: Actor, audience_id: UUID, now: datetime) -> None:
    """Puts an audience away: it is rebuilt no more, its members and history stay. Raises Conflict where other audiences ask about it,
    naming them, and NotFound."""
    actor.require_for_company(Permission.EDIT_AUDIENCES)
    _one_at_a_time()
    row = _living(audience_id)
    asking = asking_about(actor, audience_id)
    if asking:
        zh, en = "、".join(f"“{one.name.zh}”" for one in asking), ", ".join(one.name.en for one in asking)
        raise Conflict(
            "audience_asked_about",
            f"These audiences ask about it: {en}. Take the condition out of them first.",
            f"以下受众引用了它：{zh}。请先删除其中的引用。",
            audiences=[str(one.id) for one in asking],
        )
    Audience.objects.filter(id=row.id).update(archived_at=now, changed_by=actor.user_id, changed_at=now)
    record(actor, "audience.archived", subject=_subject(row.id), details={}, now=now)


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute(SAVING)


def _living(audience_id: UUID) -> Audience:
    row = Audience.objects.select_for_update().filter(id=audience_id, archived_at__isnull=True).first()
    if row is None:
        raise missing_audience(audience_id)
    return row


def _checked(actor: Actor, audience_id: UUID, draft: AudienceDraft, now: datetime, held: Audience | None = None) -> AudienceDraft:
    """The draft as it is kept. A definition that stays as it is is not asked about again: a frozen audience may be renamed."""
    name, note = checked_name(draft.name), checked_note(draft.note)
    if held is not None and draft.definition == held.definition:
        return AudienceDraft(name, note, held.definition)
    if held is not None and held.kind != AudienceKind.DYNAMIC.value:
        raise Invalid(
            "audience_static", "A copy or a list has no conditions; make another audience.", "静态副本与名单没有条件；请另建受众。"
        )
    definition = read_document(draft.definition)
    names = names_of_audiences(actor)
    require_whole(definition, catalogue_for(actor, named_fields(definition), now=now), names)
    _require_no_circle(actor, audience_id, definition, {one: said.zh for one, said in names.items()} | {audience_id: name.zh})
    return AudienceDraft(name, note, write_document(definition))


def _require_no_circle(actor: Actor, audience_id: UUID, definition: Definition, names: dict[UUID, str]) -> None:
    order_of({**definitions_in_force(actor), audience_id: definition}, names)


def _keep(actor: Actor, row: Audience, draft: AudienceDraft, now: datetime) -> None:
    row.name_zh, row.name_en, row.note, row.definition = draft.name.zh, draft.name.en, draft.note, draft.definition
    row.changed_by, row.changed_at = actor.user_id, now
    row.save()
    note_version(actor, row.id, now)


def _changed_since(row: Audience, seen_revision: int) -> Conflict:
    seen, newest = (AudienceVersion.objects.filter(audience_id=row.id, number=one).first() for one in (seen_revision, row.revision))
    if seen is None or newest is None:
        return changed_meanwhile("", row.changed_at.astimezone(COMPANY_ZONE), (), row.revision)
    drafts = [as_parts(AudienceDraft(Text(one.name_zh, one.name_en), one.note, one.definition)) for one in (seen, newest)]
    who = get_person(newest.saved_by).name if newest.saved_by else ""
    return changed_meanwhile(who, newest.saved_at.astimezone(COMPANY_ZONE), parts_changed(*drafts), row.revision)


def _subject(audience_id: UUID) -> Subject:
    return Subject(SubjectKind.AUDIENCE, str(audience_id))
