"""Demand by day: how many bookings, nights, passengers and how much money, made and cancelled how long before. No guest is in it.

What comes out is sums: one row for each part of the company, day, and days ahead. Its size is bounded by days, not by bookings. Room nights
count for the night that is slept, everything else for the day of arrival.
"""

from datetime import date, datetime

import ibis
from ibis.expr.types import Table, Value

from xenia.insight.facts.booked import made_at, with_money
from xenia.insight.facts.first_told import told_again, told_once
from xenia.insight.facts.known import day_of, known_at, known_bookings
from xenia.insight.rules.windows import KEPT_STATES

LOST_STATES = ("cancelled", "no_show")
PARTS = {"company": None, "line": "line", "market": "destination_country", "property": "property"}
"""By what demand is told apart, and the column of bookings that says it."""
MEASURES = ("bookings", "room_nights", "passengers", "revenue")
CELL = ("day", "lead", "left_lead", "is_lost")
ROOM_LINES = ("hotel",)
LEAD_MAX = 120
NIGHTS_MAX = 365
"""Rule D15: of a longer stay so many nights count; it is a let flat, or a year mistyped."""


def demand_bookings(as_of: datetime) -> Table:
    """In: booking_versions. Out: one row a booking known at the moment that has a day of arrival (for a journey, of departure) and was at
    any time promised: `line`, `destination_country`, `destination_city`, `property`, `channel`, `starts_on`, `made_on`, `lead` (days, 0
    to 120), `is_lost` (cancelled, no-show), `left_lead` (days before arrival at which it was cancelled, null where it was not),
    `bookings`, `room_nights`, `passengers`, `revenue` (minor units of the reporting currency, 0 where there is no amount or one below
    nought), `unit_minor`; for `by_day` `rooms`, `made_before` and `left_before` (days before arrival, below 0 after it).

    Rule D10: as the booking was known at the moment; a cancellation that was told later is not in it. Requests and waiting lists that
    nobody promised are absent, and so is a booking without a day. Rule D14: a stay that two systems tell of counts once.
    """
    found = told_once(known_bookings(as_of), known_again(as_of))
    rows = found.filter(found.starts_on.notnull() & found.status.isin((*KEPT_STATES, *LOST_STATES)))
    rows = with_money(rows.mutate(made_on=made_at(rows, as_of).date(), known_on=known_at(rows).date()))
    is_cancelled = rows.status == "cancelled"
    lead = rows.starts_on.delta(rows.made_on, unit="day")
    left = rows.starts_on.delta(ibis.coalesce(rows.cancelled_on, rows.known_on), unit="day")
    nights = ibis.coalesce(rows.nights, rows.ends_on.delta(rows.starts_on, unit="day").cast("int32"))
    people = ibis.coalesce(rows.adults, 0) + ibis.coalesce(rows.children, 0) + ibis.coalesce(rows.infants, 0)
    sized = rows.mutate(
        lead=_between(lead),
        is_lost=rows.status.isin(LOST_STATES),
        left_lead=(is_cancelled & (left > 0)).ifelse(_between(left), ibis.null("int64")),
        bookings=ibis.literal(1, "int64"),
        stay=rows.line.isin(ROOM_LINES).ifelse(_between(ibis.coalesce(nights, 1), 1, NIGHTS_MAX), 0),
        rooms=ibis.greatest(ibis.coalesce(rows.rooms, 1), 1),
        made_before=lead,
        left_before=is_cancelled.ifelse(left, (rows.status == "no_show").ifelse(0, ibis.null("int64"))),
        passengers=ibis.greatest(people, 1),
        revenue=ibis.greatest(ibis.coalesce(rows.minor, 0), 0),
    )
    sized = sized.mutate(room_nights=sized.stay * sized.rooms)
    units = sized.line.isin(ROOM_LINES).ifelse(sized.room_nights, sized.passengers).nullif(0)
    sized = sized.mutate(unit_minor=(sized.minor > 0).ifelse(sized.minor / units, ibis.null("float64")))
    return sized.select(
        "line", "destination_country", "destination_city", "property", "channel", "starts_on", "made_on", "lead", "is_lost", "left_lead",
        "unit_minor", **{name: sized[name].cast("int64") for name in (*MEASURES, "stay", "rooms", "made_before", "left_before")},
    )  # fmt: skip


def known_again(as_of: datetime) -> Table:
    """The keys by which bookings known at the moment name those of other sources (`told_again`). Whoever asks for demand keeps them: the
    engine plans well for the few there are."""
    return told_again(known_bookings(as_of))


def by_day(rows: Table) -> Table:
    """In: `demand_bookings`. Out: its columns and `day`, one row a booking on its day of arrival, without room nights, and one row a night
    of each stay with its room nights alone; `lead` and `left_lead` are counted from that day. `stays` is 1 on a night, else 0.

    Rule D15: a night is demand of the day it begins on, booked so many days before that night.
    """
    arrivals = rows.mutate(day=rows.starts_on, stays=ibis.literal(0, "int64"), room_nights=ibis.literal(0, "int64"))
    slept = rows.filter(rows.stay > 0).mutate(_after=ibis.range(0, rows.stay).unnest().cast("int64"))
    left = slept.left_before + slept._after
    nights = slept.mutate(
        day=slept.starts_on + slept._after.as_interval("D"),
        lead=_between(slept.made_before + slept._after),
        left_lead=(left > 0).ifelse(_between(left), ibis.null("int64")),
        room_nights=slept.rooms,
        stays=ibis.literal(1, "int64"),
        **{name: ibis.literal(0, "int64") for name in MEASURES if name != "room_nights"},
    )
    return ibis.union(arrivals, nights.select(*arrivals.columns))


