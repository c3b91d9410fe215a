"""Price elasticity of weeks whose answer is known: rules EL1 to EL6."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from tests.insight.booked_days import NOW, at
from tests.insight.planted import add, booking, on
from tests.insight.test_demand_product import asked
from xenia.insight.elasticity import model
from xenia.insight.elasticity.weeks import EDGES, Cells, cells_of, is_peak
from xenia.insight.facts import demand as facts
from xenia.insight.rules.channels import channel_name
from xenia.lake.engine import Lake

FIRST = date(2023, 7, 3)
WEEKS = 130


def simulated(elasticity: float, *, spread: float = 0.15, seed: int = 1, mean: float = 30.0, follows: float = 0.0) -> Cells:
    """Weeks whose price moves by itself, or `follows` demand; bookings are Poisson about season, band and price."""
    random = np.random.default_rng(seed)
    rows = []
    for week in range(WEEKS):
        busy = random.normal(0, 0.3) if follows else 0.0
        for band in range(len(EDGES) + 1):
            price = random.normal(0, spread) + follows * busy
            expected = mean * np.exp(0.3 * np.sin(2 * np.pi * week / 52.18) + 0.2 * band + elasticity * price + busy)
            bookings = random.poisson(expected)
            rows.append(
                {
                    "channel": "app",
                    "week": FIRST + timedelta(days=7 * week),
                    "band": band,
                    "bookings": bookings,
                    "priced": bookings,
                    "log_price": price,
                }
            )
    return cells_of(pd.DataFrame(rows), FIRST, FIRST + timedelta(days=7 * (WEEKS - 1)))


@pytest.mark.parametrize("truth", [-0.5, -1.4])
def test_el2_an_elasticity_that_was_planted_lies_within_the_interval(truth: float) -> None:
    found = model.estimate(simulated(truth), seed=1).elasticity

    assert found is not None
    assert found.low < truth < found.high
    assert found.value == pytest.approx(truth, abs=0.15)


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (simulated(-1.0, spread=0.001), "what never changes"),
        (simulated(-1.0, mean=0.2), "300 are needed"),
        (simulated(-1.0, mean=1.5, spread=0.04), "wider than"),
    ],
)
def test_el3_what_the_data_cannot_tell_is_refused_with_why(cells: Cells, why: str) -> None:
    found = model.estimate(cells, seed=1)

    assert (found.elasticity, model.what_if(found)) == (None, ())
    assert found.why_not is not None
    assert why in found.why_not.en
    assert found.why_not.zh


def test_el4_where_price_follows_demand_the_answer_is_that_it_cannot_be_told() -> None:
    found = model.estimate(simulated(0.0, follows=1.0), seed=1)

    assert (found.elasticity, model.what_if(found)) == (None, ())
    assert found.why_not is not None
    assert "price follows demand" in found.why_not.en
    assert "experiment" in model.CAUTION.en


def test_el5_another_price_is_answered_only_within_the_prices_that_were_seen() -> None:
    found = model.estimate(simulated(-1.4, spread=0.05), seed=1)
    told = {one.change: one for one in model.what_if(found)}

    assert found.seen is not None
    assert set(told) == {-0.05, 0.0, 0.05}
    assert told[0.0].bookings.value == 1
    assert told[0.05].bookings.low < told[0.05].bookings.value < told[0.05].bookings.high < 1
    assert told[0.05].revenue.value < 1


def test_a_revenue_gains_where_guests_mind_little() -> None:
    told = {one.change: one for one in model.what_if(model.estimate(simulated(-0.5), seed=1))}

    assert told[0.1].revenue.value == pytest.approx(1.1**0.5, rel=0.05)


def test_el1_a_week_that_sells_dearer_products_is_not_dearer(lake: Lake) -> None:
    cheap = [booking(f"C{n}", 60, starts_on=on(-20 + 7 * (n % 2)), total_minor=10_000, property="INN") for n in range(8)]
    dear = [booking(f"D{n}", 60, starts_on=on(-13), total_minor=90_000, property="PALACE") for n in range(4)]
    add(lake, "booking_versions", *cheap, *dear)
    found = asked(
        lake, lambda one: one.session.execute(facts.priced_cells(facts.demand_bookings(NOW), since=on(-30), until=on(0), edges=EDGES))
    )

    assert {(row["bookings"], round(row["log_price"], 9)) for row in found.to_pylist()} == {(4, 0.0), (8, 0.0)}
    assert at(NOW.date()) <= NOW


def test_el2_a_week_without_bookings_counts_and_takes_the_price_of_its_neighbours() -> None:
    rows = pd.DataFrame(
        [
            {"channel": "app", "week": FIRST + timedelta(days=7 * week), "band": 0, "bookings": 3, "priced": 3, "log_price": 0.1 * week}
            for week in (0, 2)
        ]
    )
    found = cells_of(rows, FIRST, FIRST + timedelta(days=14))

    assert found.bookings[found.band == 0].tolist() == [3, 0, 3]
    assert found.log_price[found.band == 0] == pytest.approx([0, 0.1, 0.2])


@pytest.mark.parametrize(
    ("monday", "peak"), [(date(2026, 2, 16), True), (date(2026, 7, 6), True), (date(2026, 9, 28), True), (date(2026, 11, 2), False)]
)
def test_el6_seasons_are_weeks_of_the_calendar(monday: date, peak: bool) -> None:
    assert is_peak(monday) is peak


@pytest.mark.parametrize(("code", "name"), [("APP", "App"), ("call-centre", "客服电话"), ("TA", "旅行社"), ("官微", "官微")])
def test_a_channel_is_called_what_people_call_it_however_it_is_spelt(code: str, name: str) -> None:
    assert channel_name(code).zh == name
