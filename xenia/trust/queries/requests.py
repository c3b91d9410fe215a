"""Reads of the rights of guests: requests with their clock and steps, and what a guest page needs to know."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.kernel.notices import Door, Notification
from xenia.kernel.texts import Text
from xenia.settings import ENV
from xenia.trust.models.people import User
from xenia.trust.models.requests import RequestStep, Restriction, SubjectRequest
from xenia.trust.queries.retention import active_hold
from xenia.trust.types import requests as types
from xenia.trust.types.access import Permission
from xenia.trust.vault import vault_of

COMPANY_ZONE = ZoneInfo("Asia/Shanghai")
ASKED_FIELD = "trust.subject_request.asked"
NOTE_FIELD = "trust.request_step.note"
LISTED_MAX = 500
SOON_DAYS = 3
OPEN = ("received", "approval", "working", "ready")


def list_requests(actor: Actor, *, now: datetime, state: str | None = None, kind: str | None = None) -> list[types.RequestSummary]:
    """Returns up to 500 requests the actor may handle, open ones first by what is due next. `state` `open` means all that are not over."""
    actor.require(Permission.HANDLE_REQUESTS)
    rows = SubjectRequest.objects.filter(_seen_by(actor))
    if state:
        rows = rows.filter(state__in=OPEN if state == "open" else [state])
    if kind:
        rows = rows.filter(kind=kind)
    found = sorted(
        rows.order_by("-received_at")[:LISTED_MAX], key=lambda row: (row.state not in OPEN, row.due_on, -row.received_at.timestamp())
    )
    return _summaries(found, now)


def get_request(actor: Actor, request_id: UUID, *, now: datetime) -> types.Request:
    """Returns one request with everything; raises NotFound where it does not exist or is not the actor's to handle."""
    row = row_of(actor, request_id)
    steps = list(RequestStep.objects.filter(request=row).order_by("ordinal"))
    people = _names([row.opened_by, row.identity_by])
    return types.Request(
        summary=_summaries([row], now)[0],
        record_ids=tuple(row.record_ids),
        asked=asked_of(row),
        due_first_on=row.due_first_on,
        extended_because=row.extended_because,
        identity=tuple(types.Compared(one["field"], one["matches"]) for one in row.identity),
        identity_by=people.get(row.identity_by, ""),
        identity_at=row.identity_at,
        identity_waived=row.identity_waived,
        steps=tuple(_step(step) for step in steps),
        package=_package(row.package, now),
        verification=_verification(row.verification),
        outcome=row.outcome,
        opened_by=people.get(row.opened_by, ""),
        approval_id=row.approval_id,
    )


def row_of(actor: Actor, request_id: UUID) -> Any:
    """The row the actor may handle, for this module; raises NotFound."""
    actor.require(Permission.HANDLE_REQUESTS)
    row = SubjectRequest.objects.filter(_seen_by(actor), id=request_id).first()
    if row is None:
        raise NotFound("request_not_found", f"There is no request {request_id} that you may handle.", "没有您可处理的这项请求。")
    return row


def guest_rights(actor: Actor, record_ids: Sequence[UUID], guest_ids: Sequence[UUID], *, now: datetime) -> types.GuestRights:
    """Returns what the page of a guest shows; requests only for those who handle them."""
    actor.require(Permission.VIEW_GUESTS)
    limits = {row.kind: row.since for row in Restriction.objects.filter(_in_force(now), guest_id__in=guest_ids)}
    hold = active_hold(record_ids, now=now)
    requests: list[types.RequestSummary] = []
    if actor.may(Permission.HANDLE_REQUESTS):
        rows = SubjectRequest.objects.filter(_seen_by(actor), record_ids__overlap=list(record_ids)).order_by("-received_at")[:20]
        requests = _summaries(rows, now)
    return types.GuestRights(
        limits.get("processing"), limits.get("profiling"), hold.until if hold else None, hold is not None, tuple(requests)
    )


def list_notices(actor: Actor, now: datetime) -> list[Notification]:
    """Returns a notice for each open request that is due within three days or late, for those who handle them."""
    if not actor.may(Permission.HANDLE_REQUESTS):
        return []
    rows = SubjectRequest.objects.filter(_seen_by(actor), state__in=OPEN).order_by("due_on")[:50]
    return [_notice(one) for one in _summaries(rows, now) if one.days_left is not None and one.days_left <= SOON_DAYS]


