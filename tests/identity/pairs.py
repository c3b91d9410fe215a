"""Records with a guest each, and what is said of two of them."""

from collections.abc import Sequence
from uuid import UUID

from tests.cast import NOON
from xenia.identity import models
from xenia.identity.actions.links import link_records
from xenia.identity.rules.clustering import Judge
from xenia.kernel.actor import product_actor
from xenia.kernel.ids import new_id

LINKER = product_actor("tests", "link_records")


def linked_records(count: int) -> list[UUID]:
    """So many records, each a guest of one, in the order in which they came."""
    records = sorted(new_id() for _ in range(count))
    link_records(actor=LINKER, record_ids=records, now=NOON)
    return records


def match(one: UUID, other: UUID, weight: float = 12.0, verdict: str = "same", levels: Sequence[int] = (), rule: str = "") -> models.Match:
    """What the matcher found of two records."""
    left, right = sorted((one, other))
    return models.Match.objects.create(
        left_id=left, right_id=right, weight=weight, levels=list(levels), rule=rule, model_version=1, verdict=verdict
    )


def decide(one: UUID, other: UUID, said: str) -> models.Decision:
    """What a person said of two records, without making guests anew."""
    left, right = sorted((one, other))
    return models.Decision.objects.create(left_id=left, right_id=right, said=said, said_at=NOON)


def nothing_against(record_ids: Sequence[UUID]):
    """Nothing speaks against anyone."""
    return Judge(lambda first, second: False)
