"""The model register: what is asked, which version answers, how good it is, and what it says of a guest."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from xenia.insight.actions import model_runs, publishing
from xenia.insight.queries import register, scores
from xenia.insight.types.judged import ReasonLine
from xenia.insight.types.register import GoalLine, GuestScores, ModelOverview, ModelRun, ModelVersion, ScoredGuest, VersionLine
from xenia.kernel.paging import Page
from xenia.recommend.kinds import KINDS, NAMES
from xenia.web.session import actor_of
from xenia.web.shapes import list_of, page_of, shape

router = Router(tags=["insight"])


class TrainingOrder(Schema):
    """The kinds to be trained; none: all of them."""

    kinds: list[str] = Field(default_factory=list)


class ModelRunsOrdered(Schema):
    """The ids of the runs, one a kind."""

    ids: list[UUID]


class ModelReason(Schema):
    """Why a version is put into use; going back needs one."""

    reason: str = Field("", max_length=500)


class RolledBack(Schema):
    """The version that is in use now."""

    id: UUID


class ScoredBy(Schema):
    """Guests by one of their scores, the highest first unless `is_falling` is false, from `low` to `high` of it."""

    score: str = Field(max_length=64)
    is_falling: bool = True
    low: float | None = None
    high: float | None = None
    page: str | None = None
    size: int = 50

    def wanted(self) -> scores.ScoreList:
        return scores.ScoreList(self.score, self.is_falling, self.low, self.high)


class ScoredCount(Schema):
    """How many guests there are in all."""

    guests: int


@router.get("/insight/models", response=list_of(ModelOverview))
def list_models(request: HttpRequest) -> list[ModelOverview]:
    """Every question of the register with who answers it now."""
    return register.list_kinds(actor_of(request), KINDS)


@router.get("/insight/models/runs", response=list_of(ModelRun))
def list_model_runs(request: HttpRequest) -> list[ModelRun]:
    """The newest trainings and scorings, with how far those under way are."""
    return register.list_model_runs(actor_of(request))


@router.get("/insight/models/runs/{uuid:run_id}", response=shape(ModelRun))
def get_model_run(request: HttpRequest, run_id: UUID) -> ModelRun:
    """One training or scoring."""
    return register.get_model_run(actor_of(request), run_id)


@router.post("/insight/models/runs/{uuid:run_id}/cancel", response={204: None})
def cancel_model_run(request: HttpRequest, run_id: UUID) -> Status[None]:
    """Asks a run to stop; models and scores stay as they are."""
    model_runs.cancel_model_run(actor=actor_of(request), run_id=run_id, now=timezone.now())
    return Status(204, None)


@router.post("/insight/models/train", response={201: ModelRunsOrdered})
def train_models(request: HttpRequest, order: TrainingOrder) -> Status[ModelRunsOrdered]:
    """Orders kinds to be trained; one that waits already keeps its run."""
    kinds = order.kinds or list(NAMES)
    ordered = model_runs.order_training(actor=actor_of(request), kinds=kinds, now=timezone.now(), known=NAMES)
    return Status(201, ModelRunsOrdered(ids=ordered))


@router.post("/insight/models/score", response={201: ModelRunsOrdered})
def score_with_models(request: HttpRequest) -> Status[ModelRunsOrdered]:
    """Orders everybody to be scored by the models in use."""
    return Status(201, ModelRunsOrdered(ids=[model_runs.order_scoring(actor=actor_of(request), now=timezone.now())]))


@router.get("/insight/models/versions/{uuid:version_id}", response=shape(ModelVersion))
def get_model_version(request: HttpRequest, version_id: UUID) -> ModelVersion:
    """One version whole: windows, measures, calibration, fairness, drift, and the other versions of its kind."""
    return register.get_model(actor_of(request), version_id)


@router.post("/insight/models/versions/{uuid:version_id}/publish", response={204: None})
def publish_model(request: HttpRequest, version_id: UUID, said: ModelReason) -> Status[None]:
    """Puts the challenger into use."""
    publishing.publish_model(actor=actor_of(request), version_id=version_id, reason=said.reason, now=timezone.now())
    return Status(204, None)


@router.get("/insight/models/kinds/{str:kind}/versions", response=list_of(VersionLine))
def list_model_versions(request: HttpRequest, kind: str) -> list[VersionLine]:
    """The versions of a kind, the newest on top."""
    return register.list_model_versions(actor_of(request), kind, KINDS)


@router.post("/insight/models/kinds/{str:kind}/roll-back", response=RolledBack)
def roll_back_model(request: HttpRequest, kind: str, said: ModelReason) -> RolledBack:
    """Puts the version that was in use before into use again."""
    return RolledBack(id=publishing.roll_back_model(actor=actor_of(request), kind=kind, reason=said.reason, now=timezone.now()))


@router.get("/insight/goals", response=list_of(GoalLine))
def list_quality_goals(request: HttpRequest) -> list[GoalLine]:
    """Every quality goal with the newest result of it."""
    return register.list_goals(actor_of(request))


@router.get("/insight/guests/{uuid:guest_id}/scores", response=shape(GuestScores))
def get_guest_scores(request: HttpRequest, guest_id: UUID) -> GuestScores:
    """What the models in use say of a guest."""
    return scores.get_guest_scores(actor_of(request), guest_id, now=timezone.now())


@router.get("/insight/guests/{uuid:guest_id}/scores/{str:kind}/reasons", response=list_of(ReasonLine))
def explain_guest_score(request: HttpRequest, guest_id: UUID, kind: str) -> list[ReasonLine]:
    """Why a model says what it says of a guest, the heaviest reasons first."""
    return list(scores.explain_guest_score(actor_of(request), kind, guest_id, now=timezone.now()))


@router.get("/insight/scored", response=page_of(ScoredGuest))
def list_scored_guests(request: HttpRequest, where: Annotated[ScoredBy, Query()]) -> Page[ScoredGuest]:
    """Guests by one of their scores."""
    return scores.list_scored(actor_of(request), where.wanted(), page=where.page, size=where.size, now=timezone.now())


@router.get("/insight/scored/count", response=ScoredCount)
def count_scored_guests(request: HttpRequest, where: Annotated[ScoredBy, Query()]) -> ScoredCount:
    """How many guests such a list has in all."""
    return ScoredCount(guests=scores.count_scored(actor_of(request), where.wanted(), now=timezone.now()))
