"""Reads that what people do for guests needs: where records are seen, and what sources say guests are and like."""

from collections.abc import Collection, Iterator
from uuid import UUID

from xenia.connect import models
from xenia.connect.rows import guests_in_units
from xenia.connect.types.by_hand import ToldTrait
from xenia.kernel.actor import Actor
from xenia.lake import read
from xenia.trust.types.access import Permission


def units_showing(actor: Actor, record_ids: Collection[UUID]) -> frozenset[UUID]:
    """Returns the units in which one of the records is seen: its own, and those where the person has a booking."""
    actor.require(Permission.VIEW_GUESTS)
    own = models.GuestRecord.objects.filter(record_id__in=list(record_ids)).values_list("unit_id", flat=True)
    booked = models.GuestUnit.objects.filter(record_id__in=list(record_ids)).values_list("unit_id", flat=True)
    return frozenset([*own, *booked])


def source_names(actor: Actor, record_ids: Collection[UUID]) -> dict[UUID, str]:
    """Returns the name of the source of each record that the actor sees."""
    actor.require(Permission.VIEW_GUESTS)
    rows = models.GuestRecord.objects.filter(guests_in_units(actor), record_id__in=list(record_ids))
    return dict(rows.values_list("record_id", "source__name"))


def tags_of(actor: Actor, record_ids: Collection[UUID]) -> list[tuple[str, str]]:
    """Returns each tag that a source gives one of the records, with the source's name, each once, in the order of tags."""
    actor.require(Permission.VIEW_GUESTS)
    rows = models.GuestRecord.objects.filter(guests_in_units(actor), record_id__in=list(record_ids)).exclude(tags=[])
    told = {(tag, name) for tags, name in rows.values_list("tags", "source__name") for tag in tags}
    return sorted(told)


def list_told_traits(actor: Actor, run_id: UUID) -> Iterator[list[ToldTrait]]:
    """Yields the traits that a run brought to the lake, in batches; one without a value says that it holds."""
    actor.require(Permission.VIEW_GUESTS)
    facts = read.table("guest_traits")
    own = facts.filter((facts.run_id == str(run_id)) & facts.record_id.notnull())
    shown = own.select("record_id", "name", "value", at=own["at"].coalesce(own.order_at))
    for batch in read.stream(shown, units=actor.units):
        yield [ToldTrait(UUID(row["record_id"]), row["name"], row["value"] or "", row["at"]) for row in batch.to_pylist()]
