"""The loyalty index of one guest: the six dimensions, the evidence under each, the months and what is expected
(docs/algorithms/loyalty-index.md)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

import ibis

from xenia.connect.queries.records import list_record_places
from xenia.identity.queries.links import guests_of, homes_of
from xenia.insight.queries.features import require_to_see_all
from xenia.insight.queries.objections import require_no_objection
from xenia.insight.queries.policies import policies_in_force
from xenia.insight.queries.rates import READER
from xenia.kernel.actor import Actor, product_actor
from xenia.kernel.errors import NotFound, Refused
from xenia.kernel.texts import Text
from xenia.lake import read
from xenia.lake.snapshots import list_versions
from xenia.loyalty.facts.loyalty_index import CODES, NAME, evidence
from xenia.loyalty.models.loyalty_index import IndexRun
from xenia.loyalty.queries.index_policy import policy_in_force
from xenia.loyalty.rules.expiry import added_months
from xenia.loyalty.rules.index_evidence import BY_CODE, LATER
from xenia.loyalty.rules.index_forecast import MONTHS_LEAST, expected
from xenia.loyalty.rules.loyalty_index import index_of, missing_index, month_of, points_of
from xenia.loyalty.types.loyalty_index import EvidenceLine, GuestIndex, IndexPolicy, IndexRunState, MonthAhead, MonthOfIndex
from xenia.profile.queries.seen import KeptGuest, kept_guest
from xenia.trust.types.access import Permission
from xenia.trust.types.consent import CHILD_BELOW_YEARS
from xenia.trust.types.rights import Section

EVERYBODY = product_actor("loyalty_index", Permission.VIEW_GUESTS)
MONTHS_SHOWN = 24
INDEX = (
    ("month", Text("月份", "Month")),
    ("name", Text("名称", "Name")),
    ("value", Text("值", "Value")),
    ("points", Text("得分", "Points")),
)


@dataclass(frozen=True)
class MonthsKept:
    """The months in the lake, the newest first, and the instant of the newest."""

    versions: tuple[UUID, ...]
    as_of: datetime

    @property
    def since(self) -> date:
        return month_of(self.versions[-1])


def months_kept(actor: Actor) -> MonthsKept:
    """Returns the months there are; raises NotFound before the first computation."""
    actor.require(Permission.VIEW_LOYALTY)
    kept = list_versions(NAME)
    if not kept:
        raise missing_index()
    last = IndexRun.objects.filter(state=IndexRunState.DONE.value).order_by("-ordered_at", "-id").values_list("as_of", flat=True).first()
    return MonthsKept(tuple(kept), last or datetime.combine(month_of(kept[0]), time(), UTC))


def get_guest_index(actor: Actor, identifier: UUID, *, now: datetime) -> GuestIndex:
    """Returns the index of the guest that an id means, by the policy in force over all months. Raises NotFound where the actor sees no
    record of theirs or nothing is known of them; Refused where they have records of units the actor does not see, object to profiling, or
    are under 14 (rule LI9)."""
    actor.require(Permission.VIEW_LOYALTY)
    guest = kept_guest(actor, identifier)
    _require_shown(actor, guest, now)
    kept, (number, policy) = months_kept(actor), policy_in_force(actor)
    rows = _rows_of([guest.guest_id, *guest.homes], kept.versions[:MONTHS_SHOWN])
    newest = rows.get(month_of(kept.versions[0]))
    if newest is None:
        raise NotFound(
            "index_of_guest_missing",
            f"Nothing is known yet of guest {guest.guest_id} that the loyalty index could stand on.",
            "还没有任何依据可以计算该客人的忠诚指数。",
        )
    months = _months(rows, kept, policy)
    return GuestIndex(
        guest_id=guest.guest_id,
        as_of=kept.as_of,
        index=index_of(policy, newest),
        coverage_least_percent=policy.coverage_least_percent,
        policy_number=number,
        currency=policies_in_force(READER).reporting.currency,
        lines=_lines(policy, newest),
        later=LATER,
        weights=policy.weights,
        months=months,
        forecast=months_ahead(actor, months),
        forecast_needs=MONTHS_LEAST,
    )


def months_ahead(actor: Actor, months: Sequence[MonthOfIndex]) -> tuple[MonthAhead, ...]:
    """Rule LI8: returns what the next months are expected to be; none where too few months in a row are known."""
    actor.require(Permission.VIEW_LOYALTY)
    if not months:
        return ()
    found = expected([one.points for one in months])
    return tuple(
        MonthAhead(added_months(months[-1].month, ahead), one.points, one.low, one.high) for ahead, one in enumerate(found, start=1)
    )


def export_index(actor: Actor, record_ids: Sequence[UUID]) -> list[Section]:
    """Returns what is kept of the guests of these records: every evidence of every month, with the index and its dimensions."""
    actor.require(Permission.HANDLE_REQUESTS)
    guests = guests_of(actor, record_ids)
    ids, kept = [*guests, *homes_of(actor, guests)], list_versions(NAME)
    if not ids or not kept:
        return []
    policy = policy_in_force(product_actor("loyalty_index", Permission.VIEW_LOYALTY))[1]
    told = [line for month, row in sorted(_rows_of(ids, kept).items(), reverse=True) for line in _exported(month, row, policy)]
    return (
        [Section("loyalty_index", "loyalty", Text("忠诚指数与依据", "Loyalty index and its evidence"), INDEX, tuple(told))] if told else []
    )


def _exported(month: date, row: dict[str, Any], policy: IndexPolicy) -> list[dict[str, str | None]]:
    index, said = index_of(policy, row), f"{month:%Y-%m}"
    lines = [{"month": said, "name": "忠诚指数 / Loyalty index", "value": None, "points": _rounded(index.points)}]
    lines += [{"month": said, "name": one.dimension.value, "value": None, "points": _rounded(one.points)} for one in index.dimensions]
    for line in _lines(policy, row):
        if line.value is not None:
            name = f"{line.evidence.label.zh} / {line.evidence.label.en}"
            lines.append({"month": said, "name": name, "value": f"{line.value:g}", "points": _rounded(line.points)})
    return lines


def _rounded(points: float | None) -> str | None:
    return None if points is None else f"{points:.1f}"


def _require_shown(actor: Actor, guest: KeptGuest, now: datetime) -> None:
    require_to_see_all(actor, guest)
    require_no_objection(actor, (guest.guest_id, *guest.homes), now=now)
    places = list_record_places(EVERYBODY, guest.record_ids, child_below_years=CHILD_BELOW_YEARS, today=now.date())
    if any(one.is_child for one in places.values()):
        raise Refused(
            "guest_is_child",
            f"Guest {guest.guest_id} is under {CHILD_BELOW_YEARS}; no loyalty index of a child is made or shown.",
            f"该客人未满 {CHILD_BELOW_YEARS} 周岁；系统不计算、也不显示儿童的忠诚指数。",
        )


def _rows_of(guest_ids: Collection[UUID], versions: Sequence[UUID]) -> dict[date, dict[str, Any]]:
    """The evidence of a guest by month: under the guest's own id before one it was known by."""
    asked = [
        rows.filter(rows.guest_id.isin([str(one) for one in guest_ids])).mutate(version=ibis.literal(str(version)))
        for version in versions
        for rows in [evidence(version)]
    ]
    found = read.execute(ibis.union(*asked) if len(asked) > 1 else asked[0], units=None).to_pylist()
    by_place = {(month_of(UUID(row["version"])), row["guest_id"]): row for row in found}
    months: dict[date, dict[str, Any]] = {}
    for month in {month for month, _ in by_place}:
        months[month] = next(by_place[month, str(one)] for one in guest_ids if (month, str(one)) in by_place)
    return months


def _months(rows: dict[date, dict[str, Any]], kept: MonthsKept, policy: IndexPolicy) -> tuple[MonthOfIndex, ...]:
    """Every month from the first in which anything is known to the newest."""
    month, newest, found = min(rows), month_of(kept.versions[0]), []
    while month <= newest:
        said = index_of(policy, rows.get(month, {}))
        found.append(MonthOfIndex(month, said.points, said.coverage, int(said.points is not None)))
        month = added_months(month, 1)
    return tuple(found)


def _lines(policy: IndexPolicy, row: dict[str, Any]) -> tuple[EvidenceLine, ...]:
    scales, lines = {one.code: one for one in policy.scales}, []
    for code in CODES:
        value, scale = row[code], scales[code]
        points = None if value is None else points_of(scale.anchors, value)
        lines.append(EvidenceLine(BY_CODE[code], value, points, scale.weight, scale.anchors))
    return tuple(lines)
