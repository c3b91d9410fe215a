"""Records by the phone numbers and e-mail addresses of a list, many at a time and without opening anything sealed."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from xenia.connect import models
from xenia.connect.rows import INDEXED, understood_as
from xenia.kernel.actor import Actor
from xenia.settings import ENV
from xenia.trust.types.access import Permission
from xenia.trust.vault import vault_of

AT_ONCE = 10_000
FIELDS = ("phone", "email")


def records_by_contact(actor: Actor, values: Sequence[str]) -> dict[str, set[UUID]]:
    """Returns the records of the company that hold each value, by the value as it was given; one that none holds, or that is neither a
    phone number nor an e-mail address, is left out."""
    actor.require_for_company(Permission.VIEW_GUESTS)
    regions, vault = list(models.Source.objects.values_list("phone_region", flat=True).distinct()), vault_of(ENV.key_file)
    said: dict[str, dict[bytes, list[str]]] = {field: defaultdict(list) for field in FIELDS}
    for value in dict.fromkeys(values):
        ways = understood_as(value, regions)
        for field in FIELDS:
            for index in vault.indexes([form.lower() for form in ways.get(field, ())], field=INDEXED[field][1]):
                said[field][index].append(value)
    found: dict[str, set[UUID]] = defaultdict(set)
    for field in FIELDS:
        for index, record_id in _held(INDEXED[field][0], list(said[field])):
            for value in said[field][index]:
                found[value].add(record_id)
    return dict(found)


def _held(column: str, indexes: list[bytes]) -> list[tuple[bytes, UUID]]:
    found: list[tuple[bytes, UUID]] = []
    for begin in range(0, len(indexes), AT_ONCE):
        rows = models.GuestRecord.objects.filter(**{f"{column}__in": indexes[begin : begin + AT_ONCE]})
        found += [(bytes(index), record_id) for index, record_id in rows.values_list(column, "record_id")]
    return found
