"""Words of encryption that cross the boundary of trust: which keys there are, what is sealed where, how a change of keys goes on."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from xenia.kernel.texts import Text


class MasterKind(StrEnum):
    """Where the master key comes from: a file, XENIA_MASTER_KEY, or a key service outside."""

    FILE = "file"
    ENVIRONMENT = "environment"
    SERVICE = "service"


class RotationState(StrEnum):
    """`settling`: everything is sealed anew, and the old keys wait until nobody can be writing with them any more."""

    WAITING = "waiting"
    RUNNING = "running"
    SETTLING = "settling"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"

    @property
    def is_over(self) -> bool:
        return self in (RotationState.DONE, RotationState.CANCELLED, RotationState.FAILED)


@dataclass(frozen=True)
class SealedColumn:
    """A column of sealed values: `field` is what each is bound to beside the row, `id_column` the key of the row (a UUID)."""

    table: str
    column: str
    field: str
    id_column: str = "id"


@dataclass(frozen=True)
class SealedFolder:
    """A folder of the home whose files are sealed."""

    name: str


@dataclass(frozen=True)
class SealedPlaces:
    """Everything that is sealed anywhere: `wiring` composes it of what each module declares."""

    columns: tuple[SealedColumn, ...]
    folders: tuple[SealedFolder, ...]


@dataclass(frozen=True)
class MasterKey:
    """The key that wraps the others; `fingerprint` tells two apart and says nothing of the key."""

    kind: MasterKind
    fingerprint: str


@dataclass(frozen=True)
class SealingKey:
    """One data key. New values are sealed with the current one; the others only open what they sealed. `made_at` is None where unknown."""

    number: int
    made_at: datetime | None
    is_current: bool


@dataclass(frozen=True)
class RotationPart:
    """One table or folder: how many rows or files hold values of an old key (`total`, counted at the start), and how many were done."""

    name: str
    total: int
    done: int
    is_done: bool


@dataclass(frozen=True)
class Rotation:
    """A change of the sealing key: everything sealed with `from_keys` is sealed anew with `to_key`, then `from_keys` leave the key file."""

    id: UUID
    state: RotationState
    from_keys: tuple[int, ...]
    to_key: int | None
    reason: str
    asked_by_name: str
    asked_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    message: Text | None
    parts: tuple[RotationPart, ...]

    @property
    def total(self) -> int:
        return sum(part.total for part in self.parts)

    @property
    def done(self) -> int:
        return sum(part.done for part in self.parts)


@dataclass(frozen=True)
class Encryption:
    """What the page on encryption shows; rotations newest first."""

    master: MasterKey
    keys: tuple[SealingKey, ...]
    rotations: tuple[Rotation, ...]
