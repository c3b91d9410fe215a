"""Where guests stand: the version in use, one guest's row, and groups of guests as other questions ask for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any
from uuid import UUID

import pyarrow as pa
from ibis.expr.types import Table

from xenia.identity.queries.links import guests_of, homes_of, link_table
from xenia.insight.facts.lifecycle import MOVES
from xenia.insight.facts.rfm import inputs_on, scores
from xenia.insight.facts.standing import STANDING, stage_moves, standing
from xenia.insight.models import snapshots as models
from xenia.insight.queries.features import export_subject as export_features
from xenia.insight.queries.features import require_to_see_all
from xenia.insight.queries.objections import require_no_objection
from xenia.insight.queries.policies import policies_of
from xenia.insight.queries.rates import READER, rates_in_force, rates_mark
from xenia.insight.rows import given_to_facts, guest_map_of
from xenia.insight.rules.lifecycle import BY_STAGE
from xenia.insight.rules.rfm import BY_CODE
from xenia.insight.types.policies import Policies
from xenia.insight.types.standing import RfmScale, Stage
from xenia.kernel.actor import Actor, product_actor
from xenia.kernel.errors import Invalid, NotFound
from xenia.kernel.texts import Text
from xenia.lake import read
from xenia.lake.snapshots import list_versions
from xenia.profile.queries.seen import kept_guest
from xenia.trust.types.access import Permission
from xenia.trust.types.rights import Section

TOLD = (("stage", Text("阶段", "Stage")), ("since", Text("自", "Since")), ("group", Text("分组", "Group")))
LINKS = product_actor("rfm", Permission.VIEW_GUESTS)
GROUPS = pa.schema([("guest_id", pa.string()), ("code", pa.string())])
GROUP_COLUMN = {RfmScale.QUINTILES: "group", RfmScale.THRESHOLDS: "group_bound"}


@dataclass(frozen=True)
class InUse:
    """The newest version, the instant it is of, and the policies it was made with."""

    version: UUID
    as_of: datetime
    policies: Policies

    @property
    def moves(self) -> Table:
        """Every change of stage; a version without any was not written."""
        if self.version in list_versions(MOVES):
            return stage_moves(self.version)
        rows = standing(self.version)
        none = rows.filter(rows.guest_id.isnull())
        return none.select("guest_id", moved_on=none.since, before=none.stage, after=none.stage)


@dataclass(frozen=True)
class Standing:
    """One guest's row of the version in use."""

    guest_id: UUID
    as_of: datetime
    policies: Policies
    row: dict[str, Any]


@dataclass(frozen=True)
class Grouped:
    """Guests in a group: an expression (`guest_id`, `code`), and what it must be given when it is executed."""

    rows: Table
    given: Mapping[str, pa.Table]


def in_use(actor: Actor) -> InUse:
    """Returns the newest version; raises NotFound before the first."""
    actor.require(Permission.VIEW_INSIGHT)
    kept = list_versions(STANDING)
    as_of = models.Snapshot.objects.filter(id=kept[0]).values_list("as_of", flat=True).first() if kept else None
    if as_of is None:
        raise NotFound(
            "standing_missing",
            "No snapshot says yet where guests stand; one is made every night, or order it under Insight.",
            "还没有快照说明客人所处的阶段；系统每晚生成，也可在“洞察”中立即生成。",
        )
    return InUse(kept[0], as_of, policies_of(actor, kept[0]))


def find_standing(actor: Actor, identifier: UUID, *, now: datetime) -> Standing:
    """Returns the row of the guest that an id means; raises NotFound and Refused as `features.get_features` does."""
    actor.require(Permission.VIEW_INSIGHT)
    guest = kept_guest(actor, identifier)
    require_to_see_all(actor, guest)
    require_no_objection(actor, (guest.guest_id, *guest.homes), now=now)
    used = in_use(actor)
    rows = standing(used.version)
    ids = [str(guest.guest_id), *(str(one) for one in guest.homes)]
    found = {row["guest_id"]: row for row in read.execute(rows.filter(rows.guest_id.isin(ids)), units=None).to_pylist()}
    row = next((found[one] for one in ids if one in found), None)
    if row is None:
        raise NotFound(
            "standing_missing",
            f"No snapshot has guest {guest.guest_id} yet; one is made every night, or order it under Insight.",
            "快照中还没有这位客人；系统每晚生成，也可在“洞察”中立即生成。",
        )
    return Standing(guest.guest_id, used.as_of, used.policies, row)


def export_subject(actor: Actor, record_ids: Sequence[UUID], now: datetime) -> list[Section]:
    """Returns every feature kept of the guests of these records, then where they stand: stage, since when, and group."""
    sections = export_features(actor, record_ids, now)
    kept = list_versions(STANDING)
    if not kept:
        return sections
    guests = guests_of(actor, record_ids)
    rows = standing(kept[0])
    ids = [str(one) for one in (*guests, *homes_of(actor, guests))]
    told = [_told(row) for row in read.execute(rows.filter(rows.guest_id.isin(ids)), units=None).to_pylist()]
    return [*sections, Section("standing", "insight", Text("所处阶段与分组", "Stage and group"), TOLD, tuple(told))] if told else sections


def _told(row: Mapping[str, Any]) -> dict[str, str | None]:
    stage = BY_STAGE[Stage(row["stage"])].name if row["stage"] else None
    group = BY_CODE[row["group"]].name if row["group"] else None
    return {"stage": _words(stage), "since": row["since"].isoformat() if row["since"] else None, "group": _words(group)}


def _words(name: Text | None) -> str | None:
    return f"{name.zh} / {name.en}" if name else None


def groups_on(actor: Actor, day: date, scale: RfmScale) -> Grouped:
    """Returns one row a guest in a group at the end of the day. The day of the version in use is read from it, an earlier one is computed
    from facts, with guests linked as today, and kept while the version is in use; raises Invalid for a day to come."""
    used, column = in_use(actor), GROUP_COLUMN[scale]
    rows = standing(used.version)
    if day > used.as_of.date():
        raise Invalid(
            "day_not_reached",
            f"The snapshot in use is of {used.as_of.date()}, and {day} is after it; name that day or an earlier one.",
            f"当前快照截至 {used.as_of.date()}，{day} 在其之后；请选择不晚于它的日期。",
        )
    if day == used.as_of.date():
        return Grouped(rows.filter(rows[column].notnull()).select("guest_id", code=rows[column]), {})
    name, mark = f"groups_{day:%Y%m%d}", rates_mark(actor, used.policies)
    earlier = read.given(name, GROUPS).semi_join(rows, "guest_id")
    return Grouped(earlier, {name: _groups_of(used, day, scale, mark)})


@lru_cache(maxsize=2)
def _groups_of(used: InUse, day: date, scale: RfmScale, mark: str) -> pa.Table:
    """The groups of an earlier day, from facts: seconds for millions of guests, and asked again for every page of them. The mark is that of
    the rates, which may have changed since the version was made."""
    column, rows = GROUP_COLUMN[scale], standing(used.version)
    given = given_to_facts(guest_map_of(link_table(LINKS)), rates_in_force(READER, used.policies))
    scored = scores(inputs_on(datetime.combine(day, time.max, UTC), rows.filter(rows.is_agency)), used.policies.rfm)
    return read.execute(scored.select("guest_id", code=scored[column]), units=None, given=given).cast(GROUPS)
