"""A colleague as every other one may know them: by name."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Peer:
    """Someone of the house: what the person is called, and the job."""

    id: UUID
    name: str
    title: str
