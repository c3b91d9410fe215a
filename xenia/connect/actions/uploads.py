"""Writes of uploads: taking a file in, sealed, and looking at its shape; letting it expire."""

import json
from dataclasses import asdict
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, BinaryIO
from uuid import UUID

from django.db import transaction

from xenia.connect import models
from xenia.connect.queries import uploads as queries
from xenia.connect.queries.sources import get_source
from xenia.connect.types.sources import Upload
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Invalid
from xenia.kernel.ids import new_id
from xenia.lake.intake.open import inspect_file
from xenia.lake.intake.types import FileShape, ReadOptions
from xenia.settings import ENV
from xenia.trust.types.access import Permission
from xenia.trust.vault import vault_of

UPLOAD_DAYS = 90
READ_BYTES = 1 << 20
OPTION_NAMES = ("encoding", "delimiter", "quote", "header_row", "sheet", "member")


def store_upload(*, actor: Actor, source_id: UUID, file_name: str, stream: BinaryIO, as_of: datetime | None, now: datetime) -> UUID:
    """Returns the id of the upload once its sealed bytes are durable and its shape is known.

    Raises FileFault where nothing of the file can be read, and Invalid where it is larger than the operator allows; then nothing is kept.
    """
    actor.require(Permission.LOAD_DATA)
    get_source(actor, source_id)
    upload_id = new_id()
    path = queries.upload_path(upload_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        size, digest = _seal(stream, path)
        shape = inspect_file(queries.stream_factory(upload_id), file_name, options=ReadOptions())
        row = models.Upload(id=upload_id, source_id=source_id, file_name=file_name[-200:], size_bytes=size, sha256=digest, as_of=as_of)
        row.shape, row.sample_sealed = _shape(upload_id, shape)
        row.created_by, row.created_at, row.expires_at = actor.user_id, now, now + timedelta(days=UPLOAD_DAYS)
        row.save(force_insert=True)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return upload_id


def _seal(stream: BinaryIO, path: Any) -> tuple[int, bytes]:
    digest = sha256()
    writer = vault_of(ENV.key_file).writer(path)
    while block := stream.read(READ_BYTES):
        digest.update(block)
        writer.write(block)
        if writer.size > ENV.upload_bytes_max:
            raise Invalid(
                "upload_too_large",
                f"The file is larger than {ENV.upload_bytes_max // 1_000_000:,} MB; split it, or raise XENIA_UPLOAD_MB_MAX.",
                f"文件超过 {ENV.upload_bytes_max // 1_000_000:,} MB；请拆分，或调高 XENIA_UPLOAD_MB_MAX。",
            )
    writer.close()
    return writer.size, digest.digest()


def _shape(upload_id: UUID, shape: FileShape) -> tuple[dict[str, Any], bytes]:
    """The shape without its sample, and the sample sealed: the first rows hold people."""
    content = asdict(shape)
    sample = json.dumps(content.pop("sample"))
    return content, vault_of(ENV.key_file).seal(sample, field=queries.SAMPLE_FIELD, row=upload_id)


@transaction.atomic
def inspect_upload(*, actor: Actor, upload_id: UUID, options: dict[str, Any]) -> Upload:
    """Reads the file's shape again with other options (encoding, delimiter, sheet ...) and keeps them for the run."""
    actor.require(Permission.LOAD_DATA)
    upload = queries.get_upload(actor, upload_id)
    unknown = set(options) - set(OPTION_NAMES)
    if unknown:
        raise Invalid("option_unknown", f"There is no reading option {sorted(unknown)[0]!r}; use {', '.join(OPTION_NAMES)}.")
    kept = {name: value for name, value in options.items() if value not in (None, "")}
    shape = inspect_file(queries.stream_factory(upload_id), upload.file_name, options=ReadOptions(**kept))
    content, sample = _shape(upload_id, shape)
    models.Upload.objects.filter(id=upload_id).update(options=kept, shape=content, sample_sealed=sample)
    return queries.get_upload(actor, upload_id)


def expire_uploads(*, actor: Actor, now: datetime) -> int:
    """Deletes the sealed files whose time has come and clears their samples; returns how many. Quarantined rows past their time go too."""
    actor.require(Permission.LOAD_DATA)
    due = list(models.Upload.objects.filter(expires_at__lte=now, erased_at__isnull=True))
    for row in due:
        queries.upload_path(row.id).unlink(missing_ok=True)
        models.Upload.objects.filter(id=row.id).update(erased_at=now, sample_sealed=None)
    models.QuarantinedRow.objects.filter(expires_at__lte=now).delete()
    return len(due)
