"""Reads of what people of the house wrote down of a guest: notes, calls and files by time, former texts, who looks after the guest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.kernel.paging import Page, keys_of, page_size, page_token
from xenia.profile.models import staff as models
from xenia.profile.queries.sealed_words import CALL_FIELD, FILE_FIELD, NOTE_FIELD, NOTE_TEXT_FIELD, opened
from xenia.profile.queries.seen import KeptGuest, kept_guest, units_of_guest
from xenia.profile.types.staff import (
    CallDetail,
    CallDirection,
    CallOutcome,
    FileDetail,
    Mentioned,
    MomentKind,
    NoteVersion,
    Owners,
    OwnerSpell,
    StaffMoment,
)  # fmt: skip
from xenia.trust.queries.colleagues import list_peers as list_peers_of_units
from xenia.trust.queries.colleagues import peer_names, unit_names
from xenia.trust.types.access import Permission
from xenia.trust.types.colleagues import Peer

_TABLES: dict[MomentKind, tuple[Any, str]] = {
    MomentKind.NOTE: (models.Note, "written_at"),
    MomentKind.CALL: (models.Call, "began_at"),
    MomentKind.FILE: (models.Attachment, "added_at"),
}
"""Kind -> its table and the column that says when."""


def list_moments(
    actor: Actor, guest_id: UUID, *, kinds: Sequence[MomentKind] = (), page: str | None = None, size: int = 50
) -> Page[StaffMoment]:
    """Returns notes, calls and files of the guest, newest first, of the kinds given (none means all); deleted ones are left out."""
    guest = kept_guest(actor, guest_id)
    size = page_size(size)
    before = keys_of(page, datetime.fromisoformat, UUID) if page else None
    asked = [kind for kind in MomentKind if not kinds or kind in kinds]
    found = [(kind, row) for kind in asked for row in _rows(guest, kind, before, size + 1)]
    found.sort(key=lambda one: (_at(*one), one[1].id), reverse=True)
    following = page_token(_at(*found[size - 1]).isoformat(), str(found[size - 1][1].id)) if len(found) > size else None
    return Page(_moments(actor, found[:size]), following)


def _rows(guest: KeptGuest, kind: MomentKind, before: tuple[datetime, UUID] | None, count: int) -> list[Any]:
    table, at = _TABLES[kind]
    rows = table.objects.filter(guest_id__in=guest.homes, deleted_at__isnull=True)
    if before:
        rows = rows.filter(Q(**{f"{at}__lt": before[0]}) | Q(**{at: before[0], "id__lt": before[1]}))
    return list(rows.order_by(f"-{at}", "-id")[:count])


@dataclass(frozen=True)
class Place:
    """The last entry of a page of the timeline; `id` where it was a moment."""

    at: datetime
    kind: str
    id: UUID | None


def moments_after(actor: Actor, guest: KeptGuest, kinds: Sequence[MomentKind], place: Place | None, count: int) -> list[StaffMoment]:
    """Returns what follows `place` in the order of the timeline: newest first, at one instant by kind and id. For this module."""
    found = [(kind, row) for kind in kinds for row in _rows_after(guest, kind, place)[:count]]
    found.sort(key=lambda one: (-_at(*one).timestamp(), one[0], one[1].id))
    return _moments(actor, found[:count])


def _rows_after(guest: KeptGuest, kind: MomentKind, place: Place | None) -> Any:
    table, at = _TABLES[kind]
    rows = table.objects.filter(guest_id__in=guest.homes, deleted_at__isnull=True).order_by(f"-{at}", "id")
    if place is None:
        return rows
    if kind == place.kind:
        return rows.filter(Q(**{f"{at}__lt": place.at}) | Q(**{at: place.at, "id__gt": place.id}))
    return rows.filter(**{f"{at}__lte" if kind > place.kind else f"{at}__lt": place.at})


def _at(kind: MomentKind, row: Any) -> datetime:
    at: datetime = getattr(row, _TABLES[kind][1])
    return at


def _moments(actor: Actor, found: list[tuple[MomentKind, Any]]) -> list[StaffMoment]:
    notes = [row.id for kind, row in found if kind is MomentKind.NOTE]
    mentions = list(models.Mention.objects.filter(note_id__in=notes).order_by("mentioned_at", "id"))
    by_ids = {_by(kind, row) for kind, row in found} | {getattr(row, "changed_by", None) for _, row in found}
    names = peer_names(actor, by_ids | {one.person_id for one in mentions})
    return [_moment(kind, row, names, [one for one in mentions if one.note_id == row.id]) for kind, row in found]


def _by(kind: MomentKind, row: Any) -> UUID | None:
    by: UUID | None = row.written_by if kind is MomentKind.NOTE else row.logged_by if kind is MomentKind.CALL else row.added_by
    return by


def _moment(kind: MomentKind, row: Any, names: dict[UUID, str], mentions: list[models.Mention]) -> StaffMoment:
    by = _by(kind, row)
    is_note = kind is MomentKind.NOTE
    texts = {
        MomentKind.NOTE: ("text_sealed", NOTE_FIELD),
        MomentKind.CALL: ("summary_sealed", CALL_FIELD),
        MomentKind.FILE: ("name_sealed", FILE_FIELD),
    }
    column, field = texts[kind]
    return StaffMoment(
        kind=kind,
        id=row.id,
        at=_at(kind, row),
        text=opened(getattr(row, column), field, row.id),
        by_id=by,
        by_name=names.get(by, "") if by else "",
        version=row.version if is_note else 1,
        changed_at=row.changed_at if is_note else None,
        changed_by_name=names.get(row.changed_by, "") if is_note and row.changed_by else "",
        mentions=tuple(Mentioned(one.person_id, names.get(one.person_id, ""), one.seen_at) for one in mentions),
        call=_call(row) if kind is MomentKind.CALL else None,
        file=FileDetail(row.media_type, row.size_bytes) if kind is MomentKind.FILE else None,
    )


def _call(row: models.Call) -> CallDetail:
    return CallDetail(CallDirection(row.direction), CallOutcome(row.outcome), row.duration_seconds)


def list_note_versions(actor: Actor, note_id: UUID) -> list[NoteVersion]:
    """Returns every text of a note, the present one first; raises NotFound for one that is deleted or out of sight."""
    row = note_row(actor, note_id)
    former = list(models.NoteText.objects.filter(note=row).order_by("-version"))
    names = peer_names(actor, {row.changed_by, row.written_by, *(one.said_by for one in former)})
    by, at = (row.changed_by, row.changed_at) if row.changed_at else (row.written_by, row.written_at)
    present = NoteVersion(row.version, opened(row.text_sealed, NOTE_FIELD, row.id), names.get(by, "") if by else "", at)
    return [present, *(_version(one, names) for one in former)]


def _version(row: models.NoteText, names: dict[UUID, str]) -> NoteVersion:
    return NoteVersion(
        row.version, opened(row.text_sealed, NOTE_TEXT_FIELD, row.id), names.get(row.said_by, "") if row.said_by else "", row.said_at
    )


def note_row(actor: Actor, note_id: UUID) -> Any:
    """The note's row; raises NotFound. For this module."""
    return _of_seen_guest(actor, models.Note, note_id, "note", "备注")


