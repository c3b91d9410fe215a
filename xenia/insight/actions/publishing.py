"""Publishing and going back: what a person decides about versions of a model (MR5, MR6)."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from xenia.insight.actions.upkeep import score_what_is_new
from xenia.insight.models import register as models
from xenia.insight.queries.register import version_before
from xenia.insight.types.register import ModelState
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid, NotFound
from xenia.trust.actions.audit import record
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import Subject, SubjectKind

REASON_LETTERS_MAX = 500


@transaction.atomic
def publish_model(*, actor: Actor, version_id: UUID, reason: str = "", now: datetime) -> None:
    """Puts the challenger into use; the model in use until now is retired and can be gone back to. Raises Conflict where the version is no
    challenger any more."""
    actor.require_for_company(Permission.MANAGE_MODELS)
    row = _locked(version_id)
    if row.state == ModelState.CHAMPION.value:
        return
    if row.state != ModelState.CHALLENGER.value:
        raise Conflict(
            "model_not_offered",
            f"Version {row.number} of {row.kind} is {row.state}, not a challenger; train the kind anew, or go back to a version before.",
            f"{row.kind} 第 {row.number} 版当前状态为 {row.state}，不是候选；请重新训练，或退回先前版本。",
        )
    _put_into_use(actor, row, reason, now)
    record(actor, "model.published", subject=_subject(row), details={"kind": row.kind, "number": row.number}, now=now)
    score_what_is_new(actor=actor, now=now)


@transaction.atomic
def roll_back_model(*, actor: Actor, kind: str, reason: str, now: datetime) -> UUID:
    """Puts the version that was in use before into use again and returns its id (MR6). Raises Invalid without a reason, NotFound where no
    version before has its file still."""
    actor.require_for_company(Permission.MANAGE_MODELS)
    if not reason.strip():
        raise Invalid("reason_missing", "Say why you go back to the version before; the audit log keeps it.", "请写明退回原因。")
    _lock(kind)
    before = version_before(actor, kind)
    if before is None:
        raise NotFound(
            "model_before_missing",
            f"No earlier version of {kind} was in use, or its file is gone; train the kind anew instead.",
            "没有可退回的先前版本；请重新训练。",
        )
    row = models.ModelVersion.objects.get(id=before)
    _put_into_use(actor, row, reason, now)
    record(actor, "model.rolled_back", subject=_subject(row), details={"kind": row.kind, "number": row.number}, now=now)
    score_what_is_new(actor=actor, now=now)
    return row.id


def _locked(version_id: UUID) -> models.ModelVersion:
    row = models.ModelVersion.objects.filter(id=version_id).first()
    if row is None:
        raise NotFound("model_not_found", f"There is no model {version_id}; the register lists those there are.", "没有这个模型版本。")
    _lock(row.kind)
    row.refresh_from_db()
    return row


def _lock(kind: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"insight.register.{kind}"])


def _put_into_use(actor: Actor, row: models.ModelVersion, reason: str, now: datetime) -> None:
    champion = models.ModelVersion.objects.filter(kind=row.kind, state=ModelState.CHAMPION.value)
    champion.update(state=ModelState.RETIRED.value)
    models.ModelVersion.objects.filter(id=row.id).update(
        state=ModelState.CHAMPION.value,
        published_at=now,
        published_by=actor.user_id,
        publish_reason=reason.strip()[:REASON_LETTERS_MAX],
    )


def _subject(row: models.ModelVersion) -> Subject:
    return Subject(SubjectKind.MODEL, str(row.id))
