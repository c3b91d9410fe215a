"""Writes of the rights of guests: taking a request in, checking who asks, starting the work, answering, refusing."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid, NotFound
from xenia.kernel.texts import Text
from xenia.settings import ENV
from xenia.trust.actions.approvals import ask
from xenia.trust.actions.audit import record
from xenia.trust.models.approvals import Approval
from xenia.trust.models.requests import RequestStep, Restriction, SubjectRequest
from xenia.trust.queries.policies import rights_policy
from xenia.trust.queries.requests import ASKED_FIELD, COMPANY_ZONE, NOTE_FIELD, number_of, row_of
from xenia.trust.queries.retention import active_hold
from xenia.trust.rules import requests as rules
from xenia.trust.types.access import Permission
from xenia.trust.types.approvals import ApprovalKind
from xenia.trust.types.audit import Subject, SubjectKind
from xenia.trust.types.requests import Compared, NewRequest, RequestKind, RequestState, StepState
from xenia.trust.types.rights import Rights
from xenia.trust.vault import vault_of

WORK_TASK = "xenia.trust.work_request"
PEOPLE_MAX = 10_000
WORDS_MAX = 2_000
EXTENSION_DAYS_MAX = 92
REASON_LETTERS_MIN = 2


@dataclass(frozen=True)
class Given:
    """The values a person gave to be known by, by field."""

    values: Mapping[str, str]


@transaction.atomic
def open_request(*, actor: Actor, new: NewRequest, rights: Rights, now: datetime) -> UUID:
    """Returns the id of the request, whose clock runs from the day it was received (rule X1). Raises NotFound for a record the actor does
    not see, Invalid without anyone or with a day that is yet to come."""
    actor.require(Permission.HANDLE_REQUESTS)
    received_on = new.received_on or now.astimezone(COMPANY_ZONE).date()
    _check_new(new, received_on, now)
    units = rights.units(actor, new.record_ids)
    due = rules.due_on(received_on, rights_policy().clocks[new.law.value])
    row = SubjectRequest(
        kind=new.kind, law=new.law, intake=new.intake, record_ids=list(dict.fromkeys(new.record_ids)), unit_ids=list(units)
    )
    row.guest_ids = list(rights.guests(actor, new.record_ids))
    row.received_at = now if new.received_on in (None, now.astimezone(COMPANY_ZONE).date()) else _noon(received_on)
    row.due_on = row.due_first_on = due
    row.opened_by = actor.user_id
    asked = {"name": new.asked_name, "contact": new.asked_contact, "words": new.asked_words}
    row.asked_sealed = vault_of(ENV.key_file).seal(json.dumps(asked, ensure_ascii=False), field=ASKED_FIELD, row=row.id)
    row.save(force_insert=True)
    details = {"kind": new.kind.value, "law": new.law.value, "intake": new.intake.value, "people": len(row.record_ids)}
    record(actor, "request.opened", subject=subject_of(row.id), details=details, now=now)
    return row.id


def _check_new(new: NewRequest, received_on: date, now: datetime) -> None:
    if not 1 <= len(new.record_ids) <= PEOPLE_MAX:
        raise Invalid(
            "request_of_nobody",
            f"A request names 1 to {PEOPLE_MAX:,} guest records; this one names {len(new.record_ids)}.",
            "请选择请求所涉及的客人。",
        )
    if received_on > now.astimezone(COMPANY_ZONE).date():
        raise Invalid(
            "received_later",
            f"{received_on} is yet to come; give the day on which the request came in.",
            f"{received_on} 尚未到来；请填写收到请求的日期。",
        )
    if max(map(len, (new.asked_name, new.asked_contact, new.asked_words))) > WORDS_MAX:
        raise Invalid("words_too_long", f"Name, contact and words have at most {WORDS_MAX:,} characters.", f"最多 {WORDS_MAX} 字。")


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=COMPANY_ZONE)


@transaction.atomic
def check_identity(*, actor: Actor, request_id: UUID, given: Given, rights: Rights, now: datetime) -> tuple[Compared, ...]:
    """Compares what the person gave with what is held, and keeps only whether each matches (rule X4). Each try is in the audit log."""
    row = _open(actor, request_id, RequestState.RECEIVED)
    values = {field: value for field, value in given.values.items() if value.strip()}
    if not values:
        raise Invalid("nothing_given", "Give at least one value the person told you.", "请至少填写一项对方提供的信息。")
    compared = tuple(Compared(field, matches) for field, matches in rights.match(actor, row.record_ids, values).items())
    is_identified = rules.is_identified((one.field, one.matches) for one in compared)
    row.identity = [{"field": one.field, "matches": one.matches} for one in compared]
    row.identity_at, row.identity_by = (now, actor.user_id) if is_identified else (None, None)
    row.save()
    details = {"fields": [one.field for one in compared], "matched": is_identified}
    record(actor, "request.identity_compared", subject=subject_of(row.id), details=details, now=now)
    return compared


@transaction.atomic
def waive_identity(*, actor: Actor, request_id: UUID, because: str, now: datetime) -> None:
    """Takes the person as known for a reason that is kept, such as a court's letter or a passport seen at the desk."""
    row = _open(actor, request_id, RequestState.RECEIVED)
    row.identity_waived, row.identity_at, row.identity_by = _reason(because), now, actor.user_id
    row.save()
    record(actor, "request.identity_waived", subject=subject_of(row.id), now=now)


