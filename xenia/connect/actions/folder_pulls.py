"""Taking new files from a watched folder: each is looked at twice, so that none is taken while another program still writes it."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from xenia.connect import models
from xenia.connect.actions.fitting import forget_upload, start_fitting_run
from xenia.connect.actions.uploads import store_upload
from xenia.connect.ports import WatchedFolder
from xenia.connect.queries.pulls import list_waiting_uploads
from xenia.connect.rules.pulls import LOOK_APART, is_unfinished
from xenia.connect.types.pulls import FolderFile, PullFault
from xenia.kernel.actor import Actor
from xenia.kernel.errors import XeniaError

Clock = Callable[[], datetime]
FILES_A_WRITE = 1_000


def pull_folder(*, actor: Actor, source_id: UUID, folder: WatchedFolder, clock: Clock) -> None:
    """Takes every file that two looks saw unchanged and that was not taken as it is, oldest first; remembers the others for the next look.

    A file that cannot be understood is remembered with its reason until it changes. Raises PullFault where the folder cannot be read, and,
    after all other files were taken, where one of them could not be opened.
    """
    files = sorted((file for file in folder.list_files() if not is_unfinished(file.path)), key=lambda file: (file.modified_at, file.path))
    held = {row.path: row for row in models.PulledFile.objects.filter(source_id=source_id)}
    _start_waiting(actor, source_id, held, clock)
    _remember(source_id, [file for file in files if _is_changed(held.get(file.path), file)], clock())
    faults: list[PullFault] = []
    for file in files:
        row = held.get(file.path)
        if row is None or _is_changed(row, file) or row.taken_at or row.message or clock() - row.seen_at < LOOK_APART:
            continue
        try:
            _take(actor, row, folder, clock)
        except PullFault as fault:
            faults.append(fault)
    _forget_gone(source_id, files)
    if faults:
        raise faults[0]


def _is_changed(row: models.PulledFile | None, file: FolderFile) -> bool:
    return row is None or row.fingerprint != file.fingerprint


def _remember(source_id: UUID, files: list[FolderFile], now: datetime) -> None:
    """Keeps the first look at new and changed files."""
    rows = [
        models.PulledFile(
            source_id=source_id,
            path=file.path,
            fingerprint=file.fingerprint,
            size_bytes=file.size_bytes,
            modified_at=file.modified_at,
            seen_at=now,
        )
        for file in files
    ]
    changed = ["fingerprint", "size_bytes", "modified_at", "seen_at", "taken_at", "message"]
    models.PulledFile.objects.bulk_create(
        rows, FILES_A_WRITE, update_conflicts=True, unique_fields=["source", "path"], update_fields=changed
    )


def _forget_gone(source_id: UUID, files: list[FolderFile]) -> None:
    """Files that went away before they were taken; those taken stay, for they may come back."""
    there = {file.path for file in files}
    unseen = models.PulledFile.objects.filter(source_id=source_id, taken_at__isnull=True).values_list("id", "path")
    models.PulledFile.objects.filter(id__in=[row_id for row_id, path in unseen if path not in there]).delete()


def _take(actor: Actor, row: models.PulledFile, folder: WatchedFolder, clock: Clock) -> None:
    """Seals the file as an upload; then, in one transaction, remembers that it was taken and starts its run."""
    name = row.path.rsplit("/", 1)[-1]
    try:
        with folder.open(row.path) as stream:
            upload_id = store_upload(
                actor=actor, source_id=row.source_id, file_name=name, stream=stream, as_of=row.modified_at, now=clock()
            )
    except PullFault:
        raise
    except XeniaError as fault:
        row.message = {"zh": fault.message_zh, "en": fault.message}
        row.save(update_fields=["message"])
        return
    if models.Upload.objects.get(id=upload_id).size_bytes != row.size_bytes:
        forget_upload(upload_id)  # it grew while it was read
        models.PulledFile.objects.filter(id=row.id).update(seen_at=clock())
        return
    with transaction.atomic():
        models.PulledFile.objects.filter(id=row.id).update(taken_at=clock(), upload_id=upload_id)
        start_fitting_run(actor=actor, source_id=row.source_id, upload_id=upload_id, now=clock())


def _start_waiting(actor: Actor, source_id: UUID, held: dict[str, models.PulledFile], clock: Clock) -> None:
    """Files taken before a mapping fitted them: perhaps one does now."""
    pulled = {row.upload_id for row in held.values() if row.upload_id}
    for upload_id in list_waiting_uploads(actor, source_id):
        if upload_id in pulled:
            with transaction.atomic():
                start_fitting_run(actor=actor, source_id=source_id, upload_id=upload_id, now=clock())
