"""Which tier a member had on a day, for what is judged by it: many members at once."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from uuid import UUID

from xenia.kernel.actor import Actor
from xenia.loyalty.models import tiers as models
from xenia.loyalty.queries.tiers import list_versions
from xenia.trust.types.access import Permission

IDS_AT_ONCE = 10_000
History = dict[UUID, list[tuple[date, str, str]]]


def base_tier(actor: Actor, programme_id: UUID) -> str:
    """Returns the tier of who has done nothing yet, empty where the programme has no tiers."""
    versions = list_versions(actor, programme_id)
    return versions[-1].policy.tiers[0].code if versions else ""


def tier_history(actor: Actor, member_ids: Collection[UUID] | None = None) -> History:
    """Returns how the tier of each member changed (day, before, tier), the oldest change first; of all members where none are named. Who
    never changed is not there."""
    actor.require(Permission.VIEW_LOYALTY)
    rows = models.TierChange.objects.order_by("on")
    if member_ids is not None:
        rows = rows.filter(member_id__in=list(member_ids))
    found: defaultdict[UUID, list[tuple[date, str, str]]] = defaultdict(list)
    for member_id, on, before, tier in rows.values_list("member_id", "on", "before", "tier"):
        found[member_id].append((on, before, tier))
    return dict(found)
