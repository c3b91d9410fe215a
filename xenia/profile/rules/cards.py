"""What a card holds of a guest's records. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from xenia.connect.types.said import RecordKeys
from xenia.profile.rules.search import line_of, words_of


@dataclass(frozen=True)
class CardRow:
    """One card: everything that leads to the guest, over all records; see models.cards."""

    guest_id: UUID
    unit_ids: tuple[UUID, ...]
    source_ids: tuple[UUID, ...]
    run_ids: tuple[UUID, ...]
    places: tuple[str, ...]
    words: str
    newest_at: datetime


def card_of(guest_id: UUID, records: Sequence[RecordKeys]) -> CardRow:
    """Returns the card of a guest with these records, at least one."""
    words = {word for one in records for word in words_of(one.name, one.name_latin, one.name_pinyin, one.membership_number)}
    places = {key for one in records for key in (province_key(one.province), city_key(one.city)) if key}
    return CardRow(
        guest_id,
        tuple(sorted({unit for one in records for unit in one.unit_ids})),
        tuple(sorted({one.source_id for one in records})),
        tuple(sorted({one.run_id for one in records})),
        tuple(sorted(places)),
        line_of(words),
        max(one.said_at for one in records),
    )


def province_key(province: str | None) -> str:
    """How a card names a province, so that 上海 the province is not 上海 the city; empty for none."""
    return f"p/{province}" if province else ""


def city_key(city: str | None) -> str:
    """How a card names a city; empty for none."""
    return f"c/{city}" if city else ""
