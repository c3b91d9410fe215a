"""A guest written down by hand: a record of the source `front desk`, through the same door as every other source's.

The record is a file of one line, sealed and kept like any upload, read by the mapping of pushed guests: lineage, versions, the suppression
list and the lake treat it as they treat all others, and the run names the person who wrote it.
"""

import io
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction

from xenia.connect import models
from xenia.connect.actions.people import KEY_FIELD
from xenia.connect.actions.runs import perform_run, record_run
from xenia.connect.actions.sources import save_mapping
from xenia.connect.actions.uploads import store_upload
from xenia.connect.rows import opened
from xenia.connect.rules.push import flat_records, identity_mapping
from xenia.connect.types.by_hand import DESK_CODE, ENTERED_BY, HandEntry
from xenia.connect.types.canonical import Kind
from xenia.connect.types.runs import RunState
from xenia.connect.types.sources import LegalBasis, SourceKind
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid
from xenia.settings import ENV
from xenia.trust.actions.audit import record
from xenia.trust.queries.people import list_units
from xenia.trust.types.access import Permission, Unit
from xenia.trust.types.audit import Subject, SubjectKind
from xenia.trust.vault import vault_of

HELD = (
    "name", "surname", "given_name", "name_latin", "gender", "language", "nationality", "province", "city", "company", "membership_number",
    "membership_tier",
)  # fmt: skip
OPENED = {"phone": "phone", "email": "email", "wechat_id": "wechat", "birth_date": "birth_date", "address": "address"}
"""Canonical field -> what a screen calls it."""
TIME_ZONE, CURRENCY, REGION = "Asia/Shanghai", "CNY", "CN"


def write_by_hand(*, actor: Actor, entry: HandEntry, clock: Callable[[], datetime]) -> UUID:
    """Returns the record's id once it is durable. What the desk said of the person before stays, but for the fields given.

    Raises NotFound for a unit the actor does not see, Invalid where the contract of guests refuses a value, Conflict for a person who was
    erased and stays out.
    """
    actor.require(Permission.EDIT_GUESTS)
    source = _desk(actor, entry.unit_id, clock())
    scribe = Actor(
        actor.user_id, actor.name, frozenset({Permission.VIEW_SOURCES, Permission.LOAD_DATA}), frozenset({source.unit_id}),
        actor.language, kind=actor.kind, key_id=actor.key_id,
    )  # fmt: skip
    told = {name: value for name, value in (_said_before(source, entry.key) | dict(entry.fields)).items() if value not in (None, "")}
    told |= {"guest_key": entry.key, "attributes": {ENTERED_BY: actor.name}}
    _require_taken(_import(scribe, source, told, clock))
    row = _row(source, entry.key)
    if row is None:
        raise Conflict(
            "guest_kept_out",
            "This person asked to be erased and stays out: the company keeps nothing of them. Speak with the privacy officer.",
            "此人已要求删除个人信息，系统不再收录；请联系隐私官。",
        )
    return row.record_id


@transaction.atomic
def show_record_to(*, actor: Actor, record_id: UUID, unit_ids: Collection[UUID]) -> None:
    """Lets the people of further units see a front-desk record: those who see the records it corrects."""
    actor.require(Permission.EDIT_GUESTS)
    rows = [models.GuestUnit(record_id=record_id, unit_id=unit_id) for unit_id in unit_ids]
    models.GuestUnit.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def _desk(actor: Actor, unit_id: UUID, now: datetime) -> models.Source:
    """The front desk of the unit; made the first time somebody writes there."""
    unit = next((one for one in list_units(actor) if one.id == unit_id), None)
    if unit is None:
        raise Invalid("unit_unseen", f"Unit {unit_id} is not one of yours; choose another.", "没有您可用的这个单位；请另选一个。")
    code = _code(unit)
    values = {
        "unit_id": unit.id, "name": "前台" if unit.parent_id is None else f"前台·{unit.name.zh}", "kind": SourceKind.DESK.value,
        "time_zone": TIME_ZONE, "currency": CURRENCY, "phone_region": REGION, "legal_basis": LegalBasis.CONTRACT.value,
        "bad_share_max": 1.0, "created_at": now,
    }  # fmt: skip
    source, is_new = models.Source.objects.get_or_create(code=code, defaults=values)
    if is_new:
        details = {"unit_id": source.unit_id, "kind": source.kind}
        record(actor, "source.created", subject=Subject(SubjectKind.SOURCE, str(source.id)), details=details, now=now)
    return source


def _code(unit: Unit) -> str:
    return DESK_CODE if unit.parent_id is None else f"{DESK_CODE}_{unit.code}"[:64]


def _row(source: models.Source, key: str) -> models.GuestRecord | None:
    index = vault_of(ENV.key_file).index(key, field=KEY_FIELD)
    return models.GuestRecord.objects.filter(source=source, key_index=index).first()


def _said_before(source: models.Source, key: str) -> dict[str, Any]:
    """The fields of the desk's record as they were given: a version of a record is the whole of it."""
    row = _row(source, key)
    if row is None:
        return {}
    held: dict[str, Any] = {name: getattr(row, name) for name in HELD} | {"vip": row.vip or None, "tags": list(row.tags) or None}
    held |= {name: opened(row, field) for name, field in OPENED.items()}
    document = opened(row, "document").split(" ")
    if len(document) == 3:
        held |= {"id_type": document[0].lower(), "id_country": document[1], "id_number": document[2]}
    return held


def _import(scribe: Actor, source: models.Source, told: Mapping[str, Any], clock: Callable[[], datetime]) -> models.Run:
    records = flat_records(Kind.GUEST, [dict(told)], attributes=[f"attributes.{ENTERED_BY}"])
    lines = io.BytesIO(b"\n".join(orjson.dumps(one) for one in records))
    now = clock()
    upload_id = store_upload(actor=scribe, source_id=source.id, file_name="front-desk.jsonl", stream=lines, as_of=now, now=now)
    mapping_id = save_mapping(actor=scribe, source_id=source.id, document=identity_mapping(Kind.GUEST, list(records[0])), now=now)
    with transaction.atomic():
        run = models.Run(source_id=source.id, upload_id=upload_id, mapping_id=mapping_id, state=RunState.WAITING)
        run.created_by, run.created_at = scribe.user_id, now
        run.save(force_insert=True)
        record_run(scribe, "run.started", run.id, now)
    perform_run(run_id=run.id, clock=clock)
    run.refresh_from_db()
    return run


def _require_taken(run: models.Run) -> None:
    """Raises Invalid where the contract refused the row; then nothing of it stays in quarantine."""
    refused = models.QuarantinedRow.objects.filter(run=run).first()
    if refused is None and run.state == RunState.DONE:
        return
    why = ", ".join(refused.rules) if refused else str((run.message or {}).get("en", run.state))
    why_zh = ", ".join(refused.rules) if refused else str((run.message or {}).get("zh", run.state))
    models.QuarantinedRow.objects.filter(run=run).delete()
    raise Invalid(
        "guest_refused",
        f"What was entered does not fit a guest: {why}. Nothing was kept.",
        f"填写的内容不符合客人资料的规则：{why_zh}。未保存。",
    )
