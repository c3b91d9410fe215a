"""Result packages: all that is held about a person, for people (PDF in Chinese and English) and machines (JSON, CSV), sealed on disk."""

import io
import json
import zipfile
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.lake.intake.delimited_writer import write_delimited
from xenia.settings import ENV
from xenia.trust.actions.audit import record
from xenia.trust.actions.export_entries import register_package
from xenia.trust.actions.subject_erasure import package_path
from xenia.trust.models.requests import SubjectRequest
from xenia.trust.queries.policies import rights_policy
from xenia.trust.queries.requests import number_of, row_of
from xenia.trust.rules.data_map import map_section
from xenia.trust.rules.package_pdf import Cover, render_pdf
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import Subject, SubjectKind
from xenia.trust.types.requests import RequestKind
from xenia.trust.types.rights import Rights, Section
from xenia.trust.vault import remove_file, vault_of

LANGUAGES = ("zh-CN", "en")


def make_package(row: Any, rights: Rights, *, actor: Actor, now: datetime) -> dict[str, Any]:
    """Writes the sealed package of a request and returns what is remembered of it. For the work of this module."""
    sections = [section for module in rights.modules if module.export for section in module.export(actor, row.record_ids, now)]
    if row.kind == RequestKind.KNOW:
        sections.insert(0, map_section(rights.stores))
    content = _zipped(row, sections, now)
    path = package_path(str(row.id))
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    writer = vault_of(ENV.key_file).writer(path)
    writer.write(content)
    writer.close()
    expires_at = now + timedelta(days=rights_policy().package_days)
    return {"size": len(content), "sha256": sha256(content).hexdigest(), "made_at": now.isoformat(), "expires_at": expires_at.isoformat()}


def _zipped(row: Any, sections: list[Section], now: datetime) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        said = {"request": number_of(row.id), "kind": row.kind, "made_at": now.isoformat(), "sections": [asdict(one) for one in sections]}
        archive.writestr("data.json", json.dumps(said, ensure_ascii=False, indent=1, default=str))
        for language in LANGUAGES:
            archive.writestr(
                f"{'summary' if language == 'en' else '摘要'}.pdf", render_pdf(Cover(number_of(row.id), row.kind, now, language), sections)
            )
        if row.kind == RequestKind.PORT:
            for section in sections:
                archive.writestr(f"{section.module}.{section.code}.csv", _csv(section))
    return held.getvalue()


def _csv(section: Section) -> bytes:
    out = io.BytesIO()
    head = [code for code, _ in section.columns]
    write_delimited([head, *([_cell(row.get(code)) for code in head] for row in section.rows)], out)
    return out.getvalue()


def _cell(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


@transaction.atomic
def open_package(*, actor: Actor, request_id: UUID, now: datetime) -> tuple[str, bytes]:
    """Returns the file name and the contents of a package, and records that it was handed out. Raises NotFound where it has expired."""
    row = row_of(actor, request_id)
    is_there = row.package and not row.package.get("erased") and datetime.fromisoformat(row.package["expires_at"]) > now
    if not is_there or not package_path(str(row.id)).exists():
        raise NotFound(
            "package_expired", f"The package of {number_of(row.id)} has expired; make the request again.", "资料包已过期；请重新提出请求。"
        )
    with vault_of(ENV.key_file).reader(package_path(str(row.id))) as stream:
        content = stream.read()
    subject = Subject(SubjectKind.REQUEST, str(row.id))
    record(actor, "request.package_opened", subject=subject, details={"bytes": len(content), "people": len(row.record_ids)}, now=now)
    register_package(actor, row, size_bytes=len(content), now=now)
    return f"{number_of(row.id)}.zip", content


@transaction.atomic
def expire_packages(*, actor: Actor, before: datetime) -> int:
    """Ends the packages whose time has come; returns how many."""
    actor.require(Permission.HANDLE_REQUESTS)
    ended = 0
    for row in expired_packages(before):
        remove_file(package_path(str(row.id)))
        SubjectRequest.objects.filter(id=row.id).update(package={**(row.package or {}), "erased": True})
        ended += 1
    return ended


def expired_packages(before: datetime) -> Iterable[Any]:
    """Rows whose package was made before and is still there. For this module: callers have checked the actor."""
    rows = SubjectRequest.objects.filter(package__isnull=False)
    packages = [(row, row.package or {}) for row in rows]
    return [row for row, package in packages if not package.get("erased") and datetime.fromisoformat(package["made_at"]) < before]
