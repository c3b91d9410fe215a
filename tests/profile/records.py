"""Records as sources say them, for tests of rules: nothing of a database."""

from datetime import UTC, datetime
from itertools import count
from typing import Any
from uuid import UUID

from xenia.connect.types.said import RecordSaid, SealedValue

EARLY, LATE = datetime(2025, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
UNIT, SOURCE = UUID(int=1), UUID(int=2)
_NUMBERS = count(1)


def said(kind: str = "file", at: datetime = EARLY, *, document: str = "", phone: str = "", **fields: Any) -> RecordSaid:
    """A record of a source of this kind; the later call has the later id. A sealed value is its own key."""
    sealed = {name: SealedValue(value, hash(value)) for name, value in (("document", document), ("phone", phone)) if value}
    own = {name: fields.pop(name, default) for name, default in (("vip", False), ("tags", ()), ("attributes", {}))}
    return RecordSaid(
        record_id=UUID(int=next(_NUMBERS)), unit_id=UNIT, source_id=SOURCE, source_name=kind, source_kind=kind, source_key="", fields=fields,
        sealed=sealed, clear=(), has_document=bool(document), said_at=at, first_seen_at=at, run_id=UNIT, row_number=2, **own,
    )  # fmt: skip
