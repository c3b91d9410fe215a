"""Writes of sources: registering, changing, mappings, keys for pushing."""

import re
import secrets
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from django.db import IntegrityError, transaction

from xenia.connect import models
from xenia.connect.queries import sources as queries
from xenia.connect.rules.codes import code_list
from xenia.connect.rules.mapping import parse_mapping
from xenia.connect.types.sources import Source, SourceSettings
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid, NotFound
from xenia.kernel.ids import new_id
from xenia.kernel.names import require_distinct, require_plain
from xenia.settings import ENV
from xenia.trust.actions.audit import record
from xenia.trust.queries.people import get_unit
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import Subject, SubjectKind
from xenia.trust.vault import vault_of

RECORDED = (
    "code",
    "name",
    "owner",
    "unit_id",
    "kind",
    "time_zone",
    "currency",
    "phone_region",
    "legal_basis",
    "bad_share_max",
    "location_sealed",
    "cursor_column",
    "every_minutes",
)
"""The settings of which the audit log says that they changed: by name, never by value."""
CODE = re.compile(r"^[a-z0-9][a-z0-9_-]{1,62}$")


@transaction.atomic
def create_source(*, actor: Actor, settings: SourceSettings, now: datetime) -> UUID:
    """Returns the id of the new source; raises Invalid naming each wrong setting, Conflict where the code is taken."""
    actor.require(Permission.MANAGE_SOURCES)
    row = models.Source(id=new_id(), created_at=now)
    _fill(row, actor, settings)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as taken:
        raise Conflict(
            "source_code_taken",
            f"The code {settings.code!r} is taken by another source; choose another.",
            f"代码“{settings.code}”已被占用，请换一个。",
        ) from taken
    record(actor, "source.created", subject=_subject(row.id), details={"unit_id": row.unit_id, "kind": row.kind}, now=now)
    return row.id


@transaction.atomic
def change_source(*, actor: Actor, source_id: UUID, settings: SourceSettings, now: datetime) -> None:
    """Changes the settings; what was loaded before keeps the settings it was loaded with."""
    actor.require(Permission.MANAGE_SOURCES)
    queries.get_source(actor, source_id)
    row = models.Source.objects.select_for_update().get(id=source_id)
    before = {name: getattr(row, name) for name in RECORDED}
    _fill(row, actor, settings)
    row.save()
    changed = sorted(name for name, value in before.items() if getattr(row, name) != value)
    record(actor, "source.changed", subject=_subject(row.id), details={"unit_id": row.unit_id, "fields": changed}, now=now)


def _subject(source_id: UUID) -> Subject:
    return Subject(SubjectKind.SOURCE, str(source_id))


def _fill(row: models.Source, actor: Actor, settings: SourceSettings) -> None:
    faults = _faults(settings)
    if faults:
        raise Invalid("source_invalid", " ".join(en for _, en in faults), "".join(zh for zh, _ in faults))
    for text in (settings.name, settings.owner):
        require_plain(text)
    require_distinct(settings.name, models.Source.objects.exclude(id=row.id).values_list("name", flat=True))
    row.unit_id = get_unit(actor, settings.unit_code).id
    for name in ("code", "name", "owner", "time_zone", "currency", "phone_region", "bad_share_max", "cursor_column", "every_minutes"):
        setattr(row, name, getattr(settings, name))
    row.kind, row.legal_basis = settings.kind.value, settings.legal_basis.value
    if settings.location:
        row.location_sealed = vault_of(ENV.key_file).seal(settings.location, field="connect.source.location", row=row.id)


def _faults(settings: SourceSettings) -> list[tuple[str, str]]:
    checks = (
        (
            CODE.fullmatch(settings.code),
            f"代码“{settings.code}”只能用小写字母、数字、-、_。",
            f"The code {settings.code!r} may hold small letters, digits, - and _ only.",
        ),
        (settings.name.strip(), "请填写名称。", "Give the source a name."),
        (
            settings.time_zone in available_timezones(),
            f"没有时区“{settings.time_zone}”。",
            f"There is no time zone {settings.time_zone!r}; give one such as Asia/Shanghai.",
        ),
        (
            settings.currency in code_list("currency"),
            f"没有币种“{settings.currency}”。",
            f"There is no currency {settings.currency!r}; give one such as CNY.",
        ),
        (
            settings.phone_region in code_list("country"),
            f"没有地区“{settings.phone_region}”。",
            f"There is no region {settings.phone_region!r}; give one such as CN.",
        ),
        (0 < settings.bad_share_max <= 1, "坏行比例上限须在 0 与 1 之间。", "The largest share of bad rows lies above 0 and at most 1."),
    )
    return [(zh, en) for holds, zh, en in checks if not holds]


@transaction.atomic
def save_mapping(*, actor: Actor, source_id: UUID, document: dict[str, Any], now: datetime) -> UUID:
    """Returns the id of the mapping's next version, or of its newest where that says the same; raises Invalid listing every fault."""
    actor.require(Permission.LOAD_DATA)
    queries.get_source(actor, source_id)
    parsed = parse_mapping(document)
    source = models.Source.objects.select_for_update().get(id=source_id)
    newest = models.Mapping.objects.filter(source_id=source_id, name=parsed.name).order_by("-version").first()
    if newest is not None and newest.document == document:
        return newest.id
    version = newest.version + 1 if newest else 1
    made = models.Mapping.objects.create(
        source_id=source_id, name=parsed.name, version=version, document=document, created_by=actor.user_id, created_at=now
    )
    details = {"unit_id": source.unit_id, "mapping": str(made.id), "version": version}
    record(actor, "mapping.saved", subject=_subject(source_id), details=details, now=now)
    return made.id


@transaction.atomic
def create_push_key(*, actor: Actor, source_id: UUID, name: str, now: datetime) -> str:
    """Returns the key, once; only its hash is kept."""
    actor.require(Permission.MANAGE_SOURCES)
    source = queries.get_source(actor, source_id)
    require_plain(name)
    key = "xp_" + secrets.token_urlsafe(32)
    row = models.PushKey(id=new_id(), key_hash=sha256(key.encode()).digest(), source_id=source_id, name=name)
    row.created_by, row.created_at = actor.user_id, now
    row.save(force_insert=True)
    record(actor, "push_key.created", subject=Subject(SubjectKind.KEY, str(row.id)), details=_of_source(source), now=now)
    return key


@transaction.atomic
def revoke_push_key(*, actor: Actor, source_id: UUID, key_id: UUID, now: datetime) -> None:
    """Makes the key useless from now on; one that was revoked before keeps its time. Raises NotFound for a key of another source."""
    actor.require(Permission.MANAGE_SOURCES)
    source = queries.get_source(actor, source_id)
    row = models.PushKey.objects.select_for_update().filter(id=key_id, source_id=source_id).first()
    if row is None:
        raise NotFound(
            "push_key_not_found",
            f"This source has no push key {key_id}; its keys are listed on its page under Push.",
            "这个来源没有这把密钥；请在来源页面的“推送接口”中查看。",
        )
    row.revoked_at = row.revoked_at or now
    row.save(update_fields=["revoked_at"])
    record(actor, "push_key.revoked", subject=Subject(SubjectKind.KEY, str(row.id)), details=_of_source(source), now=now)


def _of_source(source: Source) -> dict[str, str]:
    return {"source": source.settings.code, "source_id": str(source.id), "unit_id": str(source.unit_id)}