def _notice(one: types.RequestSummary) -> Notification:
    days = one.days_left or 0
    late = Text(f"请求 {one.number} 已超期 {-days} 天", f"Request {one.number} is {-days} days late")
    soon = Text(f"请求 {one.number} 还有 {days} 天到期", f"Request {one.number} is due in {days} days")
    key = f"request:{one.id}:{'late' if days < 0 else 'soon'}"
    return Notification(key, "request_waiting", late if days < 0 else soon, one.received_at, Door("trust/requests", {"state": "open"}))


def _seen_by(actor: Actor) -> Q:
    return Q() if actor.units is None else Q(unit_ids__overlap=list(actor.units))


def _in_force(now: datetime) -> Q:
    return Q(since__lte=now) & (Q(until__isnull=True) | Q(until__gt=now))


def _summaries(rows: Iterable[SubjectRequest], now: datetime) -> list[types.RequestSummary]:
    held = list(rows)
    tally: dict[UUID, list[int]] = {row.id: [0, 0] for row in held}
    for request_id, state in RequestStep.objects.filter(request_id__in=tally).values_list("request_id", "state"):
        tally[request_id][0] += state == types.StepState.DONE
        tally[request_id][1] += 1
    today = now.astimezone(COMPANY_ZONE).date()
    return [_summary(row, tally[row.id], today) for row in held]


def _summary(row: SubjectRequest, steps: list[int], today: date) -> types.RequestSummary:
    state = types.RequestState(row.state)
    return types.RequestSummary(
        id=row.id,
        number=number_of(row.id),
        kind=types.RequestKind(row.kind),
        state=state,
        law=types.Law(row.law),
        intake=types.Intake(row.intake),
        people=len(row.record_ids),
        identity_checked=row.identity_at is not None,
        received_at=row.received_at,
        due_on=row.due_on,
        days_left=None if state.is_over else (row.due_on - today).days,
        answered_at=row.answered_at,
        steps_done=steps[0],
        steps_all=steps[1],
    )


def number_of(request_id: UUID) -> str:
    """What people call a request: the end of its id. Pure, so it takes no actor."""
    return f"R-{request_id.hex[-6:].upper()}"


def _step(row: RequestStep) -> types.Step:
    note = vault_of(ENV.key_file).open(bytes(row.note_sealed), field=NOTE_FIELD, row=row.id) if row.note_sealed else ""
    problem = Text(row.problem["zh"], row.problem["en"]) if row.problem else None
    title = Text(row.title_zh, row.title_en)
    state = types.StepState(row.state)
    return types.Step(row.id, row.code, row.module, title, state, row.is_manual, row.counts, note, problem, row.started_at, row.ended_at)


def asked_of(row: Any) -> dict[str, str]:
    """Who asks and in which words, opened; empty once it was erased. For this module: its callers have checked the actor."""
    if row.asked_sealed is None:
        return {}
    held: dict[str, str] = json.loads(vault_of(ENV.key_file).open(bytes(row.asked_sealed), field=ASKED_FIELD, row=row.id))
    return held


def _package(held: dict[str, Any] | None, now: datetime) -> types.Package | None:
    if held is None:
        return None
    expires_at = datetime.fromisoformat(held["expires_at"])
    is_open = expires_at > now and not held.get("erased")
    return types.Package(held["size"], held["sha256"], datetime.fromisoformat(held["made_at"]), expires_at, is_open)


def _verification(held: dict[str, Any] | None) -> types.Verification | None:
    if held is None:
        return None
    stores = tuple(
        types.FoundIn(one["place"], one["store"], Text(**one["title"]), one["left"], one["kept"], Text(**one["why"]))
        for one in held["stores"]
    )
    return types.Verification(
        datetime.fromisoformat(held["at"]), held["searched"], tuple(Text(**one) for one in held["not_searched"]), stores
    )


def _names(ids: Iterable[UUID | None]) -> dict[UUID | None, str]:
    return dict(User.objects.filter(id__in=[one for one in ids if one]).values_list("id", "name"))
