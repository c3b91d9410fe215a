"""What identity does when it hears news."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from xenia.connect.queries.runs import list_record_ids
from xenia.identity.actions import link_records
from xenia.kernel.actor import product_actor

ACTOR = product_actor("identity", "link_records")


def on_records_arrived(payload: dict[str, Any]) -> None:
    """Gives every record of the run that has no guest a guest of one."""
    for record_ids in list_record_ids(ACTOR, UUID(payload["run_id"])):
        link_records(actor=ACTOR, record_ids=record_ids, now=datetime.now(UTC))
