"""From any id on a page to the guest whose consent and decisions are kept: who is seen, and who it is."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from xenia.connect.queries.records import list_record_places
from xenia.connect.types.records import RecordPlace
from xenia.kernel.actor import Actor
from xenia.kernel.paging import Page
from xenia.profile.queries.guests import get_identity, list_names
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import SubjectKind
from xenia.trust.types.consent import CHILD_BELOW_YEARS
from xenia.trust.types.incidents import Affected


def guest_of(actor: Actor, identifier: UUID, today: date) -> tuple[UUID, RecordPlace]:
    """Returns the guest that a record's id, or any id of a guest, means, and the place of the guest's earliest record.

    The guest is a child where any record says so. Raises NotFound where the actor sees no record of the guest.
    """
    guest_id, record_ids = get_identity(actor, identifier)
    places = list_record_places(actor, record_ids, child_below_years=CHILD_BELOW_YEARS, today=today)
    return guest_id, replace(places[record_ids[0]], is_child=any(place.is_child for place in places.values()))


@dataclass(frozen=True)
class AffectedGuest:
    """Someone an incident touches. `guest_id` and `name` are empty for a guest whom the reader does not see, or who was erased."""

    id: UUID
    kind: str
    guest_id: UUID | None
    name: str


def affected_guests(actor: Actor, page: Page[Affected]) -> Page[AffectedGuest]:
    """Returns the page with the guest to open and a name, for those the actor sees."""
    known = named(actor, [one.id for one in page.items if one.kind in (SubjectKind.RECORD, SubjectKind.GUEST)])
    shown = [AffectedGuest(one.id, one.kind, *known.get(one.id, (None, ""))) for one in page.items]
    return Page(shown, page.next)


def named(actor: Actor, identifiers: list[UUID]) -> dict[UUID, tuple[UUID, str]]:
    """Returns, for each id of a record or a guest, the guest it means today and the name, for those the actor sees."""
    if not identifiers or not actor.may(Permission.VIEW_GUESTS):
        return {}
    return list_names(actor, identifiers)
