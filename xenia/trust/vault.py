"""Personal values at rest: AES-256-GCM bound to field and row, a keyed blind index for exact look-up, and sealed files.

Keys live in one file (`XENIA_KEY_FILE`), made on first start, mode 0600. Losing it loses every sealed value, so back it up apart from the
database. Format of a sealed value: 1 byte key number, 12 bytes nonce, ciphertext with a 16-byte tag; the associated data is `field:row`,
so a value copied to another row or column does not open (NIST SP 800-38D).
"""

import json
import os
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from io import BufferedReader, RawIOBase
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from xenia.kernel.errors import XeniaError

NONCE_BYTES = 12
INDEX_BYTES = 16
FRAME_BYTES = 1 << 20
FILE_MAGIC = b"XENIA1\n"


class VaultFault(XeniaError):
    """The key file is missing, damaged, or not the one the value was sealed with."""

    status = 500


@dataclass(frozen=True)
class Keys:
    """`sealing` maps a key number to 32 bytes; `current` seals; `index` and `ids` key the blind index and derived ids."""

    sealing: dict[int, bytes]
    current: int
    index: bytes
    ids: bytes


def create_key_file(path: Path) -> None:
    """Writes fresh keys, readable by the owner only; does nothing where the file exists."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {
        "version": 1,
        "current": 1,
        "sealing": {"1": os.urandom(32).hex()},
        "index": os.urandom(32).hex(),
        "ids": os.urandom(32).hex(),
    }
    draft = path.with_suffix(f".{os.getpid()}.draft")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as out:
        json.dump(content, out)
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process made the keys first; its file is the one
    finally:
        draft.unlink()


@lru_cache(maxsize=4)
def load_keys(path: Path) -> Keys:
    """Returns the keys; raises VaultFault where the file is missing or cannot be read."""
    try:
        content = json.loads(path.read_text())
        sealing = {int(number): bytes.fromhex(key) for number, key in content["sealing"].items()}
        keys = Keys(sealing=sealing, current=content["current"], index=bytes.fromhex(content["index"]), ids=bytes.fromhex(content["ids"]))
    except FileNotFoundError as missing:
        raise VaultFault(
            "key_file_missing", f"The key file {path} is missing; put it back from your backup, or set XENIA_KEY_FILE."
        ) from missing
    except (ValueError, KeyError) as damaged:
        raise VaultFault("key_file_damaged", f"The key file {path} is damaged; put it back from your backup.") from damaged
    if keys.current not in keys.sealing or any(len(key) != 32 for key in sealing.values()):
        raise VaultFault("key_file_damaged", f"The key file {path} lacks its current key; put it back from your backup.")
    return keys


class Vault:
    """Seals and opens with one set of keys. Thread-safe: AESGCM objects hold no state between calls."""

    def __init__(self, keys: Keys) -> None:
        self._ciphers = {number: AESGCM(key) for number, key in keys.sealing.items()}
        self._current = keys.current
        self._index_key = keys.index
        self.ids_secret = keys.ids

    def seal(self, value: str, *, field: str, row: UUID) -> bytes:
        """Returns the sealed UTF-8 value; `field` is `module.table.column`."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._ciphers[self._current].encrypt(nonce, value.encode(), f"{field}:{row}".encode())
        return bytes([self._current]) + nonce + sealed

    def open(self, sealed: bytes, *, field: str, row: UUID) -> str:
        """Returns the value; raises VaultFault where the key, field or row is not the one it was sealed with."""
        cipher = self._ciphers.get(sealed[0]) if sealed else None
        if cipher is None:
            raise VaultFault("key_unknown", f"A value of {field} was sealed with a key that is not in the key file; put that key back.")
        try:
            return cipher.decrypt(bytes(sealed[1 : 1 + NONCE_BYTES]), bytes(sealed[1 + NONCE_BYTES :]), f"{field}:{row}".encode()).decode()
        except InvalidTag as wrong:
            raise VaultFault(
                "seal_broken", f"A value of {field} does not open: it was changed, moved, or sealed with another key."
            ) from wrong

    def index(self, value: str, *, field: str) -> bytes:
        """Returns 16 bytes, the same for the same value and field: for exact search, never reversible without the key."""
        return blake2b(value.encode(), key=self._index_key, digest_size=INDEX_BYTES, person=field.encode()[-16:]).digest()

    def indexes(self, values: Iterable[str], *, field: str) -> list[bytes]:
        """The blind indexes of many values, in order."""
        key, person = self._index_key, field.encode()[-16:]
        return [blake2b(value.encode(), key=key, digest_size=INDEX_BYTES, person=person).digest() for value in values]

    def writer(self, path: Path) -> "SealedWriter":
        return SealedWriter(path, self._ciphers[self._current], self._current)

    def reader(self, path: Path) -> BinaryIO:
        """Returns a binary stream of the file's clear bytes; raises VaultFault where it is not a sealed file."""
        raw = path.open("rb")
        if raw.read(len(FILE_MAGIC)) != FILE_MAGIC:
            raw.close()
            raise VaultFault("file_not_sealed", f"{path.name} is not a file this product sealed.")
        cipher = self._ciphers.get(raw.read(1)[0])
        if cipher is None:
            raise VaultFault("key_unknown", f"{path.name} was sealed with a key that is not in the key file; put that key back.")
        return BufferedReader(_SealedReader(raw, cipher), FRAME_BYTES)


