"""What a guest bought: how often, when, what kind, how it ended; and the rhythm of it."""

from datetime import datetime

import ibis
from ibis.expr.types import Table

from xenia.insight.facts.booked import bought
from xenia.insight.facts.known import most, share
from xenia.insight.facts.money import spending
from xenia.insight.rules.windows import WINDOWS


def as_buyer(as_of: datetime, *, backfilled: bool = False) -> Table:
    """One row a wanted guest who bought anything, in whatever state it ended: columns of the themes bookings and money."""
    rows = bought(as_of, backfilled=backfilled)
    kept, ended = rows.is_kept, rows.is_kept | rows.is_cancelled | rows.is_no_show
    earlier = kept & (rows.made_on.year() < as_of.year)
    quarter = (as_of.month + 2) // 3
    return rows.group_by("guest_no").aggregate(
        bookings=kept.sum(),
        **{f"bookings_{days}d": (kept & (rows.ago < days)).sum() for days in WINDOWS},
        bookings_asked=rows.count(),
        bookings_open=rows.is_open.sum(),
        cancellations=rows.is_cancelled.sum(),
        no_shows=rows.is_no_show.sum(),
        cancellation_share=share(rows.is_cancelled, ended),
        no_show_share=share(rows.is_no_show, ended),
        first_booked_on=rows.made_on.min(where=kept),
        last_booked_on=rows.made_on.max(where=kept),
        lead_days_mean=rows.lead.mean(where=kept),
        nights_mean=rows.nights.mean(where=kept),
        party_mean=rows.party.mean(where=kept),
        season_share=share(rows.made_on.quarter() == quarter, earlier),
        business_share=share(rows.is_business, kept & rows.is_business.notnull()),
        weekend_share=share(rows.is_weekend, kept & rows.is_weekend.notnull()),
        children_share=share(rows.has_children, kept & rows.party.notnull()),
        hotel_share=share(rows.line == "hotel", kept),
        air_share=share(rows.line == "air", kept),
        rail_share=share(rows.line == "rail", kept),
        tour_share=share(rows.is_tour, kept),
        domestic_share=share(rows.is_domestic, kept & rows.is_domestic.notnull()),
        promotion_share=share(rows.has_promotion, kept),
        promotion_share_730d=share(rows.has_promotion, kept & (rows.ago < WINDOWS[-1])),
        **spending(rows),
    )


def rhythm(as_of: datetime, *, backfilled: bool = False) -> Table:
    """One row a wanted guest with a booking that stands: repeat bookings on further days (x), days from the first to the last (t_x), what
    they spent on such days, and the gaps between days. Several bookings of one day are one visit, a trip and its hotel."""
    rows = bought(as_of, backfilled=backfilled)
    rows = rows.filter(rows.is_kept)
    days = rows.group_by(["guest_no", "ago"]).aggregate(minor=rows.minor.sum())
    before = ibis.window(group_by=days.guest_no, order_by=days.ago.desc())
    spaced = days.mutate(gap=days.ago.lag().over(before) - days.ago)
    again = spaced.gap.notnull()
    paid = again & (spaced.minor > 0)
    return spaced.group_by("guest_no").aggregate(
        repeats=again.sum(),
        repeat_span_days=spaced.ago.max() - spaced.ago.min(),
        repeat_minor_mean=spaced.minor.mean(where=paid),
        repeat_minor_sd=spaced.minor.std(where=paid, how="sample"),
        gap_days_mean=spaced.gap.mean(),
        gap_days_median=spaced.gap.cast("float64").median(),
        gap_days_sd=spaced.gap.std(how="sample"),
    )


def channels(as_of: datetime, *, backfilled: bool = False) -> Table:
    """One row a wanted guest with a booking that stands and names its channel: how many channels, and the one used most (of several the
    last in the alphabet)."""
    rows = bought(as_of, backfilled=backfilled)
    used = rows.filter(rows.is_kept & rows.channel.notnull()).group_by(["guest_no", "channel"]).aggregate(times=lambda t: t.count())
    return used.group_by("guest_no").aggregate(channels=used.count(), channel_top=most(used.channel, used.times))
