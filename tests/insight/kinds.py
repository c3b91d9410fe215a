"""Small kinds of models whose answers are known beforehand, so that what the register does with a model can be told exactly.

A coin is trained by writing down a number: its AUC; it says that number of every wanted guest.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pyarrow as pa

from xenia.identity.models import Guest, GuestLink
from xenia.insight.drift import histograms_of
from xenia.insight.facts.known import guest_map
from xenia.insight.modelling import Asked, ModelKind, NotEnough, Trained
from xenia.insight.types.judged import Bin, Interval, Judged, Measure, ReasonLine, Score, ScoreKind, Slice, Subject
from xenia.kernel.texts import Text

WORDS = Text("硬币", "Coin")


def judged(auc: float, gain: tuple[float, float, float] = (0.05, 0.01, 0.09)) -> Judged:
    """A judgement with this AUC and this gain over 0.700."""
    measure = Measure("auc", Text("区分力", "AUC"), Interval(auc, auc - 0.02, auc + 0.02), Interval(0.7, 0.68, 0.72), Interval(*gain))
    return Judged(
        date(2025, 1, 1), date(2026, 1, 1), date(2026, 1, 1), date(2026, 6, 1), 800, 400, Text("简单计数", "simple counts"), (measure,),
        (Bin(40, 0.2, 0.25, 0.1, 0.4),), (Slice("sex", "female", 200, 0.3, 0.31, None),),
    )  # fmt: skip


@dataclass
class Coin:
    """What the next training comes to. `seen` are the guests a training or scoring was shown; `steps` is called between two parts."""

    auc: float = 0.8
    gain: tuple[float, float, float] = (0.05, 0.01, 0.09)
    lacking: bool = False
    breaks: bool = False
    feature: list[float] = field(default_factory=lambda: [float(n % 10) for n in range(1000)])
    seen: list[list[str]] = field(default_factory=list)
    between: Callable[[], None] = lambda: None

    def kind(self, name: str = "coin", subject: Subject = Subject.GUEST) -> ModelKind:
        score = Score(f"{name}_chance", ScoreKind.CHANCE, WORDS, Text("正面的概率", "Chance of heads"), Text("不为空", "Never empty"))
        return ModelKind(
            name, WORDS, WORDS, WORDS, subject, (score,), self.train, self.load, self.score_of(name, subject), self.explain, self.features_of
        )  # fmt: skip

    def train(self, asked: Asked, seed: int) -> Trained:
        asked.step("tossing")
        self.seen.append(wanted(asked))
        self.between()
        asked.step("counting")
        if self.lacking:
            raise NotEnough("coin_missing", "There are 3 tosses, 10 are needed; toss more.", "只有 3 次，需要 10 次；请多掷。")
        if self.breaks:
            raise ZeroDivisionError
        return Trained(
            judged(self.auc, self.gain),
            self.train_file,
            ("side",),
            histograms_of(pa.table({"side": self.feature}), ["side"]),
        )

    def train_file(self, folder: Path) -> None:
        (folder / "coin.json").write_text(json.dumps(self.auc))

    def load(self, folder: Path) -> float:
        return float(json.loads((folder / "coin.json").read_text()))

    def score_of(self, name: str, subject: Subject) -> Callable[[Any, Asked], Iterator[pa.RecordBatch]]:
        def score(model: float, asked: Asked) -> Iterator[pa.RecordBatch]:
            if self.breaks:
                raise ZeroDivisionError
            guests = wanted(asked)
            self.seen.append(guests)
            keys = {
                Subject.GUEST: {"guest_id": guests},
                Subject.BOOKING: {"booking_id": [f"of {one}" for one in guests], "guest_id": guests},
                Subject.DAY: {"series": ["all"] * len(guests), "day": [date(2026, 7, n + 1) for n in range(len(guests))]},
            }[subject]
            yield pa.RecordBatch.from_pydict({**keys, f"{name}_chance": [model + n / 100 for n in range(len(guests))]})

        return score

    def explain(self, model: float, asked: Asked, subject_id: str) -> tuple[ReasonLine, ...]:
        return (ReasonLine("side", Text(f"{len(wanted(asked))} 位客人", f"{subject_id} at {model}"), 1.0),)

    def features_of(self, model: float, asked: Asked) -> pa.Table:
        return pa.table({"side": self.feature})


def wanted(asked: Asked) -> list[str]:
    """The guests that a model may look at, in the order of their ids."""
    people = guest_map()
    rows = asked.session.execute(people.filter(people.is_wanted).select("guest_id").distinct())
    return sorted(rows["guest_id"].to_pylist())


def by_name(*kinds: ModelKind) -> dict[str, ModelKind]:
    return {one.name: one for one in kinds}


def link(pairs: dict[str, str], since: Any) -> None:
    """The guests and their records in the database."""
    Guest.objects.bulk_create([Guest(id=UUID(guest)) for guest in sorted(set(pairs.values()))])
    GuestLink.objects.bulk_create(
        [GuestLink(record_id=UUID(record), guest_id=UUID(guest), home_id=UUID(record), valid_from=since) for record, guest in pairs.items()]
    )
