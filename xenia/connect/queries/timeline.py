"""What happened with a person, newest first: bookings from PostgreSQL, everything else from the lake."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import ibis
from django.db.models.functions import Coalesce
from ibis.expr.types import Table

from xenia.connect import models
from xenia.connect.queries.places import property_names
from xenia.connect.rows import in_units, of_people, records_of
from xenia.connect.types.guests import TimelineEntry
from xenia.kernel.actor import Actor
from xenia.kernel.paging import Page, keys_of, page_size, page_token
from xenia.kernel.texts import Text
from xenia.lake import read
from xenia.trust.types.access import Permission

TITLE_CHARACTERS = 80


@dataclass(frozen=True)
class _Told:
    """How a fact table is told: `key` tells two records of one row apart, the first of `titles` that is not empty is the title."""

    table: str
    key: str
    titles: tuple[str, ...]
    details: tuple[str, ...]


_TOLD = {
    "event": _Told("behaviour_events", "event_key", ("name",), ("name", "page", "device", "destination", "ended_at", "properties")),
    "interaction": _Told(
        "interactions",
        "interaction_key",
        ("subject", "channel"),
        ("channel", "direction", "ended_at", "duration_seconds", "agent", "subject", "outcome", "text"),
    ),
    "feedback": _Told(
        "feedback",
        "feedback_key",
        ("title", "text", "touchpoint"),
        ("rating", "rating_max", "title", "text", "tags", "language", "touchpoint", "channel", "booking_key"),
    ),
    "trait": _Told("guest_traits", "name", ("name",), ("name", "value")),
}
KINDS = ("booking", *_TOLD)


@dataclass(frozen=True)
class _Place:
    """The last entry of the page before: entries are ordered by `at` downwards, then kind, then key."""

    at: datetime
    kind: str
    key: str


def list_timeline(
    actor: Actor, record_ids: Sequence[UUID], *, kinds: Sequence[str] = (), page: str | None = None, size: int = 50
) -> Page[TimelineEntry]:
    """Returns the entries of these records together, of the kinds given (none means all), newest first.

    Bookings are left out for those who may not see any. Raises NotFound where the actor sees none of the records.
    """
    seen = records_of(actor, record_ids)
    size = page_size(size)
    place = _place(page) if page else None
    asked = [kind for kind in KINDS if not kinds or kind in kinds]
    entries = [entry for kind in asked for entry in _entries(actor, seen, kind, place, size + 1)]
    entries.sort(key=lambda entry: (-entry.at.timestamp(), entry.kind, entry.key))
    last = entries[size - 1] if len(entries) > size else None
    return Page(entries[:size], page_token(last.at.isoformat(), last.kind, last.key) if last else None)


def _entries(actor: Actor, record_ids: Sequence[UUID], kind: str, place: _Place | None, count: int) -> Iterable[TimelineEntry]:
    if kind == "booking":
        return _bookings(actor, record_ids, place, count) if actor.may(Permission.VIEW_BOOKINGS) else ()
    answer = read.execute(_facts(kind, record_ids, place, count), units=actor.units)
    return [_entry(kind, row) for row in answer.to_pylist()]


def _facts(kind: str, record_ids: Sequence[UUID], place: _Place | None, count: int) -> Table:
    """In: a fact table. Out: one row per fact of the records after `place`, with `at` and a `key` no other fact of the kind has."""
    told = _TOLD[kind]
    facts = read.table(told.table)
    facts = facts.filter(facts.record_id.isin([str(record_id) for record_id in record_ids]))
    key = facts.run_id.concat(":", facts.row_number.cast("string"), ":", facts[told.key].fill_null(""))
    shown = facts.select(*told.details, shown_at=ibis.coalesce(facts["at"], facts.order_at), shown_key=key)
    if place:
        after = shown.shown_at < place.at
        if kind == place.kind:
            after |= (shown.shown_at == place.at) & (shown.shown_key > place.key)
        elif kind > place.kind:
            after |= shown.shown_at == place.at
        shown = shown.filter(after)
    return shown.order_by(shown.shown_at.desc(), shown.shown_key).limit(count)


def _entry(kind: str, row: dict[str, Any]) -> TimelineEntry:
    title = next((str(row[name]) for name in _TOLD[kind].titles if row[name]), "")
    detail = {name: row[name] for name in _TOLD[kind].details if row[name] is not None}
    if "properties" in detail:
        detail["properties"] = json.loads(detail["properties"])
    return TimelineEntry(kind, row["shown_key"], row["shown_at"], title[:TITLE_CHARACTERS], detail)


def _bookings(actor: Actor, record_ids: Sequence[UUID], place: _Place | None, count: int) -> list[TimelineEntry]:
    rows = models.Booking.objects.filter(in_units(actor) & of_people(record_ids)).annotate(at=Coalesce("booked_at", "order_at"))
    if place:
        # "booking" comes before every other kind, so at an equal instant only later bookings of a booking's page follow
        rows = rows.filter(at__lte=place.at) if place.kind == "booking" else rows.filter(at__lt=place.at)
    shown: list[tuple[models.Booking, datetime]] = []
    for row in rows.order_by("-at", "booking_id").iterator(chunk_size=200):
        if place and row.at == place.at and str(row.booking_id) <= place.key:
            continue
        if len(shown) == count:
            break
        shown.append((row, row.at))
    called = property_names(actor, ((row.source_id, row.property) for row, _ in shown))
    return [_booking_entry(row, at, called.get((row.source_id, row.property))) for row, at in shown]


def _booking_entry(row: models.Booking, at: datetime, property_name: Text | None) -> TimelineEntry:
    detail = {
        "booking_id": str(row.booking_id),
        "line": row.line,
        "status": row.status,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "destination_city": row.destination_city,
        "destination_country": row.destination_country,
        "property": row.property,
        "property_name": asdict(property_name) if property_name else None,
        "total_minor": row.total_minor,
        "currency": row.currency,
    }
    shown = {name: value for name, value in detail.items() if value not in (None, "")}
    return TimelineEntry("booking", str(row.booking_id), at, row.booking_key, shown)


def _place(token: str) -> _Place:
    return _Place(*keys_of(token, datetime.fromisoformat, str, str))
