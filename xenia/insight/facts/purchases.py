"""What lifetime value is learned from: the days on which guests booked, with what the bookings of the day are worth."""

from datetime import datetime
from uuid import UUID

import ibis
from ibis.expr.types import Table

from xenia.insight.facts.booked import bought, kept_days
from xenia.insight.facts.known import guest_map
from xenia.insight.facts.snapshot import features
from xenia.insight.facts.trips import people_booked
from xenia.insight.rules.windows import AGENCY_BOOKINGS_OVER, AGENCY_TRAVELLERS_OVER


def purchase_days(as_of: datetime, *, backfilled: bool = False, snapshot: UUID | None = None) -> Table:
    """One row a wanted guest and day on which they made a booking that stands, nobody who buys as a trade: `guest_no`, `ago` (days before
    the moment) and `minor`, 0 where no amount is known. With a snapshot its word on who is an agency counts, else facts are asked."""
    days = kept_days(as_of, backfilled=backfilled)
    worth = days.filter(days.ago >= 0).mutate(minor=ibis.coalesce(days.minor, 0).cast("int64"))
    traders = traders_told(snapshot) if snapshot else _traders(as_of, backfilled=backfilled)
    return worth.anti_join(traders, "guest_no")


def guest_numbers() -> Table:
    """One row a wanted guest: `guest_no`, `guest_id`."""
    people = guest_map()
    return people.filter(people.is_wanted).select("guest_no", "guest_id").distinct()


def _traders(as_of: datetime, *, backfilled: bool) -> Table:
    rows = bought(as_of, backfilled=backfilled)
    often = rows.group_by("guest_no").having(rows.count() > AGENCY_BOOKINGS_OVER).aggregate().select("guest_no")
    named = people_booked(as_of, backfilled=backfilled)
    return often.union(named.filter(named.travellers_booked > AGENCY_TRAVELLERS_OVER).select("guest_no"), distinct=True)


def traders_told(snapshot: UUID) -> Table:
    """One row a wanted guest who buys as a trade (`guest_no`), as the snapshot says it."""
    told = features(snapshot)
    return guest_numbers().semi_join(told.filter(told.is_agency), "guest_id").select("guest_no")
