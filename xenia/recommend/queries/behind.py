"""The lists behind a number of the results, and the guest each was shown to (rule RS13)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Invalid
from xenia.kernel.paging import Page, keys_of, page_size, page_token
from xenia.profile.queries.guests import list_names
from xenia.recommend.rules.recommending import BOOKED_DAYS, require_days
from xenia.recommend.types import Became, ListBehind, Surface
from xenia.trust.types.access import Permission

PLACES_MOST = 20
SHOWN = "SELECT NULL::text AS city, NULL::timestamptz AS at"
CLICKED = """
SELECT click.city, click.clicked_at AS at FROM recommend_click AS click
WHERE click.impression_id = list.id AND (named.city IS NULL OR click.city = named.city) ORDER BY click.clicked_at, click.id LIMIT 1
"""
BOOKED = """
SELECT booked.city, booked.booked_at AS at FROM recommend_booked AS booked
WHERE booked.impression_id = list.id AND (named.city IS NULL OR booked.city = named.city) ORDER BY booked.booked_at, booked.id LIMIT 1
"""
BECAME = {Became.SHOWN: SHOWN, Became.CLICKED: CLICKED, Became.OVER: SHOWN, Became.BOOKED: BOOKED}
NO_PLACE = "SELECT NULL::text AS city"
OF_PLACE = "SELECT item ->> 1 AS city FROM jsonb_array_elements(list.items) AS item WHERE (item ->> 0)::int = %(place)s LIMIT 1"
LISTS = """
SELECT list.id, list.guest_id, list.shown_at, list.surface, coalesce(became.city, named.city), became.at
FROM recommend_impression AS list CROSS JOIN LATERAL ({named}) AS named CROSS JOIN LATERAL ({became}) AS became
WHERE {which} ORDER BY list.shown_at DESC, list.id DESC LIMIT %(size)s
"""


@dataclass(frozen=True)
class Behind:
    """Which number is meant: of the lists of the last `days`, those that `became` it, at one place of the list or on one surface."""

    days: int
    became: Became
    place: int | None = None
    surface: Surface | None = None


def list_behind(actor: Actor, behind: Behind, *, now: datetime, page: str | None = None, size: int = 50) -> Page[ListBehind]:
    """Returns the lists behind a number of `results.get_results`, the newest on top; those of guests whom the actor does not see are left
    out. Raises Invalid for days or a place that cannot be, Refused for whoever does not work for the whole company."""
    actor.require(Permission.VIEW_GUESTS)
    actor.require_for_company(Permission.VIEW_INSIGHT)
    require_days(behind.days)
    if behind.place is not None and not 1 <= behind.place <= PLACES_MOST:
        said = f"A list has places 1 to {PLACES_MOST}, not {behind.place}.", f"名次须为 1 至 {PLACES_MOST}，收到 {behind.place}。"
        raise Invalid("place_range", *said)
    size = page_size(size)
    question, asked = _question(behind, now, page)
    with connection.cursor() as cursor:
        cursor.execute(question, asked | {"size": size + 1})
        found = cursor.fetchall()
    shown, last = found[:size], found[size - 1] if len(found) > size else None
    names = list_names(actor, [row[1] for row in shown])
    lines = [ListBehind(row[0], *names[row[1]], row[2], Surface(row[3]), row[4], row[5]) for row in shown if row[1] in names]
    return Page(lines, page_token(last[2].isoformat(), str(last[0])) if last else None)


def _question(behind: Behind, now: datetime, page: str | None) -> tuple[str, dict[str, Any]]:
    asked: dict[str, Any] = {
        "since": now - timedelta(days=behind.days), "over": now - timedelta(days=BOOKED_DAYS), "place": behind.place,
        "surface": behind.surface.value if behind.surface else None,
    }  # fmt: skip
    which = ["list.shown_at >= %(since)s"]
    if behind.became in (Became.OVER, Became.BOOKED):
        which.append("list.shown_at < %(over)s")
    if behind.surface:
        which.append("list.surface = %(surface)s")
    if page:
        shown_at, id_ = keys_of(page, datetime.fromisoformat, UUID)
        asked |= {"shown_at": shown_at, "id": id_}
        which.append("(list.shown_at, list.id) < (%(shown_at)s, %(id)s)")
    named = OF_PLACE if behind.place else NO_PLACE
    return LISTS.format(named=named, became=BECAME[behind.became], which=" AND ".join(which)), asked
