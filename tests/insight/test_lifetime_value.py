"""Y1 to Y9: histories, the three models of bookings, estimates, and what they tell of a guest."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from tests.insight.simulated import bg_guests, pareto_guests
from xenia.insight.lifetime_value.choosing import MODELS
from xenia.insight.lifetime_value.counting import CountModel, fit, total_log_likelihood
from xenia.insight.lifetime_value.histories import Histories, aggregated, histories
from xenia.insight.lifetime_value.pareto import PARETO_NBD
from xenia.insight.lifetime_value.purchases import BG_NBD, MBG_NBD
from xenia.insight.lifetime_value.quadrature import beta_rule
from xenia.insight.lifetime_value.spending import amounts, expected_spend, fit_spend, log_likelihood
from xenia.kernel.errors import Invalid

THETA = np.log(np.array([0.5, 8.0, 0.8, 2.5]))
SOME = histories([0, 1, 2, 5, 0, 40], [0, 3, 10, 30, 0, 38.5], [30, 35, 39, 39, 10, 39])
by_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)


def differences(value: Callable[[np.ndarray], float], theta: np.ndarray) -> np.ndarray:
    return np.array([(value(theta + step) - value(theta - step)) / 2e-5 for step in 1e-5 * np.eye(len(theta))])


def test_y1_equal_rows_are_one_that_stands_for_them() -> None:
    found, place = aggregated(histories([1, 0, 1], [2, 0, 2], [9, 9, 9]))
    assert (found.repeats.tolist(), found.guests.tolist(), place.tolist()) == ([1, 0], [2, 1], [0, 1, 0])


@by_model
def test_y1_aggregated_guests_have_the_likelihood_of_the_guests_one_by_one(model: CountModel) -> None:
    many = SOME.part(np.array([0, 1, 2, 2, 2, 3, 5, 0]))
    assert total_log_likelihood(model, THETA, aggregated(many)[0]) == pytest.approx(total_log_likelihood(model, THETA, many), rel=1e-12)


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        (([], [], []), "history_empty"),
        (([1], [5], [4]), "history_last"),
        (([1], [-1], [4]), "history_last"),
        (([0], [2], [4]), "history_last_of_none"),
        (([1.5], [2], [4]), "history_repeats"),
        (([-1], [0], [4]), "history_repeats"),
        (([1], [float("nan")], [4]), "history_missing"),
        (([1, 2], [1], [4]), "history_shapes"),
    ],
)
def test_y2_what_cannot_be_a_history_is_refused(columns: tuple[list[float], list[float], list[float]], code: str) -> None:
    with pytest.raises(Invalid) as fault:
        histories(*columns)
    assert fault.value.code == code


@by_model
def test_y2_guests_of_whom_nobody_booked_again_cannot_be_fitted(model: CountModel) -> None:
    with pytest.raises(Invalid, match="None of 2 guests booked again within 9 units"):
        fit(model, histories([0, 0], [0, 0], [9, 8]))


@by_model
def test_y2_five_thousand_bookings_overflow_nothing(model: CountModel) -> None:
    agency = histories([5000, 5000], [1.0, 39.0], [39.0, 39.0])
    values, gradient = model.log_likelihood(THETA, agency)
    told = np.concatenate([values, gradient.ravel(), model.alive(THETA, agency), model.expected(THETA, agency, np.array([39.0])).ravel()])
    assert np.isfinite(told).all()
    assert model.alive(THETA, agency)[0] < 1e-6


@by_model
def test_y3_y4_y5_gradients_are_those_of_finite_differences(model: CountModel) -> None:
    _, gradient = model.log_likelihood(THETA, SOME)
    expected = differences(lambda theta: total_log_likelihood(model, theta, SOME), THETA)
    assert gradient.sum(axis=1) == pytest.approx(expected, rel=1e-5, abs=1e-5)


@by_model
def test_y3_y4_y5_likelihoods_add_up_to_one_over_all_that_can_happen(model: CountModel) -> None:
    """Without a booking, or with one at some moment, or two ...: here by the chance of no booking falling as expected bookings say."""
    never = [np.exp(model.log_likelihood(THETA, histories([0], [0], [age]))[0][0]) for age in (0.0, 1e-6)]
    rate = model.expected(THETA, histories([0], [0], [0.0]), np.array([1e-6]))[0, 0] / 1e-6
    assert (never[0] - never[1]) / 1e-6 == pytest.approx(rate, rel=1e-3)


@pytest.mark.parametrize(("last", "age", "x"), [(3.0, 39.0, 1), (0.0, 39.0, 0), (30.0, 39.0, 12), (38.9, 39.0, 60)])
def test_y5_the_integral_is_that_of_quadrature(last: float, age: float, x: int) -> None:
    r, alpha, s, beta = np.exp(THETA)
    dead = quad(lambda u: (alpha + u) ** -(r + x) * (beta + u) ** -(s + 1) * (alpha + last) ** (r + x), last, age, epsrel=1e-12)[0]
    alive = ((alpha + last) / (alpha + age)) ** (r + x) * (beta + age) ** -s
    told = PARETO_NBD.alive(THETA, histories([x], [last], [age]))
    assert told[0] == pytest.approx(alive / (alive + s * dead), rel=1e-6)


@pytest.mark.parametrize(
    ("model", "planted", "found"),
    [
        (BG_NBD, (0.4, 6.0, 0.8, 2.5), bg_guests((0.4, 6.0, 0.8, 2.5), 12_000, seed=3)),
        (MBG_NBD, (0.6, 6.0, 0.8, 2.0), bg_guests((0.6, 6.0, 0.8, 2.0), 12_000, seed=4, leave_at_once=True)),
        (PARETO_NBD, (0.6, 8.0, 0.7, 12.0), pareto_guests((0.6, 8.0, 0.7, 12.0), 12_000, seed=5)),
    ],
    ids=["BG/NBD", "MBG/NBD", "Pareto/NBD"],
)
def test_y6_planted_parameters_are_found_within_their_errors(model: CountModel, planted: tuple[float, ...], found: Histories) -> None:
    estimate = fit(model, found)
    assert estimate.covariance is not None
    away = (estimate.log_parameters - np.log(planted)) / np.sqrt(np.diag(estimate.covariance))
    assert np.abs(away).max() < 3


@by_model
def test_y6_guests_all_alike_give_an_estimate_that_says_it_has_no_errors(model: CountModel) -> None:
    estimate = fit(model, histories([3] * 50, [20] * 50, [39] * 50))
    assert estimate.note is not None
    assert (estimate.covariance, estimate.standard_errors) == (None, None)
    assert np.isfinite(model.expected(estimate.log_parameters, SOME, np.array([39.0]))).all()


def test_y6_a_prior_holds_the_parameters_and_none_is_the_default() -> None:
    centre = np.log(np.array([1.0, 10.0, 1.0, 1.0]))
    held = fit(BG_NBD, SOME, start=centre, penalty=1e6)
    assert held.log_parameters == pytest.approx(centre, abs=1e-3)
    assert fit(BG_NBD, SOME, start=centre).log_parameters != pytest.approx(centre, abs=0.1)


def test_y7_the_gradient_of_spend_is_that_of_finite_differences() -> None:
    found, theta = amounts([1, 3, 9], [20.0, 35.0, 11.0]), np.log(np.array([6.0, 3.0, 15.0]))
    expected = differences(lambda moved: float(log_likelihood(moved, found)[0].sum()), theta)
    assert log_likelihood(theta, found)[1].sum(axis=1) == pytest.approx(expected, rel=1e-6, abs=1e-6)


def test_y7_planted_spend_is_found_within_its_errors() -> None:
    random, (p, q, v) = np.random.default_rng(7), (6.0, 4.0, 15.0)
    n = random.integers(1, 8, 6000)
    mean = random.gamma(p * n) / (random.gamma(q, size=6000) / v) / n
    estimate = fit_spend(amounts(n, mean))
    assert estimate.covariance is not None
    assert np.abs((estimate.log_parameters - np.log([p, q, v])) / np.sqrt(np.diag(estimate.covariance))).max() < 3


@pytest.mark.parametrize(
    ("columns", "code"),
    [(([], []), "amounts_empty"), (([1, 1], [5.0, 0.0]), "amounts_not_positive"), (([1], [-5.0]), "amounts_not_positive")],
)
def test_y7_no_zero_and_negative_amounts_are_refused(columns: tuple[list[int], list[float]], code: str) -> None:
    with pytest.raises(Invalid) as fault:
        amounts(*columns)
    assert fault.value.code == code


def test_y7_amounts_all_alike_are_refused_with_the_amount() -> None:
    with pytest.raises(Invalid, match="Every guest's mean is 20"):
        fit_spend(amounts([1, 2, 3], [20.0, 20.0, 20.0]))


def test_y7_who_has_no_amount_is_expected_to_spend_the_mean_of_all() -> None:
    theta = np.log(np.array([6.25, 3.74, 15.44]))
    assert expected_spend(theta, np.array([0.0]), np.array([0.0]))[0] == pytest.approx(6.25 * 15.44 / 2.74)


@pytest.mark.parametrize(("a", "b"), [(0.8, 2.4), (1.0, 1.0), (0.5, 5000.0), (30.0, 0.2)])
def test_y9_the_beta_rule_has_the_moments_of_the_distribution(a: float, b: float) -> None:
    points, weights = beta_rule(np.array([a]), np.array([b]), 20)
    assert weights.sum() == pytest.approx(1)
    assert (points * weights).sum() == pytest.approx(a / (a + b))
    assert (points**2 * weights).sum() == pytest.approx(a * (a + 1) / (a + b) / (a + b + 1))


@by_model
def test_y9_expected_bookings_are_the_mean_of_those_drawn(model: CountModel) -> None:
    one = histories([6] * 60_000, [30] * 60_000, [36] * 60_000)
    drawn = model.drawn(THETA, one, 20.0, np.random.default_rng(1))
    assert drawn.mean() == pytest.approx(model.expected(THETA, one.part(slice(1)), np.array([20.0]))[0, 0], rel=0.03)


guests = st.tuples(st.integers(0, 60), st.floats(0, 1), st.floats(0.1, 300))
logs = st.lists(st.floats(-2, 3), min_size=4, max_size=4).map(np.array)


def one_guest(x: int, share: float, age: float) -> Histories:
    return histories([x], [share * age if x else 0.0], [age])


@by_model
@settings(max_examples=60, deadline=None)
@given(theta=logs, guest=guests)
def test_y8_alive_is_a_probability_that_rises_with_the_last_booking(
    model: CountModel, theta: np.ndarray, guest: tuple[int, float, float]
) -> None:
    x, share, age = guest
    early, late = (model.alive(theta, one_guest(x, part, age))[0] for part in (share * 0.5, share))
    assert 0 <= early <= late + 1e-9 <= 1 + 2e-9


@by_model
@settings(max_examples=60, deadline=None)
@given(theta=logs, guest=guests)
def test_y9_expectations_grow_with_the_horizon_and_are_never_negative(
    model: CountModel, theta: np.ndarray, guest: tuple[int, float, float]
) -> None:
    told = model.expected(theta, one_guest(*guest), np.array([0.0, 1.0, 10.0, 100.0]))[0]
    assert told[0] == 0
    assert (np.diff(told) >= -1e-12).all()
