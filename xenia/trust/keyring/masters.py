"""The master key, which wraps all others: from XENIA_MASTER_KEY, from a file readable by its owner only, or behind a key service."""

import base64
import binascii
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from xenia.kernel.errors import XeniaError
from xenia.trust.ports import KeyService
from xenia.trust.types.encryption import MasterKind

KEY_BYTES = 32


class VaultFault(XeniaError):
    """A key is missing, damaged, or not the one the value was sealed with."""

    status = 500


@dataclass(frozen=True)
class Masters:
    """Where a master key may be found: given, in a file (None: beside the key file), or with a key service."""

    key: bytes | None = field(default=None, repr=False)
    file: Path | None = None
    service: KeyService | None = None

    def file_beside(self, path: Path) -> Path:
        return self.file or path.with_name("master.key")


_service: list[KeyService] = []


def use_key_service(service: KeyService | None) -> None:
    """Sets the key service of this process; whoever joins the modules calls it where the settings name one."""
    _service[:] = [service] if service else []


def configured() -> Masters:
    """Where the settings say the master key is."""
    from xenia.settings import ENV  # here, not above: tests choose their home before the settings are read

    return Masters(ENV.master_key, ENV.master_key_file, _service[0] if _service else None)


def fingerprint(master: bytes) -> str:
    """Sixteen hexadecimal digits that tell two master keys apart; a key of 32 random bytes cannot be found from them."""
    return blake2b(key=master, digest_size=8, person=b"xenia.master").hexdigest()


def new_key() -> bytes:
    return os.urandom(KEY_BYTES)


def read_master_file(path: Path) -> bytes:
    """The master key of a file; raises VaultFault where it is missing or not 32 bytes in base64."""
    try:
        return parse_master(path.read_text())
    except FileNotFoundError as missing:
        raise VaultFault(
            "master_key_missing",
            f"The master key file {path} is missing; put it back from where you keep it, or give XENIA_MASTER_KEY. "
            "Without it nothing sealed opens.",
            f"主密钥文件 {path} 不见了；请从保管处放回，或设置 XENIA_MASTER_KEY。没有它，任何加密内容都无法打开。",
        ) from missing
    except ValueError as damaged:
        raise VaultFault(
            "master_key_damaged",
            f"The master key file {path} is damaged: it must hold 32 bytes in base64. Put it back from where you keep it.",
            f"主密钥文件 {path} 已损坏：内容应为 32 字节的 base64。请从保管处放回。",
        ) from damaged


def parse_master(text: str) -> bytes:
    """32 bytes from base64; raises ValueError for anything else."""
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError) as wrong:
        raise ValueError("not base64") from wrong
    if len(key) != KEY_BYTES:
        raise ValueError("not 32 bytes")
    return key


def write_master_file(path: Path, master: bytes) -> None:
    """Writes a master key where its owner alone reads it, whole or not at all."""
    write_whole(path, base64.b64encode(master) + b"\n")


def first_master(path: Path, masters: Masters) -> tuple[MasterKind, bytes, bytes]:
    """The master key for a file that has none yet: given, held by the service, in its file, or made there."""
    if masters.service:
        master = new_key()
        return MasterKind.SERVICE, master, masters.service.wrap(master)
    if masters.key:
        return MasterKind.ENVIRONMENT, masters.key, b""
    place = masters.file_beside(path)
    if not place.exists():
        write_master_file(place, new_key())
    return MasterKind.FILE, read_master_file(place), b""


def service_of(path: Path, masters: Masters) -> KeyService:
    if masters.service is None:
        raise VaultFault(
            "key_service_missing",
            f"The keys in {path} are wrapped by a key service, and none is set; set XENIA_KMS_COMMAND as it was.",
            f"{path} 中的密钥由密钥服务包裹，但未设置该服务；请按原样设置 XENIA_KMS_COMMAND。",
        )
    return masters.service


def write_whole(path: Path, content: bytes) -> None:
    draft = path.with_name(f"{path.name}.draft")
    draft.unlink(missing_ok=True)  # of a start that was killed here
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(path)
    with open_folder(path) as folder, suppress(OSError):  # some file systems cannot make a folder durable
        os.fsync(folder)


def next_to(place: Path) -> Path:
    return place.with_name(f"{place.name}.next")


@contextmanager
def open_folder(path: Path) -> Iterator[int]:
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
