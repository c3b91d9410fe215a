"""How much is known of a guest, and what to ask next: rules S10 and S11."""

import pytest

from xenia.profile.rules.completeness import QUESTIONS, WEIGHTS, completeness_of

S10 = [(set(), 0), ({"name", "phone", "email", "place"}, 55), (set(WEIGHTS), 100), ({"phone", "company"}, 20)]
S11 = [
    ({"name", "phone", "email", "place"}, ["birth_date", "language", "name_latin"]),
    (set(), ["phone", "name", "email"]),
    (set(WEIGHTS) - {"document", "gender"}, []),
]


@pytest.mark.parametrize(("known", "score"), S10)
def test_s10_the_score_adds_the_weights_of_what_is_known(known: set[str], score: int) -> None:
    assert completeness_of(known).score == score


@pytest.mark.parametrize(("known", "asked"), S11)
def test_s11_the_three_heaviest_unknown_things_are_asked_for_and_never_a_document(known: set[str], asked: list[str]) -> None:
    assert [question.field for question in completeness_of(known).questions] == asked


def test_every_question_can_be_said_in_both_languages() -> None:
    assert all(question.zh.endswith("？") or "？" in question.zh or question.zh.endswith("。") for question in QUESTIONS.values())
    assert all(question.en.endswith(("?", ".")) for question in QUESTIONS.values())
