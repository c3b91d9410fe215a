"""Reads of signals and holds, and of what the audit log says about signing in."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Refused
from xenia.settings import ENV
from xenia.trust.models.audit import AuditEntry
from xenia.trust.models.people import User
from xenia.trust.models.signals import Hold
from xenia.trust.models.signals import Signal as Row
from xenia.trust.rules import signals as rules
from xenia.trust.types.access import Permission
from xenia.trust.types.sign_in import SignInEvent
from xenia.trust.types.signals import HeldAction, Signal, SignalKind, SignalState, SignIn
from xenia.trust.vault import vault_of

NEWEST = 200
DONE, FAILED = SignInEvent.DONE.value, (SignInEvent.FAILED.value, SignInEvent.FACTOR_FAILED.value)
DEVICES_KNOWN = timedelta(days=180)
TYPED_FIELD = "sign_in.typed"


def list_signals(actor: Actor, *, state: SignalState | None = None) -> list[Signal]:
    """Returns the newest 200 signals, those that wait for a decision first."""
    actor.require(Permission.MANAGE_INCIDENTS)
    rows = Row.objects.filter(state=state) if state else Row.objects.all()
    found = sorted(rows.order_by("-at", "-id")[:NEWEST], key=lambda row: row.state != SignalState.WAITING)
    names = _names(found)
    held = dict(Hold.objects.filter(signal__in=found, until__isnull=True).values_list("signal_id", "action"))
    return [_signal(row, names, held.get(row.id, "")) for row in found]


def is_held(actor: Actor, subject_id: UUID, action: HeldAction) -> bool:
    """Whether the action of this person or account waits for a decision. Every module may ask, for whom it serves."""
    return Hold.objects.filter(subject_id=subject_id, action=action, until__isnull=True).exists()


def require_free(actor: Actor, action: HeldAction) -> None:
    """Raises Refused where this action of the actor's own is held for review."""
    if actor.user_id is not None and is_held(actor, actor.user_id, action):
        raise Refused(
            "held_for_review",
            "This is held until a colleague has looked at an unusual sign-in to your account; ask whoever handles incidents.",
            "您的账号有异常登录，此操作需先由负责安全事件的同事复核。",
        )


def sign_ins_since(actor: Actor, since: datetime) -> list[SignIn]:
    """Returns what the log says about signing in from `since` on, oldest first; a success carries the index of the person's own address."""
    actor.require(Permission.MANAGE_INCIDENTS)
    rows = AuditEntry.objects.filter(at__gte=since, action__in=[DONE, *FAILED]).order_by("at", "id")
    held = [(at, action, user, details) for at, action, user, details in rows.values_list("at", "action", "actor_id", "details")]
    typed = _indexes({user for _, action, user, _ in held if user and action == DONE})
    return [
        SignIn(at, action == DONE, user, details.get("device", ""), details.get("typed") or typed.get(user, ""))
        for at, action, user, details in held
    ]


def devices_before(actor: Actor, people: Iterable[UUID], before: datetime) -> dict[UUID, frozenset[str]]:
    """Returns the devices each person signed in with in the half year before."""
    actor.require(Permission.MANAGE_INCIDENTS)
    rows = AuditEntry.objects.filter(actor_id__in=list(people), action=DONE, at__lt=before, at__gte=before - DEVICES_KNOWN)
    found: dict[UUID, set[str]] = {}
    for user, device in rows.values_list("actor_id", "details__device").distinct():
        if user is not None:
            found.setdefault(user, set()).add(device or "")
    return {user: frozenset(devices) for user, devices in found.items()}


def _indexes(people: set[UUID]) -> dict[UUID | None, str]:
    vault = vault_of(ENV.key_file)
    emails = User.objects.filter(id__in=people).values_list("id", "email")
    return {user: vault.index(email.strip().lower(), field=TYPED_FIELD).hex() for user, email in emails}


def _names(rows: Iterable[Row]) -> dict[UUID | None, str]:
    ids = {one for row in rows for one in (row.subject_id, row.decided_by) if one}
    return dict(User.objects.filter(id__in=ids).values_list("id", "name"))


def _signal(row: Row, names: dict[UUID | None, str], holds: str) -> Signal:
    kind = SignalKind(row.kind)
    return Signal(
        id=row.id,
        kind=kind,
        title=rules.TITLES[kind],
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        name=names.get(row.subject_id, ""),
        at=row.at,
        evidence=row.evidence,
        holds=holds,
        state=SignalState(row.state),
        decided_by=names.get(row.decided_by, ""),
        decided_at=row.decided_at,
        note=row.note,
    )
