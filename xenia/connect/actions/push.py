"""Records pushed by a machine: checked, sealed as a file, and handed to a run before the machine gets its answer."""

import io
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction

from xenia.connect import models
from xenia.connect.actions.runs import start_run
from xenia.connect.actions.sources import save_mapping
from xenia.connect.actions.uploads import store_upload
from xenia.connect.queries.uploads import upload_path
from xenia.connect.rules.canonical import RECORDS
from xenia.connect.rules.push import FREE_FIELDS, attributes_of, flat_records, identity_mapping
from xenia.connect.types.canonical import Kind
from xenia.connect.types.sources import KeyRevoked
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Refused
from xenia.lake.tables import get_table
from xenia.trust.types.access import Permission


@transaction.atomic
def receive_records(*, key: str, source_code: str, kind: Kind, body: Sequence[dict[str, Any]] | dict[str, Any], now: datetime) -> UUID:
    """Returns the run that will import the records, once they are durable: sealed on disk, their run and its job committed.

    `body` is one canonical record or a list of them, with canonical field names; what they say is true as of `now` unless `modified_at`
    says otherwise. Raises KeyRevoked, Refused for a key that is unknown or of another source, Invalid for a record that is not of the kind.
    """
    held = _key_of(key, source_code)
    source = held.source
    may, units = frozenset({Permission.VIEW_SOURCES, Permission.LOAD_DATA}), frozenset({source.unit_id})
    actor = Actor(None, f"push key {held.name}", may, units, kind="key", key_id=held.id)
    records = flat_records(kind, [body] if isinstance(body, dict) else body, attributes=_known_attributes(source.id, kind))
    lines = io.BytesIO(b"\n".join(orjson.dumps(record) for record in records))
    upload_id = store_upload(actor=actor, source_id=source.id, file_name=f"push-{kind}.jsonl", stream=lines, as_of=now, now=now)
    try:
        with transaction.atomic():
            mapping_id = save_mapping(actor=actor, source_id=source.id, document=identity_mapping(kind, list(records[0])), now=now)
            models.PushKey.objects.filter(key_hash=held.key_hash).update(used_at=now)
            return start_run(actor=actor, upload_id=upload_id, mapping_id=mapping_id, now=now)
    except BaseException:
        upload_path(upload_id).unlink(missing_ok=True)  # the transaction forgets the upload; its bytes must go too
        raise


def _known_attributes(source_id: UUID, kind: Kind) -> list[str] | None:
    """The attributes the source pushed before, in their order; None for a kind whose table holds none."""
    if set(FREE_FIELDS).isdisjoint(get_table(RECORDS[kind].table).schema.names):
        return None
    newest = models.Mapping.objects.filter(source_id=source_id, name=f"push_{kind}").order_by("-version").first()
    return attributes_of(newest.document) if newest else []


def _key_of(key: str, source_code: str) -> models.PushKey:
    """The key, found by its hash, so that how long it takes says nothing of how much of it was right."""
    key_hash = sha256(key.encode()).digest()
    held = models.PushKey.objects.select_related("source").filter(key_hash=key_hash).first()
    if held is None or held.source.code != source_code:
        raise Refused(
            "push_key_refused",
            f"This key does not open the source {source_code!r}: it is unknown, or of another source. Make a new one on its page.",
            f"此密钥不能用于来源“{source_code}”：密钥不存在或属于其他来源。请在来源页面生成新的密钥。",
        )
    if held.revoked_at is not None:
        raise KeyRevoked(
            "push_key_revoked",
            f"The key {held.name!r} was revoked on {held.revoked_at:%Y-%m-%d %H:%M} UTC; make a new one on the page of the source.",
            f"密钥“{held.name}”已于 {held.revoked_at:%Y-%m-%d %H:%M}（UTC）撤销；请在来源页面生成新的密钥。",
        )
    return held
