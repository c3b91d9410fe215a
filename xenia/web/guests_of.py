"""From the record on a page to the guest whose consent and decisions are kept: who is seen, and who it is."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from xenia.connect.queries.guests import names_of
from xenia.connect.queries.records import get_record_place
from xenia.connect.types.records import RecordPlace
from xenia.identity.queries import list_links, list_records
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict
from xenia.kernel.paging import Page
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import SubjectKind
from xenia.trust.types.consent import CHILD_BELOW_YEARS
from xenia.trust.types.incidents import Affected


def guest_of(actor: Actor, record_id: UUID, today: date) -> tuple[UUID, RecordPlace]:
    """Returns the guest a record belongs to, and what the record says; raises NotFound where the actor does not see the record."""
    place = get_record_place(actor, record_id, child_below_years=CHILD_BELOW_YEARS, today=today)
    links = list_links(actor, [record_id])
    if not links:
        raise Conflict(
            "guest_not_linked",
            "This record came in a moment ago and has no guest yet; try again in a minute.",
            "这条记录刚刚导入，尚未归属到客人；请一分钟后再试。",
        )
    return links[0].guest_id, place


def records_of(actor: Actor, guest_ids: list[UUID]) -> dict[UUID, tuple[UUID, str]]:
    """Returns, for each guest the actor sees, one record to open and the name it gives."""
    links = list_records(actor, guest_ids)
    names = names_of(actor, [link.record_id for link in links])
    return {link.guest_id: (link.record_id, names[link.record_id]) for link in links if link.record_id in names}


@dataclass(frozen=True)
class AffectedGuest:
    """Someone an incident touches. `record_id` and `name` are empty for a guest whom the reader does not see, or who was erased."""

    id: UUID
    kind: str
    record_id: UUID | None
    name: str


def affected_guests(actor: Actor, page: Page[Affected]) -> Page[AffectedGuest]:
    """Returns the page with a record to open and a name, for those the actor sees."""
    named = names_of(actor, [one.id for one in page.items if one.kind == SubjectKind.RECORD])
    guests = [one.id for one in page.items if one.kind == SubjectKind.GUEST]
    known = {record_id: (record_id, name) for record_id, name in named.items()}
    if guests and actor.may(Permission.VIEW_GUESTS):
        known |= records_of(actor, guests)
    shown = [AffectedGuest(one.id, one.kind, *known.get(one.id, (None, ""))) for one in page.items]
    return Page(shown, page.next)