def _between(days: Value, least: int = 0, most: int = LEAD_MAX) -> Value:
    return ibis.least(ibis.greatest(days, least), most)


def of_part(rows: Table, part: str) -> Table:
    """The rows with `series`: `company`, or the part and its code (`line:hotel`, `property:bzsh`); those that name none are left out."""
    column = PARTS[part]
    if column is None:
        return rows.mutate(series=ibis.literal("company"))
    named = rows.filter(rows[column].notnull() & (rows[column] != ""))
    return named.mutate(series=ibis.literal(f"{part}:") + named[column])


def of_series(rows: Table, series: str) -> Table:
    """The rows of one series, named as `of_part` names it."""
    part, _, code = series.partition(":")
    column = PARTS[part]
    return rows if column is None else rows.filter(rows[column] == code)


def largest(rows: Table, part: str, *, since: date, until: date, most: int) -> Table:
    """The `most` series of a part with the most bookings kept that arrive from `since` to `until`: `series` and the sums of MEASURES."""
    inside = rows.filter(~rows.is_lost & rows.starts_on.between(ibis.literal(since), ibis.literal(until)))
    parted = of_part(inside, part)
    counted = parted.group_by("series").aggregate(**_sums(parted))
    return counted.order_by([counted.bookings.desc(), counted.series]).limit(most)


def cells(rows: Table, *, since: date, lead_max: int, detailed_from: date | None = None) -> Table:
    """In: `demand_bookings`. Out: one row a line, market, property, `day`, days ahead it was booked and cancelled (at most `lead_max`), and
    end; with the sums of MEASURES and `stays`. `left_lead` is null for what stood until the day. Of days before `detailed_from` the sums
    alone are told, as if all had been booked on the day."""
    days = by_day(rows)
    found = days.filter(days.day >= ibis.literal(since))
    left = found.left_lead.notnull().ifelse(ibis.least(found.left_lead, lead_max), ibis.null("int64"))  # the least of null and 56 is 56
    lead: Value = ibis.least(found.lead, lead_max)
    if detailed_from is not None:
        is_told = found.day >= ibis.literal(detailed_from)
        lead, left = is_told.ifelse(lead, ibis.literal(0, "int64")), is_told.ifelse(left, ibis.null("int64"))
    short = found.mutate(lead=lead, left_lead=left)
    named = [column for column in PARTS.values() if column is not None]
    return short.group_by([*named, *CELL]).aggregate(**_sums(short), stays=short.stays.sum())


def cells_of_part(found: Table, part: str) -> Table:
    """In: `cells`. Out: the same by series of the part: `series`, CELL, and the sums."""
    parted = of_part(found, part)
    return parted.group_by(["series", *CELL]).aggregate(**_sums(parted), stays=parted.stays.sum())


def sums_by_day(rows: Table, as_of: datetime, *, since: date, until: date) -> Table:
    """In: `demand_bookings`. Out: one row a `day` from `since` to `until` with any booking that stands, with the sums of MEASURES: of days
    gone what came, of days ahead what is on the books at the moment."""
    known = by_day(rows.filter(~rows.is_lost & (rows.made_on <= day_of(as_of))))
    known = known.filter(known.day.between(ibis.literal(since), ibis.literal(until)))
    return known.group_by("day").aggregate(**_sums(known)).order_by("day")


def pick_up_cells(rows: Table, *, since: date, until: date) -> Table:
    """In: `demand_bookings`. Out: one row a `day` from `since` to `until`, days ahead booked and days ahead cancelled, with the sums of
    MEASURES, of bookings in whatever state they ended."""
    days = by_day(rows)
    found = days.filter(days.day.between(ibis.literal(since), ibis.literal(until)))
    return found.group_by(["day", "lead", "left_lead", "is_lost"]).aggregate(**_sums(found))


def priced_cells(rows: Table, *, since: date, until: date, edges: tuple[int, ...]) -> Table:
    """One row a channel, week of arrival (`week`, its Monday) and band of days ahead (`band`, how many of `edges` the days reach): bookings
    made, in whatever state they ended, how many of them have a price, and the mean of its log.

    Rule EL1: what a night or seat cost, relative to the mean of its own product over all these days: a property, else a line to a city; so
    a week that sells other products is no dearer for it. Sums over bookings; nobody's own price is in it.
    """
    found = rows.filter(rows.starts_on.between(ibis.literal(since), ibis.literal(until)))
    found = found.mutate(_log=found.unit_minor.ln(), _product=ibis.coalesce(found.property, found.destination_city, ibis.literal("")))
    own = ibis.window(group_by=[found.line, found._product])
    band = sum(((found.lead >= edge).cast("int64") for edge in edges), ibis.literal(0, "int64"))
    dated = found.mutate(week=found.starts_on.truncate("W").cast("date"), band=band, _away=found._log - found._log.mean().over(own))
    return dated.group_by(["channel", "week", "band"]).aggregate(
        bookings=dated.bookings.sum(), priced=dated._away.count(), log_price=dated._away.mean()
    )


def _sums(rows: Table) -> dict[str, Value]:
    return {name: rows[name].sum() for name in MEASURES}
