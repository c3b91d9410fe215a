"""Which word about a guest counts (docs/algorithms/traits.md, rules T1 to T6). Pure."""

from collections.abc import Sequence
from datetime import datetime

from xenia.profile.rules.preferences import kind_of
from xenia.profile.types.traits import Said, TraitSource

CONFIDENT = 0.5
STAFF_CONFIDENCE = 1.0
RECORD_CONFIDENCE = 0.8
_RANK = {TraitSource.STAFF: 2, TraitSource.RECORD: 1, TraitSource.MODEL: 0}


def is_in_force(said: Said, at: datetime) -> bool:
    """Rule T1: in force from `valid_from` on and before `valid_until`."""
    return said.valid_from <= at and (said.valid_until is None or at < said.valid_until)


def winner(words: Sequence[Said]) -> Said:
    """Returns the word that counts among words of one kind in force, of which there is one at least.

    Rule T2: the newest of the confident (0.5 and more); in the same instant the more confident, then staff before a record before a model.
    Rule T3: a model's word counts only where no person and no record said anything. Rule T4: where nobody is confident, the most confident.
    """
    heard = [one for one in words if one.source is not TraitSource.MODEL] or list(words)
    confident = [one for one in heard if one.confidence >= CONFIDENT]
    if confident:
        return max(confident, key=lambda one: (one.said_at, one.confidence, _RANK[one.source], one.id))
    return max(heard, key=lambda one: (one.confidence, one.said_at, _RANK[one.source], one.id))


def holding(words: Sequence[Said], at: datetime, *, with_models: bool = True) -> list[Said]:
    """Returns the words that count now, kind by kind in the order of their first word.

    Rule T5: of a kind whose values hold together each value has its own winner, of any other kind there is one. Rule T6: with
    `with_models` False (the guest objects to profiling) no model's word counts.
    """
    live = [one for one in words if is_in_force(one, at) and (with_models or one.source is not TraitSource.MODEL)]
    places: dict[tuple[str, str], list[Said]] = {}
    for one in live:
        places.setdefault((one.kind, one.value if kind_of(one.kind).is_many else ""), []).append(one)
    return [winner(found) for found in places.values()]


def ended_by(new_kind: str, new_value: str, words: Sequence[Said]) -> list[Said]:
    """Returns the words of people that a new word of a person ends (rule T5): all of a kind with one value, the same value of another."""
    is_many = kind_of(new_kind).is_many
    return [one for one in words if one.source is TraitSource.STAFF and one.kind == new_kind and (not is_many or one.value == new_value)]
