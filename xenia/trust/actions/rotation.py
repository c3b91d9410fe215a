"""Performing a change of the sealing key: a new key seals, everything sealed with the old ones is sealed anew, then they leave the file.

Each batch of rows is one transaction with the place it reached, so a rotation that was killed goes on where it stood (rule K5).
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import structlog
from django.db import connection, transaction

from xenia.kernel.actor import product_actor
from xenia.settings import ENV
from xenia.trust.actions.audit import record
from xenia.trust.actions.encryption import subject_of
from xenia.trust.keyring.files import add_sealing_key, retire_sealing_keys
from xenia.trust.keyring.masters import VaultFault
from xenia.trust.models.encryption import KeyRotation, KeyRotationPart
from xenia.trust.types.encryption import RotationState, SealedColumn, SealedPlaces
from xenia.trust.vault import Vault, head_key_number, key_number_of, seal_file_anew, vault_of

log = structlog.get_logger()
PRODUCT = product_actor("key rotation")
KEYS_LOCK = 0x786E69615F6B6579
"""Among PostgreSQL's advisory locks: whoever changes keys has it alone, a backup shares it."""
SETTLE = timedelta(minutes=2)
"""For so long after the switch someone may still write what was sealed with the old key before it."""
LEFTOVER_SECONDS = 3600
"""A file that has no end and was not written for so long was left by a process that died."""
ROWS_A_BATCH = 1_000
FIRST = "00000000-0000-0000-0000-000000000000"

Clock = Callable[[], datetime]


class _Cancelled(Exception):
    """Somebody asked the rotation to stop."""


@dataclass(frozen=True)
class _Table:
    """The sealed columns of one table, worked on together: one UPDATE a row."""

    name: str
    id_column: str
    columns: tuple[SealedColumn, ...]

    @property
    def is_old(self) -> str:
        """SQL: a value of a key among the one parameter, an array of first bytes."""
        return " OR ".join(f'substring("{one.column}", 1, 1) = ANY(%(old)s)' for one in self.columns)


def perform_rotation(*, rotation_id: UUID, places: SealedPlaces, clock: Clock, settle: timedelta = SETTLE) -> bool:
    """Does what is left of the rotation, and returns whether it is over; if not, it must be called again in a while.

    That is so while the old keys may still be in use: values being written, files that are being uploaded, a backup under way.
    """
    with _keys_alone() as is_alone:
        if not is_alone:
            return False
        row = _begin(rotation_id, clock())
        if row is None:
            return True
        try:
            _switch(row, clock)
            _seal_anew(row, places)
            return _retire(row, places, clock, settle)
        except _Cancelled:
            _end(row, RotationState.CANCELLED, clock())
        except (VaultFault, OSError) as fault:
            log.warning("rotation_failed", reason=type(fault).__name__)
            _end(row, RotationState.FAILED, clock(), message=_said(fault))
        return True


@contextmanager
def _keys_alone() -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [KEYS_LOCK])
        is_alone = bool(cursor.fetchone()[0])
    try:
        yield is_alone
    finally:
        if is_alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [KEYS_LOCK])


@transaction.atomic
def _begin(rotation_id: UUID, now: datetime) -> KeyRotation | None:
    row = KeyRotation.objects.select_for_update().get(id=rotation_id)
    if RotationState(row.state).is_over:
        return None
    row.state, row.started_at = RotationState.RUNNING, row.started_at or now
    row.save()
    return row


def _switch(row: KeyRotation, clock: Clock) -> None:
    """Puts the new key into the file; a rotation that was killed right after finds it there."""
    if row.to_key is not None:
        return
    row.to_key = add_sealing_key(ENV.key_file, after=row.from_keys[-1], now=clock())
    row.switched_at = clock()
    with transaction.atomic():
        KeyRotation.objects.filter(id=row.id).update(to_key=row.to_key, switched_at=row.switched_at)
        record(PRODUCT, "sealing_key.added", subject=subject_of(row.id), details={"number": row.to_key}, now=row.switched_at)


