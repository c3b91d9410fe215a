"""Audiences that are kept, made as the worker makes them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tests.cast import DIRECTOR
from xenia.kernel.texts import Text
from xenia.segment.actions.audiences import create_audience
from xenia.segment.actions.rebuilds import PRODUCT, order_rebuild, perform_rebuild
from xenia.segment.models.audiences import Audience, AudienceChange, Rebuild
from xenia.segment.queries.audiences import list_members
from xenia.segment.types.audiences import AudienceDraft
from xenia.segment.types.documents import write_document
from xenia.segment.types.tree import Definition, Node


def draft(node: Node, name: str = "受众", note: str = "") -> AudienceDraft:
    return AudienceDraft(Text(name, ""), note, write_document(Definition(node)))


def keep(node: Node, now: datetime, name: str = "受众") -> UUID:
    """An audience that is kept, whose rebuild still waits."""
    return create_audience(actor=DIRECTOR, draft=draft(node, name), now=now)


def made(node: Node, now: datetime, name: str = "受众") -> UUID:
    """An audience with its members."""
    audience = keep(node, now, name)
    work(now)
    return audience


def work(now: datetime) -> None:
    """Does all rebuilds that wait, in their order."""
    for rebuild in Rebuild.objects.filter(state="waiting").order_by("created_at", "id"):
        perform_rebuild(actor=PRODUCT, rebuild_id=rebuild.id, clock=lambda: now)


def rebuild(now: datetime) -> Rebuild:
    """Makes all audiences anew; returns how it ended."""
    Rebuild.objects.filter(state="waiting").delete()
    rebuild_id = order_rebuild(actor=PRODUCT, reason="day", now=now)
    perform_rebuild(actor=PRODUCT, rebuild_id=rebuild_id, clock=lambda: now)
    return Rebuild.objects.get(id=rebuild_id)


def inside(audience: UUID, now: datetime) -> set[UUID]:
    """Who is listed as a member."""
    return {one.guest_id for one in list_members(DIRECTOR, audience, now=now).items}


def row_of(audience: UUID) -> Audience:
    return Audience.objects.get(id=audience)


def moves(audience: UUID) -> list[tuple[int, int, int, int]]:
    """Before, entered, left, members of each change, the oldest first."""
    rows: Any = AudienceChange.objects.filter(audience_id=audience).order_by("id")
    return list(rows.values_list("before", "entered", "left", "members"))
