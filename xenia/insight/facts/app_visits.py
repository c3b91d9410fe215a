"""Visits to the app one by one, and what was done on each: what sequences are learnt from. Sums over windows stand in `behaviour`."""

from datetime import datetime

import ibis
from ibis.expr.types import Table

from xenia.insight.facts.known import known_happenings, of_wanted_guests
from xenia.insight.rules.windows import FORM_STEPS, SAVES, SEARCHES, VIEWS

ACTIONS = {"searches": SEARCHES, "views": VIEWS, "saves": SAVES, "form_steps": FORM_STEPS}


def visits_one_by_one(as_of: datetime) -> Table:
    """One row a visit of a wanted guest, whenever it was told: `guest_no`, `began` and `ended` (seconds), how often what was done
    (`ACTIONS`), and `others`. An event without a session is a visit of its own."""
    events = known_happenings("behaviour_events", as_of, backfilled=True)
    session = ibis.coalesce(events.session_id, events.event_key, events.at.cast("string"))
    rows = of_wanted_guests(events.select("record_id", "name", "at", "ended_at", session=session), "record_id")
    known = tuple(name for names in ACTIONS.values() for name in names)
    found = rows.group_by(["guest_no", "session"]).aggregate(
        began=rows.at.min().epoch_seconds(),
        ended=ibis.coalesce(rows.ended_at, rows.at).max().epoch_seconds(),
        others=rows.name.notin(known).sum(),
        **{column: rows.name.isin(names).sum() for column, names in ACTIONS.items()},
    )
    return found.drop("session")
