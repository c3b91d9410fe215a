"""The rights of a person, profile's part of reading: everything people, models and sources wrote down of them here."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from xenia.identity.queries.links import guests_of, homes_of
from xenia.kernel.actor import Actor
from xenia.kernel.texts import Text
from xenia.profile.models import staff, tags, traits
from xenia.profile.queries.sealed_words import (
    CALL_FIELD,
    FILE_FIELD,
    NOTE_FIELD,
    NOTE_TEXT_FIELD,
    TASK_FIELD,
    TRAIT_FIELD,
    attachment_path,
    opened,
)
from xenia.profile.rules.preferences import kind_of, value_name
from xenia.trust.types.rights import Hits, Section, Trace

_AT, _TEXT = Text("时间", "At"), Text("内容", "Text")


def homes_of_records(actor: Actor, record_ids: Sequence[UUID]) -> list[UUID]:
    """Returns every id under which something may be kept of the guests of these records."""
    guests = guests_of(actor, record_ids)
    return sorted({*guests, *homes_of(actor, guests)})


def export_subject(actor: Actor, record_ids: Sequence[UUID], now: datetime) -> list[Section]:
    """Returns notes with their former texts, calls, tasks, names of files, traits, tags, and who looked after the person."""
    actor.require("handle_requests")
    homes = homes_of_records(actor, record_ids)
    sections = [_notes(homes), _calls(homes), _tasks(homes), _files(homes), _traits(homes, record_ids), _tags(homes), _owners(homes)]
    return [section for section in sections if section.rows]


def search_subject(actor: Actor, traces: Sequence[Trace]) -> list[Hits]:
    """Counts the sealed files of the person that still lie in the folder of attachments."""
    actor.require("handle_requests")
    ids = [trace.value for trace in traces if trace.kind == "id"]
    kept = staff.Attachment.objects.filter(guest_id__in=ids).values_list("id", flat=True)
    return [Hits("attachments", sum(attachment_path(one).exists() for one in kept))]


def _section(code: str, title: Text, columns: tuple[tuple[str, Text], ...], rows: Sequence[dict[str, Any]]) -> Section:
    return Section(code, "profile", title, columns, tuple(rows))


def _notes(homes: Sequence[UUID]) -> Section:
    now = [
        {"at": _iso(row.changed_at or row.written_at), "version": row.version, "text": opened(row.text_sealed, NOTE_FIELD, row.id)}
        for row in staff.Note.objects.filter(guest_id__in=homes).order_by("written_at", "id")
    ]
    former = [
        {"at": _iso(row.said_at), "version": row.version, "text": opened(row.text_sealed, NOTE_TEXT_FIELD, row.id)}
        for row in staff.NoteText.objects.filter(note__guest_id__in=homes).order_by("said_at", "id")
    ]
    columns = (("at", _AT), ("version", Text("版本", "Version")), ("text", _TEXT))
    return _section("notes", Text("员工备注", "Notes of staff"), columns, now + former)


def _calls(homes: Sequence[UUID]) -> Section:
    rows = [
        {
            "at": _iso(row.began_at), "direction": row.direction, "outcome": row.outcome, "seconds": row.duration_seconds,
            "text": opened(row.summary_sealed, CALL_FIELD, row.id),
        }
        for row in staff.Call.objects.filter(guest_id__in=homes).order_by("began_at", "id")
    ]  # fmt: skip
    columns = (
        ("at", _AT), ("direction", Text("方向", "Direction")), ("outcome", Text("结果", "Outcome")),
        ("seconds", Text("时长（秒）", "Seconds")), ("text", _TEXT),
    )  # fmt: skip
    return _section("calls", Text("登记的通话", "Logged calls"), columns, rows)


def _tasks(homes: Sequence[UUID]) -> Section:
    rows = [
        {"at": _iso(row.set_at), "due_on": row.due_on.isoformat(), "state": row.state, "text": opened(row.text_sealed, TASK_FIELD, row.id)}
        for row in staff.Task.objects.filter(guest_id__in=homes).order_by("set_at", "id")
    ]
    columns = (("at", _AT), ("due_on", Text("期限", "Due")), ("state", Text("状态", "State")), ("text", _TEXT))
    return _section("tasks", Text("任务", "Tasks"), columns, rows)


def _files(homes: Sequence[UUID]) -> Section:
    rows = [
        {"at": _iso(row.added_at), "name": opened(row.name_sealed, FILE_FIELD, row.id), "type": row.media_type, "bytes": row.size_bytes}
        for row in staff.Attachment.objects.filter(guest_id__in=homes).order_by("added_at", "id")
    ]
    columns = (("at", _AT), ("name", Text("文件名", "File name")), ("type", Text("类型", "Type")), ("bytes", Text("字节", "Bytes")))
    return _section("attachments", Text("附件（可向受理人索取）", "Attachments (the officer hands them over)"), columns, rows)


def _traits(homes: Sequence[UUID], record_ids: Sequence[UUID]) -> Section:
    found = traits.Trait.objects.filter(Q(guest_id__in=homes) | Q(record_id__in=list(record_ids))).order_by("said_at", "id")
    columns = (
        ("at", _AT), ("kind", Text("类别", "Kind")), ("value", Text("内容", "Value")), ("source", Text("来源", "Source")),
        ("confidence", Text("把握", "Confidence")), ("until", Text("至", "Until")),
    )  # fmt: skip
    return _section("traits", Text("偏好与特征", "Traits and preferences"), columns, [_trait(row) for row in found])


def _trait(row: traits.Trait) -> dict[str, Any]:
    kind = kind_of(row.kind)
    value = opened(row.value_sealed, TRAIT_FIELD, row.id) if row.value_sealed else row.value
    words = value_name(kind, value)
    return {
        "at": _iso(row.said_at), "kind": kind.name.zh, "value": words.zh, "source": row.source, "confidence": row.confidence,
        "until": _iso(row.valid_until),
    }  # fmt: skip


def _tags(homes: Sequence[UUID]) -> Section:
    rows = [
        {"tag": row.tag.name_zh, "meaning": row.tag.meaning_zh, "since": _iso(row.since), "until": _iso(row.until)}
        for row in tags.GuestTag.objects.filter(guest_id__in=homes).select_related("tag").order_by("since", "id")
    ]
    columns = (
        ("tag", Text("标签", "Tag")),
        ("meaning", Text("含义", "Meaning")),
        ("since", Text("自", "Since")),
        ("until", Text("至", "Until")),
    )
    return _section("tags", Text("标签", "Tags"), columns, rows)


def _owners(homes: Sequence[UUID]) -> Section:
    rows = [
        {"since": _iso(row.since), "until": _iso(row.until)}
        for row in staff.Ownership.objects.filter(guest_id__in=homes).order_by("since", "id")
    ]
    columns = (("since", Text("自", "Since")), ("until", Text("至", "Until")))
    return _section("owners", Text("专人负责的时间", "When somebody looked after you"), columns, rows)


def _iso(at: datetime | None) -> str:
    return at.isoformat() if at else ""
