"""Precision by sampled review: rule M43."""

import pytest

from tests.cast import DIRECTOR, NOON, SCRIPT, Company
from tests.identity.pairs import LINKER, match
from xenia.identity import models
from xenia.identity.actions.clusters import recluster
from xenia.identity.actions.links import link_records
from xenia.identity.actions.reviews import draw_sample, review_pair
from xenia.identity.queries.reviews import get_precision, list_to_review
from xenia.identity.rows import judge_among
from xenia.identity.rules.precision import weighted, wilson
from xenia.kernel.errors import Conflict, NotFound, Refused

pytestmark = pytest.mark.django_db


def test_m43_the_interval_of_a_share_is_wilsons() -> None:
    low, high = wilson(98, 100)
    assert (round(low, 4), round(high, 4)) == (0.9300, 0.9945)
    assert [round(bound, 4) for bound in wilson(100, 100)] == [0.9630, 1.0]
    assert wilson(0, 0) == (0.0, 1.0)


def test_m43_over_all_each_stratum_weighs_what_it_is_of_all_pairs() -> None:
    precision, low, high = weighted([(9_000, 100, 100), (1_000, 100, 90)])  # type: ignore[misc] # both were reviewed
    assert (round(precision, 4), round(low, 4), round(high, 4)) == (0.99, 0.9559, 0.9945)
    assert weighted([(9_000, 100, 100), (1_000, 0, 0)]) is None
    assert weighted([(9_000, 100, 100), (0, 0, 0)]) is not None


@pytest.fixture
def joined(company: Company) -> Company:
    """Two guests of two records each, of which one was joined by a rule."""
    link_records(actor=LINKER, record_ids=sorted(company.guests.values()), now=NOON)
    match(company.guests["林薇"], company.guests["王秀英"], 12)
    match(company.guests["张伟"], company.guests[SCRIPT], 30, rule="member")
    recluster(actor=DIRECTOR, record_ids=list(company.guests.values()), judge_among=judge_among, now=NOON)
    return company


def test_m43_joined_pairs_are_drawn_from_each_stratum_and_reviewed_once(joined: Company) -> None:
    assert draw_sample(actor=DIRECTOR, each=50, seed=7, now=NOON) == 2
    first, second = list_to_review(DIRECTOR)
    review_pair(actor=DIRECTOR, pair_id=first.id, is_same=True, now=NOON)
    with pytest.raises(Conflict, match="reviewed this pair already"):
        review_pair(actor=DIRECTOR, pair_id=first.id, is_same=False, now=NOON)
    review_pair(actor=DIRECTOR, pair_id=second.id, is_same=False, now=NOON)
    report = get_precision(DIRECTOR)
    assert (report.precision, report.reviewed, report.waiting) == (0.5, 2, 0)
    assert [one.pairs for one in report.strata] == [1, 0, 1, 0]


def test_a_sample_nobody_finished_is_drawn_anew_and_what_was_reviewed_stays(joined: Company) -> None:
    draw_sample(actor=DIRECTOR, each=50, seed=7, now=NOON)
    review_pair(actor=DIRECTOR, pair_id=list_to_review(DIRECTOR)[0].id, is_same=True, now=NOON)
    assert draw_sample(actor=DIRECTOR, each=50, seed=8, now=NOON) == 1
    assert (models.ReviewedPair.objects.count(), len(list_to_review(DIRECTOR))) == (2, 1)


def test_a_steward_of_one_house_reviews_what_lies_there_and_draws_nothing(joined: Company) -> None:
    he = joined.actor("he")
    draw_sample(actor=DIRECTOR, each=50, seed=7, now=NOON)
    with pytest.raises(Refused):
        draw_sample(actor=he, each=50, seed=7, now=NOON)
    (mine,) = list_to_review(he)
    other = models.ReviewedPair.objects.exclude(id=mine.id).get()
    with pytest.raises(NotFound):
        review_pair(actor=he, pair_id=other.id, is_same=True, now=NOON)
    assert mine.left_id in (joined.guests["张伟"], joined.guests[SCRIPT])
