"""Whether guests are of age: what other modules may know of a birth date."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from uuid import UUID

from xenia.connect.queries.said import list_said
from xenia.connect.types.said import RecordSaid
from xenia.identity.queries.links import list_records
from xenia.identity.queries.meanings import guests_meant
from xenia.kernel.actor import Actor, product_actor
from xenia.profile.rules.ages import age_group
from xenia.profile.rules.survivorship import survive
from xenia.profile.types.ages import AgeGroup
from xenia.trust.types.access import ClearField, Permission

AGES = replace(product_actor("ages", Permission.VIEW_GUESTS), clear_fields=frozenset({ClearField.BIRTH_DATE.value}))
"""Reads birth dates of all units in clear: the law asks whether somebody is a child, whoever looks. Only the group leaves this page."""


def age_groups(actor: Actor, kept_ids: Collection[UUID], on: date) -> dict[UUID, AgeGroup]:
    """Returns, for each id under which a guest was kept, the group of the guest it means on a day; those whose birth date nobody knows are
    left out. The birth date is the one on the guest's page (rules S2 to S5)."""
    actor.require(Permission.VIEW_LOYALTY)
    meant = guests_meant(AGES, kept_ids)
    guest_of = {link.record_id: link.guest_id for link in list_records(AGES, sorted(set(meant.values())))}
    records: defaultdict[UUID, list[RecordSaid]] = defaultdict(list)
    for one in list_said(AGES, list(guest_of), clear=frozenset({ClearField.BIRTH_DATE.value}), sealed=(ClearField.BIRTH_DATE.value,)):
        if one.sealed:
            records[guest_of[one.record_id]].append(one)
    groups = {guest: group for guest, said in records.items() if (group := _group(said, on)) is not None}
    return {kept: groups[guest] for kept, guest in meant.items() if guest in groups}


def _group(records: list[RecordSaid], on: date) -> AgeGroup | None:
    best = next((one.best.text for one in survive(records) if one.field == ClearField.BIRTH_DATE.value), "")
    try:
        return age_group(date.fromisoformat(best), on)
    except ValueError:
        return None
