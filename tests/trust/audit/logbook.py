"""A small audit log in several batches, and the ways in which someone who owns the database may tamper with it."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.db import connection

from tests.cast import DIRECTOR
from xenia.kernel.actor import product_actor
from xenia.trust.actions.audit import record
from xenia.trust.actions.sealing import seal_entries
from xenia.trust.models.audit import AuditLeaf
from xenia.trust.queries.audit_check import verify_log
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import LogFinding, Subject, SubjectKind

START = datetime(2026, 3, 2, 4, 0, 0, 123456, tzinfo=UTC)
CLERK = product_actor("front desk", *Permission)
TABLES = ("trust_auditentry", "trust_auditleaf", "trust_auditnode", "trust_auditcheckpoint")


def write(count: int, *, action: str = "contact.revealed") -> None:
    for number in range(count):
        subject = Subject(SubjectKind.RECORD, f"r{number}")
        record(CLERK, action, subject=subject, purpose="call_back", details={"field": "phone", "n": number}, now=START)


def seal(minute: int = 0) -> int:
    return seal_entries(actor=DIRECTOR, now=START + timedelta(minutes=minute))


def write_batches(sizes: Iterable[int]) -> None:
    """Each batch is sealed on its own, so it ends with a checkpoint of its own."""
    for minute, size in enumerate(sizes):
        write(size)
        seal(minute)


def verify(given: str | None = None) -> list[LogFinding]:
    found = verify_log(DIRECTOR, given=given)
    assert found is not None
    return found


def tamper(*statements: str) -> None:
    """Runs SQL as the owner of the tables, who can switch the triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def entry_at(position: int) -> int:
    return AuditLeaf.objects.get(position=position).entry_id
