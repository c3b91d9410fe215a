"""What ids that modules above kept mean today, many at a time; and what a document that a person types in really is."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from xenia.identity import models
from xenia.identity.rules.documents import OTHER, PASSPORT, RESIDENT, read_document
from xenia.kernel.actor import Actor
from xenia.kernel.texts import Text

PASSPORT_SIGNS = range(5, 16)


def guests_meant(actor: Actor, identifiers: Collection[UUID]) -> dict[UUID, UUID]:
    """Returns the guest that each record's or guest's id means today; one that means nobody is left out."""
    actor.require("view_guests")
    wanted = set(identifiers)
    rows = models.GuestLink.objects.filter(Q(record_id__in=wanted) | Q(home_id__in=wanted) | Q(guest_id__in=wanted))
    meant: dict[UUID, UUID] = {}
    for record_id, home_id, guest_id in rows.values_list("record_id", "home_id", "guest_id"):
        meant |= {one: guest_id for one in (record_id, home_id, guest_id) if one in wanted}
    return meant


def document_fault(actor: Actor, *, kind: str, number: str) -> Text | None:
    """Returns what is wrong with a document as somebody typed it in, None where nothing is."""
    actor.require("view_guests")
    read = read_document(number, kind)
    if read is None:
        return Text(
            f"证件号“{number}”是占位内容；请填写真实号码或留空。",
            f"The document number {number!r} is a placeholder; give the real one or none.",
        )
    if kind == RESIDENT and not read.is_checked:
        return Text("身份证号的校验位不对；请核对后重新输入。", "The check digit of the resident number is wrong; look at the card again.")
    if kind in (PASSPORT, OTHER) and len(read.number) not in PASSPORT_SIGNS:
        return Text("证件号应为 5 至 15 位字母与数字。", "The document number should have 5 to 15 letters and digits.")
    return None
