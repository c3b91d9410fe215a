"""Writes of cards: what lists and the search read of each guest, made anew from the records whenever one of them changes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
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
READER = product_actor("profile", Permission.VIEW_GUESTS)
"""Cards are made from all records of a guest, whoever sees them; what a reader is shown is read anew from those the reader sees."""
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('profile_card'))"
"""Records are read after the lock is held, so an older state never overwrites a newer one."""
COLUMNS = ("unit_ids", "source_ids", "run_ids", "places", "words", "newest_at")
INCOMING = "CREATE TEMP TABLE IF NOT EXISTS incoming_card (LIKE profile_card) ON COMMIT DROP; TRUNCATE incoming_card"
TYPES = ("uuid", "uuid[]", "uuid[]", "uuid[]", "text[]", "text", "timestamptz")
COPY = f"COPY incoming_card (guest_id, {', '.join(COLUMNS)}) FROM STDIN"
MERGE = f"""
INSERT INTO profile_card (guest_id, {", ".join(COLUMNS)}) SELECT guest_id, {", ".join(COLUMNS)} FROM incoming_card
ON CONFLICT (guest_id) DO UPDATE SET {", ".join(f"{name} = EXCLUDED.{name}" for name in COLUMNS)}
WHERE ({", ".join(f"profile_card.{name}" for name in COLUMNS)}) IS DISTINCT FROM ({", ".join(f"EXCLUDED.{name}" for name in COLUMNS)})
"""  # noqa: S608 - our own column names


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
    cards = _cards_of(guest_ids)
    with connection.cursor() as cursor:
        cursor.execute(INCOMING)
        with cursor.copy(COPY) as copy:
            copy.set_types(TYPES)
            for card in cards:
                copy.write_row(
                    (
                        card.guest_id,
                        list(card.unit_ids),
                        list(card.source_ids),
                        list(card.run_ids),
                        list(card.places),
                        card.words,
                        card.newest_at,
                    )
                )
        cursor.execute(MERGE)
    Card.objects.filter(guest_id__in=set(guest_ids) - {card.guest_id for card in cards}).delete()
    return len(cards)


def _cards_of(guest_ids: Iterable[UUID]) -> list[CardRow]:
    guest = {link.record_id: link.guest_id for link in list_records(READER, list(guest_ids))}
    records: dict[UUID, list[RecordKeys]] = defaultdict(list)
    for record in list_keys(READER, list(guest)):
        records[guest[record.record_id]].append(record)
    return [card_of(guest_id, those) for guest_id, those in records.items()]
