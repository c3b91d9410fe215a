"""The suppression list: blind indexes of people who were erased, to know them when an import brings them again."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q

from xenia.kernel.actor import Actor
from xenia.trust.models.requests import SuppressedIndex, SuppressionHit
from xenia.trust.queries.policies import rights_policy
from xenia.trust.types.access import Permission
from xenia.trust.types.suppression import MetAgain

NEWEST = 100


def has_suppressed() -> bool:
    """Whether anyone is on the list. Asked by imports on behalf of a source, so it takes no actor."""
    return SuppressedIndex.objects.exists()


def find_suppressed(way: str, indexes: Sequence[bytes], *, source_id: UUID) -> dict[bytes, str]:
    """Returns index -> what to do (block, flag, nothing) for those on the list; a key only counts in the source it was erased from.

    Asked by imports on behalf of a source, so it takes no actor.
    """
    policy = rights_policy()
    deed = {"key": policy.on_key, "document": policy.on_document}.get(way, policy.on_contact)
    rows = SuppressedIndex.objects.filter(Q(source_id=source_id) | Q(source_id__isnull=True), way=way, index__in=list(indexes))
    return {bytes(index): deed for index in rows.values_list("index", flat=True)}


def list_met_again(actor: Actor) -> list[MetAgain]:
    """Returns the newest hundred times an import brought people who were erased."""
    actor.require(Permission.HANDLE_REQUESTS)
    rows = SuppressionHit.objects.order_by("-at", "-id")[:NEWEST]
    return [MetAgain(row.run_id, row.source_id, row.way, row.deed, row.people, row.at) for row in rows]
