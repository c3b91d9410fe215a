"""Baskets: what each guest has booked, is called, and sits in, over the whole history. One row a guest and thing."""

from datetime import datetime

import ibis
import pyarrow as pa
from ibis.expr.types import Table, Value

from xenia.insight.facts.booked import bought
from xenia.insight.facts.known import guest_map
from xenia.insight.facts.trips import people_booked, read_items
from xenia.insight.rules.associations import CABIN, CABIN_WORDS, CITY, LINE, TAG
from xenia.insight.rules.windows import AGENCY_BOOKINGS_OVER, AGENCY_TRAVELLERS_OVER
from xenia.lake import read

TAGS = pa.schema([("guest_id", pa.string()), ("code", pa.string())])
"""Tags that people may be compared by, given by who executes the expression: which guest has which."""


def baskets(as_of: datetime) -> Table:
    """One row a guest and thing, `guest_id` and `item` (`city:三亚`, `line:hotel`, `cabin:business`, `tag:foodie`): of bookings that stand
    and were known at the moment, and of the tags given. Guests without such a booking and agencies in disguise are absent (AS1)."""
    rows = bought(as_of)
    kept = rows.filter(rows.is_kept)
    buyers = _buyers(kept, as_of)
    items = read_items(as_of)
    items = items.filter(items.cabin.notnull() & items.kind.isin(("air", "rail", "ship")))
    sat = kept.select("booking_id", "guest_no").join(items.select("booking_id", "cabin"), "booking_id")
    booked = ibis.union(
        kept.filter(kept.destination_city.notnull()).select("guest_no", item=_coded(CITY, kept.destination_city)),
        kept.filter(kept.line.notnull()).select("guest_no", item=_coded(LINE, kept.line)),
        sat.select("guest_no", item=_coded(CABIN, _cabin(sat.cabin))),
    )
    people = guest_map().select("guest_no", "guest_id").distinct()
    owned = booked.distinct().semi_join(buyers, "guest_no").join(people, "guest_no").select("guest_id", "item")
    tags = read.given("guest_tags", TAGS)
    held = tags.semi_join(people.semi_join(buyers, "guest_no"), "guest_id").select("guest_id", item=_coded(TAG, tags.code))
    return owned.union(held).distinct()


def holders(rows: Table, items: tuple[str, ...]) -> Table:
    """In: baskets. Out: `guest_id` of those who have all of the items."""
    wanted = rows.filter(rows.item.isin(items)).group_by("guest_id").aggregate(held=lambda t: t.item.nunique())
    return wanted.filter(wanted.held == len(items)).select("guest_id")


def _buyers(kept: Table, as_of: datetime) -> Table:
    counted = kept.group_by("guest_no").aggregate(bookings=kept.count())
    usual = counted.filter(counted.bookings <= AGENCY_BOOKINGS_OVER).select("guest_no")
    trade = people_booked(as_of)
    return usual.anti_join(trade.filter(trade.travellers_booked > AGENCY_TRAVELLERS_OVER), "guest_no")


def _coded(kind: str, value: Value) -> Value:
    return ibis.literal(f"{kind}:") + value


def _cabin(cabin: Value) -> Value:
    """The class that a source's word means, else the word in small letters."""
    plain = cabin.strip().lower()
    return plain.cases(*CABIN_WORDS.items(), else_=plain)
