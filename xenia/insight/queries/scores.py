"""What the models in use say of a guest, why, and lists of guests by what they say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pyarrow as pa

from xenia.identity.queries.links import homes_of
from xenia.insight.facts.scores import kinds_of, may_be_shown, ordered_by, scores_of, within
from xenia.insight.facts.snapshot import NAME as FEATURES
from xenia.insight.kinds import KINDS
from xenia.insight.modelling import Asked, ModelKind
from xenia.insight.models import register as models
from xenia.insight.models.snapshots import Snapshot
from xenia.insight.queries.features import require_to_see_all
from xenia.insight.queries.kept import SCORES, row_of
from xenia.insight.queries.model_files import load_model
from xenia.insight.queries.objections import objecting_guests, require_no_objection
from xenia.insight.queries.policies import policies_of
from xenia.insight.queries.rates import READER, rates_in_force
from xenia.insight.rows import given_to_facts, guest_map_of
from xenia.insight.types.judged import ReasonLine, ScoreKind, Subject
from xenia.insight.types.policies import Policies
from xenia.insight.types.register import GuestScore, GuestScores, ScoredGuest, Value
from xenia.kernel.actor import Actor, product_actor
from xenia.kernel.errors import Invalid, NotFound
from xenia.kernel.paging import Page, keys_of, page_size, page_token
from xenia.lake import read
from xenia.lake.snapshots import list_versions
from xenia.profile.queries.guests import list_names
from xenia.profile.queries.seen import kept_guest
from xenia.trust.types.access import Permission

EVERYBODY = product_actor("scores", Permission.VIEW_GUESTS)
NUMBERS = (ScoreKind.CHANCE, ScoreKind.REAL, ScoreKind.WHOLE, ScoreKind.MINOR)


@dataclass(frozen=True)
class Scored:
    """The newest scoring: its version in the lake, the snapshot it read with the instant and the policies of that, and by kind the version
    of the model that scored."""

    version: UUID
    snapshot: UUID
    as_of: datetime
    policies: Policies
    models: Mapping[str, models.ModelVersion]


@dataclass(frozen=True)
class ScoreList:
    """Which guests are wanted: by `score`, the highest first unless `is_falling` is False, from `low` to `high` of it."""

    score: str
    is_falling: bool = True
    low: float | None = None
    high: float | None = None


def latest_scoring(actor: Actor) -> Scored:
    """Returns the newest scoring of guests; raises NotFound before the first."""
    actor.require(Permission.VIEW_INSIGHT)
    kept = list_versions(SCORES)
    run = models.ModelRun.objects.filter(id=kept[0]).first() if kept else None
    snapshot = Snapshot.objects.filter(id=run.snapshot_id).first() if run and run.snapshot_id else None
    if run is None or snapshot is None:
        raise NotFound(
            "scores_missing",
            "No model has scored guests yet; train the models under Insight, scores follow by themselves.",
            "还没有模型为客人评分；请在“洞察”中训练模型，评分会自动进行。",
        )
    return Scored(run.id, snapshot.id, snapshot.as_of, policies_of(actor, snapshot.id), _versions_of(run))


def _versions_of(run: models.ModelRun) -> dict[str, models.ModelVersion]:
    return {row.kind: row for row in models.ModelVersion.objects.filter(id__in=list(run.versions.values()))}


def get_guest_scores(actor: Actor, identifier: UUID, *, now: datetime, kinds: Sequence[ModelKind] = KINDS) -> GuestScores:
    """Returns what the models in use say of the guest that an id means. Raises NotFound and Refused as `features.get_features` does, and
    Refused where the guest objects to profiling (MR9)."""
    guest_id, ids = _of_guest(actor, identifier, now)
    used = latest_scoring(actor)
    row = row_of(actor, used.version, ids, kinds)
    if row is None:
        raise NotFound(
            "scores_of_guest_missing",
            f"The newest scoring has nothing of guest {guest_id}; it is made after every snapshot, and leaves out agencies.",
            "最近一次评分中没有这位客人；每次快照后会重新评分，代理机构不参与评分。",
        )
    return GuestScores(guest_id, used.as_of, tuple(_told(used, row, kinds)))


def explain_guest_score(
    actor: Actor, kind: str, identifier: UUID, *, now: datetime, kinds: Sequence[ModelKind] = KINDS
) -> tuple[ReasonLine, ...]:
    """Returns the heaviest reasons of what a model says of a guest, in words the guest can be told; () where it gives none. Raises as
    `get_guest_scores` does, and NotFound for a kind that did not score."""
    guest_id, ids = _of_guest(actor, identifier, now)
    used = latest_scoring(actor)
    found, row = next((one for one in kinds_of(Subject.GUEST, kinds) if one.name == kind), None), row_of(actor, used.version, ids, kinds)
    if found is None or row is None or kind not in used.models or used.snapshot not in list_versions(FEATURES):
        raise NotFound(
            "reasons_missing",
            f"The model {kind!r} has said nothing of guest {guest_id} that could be explained; the register lists the models in use.",
            "该模型没有这位客人的评分可解释；请查看模型登记册。",
        )
    links = pa.table({"record_id": [str(one) for one in kept_guest(EVERYBODY, guest_id).record_ids]})
    people = guest_map_of(links.append_column("guest_id", pa.array([row["guest_id"]] * links.num_rows, pa.string())))
    with read.session(units=None, given=given_to_facts(people, rates_in_force(READER, used.policies))) as session:
        asked = Asked(session, used.as_of, snapshot=used.snapshot, policies=used.policies)
        return found.explain(load_model(used.models[kind].id, found), asked, row["guest_id"])


def list_scored(
    actor: Actor, wanted: ScoreList, *, page: str | None = None, size: int = 50, now: datetime, kinds: Sequence[ModelKind] = KINDS
) -> Page[ScoredGuest]:
    """Returns guests whom the actor sees by one of their scores; who has no such score, or objects to profiling, is left out. Raises
    Invalid for a score that is none or no number, NotFound before the first scoring."""
    actor.require(Permission.VIEW_GUESTS)
    actor.require_for_company(Permission.VIEW_INSIGHT)
    _require_number(wanted.score, kinds)
    used, size = latest_scoring(actor), page_size(size)
    rows = within(may_be_shown(scores_of(Subject.GUEST, kinds, used.version)), wanted.score, wanted.low, wanted.high)
    after = _after(page)
    asked = ordered_by(rows, wanted.score, is_falling=wanted.is_falling, after=after).limit(size + 1)
    found = read.execute(asked, units=None, given={"objecting": objecting_guests(EVERYBODY, now=now)}).to_pylist()
    shown, last = found[:size], found[size - 1] if len(found) > size else None
    names = list_names(actor, [UUID(row["guest_id"]) for row in shown])
    lines = [_line(names[UUID(row["guest_id"])], row, wanted.score) for row in shown if UUID(row["guest_id"]) in names]
    return Page(lines, page_token(repr(last["_place"]), last["guest_id"]) if last else None)


def count_scored(actor: Actor, wanted: ScoreList, *, now: datetime, kinds: Sequence[ModelKind] = KINDS) -> int:
    """Returns how many guests `list_scored` lists in all."""
    actor.require(Permission.VIEW_GUESTS)
    actor.require_for_company(Permission.VIEW_INSIGHT)
    _require_number(wanted.score, kinds)
    rows = may_be_shown(scores_of(Subject.GUEST, kinds, latest_scoring(actor).version))
    rows = within(rows.filter(rows[wanted.score].notnull()), wanted.score, wanted.low, wanted.high)
    counted = rows.aggregate(guests=rows.count())
    return int(read.execute(counted, units=None, given={"objecting": objecting_guests(EVERYBODY, now=now)})["guests"][0].as_py())


def _of_guest(actor: Actor, identifier: UUID, now: datetime) -> tuple[UUID, list[UUID]]:
    """The guest meant and every id under which something may be kept of them."""
    actor.require(Permission.VIEW_INSIGHT)
    guest = kept_guest(actor, identifier)
    require_to_see_all(actor, guest)
    ids = [guest.guest_id, *(one for one in homes_of(actor, [guest.guest_id]) if one != guest.guest_id)]
    require_no_objection(actor, tuple(ids), now=now)
    return guest.guest_id, ids


def _told(used: Scored, row: Mapping[str, Any], kinds: Sequence[ModelKind]) -> list[GuestScore]:
    return [
        GuestScore(
            name=score.name,
            label=score.label,
            definition=score.definition,
            kind=score.kind,
            value=_plain(row[score.name]),
            null=score.null,
            model=kind.name,
            model_label=kind.label,
            version=used.models[kind.name].number,
            trained_on=used.models[kind.name].trained_at.date(),
            horizon_days=used.models[kind.name].horizon_days,
        )
        for kind in kinds_of(Subject.GUEST, kinds)
        if kind.name in used.models
        for score in kind.scores
    ]


def _line(named: tuple[UUID, str], row: Mapping[str, Any], score: str) -> ScoredGuest:
    said = {name: _plain(value) for name, value in row.items() if name not in ("guest_id", "_place")}
    return ScoredGuest(guest_id=named[0], name=named[1], value=said[score], scores=said)


def _plain(value: Any) -> Value:
    return value.isoformat() if isinstance(value, date) else value


def _after(page: str | None) -> tuple[float, str] | None:
    if not page:
        return None
    place, guest = keys_of(page, float, UUID)
    return place, str(guest)


def _require_number(score: str, kinds: Sequence[ModelKind]) -> None:
    known = [one.name for kind in kinds_of(Subject.GUEST, kinds) for one in kind.scores if one.kind in NUMBERS]
    if score not in known:
        raise Invalid(
            "score_unknown",
            f"{score!r} is no number that a model says of guests; take one of {', '.join(known)}.",
            f"“{score}”不是可排序的评分；可选：{'、'.join(known)}。",
        )
