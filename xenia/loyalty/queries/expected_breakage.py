"""How many points are never redeemed, as the ledger has seen it so far."""

from django.db import connection

from xenia.kernel.actor import Actor
from xenia.loyalty.types.ledger import PointRole
from xenia.loyalty.types.programmes import Programme
from xenia.trust.types.access import Permission

ENDED = """
SELECT coalesce(sum(one.amount) FILTER (WHERE taker.role IN ('expired', 'forfeited')), 0)::bigint,
       coalesce(sum(one.amount) FILTER (WHERE taker.role = 'redeemed'), 0)::bigint
FROM loyalty_account AS taker JOIN loyalty_transfer AS one ON one.to_account_id = taker.id AND one.phase IN ('posted', 'post')
WHERE taker.point_kind_id = ANY (%s) AND taker.role IN ('expired', 'forfeited', 'redeemed')
"""


def breakage_permille(actor: Actor, programme: Programme) -> int:
    """Returns how many of a thousand points to redeem that came to an end were expired or forfeited rather than redeemed; 0 where none has
    come to an end."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    kinds = [one.id for one in programme.kinds if one.role is PointRole.REDEEMABLE]
    with connection.cursor() as cursor:
        cursor.execute(ENDED, [kinds])
        broken, redeemed = cursor.fetchone() or (0, 0)
    return int(broken) * 1000 // (int(broken) + int(redeemed)) if broken else 0
