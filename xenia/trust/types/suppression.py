"""Words of the suppression list: people who were erased and came again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Hit:
    """So many people of one chunk were known by `way` (key, document, phone, email), and this was done: block or flag."""

    way: str
    deed: str
    people: int


@dataclass(frozen=True)
class MetAgain:
    """One run that brought people who were erased."""

    run_id: UUID
    source_id: UUID
    way: str
    deed: str
    people: int
    at: datetime
