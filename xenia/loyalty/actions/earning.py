"""Making the ledger follow what members buy and do: docs/algorithms/earning.md. Bookings are read from the lake in the order in which they
were made, some thousand at a time; a part is written whole or not at all, and doing it again changes nothing."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from xenia.kernel.actor import Actor
from xenia.kernel.errors import Conflict
from xenia.loyalty.actions.earning_parts import Setting, follow_part
from xenia.loyalty.models.earning import EarningRun
from xenia.loyalty.queries.earning import list_versions, tags_asked
from xenia.loyalty.queries.members import get_member
from xenia.loyalty.queries.programmes import get_programme, list_programmes
from xenia.loyalty.queries.purchases import Wanted, read_purchases
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.types.earning import Action, EarnedRun, Purchase, Stage
from xenia.loyalty.types.programmes import MemberState, Programme, ProgrammeState
from xenia.trust.types.access import Permission

EARN_TASK = "xenia.loyalty.earn_points"
OVERLAP = timedelta(hours=1)
"""A run looks back a little before the one before it ended: what was being written to the lake then was told, and could not be seen."""


def order_earning(*, actor: Actor) -> None:
    """Has a worker do what `earn_everywhere` does, one at a time; a second order finds nothing to do."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    app.configure_task(EARN_TASK, queue="care", lock="loyalty.earn").defer()


def earn_bookings(
    *, actor: Actor, programme_id: UUID, booking_ids: Sequence[str] | None = None, since: datetime | None = None, now: datetime
) -> EarnedRun:
    """Makes the ledger follow these bookings, or those told since, or all, as they are known at `now`; returns what it did. Each part is
    its own transaction: one that was broken off is done again, and what stands is left as it is (rule EA10)."""
    wanted = Wanted(now, since, None if booking_ids is None else tuple(booking_ids))
    done = EarnedRun()
    for found in _parts(actor, programme_id, wanted, now):
        done = _added(done, found)
    return done


def earn_changed(*, actor: Actor, programme_id: UUID, now: datetime) -> EarnedRun:
    """Makes the ledger follow everything told since the last run that was finished; a run that was broken off is taken up by the next."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    last = EarningRun.objects.filter(programme_id=programme_id, finished_at__isnull=False).order_by("-as_of").first()
    run = EarningRun.objects.create(programme_id=programme_id, since=last.as_of - OVERLAP if last else None, as_of=now)
    done = EarnedRun()
    for found in _parts(actor, programme_id, Wanted(now, run.since), now):
        done = _added(done, found)
        EarningRun.objects.filter(id=run.id).update(purchases=done.purchases, transfers=done.transfers)
    EarningRun.objects.filter(id=run.id).update(finished_at=now)
    EarningRun.objects.filter(programme_id=programme_id, finished_at__isnull=True, as_of__lt=now).delete()
    return done


def earn_everywhere(*, actor: Actor, now: datetime) -> int:
    """Does so for every open programme; returns how many transfers were written."""
    open_ones = [one.id for one in list_programmes(actor) if one.state is ProgrammeState.OPEN]
    return sum(earn_changed(actor=actor, programme_id=one, now=now).transfers for one in open_ones)


def award_action(*, actor: Actor, member_id: UUID, action: Action, reference: str, now: datetime) -> EarnedRun:
    """Gives a member what the rules in force give for something done today; the same action with the same reference earns once. Raises
    Conflict where the member has left."""
    return _follow_action(actor, member_id, action, reference, Stage.DONE, now)


def take_back_action(*, actor: Actor, member_id: UUID, action: Action, reference: str, now: datetime) -> EarnedRun:
    """Takes back what an action earned, such as a review that turned out to be bought."""
    return _follow_action(actor, member_id, action, reference, Stage.VOID, now)


@transaction.atomic
def _follow_action(actor: Actor, member_id: UUID, action: Action, reference: str, stage: Stage, now: datetime) -> EarnedRun:
    actor.require(Permission.SERVE_MEMBERS)
    member = get_member(actor, member_id)
    if member.state is not MemberState.ACTIVE:
        told = f"Member {member.number} is {member.state} and earns no more."
        raise Conflict("member_left", told, f"会员 {member.number} 已不在计划中。")
    programme = get_programme(actor, member.programme_id)
    today = day_of(now, programme.time_zone)
    done = Purchase(
        f"{action.value}:{reference}"[:80], "", member_id, stage, booked_on=today, starts_on=today, counts_on=today, action=action
    )
    return follow_part(actor, _setting(actor, programme, now), [done], now=now)


def _parts(actor: Actor, programme_id: UUID, wanted: Wanted, now: datetime) -> Iterator[EarnedRun]:
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    programme = get_programme(actor, programme_id)
    if programme.state is not ProgrammeState.OPEN:
        return
    setting = _setting(actor, programme, now)
    for purchases in read_purchases(actor, programme, wanted, tags_asked(setting.versions)):
        with transaction.atomic():
            found = follow_part(actor, setting, purchases, now=now)
        yield found


def _setting(actor: Actor, programme: Programme, now: datetime) -> Setting:
    return Setting(programme, tuple(list_versions(actor, programme.id)), day_of(now, programme.time_zone))


def _added(one: EarnedRun, other: EarnedRun) -> EarnedRun:
    unearned = {why: one.unearned.get(why, 0) + other.unearned.get(why, 0) for why in {*one.unearned, *other.unearned}}
    return EarnedRun(one.purchases + other.purchases, one.transfers + other.transfers, unearned)
