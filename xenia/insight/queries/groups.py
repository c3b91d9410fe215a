"""Groups of guests: how large each is and was, what it is worth, what sets it apart, how it is called, and who is in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from ibis.expr.types import Table, Value

from xenia.insight.facts.scores import may_be_shown, scores_of
from xenia.insight.facts.snapshot import NAME, features
from xenia.insight.facts.standing import standing
from xenia.insight.groups.catalogue import BY_NAME, NAMES, Scale
from xenia.insight.groups.describing import Sums, contrasts
from xenia.insight.groups.product import KIND
from xenia.insight.models import groups as models
from xenia.insight.queries.behind import guests_page
from xenia.insight.queries.objections import objecting_guests
from xenia.insight.queries.scores import latest_scoring
from xenia.insight.queries.standing import LINKS, Grouped, in_use
from xenia.insight.types.groups import GroupGallery, GroupSize, GuestGroup
from xenia.insight.types.judged import Subject
from xenia.insight.types.standing import GuestIn
from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.kernel.paging import Page
from xenia.lake import read
from xenia.lake.snapshots import list_versions
from xenia.trust.queries.colleagues import peer_names
from xenia.trust.types.access import Permission

SIZES_SHOWN = 60


@dataclass(frozen=True)
class _Placed:
    """The newest scoring in which guests were placed in groups."""

    version: UUID
    as_of: datetime


def list_groups(actor: Actor) -> GroupGallery:
    """Returns the groups of the newest scores, the largest first; raises NotFound where no model places guests in groups yet."""
    actor.require_for_company(Permission.VIEW_INSIGHT)
    placed, used = _placed(actor), in_use(actor)
    given = {"objecting": objecting_guests(LINKS, now=datetime.now(UTC))}
    rows = read.execute(_summed(_members(placed), used.version), units=None, given=given).to_pylist()
    if not rows:
        raise _missing()
    everybody = {name: _total([_sums(row, name) for row in rows]) for name in NAMES}
    guests, revenue = sum(row["guests"] for row in rows), sum(row["minor"] or 0 for row in rows)
    all_guests = read.execute(standing(used.version).aggregate(rows=lambda t: t.count()), units=None)["rows"][0].as_py()
    names, sizes = _names(actor), _sizes()
    groups = [_group(row, everybody, (guests, revenue), sizes) for row in rows]
    named = [replace(one, **names.get(one.number, {})) for one in groups]
    ordered = tuple(sorted(named, key=lambda one: (-one.guests, one.number)))
    return GroupGallery(placed.version, placed.as_of, guests, max(0, all_guests - guests), used.policies.reporting.currency, ordered)


def list_group_guests(actor: Actor, number: int, *, page: str | None = None, size: int = 50) -> Page[GuestIn]:
    """Returns the guests of a group whom the actor sees, those who spent most on top; raises NotFound where no model places guests yet."""
    actor.require(Permission.VIEW_GUESTS)
    actor.require_for_company(Permission.VIEW_INSIGHT)
    members = _members(_placed(actor))
    wanted = standing(in_use(actor).version).semi_join(members.filter(members.group_no == number), "guest_id")
    given = {"objecting": objecting_guests(LINKS, now=datetime.now(UTC))}
    return guests_page(actor, Grouped(wanted, given), page=page, size=size)


def count_groups(actor: Actor) -> tuple[UUID, datetime, Mapping[int, int]] | None:
    """Returns the newest scoring with the guests of each group by number; None where none places guests in groups."""
    actor.require_for_company(Permission.VIEW_INSIGHT)
    try:
        placed = _placed(actor)
    except NotFound:
        return None
    members = _members(placed)
    given = {"objecting": objecting_guests(LINKS, now=placed.as_of)}
    rows = read.execute(members.group_by("group_no").aggregate(guests=members.count()), units=None, given=given).to_pylist()
    return placed.version, placed.as_of, {row["group_no"]: row["guests"] for row in rows}


def _placed(actor: Actor) -> _Placed:
    scored = latest_scoring(actor)
    if KIND.name not in scored.models or not list_versions(NAME):
        raise _missing()
    return _Placed(scored.version, scored.as_of)


def _missing() -> NotFound:
    return NotFound(
        "groups_missing",
        "No model places guests in groups yet; train the groups under Insight, Models; if the data holds no stable ones, it says so there.",
        "还没有模型将客人分群；请在“洞察 · 模型”中训练客人群组，若数据中没有稳定的群组，那里也会说明。",
    )


def _members(placed: _Placed) -> Table:
    """One row a guest in a group: `guest_id`, `group_no`, `group_fit`."""
    rows = may_be_shown(scores_of(Subject.GUEST, (KIND,), placed.version))
    return rows.filter(rows.group_no.notnull()).select("guest_id", "group_no", "group_fit")


def _summed(members: Table, version: UUID) -> Table:
    """One row a group: guests, money, fit, and of each trait how many have it, its sum and sum of squares on the common scale."""
    known = features(version)
    money = standing(version).select(_guest="guest_id", minor="minor")
    rows = members.join(known.select("guest_id", *NAMES), "guest_id")
    rows = rows.left_join(money, rows.guest_id == money._guest)
    bent = rows.mutate(**{name: _bent(rows[name], BY_NAME[name].scale) for name in NAMES})
    sums: dict[str, Value] = {}
    for name in NAMES:
        value = bent[name]
        sums |= {f"{name}.n": value.count(), f"{name}.s": value.sum(), f"{name}.q": (value * value).sum()}
    return bent.group_by("group_no").aggregate(guests=bent.count(), minor=bent.minor.sum(), fit=bent.group_fit.mean(), **sums)


def _bent(value: Value, scale: Scale) -> Value:
    number = value.cast("float64")
    return number if scale is Scale.SHARE else (number < 0).ifelse(-(1 - number).log(), (1 + number).log())


def _sums(row: Mapping[str, Any], name: str) -> Sums:
    return Sums(row[f"{name}.n"], row[f"{name}.s"] or 0.0, row[f"{name}.q"] or 0.0)


def _total(parts: Sequence[Sums]) -> Sums:
    return Sums(sum(one.count for one in parts), sum(one.total for one in parts), sum(one.squares for one in parts))


def _group(
    row: Mapping[str, Any], everybody: Mapping[str, Sums], whole: tuple[int, int], sizes: Mapping[int, tuple[GroupSize, ...]]
) -> GuestGroup:
    guests, revenue = whole
    return GuestGroup(
        number=row["group_no"],
        name="",
        named_by="",
        named_at=None,
        guests=row["guests"],
        guest_share=row["guests"] / guests,
        revenue_share=(row["minor"] or 0) / revenue if revenue > 0 else None,
        minor_mean=(row["minor"] or 0) / row["guests"],
        fit_mean=row["fit"],
        contrasts=contrasts({name: _sums(row, name) for name in NAMES}, everybody),
        sizes=sizes.get(row["group_no"], ()),
    )


def _names(actor: Actor) -> dict[int, dict[str, Any]]:
    rows = list(models.GroupName.objects.all())
    people = peer_names(actor, [row.named_by for row in rows])
    return {
        row.number: {"name": row.name, "named_by": people.get(row.named_by, "") if row.named_by else "", "named_at": row.named_at}
        for row in rows
    }


def _sizes() -> dict[int, tuple[GroupSize, ...]]:
    """By number, from the oldest of the newest sixty scorings on."""
    runs = list(models.GroupSize.objects.order_by("-at").values_list("at", flat=True).distinct()[:SIZES_SHOWN])
    found: dict[int, tuple[GroupSize, ...]] = {}
    for row in models.GroupSize.objects.filter(at__in=runs).order_by("at"):
        found[row.number] = (*found.get(row.number, ()), GroupSize(row.at, row.guests))
    return found