@transaction.atomic
def start_work(*, actor: Actor, request_id: UUID, rights: Rights, now: datetime) -> RequestState:
    """Begins the work, or asks a second person first where many people would be erased at once (rule X3); returns the new state.

    Raises Conflict where nobody has checked who asks, or a legal hold keeps the data.
    """
    row = _open(actor, request_id, RequestState.RECEIVED, RequestState.APPROVAL)
    if row.identity_at is None:
        raise Conflict("identity_unchecked", "Check first that the person who asks is the person asked about.", "请先核对请求人的身份。")
    if row.state == RequestState.APPROVAL and Approval.objects.filter(id=row.approval_id, state="waiting", valid_until__gt=now).exists():
        raise Conflict("approval_waits", "This waits for a second person's decision; see Approvals.", "正在等待另一位人员审批；见“审批”。")
    if row.kind == RequestKind.DELETE:
        check_no_hold(row.record_ids, rights.bookings(actor, row.record_ids), now)
        if rules.needs_second(len(row.record_ids), rights_policy()):
            return _ask_second(actor, row, now)
    return begin_work(actor=actor, row=row, rights=rights, now=now)


def check_no_hold(record_ids: Sequence[UUID], booking_ids: Sequence[UUID], now: datetime) -> None:
    """Raises Conflict where a legal hold keeps one of the records or bookings (rule X13). For actions that have checked the actor."""
    hold = active_hold(record_ids, booking_ids, now=now)
    if hold:
        until = hold.until.isoformat() if hold.until else "it is lifted"
        raise Conflict(
            "legal_hold",
            f"A legal hold keeps this data until {until}; see Retention.",
            f"法律保全要求保留这些数据（{hold.until or '直至解除'}）；见“保留期”。",
        )


def _ask_second(actor: Actor, row: SubjectRequest, now: datetime) -> RequestState:
    people = len(row.record_ids)
    told = Text(
        f"永久删除 {people} 位客人的全部数据（请求 {number_of(row.id)}）。",
        f"Erase everything about {people} guests for good (request {number_of(row.id)}).",
    )
    payload = {"request_id": str(row.id), "told": [told]}
    reason = f"{number_of(row.id)} · {people}"
    row.approval_id = ask(actor=actor, kind=ApprovalKind.BULK_ERASE, payload=payload, reason=reason, now=now)
    row.state = RequestState.APPROVAL
    row.save()
    return RequestState.APPROVAL


@transaction.atomic
def start_approved(*, actor: Actor, payload: Mapping[str, Any], rights: Rights, now: datetime) -> None:
    """Begins an erasure of many people that a second person has allowed; `actor` is who asked."""
    row = _open(actor, UUID(payload["request_id"]), RequestState.APPROVAL)
    check_no_hold(row.record_ids, rights.bookings(actor, row.record_ids), now)
    begin_work(actor=actor, row=row, rights=rights, now=now)


def begin_work(*, actor: Actor, row: Any, rights: Rights, now: datetime) -> RequestState:
    """Writes the steps of a locked request and queues its work. For the actions of this module, in their transaction."""
    steps = rules.steps_of(RequestKind(row.kind), rights)
    for ordinal, (module, code, title, by_hand) in enumerate(steps):
        RequestStep.objects.create(
            request=row, ordinal=ordinal, module=module, code=code, title_zh=title.zh, title_en=title.en, is_manual=by_hand
        )
    row.state, row.guest_ids = RequestState.WORKING, list(rights.guests(actor, row.record_ids))
    row.save()
    record(actor, "request.started", subject=subject_of(row.id), details={"kind": row.kind, "steps": len(steps)}, now=now)
    _defer(row.id)
    return RequestState.WORKING


def _defer(request_id: UUID) -> None:
    app.configure_task(WORK_TASK, queue="care", lock=f"request:{request_id}").defer(request_id=str(request_id))


