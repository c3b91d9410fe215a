"""Rows of consent as words, and decisions stored: the history and what counts now, always together. Private."""

import io
from collections.abc import Iterable
from datetime import datetime

from django.db import connection

from xenia.kernel.actor import Actor
from xenia.kernel.ids import new_id
from xenia.kernel.texts import Text
from xenia.trust.models import consent as models
from xenia.trust.rows.guest_groups import ORDER
from xenia.trust.rules.consent import expiry_of
from xenia.trust.types.consent import Channel, GdprBasis, NewDecision, PiplBasis, Purpose, SeparateConsent

COLUMNS = (
    "id, guest_id, purpose_id, channel, said, notice_version, language, decided_at, recorded_at, actor_kind, actor_id, way, unit_id, "
    "by_guardian, reference, expires_at"
)
INCOMING = "CREATE TEMP TABLE IF NOT EXISTS incoming_decision (LIKE trust_consentdecision) ON COMMIT DROP; TRUNCATE incoming_decision"
KEEP = f"INSERT INTO trust_consentdecision ({COLUMNS}) SELECT {COLUMNS} FROM incoming_decision"  # noqa: S608 - our own column names
COUNT = f"""
INSERT INTO trust_currentconsent (purpose_id, channel, guest_id, said, notice_version, decided_at, expires_at, decision_id)
SELECT DISTINCT ON (purpose_id, channel, guest_id) purpose_id, channel, guest_id, said, notice_version, decided_at, expires_at, id
FROM incoming_decision i ORDER BY purpose_id, channel, guest_id, decided_at DESC, {ORDER.format("i")} DESC, id DESC
ON CONFLICT (purpose_id, channel, guest_id) DO UPDATE SET
    said = EXCLUDED.said, notice_version = EXCLUDED.notice_version, decided_at = EXCLUDED.decided_at, expires_at = EXCLUDED.expires_at,
    decision_id = EXCLUDED.decision_id
WHERE (EXCLUDED.decided_at, {ORDER.format("EXCLUDED")}, EXCLUDED.decision_id)
    > (trust_currentconsent.decided_at, {ORDER.format("trust_currentconsent")}, trust_currentconsent.decision_id)
"""  # noqa: S608 - our own column names
"""Rule N2: the decision made last counts; of two in the same instant the stricter, then the one recorded last."""


def purpose_of(row: models.Purpose) -> Purpose:
    """The purpose of a row."""
    return Purpose(
        code=row.code,
        name=Text(row.name_zh, row.name_en),
        description=Text(row.description_zh, row.description_en),
        pipl_basis=PiplBasis(row.pipl_basis),
        gdpr_basis=GdprBasis(row.gdpr_basis),
        separate=SeparateConsent(row.separate),
        channels=tuple(Channel(channel) for channel in row.channels),
        valid_months=row.valid_months,
        guardian=row.guardian,
        is_open=row.is_open,
        counts_from=row.counts_from,
        notice_version=row.notice_version,
    )


def store_decisions(actor: Actor, decisions: Iterable[tuple[NewDecision, Purpose]], now: datetime) -> None:
    """Adds decisions that the rules let through to the history, and lets those count that are newer than what counts."""
    maker = (actor.kind, str(actor.key_id or actor.user_id or "\\N"))
    lines = io.StringIO()
    for new, purpose in decisions:
        lines.write(_line(new, purpose, maker, now))
    with connection.cursor() as cursor:
        cursor.execute(INCOMING)
        with cursor.copy(f"COPY incoming_decision ({COLUMNS}) FROM STDIN") as copy:
            copy.write(lines.getvalue())
        cursor.execute(KEEP)
        cursor.execute(COUNT)


def _line(new: NewDecision, purpose: Purpose, maker: tuple[str, str], now: datetime) -> str:
    """The decision as PostgreSQL's COPY reads it; only the reference is free text."""
    ends = expiry_of(purpose, new.said, new.decided_at)
    kind, actor_id = maker
    cells = (
        str(new_id()), str(new.guest_id), new.purpose, new.channel.value, new.said.value, str(new.notice_version), new.language,
        new.decided_at.isoformat(), now.isoformat(), kind, actor_id, new.way.value, str(new.unit_id or "\\N"),
        "t" if new.by_guardian else "f", _escaped(new.reference), ends.isoformat() if ends else "\\N",
    )  # fmt: skip
    return "\t".join(cells) + "\n"


def _escaped(text: str) -> str:
    return text.translate({92: "\\\\", 9: " ", 10: " ", 13: " "})
