"""What the audit log says of exports, and the alarm when a year's count comes near a limit or passes it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from xenia.kernel.actor import Actor
from xenia.trust.actions.audit import record
from xenia.trust.queries.exports import year_abroad
from xenia.trust.types.audit import Subject, SubjectKind
from xenia.trust.types.exports import LimitState, YearAbroad


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
