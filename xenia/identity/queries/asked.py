"""Pairs that the matcher asks people about: those nobody has decided on and that are not one guest already."""

from django.db import connection

from xenia.connect.queries.pairs import seen_among
from xenia.identity.types import Asked
from xenia.kernel.actor import Actor
from xenia.trust.types.access import Permission

WAITING = """
FROM identity_match m
JOIN identity_guestlink l ON l.record_id = m.left_id JOIN identity_guestlink r ON r.record_id = m.right_id
WHERE m.verdict <> 'same' AND m.weight >= %s AND l.guest_id <> r.guest_id
  AND NOT EXISTS (SELECT 1 FROM identity_decision d WHERE d.left_id = m.left_id AND d.right_id = m.right_id AND d.undone_at IS NULL)
ORDER BY m.weight DESC, m.id LIMIT %s OFFSET %s
"""
ASKED = f"SELECT m.id, m.left_id, m.right_id, l.guest_id, r.guest_id, m.weight {WAITING}"
WEIGHTS = f"SELECT m.weight {WAITING}"
LEAST = -1e9
STEP, LOOKED_AT_MAX, COUNTED_MAX = 2_000, 20_000, 100_000


def asked_pairs(actor: Actor, *, weight_min: float = LEAST, limit: int) -> list[Asked]:
    """Returns the likeliest pairs of which the actor sees both records, at most `limit`.

    For an actor of some units it looks through the company's pairs a few thousand at a time, `LOOKED_AT_MAX` at most.
    """
    actor.require(Permission.RESOLVE_GUESTS)
    found: list[Asked] = []
    for offset in range(0, LOOKED_AT_MAX, STEP):
        with connection.cursor() as cursor:
            cursor.execute(ASKED, [weight_min, STEP, offset])
            rows = [Asked(*row) for row in cursor.fetchall()]
        seen = seen_among(actor, {record_id for one in rows for record_id in (one.left_id, one.right_id)})
        found += [one for one in rows if one.left_id in seen and one.right_id in seen]
        if len(rows) < STEP or len(found) >= limit:
            break
    return found[:limit]


def asked_weights(actor: Actor, *, weight_min: float = LEAST) -> tuple[list[float], bool]:
    """Returns the weight of every pair that waits and of which the actor sees both records, the strongest first, and whether there may be
    more than were counted: `COUNTED_MAX`, or for an actor of some units those among `LOOKED_AT_MAX` pairs of the company."""
    actor.require(Permission.RESOLVE_GUESTS)
    most = COUNTED_MAX if actor.units is None else LOOKED_AT_MAX
    with connection.cursor() as cursor:
        cursor.execute(WEIGHTS, [weight_min, most + 1, 0])
        weights = [weight for (weight,) in cursor.fetchall()]
    is_capped = len(weights) > most
    if actor.units is not None:
        weights = [one.weight for one in asked_pairs(actor, weight_min=weight_min, limit=most)]
    return weights[:most], is_capped
