"""Which guest has which tag, of the whole company at once: for what is computed of everybody."""

from uuid import UUID

import pyarrow as pa

from xenia.identity.queries.meanings import guests_meant
from xenia.kernel.actor import Actor
from xenia.profile.models import tags as models

TAG_TABLE = pa.schema([("guest_id", pa.string()), ("code", pa.string())])
IDS_AT_ONCE = 10_000


def tag_table(actor: Actor) -> pa.Table:
    """Returns every tag in use of every guest, each once, under the id the guest goes by today: `guest_id` and the tag's `code`."""
    actor.require_for_company("view_guests")
    rows = models.GuestTag.objects.filter(until__isnull=True, tag__retired_at__isnull=True)
    held = list(rows.values_list("guest_id", "tag__code"))
    ids = sorted({guest_id for guest_id, _ in held})
    meant: dict[UUID, UUID] = {}
    for start in range(0, len(ids), IDS_AT_ONCE):
        meant |= guests_meant(actor, ids[start : start + IDS_AT_ONCE])
    today = sorted({(str(meant[guest_id]), code) for guest_id, code in held if guest_id in meant})
    return pa.table([[guest for guest, _ in today], [code for _, code in today]], schema=TAG_TABLE)
