"""Lists of guests, read through their cards. A list never shows a contact value in clear: a list is how a copy is made."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from xenia.connect.queries.said import find_exactly
from xenia.connect.types.said import RecordSaid
from xenia.identity.queries.links import list_links
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Invalid
from xenia.kernel.paging import Page, keys_of, page_size, page_token
from xenia.profile.models.cards import Card
from xenia.profile.rows import lines_of, records_of_guests
from xenia.profile.rules.cards import city_key, province_key
from xenia.profile.rules.search import is_found, line_of, looked_for, words_of
from xenia.profile.types.guests import GuestFilter, GuestLine
from xenia.trust.types.access import Permission

ROUNDS_MAX = 10
"""A page is looked for in this many looks at cards; what is left then follows on the next page."""
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


class _Wanted:
    """The filter, first as a condition on cards, which know every record, then looked at again on the records that the actor sees."""

    def __init__(self, actor: Actor, where: GuestFilter) -> None:
        self._actor = actor
        self._where = where
        text = (where.text or "").strip()
        self._parts = looked_for(text) if text and "@" not in text else ()
        self._exact = frozenset(link.guest_id for link in list_links(actor, find_exactly(actor, text))) if text else None

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
        return cards if self._exact is None else cards.filter(Q(guest_id__in=self._exact) | self._named())

    def lines(self, guest_ids: list[UUID]) -> list[tuple[UUID, GuestLine]]:
        """The lines of those guests whom the actor sees and the filter fits, in the order given."""
        found = records_of_guests(self._actor, guest_ids)
        lines = lines_of(self._actor, {one: found[one] for one in guest_ids if one in found and self._fits(one, found[one])})
        return list(lines.items())

    def _named(self) -> Q:
        named = Q(pk__isnull=not self._parts)  # nothing where the text has no word
        for part in self._parts:
            named &= Q(words__contains=part)
        return named

    def _fits(self, guest_id: UUID, records: Sequence[RecordSaid]) -> bool:
        if self._exact is not None and guest_id not in self._exact and not is_found(_words(records), self._parts):
            return False
        return any(self._says(record) for record in records)

    def _says(self, record: RecordSaid) -> bool:
        where, fields = self._where, record.fields
        return (
            where.source_id in (None, record.source_id)
            and where.run_id in (None, record.run_id)
            and (not where.province or fields.get("province") == where.province)
            and (not where.city or fields.get("city") == where.city)
        )


def _words(records: Sequence[RecordSaid]) -> str:
    said = [[one.fields.get(name, "") for name in ("name", "name_latin", "name_pinyin", "membership_number")] for one in records]
    return line_of(word for name, latin, pinyin, number in said for word in words_of(name, latin, pinyin, number))


def _after(cards: QuerySet[Card], place: Place | None) -> QuerySet[Card]:
    if place:
        newest_at, guest_id = place
        cards = cards.filter(newest_at__lte=newest_at).filter(Q(newest_at__lt=newest_at) | Q(guest_id__lt=guest_id))
    return cards.order_by("-newest_at", "-guest_id")


def _place(token: str) -> Place:
    try:
        newest_at, guest_id = keys_of(token, 2)
        return datetime.fromisoformat(newest_at), UUID(guest_id)
    except ValueError as unreadable:
        raise Invalid(
            "page_token_invalid",
            "The page token cannot be read; start again from the first page.",
            "翻页标记无法识别；请从第一页重新开始。",
        ) from unreadable
