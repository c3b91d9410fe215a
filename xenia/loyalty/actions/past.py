"""Taking a past over: what members bought before their programme was kept here, booked as if it had been kept all along."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.db import connection, transaction

from xenia.kernel.actor import Actor
from xenia.loyalty.actions.earning_parts import Setting, follow_part
from xenia.loyalty.models.earning import EarningRun
from xenia.loyalty.queries.earning import list_versions, tags_asked
from xenia.loyalty.queries.ledger import COUNT_ROWS
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.queries.purchases import Wanted, read_purchases
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.types.earning import EarnedRun, Purchase, Stage
from xenia.trust.types.access import Permission

Then = Callable[[datetime], None]
Without = Callable[[Sequence[Purchase]], bool]


@transaction.atomic
def earn_past(
    *, actor: Actor, programme_id: UUID, moments: Sequence[datetime], then: Then, without: Without | None = None, now: datetime
) -> EarnedRun:
    """Makes the ledger follow what members bought: a stay or flight is booked at the first of the moments, which lie in order, after it was
    done, and judged by the rules and tiers of that day; `then` does what else was done at that moment, such as expiry. What is ahead is
    promised now; bookings of which `without` says so are left out. The next run of earning goes on from here. All or nothing is written."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    programme, versions = get_programme(actor, programme_id), tuple(list_versions(actor, programme_id))
    days = [day_of(one, programme.time_zone) for one in moments]
    parts: list[list[Purchase]] = [[] for _ in (*moments, now)]
    for booking in _bookings(actor, programme_id, without, now):
        parts[max(_place(one, days) for one in booking)] += booking
    transfers = 0
    for moment, part in zip((*moments, now), parts, strict=True):
        if part:
            setting = Setting(programme, versions, day_of(moment, programme.time_zone))
            transfers += follow_part(actor, setting, part, now=moment).transfers
        if moment is not now:
            then(moment)
    with connection.cursor() as cursor:  # nobody else sees these rows yet, so nobody else counts them for the plans that come
        cursor.execute(COUNT_ROWS)
    purchases = sum(len(part) for part in parts)
    EarningRun.objects.create(programme_id=programme_id, as_of=now, purchases=purchases, transfers=transfers, finished_at=now)
    return EarnedRun(purchases, transfers)


def _bookings(actor: Actor, programme_id: UUID, without: Without | None, now: datetime) -> Iterator[list[Purchase]]:
    """All rows of each booking together."""
    programme = get_programme(actor, programme_id)
    for purchases in read_purchases(actor, programme, Wanted(now), tags_asked(list_versions(actor, programme_id))):
        for _, rows in groupby(purchases, key=lambda one: one.source):
            booking = list(rows)
            if without is None or not without(booking):
                yield booking


def _place(purchase: Purchase, days: Sequence[date]) -> int:
    """The place of the first day on which it was done; the last for what is ahead. What came to nothing has no say."""
    if purchase.stage is Stage.VOID:
        return 0
    if purchase.stage is not Stage.DONE or purchase.counts_on is None:
        return len(days)
    return next((place for place, day in enumerate(days) if purchase.counts_on <= day), len(days))
