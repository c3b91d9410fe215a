"""What happened with a guest, newest first: what sources tell and what people of the house wrote down, in one order."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from xenia.connect.queries import timeline
from xenia.connect.types.guests import TimelineEntry
from xenia.kernel.actor import Actor
from xenia.kernel.paging import Page, keys_of, page_size, page_token
from xenia.profile.queries.seen import kept_guest
from xenia.profile.queries.staff import Place, moments_after
from xenia.profile.rows import seen_guest
from xenia.profile.types.staff import MomentKind, StaffMoment

TITLE_LETTERS = 80


def list_timeline(
    actor: Actor, identifier: UUID, *, kinds: Sequence[str] = (), page: str | None = None, size: int = 50
) -> Page[TimelineEntry]:
    """Returns what happened with the guest over all records the actor sees, with the notes, calls and files of colleagues, newest first.

    `kinds`: those of `connect.queries.timeline.KINDS`, and note, call, file; none means all. At one instant kinds follow one another by
    name, as those of `connect` do among themselves, so that one page token serves both.
    """
    size = page_size(size)
    written = [kind for kind in MomentKind if not kinds or kind in kinds]
    told = [kind for kind in timeline.KINDS if not kinds or kind in kinds]
    entries, goes_on = _told(actor, identifier, told, page, size)
    if written:
        moments = moments_after(actor, kept_guest(actor, identifier), written, _place(page) if page else None, size + 1)
        entries += [_entry(moment) for moment in moments]
    entries.sort(key=lambda entry: (-entry.at.timestamp(), entry.kind, entry.key))
    last = entries[size - 1] if len(entries) > size or goes_on else None
    return Page(entries[:size], page_token(last.at.isoformat(), last.kind, last.key) if last else None)


def _told(actor: Actor, identifier: UUID, kinds: Sequence[str], page: str | None, size: int) -> tuple[list[TimelineEntry], bool]:
    """What sources tell, and whether there is more of it than fits."""
    if not kinds:
        return [], False
    found = timeline.list_timeline(actor, seen_guest(actor, identifier).record_ids, kinds=kinds, page=page, size=size)
    return list(found.items), found.next is not None


def _entry(moment: StaffMoment) -> TimelineEntry:
    detail: dict[str, object] = {"text": moment.text, "by": moment.by_name}
    if moment.call:
        call = moment.call
        detail |= {"direction": call.direction.value, "outcome": call.outcome.value, "duration_seconds": call.duration_seconds}
    if moment.file:
        detail |= {"media_type": moment.file.media_type, "size_bytes": moment.file.size_bytes}
    shown = {name: value for name, value in detail.items() if value not in (None, "")}
    return TimelineEntry(moment.kind.value, str(moment.id), moment.at, moment.text[:TITLE_LETTERS], shown)


def _place(token: str) -> Place:
    at, kind, _ = keys_of(token, datetime.fromisoformat, str, str)
    return Place(at, kind, keys_of(token, str, str, UUID)[2] if kind in set(MomentKind) else None)
