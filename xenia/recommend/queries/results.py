"""What became of what was shown: clicks and bookings by place and surface, and what the open place brought (rules RS10 to RS12)."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from scipy.stats import binomtest

from xenia.kernel.actor import Actor
from xenia.recommend.rules.estimating import Drawn, Share, share_as_drawn, share_of_usual
from xenia.recommend.rules.recommending import BOOKED_DAYS, SURE, require_days
from xenia.recommend.types import OpenPlace, PlaceResult, ShownResults, ShownShare, Surface, SurfaceResult
from xenia.trust.types.access import Permission

TOTALS = "SELECT count(*), count(DISTINCT guest_id) FROM recommend_impression WHERE shown_at >= %(since)s"
PLACES = """
SELECT (item ->> 0)::int, count(*), count(click.id), count(*) FILTER (WHERE shown_at < %(over)s),
       count(booked.id) FILTER (WHERE shown_at < %(over)s)
FROM recommend_impression AS list CROSS JOIN LATERAL jsonb_array_elements(list.items) AS item
LEFT JOIN recommend_click AS click ON click.impression_id = list.id AND click.city = item ->> 1
LEFT JOIN recommend_booked AS booked ON booked.impression_id = list.id AND booked.city = item ->> 1
WHERE list.shown_at >= %(since)s GROUP BY 1 ORDER BY 1
"""
SURFACES = """
SELECT surface, count(*), count(*) FILTER (WHERE EXISTS (SELECT FROM recommend_click WHERE impression_id = list.id)),
       count(*) FILTER (WHERE shown_at < %(over)s),
       count(*) FILTER (WHERE shown_at < %(over)s AND EXISTS (SELECT FROM recommend_booked WHERE impression_id = list.id))
FROM recommend_impression AS list WHERE shown_at >= %(since)s GROUP BY surface ORDER BY surface
"""
DRAWN = """
SELECT list.guest_id::text, (item ->> 3)::float, (item ->> 4)::boolean, booked.id IS NOT NULL
FROM recommend_impression AS list CROSS JOIN LATERAL jsonb_array_elements(list.items) AS item
LEFT JOIN recommend_booked AS booked ON booked.impression_id = list.id AND booked.city = item ->> 1
WHERE list.shown_at >= %(since)s AND list.shown_at < %(over)s AND (item ->> 3)::float < 1 AND item -> 4 IS NOT NULL
ORDER BY list.id
"""


def get_results(actor: Actor, *, days: int, now: datetime) -> ShownResults:
    """Returns what became of the lists of the last `days` (1 to 730). Raises Refused for whoever does not work for the whole company."""
    actor.require_for_company(Permission.VIEW_INSIGHT)
    require_days(days)
    asked = {"since": now - timedelta(days=days), "over": now - timedelta(days=BOOKED_DAYS)}
    ((lists, guests),) = _rows(TOTALS, asked)
    drawn = [Drawn(*row) for row in _rows(DRAWN, asked)]
    return ShownResults(
        asked["since"],
        lists,
        guests,
        tuple(PlaceResult(place, shown, _measured(clicked, shown), _measured(booked, over))
              for place, shown, clicked, over, booked in _rows(PLACES, asked)),
        tuple(SurfaceResult(Surface(surface), lists, _measured(clicked, lists), _measured(booked, over))
              for surface, lists, clicked, over, booked in _rows(SURFACES, asked)),
        OpenPlace(len(drawn), _estimated(share_as_drawn(drawn)), _estimated(share_of_usual(drawn))),
    )  # fmt: skip


def _rows(question: str, asked: dict[str, datetime]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(question, asked)
        return list(cursor.fetchall())


def _measured(count: int, of: int) -> ShownShare:
    """Rule RS11."""
    if not of:
        return ShownShare(0, 0, 0.0, 0.0, 1.0)
    within = binomtest(count, of).proportion_ci(SURE, method="wilson")
    return ShownShare(count, of, count / of, float(within.low), float(within.high))


def _estimated(share: Share | None) -> ShownShare | None:
    """`of`: the lists the estimate is worth, in whole ones."""
    if share is None:
        return None
    worth = round(share.effective)
    return ShownShare(round(share.value * worth), worth, share.value, share.low, share.high)
