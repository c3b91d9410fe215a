"""Precision by sampled review: drawing joined pairs at random, and writing down what people see (rule M43)."""

from datetime import datetime

from django.db import connection, transaction

from xenia.connect.queries.pairs import seen_among
from xenia.identity import models
from xenia.identity.rules.precision import STRATUM
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, NotFound
from xenia.trust.actions.audit import record
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import Subject, SubjectKind

DRAWN_MAX = 200
JOINED = f"""
SELECT m.left_id, m.right_id, m.weight, {STRATUM} AS stratum
FROM identity_match m
JOIN identity_guestlink l ON l.record_id = m.left_id JOIN identity_guestlink r ON r.record_id = m.right_id
WHERE m.verdict = 'same' AND l.guest_id = r.guest_id
  AND NOT EXISTS (SELECT 1 FROM identity_decision d WHERE d.left_id = m.left_id AND d.right_id = m.right_id AND d.undone_at IS NULL)
"""  # noqa: S608 - our own words
DRAW = f"""
INSERT INTO identity_reviewedpair (left_id, right_id, weight, stratum, drawn_at)
SELECT left_id, right_id, weight, stratum, %(now)s FROM (
    SELECT *, row_number() OVER (
        PARTITION BY stratum ORDER BY hashtextextended(left_id::text || right_id::text, %(seed)s), left_id, right_id) AS place
    FROM ({JOINED}) joined
) shuffled WHERE place <= %(each)s
ON CONFLICT (left_id, right_id) DO NOTHING
"""  # noqa: S608 - our own words


@transaction.atomic
def draw_sample(*, actor: Actor, each: int, seed: int, now: datetime) -> int:
    """Draws that many joined pairs of each stratum at random; a sample nobody finished is drawn anew. Returns how many wait for review.

    The matcher's own pairs are drawn, not those that people decided on. The same seed over the same pairs draws the same sample.
    """
    actor.require_for_company(Permission.RESOLVE_GUESTS)
    models.ReviewedPair.objects.filter(is_same__isnull=True).delete()
    with connection.cursor() as cursor:
        cursor.execute(DRAW, {"now": now, "seed": seed, "each": max(1, min(each, DRAWN_MAX))})
        drawn = int(cursor.rowcount)
    record(actor, "match_sample.drawn", details={"pairs": drawn, "seed": seed}, now=now)
    return drawn


@transaction.atomic
def review_pair(*, actor: Actor, pair_id: int, is_same: bool, now: datetime) -> None:
    """Writes down whether a drawn pair is one person. It measures and decides nothing: to take a guest apart, split the record.

    Raises NotFound for a pair that is gone or not seen, Conflict where someone reviewed it already.
    """
    actor.require(Permission.RESOLVE_GUESTS)
    row = models.ReviewedPair.objects.select_for_update().filter(id=pair_id).first()
    if row is None or len(seen_among(actor, [row.left_id, row.right_id])) < 2:
        raise NotFound("pair_gone", "This pair is no longer in the sample; reload the page.", "这对记录已不在样本中；请刷新页面。")
    if row.is_same is not None:
        raise Conflict("pair_reviewed", "Someone has reviewed this pair already; reload the page.", "这对记录已有人复核；请刷新页面。")
    row.is_same, row.reviewed_by, row.reviewed_at = is_same, actor.user_id, now
    row.save(update_fields=["is_same", "reviewed_by", "reviewed_at"])
    record(actor, "match_sample.reviewed", subject=Subject(SubjectKind.RECORD, str(row.left_id)), details={"same": is_same}, now=now)
