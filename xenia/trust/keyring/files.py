"""The keys of the vault, in one file, each wrapped by the master key (AES key wrap, RFC 3394): rules K1 to K6.

The master key comes from XENIA_MASTER_KEY, from a file (`master.key` beside the key file, made on the first start, mode 0600), or is itself
wrapped by a key service (`XENIA_KMS_COMMAND`). The key file alone opens nothing; with the master key it opens everything.
"""

import fcntl
import hmac
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import blake2b, sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from xenia.trust.keyring.masters import (
    KEY_BYTES,
    Masters,
    VaultFault,
    configured,
    fingerprint,
    first_master,
    new_key,
    next_to,
    open_folder,
    read_master_file,
    service_of,
    write_master_file,
    write_whole,
)
from xenia.trust.types.encryption import MasterKey, MasterKind, SealingKey

VERSION = 2
NUMBERS = 255  # a sealed value names its key in one byte
PLAIN_VERSION = 1  # keys in clear, as the first release wrote them; such a file is wrapped at the next start


@dataclass(frozen=True)
class Keys:
    """`sealing` maps a key number to 32 bytes; `current` seals; `index` and `ids` key the blind index and derived ids."""

    sealing: dict[int, bytes]
    current: int
    index: bytes
    ids: bytes


@dataclass(frozen=True)
class KeyFile:
    """The opened key file. `wrapped` is the master key as the key service wrapped it, empty for the other kinds."""

    keys: Keys = field(repr=False)
    made_at: Mapping[int, datetime | None]
    kind: MasterKind
    master: bytes = field(repr=False)
    wrapped: bytes = b""
    is_plain: bool = False

    @property
    def master_key(self) -> MasterKey:
        return MasterKey(self.kind, fingerprint(self.master))


