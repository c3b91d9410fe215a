"""What is hashed of an entry, and what is signed of the log: canonical bytes, signed notes, verifier keys. Pure (rules L2, L5)."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from hashlib import sha256
from typing import Any
from uuid import UUID

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

COLUMNS = (
    "id",
    "at",
    "action",
    "actor_kind",
    "actor_id",
    "actor_name",
    "subject_kind",
    "subject_id",
    "unit_id",
    "purpose",
    "details",
    "request_id",
    "transaction",
)
"""The columns of an entry in the order in which they are read; every one of them is hashed."""
ED25519 = b"\x01"
DASH = "\N{EM DASH} "


def plain(value: Any) -> Any:
    """Returns a detail as JSON can hold it the same way for ever (rule L2): ids, instants, codes and fractions become text."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(inner) for key, inner in value.items()}
    if isinstance(value, set | frozenset):
        return sorted((plain(inner) for inner in value), key=str)
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value).replace("\x00", "")


def entry_of(row: Sequence[str | None]) -> dict[str, Any]:
    """Returns the entry as it is hashed, from its columns as PostgreSQL writes them: `at` is UTC with six decimals and a Z (rule L2)."""
    entry: dict[str, Any] = dict(zip(COLUMNS, row, strict=True))
    entry["id"] = int(entry["id"])
    entry["transaction"] = int(entry["transaction"])
    entry["details"] = orjson.loads(entry["details"])
    return entry


def canonical(entry: Mapping[str, Any]) -> bytes:
    """Returns the bytes that are hashed: JSON in UTF-8 without spaces, members sorted, whole numbers only (RFC 8785; rule L2)."""
    return orjson.dumps(entry, option=orjson.OPT_SORT_KEYS)


@dataclass(frozen=True)
class Note:
    """What a checkpoint says: the log's name, its size and root, the size of the checkpoint before (`after`), the transaction of the
    database `cluster` below which all is in it, and when."""

    origin: str
    size: int
    root: bytes
    after: int
    horizon: int
    cluster: str
    at: datetime

    def text(self) -> str:
        """The body that is signed (C2SP tlog-checkpoint): origin, size, root, and three lines of our own (rule L5)."""
        root = base64.b64encode(self.root).decode()
        instant = self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        return f"{self.origin}\n{self.size}\n{root}\nafter {self.after}\nhorizon {self.horizon} {self.cluster}\nat {instant}\n"


def origin_of(key_id: UUID) -> str:
    """Returns the name of the log that a key signs: no two logs are ever taken for each other."""
    return f"xenia.audit/{key_id.hex}"


def public_key_of(private_key: bytes) -> bytes:
    """Returns the public half of an Ed25519 key."""
    return Ed25519PrivateKey.from_private_bytes(private_key).public_key().public_bytes_raw()


def verifier_key(origin: str, public_key: bytes) -> str:
    """Returns the key as a C2SP signed note's verifier takes it: `name+hash+base64`."""
    return f"{origin}+{_key_hash(origin, public_key).hex()}+{base64.b64encode(ED25519 + public_key).decode()}"


def sign(note: Note, key: Ed25519PrivateKey) -> str:
    """Returns the signed note: the body, an empty line, the signature line."""
    body = note.text()
    marked = _key_hash(note.origin, key.public_key().public_bytes_raw()) + key.sign(body.encode())
    return f"{body}\n{DASH}{note.origin} {base64.b64encode(marked).decode()}\n"


def read_note(signed: str, verifier: str) -> Note | None:
    """Returns what the note says; None where it is no note, or is not signed by the key (rule L5)."""
    try:
        origin, _, key_text = verifier.split("+", 2)
        public_key = base64.b64decode(key_text, validate=True)[1:]
        body, _, line = signed.rpartition("\n\n")
        name, size, root, after, horizon, at = body.split("\n")
        marked = _signature_of(origin, _key_hash(origin, public_key), line)
        Ed25519PublicKey.from_public_bytes(public_key).verify(marked, (body + "\n").encode())
        note = Note(
            name,
            int(size),
            base64.b64decode(root, validate=True),
            int(after.removeprefix("after ")),
            int(horizon.split(" ")[1]),
            horizon.split(" ")[2],
            datetime.fromisoformat(at.removeprefix("at ")),
        )
    except (ValueError, IndexError, InvalidSignature):
        return None
    return note if note.origin == origin and note.text() == body + "\n" else None


def _signature_of(origin: str, key_hash: bytes, line: str) -> bytes:
    """The signature of a line that is written exactly as `sign` writes it; raises ValueError where it is another key's or anything else."""
    text = line.removeprefix(f"{DASH}{origin} ").removesuffix("\n")
    marked = base64.b64decode(text, validate=True)
    if marked[:4] != key_hash or line != f"{DASH}{origin} {base64.b64encode(marked).decode()}\n":
        raise ValueError("not signed by this key")
    return marked[4:]


def _key_hash(origin: str, public_key: bytes) -> bytes:
    """The first four bytes by which a signature line names its key (C2SP signed-note)."""
    return sha256(origin.encode() + b"\n" + ED25519 + public_key).digest()[:4]
