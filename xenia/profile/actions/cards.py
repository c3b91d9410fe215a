"""Writes of cards: what lists and the search read of each guest, made anew from the records whenever one of them changes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.db import connection, transaction

from xenia.connect.queries.said import list_keys
from xenia.connect.types.said import RecordKeys
from xenia.identity.queries.links import list_records
from xenia.kernel.actor import Actor, product_actor
from xenia.kernel.texts import Text
from xenia.profile.models.cards import Card
from xenia.profile.rules.cards import CardRow, card_of
from xenia.trust.types.access import Permission
from xenia.trust.types.rights import EraseStep, Erasure, Position, Worked

BATCH_GUESTS = 20_000
READ_AT_ONCE = 2_000
"""Of more the objects would live long enough for Python's collector to go through all of them again and again: a third of the time."""
READER = product_actor("profile", Permission.VIEW_GUESTS)
"""Cards are made from all records of a guest, whoever sees them; what a reader is shown is read anew from those the reader sees."""
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('profile_card'))"
"""Records are read after the lock is held, so an older state never overwrites a newer one."""
COLUMNS = ("unit_ids", "source_ids", "run_ids", "places", "words", "newest_at")
INCOMING = "CREATE TEMP TABLE IF NOT EXISTS incoming_card (LIKE profile_card) ON COMMIT DROP; TRUNCATE incoming_card"
COPY = f"COPY incoming_card (guest_id, {', '.join(COLUMNS)}) FROM STDIN"
MERGE = f"""
INSERT INTO profile_card (guest_id, {", ".join(COLUMNS)}) SELECT guest_id, {", ".join(COLUMNS)} FROM incoming_card i
WHERE NOT EXISTS (SELECT 1 FROM profile_card c WHERE c.guest_id = i.guest_id
    AND ({", ".join(f"c.{name}" for name in COLUMNS)}) IS NOT DISTINCT FROM ({", ".join(f"i.{name}" for name in COLUMNS)}))
ON CONFLICT (guest_id) DO UPDATE SET {", ".join(f"{name} = EXCLUDED.{name}" for name in COLUMNS)}
"""  # noqa: S608 - our own column names
"""A card that is as it was is left alone: only to look at it in ON CONFLICT would lock and so write it."""
PENDING = "SET LOCAL gin_pending_list_limit = '64MB'"
INDEXED = "SELECT gin_clean_pending_list('card_words'::regclass)"
"""Words of a large batch go into their index in one sorted pass at its end; searches would have to read what is pending."""


def refresh_cards(*, actor: Actor, guest_ids: Sequence[UUID], now: datetime) -> int:
    """Makes the cards of these guests anew and removes those of guests without a record; returns how many have one. Safe to repeat."""
    actor.require(Permission.VIEW_GUESTS)
    return sum(_refresh(guest_ids[start : start + BATCH_GUESTS]) for start in range(0, len(guest_ids), BATCH_GUESTS))


def erase_cards(actor: Actor, erasure: Erasure, position: Position, now: datetime) -> Worked:
    """Makes the cards of erased guests anew: those of whom nothing is left lose theirs."""
    actor.require(Permission.HANDLE_REQUESTS)
    kept = refresh_cards(actor=READER, guest_ids=erasure.guest_ids, now=now)
    return Worked({}, True, {"cards": len(erasure.guest_ids) - kept})


ERASE_STEPS = (EraseStep("cards", Text("删除客人卡片", "Delete the guest's card"), erase_cards),)


@transaction.atomic
def _refresh(guest_ids: Sequence[UUID]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME)
    parts = (guest_ids[start : start + READ_AT_ONCE] for start in range(0, len(guest_ids), READ_AT_ONCE))
    rows = {card.guest_id: _cells(card) for part in parts for card in _cards_of(part)}
    with connection.cursor() as cursor:
        cursor.execute(INCOMING)
        with cursor.copy(COPY) as copy:
            for row in rows.values():
                copy.write_row(row)
        cursor.execute(PENDING)
        cursor.execute(MERGE)
        if len(rows) >= READ_AT_ONCE:
            cursor.execute(INDEXED)
    if gone := set(guest_ids) - rows.keys():
        Card.objects.filter(guest_id__in=gone).delete()
    return len(rows)


def _cells(card: CardRow) -> tuple[str, ...]:
    """The card as PostgreSQL reads it: few combinations of units, sources, runs and places stand in many cards."""
    lists = (card.unit_ids, card.source_ids, card.run_ids, card.places)
    return (str(card.guest_id), *(_array(one) for one in lists), card.words, card.newest_at.isoformat())


@lru_cache(maxsize=10_000)
def _array(values: tuple[object, ...]) -> str:
    quoted = (str(value).replace("\\", "\\\\").replace('"', '\\"') for value in values)
    return "{" + ",".join(f'"{value}"' for value in quoted) + "}"


def _cards_of(guest_ids: Iterable[UUID]) -> list[CardRow]:
    guest = {link.record_id: link.guest_id for link in list_records(READER, list(guest_ids))}
    records: dict[UUID, list[RecordKeys]] = defaultdict(list)
    for record in list_keys(READER, list(guest)):
        records[guest[record.record_id]].append(record)
    return [card_of(guest_id, those) for guest_id, those in records.items()]
