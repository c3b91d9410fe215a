"""Erasing people, the part of audiences: rule AU21 of docs/algorithms/audiences.md. The number goes, and the bits say nothing."""

from datetime import datetime

from xenia.identity.queries.links import homes_of
from xenia.kernel.actor import Actor
from xenia.kernel.texts import Text
from xenia.segment.models.audiences import GuestNumber
from xenia.trust.types.access import Permission
from xenia.trust.types.rights import EraseStep, Erasure, Position, Worked


def erase_numbers(actor: Actor, erasure: Erasure, position: Position, now: datetime) -> Worked:
    """Takes away the numbers of the guests, under every id they ever had. No number is given twice."""
    actor.require(Permission.HANDLE_REQUESTS)
    homes = {*erasure.guest_ids, *homes_of(actor, erasure.guest_ids)}
    return Worked({}, True, {"audience_numbers": GuestNumber.objects.filter(guest_id__in=homes).delete()[0]})


ERASE_STEPS = (EraseStep("audience_numbers", Text("从受众中删除客人", "Take the guest out of the audiences"), erase_numbers),)
