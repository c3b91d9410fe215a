"""What the audit log says of exports, and the alarm when a year's count comes near a limit or passes it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from xenia.kernel.actor import Actor
from xenia.trust.actions.audit import record
from xenia.trust.models import exports as models
from xenia.trust.queries.exports import year_abroad
from xenia.trust.types.audit import Subject, SubjectKind
from xenia.trust.types.exports import LimitState, YearAbroad


def subject_of(export_id: UUID) -> Subject:
    """What the entries of an export are about."""
    return Subject(SubjectKind.EXPORT, str(export_id))


def about(row: models.Export) -> dict[str, Any]:
    """What the log says of an export: never a name of a guest nor the filter."""
    return {
        "kind": row.kind,
        "people": row.people,
        "rows": row.rows or row.rows_total,
        "recipient": row.recipient,
        "country": row.country,
        "agreement": row.agreement,
        "fields": list(row.fields),
        "is_sensitive": row.is_sensitive,
        "with_contacts": row.with_contacts,
        "canary": row.canary,
    }


def raise_alarms(actor: Actor, row: models.Export, *, before: YearAbroad, now: datetime) -> None:
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
            "country": row.country,
            "people": people,
            "limit": limit,
            "is_sensitive": is_sensitive,
        }
        action = "export.threshold_passed" if state is LimitState.OVER else "export.threshold_neared"
        record(actor, action, subject=subject_of(row.id), details=details, now=now)
