"""What people say of how guests stand to each other: so, not so, added by hand, taken back (rules G10 and G11)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from xenia.connect.queries.pairs import seen_among
from xenia.identity import models
from xenia.identity.actions.relations import LOCK, infer_relations
from xenia.identity.rules.relations import in_order, leads_back
from xenia.identity.types import RelationKind, RelationState
from xenia.kernel.actor import Actor, product_actor
from xenia.kernel.errors import Conflict, Invalid, NotFound
from xenia.trust.actions.audit import record
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import Subject, SubjectKind

ACTOR = product_actor("identity", "link_records")
CERTAIN = 1.0


@dataclass(frozen=True)
class Said:
    """A relation that a person names: the first guest stands so to the second; any ids the guests ever had."""

    from_id: UUID
    to_id: UUID
    kind: RelationKind


@transaction.atomic
def add_relation(*, actor: Actor, said: Said, now: datetime) -> UUID:
    """Writes down a relation that a person knows of, confirmed; returns its id. Of one that is there already it is a confirmation.

    Raises NotFound for a guest that was erased or that the actor does not see, Invalid for a guest with themselves, Conflict for a circle
    of assistants (rule G11).
    """
    actor.require(Permission.EDIT_GUESTS)
    _lock()
    meant = _seen_guests(actor, (said.from_id, said.to_id))
    from_id, to_id = in_order(meant[said.from_id], meant[said.to_id], said.kind)
    if from_id == to_id:
        raise Invalid(
            "relation_with_oneself",
            f"Both ids mean guest {from_id}; a relation is between two different guests. Choose another one.",
            f"两个编号都是客人 {from_id}；关系须在两位不同的客人之间，请另选一位。",
        )
    _refuse_circle(from_id, to_id, said.kind)
    rows = _same(from_id, to_id, said.kind)
    row = rows[0] if rows else models.Relation(from_id=from_id, to_id=to_id, kind=said.kind, confidence=CERTAIN)
    _write(actor, [row, *rows[1:]], RelationState.CONFIRMED, now)
    _note(actor, "relation.added" if not rows else "relation.confirmed", row, now)
    infer_relations(actor=ACTOR, guest_ids=[from_id, to_id], now=now)
    return row.id


@transaction.atomic
def confirm_relation(*, actor: Actor, relation_id: UUID, now: datetime) -> None:
    """Says that a relation is so; it stays whatever bookings tell (rule G10). Safe to repeat. Raises as `add_relation` does."""
    rows = _relation(actor, relation_id)
    from_id, to_id = _guests(rows[0])
    _refuse_circle(from_id, to_id, RelationKind(rows[0].kind))
    _write(actor, rows, RelationState.CONFIRMED, now)
    _note(actor, "relation.confirmed", rows[0], now)
    infer_relations(actor=ACTOR, guest_ids=[from_id, to_id], now=now)


@transaction.atomic
def deny_relation(*, actor: Actor, relation_id: UUID, now: datetime) -> None:
    """Says that a relation is not so; it is not inferred again (rule G10). Safe to repeat. Raises NotFound."""
    rows = _relation(actor, relation_id)
    _write(actor, rows, RelationState.DENIED, now)
    _note(actor, "relation.denied", rows[0], now)
    infer_relations(actor=ACTOR, guest_ids=_guests(rows[0]), now=now)


@transaction.atomic
def remove_relation(*, actor: Actor, relation_id: UUID, now: datetime) -> None:
    """Takes back what was said of a relation: it goes, and bookings speak again (rule G10). Raises NotFound, or Conflict where nobody said
    anything: a guess that is wrong is denied."""
    rows = _relation(actor, relation_id)
    if all(row.state == RelationState.INFERRED for row in rows):
        raise Conflict(
            "relation_not_said",
            f"Relation {relation_id} is inferred from bookings and nobody has said anything of it; say that it is not so instead.",
            f"关系 {relation_id} 由预订推断，尚无人认定；如不属实，请选择“不是”。",
        )
    guests = _guests(rows[0])
    _note(actor, "relation.removed", rows[0], now)
    models.Relation.objects.filter(id__in=[row.id for row in rows]).delete()
    infer_relations(actor=ACTOR, guest_ids=guests, now=now)


def _lock() -> None:
    """Two people, or a person and the inference, change relations one after the other: a circle is made of two that look right alone."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK)


