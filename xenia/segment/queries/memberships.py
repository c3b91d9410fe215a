"""One guest and the audiences that are kept: which, since when, and why. Rules AU21 and AU25 of docs/algorithms/audiences.md."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from xenia.identity.queries.links import guests_of, homes_of
from xenia.insight.queries.features import require_to_see_all
from xenia.insight.queries.objections import require_no_objection
from xenia.kernel.actor import Actor, product_actor
from xenia.kernel.texts import Text
from xenia.profile.queries.seen import KeptGuest, kept_guest
from xenia.segment.models.audiences import Audience, AudienceChange
from xenia.segment.queries.explaining import fitting_audiences
from xenia.segment.queries.kept import audiences_with, definitions_in_force, names_of_audiences, numbers_of_guests
from xenia.segment.queries.sandbox import try_guest
from xenia.segment.rules.bits import unpacked
from xenia.segment.rules.drafts import missing_audience
from xenia.segment.types.audiences import AudienceFits, AudienceKind, AudienceOfGuest, MembershipExplained
from xenia.trust.types.access import Permission
from xenia.trust.types.rights import Section

READER = product_actor("audiences", Permission.VIEW_AUDIENCES)
COLUMNS = (("name", Text("名称", "Name")), ("made_on", Text("截至", "As of")))


def list_audiences_of(actor: Actor, identifier: UUID, *, now: datetime) -> list[AudienceOfGuest]:
    """Returns the audiences that the guest an id means is in, by name, as they were made last. Raises NotFound where the actor sees no
    record of theirs, Refused where they see not all, or the guest objects to profiling."""
    actor.require(Permission.VIEW_AUDIENCES)
    ids = audiences_with(actor, _numbers(actor, _asked(actor, identifier, now)))
    rows = Audience.objects.filter(id__in=ids, archived_at__isnull=True).order_by("name_zh", "id")
    return [
        AudienceOfGuest(row.id, AudienceKind(row.kind), Text(row.name_zh, row.name_en), row.note, bool(row.findings), row.made_on)
        for row in rows
    ]


def explain_membership(actor: Actor, audience_id: UUID, identifier: UUID, *, now: datetime) -> MembershipExplained:
    """Returns whether the guest is among the members that are kept, since when, and what the definition says of them today, with reasons.
    Raises NotFound and Refused as `list_audiences_of`, and as `try_guest`."""
    actor.require_for_company(Permission.VIEW_AUDIENCES)
    row = Audience.objects.filter(id=audience_id).first()
    if row is None:
        raise missing_audience(audience_id)
    numbers = _numbers(actor, _asked(actor, identifier, now))
    is_member = row.id in audiences_with(actor, numbers)
    today = None if row.definition is None or row.findings else try_guest(actor, row.definition, identifier, now=now)
    return MembershipExplained(is_member, _since(row.id, set(numbers)) if is_member else None, today)


def list_fitting(actor: Actor, identifier: UUID, *, now: datetime) -> list[AudienceFits]:
    """Returns the audiences that the guest an id means fits today, judged now, and those that keep them, by name (AU25). Raises as
    `list_audiences_of` and `explain_guest`."""
    actor.require_for_company(Permission.VIEW_AUDIENCES)
    within = audiences_with(actor, _numbers(actor, _asked(actor, identifier, now)))
    names = names_of_audiences(actor)
    kept = {one: one in within for one in names}
    definitions = definitions_in_force(actor)
    # A static copy has no definition and holds whom it held.
    fitting = fitting_audiences(actor, definitions, identifier, now=now, kept=kept) | (within - definitions.keys())
    found = [AudienceFits(one, name, one in fitting, kept[one]) for one, name in names.items() if one in fitting or kept[one]]
    return sorted(found, key=lambda one: (one.name.zh, str(one.id)))


def export_subject(actor: Actor, record_ids: Sequence[UUID], now: datetime) -> list[Section]:
    """Returns the audiences that the guests of these records are in."""
    actor.require(Permission.HANDLE_REQUESTS)
    guests = guests_of(actor, record_ids)
    numbers = numbers_of_guests(READER, {*guests, *homes_of(actor, guests)})
    rows = Audience.objects.filter(id__in=audiences_with(READER, numbers.values())).order_by("name_zh", "id")
    said = tuple({"name": f"{row.name_zh} / {row.name_en}", "made_on": row.made_on.isoformat() if row.made_on else ""} for row in rows)
    return [Section("audiences", "segment", Text("所在受众", "Audiences"), COLUMNS, said)] if said else []


def _asked(actor: Actor, identifier: UUID, now: datetime) -> KeptGuest:
    guest = kept_guest(actor, identifier)
    require_to_see_all(actor, guest)
    require_no_objection(actor, (guest.guest_id, *guest.homes), now=now)
    return guest


def _numbers(actor: Actor, guest: KeptGuest) -> list[int]:
    return sorted(numbers_of_guests(actor, {guest.guest_id, *guest.homes}).values())


def _since(audience_id: UUID, numbers: set[int]) -> datetime | None:
    """The newest change with which they entered."""
    for row in (
        AudienceChange.objects.filter(audience_id=audience_id, entered__gt=0).order_by("-id").only("at", "entered_numbers").iterator()
    ):
        if numbers & set(unpacked(bytes(row.entered_numbers)).tolist()):
            return row.at
    return None
