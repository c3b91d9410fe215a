"""Reads of many records at once: what each of them says, what lists find them by, and which of them a text means."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID

from django.db.models.expressions import RawSQL

from xenia.connect import models
from xenia.connect.rows import PHONE_TAIL_FIELD, SEALED_FIELDS, exactly, guests_in_units, mask_last_word, opened
from xenia.connect.types.said import RecordKeys, RecordSaid, SealedValue
from xenia.kernel.actor import Actor
from xenia.settings import ENV
from xenia.trust.masks import mask_email, mask_phone, mask_text
from xenia.trust.types.access import Permission
from xenia.trust.vault import vault_of

PLAIN = (
    "name", "surname", "given_name", "name_latin", "name_pinyin", "gender", "language", "nationality", "province", "city", "company",
    "membership_number", "membership_tier",
)  # fmt: skip
KEYS = (
    "record_id", "unit_id", "source_id", "run_id", "province", "city", "name", "name_latin", "name_pinyin", "membership_number", "order_at",
)  # fmt: skip
FOUND_MAX = 200
"""A contact value, document or key leads to this many records at most; more would be no answer to a person."""
TAIL_MAX = 2_000
"""The end of a phone leads to more: of a million guests a hundred share it, and a name typed beside it then tells them apart."""


def list_said(
    actor: Actor, record_ids: Iterable[UUID], *, clear: frozenset[str] = frozenset(), sealed: Sequence[str] = tuple(SEALED_FIELDS)
) -> list[RecordSaid]:
    """Returns what those records say that the actor sees, the earliest first; of sealed values only the fields in `sealed` are told.

    They are masked, except those in `clear` that the actor's role shows whole: only an action that records the showing asks for these.
    """
    actor.require(Permission.VIEW_GUESTS)
    rows = models.GuestRecord.objects.filter(guests_in_units(actor), record_id__in=list(record_ids)).select_related("source")
    tell = _Sealed(clear & actor.clear_fields, sealed)
    return [_said(row, tell) for row in rows.order_by("record_id")]


def list_seen(actor: Actor, record_ids: Iterable[UUID]) -> list[UUID]:
    """Returns those of the records that the actor sees, the earliest first."""
    actor.require(Permission.VIEW_GUESTS)
    rows = models.GuestRecord.objects.filter(guests_in_units(actor), record_id__in=list(record_ids))
    return list(rows.order_by("record_id").values_list("record_id", flat=True))


def list_keys(actor: Actor, record_ids: Sequence[UUID]) -> list[RecordKeys]:
    """Returns what lists find the records by, those of all units; for the work of a company-wide actor, by tens of thousands."""
    actor.require_for_company(Permission.VIEW_GUESTS)
    wanted = RawSQL("SELECT unnest(%s::uuid[])", [list(record_ids)])  # one parameter for all of them
    units: dict[UUID, list[UUID]] = defaultdict(list)
    for record_id, unit_id in models.GuestUnit.objects.filter(record_id__in=wanted).values_list("record_id", "unit_id"):
        units[record_id].append(unit_id)
    rows = models.GuestRecord.objects.filter(record_id__in=wanted).values_list(*KEYS)
    return [RecordKeys(record, (unit, *units.get(record, ())), *rest) for record, unit, *rest in rows.iterator(chunk_size=5_000)]


def find_exactly(actor: Actor, text: str) -> list[UUID]:
    """Returns the records that the actor sees whose phone, e-mail, document or key is exactly the text."""
    actor.require(Permission.VIEW_GUESTS)
    rows = models.GuestRecord.objects.filter(guests_in_units(actor) & exactly(text))
    return list(rows.values_list("record_id", flat=True)[:FOUND_MAX])


def find_by_phone_tail(actor: Actor, digits: str) -> list[UUID]:
    """Returns the records that the actor sees whose phone ends with these four digits."""
    actor.require(Permission.VIEW_GUESTS)
    index = vault_of(ENV.key_file).index(digits, field=PHONE_TAIL_FIELD)
    rows = models.GuestRecord.objects.filter(guests_in_units(actor), phone_tail_index=index)
    return list(rows.values_list("record_id", flat=True)[:TAIL_MAX])


class _Sealed:
    """Opens, masks and numbers sealed values: two that are equal get one number, and nothing of the value is in it."""

    def __init__(self, clear: frozenset[str], wanted: Sequence[str]) -> None:
        self.clear = clear
        self._wanted = wanted
        self._numbers: dict[tuple[str, str], int] = {}

    def of(self, row: models.GuestRecord) -> Mapping[str, SealedValue]:
        values = {field: opened(row, field) for field in self._wanted}
        return {field: self._value(field, value) for field, value in values.items() if value}

    def _value(self, field: str, value: str) -> SealedValue:
        number = self._numbers.setdefault((field, value), len(self._numbers))
        return SealedValue(value if field in self.clear else MASKS[field](value), number)


def _mask_birth_date(day: str) -> str:
    return f"****{day[4:]}"


MASKS: Mapping[str, Callable[[str], str]] = {
    "phone": mask_phone,
    "email": mask_email,
    "wechat": mask_text,
    "birth_date": _mask_birth_date,
    "document": mask_last_word,
    "address": mask_text,
}


def _said(row: models.GuestRecord, tell: _Sealed) -> RecordSaid:
    sealed = tell.of(row)
    return RecordSaid(
        record_id=row.record_id,
        unit_id=row.unit_id,
        source_id=row.source_id,
        source_name=row.source.name,
        source_kind=row.source.kind,
        source_key=row.source_key,
        fields={name: value for name in PLAIN if (value := getattr(row, name))},
        sealed=sealed,
        clear=tuple(sorted(tell.clear & sealed.keys())),
        has_document=row.document_sealed is not None,
        vip=row.vip,
        tags=tuple(tag for tag in row.tags if tag),
        attributes=row.attributes,
        said_at=row.order_at,
        first_seen_at=row.first_seen_at,
        run_id=row.run_id,
        row_number=row.row_number,
    )
