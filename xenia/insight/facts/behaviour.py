"""What a guest does and says: visits to the app and the site, calls, reviews."""

from datetime import datetime

import ibis
from ibis.expr.types import Table

from xenia.insight.facts.known import guest_map, instant, known_happenings, of_wanted_guests
from xenia.insight.rules.windows import FORM_STEPS, RATING_BEST, SAVES, SEARCHES, VIEWS, VISIT_WINDOWS
from xenia.lake import read


def visits(as_of: datetime, *, backfilled: bool = False) -> Table:
    """One row a wanted guest of whom any event is known: searches, views and steps of the booking form by window, and the last day.

    Events are counted by record first and by guest then: of fifty million rows only the sums are joined. What a device did before somebody
    signed in names no record and is not counted.
    """
    events = known_happenings("behaviour_events", as_of, backfilled=backfilled)
    events = events.filter(events.record_id.notnull())
    kinds = {"searches": events.name.isin(SEARCHES), "views": events.name.isin(VIEWS), "form_steps": events.name.isin(FORM_STEPS)}
    within = {days: events.at > instant(as_of) - ibis.interval(days=days) for days in (*VISIT_WINDOWS, 365)}
    counted = {f"{kind}_{days}d": (is_kind & within[days]).sum() for kind, is_kind in kinds.items() for days in VISIT_WINDOWS}
    counted |= {"saves_90d": (events.name.isin(SAVES) & within[90]).sum(), "events_365d": within[365].sum()}
    by_record = events.group_by("record_id").aggregate(**counted, last_visit_on=events.at.max().date())
    rows = of_wanted_guests(by_record, "record_id")
    return rows.group_by("guest_no").aggregate(**{name: rows[name].sum() for name in counted}, last_visit_on=rows.last_visit_on.max())


def contacts(as_of: datetime, *, backfilled: bool = False) -> Table:
    """One row a wanted guest who called, wrote or came by, by their own will or ours."""
    rows = of_wanted_guests(known_happenings("interactions", as_of, backfilled=backfilled), "record_id")
    calls = rows.channel == "call"
    within = {days: rows.at > instant(as_of) - ibis.interval(days=days) for days in (90, 365)}
    return rows.group_by("guest_no").aggregate(
        calls_90d=(calls & within[90]).sum(),
        calls_365d=(calls & within[365]).sum(),
        contacts_365d=within[365].sum(),
        last_contact_on=rows.at.max().date(),
    )


def reviews(as_of: datetime, *, backfilled: bool = False) -> Table:
    """One row a wanted guest who rated anything. Ratings are brought to a scale of five; one outside its own scale does not count."""
    found = read.current_versions(known_happenings("feedback", as_of, backfilled=backfilled))
    best = ibis.coalesce(found.rating_max, RATING_BEST)
    rated = found.mutate(stars=found.rating / best.nullif(0.0) * RATING_BEST, said_at=ibis.coalesce(found.at, found.order_at))
    rated = rated.filter(rated.stars.between(0, RATING_BEST))
    rows = of_wanted_guests(rated.select("record_id", "stars", "said_at", "record_hash"), "record_id")
    newest = ibis.window(group_by=rows.guest_no, order_by=[rows.said_at.desc(), rows.record_hash.desc()])
    placed = rows.mutate(_place=ibis.row_number().over(newest))
    return placed.group_by("guest_no").aggregate(
        reviews=placed.count(),
        rating_mean=placed.stars.mean(),
        rating_last=placed.stars.max(where=placed._place == 0),
        rating_lowest=placed.stars.min(),
    )


def records(as_of: datetime, *, backfilled: bool = False) -> Table:
    """One row a wanted guest: how many records they are known by, as links stand when the map is made."""
    people = guest_map()
    people = people.filter(people.is_wanted)
    return people.group_by(["guest_no", "guest_id"]).aggregate(records=people.count())
