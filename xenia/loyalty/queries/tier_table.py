"""Which guest has which tier of a programme, of the whole company at once: for what is asked of everybody."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pyarrow as pa

from xenia.identity.queries.meanings import guests_meant
from xenia.kernel.actor import Actor, product_actor
from xenia.loyalty.models.tiers import Standing
from xenia.loyalty.queries.programmes import list_programmes
from xenia.loyalty.queries.tiers import list_versions
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.rules.tiers import policy_on
from xenia.loyalty.types.programmes import MemberState, Programme
from xenia.loyalty.types.tiers import Tier
from xenia.trust.types.access import Permission

TIER_TABLE = pa.schema([("guest_id", pa.string()), ("tier", pa.string())])
IDS_AT_ONCE = 10_000
LINKS = product_actor("tier table", Permission.VIEW_GUESTS)


@dataclass(frozen=True)
class Ladder:
    """The tiers of a programme as they hold today, the lowest first."""

    programme: Programme
    tiers: tuple[Tier, ...]


def list_ladders(actor: Actor, *, now: datetime) -> list[Ladder]:
    """Returns the tiers of every programme that has any, the oldest programme first."""
    actor.require(Permission.VIEW_LOYALTY)
    found = [(one, list_versions(actor, one.id)) for one in list_programmes(actor)]
    return [Ladder(one, policy_on(versions, day_of(now, one.time_zone)).tiers) for one, versions in found if versions]


def tier_table(actor: Actor, ladder: Ladder, current: Collection[str]) -> pa.Table:
    """Returns the tier of every active member as it was last looked at, one row a guest under the id the guest goes by: `guest_id`, `tier`.
    Of several memberships the highest counts. `current`: the ids guests go by today; only others are looked up."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    ranks = {one.code: rank for rank, one in enumerate(ladder.tiers)}
    rows = Standing.objects.filter(programme_id=ladder.programme.id, member__state=MemberState.ACTIVE.value, tier__in=ranks)
    held = [(guest_id, tier) for guest_id, tier in rows.values_list("member__guest_id", "tier") if guest_id]
    meant = _meant({guest_id for guest_id, _ in held if str(guest_id) not in current})
    found: dict[str, str] = {}
    for guest_id, tier in held:
        guest = str(meant.get(guest_id, guest_id))
        if guest not in found or ranks[tier] > ranks[found[guest]]:
            found[guest] = tier
    return pa.table([list(found), list(found.values())], schema=TIER_TABLE)


def _meant(former: Collection[UUID]) -> dict[UUID, UUID]:
    ids, meant = sorted(former), dict[UUID, UUID]()
    for start in range(0, len(ids), IDS_AT_ONCE):
        meant |= guests_meant(LINKS, ids[start : start + IDS_AT_ONCE])
    return meant
