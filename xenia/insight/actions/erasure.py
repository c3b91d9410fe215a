"""Erasing people, insight's part: their rows in every version of the feature snapshot."""

from datetime import datetime

from xenia.identity.queries.links import homes_of
from xenia.kernel.actor import Actor
from xenia.kernel.texts import Text
from xenia.lake.snapshots import erase_from_snapshots
from xenia.trust.types.rights import EraseStep, Erasure, Position, Worked


def erase_features(actor: Actor, erasure: Erasure, position: Position, now: datetime) -> Worked:
    """Takes the guests out of the lake's snapshots, under every id they ever had. One of whom records stay is computed anew at night."""
    actor.require("handle_requests")
    homes = {*erasure.guest_ids, *homes_of(actor, erasure.guest_ids)}
    return Worked({}, True, {"snapshot_rows": sum(one.rows_deleted for one in erase_from_snapshots(homes))})


ERASE_STEPS = (
    EraseStep(
        "features", Text("从特征快照中删除客人", "Take the guest out of the feature snapshots"), erase_features, in_transaction=False
    ),
)
