"""Comparing the points of purchases with the bookings (rule CL7 of docs/algorithms/loyalty-accounting.md): nothing is put right here, every
difference is listed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from procrastinate.contrib.django import app

from xenia.kernel.actor import Actor, product_actor
from xenia.kernel.errors import Conflict
from xenia.kernel.ids import new_id
from xenia.loyalty.actions.programmes import subject_of_programme
from xenia.loyalty.actions.work import OPEN, Clock, Told, ask_to_end, left_behind, perform
from xenia.loyalty.models.accounting import BookingDifference, Comparison
from xenia.loyalty.models.earning import Unearned
from xenia.loyalty.models.programmes import Member
from xenia.loyalty.queries.accounting import BEGINNING, redeemable
from xenia.loyalty.queries.earning import list_versions, member_accounts_of_kinds, rows_of_sources, tags_asked
from xenia.loyalty.queries.programmes import get_programme
from xenia.loyalty.queries.purchases import Wanted, read_purchases
from xenia.loyalty.rules.comparing import Ground, by_rules, in_ledger
from xenia.loyalty.rules.expiry import day_of
from xenia.loyalty.rules.following import ChainKey, Standing, standings
from xenia.loyalty.types.earning import Purchase, Why
from xenia.loyalty.types.programmes import Programme
from xenia.loyalty.types.work import WorkState
from xenia.trust.actions.audit import record
from xenia.trust.types.access import Permission

COMPARE_TASK = "xenia.loyalty.compare_bookings"
KEPT = 2
"""Comparisons kept, beside one under way: the newest tells what is true now."""
FAILED = {
    "zh": "没有完成对账：出现意外错误；原因见日志，可重新执行。",
    "en": "The comparison did not finish: something unexpected went wrong. The log says what; order it again.",
}
TOLD = "CREATE TEMP TABLE IF NOT EXISTS compared_booking (source text PRIMARY KEY); TRUNCATE compared_booking"
PRODUCT = product_actor("comparing", Permission.VIEW_LOYALTY, Permission.MANAGE_LOYALTY, Permission.VIEW_GUESTS, Permission.VIEW_INSIGHT)
UNTOLD = (Path(__file__).resolve().parent.parent / "sql" / "points_without_booking.sql").read_text(encoding="utf-8")


@dataclass
class _Tally:
    """What was compared so far."""

    ground: Ground
    programme: Programme
    kinds: dict[str, int]
    comparison_id: UUID
    purchases: int = 0
    by_rules: int = 0
    in_ledger: int = 0
    rows: list[BookingDifference] = field(default_factory=list)
    found: int = 0


@transaction.atomic
def order_comparison(*, actor: Actor, programme_id: UUID, now: datetime) -> UUID:
    """Returns the id of a comparison, which a worker takes up; one that waits or runs is found again."""
    comparison_id = _begin(actor, programme_id, now)
    record(actor, "programme.bookings_compared", subject=subject_of_programme(programme_id), now=now)
    _defer(programme_id, comparison_id)
    return comparison_id


def compare_bookings(*, actor: Actor, programme_id: UUID, clock: Clock) -> UUID:
    """Compares at once and returns the id of the comparison."""
    comparison_id = _begin(actor, programme_id, clock())
    perform_comparison(comparison_id=comparison_id, clock=clock)
    return comparison_id


def cancel_comparison(*, actor: Actor, programme_id: UUID, now: datetime) -> None:
    """Ends the comparison that waits or runs. Raises Conflict where none does."""
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    get_programme(actor, programme_id)
    row = Comparison.objects.filter(programme_id=programme_id).order_by("-id").first()
    if row is None:
        raise Conflict("work_over", "Nothing is being compared; order a comparison first.", "当前没有进行中的对账；请先执行。")
    ask_to_end(actor, row, now)


def perform_comparison(*, comparison_id: UUID, clock: Clock) -> None:
    """Compares every purchase of members with the ledger; begun anew after a crash it comes to the same."""
    perform(Comparison, comparison_id, _compare, failed=FAILED, clock=clock)


def resume_left_comparisons(*, actor: Actor, now: datetime) -> int:
    """Queues every comparison again that gave no sign of life for five minutes; returns how many."""
    silent = left_behind(actor, Comparison, now)
    for one in Comparison.objects.filter(id__in=silent):
        _defer(one.programme_id, one.id)
    return len(silent)


def _defer(programme_id: UUID, comparison_id: UUID) -> None:
    app.configure_task(COMPARE_TASK, queue="care", lock=f"comparison:{programme_id}").defer(comparison_id=str(comparison_id))


def _begin(actor: Actor, programme_id: UUID, now: datetime) -> UUID:
    actor.require_for_company(Permission.MANAGE_LOYALTY)
    get_programme(actor, programme_id)
    known = Comparison.objects.filter(programme_id=programme_id, state__in=OPEN).first()
    if known is not None:
        return known.id
    row = Comparison(id=new_id(), programme_id=programme_id, state=WorkState.WAITING.value, as_of=now, ordered_by=actor.user_id)
    row.save(force_insert=True)
    return row.id


def _compare(row: Comparison, told: Told) -> dict[str, Any]:
    BookingDifference.objects.filter(comparison_id=row.id).delete()
    programme = get_programme(PRODUCT, row.programme_id)
    versions = tuple(list_versions(PRODUCT, programme.id))
    owed = set(redeemable(programme))
    kinds = {one.code: one.id for one in programme.kinds if one.id in owed}
    ground = Ground(frozenset(kinds), versions, day_of(row.as_of, programme.time_zone), programme.policy.backdate_days_max)
    tally = _Tally(ground, programme, kinds, row.id)
    with connection.cursor() as cursor:
        cursor.execute(TOLD)
    for purchases in read_purchases(PRODUCT, programme, Wanted(row.as_of), tags_asked(versions)):
        _compare_part(tally, purchases)
        _keep(tally)
        told(**_counts(tally))
    _add_untold(tally)
    _keep(tally)
    _forget_old(row.programme_id)
    return _counts(tally)


def _counts(tally: _Tally) -> dict[str, int]:
    return {"purchases": tally.purchases, "by_rules": tally.by_rules, "in_ledger": tally.in_ledger, "found": tally.found}


def _forget_old(programme_id: UUID) -> None:
    old = list(Comparison.objects.filter(programme_id=programme_id).order_by("-id").values_list("id", flat=True)[KEPT:])
    BookingDifference.objects.filter(comparison_id__in=old).delete()
    Comparison.objects.filter(id__in=old).delete()


def _compare_part(tally: _Tally, purchases: Sequence[Purchase]) -> None:
    sources = sorted({one.source for one in purchases})
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO compared_booking SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING", [sources])
    of_thing: dict[tuple[str, str], dict[ChainKey, Standing]] = {}
    for chain, standing in standings(rows_of_sources(PRODUCT, sources)).items():
        of_thing.setdefault((chain.source, chain.part), {})[chain] = standing
    members = {one.member_id for one in purchases}
    accounts: dict[UUID, dict[int, str]] = {}
    for (member_id, kind), account in member_accounts_of_kinds(PRODUCT, tally.programme, members).items():
        accounts.setdefault(member_id, {})[account] = kind
    joined = dict(Member.objects.filter(id__in=members).values_list("id", "enrolled_on"))
    differing: list[tuple[Purchase, int, int, Why | None]] = []
    for one in purchases:
        mine = accounts.get(one.member_id, {})
        own = {chain: standing for chain, standing in of_thing.get((one.source, one.part), {}).items() if chain.account in mine}
        points, why = by_rules(tally.ground, one, own, joined.get(one.member_id))
        held = in_ledger(own, {account for account, kind in mine.items() if kind in tally.kinds})
        tally.purchases, tally.by_rules, tally.in_ledger = tally.purchases + 1, tally.by_rules + points, tally.in_ledger + held
        if points != held:
            differing.append((one, points, held, why))
    _list(tally, differing)


def _list(tally: _Tally, differing: Sequence[tuple[Purchase, int, int, Why | None]]) -> None:
    rows = Unearned.objects.filter(programme_id=tally.programme.id, source__in={one.source for one, *_ in differing})
    known = {(row.source, row.part, row.member_id): row.why for row in rows}
    for one, points, held, why in differing:
        said = known.get((one.source, one.part, one.member_id), why.value if why else "")
        booking_id = UUID(one.source.removeprefix("booking:"))
        tally.rows.append(_row(tally, booking_id, one.part, one.member_id, (one.counts_on, points, held), said))


def _add_untold(tally: _Tally) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE compared_booking")
        cursor.execute(UNTOLD, {"kinds": sorted(tally.kinds.values()), "since": BEGINNING})
        for booking_id, part, member_id, counts_on, points in cursor.fetchall():
            tally.in_ledger += points
            tally.rows.append(_row(tally, booking_id, part, member_id, (counts_on, 0, points), ""))


def _row(
    tally: _Tally, booking_id: UUID, part: str, member_id: UUID | None, found: tuple[date | None, int, int], why: str
) -> BookingDifference:
    counts_on, points, held = found
    return BookingDifference(
        id=new_id(),
        comparison_id=tally.comparison_id,
        booking_id=booking_id,
        part=part,
        member_id=member_id,
        counts_on=counts_on,
        by_rules=points,
        in_ledger=held,
        why=why,
    )


def _keep(tally: _Tally) -> None:
    BookingDifference.objects.bulk_create(tally.rows, batch_size=2_000)
    tally.found += len(tally.rows)
    tally.rows.clear()