def call_row(actor: Actor, call_id: UUID) -> Any:
    """The call's row; raises NotFound. For this module."""
    return _of_seen_guest(actor, models.Call, call_id, "call", "通话记录")


def attachment_row(actor: Actor, attachment_id: UUID) -> Any:
    """The attachment's row; raises NotFound. For this module."""
    return _of_seen_guest(actor, models.Attachment, attachment_id, "file", "文件")


def _of_seen_guest(actor: Actor, table: Any, row_id: UUID, name: str, name_zh: str) -> Any:
    actor.require(Permission.VIEW_GUESTS)
    row = table.objects.filter(id=row_id, deleted_at__isnull=True).first()
    missing = NotFound(
        f"{name}_not_found", f"There is no {name} {row_id} that you may see; it may be deleted.", f"没有您可查看的{name_zh}；可能已被删除。"
    )
    if row is None:
        raise missing
    try:
        kept_guest(actor, row.guest_id)
    except NotFound:
        raise missing from None
    return row


def list_peers(actor: Actor, guest_id: UUID, *, text: str = "") -> list[Peer]:
    """Returns colleagues who see the guest: for tasks, mentions and owners."""
    guest = kept_guest(actor, guest_id)
    return list_peers_of_units(actor, permission=Permission.VIEW_GUESTS, unit_ids=units_of_guest(actor, guest), text=text)


def get_owners(actor: Actor, guest_id: UUID) -> Owners:
    """Returns who looks after the guest and who did before. Where two guests became one, the one given last counts."""
    guest = kept_guest(actor, guest_id)
    rows = list(models.Ownership.objects.filter(guest_id__in=guest.homes).order_by("-since", "-id"))
    names = peer_names(actor, _people(rows))
    units = unit_names(actor, {row.unit_id for row in rows})
    spells = [_spell(row, names, units) for row in rows]
    open_ones = [one for one in spells if one.until is None]
    current = open_ones[0] if open_ones else None
    held = current if current and (current.owner_id or current.unit_id) else None
    return Owners(held, tuple(one for one in spells if one is not current and (one.owner_id or one.unit_id)))


def _people(rows: Iterable[models.Ownership]) -> set[UUID | None]:
    return {one for row in rows for one in (row.owner_id, row.given_by)}


def _spell(row: models.Ownership, names: dict[UUID, str], units: dict[UUID, Any]) -> OwnerSpell:
    return OwnerSpell(
        owner_id=row.owner_id,
        owner_name=names.get(row.owner_id, "") if row.owner_id else "",
        unit_id=row.unit_id,
        unit_name=units.get(row.unit_id) if row.unit_id else None,
        since=row.since,
        until=row.until,
        given_by_name=names.get(row.given_by, "") if row.given_by else "",
    )
