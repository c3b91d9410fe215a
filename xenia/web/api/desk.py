"""The steward's desk: pairs that wait, two records beside each other, what people say of them and undoing it, precision by review."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field, StringConstraints

from xenia.identity.actions import decisions, reviews, runs
from xenia.identity.actions.decisions import ACCEPT_MAX, REASON_LETTERS_MAX, Because
from xenia.identity.actions.reviews import DRAWN_MAX
from xenia.identity.queries import desk as queries
from xenia.identity.queries import reviews as review_queries
from xenia.identity.queries import runs as run_queries
from xenia.identity.types import (
    Accepted,
    AskedCounts,
    AskedPair,
    DecisionLine,
    MatchRun,
    PairSaid,
    PrecisionReport,
    ReviewPair,
    WhyPage,
)
from xenia.kernel.paging import Page
from xenia.web.pairs import DeskPair, desk_pair
from xenia.web.session import actor_of
from xenia.web.shapes import list_of, page_of, shape

router = Router(tags=["identity"])
SEED_MAX = (1 << 62) - 1


class Saying(Schema):
    """What is said of two records, and why."""

    left_id: UUID
    right_id: UUID
    said: PairSaid
    reason: str = Field(default="", max_length=REASON_LETTERS_MAX)


class Splitting(Schema):
    """Why the record is another person; a colleague reads it in the history."""

    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=REASON_LETTERS_MAX)]


class Accepting(Schema):
    """Every pair that waits at or above `weight_min` bits is said to be the same, at most `limit` at a time."""

    weight_min: float = Field(ge=-1_000, le=1_000, allow_inf_nan=False)
    limit: int = Field(default=100, ge=1, le=ACCEPT_MAX)
    reason: str = Field(default="", max_length=REASON_LETTERS_MAX)


class Drawing(Schema):
    """How many pairs of each kind; the same seed draws the same ones."""

    each: int = Field(default=25, ge=1, le=DRAWN_MAX)
    seed: int = Field(ge=0, le=SEED_MAX)


class Reviewing(Schema):
    is_same: bool


class IdentityMade(Schema):
    """The id of what was made."""

    id: UUID


class Undone(Schema):
    """How many records have another guest now."""

    records: int


class Acceptable(Schema):
    """How many pairs wait at or above the weight."""

    pairs: int


class PageQuery(Schema):
    page: str | None = None
    size: int = 50


class WeightQuery(Schema):
    weight_min: float = Field(ge=-1_000, le=1_000, allow_inf_nan=False)


@router.get("/identity/asked", response=page_of(AskedPair))
def list_asked_pairs(request: HttpRequest, where: Annotated[PageQuery, Query()]) -> Page[AskedPair]:
    """Pairs that wait for a person, those with most at stake first."""
    return queries.list_asked(actor_of(request), page=where.page, size=where.size)


@router.get("/identity/asked/counts", response=shape(AskedCounts))
def count_asked_pairs(request: HttpRequest) -> AskedCounts:
    """How many pairs wait, and how many of them at or above each weight."""
    return queries.count_asked(actor_of(request))


@router.get("/identity/asked/acceptable", response=Acceptable)
def count_acceptable_pairs(request: HttpRequest, where: Annotated[WeightQuery, Query()]) -> Acceptable:
    """The preview of accepting many."""
    return Acceptable(pairs=queries.count_acceptable(actor_of(request), where.weight_min))


@router.post("/identity/asked/accept", response=shape(Accepted))
def accept_asked_pairs(request: HttpRequest, accepting: Accepting) -> Accepted:
    """Says same to many pairs at once; one undo takes all of it back."""
    return decisions.accept_many(
        actor=actor_of(request),
        weight_min=accepting.weight_min,
        limit=accepting.limit,
        because=Because(accepting.reason),
        now=timezone.now(),
    )


@router.get("/identity/pairs/{uuid:record_id}/{uuid:other_id}", response=shape(DeskPair))
def get_record_pair(request: HttpRequest, record_id: UUID, other_id: UUID) -> DeskPair:
    """Two records beside each other, with the evidence and what they would be as one."""
    return desk_pair(actor_of(request), record_id, other_id)


@router.get("/identity/decisions", response=page_of(DecisionLine))
def list_identity_decisions(request: HttpRequest, where: Annotated[PageQuery, Query()]) -> Page[DecisionLine]:
    """What people decided, newest first, one line a batch."""
    return queries.list_decisions(actor_of(request), page=where.page, size=where.size)


@router.post("/identity/decisions", response={201: IdentityMade})
def say_of_records(request: HttpRequest, saying: Saying) -> Status[IdentityMade]:
    """Says that two records are the same person, or different people."""
    act = decisions.say_same if saying.said is PairSaid.SAME else decisions.say_different
    made = act(actor=actor_of(request), pair=(saying.left_id, saying.right_id), because=Because(saying.reason), now=timezone.now())
    return Status(201, IdentityMade(id=made))


@router.post("/identity/decisions/{uuid:decision_id}/undo", response=Undone)
def undo_identity_decision(request: HttpRequest, decision_id: UUID) -> Undone:
    """Takes a decision back, with all of its batch."""
    moved = decisions.undo_decision(actor=actor_of(request), decision_id=decision_id, now=timezone.now())
    return Undone(records=moved.records)


@router.post("/identity/records/{uuid:record_id}/split", response={201: IdentityMade})
def split_guest_record(request: HttpRequest, record_id: UUID, splitting: Splitting) -> Status[IdentityMade]:
    """Takes a record out of its guest; the answer is the id by which all of it is undone."""
    made = decisions.split_record(actor=actor_of(request), record_id=record_id, because=Because(splitting.reason), now=timezone.now())
    return Status(201, IdentityMade(id=made))


@router.get("/identity/guests/{uuid:guest_id}/why", response=shape(WhyPage))
def why_one_guest(request: HttpRequest, guest_id: UUID) -> WhyPage:
    """Why these records are one guest: what links them, by evidence or by decision."""
    return queries.why_one_guest(actor_of(request), guest_id)


@router.get("/identity/precision", response=shape(PrecisionReport))
def get_precision_report(request: HttpRequest) -> PrecisionReport:
    """How right joined pairs are, by sampled review."""
    return review_queries.get_precision(actor_of(request))


@router.get("/identity/reviews", response=list_of(ReviewPair))
def list_pairs_to_review(request: HttpRequest) -> list[ReviewPair]:
    """Drawn pairs that wait for a look."""
    return review_queries.list_to_review(actor_of(request))


@router.post("/identity/reviews/draw", response={201: Acceptable})
def draw_review_sample(request: HttpRequest, drawing: Drawing) -> Status[Acceptable]:
    """Draws joined pairs at random for review."""
    drawn = reviews.draw_sample(actor=actor_of(request), each=drawing.each, seed=drawing.seed, now=timezone.now())
    return Status(201, Acceptable(pairs=drawn))


@router.post("/identity/reviews/{int:pair_id}", response={204: None})
def review_drawn_pair(request: HttpRequest, pair_id: int, reviewing: Reviewing) -> Status[None]:
    """Writes down whether a drawn pair is one person; it measures and decides nothing."""
    reviews.review_pair(actor=actor_of(request), pair_id=pair_id, is_same=reviewing.is_same, now=timezone.now())
    return Status(204, None)


@router.get("/identity/runs", response=list_of(MatchRun))
def list_match_runs(request: HttpRequest) -> list[MatchRun]:
    """The newest full runs, with how far the one under way is."""
    return run_queries.list_match_runs(actor_of(request))


@router.get("/identity/runs/{uuid:match_run_id}", response=shape(MatchRun))
def get_match_run(request: HttpRequest, match_run_id: UUID) -> MatchRun:
    """One full run."""
    return run_queries.get_match_run(actor_of(request), match_run_id)


@router.post("/identity/runs", response={201: IdentityMade})
def order_match_run(request: HttpRequest) -> Status[IdentityMade]:
    """Orders a full run; of two orders the second gets the first one's id."""
    return Status(201, IdentityMade(id=runs.order_run(actor=actor_of(request), now=timezone.now())))


@router.post("/identity/runs/{uuid:match_run_id}/cancel", response={204: None})
def cancel_match_run(request: HttpRequest, match_run_id: UUID) -> Status[None]:
    """Asks a run to stop; what it has done so far stays."""
    runs.cancel_run(actor=actor_of(request), run_id=match_run_id, now=timezone.now())
    return Status(204, None)