def _seal_anew(row: KeyRotation, places: SealedPlaces) -> None:
    """One pass over everything; what is locked or being written at the moment is left to the next."""
    for table in _tables(places):
        part = _part(row, table.name, partial(_count_rows, table, row.from_keys))
        while not part.is_done:
            _stop_if_asked(row)
            _seal_rows(row, table, part)
    for folder in places.folders:
        path = ENV.home / folder.name
        part = _part(row, f"{folder.name}/", partial(_count_files, path, row.from_keys))
        if not part.is_done:
            _seal_files(row, path, part)


def _part(row: KeyRotation, name: str, count: Callable[[], int]) -> KeyRotationPart:
    found = KeyRotationPart.objects.filter(rotation=row, name=name).first()
    return found or KeyRotationPart.objects.create(rotation=row, name=name, total=count())


@transaction.atomic
def _seal_rows(row: KeyRotation, table: _Table, part: KeyRotationPart) -> None:
    """One batch: rows locked, opened, sealed anew, written, in one transaction with the place. Rows locked by others are passed over."""
    names = ", ".join(f'"{one.column}"' for one in table.columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT "{table.id_column}", {names} FROM "{table.name}" '  # noqa: S608 - names of our own registry
            f'WHERE "{table.id_column}" > %(after)s AND ({table.is_old}) '
            f'ORDER BY "{table.id_column}" LIMIT {ROWS_A_BATCH} FOR NO KEY UPDATE SKIP LOCKED',
            {"after": part.position or FIRST, "old": _first_bytes(row.from_keys)},
        )
        held = cursor.fetchall()
        changed = _opened_and_sealed(vault_of(ENV.key_file), table, held)
        if changed:
            _write_rows(cursor, table, changed)
    part.position = str(held[-1][0]) if held else ""
    part.done += len(changed)
    part.broken += len(held) - len(changed)
    part.is_done = len(held) < ROWS_A_BATCH
    part.save()


def _opened_and_sealed(vault: Vault, table: _Table, rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The rows with their values under the current key. One with a value that does not open stays as it is and is counted."""
    changed = []
    for row_id, *values in rows:
        try:
            sealed = [
                None if value is None else vault.sealed_anew(bytes(value), field=column.field, row=row_id)
                for column, value in zip(table.columns, values, strict=True)
            ]
        except VaultFault as fault:
            log.error("value_does_not_open", table=table.name, row_id=str(row_id), code=fault.code)
            continue
        changed.append((row_id, *sealed))
    return changed


def _write_rows(cursor: Any, table: _Table, rows: list[tuple[Any, ...]]) -> None:
    new = ", ".join(f'"{one.column}" = n.c{place}' for place, one in enumerate(table.columns))
    arrays = ", ".join(["%s::uuid[]", *["%s::bytea[]" for _ in table.columns]])
    names = ", ".join(["id", *[f"c{place}" for place, _ in enumerate(table.columns)]])
    cursor.execute(
        f'UPDATE "{table.name}" AS t SET {new} FROM unnest({arrays}) AS n({names}) '  # noqa: S608 - names of our own registry
        f'WHERE t."{table.id_column}" = n.id',
        [list(column) for column in zip(*rows, strict=True)],
    )


def _seal_files(row: KeyRotation, folder: Path, part: KeyRotationPart) -> None:
    for draft in folder.glob(".*.anew"):
        draft.unlink(missing_ok=True)  # of a rotation that was killed
    for path in _old_files(folder, row.from_keys):
        _stop_if_asked(row)
        try:
            is_whole = key_number_of(path) is not None
            part.done += int(is_whole and seal_file_anew(vault_of(ENV.key_file), path))
        except VaultFault as fault:
            log.error("file_does_not_open", name=path.name, code=fault.code)
            part.broken += 1
        except FileNotFoundError:
            continue  # it expired meanwhile
        part.position = path.name
        part.save()
    part.is_done = True
    part.save()


def _stop_if_asked(row: KeyRotation) -> None:
    if KeyRotation.objects.filter(id=row.id, cancel_asked=True).exists():
        raise _Cancelled


def _retire(row: KeyRotation, places: SealedPlaces, clock: Clock, settle: timedelta) -> bool:
    """Takes the old keys out of the file once nothing uses them; returns False where that must wait, with another pass before it."""
    _stop_if_asked(row)
    left = {table.name: _count_rows(table, row.from_keys) for table in _tables(places)}
    left |= {f"{folder.name}/": _count_files(ENV.home / folder.name, row.from_keys) for folder in places.folders}
    if stuck := [part for part in KeyRotationPart.objects.filter(rotation=row) if part.broken and part.broken == left[part.name]]:
        _end(row, RotationState.FAILED, clock(), message=_does_not_open(stuck[0]))
        return True
    if any(left.values()) or not _is_settled(row, clock(), settle):
        again = [name for name, count in left.items() if count]
        KeyRotationPart.objects.filter(rotation=row, name__in=again).update(is_done=False, position="", broken=0)
        KeyRotation.objects.filter(id=row.id, state=RotationState.RUNNING).update(state=RotationState.SETTLING)
        return False
    retire_sealing_keys(ENV.key_file, tuple(row.from_keys))
    _end(row, RotationState.DONE, clock())
    return True


def _is_settled(row: KeyRotation, now: datetime, settle: timedelta) -> bool:
    """Whether nobody can still be writing what was sealed before the switch: time has passed, and no transaction is older than it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start < %s",
            [row.switched_at],
        )
        return bool(cursor.fetchone()[0] == 0) and row.switched_at is not None and now - row.switched_at >= settle


