"""Reads of one guest: the page with its lineage, and the people on the same bookings."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from xenia.connect.queries.guests import count_bookings, list_parties
from xenia.connect.queries.said import list_said
from xenia.connect.types.said import RecordSaid
from xenia.identity.queries.links import list_links, list_records
from xenia.identity.queries.meanings import guests_meant
from xenia.kernel.actor import Actor
from xenia.profile.rows import line_of, records_of_guests, said_of_guest, seen_guest
from xenia.profile.rules.completeness import completeness_of
from xenia.profile.rules.survivorship import merged_attributes, merged_tags, survive
from xenia.profile.types.guests import Companion, GuestView, SourceRecord, Survived
from xenia.trust.types.access import Permission

COMPANIONS_MAX = 50


def get_guest(actor: Actor, identifier: UUID, *, clear: frozenset[str] = frozenset()) -> GuestView:
    """Returns the guest that a record's id, or any id a guest ever had, means today; raises NotFound where the actor sees nothing of them.

    Contact values are masked, except those named in `clear` that the actor's role shows in clear: only the action that records the
    showing (`actions.showing.show_guest`) asks for these.
    """
    guest_id, records = said_of_guest(actor, identifier, clear)
    fields = survive(records)
    bookings = count_bookings(actor, {record.record_id: guest_id for record in records})[guest_id]
    return GuestView(
        id=guest_id,
        line=line_of(guest_id, records, fields, bookings),
        fields=fields,
        records=tuple(_record(record) for record in records),
        tags=merged_tags(records),
        attributes=merged_attributes(records),
        completeness=completeness_of({one.field for one in fields}),
        first_seen_at=min(record.first_seen_at for record in records),
        clear=tuple(sorted({field for record in records for field in record.clear})),
    )


def get_identity(actor: Actor, identifier: UUID) -> tuple[UUID, tuple[UUID, ...]]:
    """Returns whom the id means today and their records that the actor sees, the earliest first; raises NotFound where there is none."""
    seen = seen_guest(actor, identifier)
    return seen.guest_id, seen.record_ids


def fields_as_one(actor: Actor, guest_ids: Collection[UUID]) -> tuple[Survived, ...]:
    """Returns the fields that the guests, by their ids of today, would have if they were one, as that guest's page would show them to the
    actor: from the records the actor sees (rule S1), contact values masked."""
    actor.require(Permission.VIEW_GUESTS)
    return survive(list_said(actor, [link.record_id for link in list_records(actor, list(guest_ids))]))


def list_companions(actor: Actor, identifier: UUID) -> list[Companion]:
    """Returns the guests on the same bookings whom the actor sees, most bookings first; looks at the newest thousand bookings."""
    seen = seen_guest(actor, identifier)
    parties = list_parties(actor, seen.record_ids)
    guest = {link.record_id: link.guest_id for link in list_links(actor, list(frozenset().union(*parties)))}
    counts: Counter[UUID] = Counter()
    for party in parties:
        counts.update({guest[record] for record in party if record in guest} - {seen.guest_id})
    names = _names(actor, counts)
    ordered = sorted((one for one in counts if one in names), key=lambda one: (-counts[one], one))
    return [Companion(one, names[one], counts[one]) for one in ordered[:COMPANIONS_MAX]]


def list_names(actor: Actor, identifiers: Collection[UUID]) -> dict[UUID, tuple[UUID, str]]:
    """Returns, for each id of a record or a guest, whom it means today and what to call them; those the actor does not see are left out."""
    meant = guests_meant(actor, identifiers)
    names = _names(actor, set(meant.values()))
    return {identifier: (guest_id, names[guest_id]) for identifier, guest_id in meant.items() if guest_id in names}


def _names(actor: Actor, guest_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The name in either script, else a source's number, of those guests the actor sees."""
    found = records_of_guests(actor, guest_ids, sealed=())
    return {guest_id: _name_of(records) for guest_id, records in found.items()}


def _name_of(records: Sequence[RecordSaid]) -> str:
    best = {one.field: one.best.text for one in survive(records)}
    return best.get("name") or best.get("name_latin") or records[0].source_key


def _record(record: RecordSaid) -> SourceRecord:
    return SourceRecord(
        record_id=record.record_id,
        unit_id=record.unit_id,
        source_id=record.source_id,
        source_name=record.source_name,
        source_key=record.source_key,
        name=record.fields.get("name", ""),
        name_latin=record.fields.get("name_latin", ""),
        said_at=record.said_at,
        first_seen_at=record.first_seen_at,
        run_id=record.run_id,
        row_number=record.row_number,
    )
