"""The register's line of a result package, what the audit log says of exports, and the alarm when a year's count passes a limit."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from xenia.kernel.actor import Actor
from xenia.trust.actions.audit import record
from xenia.trust.models.exports import Export, ExportedPerson
from xenia.trust.queries.exports import get_policy, year_abroad
from xenia.trust.queries.requests import number_of
from xenia.trust.rows.exports import about
from xenia.trust.rules import exports as rules
from xenia.trust.types.audit import Subject, SubjectKind
from xenia.trust.types.exports import ExportState, LimitState, YearAbroad


def subject_of(export_id: UUID) -> Subject:
    """What the entries of an export are about."""
    return Subject(SubjectKind.EXPORT, str(export_id))


def raise_alarms(actor: Actor, export_id: UUID, country: str, *, before: YearAbroad, now: datetime) -> None:
    """Records that a year's count abroad came near a limit or passed it, once for each step (rule W5)."""
    year = year_abroad(now.year)
    parts: tuple[tuple[LimitState, LimitState, int, int, bool], ...] = (
        (before.state, year.state, year.people, year.limit, False),
        (before.sensitive_state, year.sensitive_state, year.sensitive_people, year.sensitive_limit, True),
    )
    for was, state, people, limit, is_sensitive in parts:
        if state is was or state is LimitState.WITHIN:
            continue
        details: dict[str, Any] = {
            "year": str(year.year),
            "country": country,
            "people": people,
            "limit": limit,
            "is_sensitive": is_sensitive,
        }
        action = "export.threshold_passed" if state is LimitState.OVER else "export.threshold_neared"
        record(actor, action, subject=subject_of(export_id), details=details, now=now)


def register_package(actor: Actor, request: Any, *, size_bytes: int, now: datetime) -> None:
    """Enters a package that is handed to the guest into the register, once for each package (rule W10). For open_package.

    The guest's own copy crosses no border by our doing, so it stands under the home country.
    """
    row = Export(id=uuid5(request.id, str((request.package or {})["made_at"])), kind=rules.PACKAGE, state=ExportState.SENT, asked_at=now)
    if Export.objects.filter(id=row.id).exists():
        return
    row.recipient, row.country = rules.GUEST, get_policy().home_country
    row.purpose, row.agreement = request.kind, number_of(request.id)
    row.is_sensitive = row.with_contacts = True
    row.people, row.asked_by_id, row.ended_at, row.size_bytes = len(request.record_ids), actor.user_id, now, size_bytes
    row.save(force_insert=True)
    ExportedPerson.objects.bulk_create(ExportedPerson(export=row, record_id=one) for one in request.record_ids)
    record(actor, "export.handed_over", subject=subject_of(row.id), purpose=row.purpose, details=about(row), now=now)
