"""What the ledger says of members for the loyalty index, and of whom no index is made. For the computation alone."""

from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection

from xenia.connect.queries.records import child_records
from xenia.identity.queries.meanings import guests_meant
from xenia.insight.queries.objections import objecting_guests
from xenia.kernel.actor import Actor
from xenia.loyalty.facts.loyalty_index import LEFT_OUT, MEMBERS
from xenia.loyalty.queries.programmes import list_programmes
from xenia.loyalty.queries.tiers import list_versions
from xenia.loyalty.rules.tiers import policy_on
from xenia.trust.types.access import Permission
from xenia.trust.types.consent import CHILD_BELOW_YEARS

SAID = (Path(__file__).resolve().parent.parent / "sql" / "index_evidence.sql").read_text(encoding="utf-8")
IDS_AT_ONCE = 10_000
PLACES = 100.0


def members_then(actor: Actor, links: pa.Table, day: date) -> pa.Table:
    """Returns what the ledger says of members at the end of the day, by the guest each is today: `facts.loyalty_index.MEMBERS`."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    with connection.cursor() as cursor:
        cursor.execute(SAID, {"day": day, **_ladders(actor, day)})
        rows = cursor.fetchall()
    guests = [row[0] for row in rows]
    meant = _meant(actor, links, guests)
    told = [(meant[row[0]], *_told(row[1:])) for row in rows if row[0] in meant]
    columns = list(zip(*told, strict=True)) if told else [() for _ in MEMBERS]
    return pa.table([pa.array(column, field.type) for column, field in zip(columns, MEMBERS, strict=True)], schema=MEMBERS)


def guests_left_out(actor: Actor, links: pa.Table, *, now: datetime) -> pa.Table:
    """Rule LI9: returns the guests of whom no index is made: who objects to profiling or is restricted, and children under 14."""
    actor.require_for_company(Permission.VIEW_LOYALTY)
    children = child_records(actor, child_below_years=CHILD_BELOW_YEARS, today=now.date())
    young = links.filter(pc.is_in(links["record_id"], pa.array([str(one) for one in children], pa.string())))["guest_id"]
    objecting = objecting_guests(actor, now=now)["guest_id"]
    return pa.table([sorted({*young.to_pylist(), *objecting.to_pylist()})], schema=LEFT_OUT)


def _ladders(actor: Actor, day: date) -> dict[str, list[object]]:
    """Every tier of every programme as the policy of the day has it, with its place from 0 to 100."""
    found: dict[str, list[object]] = {"programmes": [], "tiers": [], "places": [], "counts": []}
    for programme in list_programmes(actor):
        versions = list_versions(actor, programme.id)
        tiers = policy_on(versions, day).tiers if versions else ()
        for place, tier in enumerate(tiers):
            found["programmes"].append(programme.id)
            found["tiers"].append(tier.code)
            found["places"].append(PLACES * place / (len(tiers) - 1) if place else 0.0)
            found["counts"].append(len(tiers))
    return found


def _told(row: tuple[object, ...]) -> tuple[object, ...]:
    """A row as `MEMBERS` has it, after the guest: a ladder of one tier has no places."""
    programme, tier, place, tiers, year, active_months, friends, uses, green = row
    return (
        f"{programme}:{tier}" if tier else None,
        year,
        place if isinstance(tiers, int) and tiers > 1 else None,
        active_months,
        friends,
        uses,
        green,
    )


def _meant(actor: Actor, links: pa.Table, guest_ids: list[UUID]) -> dict[UUID, str]:
    """The guest that each id means today, as text; most ids mean themselves."""
    today = set(pc.unique(links["guest_id"].cast(pa.string())).to_pylist())
    found = {one: str(one) for one in guest_ids if str(one) in today}
    others = [one for one in guest_ids if one not in found]
    for start in range(0, len(others), IDS_AT_ONCE):
        found |= {one: str(guest) for one, guest in guests_meant(actor, others[start : start + IDS_AT_ONCE]).items()}
    return found
