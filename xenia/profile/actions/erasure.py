"""Erasing people, profile's part: what was written down of them, their files, traits and tags. Before identity forgets their ids."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from xenia.identity.queries.links import homes_of
from xenia.kernel.actor import Actor
from xenia.kernel.texts import Text
from xenia.profile.actions.traits import forget_record_traits
from xenia.profile.models import staff, tags, traits
from xenia.profile.queries.sealed_words import attachment_path
from xenia.trust.types.rights import EraseStep, Erasure, Position, Worked
from xenia.trust.vault import remove_file

TOUCHED = (
    "profile_note", "profile_notetext", "profile_mention", "profile_call", "profile_task", "profile_attachment", "profile_ownership",
    "profile_trait", "profile_guesttag", "profile_tagbatch", "profile_card",
)  # fmt: skip
OUT_OF_BATCHES = """
UPDATE profile_tagbatch SET
    guest_ids = (SELECT coalesce(array_agg(one ORDER BY one), '{}') FROM unnest(guest_ids) one WHERE NOT one = ANY(%(gone)s::uuid[])),
    after = CASE WHEN state IN ('waiting', 'running') THEN after END
WHERE guest_ids && %(gone)s::uuid[]
"""
"""Whom a batch named: the guest leaves the list, its counts stay."""


def erase_files(actor: Actor, erasure: Erasure, position: Position, now: datetime) -> Worked:
    """Removes the sealed bytes of the person's files; their rows follow in the next step."""
    actor.require("handle_requests")
    ids = list(staff.Attachment.objects.filter(guest_id__in=_homes(actor, erasure)).values_list("id", flat=True))
    for attachment_id in ids:
        remove_file(attachment_path(attachment_id))
    return Worked({}, True, {"files": len(ids)})


def erase_words(actor: Actor, erasure: Erasure, position: Position, now: datetime) -> Worked:
    """Deletes notes with their former texts, mentions, calls, tasks, files, owners, traits and tags of the guests."""
    actor.require("handle_requests")
    homes = _homes(actor, erasure)
    counts = {}
    for name, rows in (
        ("mentions", staff.Mention.objects.filter(guest_id__in=homes)),
        ("note_texts", staff.NoteText.objects.filter(guest_id__in=homes)),
        ("notes", staff.Note.objects.filter(guest_id__in=homes)),
        ("calls", staff.Call.objects.filter(guest_id__in=homes)),
        ("tasks", staff.Task.objects.filter(guest_id__in=homes)),
        ("attachments", staff.Attachment.objects.filter(guest_id__in=homes)),
        ("owners", staff.Ownership.objects.filter(guest_id__in=homes)),
        ("traits", traits.Trait.objects.filter(guest_id__in=homes)),
        ("tags", tags.GuestTag.objects.filter(guest_id__in=homes)),
    ):
        counts[name], _ = rows.delete()
    counts["traits"] += forget_record_traits(actor=actor, record_ids=erasure.record_ids)
    with connection.cursor() as cursor:
        cursor.execute(OUT_OF_BATCHES, {"gone": list(homes)})
    return Worked({}, True, counts)


def _homes(actor: Actor, erasure: Erasure) -> Sequence[UUID]:
    return sorted({*erasure.guest_ids, *erasure.record_ids, *homes_of(actor, erasure.guest_ids)})


def vacuum_words(actor: Actor, erasure: Erasure, position: Position, now: datetime) -> Worked:
    """Takes deleted rows out of the tables (rule X11); nothing to do inside a transaction."""
    actor.require("handle_requests")
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM {', '.join(TOUCHED)}")
    return Worked({}, True, {})


ERASE_STEPS = (
    EraseStep("attachments", Text("删除客人的附件", "Remove the guest's files"), erase_files, in_transaction=False),
    EraseStep("words", Text("删除备注、通话、任务、偏好与标签", "Delete notes, calls, tasks, traits and tags"), erase_words),
)
CLEAN_STEPS = (
    EraseStep("vacuum_words", Text("清理备注与标签的数据库文件", "Clean the tables of notes and tags"), vacuum_words, in_transaction=False),
)
