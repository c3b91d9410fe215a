"""The full run: every record read, the model trained, every pair weighed, guests made anew; it reports what drifted."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from procrastinate.contrib.django import app

from xenia.connect.queries.people import count_people
from xenia.identity import models
from xenia.identity.actions.clusters import recluster_all
from xenia.identity.actions.readings import read_all
from xenia.identity.actions.relations import infer_all
from xenia.identity.resolution import Resolved, resolve
from xenia.identity.rows import contact_index, current_version, judge_among, stored_readings
from xenia.identity.rules.comparing import levels_of
from xenia.identity.rules.judging import rule_of, verdict_of
from xenia.identity.rules.weighing import to_document
from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.kernel.texts import Text
from xenia.trust.actions.audit import record
from xenia.trust.types.access import Permission
from xenia.trust.types.audit import Subject, SubjectKind

RUN_TASK = "xenia.identity.match_all"
OPEN = ("queued", "running")
MODELS_KEPT = 3
"""Versions of the model that are kept: names of people who are gone end with the older ones."""
STAGED = """
DROP TABLE IF EXISTS staged_match;
CREATE TEMP TABLE staged_match (
    left_id uuid, right_id uuid, weight float8, levels int2[], rule text, model_version int4, verdict text
) ON COMMIT DROP
"""
COPY = "COPY staged_match FROM STDIN (FORMAT binary)"
SEEN_TABLE = "DROP TABLE IF EXISTS staged_record; CREATE TEMP TABLE staged_record (record_id uuid PRIMARY KEY) ON COMMIT DROP"
SEEN = "INSERT INTO staged_record SELECT unnest(%s::uuid[])"
STAGED_TYPES = ["uuid", "uuid", "float8", "int2[]", "text", "int4", "text"]
COMPARED = """
SELECT count(*) FILTER (WHERE kept.id IS NULL), count(*) FILTER (WHERE (kept.verdict = 'ask') <> (found.verdict = 'ask'))
FROM staged_match found LEFT JOIN identity_match kept USING (left_id, right_id)
"""
DROPPED = """
DELETE FROM identity_match kept
WHERE NOT EXISTS (SELECT FROM staged_match found WHERE (kept.left_id, kept.right_id) = (found.left_id, found.right_id))
  AND EXISTS (SELECT FROM staged_record seen WHERE seen.record_id = kept.left_id)
  AND EXISTS (SELECT FROM staged_record seen WHERE seen.record_id = kept.right_id)
"""
"""Pairs of records that came while the run was under way were found one by one, and stay."""
KEPT = """
INSERT INTO identity_match (left_id, right_id, weight, levels, rule, model_version, verdict) SELECT * FROM staged_match
ON CONFLICT (left_id, right_id) DO UPDATE SET weight = excluded.weight, levels = excluded.levels, rule = excluded.rule,
    model_version = excluded.model_version, verdict = excluded.verdict
