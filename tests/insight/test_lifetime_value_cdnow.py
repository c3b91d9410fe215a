"""The published numbers of CDNOW (Y3 to Y7, Y9, Y13), and the back-test over its other 39 weeks (Y15, Y16)."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from xenia.insight.lifetime_value.back_test import BackTest, back_test
from xenia.insight.lifetime_value.counting import fit
from xenia.insight.lifetime_value.histories import aggregated
from xenia.insight.lifetime_value.pareto import PARETO_NBD
from xenia.insight.lifetime_value.purchase_log import Cohort, bookings_of, cohort
from xenia.insight.lifetime_value.purchases import BG_NBD, MBG_NBD
from xenia.insight.lifetime_value.reading import read_purchases
from xenia.insight.lifetime_value.spending import amounts, fit_spend
from xenia.insight.lifetime_value.value import Terms, outlook

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "cdnow"
END = date(1997, 9, 30).toordinal()
pytestmark = [pytest.mark.slow, pytest.mark.skipif(not DATA.exists(), reason=f"CDNOW is not at {DATA}")]


@pytest.fixture(scope="module")
def known() -> Cohort:
    return cohort(read_purchases(DATA), END)


@pytest.fixture(scope="module")
def tested() -> BackTest:
    log = read_purchases(DATA)
    return back_test(log.until(END), log.after(END), resamples=200)


def test_y1_the_guests_are_those_of_the_published_summary(known: Cohort) -> None:
    summary = np.loadtxt(DATA / "cdnow_customers_summary.csv", delimiter=",", skiprows=1)
    ours = np.stack([known.found.repeats, known.found.last.round(2), known.found.age.round(2)], axis=1)
    assert np.sort(ours, axis=0) == pytest.approx(np.sort(summary[:, 1:], axis=0), abs=0.011)


def test_y3_bg_nbd_has_the_published_estimates(known: Cohort) -> None:
    told = fit(BG_NBD, known.found)
    assert told.log_likelihood == pytest.approx(-9582.4, abs=0.05)
    assert [round(one, 3) for one in told.parameters.values()] == pytest.approx([0.243, 4.414, 0.793, 2.426], abs=0.0011)


def test_y4_mbg_nbd_has_the_estimates_of_the_page(known: Cohort) -> None:
    told = fit(MBG_NBD, known.found)
    assert told.log_likelihood == pytest.approx(-9582.1, abs=0.05)
    assert list(told.parameters.values()) == pytest.approx([0.525, 6.183, 0.891, 1.614], abs=0.001)


def test_y5_pareto_nbd_has_the_published_estimates(known: Cohort) -> None:
    told = fit(PARETO_NBD, known.found)
    assert told.log_likelihood == pytest.approx(-9595.0, abs=0.05)
    assert list(told.parameters.values()) == pytest.approx([0.553, 10.578, 0.606, 11.669], abs=0.0021)


def test_y6_the_errors_are_those_of_the_page(known: Cohort) -> None:
    errors = fit(BG_NBD, known.found).standard_errors
    assert errors is not None
    assert list(errors.values()) == pytest.approx([0.0126, 0.378, 0.186, 0.705], rel=0.01)


def test_y7_gamma_gamma_has_the_published_estimates(known: Cohort) -> None:
    repeat = known.found.repeats > 0
    told = fit_spend(amounts(known.found.repeats[repeat], known.later_amount[repeat] / known.found.repeats[repeat]))
    assert (int(repeat.sum()), [round(one, 2) for one in told.parameters.values()]) == (946, [6.25, 3.74, 15.44])


def test_y9_the_worked_guest_is_expected_to_book_as_published(known: Cohort) -> None:
    told = BG_NBD.expected(fit(BG_NBD, known.found).log_parameters, known.found.part(slice(1)), np.array([39.0]))
    assert (known.found.repeats[0], told[0, 0]) == (2, pytest.approx(1.226, abs=0.001))


def test_y1_equal_guests_are_one_row(known: Cohort) -> None:
    assert len(aggregated(known.found)[0].repeats) == 1016


def test_y13_intervals_hold_at_least_what_they_state(known: Cohort) -> None:
    seen = bookings_of(read_purchases(DATA).after(END), known.guests)
    told = outlook(BG_NBD, fit(BG_NBD, known.found), known.found, Terms(39.0, level=0.9), seed=1).bookings_range
    assert ((seen >= told.low) & (seen <= told.high)).mean() == pytest.approx(0.945, abs=0.01)


def test_y15_the_blend_is_as_good_as_the_page_says(tested: BackTest) -> None:
    assert tested.measures.rmse.value == pytest.approx(1.596, abs=0.002)
    assert tested.measures.total_error.value == pytest.approx(0.002, abs=0.01)


def test_y16_plain_bg_nbd_is_as_measured_elsewhere(tested: BackTest) -> None:
    assert (tested.plain.rmse.value, tested.plain.total_error.value) == (pytest.approx(1.608, abs=0.001), pytest.approx(-0.121, abs=0.001))
    assert (tested.guests, tested.seen, tested.left_out) == (2357, 1882, 0)
