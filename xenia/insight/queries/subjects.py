"""What a person is given of what insight computed of them: features, where they stand, and what the models say, each with its meaning."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from xenia.identity.queries.links import guests_of, homes_of
from xenia.insight.facts.scores import KEYS, TABLES, kinds_of
from xenia.insight.kinds import KINDS
from xenia.insight.modelling import ModelKind
from xenia.insight.queries.scores import scores_kept
from xenia.insight.queries.standing import export_subject as export_standing
from xenia.insight.types.judged import ScoreKind, Subject
from xenia.kernel.actor import Actor
from xenia.kernel.personal import NOBODY, Erasing, FoundBy, Handling, Place, Store, Whose, store
from xenia.kernel.texts import Text
from xenia.trust.types.rights import Section

COLUMNS = (
    ("name", Text("名称", "Name")),
    ("value", Text("值", "Value")),
    ("meaning", Text("含义", "Meaning")),
    ("model", Text("模型", "Model")),
)

_OF_GUESTS = Handling(Whose.GUEST, FoundBy.GUEST, Erasing.DELETE, "guests")
_TITLES = {
    Subject.GUEST: Text("客人评分", "Scores of guests"),
    Subject.BOOKING: Text("预订评分", "Scores of bookings"),
    Subject.DAY: Text("每日预测", "Forecasts of days"),
}


def _store_of(subject: Subject) -> Store:
    """The table of a subject's scores on the data map: its columns are what the kinds say."""
    scores = [score for kind in kinds_of(subject, KINDS) for score in kind.scores]
    if subject is Subject.DAY:
        names = [*KEYS[subject].names, *(one.name for one in scores)]
        return store(Place.LAKE, TABLES[subject], _TITLES[subject], NOBODY, none=" ".join(names))
    finance = " ".join(one.name for one in scores if one.kind is ScoreKind.MINOR)
    other = " ".join(one.name for one in scores if one.kind is not ScoreKind.MINOR)
    pseudonym = " ".join(KEYS[subject].names)
    return store(Place.LAKE, TABLES[subject], _TITLES[subject], _OF_GUESTS, pseudonym=pseudonym, finance=finance, behaviour=other)


SCORE_STORES = tuple(_store_of(subject) for subject in TABLES)
"""Insight's part of the data map that follows from the kinds of models there are."""


def export_subject(actor: Actor, record_ids: Sequence[UUID], now: datetime, kinds: Sequence[ModelKind] = KINDS) -> list[Section]:
    """Returns everything that insight keeps of the guests of these records."""
    sections = export_standing(actor, record_ids, now)
    guests = guests_of(actor, record_ids)
    scores = scores_kept(actor, [*guests, *(one for one in homes_of(actor, guests) if one not in guests)], kinds)
    if not scores:
        return sections
    rows = tuple(
        {
            "name": f"{one.label.zh} / {one.label.en}",
            "value": one.value,
            "meaning": f"{one.definition.zh} / {one.definition.en}",
            "model": f"{one.model_label.zh} / {one.model_label.en}, {one.version}, {one.trained_on}",
        }
        for one in scores
    )
    return [*sections, Section("scores", "insight", Text("模型给出的评分", "What the models say"), COLUMNS, rows)]