def create_key_file(path: Path, *, now: datetime | None = None, masters: Masters | None = None) -> None:
    """Writes fresh keys, readable by the owner only (rule K1); does nothing where the file exists."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _alone(path):
        if not path.exists():
            kind, master, wrapped = first_master(path, masters or configured())
            keys = Keys({1: new_key()}, 1, new_key(), new_key())
            _write(path, KeyFile(keys, {1: now}, kind, master, wrapped))


def open_key_file(path: Path, masters: Masters | None = None) -> KeyFile:
    """Returns the keys and what is known of them; raises VaultFault where the file or its master key is missing, wrong or damaged (K2)."""
    content = _content(path)
    if content.get("version") == PLAIN_VERSION:
        return _plain(path, content)
    return _unwrapped(path, content, *_found_master(path, content, masters or configured()))


def load_keys(path: Path, masters: Masters | None = None) -> Keys:
    """The keys alone; raises VaultFault as `open_key_file` does."""
    return open_key_file(path, masters).keys


def describe_key_file(path: Path) -> tuple[MasterKey, tuple[SealingKey, ...]]:
    """What the file says of its keys, without opening any, so without the master key; raises VaultFault where it is damaged."""
    content = _content(path)
    try:
        if content["version"] == PLAIN_VERSION:
            return MasterKey(MasterKind.FILE, ""), tuple(SealingKey(int(n), None, int(n) == content["current"]) for n in content["sealing"])
        master = MasterKey(MasterKind(content["master"]["kind"]), content["master"]["fingerprint"])
        keys = [SealingKey(int(n), _instant(one["made_at"]), int(n) == content["current"]) for n, one in content["sealing"].items()]
    except (ValueError, KeyError, TypeError, AttributeError) as damaged:
        raise _damaged(path) from damaged
    return master, tuple(sorted(keys, key=lambda key: key.number))


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def wrap_plain_file(path: Path, masters: Masters | None = None) -> bool:
    """Wraps the keys of a file that holds them in clear (rule K3), and returns whether it did."""
    with _alone(path):
        held = open_key_file(path, masters)
        if held.is_plain:
            kind, master, wrapped = first_master(path, masters or configured())
            _write(path, replace(held, kind=kind, master=master, wrapped=wrapped))
        return held.is_plain


def add_sealing_key(path: Path, *, after: int, now: datetime) -> int:
    """Adds a key that seals from now on and returns its number (rule K4). Where `after` seals no more, that was done: nothing is added."""
    with _alone(path):
        held = _wrapped_file(path)
        if held.keys.current != after:
            return held.keys.current
        number = next((n for n in _numbers_after(after) if n not in held.keys.sealing), None)
        if number is None:
            raise VaultFault(
                "keys_used_up", "All 255 key numbers are in use; let a rotation finish first.", "255 个密钥编号均在使用；请先完成轮换。"
            )
        keys = replace(held.keys, sealing=held.keys.sealing | {number: new_key()}, current=number)
        _write(path, replace(held, keys=keys, made_at={**held.made_at, number: now}))
        return number


def _numbers_after(number: int) -> Iterator[int]:
    return ((number + step - 1) % NUMBERS + 1 for step in range(1, NUMBERS))


def retire_sealing_keys(path: Path, numbers: tuple[int, ...]) -> None:
    """Takes keys out of the file for good; the caller has proved that nothing is sealed with them. The current key stays."""
    with _alone(path):
        held = _wrapped_file(path)
        kept = {number: key for number, key in held.keys.sealing.items() if number not in numbers or number == held.keys.current}
        _write(path, replace(held, keys=replace(held.keys, sealing=kept), made_at={n: held.made_at.get(n) for n in kept}))


def rewrap(path: Path, *, to: MasterKind, new_master: bytes | None = None, masters: Masters | None = None) -> KeyFile:
    """Wraps the same keys by a new master key (rule K6) and returns the file as it now is; `new_master` where the operator keeps it.

    A master key in a file is replaced; the old one stays beside it under its fingerprint, because older backups open with that one only.
    """
    given = masters or configured()
    with _alone(path):
        held = _wrapped_file(path, given)
        wrapped = b""
        master = new_master or new_key()
        if to is MasterKind.SERVICE:
            wrapped = service_of(path, given).wrap(master)
        changed = replace(held, kind=to, master=master, wrapped=wrapped, is_plain=False)
        place = given.file_beside(path)
        if to is MasterKind.FILE:
            write_master_file(next_to(place), master)
        _write(path, changed)
        if place.exists() and held.kind is MasterKind.FILE:
            place.rename(place.with_name(f"master-{fingerprint(held.master)}.key"))
        if to is MasterKind.FILE:
            next_to(place).rename(place)
        return changed


def _wrapped_file(path: Path, masters: Masters | None = None) -> KeyFile:
    held = open_key_file(path, masters)
    if held.is_plain:
        raise VaultFault(
            "key_file_plain",
            f"The keys in {path} are not wrapped yet; start Xenia once, which does it.",
            f"{path} 中的密钥尚未包裹；请先启动一次 Xenia，系统会自动完成。",
        )
    return held


def _found_master(path: Path, content: dict[str, Any], masters: Masters) -> tuple[MasterKind, bytes]:
    """The master key that wrapped this file: the one whose fingerprint it names, or the best guess, which then does not open it."""
    master = content.get("master")
    wanted = master if isinstance(master, dict) else {}
    if wanted.get("kind") == MasterKind.SERVICE:
        return MasterKind.SERVICE, service_of(path, masters).unwrap(_bytes(path, wanted.get("wrapped")))
    if masters.key:
        return MasterKind.ENVIRONMENT, masters.key
    place = masters.file_beside(path)
    if next_to(place).exists() and fingerprint(read_master_file(next_to(place))) == wanted.get("fingerprint"):
        next_to(place).rename(place)  # a change of the master key was killed between its two files
    return MasterKind.FILE, read_master_file(place)


def _unwrapped(path: Path, content: dict[str, Any], kind: MasterKind, master: bytes) -> KeyFile:
    if not hmac.compare_digest(_seal_of(content, master), str(content.get("mac"))):
        named = content.get("master", {}).get("fingerprint") if isinstance(content.get("master"), dict) else ""
        if named and named != fingerprint(master):
            raise _master_wrong(path, str(named), kind, master)
        raise _damaged(path)
    try:
        sealing = {int(number): _unwrap(path, master, one["wrapped"]) for number, one in content["sealing"].items()}
        made_at = {
            int(number): datetime.fromisoformat(one["made_at"]) if one["made_at"] else None for number, one in content["sealing"].items()
        }
        keys = Keys(sealing, content["current"], _unwrap(path, master, content["index"]), _unwrap(path, master, content["ids"]))
        wrapped = _bytes(path, content["master"]["wrapped"])
    except (ValueError, KeyError, TypeError, AttributeError) as damaged:
        raise _damaged(path) from damaged
    return KeyFile(_whole(path, keys), made_at, kind, master, wrapped)


def _plain(path: Path, content: dict[str, Any]) -> KeyFile:
    try:
        sealing = {int(number): bytes.fromhex(key) for number, key in content["sealing"].items()}
        keys = Keys(sealing, content["current"], bytes.fromhex(content["index"]), bytes.fromhex(content["ids"]))
    except (ValueError, KeyError, TypeError, AttributeError) as damaged:
        raise _damaged(path) from damaged
    return KeyFile(_whole(path, keys), dict.fromkeys(sealing), MasterKind.FILE, b"\0" * KEY_BYTES, is_plain=True)


def _whole(path: Path, keys: Keys) -> Keys:
    if keys.current not in keys.sealing or any(len(key) != KEY_BYTES for key in (*keys.sealing.values(), keys.index, keys.ids)):
        raise _damaged(path)
    return keys


def _unwrap(path: Path, master: bytes, text: str) -> bytes:
    try:
        return aes_key_unwrap(master, bytes.fromhex(text))
    except InvalidUnwrap as wrong:
        raise _damaged(path) from wrong


def _bytes(path: Path, text: object) -> bytes:
    try:
        return bytes.fromhex(str(text))
    except ValueError as wrong:
        raise _damaged(path) from wrong


def _content(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_bytes())
    except FileNotFoundError as missing:
        raise VaultFault(
            "key_file_missing",
            f"The key file {path} is missing; put it back from your backup, or set XENIA_KEY_FILE.",
            f"密钥文件 {path} 不见了；请从备份恢复，或设置 XENIA_KEY_FILE。",
        ) from missing
    except ValueError as damaged:
        raise _damaged(path) from damaged
    if not isinstance(content, dict) or content.get("version") not in (PLAIN_VERSION, VERSION):
        raise _damaged(path)
    return content


def _damaged(path: Path) -> VaultFault:
    return VaultFault(
        "key_file_damaged",
        f"The key file {path} is damaged or lacks a key; put it back from your backup.",
        f"密钥文件 {path} 已损坏或缺少密钥；请从备份恢复。",
    )


def _master_wrong(path: Path, wanted: str, kind: MasterKind, master: bytes) -> VaultFault:
    where = {MasterKind.FILE: "master key file", MasterKind.ENVIRONMENT: "XENIA_MASTER_KEY", MasterKind.SERVICE: "key service"}[kind]
    return VaultFault(
        "master_key_wrong",
        f"The keys in {path} were wrapped by the master key {wanted}; the one of the {where} is {fingerprint(master)}. Give that one.",
        f"{path} 中的密钥由主密钥 {wanted} 包裹，而当前提供的是 {fingerprint(master)}；请提供正确的主密钥。",
    )


def _write(path: Path, held: KeyFile) -> None:
    """Writes the file in version 2; whoever reads meanwhile reads the old one or the new one."""

    def wrapped(key: bytes) -> str:
        return aes_key_wrap(held.master, key).hex()

    made = {number: moment.astimezone(UTC).isoformat() if moment else None for number, moment in held.made_at.items()}
    content: dict[str, Any] = {
        "version": VERSION,
        "master": {"kind": held.kind.value, "fingerprint": fingerprint(held.master), "wrapped": held.wrapped.hex()},
        "current": held.keys.current,
        "sealing": {str(number): {"wrapped": wrapped(key), "made_at": made.get(number)} for number, key in held.keys.sealing.items()},
        "index": wrapped(held.keys.index),
        "ids": wrapped(held.keys.ids),
    }
    write_whole(path, json.dumps(content | {"mac": _seal_of(content, held.master)}, indent=1).encode())


def _seal_of(content: Mapping[str, Any], master: bytes) -> str:
    """HMAC of the whole document under a key derived of the master key: two wrapped keys that changed places are noticed."""
    said = json.dumps({name: value for name, value in content.items() if name != "mac"}, sort_keys=True, separators=(",", ":"))
    return hmac.new(blake2b(key=master, digest_size=32, person=b"xenia.keyfile").digest(), said.encode(), sha256).hexdigest()


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Only one process at a time writes the key file; a process that dies lets go."""
    with open_folder(path) as folder:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