class SealedWriter:
    """Writes a file in frames of 1 MiB, each sealed with its ordinal as associated data; the last frame is marked, so a cut is noticed."""

    def __init__(self, path: Path, cipher: AESGCM, key_number: int) -> None:
        self._out = path.open("wb")
        self._out.write(FILE_MAGIC + bytes([key_number]))
        self._cipher = cipher
        self._held = bytearray()
        self._ordinal = 0
        self.size = 0

    def write(self, data: bytes) -> int:
        self._held += data
        self.size += len(data)
        while len(self._held) > FRAME_BYTES:
            self._frame(bytes(self._held[:FRAME_BYTES]), last=False)
            del self._held[:FRAME_BYTES]
        return len(data)

    def close(self) -> None:
        """Writes the last frame and makes the file durable."""
        self._frame(bytes(self._held), last=True)
        self._out.flush()
        os.fsync(self._out.fileno())
        self._out.close()

    def _frame(self, clear: bytes, *, last: bool) -> None:
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._cipher.encrypt(nonce, clear, struct.pack(">Q?", self._ordinal, last))
        self._out.write(struct.pack(">I?", len(sealed), last) + nonce + sealed)
        self._ordinal += 1


class _SealedReader(RawIOBase):
    def __init__(self, raw: BinaryIO, cipher: AESGCM) -> None:
        self._raw = raw
        self._cipher = cipher
        self._ordinal = 0
        self._clear = memoryview(b"")
        self._done = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]
        while not self._clear and not self._done:
            self._next_frame()
        count = min(len(buffer), len(self._clear))
        buffer[:count] = self._clear[:count]
        self._clear = self._clear[count:]
        return count

    def _next_frame(self) -> None:
        head = self._raw.read(5)
        if len(head) < 5:
            raise VaultFault("file_cut", "A sealed file ends too early; upload it again.")
        length, last = struct.unpack(">I?", head)
        nonce, sealed = self._raw.read(NONCE_BYTES), self._raw.read(length)
        try:
            clear = self._cipher.decrypt(nonce, sealed, struct.pack(">Q?", self._ordinal, last))
        except InvalidTag as wrong:
            raise VaultFault("seal_broken", "A sealed file was changed or cut; upload it again.") from wrong
        self._clear, self._done = memoryview(clear), last
        self._ordinal += 1

    def close(self) -> None:
        self._raw.close()
        super().close()


@lru_cache(maxsize=4)
def vault_of(path: Path) -> Vault:
    """The vault over a key file, made once per process."""
    return Vault(load_keys(path))
