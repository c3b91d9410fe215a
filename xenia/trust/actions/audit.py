"""Writing the audit log: one entry, in the transaction of what it tells."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from django.db import connection
from psycopg.types.json import Jsonb

from xenia.kernel.actor import Actor
from xenia.trust.rules.audit import plain
from xenia.trust.types.audit import Subject

NOTHING: Mapping[str, Any] = {}
PURPOSE_LETTERS_MAX = 200
NAME_LETTERS_MAX = 64
INSERT = """
INSERT INTO trust_auditentry
    (at, action, actor_kind, actor_id, actor_name, subject_kind, subject_id, unit_id, purpose, details, request_id)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
"""Written out, because every action waits for it: a model's `create` takes twice as long."""


def record(
    actor: Actor,
    action: str,
    *,
    now: datetime,
    subject: Subject | None = None,
    purpose: str = "",
    details: Mapping[str, Any] = NOTHING,
) -> None:
    """Adds an entry, committed or rolled back with the caller's transaction (rule L1). `action` is `noun.verb_past`, such as
    `contact.revealed`; its sentences stand in `rules/audit_words.py`.

    `details` hold codes, counts, field names and ids: never a personal value, because the log is kept when the guest is erased.
    `unit_id` in the details, where given, is what the explorer filters by.
    """
    held = dict(details)
    unit_id = held.pop("unit_id", None)
    values: list[Any] = [
        now,
        action,
        actor.kind,
        actor.key_id or actor.user_id,
        "" if actor.user_id and actor.kind == "person" else actor.name[:NAME_LETTERS_MAX],
        subject.kind.value if subject else "",
        subject.id if subject else "",
        UUID(str(unit_id)) if unit_id else None,
        purpose[:PURPOSE_LETTERS_MAX],
        Jsonb(plain(held)),
        str(structlog.contextvars.get_contextvars().get("request_id", "")),
    ]
    with connection.cursor() as cursor:
        cursor.execute(INSERT, values)
