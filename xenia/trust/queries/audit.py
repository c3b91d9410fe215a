"""Reads of the audit log: the list under its filters, one entry with its proof, verifications."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.kernel.paging import Page, keys_of, page_size, page_token
from xenia.kernel.texts import Text
from xenia.trust.models.audit import AuditEntry, AuditLeaf, AuditVerification
from xenia.trust.models.people import User
from xenia.trust.queries.audit_tree import find_proof
from xenia.trust.rules.audit_words import WORDS, sentence, subject_words
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import ActionWords, Entry, EntryFilter, EntryPage, LogFinding, LogVerification, SubjectKind, VerificationState

PRODUCT = Text("系统", "The product")
UNKNOWN = Text("未知人员", "Somebody unknown")
STRANGER = Text("访客", "A stranger")
VERIFICATIONS_MAX = 20


def list_entries(actor: Actor, *, where: EntryFilter, page: str | None = None, size: int = 50) -> Page[Entry]:
    """Returns the entries under the filter, newest first. Who does not see the whole company sees the entries of their own units."""
    actor.require(Permission.VIEW_AUDIT)
    count = page_size(size)
    rows = AuditEntry.objects.filter(_condition(actor, where)).order_by("-at", "-id")
    if page:
        at, entry_id = keys_of(page, datetime.fromisoformat, int)
        rows = rows.filter(Q(at__lt=at) | Q(at=at, id__lt=entry_id))
    found = list(rows[: count + 1])
    shown = found[:count]
    following = page_token(shown[-1].at.isoformat(), shown[-1].id) if len(found) > count else None
    return Page(_entries(shown), following)


def get_entry(actor: Actor, entry_id: int) -> EntryPage:
    """Returns one entry with its proof; raises NotFound where it does not exist or is of a unit the actor does not see."""
    proof = find_proof(actor, entry_id)
    return EntryPage(_entries([AuditEntry.objects.get(id=entry_id)])[0], proof)


def list_actions(actor: Actor) -> list[ActionWords]:
    """Returns every action code with what it means, by code."""
    actor.require(Permission.VIEW_AUDIT)
    nobody = {"actor": Text("有人", "Somebody"), "subject": Text("", "something"), "details": {}}
    return [ActionWords(code, sentence(code, **nobody)) for code in sorted(WORDS)]  # type: ignore[arg-type]


def list_verifications(actor: Actor) -> list[LogVerification]:
    """Returns the newest twenty verifications of the log."""
    actor.require(Permission.VIEW_AUDIT)
    return _verifications(AuditVerification.objects.order_by("-asked_at")[:VERIFICATIONS_MAX])


def get_verification(actor: Actor, verification_id: UUID) -> LogVerification:
    """Returns one verification; raises NotFound."""
    actor.require(Permission.VIEW_AUDIT)
    found = _verifications(AuditVerification.objects.filter(id=verification_id))
    if not found:
        raise NotFound("verification_not_found", f"There is no verification {verification_id}.", "没有这次校验。")
    return found[0]


def _condition(actor: Actor, where: EntryFilter) -> Q:
    named = {
        "actor_id": where.actor_id,
        "subject_kind": where.subject_kind,
        "subject_id__in": where.subject_ids,
        "unit_id": where.unit_id,
        "purpose__icontains": where.purpose,
        "at__gte": where.since,
        "at__lt": where.until,
    }
    condition = Q() if actor.units is None else Q(unit_id__in=actor.units)
    if where.subject_ids and not where.subject_kind:
        condition &= Q(subject_kind__in=list(SubjectKind))  # so that the index over kind and id serves it
    if where.action:
        condition &= Q(action__startswith=where.action) if where.action.endswith(".") else Q(action=where.action)
    return condition & Q(**{column: value for column, value in named.items() if value})


def _entries(rows: list[AuditEntry]) -> list[Entry]:
    names = _names(rows)
    leaves = AuditLeaf.objects.filter(entry_id__in=[row.id for row in rows]).values_list("entry_id", "position")
    positions = dict(leaves)
    return [_entry(row, names, positions.get(row.id)) for row in rows]


def _names(rows: Iterable[AuditEntry]) -> dict[str, str]:
    """The names of the people of the company that the entries name; guests stay pseudonyms."""
    ids = {str(row.actor_id) for row in rows if row.actor_id} | {row.subject_id for row in rows if row.subject_kind == "person"}
    known = User.objects.filter(id__in=[one for one in ids if _is_uuid(one)]).values_list("id", "name")
    return {str(user_id): name for user_id, name in known}


def _is_uuid(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def _actor(row: AuditEntry, names: dict[str, str]) -> Text:
    name = row.actor_name or names.get(str(row.actor_id), "")
    if row.actor_kind == "product":
        return Text(f"{PRODUCT.zh}（{name}）", f"{PRODUCT.en} ({name})") if name else PRODUCT
    if name:
        return Text(name, name)
    return UNKNOWN if row.actor_id else STRANGER


def _entry(row: AuditEntry, names: dict[str, str], position: int | None) -> Entry:
    actor, subject = _actor(row, names), subject_words(row.subject_kind, row.subject_id, names.get(row.subject_id, ""))
    return Entry(
        id=row.id,
        at=row.at,
        action=row.action,
        sentence=sentence(row.action, actor=actor, subject=subject, details=row.details),
        actor_kind=row.actor_kind,
        actor_id=row.actor_id,
        actor_name=actor.zh if row.actor_kind != "product" else row.actor_name,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        unit_id=row.unit_id,
        purpose=row.purpose,
        details=row.details,
        request_id=row.request_id,
        position=position,
    )


def _verifications(rows: Iterable[AuditVerification]) -> list[LogVerification]:
    held = list(rows)
    names = dict(User.objects.filter(id__in=[row.asked_by for row in held if row.asked_by]).values_list("id", "name"))
    return [_verification(row, names.get(row.asked_by, "") if row.asked_by else "") for row in held]


def _verification(row: AuditVerification, name: str) -> LogVerification:
    return LogVerification(
        id=row.id,
        state=VerificationState(row.state),
        asked_by_name=name,
        asked_at=row.asked_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
        checked=row.checked,
        total=row.total,
        cancel_asked=row.cancel_asked,
        findings=tuple(LogFinding(**one | {"text": Text(**one["text"])}) for one in row.findings),
    )
