"""What a person is given of what insight computed of them: features, where they stand, and what the models say, each with its meaning."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from xenia.identity.queries.links import guests_of, homes_of
from xenia.insight.facts.scores import KEYS, REASONS, TABLES, kinds_of
from xenia.insight.kinds import KINDS
from xenia.insight.modelling import ModelKind
from xenia.insight.queries.kept import reasons_kept, scores_kept
from xenia.insight.queries.standing import export_subject as export_standing
from xenia.insight.types.judged import ScoreKind, Subject
from xenia.insight.types.register import KeptReason, KeptScore, Value
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
REASON_COLUMNS = (("model", Text("模型", "Model")), ("reason", Text("理由", "Reason")), ("effect", Text("作用", "Effect")))
_RAISES, _LOWERS = Text("提高", "raises"), Text("降低", "lowers")

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


_WHY = store(
    Place.LAKE, REASONS, Text("评分的理由", "Reasons of scores"), _OF_GUESTS,
    pseudonym="guest_id", finance="values", behaviour="model place reason weight",
)  # fmt: skip
SCORE_STORES = (*(_store_of(subject) for subject in TABLES), _WHY)
"""Insight's part of the data map that follows from the kinds of models there are."""


def export_subject(actor: Actor, record_ids: Sequence[UUID], now: datetime, kinds: Sequence[ModelKind] = KINDS) -> list[Section]:
    """Returns everything that insight keeps of the guests of these records."""
    sections = export_standing(actor, record_ids, now)
    guests = guests_of(actor, record_ids)
    ids = [*guests, *(one for one in homes_of(actor, guests) if one not in guests)]
    scores, reasons = scores_kept(actor, ids, kinds), reasons_kept(actor, ids, kinds)
    if scores:
        rows = tuple(_score_row(one) for one in scores)
        sections = [*sections, Section("scores", "insight", Text("模型给出的评分", "What the models say"), COLUMNS, rows)]
    if reasons:
        why = tuple(_reason_row(one) for one in reasons)
        sections = [*sections, Section("reasons", "insight", Text("评分的理由", "Why the models say it"), REASON_COLUMNS, why)]
    return sections


def _score_row(one: KeptScore) -> dict[str, Value]:
    by = [_both(one.model_label)]
    by += [f"{one.version}, {one.trained_on}"] if one.version else []
    by += [_both(Text(f"观察期 {one.horizon_days} 天", f"looks {one.horizon_days} days ahead"))] if one.horizon_days else []
    return {"name": _both(one.label), "value": one.value, "meaning": _both(one.definition), "model": ", ".join(by)}


def _reason_row(one: KeptReason) -> dict[str, Value]:
    return {"model": _both(one.model_label), "reason": _both(one.words), "effect": _both(_RAISES if one.raises else _LOWERS)}


def _both(words: Text) -> str:
    return f"{words.zh} / {words.en}"
