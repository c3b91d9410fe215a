"""Two records at the steward's desk, with the guest that would come of them: as the guest's own page would show it."""

from dataclasses import dataclass
from uuid import UUID

from xenia.identity.queries.desk import get_pair
from xenia.identity.types import PairPage
from xenia.kernel.actor import Actor
from xenia.profile.queries.guests import fields_as_one
from xenia.profile.types.guests import Survived


@dataclass(frozen=True)
class DeskPair:
    """`together`: the fields of the guest that both records' guests would be as one, or are already."""

    pair: PairPage
    together: tuple[Survived, ...]


def desk_pair(actor: Actor, left_id: UUID, right_id: UUID) -> DeskPair:
    """Returns two records beside each other and what would come of them; raises NotFound where the actor does not see both."""
    pair = get_pair(actor, left_id, right_id)
    return DeskPair(pair, fields_as_one(actor, {pair.left_guest_id, pair.right_guest_id}))
