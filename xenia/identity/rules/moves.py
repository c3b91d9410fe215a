"""What a new arrangement of records means for the ids of guests (rules M36 and M37). Pure."""

from collections import defaultdict
from collections.abc import Mapping
from uuid import UUID

from xenia.identity.types import Merge, Moved, Split


def moved_of(homes: Mapping[UUID, tuple[UUID, UUID]], records: int) -> Moved:
    """Returns the merges and splits, from each id's guest before and after; ids that no record bears any more may stand as guests before.

    A guest's former id leads to the guest its own record has now (M36). Where records of one guest went to several, the guest that its own
    id leads to is what stays, the others are parted from it (M37). `records`: how many records moved.
    """
    before = {home: was for home, (was, _) in homes.items()}
    after = {home: now for home, (_, now) in homes.items()}
    former: dict[UUID, set[UUID]] = defaultdict(set)
    parted: dict[UUID, set[UUID]] = defaultdict(set)
    for home, now in after.items():
        was = before[home]
        leads = after.get(was, now)
        if leads != now:
            parted[was].add(now)
        elif was != now:
            former[now].add(was)
    return Moved(
        records,
        tuple(Merge(guest_id, tuple(sorted(ids))) for guest_id, ids in sorted(former.items())),
        tuple(Split(guest_id, tuple(sorted(ids))) for guest_id, ids in sorted(parted.items())),
    )
