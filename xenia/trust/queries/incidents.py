"""Reads of incidents and impact assessments: the list with its clocks, one incident with everything, whom it touches."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.kernel.notices import Door, Notification
from xenia.kernel.paging import Page, keys_of, page_size, page_token
from xenia.kernel.texts import Text
from xenia.trust.models import incidents as models
from xenia.trust.models.audit import AuditEntry
from xenia.trust.models.exports import ExportedPerson
from xenia.trust.models.people import User
from xenia.trust.rules import incidents as rules
from xenia.trust.types import incidents as types
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import SubjectKind

LISTED_MAX = 500
TOUCHED = (SubjectKind.RECORD, SubjectKind.GUEST)
OPEN_STATES = (types.DutyState.RUNNING, types.DutyState.LATE)


def list_incidents(actor: Actor, *, now: datetime, state: str | None = None) -> list[types.IncidentSummary]:
    """Returns the newest 500 incidents; `state` `open` means all that are not closed."""
    actor.require(Permission.MANAGE_INCIDENTS)
    rows = models.Incident.objects.order_by("-found_at", "-id")
    if state:
        rows = rows.exclude(state="closed") if state == "open" else rows.filter(state=state)
    policy, sent = get_incident_policy(actor), _sent()
    return [_summary(row, clocks_of(row, policy, sent.get(row.id, {}), now)) for row in rows[:LISTED_MAX]]


def get_incident(actor: Actor, incident_id: UUID, *, now: datetime) -> types.Incident:
    """Returns one incident with its clocks, notices and timeline; raises NotFound."""
    row = row_of(actor, incident_id)
    policy, sent = get_incident_policy(actor), _sent(row.id)
    clocks = clocks_of(row, policy, sent.get(row.id, {}), now)
    notices = list(models.IncidentNotice.objects.filter(incident=row).order_by("-made_at", "-id"))
    moments = list(models.IncidentMoment.objects.filter(incident=row).order_by("-id"))
    names = _names([*(one.sent_by for one in notices), *(one.by_id for one in moments)])
    return types.Incident(
        summary=_summary(row, clocks),
        draft=draft_of(row),
        suggested_grade=rules.grade_of(row.people, policy),
        counted_at=row.counted_at,
        trails=tuple(row.trails),
        clocks=tuple(clocks),
        notices=tuple(_notice(one, names) for one in notices),
        moments=tuple(types.IncidentMoment(one.at, names.get(one.by_id, ""), one.kind, one.text) for one in moments),
        closed_at=row.closed_at,
    )


def list_affected(actor: Actor, incident_id: UUID, *, page: str | None = None, size: int = 50) -> Page[types.Affected]:
    """Returns whom the incident touches, as the log names them; the names are the caller's to add, for whom the actor sees."""
    row = row_of(actor, incident_id)
    rows = models.IncidentPerson.objects.filter(incident=row).order_by("id")
    if page:
        rows = rows.filter(id__gt=_place(page))
    size = page_size(size)
    found = list(rows[: size + 1])
    following = page_token(found[size - 1].id) if len(found) > size else None
    return Page([types.Affected(one.subject_kind, one.subject_id) for one in found[:size]], following)


def find_affected(actor: Actor, trail: types.Trail) -> list[types.Affected]:
    """Returns everyone the trail leads to, each once: the people an export held, or those whose data a person or key was shown or changed
    in the time. What a list shows masked leaves no entry, and so no trace here."""
    actor.require(Permission.MANAGE_INCIDENTS)
    if trail.export_id:
        exported = ExportedPerson.objects.filter(export_id=trail.export_id).values_list("record_id", flat=True)
        return [types.Affected(SubjectKind.RECORD, record_id) for record_id in exported]
    condition = Q(subject_kind__in=[kind.value for kind in TOUCHED])
    named = {"actor_id": trail.actor_id, "at__gte": trail.since, "at__lt": trail.until}
    condition &= Q(**{name: value for name, value in named.items() if value is not None})
    rows = AuditEntry.objects.filter(condition).values_list("subject_kind", "subject_id").distinct().order_by("subject_kind", "subject_id")
    return [types.Affected(kind, UUID(subject_id)) for kind, subject_id in rows]


def list_assessments(actor: Actor, *, today: date) -> list[types.Assessment]:
    """Returns every impact assessment, the newest first."""
    actor.require(Permission.MANAGE_INCIDENTS)
    rows = list(models.ImpactAssessment.objects.order_by("-assessed_on", "-id"))
    names = _names(row.assessed_by for row in rows)
    return [_assessment(row, names, today) for row in rows]


def get_incident_policy(actor: Actor) -> types.IncidentPolicy:
    """Returns the policy in force."""
    actor.require(Permission.MANAGE_INCIDENTS)
    return rules.policy_of(dict(models.IncidentPolicyRow.objects.values_list("code", "value")))


