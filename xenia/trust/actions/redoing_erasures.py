"""After a restore: the erasures that the backup does not know are done again, before anybody works with what came back (rule X18)."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

import structlog
from django.db import transaction

from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.trust.actions.request_work import perform_request
from xenia.trust.actions.requests import answer_request, begin_work
from xenia.trust.models.requests import SubjectRequest, SuppressedIndex
from xenia.trust.queries.requests import COMPANY_ZONE
from xenia.trust.types.access import Permission
from xenia.trust.types.requests import RequestKind, RequestState
from xenia.trust.types.rights import Erased, Rights

AGAIN = "恢复备份后重新删除 · Done again after a backup was restored"
UNTOUCHED = (RequestState.RECEIVED, RequestState.APPROVAL)
log = structlog.get_logger()


def redo_erasures(
    *, actor: Actor, erased: Sequence[Erased], since: datetime, rights: Rights, clock: Callable[[], datetime]
) -> tuple[int, int]:
    """Carries out the erasures that began after `since`; returns how many are done, and how many are not.

    One that cannot be finished now (a legal hold, a store that fails) stays on the list of requests, and the worker tries it again.
    """
    actor.require(Permission.HANDLE_REQUESTS)
    due = [one for one in erased if one.at > since]
    done = sum(_redo(actor, one, rights, clock) for one in due)
    return done, len(due) - done


def _redo(actor: Actor, erased: Erased, rights: Rights, clock: Callable[[], datetime]) -> bool:
    _reopen(actor, erased, rights, clock())
    rows = SubjectRequest.objects.filter(id=erased.request_id)
    try:
        perform_request(request_id=erased.request_id, rights=rights, clock=clock)
    except Exception:
        log.exception("erasure_not_redone", request=str(erased.request_id))
        return False
    if rows.filter(state=RequestState.READY).exists():
        answer_request(actor=actor, request_id=erased.request_id, outcome=AGAIN, now=clock())
    return rows.filter(state=RequestState.ANSWERED).exists()


@transaction.atomic
def _reopen(actor: Actor, erased: Erased, rights: Rights, now: datetime) -> None:
    """Begins the request under its own number, and keeps the person out of imports: of one who came after the backup nothing else is left.

    One that was at work when the backup was made goes on where it stood.
    """
    row = SubjectRequest.objects.select_for_update().filter(id=erased.request_id).first()
    if row is None:
        day = erased.at.astimezone(COMPANY_ZONE).date()
        row = SubjectRequest(id=erased.request_id, kind=RequestKind.DELETE, law=erased.law, intake=erased.intake)
        row.record_ids, row.unit_ids = list(erased.record_ids), sorted(_units_of(actor, erased.record_ids, rights))
        row.received_at, row.due_on, row.due_first_on = erased.at, day, day
        row.identity_at, row.identity_waived = now, AGAIN
        row.save(force_insert=True)
    known = [
        SuppressedIndex(way=one.way, index=one.index, source_id=one.source_id, request=row, created_at=now) for one in erased.suppressed
    ]
    SuppressedIndex.objects.bulk_create(known, ignore_conflicts=True)
    if row.state in UNTOUCHED:
        begin_work(actor=actor, row=row, rights=rights, now=now)


def _units_of(actor: Actor, record_ids: Sequence[UUID], rights: Rights) -> set[UUID]:
    """The units of the records that the backup knows."""

    def found() -> Iterator[UUID]:
        for record_id in record_ids:
            try:
                yield from rights.units(actor, [record_id])
            except NotFound:
                continue

    return set(found())
