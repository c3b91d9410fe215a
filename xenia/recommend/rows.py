"""Which lists are in use, as the tables keep them. Private."""

from uuid import UUID

from xenia.loyalty.types.work import WorkState
from xenia.profile.queries.seen import KeptGuest
from xenia.recommend.models import GuestList, ListRun


def newest_run() -> ListRun | None:
    """The making of lists that is in use."""
    return ListRun.objects.filter(state=WorkState.DONE.value).order_by("-ended_at", "-id").first()


def row_of(run_id: UUID, guest: KeptGuest) -> GuestList | None:
    """The list of the guest, under the id they have before one they had."""
    ids = [guest.guest_id, *(one for one in guest.homes if one != guest.guest_id)]
    rows = {row.guest_id: row for row in GuestList.objects.filter(run_id=run_id, guest_id__in=ids)}
    return next((rows[one] for one in ids if one in rows), None)
