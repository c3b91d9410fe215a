"""Lists of guests, read through their cards. A list never shows a contact value in clear: a list is how a copy is made."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from xenia.connect.queries.said import find_by_phone_tail, find_exactly
from xenia.connect.types.said import RecordSaid
from xenia.identity.queries.links import list_links
from xenia.kernel.actor import Actor
from xenia.kernel.paging import Page, keys_of, page_size, page_token
from xenia.profile.models.cards import Card
from xenia.profile.rows import lines_of, records_of_guests
from xenia.profile.rules.cards import city_key, province_key
from xenia.profile.rules.search import is_found, line_of, looked_for, phone_tail_of, words_of
from xenia.profile.types.guests import FilterCount, GuestFilter, GuestLine
from xenia.trust.types.access import Permission

ROUNDS_MAX = 10
"""A page is looked for in this many looks at cards; what is left then follows on the next page."""
LOOKED_AT_MAX = 500
"""So many guests are looked at one by one to be counted."""
GROWN_MAX = 8
"""Each look is twice as long as the one before, up to so many pages: the first is mostly enough, and where it is not, few are."""
Place = tuple[datetime, UUID]


def list_guests(actor: Actor, *, where: GuestFilter, page: str | None = None, size: int = 50) -> Page[GuestLine]:
    """Returns the guests under the filter of whom the actor sees a record that the filter fits, those with the newest word on top."""
    actor.require(Permission.VIEW_GUESTS)
    size = page_size(size)
    wanted = _Wanted(actor, where)
    place = _place(page) if page else None
    lines: list[tuple[Place, GuestLine]] = []
    for turn in range(ROUNDS_MAX):
        count = (size + 1) * min(2**turn, GROWN_MAX)
        batch = _after(wanted.cards(), place)[:count]
        places = {guest_id: (newest_at, guest_id) for guest_id, newest_at in batch.values_list("guest_id", "newest_at")}
        lines += [(places[guest_id], line) for guest_id, line in wanted.lines(list(places))]
        if len(lines) > size or len(places) < count:
            place = None
            break
        place = list(places.values())[-1]
    following = lines[size - 1][0] if len(lines) > size else place
    return Page([line for _, line in lines[:size]], page_token(following[0].isoformat(), str(following[1])) if following else None)


def count_guests(actor: Actor, *, where: GuestFilter) -> FilterCount:
    """Returns how many guests `list_guests` shows under the filter; of many, where only a look at each would tell, the most there are."""
    actor.require(Permission.VIEW_GUESTS)
    wanted = _Wanted(actor, where)
    cards = wanted.cards()
    if wanted.is_plain:
        return FilterCount(cards.count(), True)
    ids = list(cards.values_list("guest_id", flat=True)[: LOOKED_AT_MAX + 1])
    return FilterCount(cards.count(), False) if len(ids) > LOOKED_AT_MAX else FilterCount(wanted.count(ids), True)


class _Wanted:
    """The filter, first as a condition on cards, which know every record, then looked at again on the records that the actor sees."""

    def __init__(self, actor: Actor, where: GuestFilter) -> None:
        self._actor = actor
        self._where = where
        text = (where.text or "").strip()
        self._parts = looked_for(text) if text and "@" not in text else ()
        self._exact = _guests(actor, find_exactly(actor, text)) if text else None
        name, digits = phone_tail_of(text) or ("", "")
        self._tailed = _guests(actor, find_by_phone_tail(actor, digits)) if digits else frozenset()
        self._beside = looked_for(name)

    def cards(self) -> QuerySet[Card]:
        where, cards = self._where, Card.objects.all()
        if self._actor.units is not None:
            cards = cards.filter(unit_ids__overlap=list(self._actor.units))
        if where.source_id:
            cards = cards.filter(source_ids__contains=[where.source_id])
        if where.run_id:
            cards = cards.filter(run_ids__contains=[where.run_id])
        if places := [key for key in (province_key(where.province), city_key(where.city)) if key]:
            cards = cards.filter(places__contains=places)
        if self._exact is None:
            return cards
        found = Q(guest_id__in=self._exact) | (_named(self._parts) if self._parts else Q())
        return cards.filter(found | Q(_named(self._beside), guest_id__in=self._tailed) if self._tailed else found)

    @property
    def is_plain(self) -> bool:
        """Whether a card tells everything: no text, and nothing that two records of a guest could only fulfil together, or one unseen."""
        where = self._where
        asked = sum(one is not None for one in (where.source_id, where.run_id, where.province or where.city or None))
        return self._exact is None and (asked == 0 or (asked == 1 and self._actor.units is None and not (where.province and where.city)))

    def count(self, guest_ids: list[UUID]) -> int:
        """How many of these guests the actor sees and the filter fits."""
        return sum(self._fits(guest_id, records) for guest_id, records in records_of_guests(self._actor, guest_ids, sealed=()).items())

    def lines(self, guest_ids: list[UUID]) -> list[tuple[UUID, GuestLine]]:
        """The lines of those guests whom the actor sees and the filter fits, in the order given."""
        found = records_of_guests(self._actor, guest_ids)
        lines = lines_of(self._actor, {one: found[one] for one in guest_ids if one in found and self._fits(one, found[one])})
        return list(lines.items())

    def _fits(self, guest_id: UUID, records: Sequence[RecordSaid]) -> bool:
        return (self._exact is None or self._is_meant(guest_id, records)) and any(self._says(record) for record in records)

    def _is_meant(self, guest_id: UUID, records: Sequence[RecordSaid]) -> bool:
        if guest_id in (self._exact or ()) or (guest_id in self._tailed and not self._beside):
            return True
        words = _words(records)
        return is_found(words, self._parts) or (guest_id in self._tailed and is_found(words, self._beside))

    def _says(self, record: RecordSaid) -> bool:
        where, fields = self._where, record.fields
        return (
            where.source_id in (None, record.source_id)
            and where.run_id in (None, record.run_id)
            and (not where.province or fields.get("province") == where.province)
            and (not where.city or fields.get("city") == where.city)
        )


def _guests(actor: Actor, record_ids: Sequence[UUID]) -> frozenset[UUID]:
    return frozenset(link.guest_id for link in list_links(actor, record_ids))


def _named(parts: Sequence[str]) -> Q:
    """Cards whose words hold every part."""
    named = Q()
    for part in parts:
        named &= Q(words__contains=part)
    return named


def _words(records: Sequence[RecordSaid]) -> str:
    said = [[one.fields.get(name, "") for name in ("name", "name_latin", "name_pinyin", "membership_number")] for one in records]
    return line_of(word for name, latin, pinyin, number in said for word in words_of(name, latin, pinyin, number))


def _after(cards: QuerySet[Card], place: Place | None) -> QuerySet[Card]:
    if place:
        newest_at, guest_id = place
        cards = cards.filter(newest_at__lte=newest_at).filter(Q(newest_at__lt=newest_at) | Q(guest_id__lt=guest_id))
    return cards.order_by("-newest_at", "-guest_id")


def _place(token: str) -> Place:
    return keys_of(token, datetime.fromisoformat, UUID)
