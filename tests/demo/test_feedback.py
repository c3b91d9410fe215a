"""Reviews say what their rating means, in both languages, and hardly ever the same thing twice."""

from collections.abc import Callable

import numpy as np
import pytest

from tests.demo.conftest import Rows
from xenia.demo.feedback import Subject, write_review
from xenia.demo.review_words import ASPECTS

KINDS = sorted(ASPECTS)


def tags_of(kind: str, language: str) -> tuple[set[str], set[str]]:
    aspects = ASPECTS[kind, language]
    return {aspect.praise_tag for aspect in aspects}, {aspect.complaint_tag for aspect in aspects}


@pytest.mark.parametrize(("kind", "language"), KINDS)
def test_five_stars_hold_praise_only(kind: str, language: str) -> None:
    praise, complaints = tags_of(kind, language)
    reviews = [write_review(Subject(kind, language, 5, "三亚", 4), np.random.default_rng(seed)) for seed in range(50)]
    assert all(set(review.tags) <= praise and len(review.tags) >= 2 for review in reviews)
    assert not any(set(review.tags) & complaints for review in reviews)


@pytest.mark.parametrize(("kind", "language"), KINDS)
def test_one_star_holds_complaints_only(kind: str, language: str) -> None:
    _, complaints = tags_of(kind, language)
    reviews = [write_review(Subject(kind, language, 1, "三亚", 4), np.random.default_rng(seed)) for seed in range(50)]
    assert all(set(review.tags) <= complaints and len(review.tags) >= 2 for review in reviews)


@pytest.mark.parametrize(("kind", "language"), KINDS)
def test_no_blank_of_a_sentence_is_left_unfilled(kind: str, language: str) -> None:
    reviews = [write_review(Subject(kind, language, rating, "三亚", 4), np.random.default_rng(rating)) for rating in (1, 2, 3, 4, 5)]
    assert not any("{" in review.content + review.title for review in reviews)


def test_the_same_random_numbers_write_the_same_review() -> None:
    subject = Subject("hotel", "zh", 4, "杭州", 3)
    assert write_review(subject, np.random.default_rng(5)) == write_review(subject, np.random.default_rng(5))


def test_hardly_any_two_reviews_are_alike(rows_of: Callable[[str], Rows]) -> None:
    contents = [row["content"] for row in rows_of("reviews/reviews.csv") if row["content"]]
    assert len(set(contents)) > 0.97 * len(contents)


def test_reviews_come_in_both_languages(rows_of: Callable[[str], Rows]) -> None:
    languages = [row["language"] for row in rows_of("reviews/reviews.csv")]
    assert languages.count("zh") > 5 * languages.count("en") > 0


def test_good_ratings_outnumber_bad_ones_as_they_do_everywhere(rows_of: Callable[[str], Rows]) -> None:
    ratings = [int(row["rating"]) for row in rows_of("reviews/reviews.csv")]
    assert sum(rating >= 4 for rating in ratings) > 2 * sum(rating <= 3 for rating in ratings)
    assert sum(rating == 1 for rating in ratings) > 0
