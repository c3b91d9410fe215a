"""What a backup holds: the list that is written last, so that a set with a manifest is whole, and the checks against it."""

import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from xenia.host.faults import StartFault

FORMAT = 1
NAME = "manifest.json"
BLOCK_BYTES = 1 << 20


class Cancelled(Exception):
    """The operator asked to stop; nothing half-done is left."""


@dataclass(frozen=True)
class Watch:
    """Who looks on: `show` hears (part, bytes done, bytes in all or 0 where that is not known), `is_cancelled` is asked at every step."""

    show: Callable[[str, int, int], None]
    is_cancelled: Callable[[], bool]

    def tell(self, part: str, done: int = 0, total: int = 0) -> None:
        """Shows how far it is; raises Cancelled where asked to stop."""
        self.show(part, done, total)
        if self.is_cancelled():
            raise Cancelled


@dataclass(frozen=True)
class Entry:
    """One file of the set, by its path in it."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """`tables` and `lake` map a table to its rows; `versions` a lake table to its Delta version; `master` is a fingerprint."""

    made_at: datetime
    server: str
    migrations: tuple[str, ...]
    tables: dict[str, int]
    lake: dict[str, int]
    versions: dict[str, int]
    keys: tuple[int, ...]
    master: str
    has_master_key: bool
    files: tuple[Entry, ...] = field(repr=False)

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Writes the list, durably: everything it names is on disk before it."""
    content = {"format": FORMAT} | asdict(manifest) | {"made_at": manifest.made_at.isoformat()}
    with (folder / NAME).open("x", encoding="utf-8") as out:
        json.dump(content, out, ensure_ascii=False, indent=1)
        out.flush()
        os.fsync(out.fileno())


def read_manifest(folder: Path) -> Manifest:
    """Returns the list; raises StartFault where the folder is no whole backup, or one of a later release."""
    try:
        content: dict[str, Any] = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if content.pop("format") != FORMAT:
            raise StartFault(f"The backup in {folder} was made by a later release of Xenia; restore it with that one.")
        files = tuple(Entry(**file) for file in content.pop("files"))
        made_at = datetime.fromisoformat(content.pop("made_at"))
        migrations, keys = tuple(content.pop("migrations")), tuple(content.pop("keys"))
        return Manifest(made_at=made_at, files=files, migrations=migrations, keys=keys, **content)
    except FileNotFoundError as missing:
        raise StartFault(f"{folder} holds no {NAME}: it is no backup, or one that was not finished. Name a backup's folder.") from missing
    except (ValueError, KeyError, TypeError, AttributeError) as damaged:
        raise StartFault(f"The {NAME} in {folder} is damaged; use another backup.") from damaged


def verify_backup(folder: Path, watch: Watch) -> Manifest:
    """Returns the list of a backup whose every file is as it was when it was made.

    Raises StartFault with the first file that is missing, changed, or not on the list; Cancelled where asked to stop.
    """
    manifest = read_manifest(folder)
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} - {NAME}
    listed = {file.path for file in manifest.files}
    for what, names in (("misses", listed - there), ("holds, beside what was backed up,", there - listed)):
        if names:
            raise StartFault(f"The backup in {folder} {what} {sorted(names)[0]}; use another backup.")
    done = 0
    for file in manifest.files:
        digest = sha256()
        with (folder / file.path).open("rb") as raw:
            while block := raw.read(BLOCK_BYTES):
                digest.update(block)
                done += len(block)
                watch.tell("verify", done, manifest.size)
        if digest.hexdigest() != file.sha256:
            raise StartFault(f"The file {file.path} of the backup in {folder} was changed since it was made; use another backup.")
    return manifest


def copy_stream(source: BinaryIO, target: BinaryIO, told: Callable[[int], None]) -> tuple[int, str]:
    """Copies to the end and returns the size and the SHA-256; `told` hears of each block and may raise Cancelled."""
    size, digest = 0, sha256()
    while block := source.read(BLOCK_BYTES):
        target.write(block)
        digest.update(block)
        size += len(block)
        told(len(block))
    return size, digest.hexdigest()