"""


FAILED = Text(
    "匹配没有完成，客人保持原样；原因见日志。修好后可重新运行。",
    "The run did not finish and guests are as they were; the log says why. Order it again when that is mended.",
)


class Cancelled(Exception):
    """Somebody asked the run to stop."""


@transaction.atomic
def order_run(*, actor: Actor, now: datetime) -> UUID:
    """Returns the id of the run, queued in this transaction. While one waits, another order is told of it: what has come will be in it."""
    if not actor.may("link_records"):
        actor.require_for_company(Permission.RESOLVE_GUESTS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('identity.order_run'))")
    waiting = models.MatchRun.objects.filter(state="queued").order_by("-created_at").first()
    if waiting is not None:
        return waiting.id
    row = models.MatchRun.objects.create(state="queued", ordered_by=actor.user_id, created_at=now, total=0)
    if actor.user_id is not None:
        record(actor, "match_run.ordered", subject=Subject(SubjectKind.RUN, str(row.id)), details={}, now=now)
    app.configure_task(RUN_TASK, queue="care", lock="identity.match_all").defer(run_id=str(row.id))
    return row.id


@transaction.atomic
def cancel_run(*, actor: Actor, run_id: UUID, now: datetime) -> None:
    """Asks a run to stop: what it has done so far stays, nothing is half done. Does nothing where it is over."""
    actor.require_for_company(Permission.RESOLVE_GUESTS)
    row = models.MatchRun.objects.select_for_update().filter(id=run_id).first()
    if row is None:
        raise NotFound("match_run_not_found", f"There is no run {run_id}.", "没有这次匹配。")
    if row.state == "queued":
        row.state, row.ended_at = "cancelled", now
    row.cancel_asked = True
    row.save()
    record(actor, "match_run.cancelled", subject=Subject(SubjectKind.RUN, str(run_id)), details={}, now=now)


def perform_run(*, actor: Actor, run_id: UUID, clock: Callable[[], datetime]) -> None:
    """Does the run; begun anew after a crash it comes to the same, for every stage may be repeated. Ends cancelled where asked."""
    actor.require("link_records")
    row = models.MatchRun.objects.filter(id=run_id, state__in=OPEN).first()
    if row is None:
        return
    _note(run_id, state="running", started_at=row.started_at or clock(), beat_at=clock())
    try:
        report = _all_stages(actor, run_id, clock)
    except Cancelled:
        _note(run_id, state="cancelled", ended_at=clock())
        return
    except Exception:
        _note(run_id, state="failed", message={"zh": FAILED.zh, "en": FAILED.en}, ended_at=clock())
        raise
    _note(run_id, state="done", report=report, ended_at=clock(), stage="")


def _all_stages(actor: Actor, run_id: UUID, clock: Callable[[], datetime]) -> dict[str, Any]:
    step = _Steps(run_id, clock)
    step.begin("read", count_people(actor))
    read = read_all(actor=actor, today=clock().date(), step=step)
    step.begin("train", models.Reading.objects.count())
    stored = stored_readings(step)
    ids, readings = [one for one, _ in stored], [one for _, one in stored]
    step.begin("match", len(ids))
    resolved = resolve(readings)
    before = current_version()
    version = _keep_model(resolved, clock())
    _note(run_id, model_version=version)
    changed = _keep_matches(ids, resolved, version)
    step.begin("cluster", 0)
    moved = merged = split = 0
    for part in recluster_all(actor=actor, judge_among=judge_among, now=clock()):
        step.total = part.total
        step(part.done)
        moved, merged, split = moved + part.moved.records, merged + len(part.moved.merges), split + len(part.moved.splits)
    step.begin("relate", 0)
    relations = infer_all(actor, clock(), step)
    guests = models.GuestLink.objects.values("guest_id").distinct().count()
    drift = abs(resolved.model.prior_bits - before[1].prior_bits) if before else 0.0
    numbers = {
        "records": len(ids),
        "read": read,
        "guests": guests,
        "moved": moved,
        "merged": merged,
        "split": split,
        "relations": relations,
    }
    return {**numbers, **changed, "shared_contacts": len(resolved.shared), "prior_drift_bits": round(drift, 3)}


class _Steps:
    """Tells how far the run is, and stops it where somebody asked."""

    def __init__(self, run_id: UUID, clock: Callable[[], datetime]) -> None:
        self._run_id, self._clock, self.total = run_id, clock, 0

    def begin(self, stage: str, total: int) -> None:
        self.total = total
        _note(self._run_id, stage=stage, done=0, total=total, beat_at=self._clock())
        self._stop_where_asked()

    def __call__(self, done: int) -> None:
        _note(self._run_id, done=done, total=max(done, self.total), beat_at=self._clock())
        self._stop_where_asked()

    def _stop_where_asked(self) -> None:
        if models.MatchRun.objects.filter(id=self._run_id, cancel_asked=True).exists():
            raise Cancelled


def _note(run_id: UUID, **values: Any) -> None:
    models.MatchRun.objects.filter(id=run_id).update(**values)


@transaction.atomic
def _keep_model(resolved: Resolved, now: datetime) -> int:
    """Keeps the model as the next version, and which contacts are an office's; returns its number."""
    last = models.MatchModel.objects.order_by("-version").values_list("version", flat=True).first() or 0
    models.MatchModel.objects.filter(is_current=True).update(is_current=False)
    models.MatchModel.objects.create(
        version=last + 1, document=to_document(resolved.model), records=len(resolved.readings), trained_at=now, is_current=True
    )
    models.MatchModel.objects.filter(version__lte=last + 1 - MODELS_KEPT).delete()
    models.SharedContact.objects.all().delete()
    shared = [models.SharedContact(contact_index=contact_index(contact), names=names) for contact, names in resolved.shared.items()]
    models.SharedContact.objects.bulk_create(shared, batch_size=5_000)
    return last + 1


@transaction.atomic
def _keep_matches(ids: list[UUID], resolved: Resolved, version: int) -> dict[str, int]:
    """Puts the pairs found in place of those that were; returns how many are new, gone, and judged otherwise than before."""
    with connection.cursor() as cursor:
        cursor.execute(STAGED)
        with cursor.copy(COPY) as copy:
            copy.set_types(STAGED_TYPES)
            for edge in resolved.edges:
                left, right = sorted((edge.left, edge.right), key=lambda place: ids[place])
                one, other = resolved.readings[left], resolved.readings[right]
                levels = list(levels_of(one, other))
                rule = rule_of(one, other, is_left_over=(edge.left, edge.right) in resolved.left_over)
                copy.write_row((ids[left], ids[right], edge.weight, levels, rule, version, verdict_of(edge.weight)))
        cursor.execute("CREATE UNIQUE INDEX ON staged_match (left_id, right_id); ANALYZE staged_match")
        cursor.execute(SEEN_TABLE)
        cursor.execute(SEEN, [ids])
        cursor.execute(COMPARED)
        new, judged = cursor.fetchone() or (0, 0)
        cursor.execute(DROPPED)
        gone = cursor.rowcount
        cursor.execute(KEPT)
    asked = sum(verdict_of(edge.weight) == "ask" for edge in resolved.edges)
    return {"pairs": len(resolved.edges), "asked": asked, "pairs_new": new, "pairs_gone": gone, "pairs_judged_otherwise": judged}
