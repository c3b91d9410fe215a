"""From the record on a page to the guest whose consent and decisions are kept: who is seen, and who it is."""

from datetime import date
from uuid import UUID

from xenia.connect.queries.guests import names_of
from xenia.connect.queries.records import get_record_place
from xenia.connect.types.records import RecordPlace
from xenia.identity.queries import list_links, list_records
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict
from xenia.trust.types.consent import CHILD_BELOW_YEARS


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
