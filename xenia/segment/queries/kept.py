"""Audiences that are kept, as other files of this module read them: definitions, names, and members by number."""

from collections.abc import Collection, Mapping
from uuid import UUID

import numpy as np
import pyarrow as pa
from django.db import connection

from xenia.identity.queries.meanings import guests_meant
from xenia.kernel.actor import Actor
from xenia.kernel.texts import Text
from xenia.segment.models.audiences import Audience, AudienceMembers, GuestNumber
from xenia.segment.queries.base import links_of_today
from xenia.segment.rules.bits import CHUNK, Numbers, numbers_of
from xenia.segment.types.documents import read_document
from xenia.segment.types.tree import Definition
from xenia.trust.types.access import Permission

IN_AUDIENCES = "SELECT audience_id FROM segment_audiencemembers WHERE chunk = %s AND get_bit(bits, %s) = 1"
"""One indexed read: of each audience the one chunk the guest stands in."""
AT_ONCE = 20_000


def names_of_audiences(actor: Actor) -> dict[UUID, Text]:
    """Returns what every audience that is not archived is called."""
    actor.require(Permission.VIEW_AUDIENCES)
    rows = Audience.objects.filter(archived_at__isnull=True)
    return {row.id: Text(row.name_zh, row.name_en) for row in rows.only("id", "name_zh", "name_en")}


def definitions_in_force(actor: Actor) -> dict[UUID, Definition]:
    """Returns the definition of every dynamic audience that is not archived."""
    actor.require(Permission.VIEW_AUDIENCES)
    rows = Audience.objects.filter(archived_at__isnull=True, definition__isnull=False)
    return {one: read_document(document) for one, document in rows.values_list("id", "definition")}


def numbers_in(actor: Actor, audience_id: UUID) -> Numbers:
    """Returns the numbers of the guests in an audience, in order; some may mean nobody any more (AU21)."""
    actor.require(Permission.VIEW_AUDIENCES)
    rows = AudienceMembers.objects.filter(audience_id=audience_id)
    return numbers_of({chunk: bytes(bits) for chunk, bits in rows.values_list("chunk", "bits")})


def guests_numbered(actor: Actor, numbers: Numbers) -> dict[int, UUID]:
    """Returns the id under which each number was given, without the numbers of guests who were erased."""
    actor.require(Permission.VIEW_AUDIENCES)
    found: dict[int, UUID] = {}
    for begin in range(0, len(numbers), AT_ONCE):
        rows = GuestNumber.objects.filter(number__in=numbers[begin : begin + AT_ONCE].tolist())
        found |= dict(rows.values_list("number", "guest_id"))
    return found


def numbers_of_guests(actor: Actor, guest_ids: Collection[UUID]) -> dict[UUID, int]:
    """Returns the number of each id that has one."""
    actor.require(Permission.VIEW_AUDIENCES)
    return dict(GuestNumber.objects.filter(guest_id__in=guest_ids).values_list("guest_id", "number"))


def audiences_with(actor: Actor, numbers: Collection[int]) -> set[UUID]:
    """Returns the audiences, archived ones too, in which any of these numbers is."""
    actor.require(Permission.VIEW_AUDIENCES)
    found: set[UUID] = set()
    with connection.cursor() as cursor:
        for number in numbers:
            cursor.execute(IN_AUDIENCES, divmod(number, CHUNK))
            found |= {row[0] for row in cursor.fetchall()}
    return found


def members_today(actor: Actor, audience_ids: Collection[UUID]) -> Mapping[UUID, pa.Array]:
    """Returns the guests kept in each of these audiences that there is, as text, by the ids they go by today (AU21)."""
    actor.require_for_company(Permission.VIEW_AUDIENCES)
    known = Audience.objects.filter(id__in=audience_ids, archived_at__isnull=True).values_list("id", flat=True)
    held = {one: numbers_in(actor, one) for one in known}
    if not held:
        return {}
    ids = guests_numbered(actor, np.unique(np.concatenate(list(held.values()))))
    current = set(links_of_today(actor)["guest_id"].to_pylist())
    others = [one for one in ids.values() if str(one) not in current]
    turned = {kept: guest for start in range(0, len(others), AT_ONCE) for kept, guest in _meant(actor, others[start : start + AT_ONCE])}
    gone = set(others) - set(turned)
    named = {number: str(turned.get(one, one)) for number, one in ids.items() if one not in gone}
    return {
        one: pa.array(sorted({named[number] for number in numbers.tolist() if number in named}), pa.string())
        for one, numbers in held.items()
    }


def _meant(actor: Actor, ids: list[UUID]) -> list[tuple[UUID, UUID]]:
    return list(guests_meant(actor, ids).items())
