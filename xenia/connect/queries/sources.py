"""Reads of sources, mappings, presets and the canonical kinds."""

import json
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from xenia.connect import models
from xenia.connect.rules.canonical import RECORDS
from xenia.connect.rules.codes import CODE_TITLES
from xenia.connect.types.sources import LegalBasis, MappingVersion, Preset, PushKey, Source, SourceKind, SourceSettings
from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.kernel.texts import Text
from xenia.settings import ENV
from xenia.trust.queries.people import get_person
from xenia.trust.types.access import Permission
from xenia.trust.vault import vault_of

PRESETS = Path(__file__).resolve().parent.parent / "presets"


def list_sources(actor: Actor) -> list[Source]:
    """Returns the sources of the actor's units, newest first."""
    actor.require(Permission.VIEW_SOURCES)
    return [_source(row, actor) for row in _sources(actor).order_by("-created_at", "id")]


def get_source(actor: Actor, source_id: UUID) -> Source:
    """Returns one source; raises NotFound where it does not exist or belongs to a unit the actor does not see."""
    actor.require(Permission.VIEW_SOURCES)
    row = _sources(actor).filter(id=source_id).first()
    if row is None:
        raise NotFound(
            "source_not_found", f"There is no source {source_id}; the sources are listed under Data sources.", "没有这个数据来源。"
        )
    return _source(row, actor)


def find_source_by_code(actor: Actor, code: str) -> Source | None:
    """Returns the source with this code, or None."""
    actor.require(Permission.VIEW_SOURCES)
    row = _sources(actor).filter(code=code).first()
    return _source(row, actor) if row else None


def _sources(actor: Actor) -> "QuerySet[models.Source]":
    rows = models.Source.objects.select_related("unit")
    return rows if actor.units is None else rows.filter(unit_id__in=actor.units)


def _source(row: models.Source, actor: Actor) -> Source:
    last = models.Run.objects.filter(source=row, is_dry=False).order_by("-created_at").first()
    waiting = models.QuarantinedRow.objects.filter(source=row, state="waiting", run__is_dry=False).count()
    location = _location(row) if actor.may(Permission.MANAGE_SOURCES) else ""
    settings = SourceSettings(
        code=row.code, name=row.name, kind=SourceKind(row.kind), unit_code=row.unit.code, owner=row.owner, time_zone=row.time_zone,
        currency=row.currency, phone_region=row.phone_region, legal_basis=LegalBasis(row.legal_basis), bad_share_max=row.bad_share_max,
        location=location, cursor_column=row.cursor_column, every_minutes=row.every_minutes,
    )  # fmt: skip
    unit = Text(row.unit.name_zh, row.unit.name_en)
    return Source(
        row.id, row.unit_id, unit, settings, row.created_at, last.created_at if last else None, last.state if last else None, waiting
    )


def _location(row: models.Source) -> str:
    if row.location_sealed is None:
        return ""
    return vault_of(ENV.key_file).open(bytes(row.location_sealed), field="connect.source.location", row=row.id)


def list_mappings(actor: Actor, source_id: UUID) -> list[MappingVersion]:
    """Returns every version of every mapping of the source, the one saved last on top."""
    get_source(actor, source_id)
    return [_mapping(row) for row in models.Mapping.objects.filter(source_id=source_id).order_by("-created_at", "name", "-version")]


def list_newest_mappings(actor: Actor, source_id: UUID) -> list[MappingVersion]:
    """Returns the newest version of each mapping of the source, by name."""
    get_source(actor, source_id)
    newest = models.Mapping.objects.filter(source=OuterRef("source"), name=OuterRef("name")).order_by("-version").values("id")[:1]
    rows = models.Mapping.objects.filter(source_id=source_id, id=Subquery(newest)).order_by("name")
    return [_mapping(row) for row in rows]


def get_mapping(actor: Actor, mapping_id: UUID) -> MappingVersion:
    """Returns one version; raises NotFound."""
    row = models.Mapping.objects.filter(id=mapping_id).first()
    if row is None:
        raise NotFound("mapping_not_found", f"There is no mapping {mapping_id}.", "没有这个映射。")
    get_source(actor, row.source_id)
    return _mapping(row)


def _mapping(row: models.Mapping) -> MappingVersion:
    return MappingVersion(row.id, row.source_id, row.name, row.version, row.document, row.created_at)


def list_push_keys(actor: Actor, source_id: UUID) -> list[PushKey]:
    """Returns the keys made for the source, the newest on top, revoked ones too; never the keys themselves, which nobody holds."""
    actor.require(Permission.MANAGE_SOURCES)
    get_source(actor, source_id)
    rows = list(models.PushKey.objects.filter(source_id=source_id).order_by("-created_at", "-id"))
    names = {user_id: get_person(user_id).name if user_id else "" for user_id in {row.created_by for row in rows}}
    return [PushKey(row.id, row.name, row.created_at, names[row.created_by], row.used_at, row.revoked_at) for row in rows]


@cache
def list_presets() -> list[Preset]:
    """Returns the mappings that ship with the product, by name."""
    documents = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(PRESETS.glob("*.json"))]
    return [Preset(document["name"], Text(document["title"]["zh"], document["title"]["en"]), document) for document in documents]


def find_preset(header: list[str], documents: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Returns the document whose `match.columns` are all in the header, the one that names most of them; None where none fits."""
    fitting = [
        document for document in documents if (wanted := set(document.get("match", {}).get("columns", []))) and wanted <= set(header)
    ]
    return max(fitting, key=lambda document: len(document["match"]["columns"]), default=None)


@cache
def list_kinds() -> list[dict[str, Any]]:
    """Returns the canonical kinds and their fields, as the mapping screen offers them.

    `options` are the codes of a field that holds one of our own enumerations; empty for every other, also where ISO or IANA keep the list.
    """
    return [
        {
            "kind": record.kind.value,
            "title": {"zh": record.title.zh, "en": record.title.en},
            "fields": [
                {
                    "name": field.name,
                    "title": {"zh": field.title.zh, "en": field.title.en},
                    "type": field.type.value,
                    "required": field.required,
                    "personal": field.personal,
                    "options": [
                        {"value": code, "title": {"zh": title.zh, "en": title.en}}
                        for code, title in CODE_TITLES.get(field.codes, {}).items()
                    ],
                }
                for field in record.fields
            ],
        }
        for record in RECORDS.values()
    ]
