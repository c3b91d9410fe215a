"""Personal values at rest: AES-256-GCM bound to field and row, a keyed blind index for exact look-up, and sealed files.

The keys are those of `keyring`. Format of a sealed value: 1 byte key number, 12 bytes nonce, ciphertext with a 16-byte tag; the associated
data is `field:row`, so a value copied to another row or column does not open (NIST SP 800-38D).
"""

import fcntl
import os
import struct
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from io import BufferedReader, RawIOBase
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

import structlog
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from xenia.trust.keyring.files import Keys, load_keys
from xenia.trust.keyring.masters import VaultFault

NONCE_BYTES = 12
TAG_BYTES = 16
INDEX_BYTES = 16
FRAME_BYTES = 1 << 20
FRAME_HEAD_BYTES = 5
FILE_MAGIC = b"XENIA1\n"
CHECK_FIELD = "trust.seal_check.check"

log = structlog.get_logger()


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

    def seals(self, values: Sequence[str], *, field: str, rows: Iterable[UUID]) -> list[bytes]:
        """Many values of one field, each sealed for its row, in order: chance is asked for once, not value by value."""
        chance = memoryview(os.urandom(NONCE_BYTES * len(values)))
        nonces = (bytes(chance[start : start + NONCE_BYTES]) for start in range(0, len(chance), NONCE_BYTES))
        encrypt, head, bound = self._ciphers[self._current].encrypt, bytes([self._current]), f"{field}:"
        return [
            head + nonce + encrypt(nonce, value.encode(), (bound + str(row)).encode())
            for nonce, value, row in zip(nonces, values, rows, strict=True)
        ]

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

    @property
    def current(self) -> int:
        """The number of the key that seals."""
        return self._current

    def sealed_anew(self, sealed: bytes, *, field: str, row: UUID) -> bytes:
        """The same value under the current key; one that is already is returned as it is."""
        return sealed if sealed[0] == self._current else self.seal(self.open(sealed, field=field, row=row), field=field, row=row)

    def check_value(self, row: UUID) -> bytes:
        """A sealed value by which these very keys are known again: it holds what the index and id keys make of a fixed word."""
        return self.seal(self._marks(), field=CHECK_FIELD, row=row)

    def is_of_check(self, sealed: bytes, row: UUID) -> bool:
        """Whether the check value was made with these keys."""
        try:
            return self.open(sealed, field=CHECK_FIELD, row=row) == self._marks()
        except VaultFault:
            return False

    def _marks(self) -> str:
        ids = blake2b(key=self.ids_secret, digest_size=INDEX_BYTES, person=b"xenia.check").hexdigest()
        return f"{self.index('xenia', field=CHECK_FIELD).hex()} {ids}"

    def writer(self, path: Path, *, name: str = "") -> "SealedWriter":
        """A new sealed file; `name` is what it will be called where it is written under another name first."""
        return SealedWriter(path, self._ciphers[self._current], self._current, name or path.name)

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

    def __init__(self, path: Path, cipher: AESGCM, key_number: int, name: str) -> None:
        self._name = name
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
        head = self._raw.read(FRAME_HEAD_BYTES)
        if len(head) < FRAME_HEAD_BYTES:
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


def head_key_number(path: Path) -> int | None:
    """The number of the key that the first bytes of a file name, also while it is being written; None where it is no sealed file."""
    with path.open("rb") as raw:
        head = raw.read(len(FILE_MAGIC) + 1)
    return int(head[-1]) if head.startswith(FILE_MAGIC) and len(head) > len(FILE_MAGIC) else None


def key_number_of(path: Path) -> int | None:
    """The number of the key a file is sealed with; None where it is no whole sealed file, as one that is being written."""
    with path.open("rb") as raw:
        head = raw.read(len(FILE_MAGIC) + 1)
        if not head.startswith(FILE_MAGIC) or len(head) <= len(FILE_MAGIC):
            return None
        while True:
            frame = raw.read(FRAME_HEAD_BYTES)
            if len(frame) < FRAME_HEAD_BYTES:
                return None
            length, last = struct.unpack(">I?", frame)
            end = raw.seek(NONCE_BYTES + length, os.SEEK_CUR)
            if last:
                return int(head[-1]) if end == path.stat().st_size else None


def seal_file_anew(vault: Vault, path: Path) -> bool:
    """Seals a file under the current key, under its own name; returns False where it was removed meanwhile."""
    draft = path.with_name(f".{path.name}.anew")
    with vault.reader(path) as clear:
        writer = vault.writer(draft, name=path.name)
        while block := clear.read(FRAME_BYTES):
            writer.write(block)
        writer.close()
    with _only_change_in(path.parent):
        if not path.exists():
            draft.unlink()
            return False
        draft.replace(path)
        return True


def remove_file(path: Path) -> None:
    """Removes a sealed file for good, also while it is being sealed anew."""
    if path.parent.exists():
        with _only_change_in(path.parent):
            path.unlink(missing_ok=True)


@contextmanager
def _only_change_in(folder: Path) -> Iterator[None]:
    """Removing and replacing the files of a folder wait for each other, so that a removed file does not come back."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


_Stamp = tuple[int, int, int]
_held: dict[Path, tuple[_Stamp | None, Vault]] = {}


def vault_of(path: Path) -> Vault:
    """The vault over a key file, made once per process and again when the file changes, as a rotation changes it.

    A process that works goes on with the keys it has where the file is gone or does not open any more; a start refuses such a file.
    """
    stamp = _stamp(path)
    held = _held.get(path)
    if held is not None and stamp in (held[0], None):
        return held[1]
    try:
        vault = Vault(load_keys(path))
    except VaultFault as fault:
        if held is None:
            raise
        log.error("key_file_unusable", code=fault.code)
        vault = held[1]
    _held[path] = (stamp, vault)
    return vault


def _stamp(path: Path) -> _Stamp | None:
    """What changes when the file is written: it is always replaced, never edited."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
