"""What a statistical model offers so that the product can train, judge, keep, publish, score and explain it: one `ModelKind` a question.

A package beside this file holds the statistics (`leaving/`, `taste/` ...) and ends in a `product.py` with its KIND; `kinds.py` lists them
all. Nothing here knows what a model says; the register (`actions/training.py`, `actions/scoring.py`) knows nothing else.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pyarrow as pa

from xenia.insight.types.judged import Histogram, Judged, ReasonLine, Score, Subject
from xenia.insight.types.policies import Policies
from xenia.kernel.errors import Invalid
from xenia.kernel.texts import Text
from xenia.lake.read import Session

SUBJECT_ID = {Subject.GUEST: "guest_id", Subject.BOOKING: "booking_id", Subject.DAY: "series"}
"""The column that names what a row of scores is about; rows about bookings have `guest_id` of the buyer beside it."""


class NotEnough(Invalid):
    """There is too little data for this question yet; the sentence says how much there is, how much is needed, and what to connect."""


@dataclass(frozen=True)
class Asked:
    """What a model reads from, and up to when.

    `session` has `guest_map` and `rates` given (`insight.rows.given_to_facts`); `is_wanted` of the map is True for whom the model may look
    at: a sample when it is trained, everybody when it scores, never one who objects to profiling (PIPL 24) or whose data is restricted.
    `snapshot` is the version of `guest_features` to score from; None in training, where features are computed as of an earlier day with
    `facts.snapshot.guest_features(as_of, backfilled=True)`. Nothing after `as_of` may be read.
    """

    session: Session
    as_of: datetime
    snapshot: UUID | None = None
    step: Callable[[str], None] = lambda stage: None
    """Called with the name of each part of a long training: notes progress, and raises where somebody cancelled."""
    champion: Any = None
    """The model of the same kind in use, as its `load` gave it, None where there is none: what is numbered keeps its numbers by it."""
    policies: Policies = field(default_factory=Policies)
    """What the company decided: in training as it holds now, in scoring as the snapshot was made with it."""


@dataclass(frozen=True)
class Trained:
    """A model that was just fitted on all data until `as_of`, and how the same recipe did on the later part of it.

    `save` writes it into a folder that exists, without code in it (JSON, NumPy arrays, LightGBM's text). `histograms` by feature are what
    drift is measured against; empty where the model reads no features. `horizon_days` is how far ahead it looks where that is a policy: a
    fact of this version for ever, whatever the policy becomes.
    """

    judged: Judged
    save: Callable[[Path], None]
    features: tuple[str, ...]
    histograms: Mapping[str, Histogram]
    horizon_days: int | None = None


@dataclass(frozen=True)
class Desk:
    """A list of guests by what a model says, with the reasons beside each: found when everybody is scored, and kept with the scores.

    `reasons(model, asked, scored)` yields batches of `facts.scores.REASONS_SCHEMA` without the model: the heaviest reasons of those of the
    `scored` who are to have them. `word(reason, values)` says one in both languages, None where it says nothing.
    """

    reasons: Callable[[Any, Asked, pa.Table], Iterator[pa.RecordBatch]]
    word: Callable[[str, Sequence[str | None]], Text | None]


@dataclass(frozen=True)
class ModelKind:
    """A question that a model answers.

    `train(asked, seed)` raises NotEnough where the data cannot carry the question. `load(folder)` reads what `Trained.save` wrote.
    `score(model, asked)` yields record batches: the id column of the subject, then one column for each of `scores`, in that order; guests
    who are agencies in disguise are left out. `explain(model, asked, subject_id)` gives the heaviest reasons of one subject, [] where it
    has none. `features_of(model, asked)` is the table of features that drift compares with the histograms (a sample will do). `desk` keeps
    reasons, for a kind whose guests are listed with them.
    """

    name: str
    label: Text
    question: Text
    needs: Text
    subject: Subject
    scores: tuple[Score, ...]
    train: Callable[[Asked, int], Trained]
    load: Callable[[Path], Any]
    score: Callable[[Any, Asked], Iterator[pa.RecordBatch]]
    explain: Callable[[Any, Asked, str], tuple[ReasonLine, ...]]
    features_of: Callable[[Any, Asked], pa.Table]
    desk: Desk | None = None
    parts: int = 3
    """So many times `train` calls `step`, at most where the data decides; with one before it they are the whole of a training."""
