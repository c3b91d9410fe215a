"""A guest entered or mended by hand: a record of the front desk, and the guest it belongs to."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from xenia.connect.actions.by_hand import show_record_to, write_by_hand
from xenia.connect.queries.by_hand import units_showing
from xenia.connect.types.by_hand import HandEntry
from xenia.identity.actions.decisions import Because, say_same
from xenia.identity.actions.links import link_records
from xenia.identity.queries.links import guest_of
from xenia.identity.queries.meanings import document_fault
from xenia.kernel.actor import Actor, product_actor
from xenia.kernel.errors import Conflict, Invalid
from xenia.kernel.ids import new_id
from xenia.profile.actions.notes import subject_of
from xenia.profile.queries.seen import editable_guest
from xenia.profile.rules.by_hand import checked_fields, invalid_fields, require_leading
from xenia.profile.types.by_hand import HandFields
from xenia.trust.actions.audit import record
from xenia.trust.queries.people import list_units
from xenia.trust.types.access import Permission

LINKER = product_actor("profile", "link_records")
MENDED = "前台修改 / mended at the front desk"
Clock = Callable[[], datetime]


def enter_guest(*, actor: Actor, entered: HandFields, clock: Clock) -> UUID:
    """Returns the id of a new guest with one record, of the front desk of the unit. Raises Invalid that lists every wrong field."""
    actor.require(Permission.EDIT_GUESTS)
    fields = _checked(actor, entered, clock())
    require_leading(fields)
    record_id = write_by_hand(actor=actor, entry=HandEntry(str(new_id()), _unit(actor, entered), fields), clock=clock)
    return _keep(actor, record_id, clock())


@transaction.atomic
def _keep(actor: Actor, record_id: UUID, now: datetime) -> UUID:
    link_records(actor=LINKER, record_ids=[record_id], now=now)
    guest_id = guest_of(actor, record_id)
    if guest_id is None:
        raise Conflict(
            "guest_not_linked", "The record has no guest yet; look at the list in a minute.", "记录尚未归属到客人；请一分钟后查看列表。"
        )
    record(actor, "guest.entered", subject=subject_of(guest_id), details={"record": str(record_id)}, now=now)
    return guest_id


def mend_guest(*, actor: Actor, guest_id: UUID, entered: HandFields, clock: Clock) -> UUID:
    """Returns the guest's id after a front-desk record says otherwise in the fields given. What other sources say stays as it is; that the
    record is this very guest is kept as the person's decision. Raises Invalid that lists every wrong field, NotFound."""
    guest = editable_guest(actor, guest_id)
    fields = _checked(actor, entered, clock())
    if not fields:
        raise Invalid("nothing_to_mend", "Nothing was changed; correct a field first.", "没有改动；请先修改字段。")
    entry = HandEntry(str(guest.guest_id), _unit(actor, entered), fields)
    record_id = write_by_hand(actor=actor, entry=entry, clock=clock)
    return _tie(actor, guest.seen_ids, record_id, fields, clock())


@transaction.atomic
def _tie(actor: Actor, seen_ids: tuple[UUID, ...], record_id: UUID, fields: Mapping[str, Any], now: datetime) -> UUID:
    show_record_to(actor=actor, record_id=record_id, unit_ids=units_showing(actor, seen_ids))
    link_records(actor=LINKER, record_ids=[record_id], now=now)
    other = next((one for one in seen_ids if one != record_id), None)
    if other is not None and guest_of(actor, other) != guest_of(actor, record_id):
        steward = replace(actor, permissions=actor.permissions | {Permission.RESOLVE_GUESTS})
        say_same(actor=steward, pair=(other, record_id), because=Because(MENDED), now=now)
    guest_id = guest_of(actor, other or record_id) or record_id
    record(actor, "guest.mended", subject=subject_of(guest_id), details={"fields": sorted(fields), "record": str(record_id)}, now=now)
    return guest_id


def _checked(actor: Actor, entered: HandFields, now: datetime) -> dict[str, Any]:
    fields = checked_fields(entered.values, now.date())
    if "id_number" in fields:
        fault = document_fault(actor, kind=fields["id_type"], number=fields["id_number"])
        if fault is not None:
            raise invalid_fields({"id_number": fault})
    return fields


def _unit(actor: Actor, entered: HandFields) -> UUID:
    """The unit chosen, else the highest one the actor works for."""
    units = list_units(actor)
    if entered.unit_id is not None or not units:
        return entered.unit_id or new_id()
    seen = {unit.id for unit in units}
    return next(unit.id for unit in units if unit.parent_id not in seen)
