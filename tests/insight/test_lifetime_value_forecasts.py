"""Y10 to Y16: covariates, segments, margin, intervals, choice, the blend and its back-test."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from tests.insight.simulated import bg_guests, pareto_guests
from xenia.insight.lifetime_value.back_test import as_document, back_test, deciles, divided
from xenia.insight.lifetime_value.blending import blend_forecast, fit_nbd, weigh
from xenia.insight.lifetime_value.choosing import choose
from xenia.insight.lifetime_value.covariates import fit_with_covariates
from xenia.insight.lifetime_value.estimating import Estimate
from xenia.insight.lifetime_value.histories import histories
from xenia.insight.lifetime_value.pareto import PARETO_NBD
from xenia.insight.lifetime_value.purchase_log import PurchaseLog, bookings_of, cohort
from xenia.insight.lifetime_value.purchases import BG_NBD
from xenia.insight.lifetime_value.reading import read_purchases
from xenia.insight.lifetime_value.shrinkage import fit_segments
from xenia.insight.lifetime_value.spending import amounts, fit_spend
from xenia.insight.lifetime_value.value import Spending, Terms, alive_curve, outlook
from xenia.kernel.errors import Invalid

PLANTED = (0.6, 6.0, 0.8, 2.5)
GUESTS = bg_guests(PLANTED, 3000, seed=11)
SURE = Estimate(BG_NBD.names, np.log(np.array(PLANTED)), np.eye(4) * 1e-4, 0.0, 3000, 1, None)
JANUARY = date(2026, 1, 1).toordinal()


def made_log(guests: int = 400, days: int = 280, seed: int = 5) -> PurchaseLog:
    random = np.random.default_rng(seed)
    first, many = random.integers(0, 60, guests), 1 + random.poisson(random.gamma(0.7, 4, guests))
    who = np.repeat(np.arange(guests), many)
    when = first[who] + np.where(np.arange(len(who)) == np.searchsorted(who, who), 0, random.integers(0, days - 60, len(who)))
    keys = np.array([f"g{one:04d}" for one in range(guests)])
    return PurchaseLog(keys[who], JANUARY + when, None, np.round(random.gamma(3, 20, len(who)), 2))


def test_y10_a_planted_covariate_is_found_within_its_error() -> None:
    z = np.repeat([0.0, 1.0], 6000)
    slow, fast = pareto_guests((0.6, 8.0, 0.7, 12.0), 6000, seed=1), pareto_guests((0.6, 4.0, 0.7, 12.0), 6000, seed=2)
    found = histories(*(np.concatenate([getattr(slow, name), getattr(fast, name)]) for name in ("repeats", "last", "age")))
    covered = fit_with_covariates(PARETO_NBD, found, z[:, None])
    assert covered.estimate.covariance is not None
    error = np.sqrt(covered.estimate.covariance[4, 4]) / covered.spread[0]
    assert covered.coefficients["alpha"][0] == pytest.approx(np.log(2), abs=3 * error)


@pytest.mark.parametrize(
    ("column", "code"), [([1.0] * 3000, "covariate_constant"), ([np.nan] * 3000, "covariates_shape"), ([1.0], "covariates_shape")]
)
def test_y10_a_covariate_that_says_nothing_is_refused(column: list[float], code: str) -> None:
    with pytest.raises(Invalid) as fault:
        fit_with_covariates(BG_NBD, GUESTS, np.array(column)[:, None])
    assert fault.value.code == code


def test_y11_a_segment_of_ten_is_all_but_the_pooled_one_and_large_ones_are_their_own() -> None:
    parts = [bg_guests((0.6, alpha, 0.8, 2.5), 1000, seed=seed) for seed, alpha in enumerate((3.0, 4.5, 6.0, 8.0))]
    parts.append(bg_guests(PLANTED, 10, seed=9))
    found = histories(*(np.concatenate([getattr(part, name) for part in parts]) for name in ("repeats", "last", "age")))
    told = fit_segments(BG_NBD, found, np.repeat(["a", "b", "c", "d", "ten"], [1000, 1000, 1000, 1000, 10])).segments
    assert told["ten"].own.mean() < 0.15
    assert min(told[name].own[1] for name in "abcd") > 0.85
    assert [told[name].log_parameters[1] for name in "abcd"] == pytest.approx(np.log([3, 4.5, 6, 8]), abs=0.25)


def test_y11_segments_that_do_not_differ_are_all_the_pooled_one() -> None:
    told = fit_segments(BG_NBD, GUESTS, np.array(["a", "b", "c"])[np.arange(3000) % 3])
    for one in told.segments.values():
        assert one.log_parameters == pytest.approx(told.pooled.log_parameters, abs=0.1)


def test_y12_margin_is_discounted_from_the_middle_of_each_period() -> None:
    one = GUESTS.part(slice(1))
    told = outlook(BG_NBD, SURE, one, Terms(2.0, periods=2, discount=0.1), seed=1)
    first, second = BG_NBD.expected(SURE.log_parameters, one, np.array([1.0, 2.0]))[0]
    assert told.discounted[0] == pytest.approx(first * 1.1**-0.5 + (second - first) * 1.1**-1.5)


def test_y12_margin_is_the_share_of_spend_that_stays() -> None:
    random = np.random.default_rng(2)
    paid, mean = GUESTS.repeats, np.where(GUESTS.repeats > 0, random.gamma(4, 25, 3000), 0)
    spending = Spending(fit_spend(amounts(paid[paid > 0], mean[paid > 0])), paid, mean)
    told = outlook(BG_NBD, SURE, GUESTS, Terms(26, margin_share=0.2), spending=spending, seed=1)
    assert told.margin == pytest.approx(0.2 * np.asarray(told.spend) * told.bookings)
    assert told.margin_range is not None
    assert (told.margin_range.low <= told.margin_range.high).all()


def test_y13_predictive_intervals_hold_the_share_they_state_and_the_total() -> None:
    told = outlook(BG_NBD, SURE, GUESTS, Terms(30.0, level=0.9), seed=1)
    happened = BG_NBD.drawn(SURE.log_parameters, GUESTS, 30.0, np.random.default_rng(99))
    inside = (happened >= told.bookings_range.low) & (happened <= told.bookings_range.high)
    assert 0.88 < inside.mean() < 0.99
    assert told.total_bookings[0] < happened.sum() < told.total_bookings[2]


def test_y13_the_same_seed_gives_the_same_intervals() -> None:
    one, two = (outlook(BG_NBD, SURE, GUESTS, Terms(30.0, draws=30), seed=4) for _ in range(2))
    assert np.array_equal(one.bookings_range.high, two.bookings_range.high)


def test_y12_terms_without_a_horizon_are_refused() -> None:
    with pytest.raises(Invalid, match="make no forecast"):
        outlook(BG_NBD, SURE, GUESTS, Terms(0.0), seed=1)


def test_y8_the_curve_of_a_guest_falls_in_silence_and_jumps_with_a_booking() -> None:
    curve = alive_curve(BG_NBD, SURE.log_parameters, np.array([0.0, 5.0, 20.0]), np.array([0.0, 5.0, 19.9, 20.0, 60.0]))
    assert curve[0] == 1
    assert curve[1] > curve[2] < curve[3] > curve[4]


def test_y8_a_curve_that_does_not_begin_at_the_first_booking_is_refused() -> None:
    with pytest.raises(Invalid, match="begins at the first booking"):
        alive_curve(BG_NBD, SURE.log_parameters, np.array([1.0]), np.array([2.0]))


def test_y14_the_model_that_made_the_guests_is_chosen() -> None:
    log = made_log()
    end = int(log.days.max())
    before = cohort(log, end - 100)
    after = cohort(log, end).found.part(np.isin(cohort(log, end).guests, before.guests))
    told = choose(before.found, after)
    assert told.held_out[told.model.name] == max(told.held_out.values())
    assert set(told.held_out) == {"BG/NBD", "MBG/NBD", "Pareto/NBD"}


def test_y14_histories_of_other_guests_are_refused() -> None:
    with pytest.raises(Invalid, match="not of the same guests"):
        choose(GUESTS, GUESTS.part(slice(10)))


def test_y15_weights_of_a_true_forecast_stay_with_it() -> None:
    members = np.random.default_rng(1).gamma(1, 1, (5000, 4))
    assert weigh(members, members[:, 0]) == pytest.approx([1, 0, 0, 0], abs=1e-6)


def test_y15_a_member_that_is_missing_in_the_model_is_added() -> None:
    members = np.random.default_rng(1).gamma(1, 1, (5000, 4))
    assert weigh(members, members[:, 0] + 0.5 * members[:, 2])[2] == pytest.approx(0.5, abs=0.02)


def test_y15_without_leaving_the_rate_of_nbd_is_found() -> None:
    random = np.random.default_rng(3)
    x = random.poisson(random.gamma(0.8, size=8000) / 10 * 40)
    estimate = fit_nbd(histories(x, np.where(x > 0, 20.0, 0.0), np.full(8000, 40.0)))
    assert list(estimate.parameters.values()) == pytest.approx([0.8, 10.0], rel=0.1)


def test_y15_a_forecast_is_made_of_amounts_that_are_all_alike_too() -> None:
    log = made_log()
    told = blend_forecast(PurchaseLog(log.guests, log.days, None, np.full(len(log.days), 20.0)), 10.0)
    assert (told.expected >= 0).all()
    assert told.expected.shape == (400,)


def test_y16_a_back_test_states_each_figure_with_an_interval_around_it() -> None:
    log = made_log()
    told = back_test(log.until(JANUARY + 180), log.after(JANUARY + 180), resamples=100)
    for figure in (told.measures.rmse, told.measures.mae, told.measures.total_error, told.measures.top_decile, told.plain.rmse):
        assert figure.low <= figure.value <= figure.high
    assert sum(one.guests for one in told.measures.deciles) == told.guests
    assert as_document(told)["guests"] == told.guests


def test_y16_a_test_that_begins_within_the_training_is_refused() -> None:
    log = made_log()
    with pytest.raises(Invalid, match="cut both at one day"):
        back_test(log, log)


def test_y16_deciles_are_calibrated_where_the_forecast_is() -> None:
    seen = np.arange(100.0)
    assert (deciles(seen, seen)[0].expected, deciles(seen, seen)[9].seen) == (94.5, 4.5)


def test_y1_bookings_of_one_day_are_one_and_known_only_until_the_day() -> None:
    days = JANUARY + np.array([0, 14, 14, 42, 300])
    log = PurchaseLog(np.array(["w"] * 5), days, None, np.array([10.0, 20.0, 5.0, 0.0, 99.0]))
    told = cohort(log, JANUARY + 272)
    assert (told.found.repeats[0], told.found.last[0], round(told.found.age[0], 2)) == (2, 6, 38.86)
    assert (told.paid[0], told.paid_mean[0], told.first_amount[0]) == (1, 25, 10)
    assert bookings_of(log.after(JANUARY + 272), told.guests).tolist() == [1]


LAYOUTS = {
    "sample.txt": " 00004 0001 19970101  2   29.33\n 00004 0001 19970118  2   29.73\n",
    "master.txt": " customer_id  date number_of_cds  dollar_value\n 00004 19970101  2   29.33\n 00004 19970118  2   29.73\n",
    "own.csv": "guest_id,date,amount\n00004,1997-01-01,29.33\n00004,1997-01-18,29.73\n",
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_bookings_are_read_in_every_layout(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(LAYOUTS[name])
    for path in (tmp_path, tmp_path / name):
        log = read_purchases(path)
        assert (set(log.guests), np.diff(log.days).tolist(), log.amounts.tolist()) == ({"00004"}, [17], [29.33, 29.73])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "line 1: the file is empty"),
        ("guest_id,date\n1,2026-01-01\n", "needed are a guest"),
        ("guest_id,date,amount\n1,yesterday,3\n", "line 2: its values"),
    ],
)
def test_a_line_that_is_no_booking_is_named(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text(text)
    with pytest.raises(Invalid, match=told):
        read_purchases(tmp_path)


def test_y16_a_test_of_the_next_period_is_foretold_as_it_is() -> None:
    log = made_log()
    then, after = log.until(JANUARY + 140), log.after(JANUARY + 140)
    assert divided(then, after) == (then, after)


def test_y16_of_whole_histories_nothing_after_the_middle_is_known_and_the_guests_of_the_test_are_foretold() -> None:
    log = made_log()
    is_judged = log.guests < "g0100"
    known, after = divided(log.of(~is_judged), log.of(is_judged))
    assert known.days.max() < after.days.min()
    assert set(after.guests) <= set(log.guests[is_judged])
    assert set(known.guests) > set(log.guests[is_judged])
    assert len(known.days) + len(after.days) < len(log.days)
