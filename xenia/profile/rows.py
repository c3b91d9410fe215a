"""Which guests an actor sees, and what is put together of them from the records the actor sees. Private."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from xenia.connect.queries.guests import count_bookings
from xenia.connect.queries.said import list_said, list_seen
from xenia.connect.types.said import RecordSaid
from xenia.identity.queries.links import guest_of, list_records
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, NotFound
from xenia.profile.rules.survivorship import FIELDS, strongest_first, survive
from xenia.profile.types.guests import GuestLine, Survived
from xenia.trust.types.access import Permission

IN_A_LINE = ("phone", "email")
"""The sealed fields a line of a list shows; no other is opened for it."""


@dataclass(frozen=True)
class SeenGuest:
    """A guest as today's id, and the records of theirs that the actor sees, the earliest first."""

    guest_id: UUID
    record_ids: tuple[UUID, ...]


def seen_guest(actor: Actor, identifier: UUID) -> SeenGuest:
    """Whom a record's id, or any id a guest ever had, means today; raises NotFound where the actor sees no record of theirs."""
    guest_id, records = _meant(actor, identifier)
    seen = list_seen(actor, records)
    return SeenGuest(_known(identifier, guest_id, len(seen)), tuple(seen))


def said_of_guest(actor: Actor, identifier: UUID, clear: frozenset[str]) -> tuple[UUID, list[RecordSaid]]:
    """The same with what each record says, in one read; `clear` as in `connect.queries.said.list_said`."""
    guest_id, records = _meant(actor, identifier)
    said = list_said(actor, records, clear=clear)
    return _known(identifier, guest_id, len(said)), said


def _meant(actor: Actor, identifier: UUID) -> tuple[UUID | None, list[UUID]]:
    """Whom the id means, None for nobody yet, and the records, whoever may see them."""
    actor.require(Permission.VIEW_GUESTS)
    guest_id = guest_of(actor, identifier)
    return guest_id, [identifier] if guest_id is None else [link.record_id for link in list_records(actor, [guest_id])]


def _known(identifier: UUID, guest_id: UUID | None, seen: int) -> UUID:
    if not seen:
        raise NotFound(
            "guest_not_found",
            f"There is no guest {identifier} that you may see; search by name or phone instead.",
            f"没有您可查看的客人 {identifier}；请用姓名或手机号搜索。",
        )
    if guest_id is None:
        raise Conflict(
            "guest_not_linked",
            "This record came in a moment ago and has no guest yet; try again in a minute.",
            "这条记录刚刚导入，尚未归属到客人；请一分钟后再试。",
        )
    return guest_id


def records_of_guests(actor: Actor, guest_ids: Iterable[UUID], *, sealed: Sequence[str] = IN_A_LINE) -> dict[UUID, list[RecordSaid]]:
    """What the records say that the actor sees, by guest; a guest without such a record is left out."""
    guest = {link.record_id: link.guest_id for link in list_records(actor, list(guest_ids))}
    found: dict[UUID, list[RecordSaid]] = defaultdict(list)
    for record in list_said(actor, guest, sealed=sealed):
        found[guest[record.record_id]].append(record)
    return found


def lines_of(actor: Actor, records: Mapping[UUID, Sequence[RecordSaid]]) -> dict[UUID, GuestLine]:
    """The line of each guest, from these records."""
    counts = count_bookings(actor, {one.record_id: guest_id for guest_id, those in records.items() for one in those})
    return {guest_id: line_of(guest_id, those, survive(those), counts[guest_id]) for guest_id, those in records.items()}


def line_of(guest_id: UUID, records: Sequence[RecordSaid], fields: Sequence[Survived], bookings: int) -> GuestLine:
    best = {one.field: one.best for one in fields}
    text = {field.name: best[field.name].text if field.name in best else "" for field in FIELDS}
    strongest = strongest_first(records)
    return GuestLine(
        guest_id=guest_id,
        name=text["name"],
        name_latin=text["name_latin"],
        gender=text["gender"],
        place=text["place"],
        phone=text["phone"],
        email=text["email"],
        membership_tier=best["membership"].parts[1] if "membership" in best else "",
        vip=any(record.vip for record in records),
        source_key=next((record.source_key for record in strongest if record.source_key), ""),
        sources=tuple(dict.fromkeys(record.source_name for record in strongest)),
        records=len(records),
        bookings=bookings,
        newest_at=max(record.said_at for record in records),
    )