def _tables(places: SealedPlaces) -> list[_Table]:
    by_table: dict[tuple[str, str], list[SealedColumn]] = defaultdict(list)
    for column in places.columns:
        by_table[column.table, column.id_column].append(column)
    return [_Table(name, id_column, tuple(columns)) for (name, id_column), columns in by_table.items()]


def _count_rows(table: _Table, old: Sequence[int]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{table.name}" WHERE {table.is_old}', {"old": _first_bytes(old)})  # noqa: S608 - our registry
        return int(cursor.fetchone()[0])


def _first_bytes(numbers: Sequence[int]) -> list[bytes]:
    return [bytes([number]) for number in numbers]


def _old_files(folder: Path, old: Sequence[int]) -> list[Path]:
    """The files of the folder under an old key, those that are being written included; a draft begins with a dot."""
    found = sorted(folder.iterdir()) if folder.exists() else []
    return [path for path in found if path.name[0] != "." and _is_under(path, old)]


def _count_files(folder: Path, old: Sequence[int]) -> int:
    return len(_old_files(folder, old))


def _is_under(path: Path, old: Sequence[int]) -> bool:
    try:
        if head_key_number(path) not in old:
            return False
        return key_number_of(path) is not None or time.time() - path.stat().st_mtime < LEFTOVER_SECONDS
    except FileNotFoundError:
        return False  # it expired while we looked


@transaction.atomic
def _end(row: KeyRotation, state: RotationState, now: datetime, *, message: dict[str, str] | None = None) -> None:
    KeyRotation.objects.filter(id=row.id).update(state=state, ended_at=now, message=message, cancel_asked=False)
    action = {RotationState.DONE: "rotation.finished", RotationState.CANCELLED: "rotation.stopped"}.get(state, "rotation.failed")
    record(PRODUCT, action, subject=subject_of(row.id), details={"from_keys": row.from_keys, "to_key": row.to_key}, now=now)


def _does_not_open(part: KeyRotationPart) -> dict[str, str]:
    return {
        "zh": f"{part.name} 中有 {part.broken} 项无法解开，旧密钥已保留。请从备份恢复后继续。",
        "en": f"{part.broken} of {part.name} do not open, so the old keys stay. Restore them from your backup, then go on.",
    }


def _said(fault: VaultFault | OSError) -> dict[str, str]:
    if isinstance(fault, VaultFault):
        return {"zh": fault.message_zh, "en": fault.message}
    return {
        "zh": f"无法写入 {fault.filename}（{fault.strerror}）。请让工作进程可写该文件，然后继续。",
        "en": f"{fault.filename} cannot be written ({fault.strerror}). Let the worker write there, then go on.",
    }