def list_notices(actor: Actor, now: datetime) -> list[Notification]:
    """Returns a notice for each incident that has a clock running or run out, for those who handle incidents."""
    if not actor.may(Permission.MANAGE_INCIDENTS):
        return []
    return [_told(one) for one in list_incidents(actor, now=now, state="open") if one.next_due_at]


def row_of(actor: Actor, incident_id: UUID) -> Any:
    """The row, for this module; raises NotFound."""
    actor.require(Permission.MANAGE_INCIDENTS)
    row = models.Incident.objects.filter(id=incident_id).first()
    if row is None:
        raise NotFound("incident_not_found", f"There is no incident {incident_id}.", "没有这个事件。")
    return row


def draft_of(row: Any) -> types.IncidentDraft:
    """What people said of the incident. For this module: its callers have checked the actor."""
    return types.IncidentDraft(
        kind=types.IncidentKind(row.kind), title=row.title, happened=row.happened, consequences=row.consequences, measures=row.measures,
        contact=row.contact, categories=tuple(row.categories), laws=tuple(types.IncidentLaw(law) for law in row.laws),
        grade=types.IncidentGrade(row.grade),
        began_at=row.began_at, ended_at=row.ended_at, found_at=row.found_at, is_high_risk=row.is_high_risk,
    )  # fmt: skip


def clocks_of(row: Any, policy: types.IncidentPolicy, sent: dict[str, datetime], now: datetime) -> list[types.DutyClock]:
    """The duties of the incident and where each stands. For this module: its callers have checked the actor."""
    return [
        rules.clock_of(duty, rules.due_at(duty, row.found_at, row.closed_at, policy), sent.get(duty), row.waived.get(duty, ""), now)
        for duty in rules.duties_of(draft_of(row))
    ]


def sent_of(incident_id: UUID) -> dict[str, datetime]:
    """When each duty of the incident was first done. For this module: its callers have checked the actor."""
    return _sent(incident_id).get(incident_id, {})


def _sent(incident_id: UUID | None = None) -> dict[UUID, dict[str, datetime]]:
    rows = models.IncidentNotice.objects.filter(sent_at__isnull=False).order_by("-sent_at")
    found: dict[UUID, dict[str, datetime]] = {}
    for held, duty, at in (rows.filter(incident_id=incident_id) if incident_id else rows).values_list("incident_id", "duty", "sent_at"):
        if at is not None:
            found.setdefault(held, {})[duty] = at
    return found


def _summary(row: Any, clocks: Iterable[types.DutyClock]) -> types.IncidentSummary:
    due = sorted(clock.due_at for clock in clocks if clock.state in OPEN_STATES and clock.due_at)
    return types.IncidentSummary(
        id=row.id,
        number=f"I-{row.id.hex[-6:].upper()}",
        kind=types.IncidentKind(row.kind),
        state=types.IncidentState(row.state),
        grade=types.IncidentGrade(row.grade),
        title=row.title,
        found_at=row.found_at,
        people=row.people,
        next_due_at=due[0] if due else None,
        late=sum(clock.state is types.DutyState.LATE for clock in clocks),
    )


def _notice(row: Any, names: dict[UUID | None, str]) -> types.IncidentNotice:
    duty = types.Duty(row.duty)
    text = Text(row.text_zh, row.text_en)
    return types.IncidentNotice(row.id, duty, rules.DUTIES[duty][0], text, row.made_at, row.sent_at, names.get(row.sent_by, ""), row.how)


def _told(one: types.IncidentSummary) -> Notification:
    late = Text(f"事件 {one.number} 有 {one.late} 项通知已超时", f"Incident {one.number}: {one.late} notices are late")
    soon = Text(f"事件 {one.number} 有通知即将到期", f"Incident {one.number}: a notice is due soon")
    key = f"incident:{one.id}:{'late' if one.late else 'soon'}"
    return Notification(key, "incident_waiting", late if one.late else soon, one.found_at, Door("trust/incidents", {"state": "open"}))


def _assessment(row: Any, names: dict[UUID | None, str], today: date) -> types.Assessment:
    content = types.NewAssessment(
        title=row.title, occasions=tuple(types.Occasion(one) for one in row.occasions), activity=row.activity, necessity=row.necessity,
        risks=row.risks, measures=row.measures, risk=row.risk, assessed_on=row.assessed_on,
    )  # fmt: skip
    return types.Assessment(row.id, content, names.get(row.assessed_by, ""), row.kept_until, row.kept_until <= today)


def _place(token: str) -> int:
    text = keys_of(token, str)[0]
    return int(text) if text.isdigit() and len(text) < 19 else 0  # longer is no bigint


def _names(ids: Iterable[UUID | None]) -> dict[UUID | None, str]:
    return dict(User.objects.filter(id__in=[one for one in ids if one]).values_list("id", "name"))
