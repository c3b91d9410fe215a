"""What was written when guests were scored: reasons beside the scores, and everything kept of one guest for their own access to it.

Nothing here needs the register: after a restore of the lake alone scores are there without the run that made them.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from xenia.insight.facts.scores import REASONS, TABLES, kinds_of, reasons_of, scores_of
from xenia.insight.kinds import KINDS
from xenia.insight.modelling import ModelKind
from xenia.insight.models import register as models
from xenia.insight.types.judged import ReasonLine, Score, Subject
from xenia.insight.types.register import KeptReason, KeptScore
from xenia.kernel.actor import Actor
from xenia.lake import read
from xenia.lake.snapshots import list_versions
from xenia.trust.types.access import Permission

SCORES = TABLES[Subject.GUEST]


def list_reasons(actor: Actor, version: UUID, kind: ModelKind, guest_ids: Collection[str]) -> dict[str, tuple[ReasonLine, ...]]:
    """Returns the reasons that a kind gave beside the scores of a version, the heaviest first, by the id under which each of these guests
    was scored; who has none is not there."""
    actor.require(Permission.VIEW_INSIGHT)
    found: dict[str, list[ReasonLine]] = {}
    for row in _reasons(version, guest_ids):
        words = kind.desk.word(row["reason"], row["values"]) if kind.desk and row["model"] == kind.name else None
        if words:
            found.setdefault(row["guest_id"], []).append(ReasonLine(row["reason"], words, row["weight"]))
    return {guest: tuple(lines) for guest, lines in found.items()}


def scores_kept(actor: Actor, guest_ids: Sequence[UUID], kinds: Sequence[ModelKind] = KINDS) -> list[KeptScore]:
    """Returns what the newest scores keep of a guest, for the guest's own access to it: whoever calls handles their request."""
    actor.require(Permission.HANDLE_REQUESTS)
    version = next(iter(list_versions(SCORES)), None)
    row = _row_of(version, guest_ids, kinds) if version else None
    if version is None or row is None:
        return []
    said_by = _said_by(version)
    return [
        _kept(score, row[score.name], kind, said_by.get(kind.name))
        for kind in kinds_of(Subject.GUEST, kinds)
        if kind.name in said_by or any(row[score.name] is not None for score in kind.scores)
        for score in kind.scores
    ]


def _kept(score: Score, value: Any, kind: ModelKind, by: models.ModelVersion | None) -> KeptScore:
    plain = value.isoformat() if isinstance(value, date) else value
    number, trained_on, horizon = (by.number, by.trained_at.date(), by.horizon_days) if by else (None, None, None)
    return KeptScore(score.label, score.definition, plain, kind.label, number, trained_on, horizon)


def reasons_kept(actor: Actor, guest_ids: Sequence[UUID], kinds: Sequence[ModelKind] = KINDS) -> list[KeptReason]:
    """Returns the reasons kept beside the newest scores of a guest, for the guest's own access to them."""
    actor.require(Permission.HANDLE_REQUESTS)
    version = next(iter(list_versions(SCORES)), None)
    desks = {kind.name: (kind.label, kind.desk.word) for kind in kinds if kind.desk}
    told = []
    for row in _reasons(version, [str(one) for one in guest_ids]) if version else []:
        label, word = desks.get(row["model"], (None, None))
        words = word(row["reason"], row["values"]) if word else None
        if label and words:
            told.append(KeptReason(label, words, row["weight"] > 0))
    return told


def _reasons(version: UUID, guest_ids: Collection[str]) -> list[dict[str, Any]]:
    if not guest_ids or version not in list_versions(REASONS):
        return []
    rows = reasons_of(version)
    asked = rows.filter(rows.guest_id.isin(sorted(guest_ids))).order_by([rows.guest_id, rows.model, rows.place])
    found: list[dict[str, Any]] = read.execute(asked, units=None).to_pylist()
    return found


def row_of(actor: Actor, version: UUID, guest_ids: Sequence[UUID], kinds: Sequence[ModelKind]) -> dict[str, Any] | None:
    """Returns the scores of a guest in a version, under the first of the ids that has any; None where nothing was said of them."""
    actor.require(Permission.VIEW_INSIGHT)
    return _row_of(version, guest_ids, kinds)


def _row_of(version: UUID, guest_ids: Sequence[UUID], kinds: Sequence[ModelKind]) -> dict[str, Any] | None:
    rows = scores_of(Subject.GUEST, kinds, version)
    answer = read.execute(rows.filter(rows.guest_id.isin([str(one) for one in guest_ids])), units=None).to_pylist()
    found = {row["guest_id"]: row for row in answer}
    return next((found[str(one)] for one in guest_ids if str(one) in found), None)


def _said_by(version: UUID) -> Mapping[str, models.ModelVersion]:
    run = models.ModelRun.objects.filter(id=version).first()
    return {row.kind: row for row in models.ModelVersion.objects.filter(id__in=list(run.versions.values()))} if run else {}
