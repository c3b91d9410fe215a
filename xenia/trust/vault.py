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

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
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
    draft.unlink(missing_ok=True)  # of a start that was killed here: in a container process numbers come again
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
            "key_file_missing",
            f"The key file {path} is missing; put it back from your backup, or set XENIA_KEY_FILE.",
            f"密钥文件 {path} 不见了；请从备份恢复，或设置 XENIA_KEY_FILE。",
        ) from missing
    except (ValueError, KeyError, TypeError, AttributeError) as damaged:
        raise _key_file_damaged(path) from damaged
    if keys.current not in keys.sealing or any(len(key) != KEY_BYTES for key in (*sealing.values(), keys.index, keys.ids)):
        raise _key_file_damaged(path)
    return keys


def _key_file_damaged(path: Path) -> VaultFault:
    return VaultFault(
        "key_file_damaged",
        f"The key file {path} is damaged or lacks a key; put it back from your backup.",
        f"密钥文件 {path} 已损坏或缺少密钥；请从备份恢复。",
    )


def _key_unknown(what_en: str, what_zh: str) -> VaultFault:
    return VaultFault(
        "key_unknown",
        f"{what_en} was sealed with a key that is not in the key file; put that key back.",
        f"{what_zh}所用的密钥不在密钥文件中；请恢复该密钥。",
    )


def _file_cut(name: str) -> VaultFault:
    return VaultFault("file_cut", f"The sealed file {name} ends too early; upload it again.", f"加密文件 {name} 不完整；请重新上传。")


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
            raise _key_unknown(f"A value of {field}", f"{field} 的一个值")
        try:
            return cipher.decrypt(bytes(sealed[1 : 1 + NONCE_BYTES]), bytes(sealed[1 + NONCE_BYTES :]), f"{field}:{row}".encode()).decode()
        except (InvalidTag, ValueError) as wrong:  # a value cut to less than a nonce is a ValueError
            raise VaultFault(
                "seal_broken",
                f"A value of {field} does not open: it was changed, moved, or sealed with another key. Restore it from your backup.",
                f"{field} 的一个值无法解开：它被改动、移动过，或由其他密钥加密。请从备份恢复。",
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
        try:
            return BufferedReader(_SealedReader(raw, self._cipher_of(raw.read(len(FILE_MAGIC) + 1), path.name), path.name), FRAME_BYTES)
        except VaultFault:
            raw.close()
            raise

    def _cipher_of(self, head: bytes, name: str) -> AESGCM:
        """The cipher that the first bytes of a sealed file name."""
        if not head.startswith(FILE_MAGIC[: len(head)]):
            raise VaultFault(
                "file_not_sealed",
                f"{name} is not a file this product sealed; upload it again.",
                f"{name} 不是本系统加密的文件；请重新上传。",
            )
        if len(head) <= len(FILE_MAGIC):
            raise _file_cut(name)
        cipher = self._ciphers.get(head[-1])
        if cipher is None:
            raise _key_unknown(name, name)
        return cipher


class SealedWriter:
    """Writes a file in frames of 1 MiB, each sealed with its ordinal and the file's name as associated data: frames cannot change places,
    within a file or between two. The last frame is marked, so a cut is noticed."""

    def __init__(self, path: Path, cipher: AESGCM, key_number: int) -> None:
        self._name = path.name
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
        sealed = self._cipher.encrypt(nonce, clear, _frame_place(self._name, self._ordinal, last=last))
        self._out.write(struct.pack(">I?", len(sealed), last) + nonce + sealed)
        self._ordinal += 1


def _frame_place(name: str, ordinal: int, *, last: bool) -> bytes:
    """What a frame is bound to."""
    return struct.pack(">Q?", ordinal, last) + name.encode()


class _SealedReader(RawIOBase):
    def __init__(self, raw: BinaryIO, cipher: AESGCM, name: str) -> None:
        self._raw = raw
        self._name = name
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
            raise _file_cut(self._name)
        length, last = struct.unpack(">I?", head)
        wanted = NONCE_BYTES + min(length, FRAME_BYTES + TAG_BYTES)  # a length that was changed must not ask for gigabytes
        frame = self._raw.read(wanted)
        if len(frame) < wanted:
            raise _file_cut(self._name)
        try:
            place = _frame_place(self._name, self._ordinal, last=last)
            clear = self._cipher.decrypt(frame[:NONCE_BYTES], frame[NONCE_BYTES:], place)
        except InvalidTag as wrong:
            raise VaultFault(
                "seal_broken",
                f"The sealed file {self._name} was changed or moved; upload it again.",
                f"加密文件 {self._name} 被改动或移动过；请重新上传。",
            ) from wrong
        self._clear, self._done = memoryview(clear), last
        self._ordinal += 1

    def close(self) -> None:
        self._raw.close()
        super().close()


@lru_cache(maxsize=4)
def vault_of(path: Path) -> Vault:
    """The vault over a key file, made once per process."""
    return Vault(load_keys(path))
