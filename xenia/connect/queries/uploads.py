"""Reads of uploads: their shape, a suggested mapping, a preview of what a mapping makes of the first rows."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any, BinaryIO
from uuid import UUID

import pyarrow as pa
import pyarrow.compute as pc

from xenia.connect import models
from xenia.connect.facts.canonical import FileSetting, canonical_layers
from xenia.connect.queries.sources import find_preset, get_source, list_newest_mappings, list_presets
from xenia.connect.rules.faults import contract_rule
from xenia.connect.rules.mapping import parse_mapping
from xenia.connect.rules.suggest import fitted
from xenia.connect.rules.suggest import suggest_mapping as suggest
from xenia.connect.types.mapping import ParsedMapping
from xenia.connect.types.runs import Preview
from xenia.connect.types.sources import Upload
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, NotFound
from xenia.lake.projection import compile_layers, run_compiled
from xenia.settings import ENV
from xenia.trust.types.access import Permission
from xenia.trust.vault import vault_of

SAMPLE_FIELD = "connect.upload.sample"


def upload_path(upload_id: UUID):  # type: ignore[no-untyped-def]
    """Where the sealed file of an upload lies."""
    return ENV.home / "uploads" / f"{upload_id}.sealed"


def stream_factory(upload_id: UUID) -> Callable[[], BinaryIO]:
    """Returns a function that opens the clear bytes of the upload from the start, each time anew."""
    path = upload_path(upload_id)
    return lambda: vault_of(ENV.key_file).reader(path)  # the vault anew each time: the keys may change between two openings


def get_upload(actor: Actor, upload_id: UUID) -> Upload:
    """Returns one upload; raises NotFound where it does not exist or its source is not the actor's to see."""
    actor.require(Permission.VIEW_SOURCES)
    row = models.Upload.objects.filter(id=upload_id).first()
    if row is None:
        raise NotFound("upload_not_found", f"There is no upload {upload_id}; upload the file again.", "没有这个上传文件；请重新上传。")
    get_source(actor, row.source_id)
    return _upload(row)


def list_uploads(actor: Actor, source_id: UUID) -> list[Upload]:
    """Returns the newest 100 uploads of a source."""
    get_source(actor, source_id)
    return [_upload(row) for row in models.Upload.objects.filter(source_id=source_id).order_by("-created_at")[:100]]


def _upload(row: models.Upload) -> Upload:
    is_erased = row.erased_at is not None
    sample = (
        []
        if row.sample_sealed is None
        else json.loads(vault_of(ENV.key_file).open(bytes(row.sample_sealed), field=SAMPLE_FIELD, row=row.id))
    )
    shape = row.shape | {"sample": sample} if row.shape else None
    return Upload(
        row.id, row.source_id, row.file_name, row.size_bytes, row.as_of, shape, row.options, row.created_at, row.expires_at, is_erased
    )


def suggest_mapping(actor: Actor, upload_id: UUID) -> dict[str, Any]:
    """Returns the source's own mapping that fits the header, else a preset that does, else a guess from names and values."""
    actor.require(Permission.LOAD_DATA)
    upload = get_upload(actor, upload_id)
    shape = _shape(upload)
    own = [mapping.document for mapping in list_newest_mappings(actor, upload.source_id)]
    fitting = find_preset(shape["header"], own) or find_preset(shape["header"], [preset.document for preset in list_presets()])
    return fitted(fitting, shape["header"]) if fitting else suggest(shape["header"], shape["sample"])


def preview_mapping(actor: Actor, upload_id: UUID, document: dict[str, Any]) -> Preview:
    """Returns what the mapping makes of the rows in the upload's sample, and the faults of each; raises Invalid for a mapping at fault."""
    actor.require(Permission.LOAD_DATA)
    upload = get_upload(actor, upload_id)
    shape = _shape(upload)
    mapping = parse_mapping(document, header=shape["header"])
    made = map_rows(_sample_table(shape), mapping, get_setting(upload.source_id, upload.as_of))
    return Preview([_preview_row(row, mapping) for row in sorted(made.to_pylist(), key=lambda row: row["_row"])])


def _shape(upload: Upload) -> dict[str, Any]:
    if upload.is_erased or upload.shape is None:
        raise Conflict(
            "upload_expired", f"The file {upload.file_name} has expired; upload it again.", f"文件“{upload.file_name}”已过期，请重新上传。"
        )
    return upload.shape


def get_setting(source_id: UUID, as_of: datetime | None) -> FileSetting:
    """Returns what the source adds to a mapping: its zone and currency, and the salt of its hashes. For runs and previews."""
    source = models.Source.objects.get(id=source_id)
    salt = vault_of(ENV.key_file).ids_secret.hex()
    return FileSetting(salt, source.id, source.time_zone, source.currency, as_of)


def map_rows(rows: pa.Table, mapping: ParsedMapping, setting: FileSetting) -> pa.Table:
    """Returns the canonical columns of each row, as `connect.facts.canonical` describes; columns the mapping does not read are left out."""
    header = [name for name in rows.column_names if name != "_row" and name in mapping.columns]
    query = _compiled(tuple(header), mapping, replace(setting, as_of=None))
    return _filled(run_compiled(rows.select([*header, "_row"]), query), setting.as_of)


def _filled(mapped: pa.Table, as_of: datetime | None) -> pa.Table:
    """The as-of time of the file where a row has none of its own: added here, so that files of any time share one compiled query."""
    if as_of is None:
        return mapped
    for place, name in enumerate(mapped.column_names):
        if name.endswith("_order_at"):
            mapped = mapped.set_column(place, name, pc.fill_null(mapped[name], pa.scalar(as_of, mapped[name].type)))
    return mapped


@lru_cache(maxsize=64)
def _compiled(header: tuple[str, ...], mapping: ParsedMapping, setting: FileSetting) -> str:
    """Once for a file, not once for each of its chunks, and once for all that is pushed to a source."""
    return compile_layers(canonical_layers(list(header), mapping, setting))


def _sample_table(shape: dict[str, Any]) -> pa.Table:
    header, sample = shape["header"], shape["sample"]
    columns = {
        name: pa.array([row[place] or None if place < len(row) else None for row in sample], pa.string())
        for place, name in enumerate(header)
    }
    first = int(shape.get("header_row") or 1) + 1
    return pa.table(columns | {"_row": pa.array(range(first, first + len(sample)), pa.int64())})


def _preview_row(row: dict[str, Any], mapping: ParsedMapping) -> dict[str, Any]:
    records = []
    for ordinal, record in enumerate(mapping.records):
        prefix = f"r{ordinal}_"
        hidden = {f"{prefix}{name}" for name in ("present", "record_hash", "content_hash", "order_at")}
        values = {name.removeprefix(prefix): value for name, value in row.items() if name.startswith(prefix) and name not in hidden}
        if row[f"{prefix}present"]:
            records.append({"kind": record.kind.value, "values": values})
    return {"row_number": row["_row"], "records": records, "faults": [fault_view(code) for code in row["faults"] or []]}


def fault_view(code: str) -> dict[str, Any]:
    """`ordinal|field|rule` with the rule's sentences."""
    ordinal, field, rule = code.split("|")
    said = contract_rule(rule)
    return {
        "record": int(ordinal), "field": field, "rule": rule,
        "what": {"zh": said.what.zh, "en": said.what.en}, "mend": {"zh": said.mend.zh, "en": said.mend.en},
    }  # fmt: skip
