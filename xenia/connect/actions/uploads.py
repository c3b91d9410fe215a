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
from xenia.connect.rules.runs import is_full_disk
from xenia.connect.types.sources import Upload
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Invalid, NoSpace
from xenia.kernel.ids import new_id
from xenia.lake.intake.open import inspect_file
from xenia.lake.intake.types import FileShape, ReadOptions
from xenia.settings import ENV
from xenia.trust.actions.audit import record
from xenia.trust.queries.retention import days_kept
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import Subject, SubjectKind
from xenia.trust.vault import vault_of

UPLOAD_DAYS = 30
READ_BYTES = 1 << 20
OPTION_NAMES = ("encoding", "delimiter", "quote", "header_row", "sheet", "member")


def store_upload(*, actor: Actor, source_id: UUID, file_name: str, stream: BinaryIO, as_of: datetime | None, now: datetime) -> UUID:
    """Returns the id of the upload once its sealed bytes are durable and its shape is known.

    Raises FileFault where nothing of the file can be read, Invalid where it is larger than the operator allows, and NoSpace where the disk
    is full; then nothing is kept.
    """
    actor.require(Permission.LOAD_DATA)
    source = get_source(actor, source_id)
    upload_id = new_id()
    path = queries.upload_path(upload_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        size, digest = _seal(stream, path)
        shape = inspect_file(queries.stream_factory(upload_id), file_name, options=ReadOptions())
        row = models.Upload(id=upload_id, source_id=source_id, file_name=file_name[-200:], size_bytes=size, sha256=digest, as_of=as_of)
        row.shape, row.sample_sealed = _shape(upload_id, shape)
        row.created_by, row.created_at, row.expires_at = actor.user_id, now, now + timedelta(days=days_kept("uploads", UPLOAD_DAYS))
        with transaction.atomic():
            row.save(force_insert=True)
            details = {"unit_id": source.unit_id, "upload": str(upload_id), "bytes": size, "sha256": digest.hex()}
            record(actor, "upload.stored", subject=Subject(SubjectKind.SOURCE, str(source_id)), details=details, now=now)
    except BaseException as fault:
        path.unlink(missing_ok=True)
        if is_full_disk(fault):
            raise NoSpace(
                "disk_full",
                f"The disk of the server is full, so nothing of {file_name} was kept; ask an administrator to make room and send it again.",
                f"服务器磁盘已满，“{file_name}”未保留任何内容；请管理员清理空间后重新上传。",
            ) from fault
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
    if "\\u0000" in json.dumps(content):
        raise Invalid(
            "header_with_nul",
            "The header of the file holds the character U+0000; export it again.",
            "文件表头含有字符 U+0000；请重新导出。",
        )
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
