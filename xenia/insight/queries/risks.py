"""Bookings at risk: which of those to come may be cancelled, by what is at stake."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import ibis
from ibis.expr.types import Table

from xenia.connect.queries.bookings import list_by_ids
from xenia.connect.types.guests import BookingSummary
from xenia.insight.cancellation.catalogue import SHORT
from xenia.insight.facts.booking_rows import AT_RISK_STATES
from xenia.insight.facts.scores import TABLES, may_be_shown, scores_of
from xenia.insight.kinds import KINDS
from xenia.insight.modelling import ModelKind
from xenia.insight.models import register as models
from xenia.insight.queries.objections import objecting_guests
from xenia.insight.queries.policies import policies_in_force
from xenia.insight.types.judged import Subject
from xenia.insight.types.risks import BookingAtRisk, MarketAtRisk, PropertyAtRisk, RiskFilter, RiskSummary
from xenia.kernel.actor import Actor, product_actor
from xenia.kernel.errors import NotFound
from xenia.kernel.paging import Page, keys_of, page_size, page_token
from xenia.kernel.texts import Text
from xenia.lake import read
from xenia.lake.snapshots import list_versions
from xenia.trust.types.access import Permission

EVERYBODY = product_actor("risks", Permission.VIEW_GUESTS)
CHANCE = "cancellation_chance"
Row = dict[str, Any]


@dataclass(frozen=True)
class _Used:
    version: UUID
    as_of: datetime


def list_risks(
    actor: Actor, where: RiskFilter, *, now: datetime, page: str | None = None, size: int = 50, kinds: Sequence[ModelKind] = KINDS
) -> Page[BookingAtRisk]:
    """Returns the bookings of the actor's units that stand and are to come, what is most at stake on top. One that was cancelled since it
    was scored is left out. Raises NotFound before the first scoring."""
    used, size = _used(actor, kinds), page_size(size)
    rows = _seen(actor, where, used, now, kinds)
    ordered = _after(rows.mutate(stake=ibis.coalesce(rows.at_stake_minor, 0)), page).limit(size + 1)
    found = read.execute(ordered, units=None, given={"objecting": objecting_guests(EVERYBODY, now=now)}).to_pylist()
    shown, last = found[:size], found[size - 1] if len(found) > size else None
    bookings = {one.booking_id: one for one in list_by_ids(actor, [UUID(row["booking_id"]) for row in shown])}
    pairs = [(bookings.get(UUID(row["booking_id"])), row) for row in shown]
    lines = [_line(booking, row) for booking, row in pairs if booking and booking.status in AT_RISK_STATES]
    return Page(lines, page_token(last["stake"], last["booking_id"]) if last else None)


def summarise_risks(actor: Actor, *, now: datetime, kinds: Sequence[ModelKind] = KINDS) -> RiskSummary:
    """Returns what is at stake in all bookings that `list_risks` lists without a filter, by property and by market. Raises NotFound before
    the first scoring."""
    used = _used(actor, kinds)
    rows = _seen(actor, RiskFilter(), used, now, kinds)
    sums = rows.group_by(["property", "destination_country"]).aggregate(
        bookings=rows.count(),
        lost=rows[CHANCE].sum(),
        amount=ibis.coalesce(rows.amount_minor.sum(), 0),
        stake=ibis.coalesce(rows.at_stake_minor.sum(), 0),
        one=rows.booking_id.min(),
    )
    found = read.execute(sums, units=None, given={"objecting": objecting_guests(EVERYBODY, now=now)}).to_pylist()
    properties, markets = _by("property", found), _by("destination_country", found)
    names = {str(one.booking_id): one.property_name for one in list_by_ids(actor, [UUID(row["one"]) for row in properties])}
    return RiskSummary(
        as_of=used.as_of,
        currency=policies_in_force(actor).reporting.currency,
        bookings=sum(row["bookings"] for row in found),
        expected_lost=sum(row["lost"] for row in found),
        amount_minor=sum(row["amount"] for row in found),
        at_stake_minor=sum(row["stake"] for row in found),
        properties=tuple(PropertyAtRisk(row["property"], names.get(row["one"]), row["bookings"], row["stake"]) for row in properties),
        markets=tuple(MarketAtRisk(row["destination_country"], row["bookings"], row["stake"]) for row in markets),
    )


def _by(column: str, rows: Iterable[Row]) -> list[Row]:
    """The sums of each value of the column, the most at stake first."""
    found: dict[str, Row] = {}
    for row in rows:
        if row[column]:
            sums = found.setdefault(row[column], {column: row[column], "bookings": 0, "stake": 0, "one": row["one"]})
            sums["bookings"] += row["bookings"]
            sums["stake"] += row["stake"]
    return sorted(found.values(), key=lambda row: (-row["stake"], row[column]))


def _used(actor: Actor, kinds: Sequence[ModelKind]) -> _Used:
    """The newest scoring of bookings, for whom may see it."""
    actor.require(Permission.VIEW_INSIGHT)
    actor.require(Permission.VIEW_BOOKINGS)
    kept = list_versions(TABLES[Subject.BOOKING]) if any(one.subject is Subject.BOOKING for one in kinds) else []
    as_of = models.ModelRun.objects.filter(id=kept[0]).values_list("as_of", flat=True).first() if kept else None
    if as_of is None:
        raise NotFound(
            "risks_missing",
            "No model has scored bookings yet; train the cancellation model under Insight, scores follow by themselves.",
            "还没有模型为预订评分；请在“洞察”中训练取消模型，评分会自动进行。",
        )
    return _Used(kept[0], as_of)


def _seen(actor: Actor, where: RiskFilter, used: _Used, now: datetime, kinds: Sequence[ModelKind]) -> Table:
    """The scores of bookings of the actor's units under the filter that are still to come."""
    rows = may_be_shown(scores_of(Subject.BOOKING, kinds, used.version))
    rows = rows.filter(rows[CHANCE].notnull(), rows.starts_on >= ibis.literal(now.date()))
    if actor.units is not None:
        rows = rows.filter(rows.unit_id.isin(sorted(str(unit) for unit in actor.units)) if actor.units else ibis.literal(False))
    if where.property is not None:
        rows = rows.filter(rows.property == ibis.literal(where.property))
    if where.market is not None:
        rows = rows.filter(rows.destination_country == ibis.literal(where.market))
    if where.unit_id is not None:
        rows = rows.filter(rows.unit_id == ibis.literal(str(where.unit_id)))
    return rows


def _after(rows: Table, page: str | None) -> Table:
    if page:
        stake, booking = keys_of(page, int, UUID)
        rows = rows.filter((rows.stake < stake) | ((rows.stake == stake) & (rows.booking_id > ibis.literal(str(booking)))))
    return rows.order_by([rows.stake.desc(), rows.booking_id])


def _line(booking: BookingSummary, row: Mapping[str, Any]) -> BookingAtRisk:
    named = [SHORT[name] for name in (row["reasons"] or "").split("|") if name in SHORT]
    reasons = tuple(Text(one.zh, one.en) for one in named)
    return BookingAtRisk(booking, row[CHANCE], row["amount_minor"], row["at_stake_minor"], reasons)
