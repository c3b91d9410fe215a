"""Readings as they are stored: sealed, opened only to be compared. Private."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from xenia.identity import models
from xenia.identity.rules.blocking import keys_of
from xenia.identity.rules.clustering import Judge
from xenia.identity.rules.conflicts import conflict_between
from xenia.identity.rules.judging import Bench
from xenia.identity.rules.reading import Reading, read_record
from xenia.identity.rules.sharing import without_shared
from xenia.identity.rules.weighing import SAME_BITS_MIN, Model, from_document
from xenia.settings import ENV
from xenia.trust.vault import vault_of

READING_FIELD = "identity.reading.reading"
REASON_FIELD = "identity.decision.reason"
SILENT = read_record({}, today=date.min)
"""A record that says nothing."""


def sealed_reading(record_id: UUID, reading: Reading) -> bytes:
    """The reading as it is kept, bound to its record."""
    text = json.dumps(asdict(reading), ensure_ascii=False, separators=(",", ":"), default=date.isoformat)
    return vault_of(ENV.key_file).seal(text, field=READING_FIELD, row=record_id)


def readings_of(record_ids: Sequence[UUID]) -> dict[UUID, Reading]:
    """The reading of each record that was read, without contacts that are an office's (rule M16)."""
    vault = vault_of(ENV.key_file)
    rows = models.Reading.objects.filter(record_id__in=record_ids).values_list("record_id", "reading_sealed")
    found = {record_id: _opened(vault.open(bytes(sealed), field=READING_FIELD, row=record_id)) for record_id, sealed in rows}
    shared = shared_among(found.values())
    return {record_id: without_shared(reading, shared) for record_id, reading in found.items()}


def linked(record_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """The guest of each of the records that has one."""
    return dict(models.GuestLink.objects.filter(record_id__in=record_ids).values_list("record_id", "guest_id"))


def reason_of(row: models.Decision) -> str:
    """Why a person decided so, in the person's words."""
    sealed = row.reason_sealed
    return vault_of(ENV.key_file).open(bytes(sealed), field=REASON_FIELD, row=row.id) if sealed else ""


def current_version() -> tuple[int, Model] | None:
    """The model in use and its number; None before the first full run."""
    row = models.MatchModel.objects.filter(is_current=True).values_list("version", "trained_at").first()
    return None if row is None else (row[0], _model_of(*row))


def current_model() -> Model | None:
    """The model in use; None before the first full run."""
    current = current_version()
    return current[1] if current else None


def judge_among(record_ids: Sequence[UUID]) -> Judge[UUID]:
    """Judges groups of these records; of a record that was not read yet nothing is known that speaks against anyone."""
    readings = {**dict.fromkeys(record_ids, SILENT), **readings_of(record_ids)}
    model = current_model()
    if model is not None:
        return Bench(readings, model).judge(SAME_BITS_MIN)

    def conflict(first: Sequence[UUID], second: Sequence[UUID]) -> bool:
        return any(conflict_between(readings[left], readings[right]) for left in first for right in second)

    return Judge(conflict)


@lru_cache(maxsize=2)
def _model_of(version: int, trained_at: datetime) -> Model:
    """A version is never edited but for names that are erased, and reading one takes a while."""
    return from_document(models.MatchModel.objects.get(version=version).document)


def _opened(text: str) -> Reading:
    held = json.loads(text)
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in held.items()}
    values["birth_date"] = date.fromisoformat(held["birth_date"]) if held["birth_date"] else None
    return Reading(**values)


KEY_FIELD = "identity.reading.key"
CONTACT_FIELD = "identity.shared_contact"


def key_number(key: str) -> int:
    """A key as it is kept: a number that says nothing of the value without the product's own key."""
    return int.from_bytes(vault_of(ENV.key_file).index(key, field=KEY_FIELD)[:8], "big", signed=True)


def key_numbers(reading: Reading) -> list[int]:
    """The keys a record is found by, as they are kept."""
    found = vault_of(ENV.key_file).indexes(keys_of(reading), field=KEY_FIELD)
    return [int.from_bytes(one[:8], "big", signed=True) for one in found]


def contact_index(contact: str) -> bytes:
    """The blind index of a phone or an address, as shared contacts are kept."""
    return vault_of(ENV.key_file).index(contact, field=CONTACT_FIELD)


def shared_among(readings: Iterable[Reading]) -> frozenset[str]:
    """Which phones and addresses of these readings are an office's."""
    contacts = {contact for reading in readings for contact in (*reading.phones, reading.email) if contact}
    index_of = {contact_index(contact): contact for contact in contacts}
    found = models.SharedContact.objects.filter(contact_index__in=list(index_of)).values_list("contact_index", flat=True)
    return frozenset(index_of[bytes(one)] for one in found)


OPENED_AT_ONCE = 20_000


def stored_readings(step: Callable[[int], None]) -> list[tuple[UUID, Reading]]:
    """Every reading, by id, shared contacts still in; `step` hears how many were opened."""
    vault = vault_of(ENV.key_file)
    found: list[tuple[UUID, Reading]] = []
    rows = models.Reading.objects.order_by("record_id").values_list("record_id", "reading_sealed")
    last: UUID | None = None
    while batch := list((rows.filter(record_id__gt=last) if last else rows)[:OPENED_AT_ONCE]):
        found += [(one, _opened(vault.open(bytes(sealed), field=READING_FIELD, row=one))) for one, sealed in batch]
        last = batch[-1][0]
        step(len(found))
    return found
