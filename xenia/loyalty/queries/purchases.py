"""What members bought, read from the lake: purchases in the order in which they were made, a few thousand at a time."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

import airportsdata
import pyarrow as pa
import pyarrow.compute as pc

from xenia.identity.queries.links import link_table
from xenia.identity.queries.meanings import guests_meant
from xenia.insight.queries.rates import READER as RATE_READER
from xenia.insight.queries.rates import own_rates
from xenia.insight.reading.rates import rates_table
from xenia.kernel.actor import Actor
from xenia.lake import read
from xenia.loyalty.facts.purchases import ASKED, MEMBER_MAP, done_within, purchases, told_bookings
from xenia.loyalty.models.programmes import Member
from xenia.loyalty.queries.company_ties import list_earners, ties_moved
from xenia.loyalty.rules.companies import with_companies
from xenia.loyalty.rules.purchases import great_circle_km, purchase_of
from xenia.loyalty.types.earning import Purchase
from xenia.loyalty.types.programmes import MemberState, Programme
from xenia.profile.queries.tag_table import tag_table
from xenia.trust.types.access import Permission

AT_ONCE = 2_000
IDS_AT_ONCE = 10_000


@dataclass(frozen=True)
class Wanted:
    """Which purchases to read: everything known at `as_of`, or only what was told `since`, or only some bookings. `whose` puts records in
    place of those that links name: a claim says whose a booking is. `days`: what was done within them."""

    as_of: datetime
    since: datetime | None = None
    booking_ids: tuple[str, ...] | None = None
    whose: tuple[tuple[str, UUID], ...] | None = None
    days: tuple[date, date] | None = None
    at_once: int = AT_ONCE


def read_purchases(actor: Actor, programme: Programme, wanted: Wanted, tags: Collection[str] = ()) -> Iterator[list[Purchase]]:
    """Yields what members bought, in the order in which it was booked, all rows of a booking together, those of companies after their
    travellers' (rule CM3); tiers are not judged yet."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    member_map, held = members_known(actor, programme, wanted, tags)
    rows = (row for found in purchase_rows(programme, wanted, member_map) for row in found.to_pylist())
    batch: list[Purchase] = []
    for purchase in with_companies((_judged(row, programme, held) for row in rows), list_earners(actor, programme.id)):
        if len(batch) >= wanted.at_once and batch[-1].source != purchase.source:
            yield batch
            batch = []
        batch.append(purchase)
    if batch:
        yield batch


def purchase_rows(programme: Programme, wanted: Wanted, member_map: pa.Table) -> Iterator[pa.RecordBatch]:
    """Yields the rows of facts.purchases. For this module: it shows every unit's bookings."""
    asked = pa.table([list(wanted.booking_ids or ())], schema=ASKED)
    given = {"member_map": member_map, "asked_bookings": asked, "rates": rates_table(programme.currency, own_rates(RATE_READER))}
    told = told_bookings(wanted.as_of, since=wanted.since, is_asked=wanted.booking_ids is not None, days=wanted.days)
    found = purchases(told, wanted.as_of)
    with read.session(units=None, given=given) as asked:
        asked.keep(told)
        yield from asked.stream(found if wanted.days is None else done_within(found, *wanted.days))


def _judged(row: dict[str, Any], programme: Programme, held: dict[UUID, frozenset[str]]) -> Purchase:
    found = purchase_of(row, time_zone=programme.time_zone, distance=distance_km)
    tags = held.get(found.member_id)
    return replace(found, tags=tags) if tags else found


@cache
def _airports() -> dict[str, tuple[float, float]]:
    return {code: (one["lat"], one["lon"]) for code, one in airportsdata.load("IATA").items()}


@cache
def distance_km(origin: str, destination: str) -> int | None:
    """Whole kilometres between two airports by their codes, None where one is not known. It tells nothing, so it takes no actor."""
    known = _airports()
    one, other = known.get(origin.upper()), known.get(destination.upper())
    return great_circle_km(one, other) if one and other else None


def members_known(actor: Actor, programme: Programme, wanted: Wanted, tags: Collection[str]) -> tuple[pa.Table, dict[UUID, frozenset[str]]]:
    """Returns the map of the records of the programme's active members (facts.purchases.MEMBER_MAP), and who has which of the tags."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    rows = list(
        Member.objects.filter(programme_id=programme.id, state=MemberState.ACTIVE.value, guest_id__isnull=False)
        .order_by("-created_at", "-id")
        .values_list("id", "guest_id", "created_at")
    )
    if wanted.whose is not None:
        held = [[record for record, _ in wanted.whose], [str(member) for _, member in wanted.whose], [True] * len(wanted.whose)]
        return pa.table(held, schema=MEMBER_MAP), {}
    links = link_table(actor)
    meant = _meant(actor, links, [guest_id for _, guest_id, _ in rows if guest_id])
    moved = ties_moved(actor, programme.id)
    of_guest = {meant[one]: (member_id, max(made_at, moved.get(member_id, made_at))) for member_id, one, made_at in rows if one in meant}
    found = {guest: member for guest, (member, _) in of_guest.items()}
    return _member_map(links, of_guest, wanted.since), _tags(actor, found, tags)


def _meant(actor: Actor, links: pa.Table, guest_ids: list[UUID]) -> dict[UUID, str]:
    """The guest that each id means today, as text. Most ids mean themselves."""
    today = set(pc.unique(links["guest_id"]).to_pylist())
    found = {one: str(one) for one in guest_ids if str(one) in today}
    others = [one for one in guest_ids if one not in found]
    for start in range(0, len(others), IDS_AT_ONCE):
        found |= {one: str(guest) for one, guest in guests_meant(actor, others[start : start + IDS_AT_ONCE]).items()}
    return found


def _member_map(links: pa.Table, of_guest: dict[str, tuple[UUID, datetime]], since: datetime | None) -> pa.Table:
    """Each record of a member; of two members who are one guest the earlier has them."""
    mine = links.filter(pc.is_in(links["guest_id"], pa.array(list(of_guest), pa.string())))
    members = [of_guest[guest] for guest in mine["guest_id"].to_pylist()]
    seen = since.timestamp() if since else 0
    fresh = [linked > seen or made_at.timestamp() > seen for linked, (_, made_at) in zip(mine["since"].to_pylist(), members, strict=True)]
    whose = pa.array([str(one) for one, _ in members], pa.string())
    return pa.table([mine["record_id"], whose, pa.array(fresh, pa.bool_())], schema=MEMBER_MAP)


def _tags(actor: Actor, members: dict[str, UUID], tags: Collection[str]) -> dict[UUID, frozenset[str]]:
    if not tags:
        return {}
    held = tag_table(actor)
    held = held.filter(pc.is_in(held["code"], pa.array(sorted(tags), pa.string())))
    found: dict[UUID, set[str]] = {}
    for guest, code in zip(held["guest_id"].to_pylist(), held["code"].to_pylist(), strict=True):
        if guest in members:
            found.setdefault(members[guest], set()).add(code)
    return {member: frozenset(codes) for member, codes in found.items()}
