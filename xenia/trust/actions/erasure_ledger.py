"""The erasure ledger: a line for each erasure, in a file beside the keys and outside the database, so that a restore can do them again."""

import json
import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from uuid import UUID

from xenia.trust.types.rights import Erased, Suppressed

NAME = "erasures.jsonl"


def ledger_path(key_file: Path) -> Path:
    """Where the ledger lies. A path and no more, so it takes no actor."""
    return key_file.with_name(NAME)


def note_erasure(key_file: Path, erased: Erased) -> None:
    """Adds a line and sees it to the disk before anything is erased (rule X18). For the work of this module, so it takes no actor."""
    line = json.dumps(_written(erased), separators=(",", ":")).encode() + b"\n"
    path = ledger_path(key_file)
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "r+b") as ledger:
        size = ledger.seek(0, os.SEEK_END)
        if size and ledger.seek(size - 1) is not None and ledger.read(1) != b"\n":
            line = b"\n" + line  # after a line that a crash cut short
        ledger.write(line)
        ledger.flush()
        os.fsync(ledger.fileno())


def read_ledgers(paths: Iterable[Path]) -> list[Erased]:
    """Returns the lines of the ledgers that are there, the oldest first, each erasure once with its last time.

    A line that cannot be read was cut short by a crash before its erasure began; it was written anew when the work went on.
    """
    held: dict[UUID, Erased] = {}
    for path in paths:
        for line in path.read_bytes().splitlines() if path.exists() else []:
            one = _read(line)
            if one is not None and (one.request_id not in held or held[one.request_id].at < one.at):
                held[one.request_id] = one
    return sorted(held.values(), key=lambda one: (one.at, one.request_id))


def keep_ledgers(key_file: Path, others: Iterable[Path]) -> None:
    """Adds the lines of other ledgers to this machine's. For a restore, which has nobody to ask, so it takes no actor."""
    for one in read_ledgers(others):
        note_erasure(key_file, one)


def _written(erased: Erased) -> dict[str, object]:
    known = [[one.way, one.index.hex(), str(one.source_id) if one.source_id else None] for one in erased.suppressed]
    records = [str(one) for one in erased.record_ids]
    head = {"at": erased.at.isoformat(), "request": str(erased.request_id), "law": erased.law, "intake": erased.intake}
    return {**head, "records": records, "known_by": known}


def _read(line: bytes) -> Erased | None:
    try:
        held = json.loads(line)
        known = (Suppressed(way, bytes.fromhex(index), UUID(source) if source else None) for way, index, source in held["known_by"])
        records = tuple(UUID(one) for one in held["records"])
        return Erased(datetime.fromisoformat(held["at"]), UUID(held["request"]), held["law"], held["intake"], records, tuple(known))
    except (ValueError, KeyError, TypeError):
        return None
