"""Features: what each means, what the newest snapshot says of a guest, and how one is spread over all guests."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from ibis.expr.types import Table

from xenia.connect.queries.guests import count_bookings
from xenia.identity.queries.links import guests_of, homes_of
from xenia.insight.facts.snapshot import NAME, features
from xenia.insight.models import snapshots as models
from xenia.insight.queries.objections import require_no_objection
from xenia.insight.rules.catalogue import BY_NAME, FEATURES
from xenia.insight.types.features import ColumnSummary, Feature, FeatureKind, GuestFeatures
from xenia.kernel.actor import Actor, product_actor
from xenia.kernel.errors import NotFound, Refused
from xenia.kernel.texts import Text
from xenia.lake import read
from xenia.lake.snapshots import list_versions
from xenia.profile.queries.seen import KeptGuest, kept_guest
from xenia.trust.types.access import Permission
from xenia.trust.types.rights import Section

EVERYBODY = product_actor("features", Permission.VIEW_GUESTS, Permission.VIEW_BOOKINGS)
WITHOUT_NUMBERS = (FeatureKind.TEXT, FeatureKind.DATE, FeatureKind.FLAG)
QUANTILES = {"low": 0.01, "quarter": 0.25, "middle": 0.5, "three_quarters": 0.75, "high": 0.99}
COLUMNS = (
    ("name", Text("名称", "Name")),
    ("value", Text("值", "Value")),
    ("unit", Text("单位", "Unit")),
    ("meaning", Text("含义", "Meaning")),
)


def list_features(actor: Actor) -> Sequence[Feature]:
    """Returns the catalogue: every feature of the snapshot, in its order."""
    actor.require(Permission.VIEW_INSIGHT)
    return FEATURES


def get_features(actor: Actor, identifier: UUID, *, now: datetime) -> GuestFeatures:
    """Returns what the newest snapshot says of the guest that an id means. Raises NotFound where the actor sees no record of theirs, or no
    snapshot has them yet; Refused where they have records or bookings that the actor does not see, which the numbers would tell of, and
    where they object to being profiled (MR9)."""
    actor.require(Permission.VIEW_INSIGHT)
    guest = kept_guest(actor, identifier)
    require_to_see_all(actor, guest)
    require_no_objection(actor, (guest.guest_id, *guest.homes), now=now)
    version, row = _newest_row([guest.guest_id, *guest.homes])
    if version is None or row is None:
        raise NotFound(
            "features_missing",
            f"No feature snapshot has guest {guest.guest_id} yet; one is made every night, or order it under Insight.",
            "特征快照中还没有这位客人；系统每晚生成，也可在“洞察”中立即生成。",
        )
    as_of = models.Snapshot.objects.values_list("as_of", flat=True).get(id=version)
    return GuestFeatures(guest.guest_id, version, as_of, {name: row[name] for name in BY_NAME})


def summarise_feature(actor: Actor, name: str) -> ColumnSummary:
    """Returns how a feature is spread over all guests of the newest snapshot; raises NotFound for a name that is not in the catalogue."""
    actor.require_for_company(Permission.VIEW_INSIGHT)
    if name not in BY_NAME:
        raise NotFound(
            "feature_unknown", f"There is no feature {name!r}; the catalogue names those there are.", "没有这个特征；请查看目录。"
        )
    answer = read.execute(_summary(name), units=None).to_pylist()[0]
    return ColumnSummary(name=name, **dict.fromkeys(("mean", *QUANTILES)) | answer)


def export_subject(actor: Actor, record_ids: Sequence[UUID], now: datetime) -> list[Section]:
    """Returns every feature kept of the guests of these records, with what it means."""
    actor.require(Permission.HANDLE_REQUESTS)
    guests = guests_of(actor, record_ids)
    _, row = _newest_row([*guests, *homes_of(actor, guests)])
    if row is None:
        return []
    rows = tuple(
        {"name": one.label.zh, "value": _plain(row[one.name]), "unit": one.unit.zh, "meaning": f"{one.definition.zh} / {one.definition.en}"}
        for one in FEATURES
    )
    return [Section("features", "insight", Text("计算得出的特征", "Computed features"), COLUMNS, rows)]


def require_to_see_all(actor: Actor, guest: KeptGuest) -> None:
    """Sums cannot be cut to units: they are for those who see everything they are made of. Raises Refused for others."""
    if actor.units is None:
        return
    mine = dict.fromkeys(guest.record_ids, guest.guest_id)
    is_whole = set(guest.seen_ids) == set(guest.record_ids) and count_bookings(actor, mine) == count_bookings(EVERYBODY, mine)
    if not is_whole:
        raise Refused(
            "features_beyond_units",
            f"Guest {guest.guest_id} has records or bookings of units you do not see, and features add them all up.",
            "该客人有您不可见单位的记录或预订，特征为全部之和，因此不显示。",
        )


def _newest_row(guest_ids: Collection[UUID]) -> tuple[UUID | None, dict[str, Any] | None]:
    """The version in use, and the row of the first of the ids that has one there: the guest's own before one it was known by."""
    kept = list_versions(NAME)
    if not kept:
        return None, None
    wanted = features(kept[0])
    wanted = wanted.filter(wanted.guest_id.isin([str(one) for one in guest_ids]))
    found = {row["guest_id"]: row for row in read.execute(wanted, units=None).to_pylist()}
    return kept[0], next((found[str(one)] for one in guest_ids if str(one) in found), None)


def _summary(name: str) -> Table:
    rows = features()
    column = rows[name]
    measures = {"rows": rows.count(), "nulls": column.isnull().sum(), "distinct": column.nunique()}
    if BY_NAME[name].kind not in WITHOUT_NUMBERS:
        number = column.cast("float64")
        measures |= {"mean": number.mean(), **{place: number.quantile(share) for place, share in QUANTILES.items()}}
    return rows.aggregate(**measures)


def _plain(value: object) -> str | int | float | bool | None:
    return value if isinstance(value, (str, int, float, bool)) or value is None else str(value)
