"""Which word about a guest counts: docs/algorithms/traits.md."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from xenia.kernel.errors import Invalid, NotFound
from xenia.profile.rules.preferences import KINDS, checked_value, code_told, kind_of, require_kind, value_name
from xenia.profile.rules.traits import ended_by, holding, is_in_force, winner
from xenia.profile.types.traits import Said, TraitSource

STAFF, RECORD, MODEL = TraitSource.STAFF, TraitSource.RECORD, TraitSource.MODEL
MARCH, JUNE, JULY = (datetime(2026, month, 1, tzinfo=UTC) for month in (3, 6, 7))
NOW = datetime(2026, 8, 1, tzinfo=UTC)


def word(value: str, source: TraitSource = STAFF, confidence: float = 1.0, at: datetime = MARCH, kind: str = "seat", until=None) -> Said:
    number = abs(hash((value, source, confidence, at, kind)))
    return Said(UUID(int=number), kind, value, source, confidence, at, until, at)


def test_t1_a_word_counts_from_its_first_instant_and_not_at_its_last() -> None:
    said = word("wheelchair", at=MARCH, until=JUNE)
    assert [is_in_force(said, at) for at in (MARCH, JUNE, datetime(2026, 2, 28, tzinfo=UTC))] == [True, False, False]


def test_t2_the_newest_of_the_confident_counts() -> None:
    words = [word("window"), word("aisle", RECORD, 0.8, JUNE), word("front", RECORD, 0.4, JULY)]
    assert winner(words).value == "aisle"


def test_t2_in_the_same_instant_the_more_confident_then_staff() -> None:
    assert winner([word("aisle", RECORD, 0.8), word("window", STAFF, 1.0)]).value == "window"
    assert winner([word("aisle", RECORD, 0.8), word("window", STAFF, 0.8)]).value == "window"


def test_t3_a_model_never_overrules_anybody() -> None:
    assert winner([word("window"), word("aisle", MODEL, 0.9, JULY)]).value == "window"
    assert winner([word("window", RECORD, 0.2), word("aisle", MODEL, 0.9, JULY)]).value == "window"
    assert winner([word("aisle", MODEL, 0.9, JULY)]).value == "aisle"


def test_t4_where_nobody_is_confident_the_most_confident_counts() -> None:
    assert winner([word("high", RECORD, 0.3), word("low", RECORD, 0.2, JUNE)]).value == "high"


def test_t5_several_values_hold_together_where_the_kind_says_so() -> None:
    said = [word("peanuts", RECORD, 0.8, kind="allergy"), word("pollen", kind="allergy"), word("peanuts", at=JUNE, kind="allergy")]
    assert [(one.value, one.source) for one in holding(said, NOW)] == [("peanuts", STAFF), ("pollen", STAFF)]
    assert [one.value for one in holding([word("window"), word("aisle", at=JUNE)], NOW)] == ["aisle"]


def test_t5_a_new_word_of_a_person_ends_the_former_ones_of_people_alone() -> None:
    words = [word("window"), word("aisle", RECORD, 0.8)]
    assert [one.value for one in ended_by("seat", "aisle", words)] == ["window"]
    allergies = [word("pollen", kind="allergy"), word("peanuts", kind="allergy")]
    assert [one.value for one in ended_by("allergy", "peanuts", allergies)] == ["peanuts"]


def test_t6_an_objection_to_profiling_leaves_models_out() -> None:
    words = [word("aisle", MODEL, 0.9), word("high", kind="floor")]
    assert [one.value for one in holding(words, NOW, with_models=False)] == ["high"]


def test_every_kind_of_the_catalogue_has_names_and_distinct_values() -> None:
    for kind in KINDS.values():
        codes = [one.code for one in kind.values]
        assert (kind.name.zh, kind.name.en, len(codes)) == (kind.name.zh.strip(), kind.name.en.strip(), len(set(codes)))
        assert all(one.name.zh and one.name.en for one in kind.values)
    assert {code for code, kind in KINDS.items() if kind.is_sensitive} == {"allergy", "accessibility"}


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("seat", "window", ("seat", "window")),
        ("座位", "靠窗", ("seat", "window")),
        ("Seat", " Aisle ", ("seat", "aisle")),
        ("allergy", "花生", ("allergy", "花生")),
        ("premium_order", "1", None),
    ],
)
def test_a_source_names_kinds_and_values_in_either_language_or_by_code(name: str, value: str, told: tuple[str, str] | None) -> None:
    assert code_told(name, value) == told


def test_a_value_is_one_of_the_kind_or_words_of_a_sensible_length() -> None:
    assert checked_value(KINDS["allergy"], "  花生   和贝类 ") == "花生 和贝类"
    for kind, value in (("seat", "roof"), ("allergy", " "), ("allergy", "x" * 201)):
        with pytest.raises(Invalid):
            checked_value(KINDS[kind], value)
    with pytest.raises(NotFound, match="no kind 'mood'"):
        require_kind("mood")


def test_a_name_of_a_source_s_own_is_a_kind_of_free_words() -> None:
    assert (kind_of("premium_order").values, value_name(kind_of("premium_order"), "1").zh) == ((), "1")
    assert value_name(KINDS["bed"], "twin").zh == "双床"
