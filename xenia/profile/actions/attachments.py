"""Writes of files kept with a guest: taken in and sealed, handed out, deleted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO
from uuid import UUID

from django.db import transaction

from xenia.kernel.actor import Actor
from xenia.kernel.ids import new_id
from xenia.profile.actions.notes import subject_of
from xenia.profile.models.staff import Attachment
from xenia.profile.queries.sealed_words import FILE_FIELD, attachment_path, opened, sealed
from xenia.profile.queries.seen import editable_guest
from xenia.profile.queries.staff import attachment_row
from xenia.profile.rules.attachments import BYTES_MAX, HEAD_BYTES, media_type_of, too_large
from xenia.settings import ENV
from xenia.trust.actions.audit import record
from xenia.trust.vault import vault_of

READ_BYTES = 1 << 18
NAME_LETTERS_MAX = 120


@dataclass(frozen=True)
class OpenFile:
    """A file on its way out; `blocks` are its clear bytes, read as they are asked for."""

    name: str
    media_type: str
    size_bytes: int
    blocks: Iterator[bytes]


def attach_file(*, actor: Actor, guest_id: UUID, file_name: str, stream: BinaryIO, now: datetime) -> UUID:
    """Returns the id of the attachment once its sealed bytes are durable.

    Raises Invalid for a file that is too large or not of a kind that is kept (told by its bytes), NotFound; then nothing is kept.
    """
    guest = editable_guest(actor, guest_id)
    head = stream.read(HEAD_BYTES)
    media_type = media_type_of(head, file_name)
    attachment_id = new_id()
    path = attachment_path(attachment_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        size = _seal(head, stream, path)
        with transaction.atomic():
            row = Attachment(id=attachment_id, guest_id=guest.guest_id, media_type=media_type, size_bytes=size, added_by=actor.user_id)
            row.name_sealed, row.added_at = sealed(file_name[-NAME_LETTERS_MAX:], FILE_FIELD, row.id), now
            row.save(force_insert=True)
            details = {"file": str(row.id), "bytes": size, "type": media_type}
            record(actor, "file.attached", subject=subject_of(guest.guest_id), details=details, now=now)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return attachment_id


def _seal(head: bytes, stream: BinaryIO, path: Any) -> int:
    writer = vault_of(ENV.key_file).writer(path)
    block = head
    while block:
        writer.write(block)
        if writer.size > BYTES_MAX:
            raise too_large()
        block = stream.read(READ_BYTES)
    writer.close()
    return writer.size


@transaction.atomic
def open_file(*, actor: Actor, attachment_id: UUID, now: datetime) -> OpenFile:
    """Returns the file in clear; that it was opened, and by whom, is recorded. Raises NotFound."""
    row = attachment_row(actor, attachment_id)
    record(actor, "file.opened", subject=subject_of(row.guest_id), details={"file": str(row.id)}, now=now)
    return OpenFile(opened(row.name_sealed, FILE_FIELD, row.id), row.media_type, row.size_bytes, _blocks(row.id))


def _blocks(attachment_id: UUID) -> Iterator[bytes]:
    with vault_of(ENV.key_file).reader(attachment_path(attachment_id)) as clear:
        while block := clear.read(READ_BYTES):
            yield block


@transaction.atomic
def delete_file(*, actor: Actor, attachment_id: UUID, now: datetime) -> None:
    """Takes the file from everybody's sight; who deleted it and when stays known, its bytes go with the guest. Raises NotFound."""
    guest = editable_guest(actor, attachment_row(actor, attachment_id).guest_id)
    Attachment.objects.filter(id=attachment_id).update(deleted_by=actor.user_id, deleted_at=now)
    record(actor, "file.deleted", subject=subject_of(guest.guest_id), details={"file": str(attachment_id)}, now=now)
