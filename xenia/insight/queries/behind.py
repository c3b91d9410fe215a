"""The guests behind a number: of a cell, a group, a stage, or a move between two."""

from datetime import date
from typing import Any
from uuid import UUID

import ibis
from ibis.expr.types import Table

from xenia.insight.facts.standing import standing
from xenia.insight.facts.value import tiers, values
from xenia.insight.queries.policies import policies_in_force
from xenia.insight.queries.rfm import SUFFIX, group_moves
from xenia.insight.queries.standing import GROUP_COLUMN, Grouped, InUse, in_use
from xenia.insight.queries.value import scored_version
from xenia.insight.rules.lifecycle import month_bounds
from xenia.insight.rules.rfm import BY_CODE, cell_of
from xenia.insight.types.policies import Tier, ValueTiers
from xenia.insight.types.standing import GuestIn, RfmScale, Stage
from xenia.kernel.actor import Actor
from xenia.kernel.errors import Invalid
from xenia.kernel.paging import Page, keys_of, page_size, page_token
from xenia.lake import read
from xenia.profile.queries.guests import list_names
from xenia.trust.types.access import Permission

ANY, NOBODY_YET = "any", "none"


def list_guests_in(
    actor: Actor, kind: str, key: str, *, scale: RfmScale = RfmScale.QUINTILES, page: str | None = None, size: int = 50
) -> Page[GuestIn]:
    """Returns the guests behind a number whom the actor sees, those who spent most on top. Kinds and keys: see `web.api.insight.GuestsIn`;
    raises Invalid for another, NotFound before the first snapshot."""
    actor.require(Permission.VIEW_GUESTS)
    actor.require_for_company(Permission.VIEW_INSIGHT)
    used = in_use(actor)
    return guests_page(actor, _wanted(actor, used, kind, key, scale), page=page, size=size)


def guests_page(actor: Actor, wanted: Grouped, *, page: str | None, size: int) -> Page[GuestIn]:
    """Returns these rows of `standing` as guests whom the actor sees, those who spent most on top. For this module."""
    actor.require(Permission.VIEW_GUESTS)
    size = page_size(size)
    ordered = _after(wanted.rows.mutate(spend=ibis.coalesce(wanted.rows.minor, 0)), page).limit(size + 1)
    found = read.execute(ordered, units=None, given=wanted.given).to_pylist()
    shown, last = found[:size], found[size - 1] if len(found) > size else None
    names = list_names(actor, [UUID(row["guest_id"]) for row in shown])
    lines = [_line(names[UUID(row["guest_id"])], row) for row in shown if UUID(row["guest_id"]) in names]
    return Page(lines, page_token(last["spend"], last["guest_id"]) if last else None)


def _after(rows: Table, page: str | None) -> Table:
    if page:
        spend, guest = keys_of(page, int, UUID)
        rows = rows.filter((rows.spend < spend) | ((rows.spend == spend) & (rows.guest_id > str(guest))))
    return rows.order_by([rows.spend.desc(), rows.guest_id])


def _wanted(actor: Actor, used: InUse, kind: str, key: str, scale: RfmScale) -> Grouped:
    """The rows of `standing` that are meant."""
    rows = standing(used.version)
    try:
        if kind == "rfm_move":
            moved = _group_move(actor, key, scale)
            return Grouped(rows.semi_join(moved.rows, "guest_id"), moved.given)
        if kind == "tier":
            return Grouped(rows.semi_join(_of_tier(used, Tier(key), policies_in_force(actor).value), "guest_id"), {})
        return Grouped(_rows_of(used, kind, key, scale), {})
    except (KeyError, ValueError, TypeError) as failure:
        raise Invalid(
            "group_unknown",
            f"{key!r} is no key of the kind {kind!r}; take one from the map, the migration or the lifecycle.",
            f"“{key}”不是“{kind}”的有效键；请从图表中选取。",
        ) from failure


def _rows_of(used: InUse, kind: str, key: str, scale: RfmScale) -> Table:
    rows = standing(used.version)
    if kind == "rfm_cell":
        recency, frequency = cell_of(key)
        return rows.filter(rows[f"recency{SUFFIX[scale]}"] == recency, rows[f"frequency{SUFFIX[scale]}"] == frequency)
    if kind == "rfm_group":
        return rows.filter(rows[GROUP_COLUMN[scale]] == BY_CODE[key].code)
    if kind == "stage":
        return rows.filter(rows.stage == Stage(key).value)
    if kind == "stage_at":
        return rows.semi_join(_stage_at(used, *key.split(".")), "guest_id")
    return rows.semi_join(_stage_move(used, *key.split(".")), "guest_id")


def _of_tier(used: InUse, tier: Tier, policy: ValueTiers) -> Table:
    found = tiers(values(used.version, scored_version()), policy)
    return found.filter(found.tier == tier.value).select("guest_id")


def _group_move(actor: Actor, key: str, scale: RfmScale) -> Grouped:
    first, second, before, after = key.split(".")
    found = group_moves(actor, date.fromisoformat(first), date.fromisoformat(second), scale)
    moves = found.rows
    for column, code in (("before", before), ("after", after)):
        if code != ANY:
            moves = moves.filter(moves[column].isnull() if code == NOBODY_YET else moves[column] == BY_CODE[code].code)
    return Grouped(moves.select("guest_id"), found.given)


def _stage_move(used: InUse, month: str, before: str, after: str) -> Table:
    begins_on, ends_on = _month(month, used)
    moves = used.moves
    moves = moves.filter(moves.moved_on.between(ibis.literal(begins_on), ibis.literal(ends_on)))
    for column, stage in (("before", before), ("after", after)):
        if stage != ANY:
            moves = moves.filter(moves[column] == Stage(stage).value)
    return moves.select("guest_id")


def _stage_at(used: InUse, month: str, stage: str) -> Table:
    """Guests whose last move until the end of the month was into the stage."""
    moves = used.moves
    moves = moves.filter(moves.moved_on <= ibis.literal(_month(month, used)[1]))
    newest = ibis.window(group_by=moves.guest_id, order_by=moves.moved_on.desc())
    placed = moves.mutate(_place=ibis.row_number().over(newest))
    return placed.filter(placed._place == 0, placed.after == Stage(stage).value).select("guest_id")


def _month(text: str, used: InUse) -> tuple[date, date]:
    first = date.fromisoformat(f"{text}-01")
    return month_bounds((first.year, first.month), used.as_of.date())


def _line(named: tuple[UUID, str], row: dict[str, Any]) -> GuestIn:
    said = {name: row[name] for name in ("since", "group", "bookings", "last_booked_on")}
    stage = Stage(row["stage"]) if row["stage"] else None
    return GuestIn(guest_id=named[0], name=named[1], stage=stage, spend_minor=row["spend"], **said)
