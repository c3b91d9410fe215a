"""Bookings as every theme reads them: who bought, when, whether it stands, what it was worth. One row a booking known at the moment."""

from datetime import datetime
from functools import lru_cache

import ibis
from ibis.expr.types import Table, Value

from xenia.insight.facts.known import MOMENTS, days_before, guest_map, instant, known_at, known_bookings, known_rows, rates
from xenia.insight.rules.windows import BUSINESS_WORDS, HOME_COUNTRIES, KEPT_STATES, OPEN_STATES, TOUR_LINES, WEEKEND_DAYS
from xenia.lake import read


@lru_cache(MOMENTS)
def booked(as_of: datetime, *, backfilled: bool = False) -> Table:
    """One row a booking: its buyer (`guest_no`, null for one whom no guest stands for), `traveller_ids`, `ago` (days since it was made),
    the states as flags, the days and sizes of the trip, and `minor` in the reporting currency, null where it or its currency is not known.

    The buyer is the booker, else the payer, else the first traveller. A clock that runs ahead is set to when the booking was known; days
    that cannot be (an end before the start, a start before the booking) are null.
    """
    return fully_booked(as_of, backfilled=backfilled).select(*COLUMNS)


@lru_cache(MOMENTS)
def fully_booked(as_of: datetime, *, backfilled: bool = False, is_party: bool | None = None) -> Table:
    """The same with what only taste asks for: `SAID` as the booking says it, the `hour` it was made, whether a company pays
    (`has_company`), and the record of the `person` who travels, where nobody is named who bought. `is_party`: those alone that name several
    travellers, or those that do not."""
    found = known_bookings(as_of, backfilled=backfilled)
    if is_party is not None:
        several = ibis.coalesce(found.traveller_ids.length() > 1, False)
        found = found.filter(several if is_party else ~several)
    paid_by_another = ibis.coalesce(found.payer_id != found.booker_id, False)
    rows = found.select(
        "booking_id", "traveller_ids", "line", "status", "channel", "destination_city", "destination_country", "promotion_code",
        "currency", "total_minor", "starts_on", "ends_on", "nights", "rooms", "adults", "children", "infants", *SAID,
        buyer_id=ibis.coalesce(found.booker_id, found.payer_id, first_of(found.traveller_ids)),
        person=ibis.coalesce(first_of(found.traveller_ids), found.booker_id, found.payer_id),
        made_on=made_at(found, as_of).date(),
        hour=ibis.least(ibis.coalesce(found.booked_at, found.order_at), instant(as_of)).hour(),
        has_company=(ibis.coalesce(found.company, "") != "") | paid_by_another,
    )  # fmt: skip
    people = guest_map().select(_record="record_id", guest_no="guest_no", is_wanted="is_wanted")
    bought = rows.left_join(people, rows.buyer_id == people._record)
    return with_money(_with_days(bought, as_of)).select(*COLUMNS, *SAID, "hour", "has_company", "person")


def bought(as_of: datetime, *, backfilled: bool = False) -> Table:
    """The bookings of wanted guests as buyers, with `guest_no`."""
    rows = booked(as_of, backfilled=backfilled)
    return rows.filter(rows.is_wanted)


def kept_days(as_of: datetime, *, backfilled: bool = False) -> Table:
    """One row a wanted guest and day on which they made a booking that stands: `guest_no`, `ago`, and `minor`, null where no amount is
    known."""
    rows = bought(as_of, backfilled=backfilled)
    rows = rows.filter(rows.is_kept)
    return rows.group_by(["guest_no", "ago"]).aggregate(minor=rows.minor.sum())


def repeated_bookings(as_of: datetime) -> Table:
    """One row a booking of which more than one version was known at the moment: `record_hash`. Whoever asks for bookings several times
    keeps it."""
    return read.repeated(known_rows("booking_versions", as_of))


SAID = ("purpose", "market_code", "rate_code")
COLUMNS = (
    "booking_id", "guest_no", "is_wanted", "traveller_ids", "made_on", "ago", "is_kept", "is_open", "is_cancelled", "is_no_show", "line",
    "channel", "destination_city", "is_domestic", "is_business", "is_weekend", "is_tour", "has_promotion", "starts_on", "ends_on",
    "starts_in", "lead", "nights", "rooms", "party", "has_children", "minor", "is_unpriced",
)  # fmt: skip


def first_of(people: Value) -> Value:
    """The first of a list; null of none."""
    return (people.length() > 0).ifelse(people[0], ibis.null("string"))


def made_at(rows: Table, as_of: datetime) -> Value:
    """When the booking was made: never after it was known, nor after the moment."""
    return ibis.least(ibis.coalesce(rows.booked_at, rows.order_at), known_at(rows), instant(as_of))


def _with_days(rows: Table, as_of: datetime) -> Table:
    ends_on = (rows.ends_on >= rows.starts_on).ifelse(rows.ends_on, ibis.null("date"))
    lead = rows.starts_on.delta(rows.made_on, unit="day")
    stay = ends_on.delta(rows.starts_on, unit="day")
    nights = (rows.line == "hotel").ifelse(ibis.coalesce(rows.nights, stay.cast("int32")), rows.nights)
    party = ibis.coalesce(rows.adults, 0) + ibis.coalesce(rows.children, 0) + ibis.coalesce(rows.infants, 0)
    return rows.mutate(
        ago=days_before(as_of, rows.made_on),
        is_kept=rows.status.isin(KEPT_STATES),
        is_open=rows.status.isin(OPEN_STATES),
        is_cancelled=rows.status == "cancelled",
        is_no_show=rows.status == "no_show",
        is_domestic=rows.destination_country.isin(HOME_COUNTRIES),
        is_business=rows.purpose.lower().isin(BUSINESS_WORDS),
        is_weekend=rows.starts_on.day_of_week.index().isin(WEEKEND_DAYS),
        is_tour=rows.line.isin(TOUR_LINES),
        has_promotion=rows.promotion_code.notnull() & (rows.promotion_code != ""),
        ends_on=ends_on,
        starts_in=-days_before(as_of, rows.starts_on),
        lead=(lead >= 0).ifelse(lead, ibis.null("int64")),
        nights=(nights > 0).ifelse(nights, ibis.null("int32")),
        rooms=ibis.greatest(ibis.coalesce(rows.rooms, 1), 1),
        party=(party > 0).ifelse(party, ibis.null("int32")),
        has_children=(ibis.coalesce(rows.children, 0) + ibis.coalesce(rows.infants, 0)) > 0,
    )


def with_money(rows: Table) -> Table:
    """In: rows with `made_on`, `currency` and `total_minor`. Out: `minor` beside, at the rate of the day the booking was made on; before
    the first rate there is and after the last, at the nearest."""
    known = rates()
    spanned = rows.cross_join(known.aggregate(first_day=known.day.min(), last_day=known.day.max()))
    dated = spanned.mutate(_day=ibis.least(ibis.greatest(spanned.made_on, spanned.first_day), spanned.last_day))
    priced = dated.left_join(known, [dated.currency == known.currency, dated._day == known.day])
    minor = (priced.total_minor * priced.factor).round(0).cast("int64")
    return priced.mutate(minor=minor, is_unpriced=priced.total_minor.isnull() | priced.factor.isnull())
