"""Writes of consent: what guests said. Every decision stays; what counts is written with it, in the same transaction."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict, Invalid
from xenia.news.publish import publish
from xenia.trust.actions.audit import record
from xenia.trust.models import consent as models
from xenia.trust.queries.purposes import list_purposes
from xenia.trust.rows.consent import store_decisions
from xenia.trust.rules import consent as rules
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import Subject, SubjectKind
from xenia.trust.types.consent import ImportResult, NewDecision, Purpose, RefusedRow, Said, Way

NEWS = "ConsentChanged"
CHANGES_A_NEWS = 1_000


@transaction.atomic
def record_decision(*, actor: Actor, decision: NewDecision, now: datetime) -> None:
    """Writes down what a guest said; it counts at once (N4). The caller has made sure that the actor sees the guest.

    Raises Invalid with what is wrong (N1, N8 to N10), Conflict where the words that were read out no longer count.
    """
    actor.require(Permission.RECORD_CONSENT)
    purposes, versions = _held(actor)
    purpose = purposes.get(decision.purpose)
    fault = rules.fault_of(purpose, versions.get(decision.purpose, {}), decision, now)
    if purpose is None or fault:
        assert fault is not None  # noqa: S101 - an unknown purpose is a fault
        raise Invalid("decision_refused", fault.en, fault.zh, purpose=decision.purpose)
    outdated = rules.outdated_fault(purpose, decision)
    if outdated:
        raise Conflict("notice_outdated", outdated.en, outdated.zh, purpose=purpose.code)
    _store(actor, [(decision, purpose)], now)
    place = {"channel": decision.channel.value, "notice_version": decision.notice_version, "way": decision.way.value}
    unit = {"unit_id": str(decision.unit_id)} if decision.unit_id else {}
    record(actor, f"consent.{decision.said.value}", subject=_guest(decision.guest_id), purpose=purpose.code, details=place | unit, now=now)


@transaction.atomic
def withdraw_all(*, actor: Actor, guest_id: UUID, way: Way, unit_id: UUID | None, language: str, now: datetime) -> int:
    """Writes down that the guest wants no more of anything: on every purpose and channel that can be withdrawn, asked or not (N12).

    Returns on how many; those already refused or withdrawn stay as they are.
    """
    actor.require(Permission.RECORD_CONSENT)
    purposes, _ = _held(actor)
    said_no = set(
        models.CurrentConsent.objects.filter(guest_id=guest_id)
        .exclude(said=Said.GIVEN.value)
        .values_list("purpose_id", "channel")
    )  # fmt: skip
    left = [(purpose, channel) for purpose, channel in rules.to_withdraw(purposes.values()) if (purpose.code, channel) not in said_no]
    common = {"said": Said.WITHDRAWN, "decided_at": now, "way": way, "language": language, "unit_id": unit_id}
    chosen = [
        (NewDecision(guest_id=guest_id, purpose=purpose.code, channel=channel, notice_version=purpose.notice_version, **common), purpose)  # type: ignore[arg-type]
        for purpose, channel in left
    ]
    if chosen:
        _store(actor, chosen, now)
    unit = {"unit_id": str(unit_id)} if unit_id else {}
    record(actor, "consent.withdrawn_all", subject=_guest(guest_id), details={"decisions": len(chosen), "way": way.value} | unit, now=now)
    return len(chosen)


@transaction.atomic
def import_decisions(*, actor: Actor, rows: Sequence[NewDecision], now: datetime) -> ImportResult:
    """Takes decisions from elsewhere, each by itself: one that breaks a rule is refused with a sentence, the others stay in.

    An older decision than the one that counts is kept as history and changes nothing (N2).
    """
    actor.require(Permission.MANAGE_CONSENT)
    purposes, versions = _held(actor)
    taken: list[tuple[NewDecision, Purpose]] = []
    refused: list[RefusedRow] = []
    for place, new in enumerate(rows, start=1):
        purpose = purposes.get(new.purpose)
        fault = rules.fault_of(purpose, versions.get(new.purpose, {}), new, now)
        if fault:
            refused.append(RefusedRow(place, fault))
        elif purpose:
            taken.append((new, purpose))
    if taken:
        _store(actor, taken, now)
    record(actor, "consent.imported", details={"accepted": len(taken), "refused": len(refused)}, now=now)
    return ImportResult(len(taken), tuple(refused))


def _held(actor: Actor) -> tuple[dict[str, Purpose], dict[str, dict[int, datetime]]]:
    """The purposes by code, and since when each version of their notices has been shown."""
    versions: dict[str, dict[int, datetime]] = {}
    for code, version, since in models.Notice.objects.values_list("purpose_id", "version", "in_use_from"):
        versions.setdefault(code, {})[version] = since
    return {purpose.code: purpose for purpose in list_purposes(actor)}, versions


def _store(actor: Actor, decisions: Sequence[tuple[NewDecision, Purpose]], now: datetime) -> None:
    store_decisions(actor, decisions, now)
    changes = [[str(new.guest_id), new.purpose, new.channel.value, new.said.value] for new, _ in decisions]
    for first in range(0, len(changes), CHANGES_A_NEWS):
        publish(NEWS, {"changes": changes[first : first + CHANGES_A_NEWS]}, now=now)


def _guest(guest_id: UUID | None) -> Subject:
    return Subject(SubjectKind.GUEST, str(guest_id))
