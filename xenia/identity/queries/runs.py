"""Full runs: where the one under way is, and what the others changed."""

from uuid import UUID

from xenia.identity import models
from xenia.identity.types import MatchRun
from xenia.kernel.actor import Actor
from xenia.kernel.errors import NotFound
from xenia.kernel.texts import Text
from xenia.trust.queries.colleagues import peer_names
from xenia.trust.types.access import Permission

NEWEST = 30
NUMBERS = (
    "records", "read", "guests", "moved", "merged", "split", "pairs", "asked", "pairs_new", "pairs_gone", "pairs_judged_otherwise",
    "shared_contacts",
)  # fmt: skip
"""What a report counts; further entries of it are no counts of people."""


def list_match_runs(actor: Actor) -> list[MatchRun]:
    """Returns the newest thirty full runs, the one under way on top."""
    actor.require(Permission.RESOLVE_GUESTS)
    rows = list(models.MatchRun.objects.order_by("-created_at", "-id")[:NEWEST])
    names = peer_names(actor, (row.ordered_by for row in rows))
    return [_run(row, names) for row in rows]


def get_match_run(actor: Actor, run_id: UUID) -> MatchRun:
    """Returns one full run; raises NotFound."""
    actor.require(Permission.RESOLVE_GUESTS)
    row = models.MatchRun.objects.filter(id=run_id).first()
    if row is None:
        raise NotFound(
            "match_run_not_found", f"There is no run {run_id}; the list shows those there are.", "没有这次运行；请在列表中查看。"
        )
    return _run(row, peer_names(actor, [row.ordered_by]))


def _run(row: models.MatchRun, names: dict[UUID, str]) -> MatchRun:
    return MatchRun(
        id=row.id,
        state=row.state,
        stage=row.stage,
        done=row.done,
        total=row.total,
        cancel_asked=row.cancel_asked,
        model_version=row.model_version,
        counts={name: int(row.report[name]) for name in NUMBERS if name in row.report},
        message=Text(**row.message) if row.message else None,
        ordered_by=names.get(row.ordered_by, "") if row.ordered_by else "",
        created_at=row.created_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
    )
