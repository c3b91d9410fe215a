"""Reads of what a guest likes and needs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from xenia.connect.queries.by_hand import source_names
from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.kernel.texts import Text
from xenia.profile.models.traits import Trait as Row
from xenia.profile.queries.sealed_words import TRAIT_FIELD, opened
from xenia.profile.queries.seen import KeptGuest, kept_guest
from xenia.profile.rules.preferences import KINDS, NO_GROUP, kind_of, value_name
from xenia.profile.rules.traits import holding, is_in_force
from xenia.profile.types.traits import Preferences, Said, Trait, TraitKind, TraitSource
from xenia.trust.queries.colleagues import peer_names
from xenia.trust.queries.restrictions import objects_to_profiling
from xenia.trust.types.access import Permission

HISTORY_MAX = 200
HIDDEN = Text("需要“编辑客人”权限", "Needs the permission to edit guests")


def list_trait_kinds(actor: Actor) -> list[TraitKind]:
    """Returns the catalogue of preferences, in the order in which a person goes through it."""
    actor.require(Permission.VIEW_GUESTS)
    return list(KINDS.values())


def get_preferences(actor: Actor, guest_id: UUID, *, now: datetime) -> Preferences:
    """Returns what counts of each kind now (rules T1 to T6), and every other word, newest first. Sensitive values for editors only."""
    guest = kept_guest(actor, guest_id)
    rows = {row.id: row for row in trait_rows(guest)}
    words = [said_of(row) for row in rows.values()]
    held = holding(words, now, with_models=not objects_to_profiling(actor, guest.guest_id, now=now))
    counts = {one.id for one in held}
    former = sorted((one for one in words if one.id not in counts), key=lambda one: one.said_at, reverse=True)[:HISTORY_MAX]
    shown = _shown(actor, [rows[one.id] for one in (*held, *former)], guest)
    places = list(KINDS)
    held_traits = sorted((one for one in shown if one.id in counts), key=lambda one: (_place(one.kind, places), one.kind, one.value))
    return Preferences(tuple(held_traits), tuple(one for one in shown if one.id not in counts))


def trait_rows(guest: KeptGuest) -> list[Any]:
    """The words about a guest: of people and models under any of its ids, of the records that the actor sees."""
    return list(Row.objects.filter(Q(guest_id__in=guest.homes) | Q(record_id__in=guest.seen_ids)).order_by("said_at", "id"))


def said_of(row: Any) -> Said:
    """The row as the rules read it. Its caller has checked that the actor sees the guest."""
    value = opened(row.value_sealed, TRAIT_FIELD, row.id) if row.value_sealed else row.value
    return Said(row.id, row.kind, value, TraitSource(row.source), row.confidence, row.valid_from, row.valid_until, row.said_at)


def _place(kind: str, places: Sequence[str]) -> int:
    return places.index(kind) if kind in places else len(places)


def _shown(actor: Actor, rows: Sequence[Row], guest: KeptGuest) -> list[Trait]:
    people = peer_names(actor, {row.said_by for row in rows})
    sources = source_names(actor, guest.seen_ids) if any(row.record_id for row in rows) else {}
    return [_trait(actor, row, people, sources) for row in rows]


def _trait(actor: Actor, row: Row, people: dict[UUID, str], sources: dict[UUID, str]) -> Trait:
    kind, said = kind_of(row.kind), said_of(row)
    is_hidden = kind.is_sensitive and not actor.may(Permission.EDIT_GUESTS)
    return Trait(
        id=row.id,
        kind=row.kind,
        kind_name=kind.name,
        group=kind.group if row.kind in KINDS else NO_GROUP,
        value="" if is_hidden else said.value,
        value_name=HIDDEN if is_hidden else value_name(kind, said.value),
        source=said.source,
        source_name=sources.get(row.record_id, "") if row.record_id else row.model_name,
        confidence=row.confidence,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        said_at=row.said_at,
        said_by_name=people.get(row.said_by, "") if row.said_by else "",
        is_sensitive=kind.is_sensitive,
        is_hidden=is_hidden,
    )


def trait_row(actor: Actor, trait_id: UUID, now: datetime) -> Any:
    """A person's word that is in force; raises NotFound where there is none of a guest the actor sees. For this module."""
    actor.require(Permission.VIEW_GUESTS)
    row = Row.objects.filter(id=trait_id, source=TraitSource.STAFF).first()
    missing = NotFound(
        "trait_not_found",
        f"There is no word of a person {trait_id} in force; what a source or a model says is overruled by saying something else.",
        "没有这条仍有效的人工记录；来源或模型给出的内容请通过新的记录来更正。",
    )
    if row is None or row.guest_id is None or not is_in_force(said_of(row), now):
        raise missing
    try:
        kept_guest(actor, row.guest_id)
    except NotFound:
        raise missing from None
    return row
