"""Points that end: one transfer an account and day, from lots whose last day is over (docs/algorithms/expiry.md)."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction

from xenia.kernel.actor import Actor
from xenia.kernel.ids import new_id
from xenia.loyalty.actions.ledger import write_deeds
from xenia.loyalty.models.ledger import Account, Lot
from xenia.loyalty.queries.ledger import company_account
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.rules.expiry import day_of, rolled_to
from xenia.loyalty.rules.programmes import has_rolling_expiry
from xenia.loyalty.types.ledger import AccountRole, Cause, Deed, Move
from xenia.trust.types.access import Permission

ACCOUNTS_AT_ONCE = 5_000
DUE = """
SELECT DISTINCT account.id FROM loyalty_lot AS lot
JOIN loyalty_account AS account ON account.id = lot.account_id
JOIN loyalty_pointkind AS kind ON kind.id = account.point_kind_id AND kind.programme_id = %(programme)s
WHERE lot.unused > 0 AND lot.expires_on <= %(today)s AND account.id > %(after)s ORDER BY account.id LIMIT %(most)s
"""
ENDED = """
SELECT account.id, account.point_kind_id, sum(lot.unused)::bigint FROM loyalty_lot AS lot
JOIN loyalty_account AS account ON account.id = lot.account_id
WHERE lot.unused > 0 AND lot.expires_on <= %s AND lot.account_id = ANY (%s) GROUP BY account.id ORDER BY account.id
"""


def expire_points(*, actor: Actor, programme_id: UUID, now: datetime) -> int:
    """Expires what has ended in a programme, some accounts at a time, each part on its own; returns how many points. Doing it again, or
    after it was broken off, or twice at once expires nothing twice (rule EX4)."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    today, after, points = day_of(now, get_programme(actor, programme_id).time_zone), 0, 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(DUE, {"today": today, "programme": programme_id, "after": after, "most": ACCOUNTS_AT_ONCE})
            due = [row[0] for row in cursor.fetchall()]
        if not due:
            return points
        after, points = due[-1], points + _expire(actor, due, today, now=now)


def sweep(actor: Actor, programme_id: UUID, accounts: Collection[int], *, now: datetime) -> int:
    """Expires what has ended on these accounts, before something is taken from them in the same transaction; returns how many points. The
    accounts are locked in the order of their ids and stay so. For this module."""
    return _expire(actor, accounts, day_of(now, get_programme(actor, programme_id).time_zone), now=now)


def roll_lots(actor: Actor, programme_id: UUID, accounts: Sequence[int], active_on: date) -> int:
    """Rule EX3: where points live on with every activity, moves the last day of these accounts' lots ahead, never back; returns how many
    lots. For this module."""
    policy = get_programme(actor, programme_id).policy
    if not has_rolling_expiry(policy):
        return 0
    ends = rolled_to(policy.expiry, active_on)
    return Lot.objects.filter(account_id__in=accounts, unused__gt=0, expires_on__lt=ends).update(expires_on=ends)


@transaction.atomic
def _expire(actor: Actor, accounts: Collection[int], today: date, *, now: datetime) -> int:
    """Returns how many points ended. What has ended is counted once the accounts are locked, so two at once never count the same."""
    list(Account.objects.select_for_update(no_key=True).filter(id__in=accounts).order_by("id").values_list("id", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(ENDED, [today, sorted(accounts)])
        ended: list[tuple[int, int, int]] = cursor.fetchall()
    expired = {kind: company_account(actor, kind, AccountRole.EXPIRED) for kind in {row[1] for row in ended}}
    deeds = [
        Deed(Cause.EXPIRY, "", today, (Move(key=f"expiry:{account}:{new_id()}", giver=account, taker=expired[kind], amount=points),))
        for account, kind, points in ended
    ]
    write_deeds(actor, deeds, now=now)
    return sum(points for _, _, points in ended)
