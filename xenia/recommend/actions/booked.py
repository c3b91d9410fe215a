"""Bookings are joined to what was shown before them (rule RS10)."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import transaction

from xenia.identity.queries.meanings import guests_meant
from xenia.kernel.actor import Actor
from xenia.recommend.models import Booked, Impression
from xenia.recommend.next_city.frames import LakeFrames
from xenia.recommend.rules.recommending import JOINED_DAYS, list_booked

Key = tuple[UUID, str]
"""A list that was shown, and a city of it."""


@transaction.atomic
def join_bookings(*, actor: Actor, found: LakeFrames, now: datetime) -> int:
    """Keeps which cities of the lists of the last 90 days were booked, and returns how many. What was counted before and stands no more
    (a booking that was called off, a guest who objects since) is let go of; done again it comes to the same."""
    actor.require("keep_lists")
    lists = list(Impression.objects.filter(shown_at__gte=now - timedelta(days=JOINED_DAYS), shown_at__lte=now).order_by("shown_at", "id"))
    booked = dict(_booked(actor, lists, found))
    before = {(row.impression_id, row.city): row for row in Booked.objects.filter(impression__in=lists)}
    gone = [row.id for key, row in before.items() if booked.get(key) != row.booked_at]
    Booked.objects.filter(id__in=gone).delete()
    guests = {one.id: one.guest_id for one in lists}
    new = [
        Booked(impression_id=key[0], guest_id=guests[key[0]], city=key[1], booked_at=at)
        for key, at in booked.items()
        if key not in before or before[key].booked_at != at
    ]
    Booked.objects.bulk_create(new, batch_size=1_000)
    return len(booked)


def _booked(actor: Actor, lists: list[Impression], found: LakeFrames) -> Iterator[tuple[Key, datetime]]:
    """The first stay of each city that is counted for each list."""
    meant = guests_meant(actor, {one.guest_id for one in lists})
    shown: defaultdict[tuple[str, str], list[Impression]] = defaultdict(list)
    for one in lists:
        for _, city, *_ in one.items:
            shown[str(meant.get(one.guest_id, "")), city].append(one)
    asked = {guest for guest, _ in shown}
    numbers = {number for number, guest in found.ids.items() if guest in asked}
    orders = found.frames.orders
    orders = orders[orders["guest"].isin(numbers)].sort_values("at", ascending=False, kind="stable")
    for number, city, seconds in orders[["guest", "city", "at"]].itertuples(index=False):
        rivals, at = shown.get((found.ids[number], city), []), datetime.fromtimestamp(int(seconds), UTC)
        place = list_booked([one.shown_at for one in rivals], at)
        if place is not None:
            yield (rivals[place].id, city), at
