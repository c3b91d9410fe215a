"""What an audience may be called, and what two people who change the same one are told. Rule AU22 of docs/algorithms/audiences.md. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from xenia.kernel.errors import Conflict, Invalid, NotFound
from xenia.kernel.texts import Text
from xenia.segment.types.audiences import AudienceDraft

NAME_MAX, NOTE_MAX = 80, 1000
_PARTS = {
    "name": Text("名称", "the name"),
    "note": Text("说明", "the note"),
    "definition": Text("条件", "the conditions"),
}


def missing_audience(audience_id: UUID) -> NotFound:
    """The refusal of an id that no audience has."""
    return NotFound("audience_unknown", f"There is no audience {audience_id}; the list shows those there are.", "没有这个受众。")


def checked_name(name: Text) -> Text:
    """Returns the name without spaces around it; one language is enough, and stands for both. Raises Invalid for none, or a long one."""
    zh, en = " ".join(name.zh.split()), " ".join(name.en.split())
    if not (zh or en):
        raise Invalid("audience_unnamed", "An audience needs a name; write one.", "受众需要名称；请填写。", at="name")
    if max(len(zh), len(en)) > NAME_MAX:
        raise Invalid(
            "audience_name_long",
            f"The name has {max(len(zh), len(en))} signs; at most {NAME_MAX} fit.",
            f"名称有 {max(len(zh), len(en))} 个字，最多 {NAME_MAX} 个。",
            at="name",
        )
    return Text(zh or en, en or zh)


def checked_note(note: str) -> str:
    """Returns the note without spaces around it; raises Invalid for one longer than 1,000 signs."""
    if len(note.strip()) > NOTE_MAX:
        raise Invalid(
            "audience_note_long",
            f"The note has {len(note.strip())} signs; at most {NOTE_MAX} fit.",
            f"说明最多 {NOTE_MAX} 个字。",
            at="note",
        )
    return note.strip()


def parts_changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """Returns which of name, note and definition differ, in this order."""
    return tuple(part for part in _PARTS if before[part] != after[part])


def as_parts(draft: AudienceDraft) -> dict[str, Any]:
    """Returns what `parts_changed` compares."""
    return {"name": draft.name, "note": draft.note, "definition": draft.definition}


def changed_meanwhile(who: str, at: datetime, parts: tuple[str, ...], revision: int) -> Conflict:
    """Rule AU22: the refusal of a save that began from an older revision: who saved meanwhile, when, and what differs. `at`: the hour
    where the company is."""
    zh = "、".join(_PARTS[part].zh for part in parts) or "内容"
    en = " and ".join(_PARTS[part].en for part in parts) or "it"
    hour = at.strftime("%Y-%m-%d %H:%M")
    return Conflict(
        "audience_changed",
        f"{who or 'Somebody'} changed {en} on {hour}. Nothing of yours is lost: look at the newest revision ({revision}), then save again.",
        f"{who or '有人'} 于 {hour} 修改了{zh}。您的修改仍在此页：请查看最新版本（第 {revision} 版）后再保存。",
        parts=list(parts),
        revision=revision,
    )
