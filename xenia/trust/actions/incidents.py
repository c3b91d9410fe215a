"""Writes of incidents: registered, corrected, counted, told, closed; and of impact assessments. Each leaves a line in the timeline."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid, NotFound
from xenia.kernel.texts import Text
from xenia.trust.actions.audit import record
from xenia.trust.models import incidents as models
from xenia.trust.models.people import Unit
from xenia.trust.queries import incidents as queries
from xenia.trust.rules import incidents as rules
from xenia.trust.rules.incident_notices import notice_text
from xenia.trust.types import incidents as types
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import Subject, SubjectKind

ROWS_A_WRITE = 5_000
REASON_LETTERS_MIN = 4


@transaction.atomic
def register_incident(*, actor: Actor, draft: types.IncidentDraft, now: datetime) -> UUID:
    """Returns the id; the clocks run from when the incident was found, not from when it is registered. Raises Invalid."""
    actor.require(Permission.MANAGE_INCIDENTS)
    rules.require_whole(draft, now)
    row = models.Incident(registered_by=actor.user_id, registered_at=now)
    _fill(row, draft)
    row.save(force_insert=True)
    _note(actor, row, "registered", "", now)
    return row.id


@transaction.atomic
def change_incident(*, actor: Actor, incident_id: UUID, draft: types.IncidentDraft, now: datetime) -> None:
    """Corrects what is known. Notices that were made keep their words. Raises Conflict for one that is closed, Invalid, NotFound."""
    row = _open(actor, incident_id)
    rules.require_whole(draft, now)
    before = queries.draft_of(row)
    _fill(row, draft)
    row.save()
    changed = [name for name in vars(draft) if getattr(before, name) != getattr(draft, name)]
    _note(actor, row, "changed", ", ".join(changed), now)


@transaction.atomic
def count_affected(*, actor: Actor, incident_id: UUID, trail: types.Trail, now: datetime) -> int:
    """Adds everyone the trail leads to and returns how many the incident touches now. Raises Invalid for a trail without an end."""
    row = _open(actor, incident_id)
    if not trail.export_id and not (trail.since and trail.until):
        raise Invalid(
            "trail_endless",
            "Give an export, or a time from and to, and best who acted; otherwise everybody would be affected.",
            "请指定一次导出，或起止时间（最好也指定操作者）；否则会算成所有人。",
        )
    found = queries.find_affected(actor, trail)
    rows = [models.IncidentPerson(incident=row, subject_kind=one.kind, subject_id=one.id) for one in found]
    models.IncidentPerson.objects.bulk_create(rows, ROWS_A_WRITE, ignore_conflicts=True)
    row.people, row.counted_at = models.IncidentPerson.objects.filter(incident=row).count(), now
    row.trails = [*row.trails, trail.said() | {"found": len(found), "at": now.isoformat()}]
    row.save()
    _note(actor, row, "counted", f"+{len(found)} = {row.people}", now)
    return int(row.people)


@transaction.atomic
def make_notice(*, actor: Actor, incident_id: UUID, duty: types.Duty, now: datetime) -> UUID:
    """Returns the id of a notice with the facts known now filled in. Raises Conflict where the incident has no such duty."""
    row = _open(actor, incident_id, may_be_closed=duty is types.Duty.CYBER_SUMMARY)
    _require_duty(row, duty)
    root = Unit.objects.get(parent__isnull=True)
    text = notice_text(duty, queries.draft_of(row), row.people, Text(root.name_zh, root.name_en), now)
    made = models.IncidentNotice.objects.create(incident=row, duty=duty, text_zh=text.zh, text_en=text.en, made_at=now)
    _note(actor, row, "notice_made", duty, now)
    return made.id


@transaction.atomic
def mark_notice_sent(*, actor: Actor, notice_id: UUID, how: str, sent_at: datetime, now: datetime) -> None:
    """Records by which way and when a notice went out. Raises Invalid for a wrong time, Conflict twice."""
    actor.require(Permission.MANAGE_INCIDENTS)
    notice = models.IncidentNotice.objects.select_for_update(of=("self",)).select_related("incident").filter(id=notice_id).first()
    if notice is None:
        raise NotFound("notice_not_found", f"There is no notice {notice_id}.", "没有这份通知。")
    if notice.sent_at is not None:
        raise Conflict("notice_sent", "This notice was sent already; make a new one.", "此通知已发出；如需补充请新建。")
    if not how.strip() or not notice.incident.found_at <= sent_at <= now:
        raise Invalid(
            "notice_sending_wrong",
            "Say how it was sent, and when: after the incident was found and not later than now.",
            "请填写发送方式与时间；时间应在发现事件之后且不晚于现在。",
        )
    notice.sent_at, notice.sent_by, notice.how = sent_at, actor.user_id, how.strip()
    notice.save()
    _note(actor, notice.incident, "notice_sent", notice.duty, now)


@transaction.atomic
def waive_duty(*, actor: Actor, incident_id: UUID, duty: types.Duty, reason: str, now: datetime) -> None:
    """Writes down why somebody need not be told. Raises Conflict where the law leaves no choice, Invalid without a reason."""
    row = _open(actor, incident_id)
    _require_duty(row, duty)
    if duty not in rules.WAIVABLE:
        raise Conflict(
            "duty_stays", f"The law leaves no choice: {rules.DUTIES[duty][1].en}.", f"法律没有例外：{rules.DUTIES[duty][1].zh}。"
        )
    if len(reason.strip()) < REASON_LETTERS_MIN:
        raise Invalid("reason_missing", "Say why nobody needs to be told.", "请写明无需通知的理由。")
    row.waived = row.waived | {duty.value: reason.strip()}
    row.save()
    _note(actor, row, "waived", f"{duty}: {reason.strip()}", now)


@transaction.atomic
def step_incident(*, actor: Actor, incident_id: UUID, state: types.IncidentState, note: str, now: datetime) -> None:
    """Contains, closes or opens again. Raises Conflict for a step that is none, and for closing while somebody still has to be told."""
    row = _open(actor, incident_id, may_be_closed=True)
    clocks = queries.clocks_of(row, queries.get_incident_policy(actor), queries.sent_of(row.id), now)
    rules.require_step(types.IncidentState(row.state), state, clocks)
    row.state, row.closed_at = state.value, now if state is types.IncidentState.CLOSED else None
    row.save()
    _note(actor, row, state.value, note.strip(), now)


@transaction.atomic
def note_incident(*, actor: Actor, incident_id: UUID, text: str, now: datetime) -> None:
    """Adds a line to the timeline; raises Invalid for an empty one."""
    row = _open(actor, incident_id, may_be_closed=True)
    if not text.strip():
        raise Invalid("note_empty", "Write what happened.", "请填写内容。")
    _note(actor, row, "note", text.strip(), now)


@transaction.atomic
def change_incident_policy(*, actor: Actor, policy: types.IncidentPolicy, now: datetime) -> None:
    """Keeps the rows that differ; raises Invalid for what is looser than the law."""
    actor.require_for_company(Permission.MANAGE_INCIDENTS)
    rules.check_policy(policy)
    before = queries.get_incident_policy(actor).as_rows()
    for code, value in policy.as_rows().items():
        if before[code] != value:
            values = {"value": value, "changed_by": actor.user_id, "changed_at": now}
            models.IncidentPolicyRow.objects.update_or_create(code=code, defaults=values)
            told = {"policy": code, "before": before[code], "after": value}
            record(actor, "policy.changed", subject=Subject(SubjectKind.POLICY, f"incidents.{code}"), details=told, now=now)


@transaction.atomic
def record_assessment(*, actor: Actor, new: types.NewAssessment, today: date, now: datetime) -> UUID:
    """Returns the id of an impact assessment, kept for three years at least. Raises Invalid where one of its questions is open."""
    actor.require(Permission.MANAGE_INCIDENTS)
    rules.require_assessed(new, today)
    content = vars(new) | {"occasions": [one.value for one in new.occasions]}
    until = rules.kept_until(new.assessed_on, queries.get_incident_policy(actor))
    row = models.ImpactAssessment.objects.create(**content, assessed_by=actor.user_id, created_at=now, kept_until=until)
    record(actor, "assessment.recorded", subject=Subject(SubjectKind.POLICY, str(row.id)), now=now)
    return row.id


@transaction.atomic
def delete_assessment(*, actor: Actor, assessment_id: UUID, today: date, now: datetime) -> None:
    """Deletes an assessment whose time is over; raises Conflict before (PIPL art. 56), NotFound."""
    actor.require(Permission.MANAGE_INCIDENTS)
    row = models.ImpactAssessment.objects.select_for_update().filter(id=assessment_id).first()
    if row is None:
        raise NotFound("assessment_not_found", f"There is no assessment {assessment_id}.", "没有这份评估。")
    if today < row.kept_until:
        raise Conflict(
            "assessment_kept",
            f"The assessment must be kept until {row.kept_until} (PIPL art. 56: three years at least).",
            f"评估须保存至 {row.kept_until}（个人信息保护法第56条：至少三年）。",
        )
    row.delete()
    record(actor, "assessment.deleted", subject=Subject(SubjectKind.POLICY, str(assessment_id)), now=now)


def _open(actor: Actor, incident_id: UUID, *, may_be_closed: bool = False) -> models.Incident:
    queries.row_of(actor, incident_id)
    row = models.Incident.objects.select_for_update().get(id=incident_id)
    if row.state == types.IncidentState.CLOSED and not may_be_closed:
        raise Conflict("incident_closed", "The incident is closed; open it again first.", "事件已关闭；请先重新打开。")
    return row


def _require_duty(row: models.Incident, duty: types.Duty) -> None:
    if duty not in rules.duties_of(queries.draft_of(row)):
        raise Conflict("duty_none", f"This incident has no such duty ({duty}).", "此事件没有这项义务。")


def _fill(row: models.Incident, draft: types.IncidentDraft) -> None:
    content: dict[str, Any] = vars(draft) | {"laws": [law.value for law in draft.laws], "categories": list(draft.categories)}
    for name, value in (content | {"kind": draft.kind.value, "grade": draft.grade.value}).items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)


def _note(actor: Actor, row: models.Incident, kind: str, text: str, now: datetime) -> None:
    models.IncidentMoment.objects.create(incident=row, at=now, by_id=actor.user_id, kind=kind, text=text)
    record(actor, f"incident.{kind}", subject=Subject(SubjectKind.INCIDENT, str(row.id)), now=now)
