"""Rows of an import of opt-ins as decisions: whose words they are, whether it is a child, and the unit they belong to."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from ninja import Schema
from pydantic import Field

from xenia.connect.queries.records import find_records, list_record_places
from xenia.identity.queries.links import list_links
from xenia.kernel.actor import Actor
from xenia.trust.types.consent import CHILD_BELOW_YEARS, Channel, NewDecision, Said, Way


class DecisionRow(Schema):
    """One opt-in or opt-out. The guest is named by `record_id`, or by a source and its own key of the person."""

    record_id: UUID | None = None
    source: str = Field(default="", max_length=64)
    key: str = Field(default="", max_length=200)
    purpose: str = Field(max_length=32)
    channel: Channel
    said: Said
    decided_at: datetime
    notice_version: int = Field(default=0, ge=0, le=1_000_000)
    language: str = Field(default="zh-CN", max_length=8)
    by_guardian: bool = False
    reference: str = Field(default="", max_length=60)


def decisions_of(actor: Actor, rows: Sequence[DecisionRow], today: date) -> list[NewDecision]:
    """Returns the decisions in the order of the rows; one whose person is not found, or not seen by the actor, names no guest."""
    records = _records(actor, rows)
    wanted = list({record for record in records if record})
    places = list_record_places(actor, wanted, child_below_years=CHILD_BELOW_YEARS, today=today)
    guests = {link.record_id: link.guest_id for link in list_links(actor, list(places))}
    made = []
    for row, record in zip(rows, records, strict=True):
        place = places.get(record) if record else None
        made.append(
            NewDecision(
                guest_id=guests.get(place.record_id) if place else None,
                unit_id=place.unit_id if place else None,
                is_child=place.is_child if place else False,
                way=Way.IMPORT,
                **row.dict(include={"purpose", "channel", "said", "decided_at", "notice_version", "language", "by_guardian", "reference"}),
            )
        )
    return made


def _records(actor: Actor, rows: Sequence[DecisionRow]) -> list[UUID | None]:
    """The record each row names, None where it names nobody."""
    sources = {row.source for row in rows if row.record_id is None and row.source}
    held = {source: find_records(actor, source, [row.key for row in rows if row.source == source]) for source in sources}
    return [row.record_id or held.get(row.source, {}).get(row.key) for row in rows]