@transaction.atomic
def resume_work(*, actor: Actor, request_id: UUID, now: datetime) -> None:
    """Lets work that failed go on from where it stood."""
    row = _open(actor, request_id, RequestState.WORKING)
    RequestStep.objects.filter(request=row, state=StepState.FAILED).update(state=StepState.WAITING, problem=None)
    record(actor, "request.resumed", subject=subject_of(row.id), now=now)
    _defer(row.id)


@transaction.atomic
def complete_step(*, actor: Actor, request_id: UUID, step_id: UUID, note: str, now: datetime) -> None:
    """Marks a step that people do as done, with what was done; the note is sealed."""
    row = _open(actor, request_id, RequestState.WORKING)
    step = RequestStep.objects.filter(id=step_id, request=row, is_manual=True).first()
    if step is None:
        raise NotFound("step_not_found", f"Request {number_of(row.id)} has no such step for people.", "没有这个需要人工完成的步骤。")
    step.note_sealed = vault_of(ENV.key_file).seal(_reason(note), field=NOTE_FIELD, row=step.id)
    step.state, step.started_at, step.ended_at = StepState.DONE, now, now
    step.save()
    record(actor, "request.step_done", subject=subject_of(row.id), details={"module": step.module, "step": step.code}, now=now)
    _defer(row.id)


@transaction.atomic
def answer_request(*, actor: Actor, request_id: UUID, outcome: str, now: datetime) -> None:
    """Closes a request whose work is done. Of an erasure, who asked is erased too: the answer has been given."""
    row = _open(actor, request_id, RequestState.READY)
    row.state, row.outcome, row.answered_at = RequestState.ANSWERED, outcome.strip()[:WORDS_MAX], now
    if row.kind == RequestKind.DELETE:
        row.asked_sealed = None
    row.save()
    late = row.due_on < now.astimezone(COMPANY_ZONE).date()
    record(actor, "request.answered", subject=subject_of(row.id), details={"kind": row.kind, "late": late}, now=now)


@transaction.atomic
def refuse_request(*, actor: Actor, request_id: UUID, because: str, now: datetime) -> None:
    """Refuses a request that has not been worked on, with the reason the person is told."""
    row = _open(actor, request_id, RequestState.RECEIVED, RequestState.APPROVAL)
    row.state, row.outcome, row.answered_at = RequestState.REFUSED, _reason(because), now
    row.save()
    record(actor, "request.refused", subject=subject_of(row.id), details={"kind": row.kind}, now=now)


@transaction.atomic
def extend_request(*, actor: Actor, request_id: UUID, until: date, because: str, now: datetime) -> None:
    """Gives a request more time, with the reason the person is told; at most about three months from the first day it was due."""
    row = _open(actor, request_id, *(state for state in RequestState if not state.is_over))
    latest = row.due_first_on + timedelta(days=EXTENSION_DAYS_MAX)
    if not row.due_on < until <= latest:
        raise Invalid(
            "extension_unfit",
            f"The new day is {until}; give one after {row.due_on}, and {latest} at the latest.",
            f"新的期限 {until} 不可用；请在 {row.due_on} 之后、{latest} 之前选择。",
        )
    row.due_on, row.extended_because = until, _reason(because)
    row.save()
    record(actor, "request.extended", subject=subject_of(row.id), details={"until": until.isoformat()}, now=now)


@transaction.atomic
def lift_restriction(*, actor: Actor, request_id: UUID, because: str, now: datetime) -> int:
    """Ends what a request to restrict or to object began; returns for how many guests."""
    row = row_of(actor, request_id)
    _reason(because)
    lifted = Restriction.objects.filter(request=row, until__isnull=True).update(until=now)
    if not lifted:
        raise Conflict("restriction_over", "Nothing of this request is in force any more.", "该请求的限制已不再生效。")
    record(actor, "restriction.lifted", subject=subject_of(row.id), details={"guests": lifted}, now=now)
    return lifted


def subject_of(request_id: UUID) -> Subject:
    """What an audit entry about the request names. Pure, so it takes no actor."""
    return Subject(SubjectKind.REQUEST, str(request_id))


def _open(actor: Actor, request_id: UUID, *states: RequestState) -> Any:
    """The row, locked; raises NotFound, or Conflict where it is in another state."""
    row_of(actor, request_id)
    row = SubjectRequest.objects.select_for_update().get(id=request_id)
    if RequestState(row.state) not in states:
        raise Conflict(
            "request_state",
            f"Request {number_of(row.id)} is {row.state}; this is possible only while {', '.join(states)}.",
            f"请求 {number_of(row.id)} 目前的状态不允许这样做；请刷新页面。",
        )
    return row


def _reason(text: str) -> str:
    if len(text.strip()) < REASON_LETTERS_MIN:
        raise Invalid("reason_missing", "Write a sentence of why or what was done: it is the proof.", "请写一句原因或说明：它是凭据。")
    return text.strip()[:WORDS_MAX]
