"""Writes of signals: raised once each, with a hold where the rule says so; released or kept by a person."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid, NotFound, Refused
from xenia.trust.actions.audit import record
from xenia.trust.models.signals import Hold, Signal
from xenia.trust.queries import signals as queries
from xenia.trust.rules import signals as rules
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import Subject, SubjectKind
from xenia.trust.types.signals import AccountEvent, Found, SharedIdentity, SignalState

LOOKED_BACK = timedelta(hours=1)
REASON_LETTERS_MIN = 4


def look_at_sign_ins(*, actor: Actor, now: datetime) -> int:
    """Weighs the sign-ins of the last hour; returns how many signals are new. Safe to repeat: the same finding is raised once."""
    actor.require(Permission.MANAGE_INCIDENTS)
    since = now - LOOKED_BACK
    recent = queries.sign_ins_since(actor, since)
    known = queries.devices_before(actor, {one.user_id for one in recent if one.user_id}, since)
    return _raise(actor, [*rules.new_devices(recent, known), *rules.bursts_then_success(recent), *rules.impossible_travels(recent)], now)


def weigh_account_events(*, actor: Actor, events: Iterable[AccountEvent], now: datetime) -> int:
    """Weighs what moved on accounts; returns how many signals are new."""
    actor.require(Permission.MANAGE_INCIDENTS)
    return _raise(actor, rules.account_bursts(events), now)


def weigh_shared_identities(*, actor: Actor, shared: Iterable[SharedIdentity], now: datetime) -> int:
    """Weighs documents and cards that several accounts gave; returns how many signals are new."""
    actor.require(Permission.MANAGE_INCIDENTS)
    return _raise(actor, rules.shared_identities(shared, now), now)


@transaction.atomic
def decide_signal(*, actor: Actor, signal_id: UUID, release: bool, note: str, now: datetime) -> None:
    """Releases what is held, or keeps it held for good. Raises Refused for a signal about oneself, Conflict where it was decided, Invalid
    without a reason."""
    actor.require(Permission.MANAGE_INCIDENTS)
    row = Signal.objects.select_for_update().filter(id=signal_id).first()
    if row is None:
        raise NotFound("signal_not_found", f"There is no signal {signal_id}.", "没有这条风险信号。")
    if actor.kind != "person" or row.subject_id == actor.user_id:
        raise Refused("signal_about_oneself", "Someone else must decide about your own account.", "关于您本人账号的信号须由其他同事处理。")
    if row.state == SignalState.RELEASED or (row.state == SignalState.KEPT and not release):
        raise Conflict("signal_decided", "This was decided already.", "该信号已处理。")
    if len(note.strip()) < REASON_LETTERS_MIN:
        raise Invalid("reason_missing", "Say what you found out.", "请填写核实结果。")
    row.state = SignalState.RELEASED if release else SignalState.KEPT
    row.decided_by, row.decided_at, row.note = actor.user_id, now, note.strip()
    row.save()
    if release:
        Hold.objects.filter(signal=row, until__isnull=True).update(until=now)
    record(actor, f"signal.{row.state}", subject=_subject(row), details={"kind": row.kind}, now=now)


@transaction.atomic
def _raise(actor: Actor, found: Iterable[Found], now: datetime) -> int:
    return sum(_raised(actor, one, now) for one in found)


def _raised(actor: Actor, found: Found, now: datetime) -> bool:
    content = {
        "subject_kind": found.subject_kind,
        "subject_id": found.subject_id,
        "at": found.at,
        "evidence": found.evidence,
        "raised_at": now,
    }
    mark = sha256(found.mark.encode()).digest()
    row, is_new = Signal.objects.get_or_create(kind=found.kind.value, mark_hash=mark, defaults=content)
    if not is_new:
        return False
    if found.holds:
        Hold.objects.create(signal=row, subject_kind=row.subject_kind, subject_id=row.subject_id, action=found.holds.value, since=now)
    record(
        actor,
        "signal.raised",
        subject=_subject(row),
        details={"kind": row.kind, "holds": found.holds.value if found.holds else ""},
        now=now,
    )
    return True


def _subject(row: Signal) -> Subject:
    return (
        Subject(SubjectKind.PERSON, str(row.subject_id))
        if row.subject_kind == "person"
        else Subject(SubjectKind.GUEST, str(row.subject_id))
    )
