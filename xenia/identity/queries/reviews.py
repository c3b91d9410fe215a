"""Precision by sampled review: what waits, and what the sample says."""

from django.db import connection
from django.db.models import Count, Q

from xenia.connect.queries.pairs import seen_among
from xenia.identity import models
from xenia.identity.rules.precision import STRATA, STRATUM, weighted, wilson
from xenia.identity.types import PrecisionReport, ReviewPair, Stratum
from xenia.kernel.actor import Actor
from xenia.trust.types.access import Permission

WAITING_MAX = 200
JOINED_COUNTS = f"""
SELECT {STRATUM}, count(*) FROM identity_match m
JOIN identity_guestlink l ON l.record_id = m.left_id JOIN identity_guestlink r ON r.record_id = m.right_id
WHERE m.verdict = 'same' AND l.guest_id = r.guest_id GROUP BY 1
"""  # noqa: S608 - our own words


def list_to_review(actor: Actor) -> list[ReviewPair]:
    """Returns the drawn pairs that wait for a look and that the actor sees, in the order of the draw, strata mixed."""
    actor.require(Permission.RESOLVE_GUESTS)
    rows = models.ReviewedPair.objects.filter(is_same__isnull=True).order_by("id")[:WAITING_MAX]
    seen = seen_among(actor, {record_id for row in rows for record_id in (row.left_id, row.right_id)})
    return [
        ReviewPair(row.id, row.left_id, row.right_id, STRATA[row.stratum][1])
        for row in rows
        if row.left_id in seen and row.right_id in seen
    ]


def get_precision(actor: Actor) -> PrecisionReport:
    """Returns how right the matcher's joined pairs are, by what people saw of the samples drawn so far."""
    actor.require(Permission.RESOLVE_GUESTS)
    with connection.cursor() as cursor:
        cursor.execute(JOINED_COUNTS)
        pairs = dict(cursor.fetchall())
    counted = models.ReviewedPair.objects.values("stratum").annotate(
        drawn=Count("id"), reviewed=Count("id", filter=Q(is_same__isnull=False)), same=Count("id", filter=Q(is_same=True))
    )
    seen = {row["stratum"]: (row["drawn"], row["reviewed"], row["same"]) for row in counted}
    strata = [_stratum(place, int(pairs.get(place, 0)), *seen.get(place, (0, 0, 0))) for place in range(len(STRATA))]
    found = weighted([(one.pairs, one.reviewed, one.same) for one in strata])
    precision, low, high = found or (None, None, None)
    reviewed = sum(one.reviewed for one in strata)
    return PrecisionReport(tuple(strata), precision, low, high, reviewed, sum(one.drawn for one in strata) - reviewed)


def _stratum(place: int, pairs: int, drawn: int, reviewed: int, same: int) -> Stratum:
    code, name = STRATA[place]
    if not reviewed:
        return Stratum(code, name, pairs, drawn, 0, 0, None, None, None)
    return Stratum(code, name, pairs, drawn, reviewed, same, same / reviewed, *wilson(same, reviewed))