def _relation(actor: Actor, relation_id: UUID) -> list[models.Relation]:
    """The row, and the others that have come to mean the same two guests; raises NotFound where the actor does not see both."""
    actor.require(Permission.EDIT_GUESTS)
    _lock()
    row = models.Relation.objects.filter(id=relation_id).first()
    if row is None:
        raise NotFound(
            "relation_not_found",
            f"There is no relation {relation_id} that you may see: bookings may tell otherwise by now. Nothing was changed; reload.",
            f"没有您可查看的关系 {relation_id}：预订可能已有变化。没有任何改动；请刷新页面。",
        )
    _seen_guests(actor, (row.from_id, row.to_id))
    rows = _same(*_guests(row), RelationKind(row.kind))
    return [row, *(one for one in rows if one.id != row.id)]


def _seen_guests(actor: Actor, ids: tuple[UUID, UUID]) -> dict[UUID, UUID]:
    """The guest each of the ids means today; raises NotFound for one who is gone or of whom the actor sees no record."""
    links = models.GuestLink.objects
    meant = {}
    for identifier in ids:
        found = links.filter(home_id=identifier).first() or links.filter(record_id=identifier).first()
        records = links.filter(guest_id=found.guest_id).values_list("record_id", flat=True) if found else ()
        if found is None or not seen_among(actor, list(records)):
            raise NotFound(
                "guest_gone",
                f"There is no guest {identifier} that you may see: they may have been erased. Nothing was changed; reload.",
                f"没有您可查看的客人 {identifier}：可能已被删除。没有任何改动；请刷新页面。",
            )
        meant[identifier] = found.guest_id
    return meant


def _guests(row: models.Relation) -> tuple[UUID, UUID]:
    """Whom the two ids of a row mean today, in the order in which such a relation is kept."""
    meant = dict(models.GuestLink.objects.filter(home_id__in=[row.from_id, row.to_id]).values_list("home_id", "guest_id"))
    return in_order(meant[row.from_id], meant[row.to_id], RelationKind(row.kind))


def _same(from_id: UUID, to_id: UUID, kind: RelationKind) -> list[models.Relation]:
    """Every row of the kind that means these two guests today."""
    meant = dict(models.GuestLink.objects.filter(guest_id__in=[from_id, to_id]).values_list("home_id", "guest_id"))
    rows = models.Relation.objects.filter(kind=kind, from_id__in=meant, to_id__in=meant).order_by("id")
    return [row for row in rows if in_order(meant[row.from_id], meant[row.to_id], kind) == (from_id, to_id)]


def _refuse_circle(from_id: UUID, to_id: UUID, kind: RelationKind) -> None:
    if kind is RelationKind.ASSISTANT_OF and leads_back(from_id, to_id, _assisted_by()):
        raise Conflict(
            "relation_circle",
            f"Guest {to_id} is already an assistant of guest {from_id}, directly or through others, so it cannot be so the other way "
            "round. Say of that relation first that it is not so.",
            f"客人 {to_id} 已直接或间接担任客人 {from_id} 的助理，不能再反过来。请先将那条关系标为“不是”。",
        )


def _assisted_by() -> dict[UUID, set[UUID]]:
    """Whom each guest assists, as long as nobody denied it."""
    rows = list(
        models.Relation.objects.filter(kind=RelationKind.ASSISTANT_OF).exclude(state=RelationState.DENIED).values_list("from_id", "to_id")
    )
    homes = {one for row in rows for one in row}
    meant = dict(models.GuestLink.objects.filter(home_id__in=homes).values_list("home_id", "guest_id"))
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for from_id, to_id in rows:
        if from_id in meant and to_id in meant:
            found[meant[from_id]].add(meant[to_id])
    return found


def _write(actor: Actor, rows: list[models.Relation], state: RelationState, now: datetime) -> None:
    for row in rows:
        row.state, row.said_by, row.changed_at = state, actor.user_id, now
        row.save()


def _note(actor: Actor, action: str, row: models.Relation, now: datetime) -> None:
    details = {"kind": row.kind, "other": str(row.to_id)}
    record(actor, action, subject=Subject(SubjectKind.GUEST, str(row.from_id)), details=details, now=now)
