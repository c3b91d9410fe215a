"""The population stability index against worked numbers: MR7."""

from datetime import date
from math import log

import numpy as np
import pyarrow as pa
import pytest

from xenia.insight.cancellation.product import WATCHED
from xenia.insight.drift import Drifted, drift_of, drifted, histogram_of, histograms_of, psi
from xenia.insight.leaving.catalogue import NUMBERS as LEAVING
from xenia.insight.lifetime_value.product import FEATURES as VALUE
from xenia.insight.queries.feature_words import feature_label
from xenia.insight.taste.next_trip import FEATURES as NEXT_TRIP
from xenia.insight.taste.purpose import NAMES as TASTE


def test_mr7_ten_parts_of_equal_weight_and_one_for_what_is_absent() -> None:
    found = histogram_of(pa.array([*range(90), *[None] * 10]))
    assert found.edges == (9, 18, 27, 36, 45, 54, 63, 72, 81)
    assert found.shares == (*[0.09] * 10, 0.1)


def test_mr7_the_index_is_the_sum_over_parts() -> None:
    then = histogram_of(pa.array(["app"] * 60 + ["ota"] * 40))
    now = pa.array(["app"] * 40 + ["ota"] * 60)
    assert then.texts == ("app", "ota")
    assert psi(then, now) == pytest.approx(-0.2 * log(0.4 / 0.6) + 0.2 * log(0.6 / 0.4))  # 0.162


def test_mr7_every_feature_that_is_watched_has_a_name_for_people() -> None:
    watched = {"cancellation": WATCHED, "leaving": LEAVING, "lifetime_value": VALUE, "taste": TASTE, "next_trip": NEXT_TRIP}
    assert [(kind, name) for kind, names in watched.items() for name in names if feature_label(kind, name) is None] == []


def test_mr7_what_did_not_change_is_nought() -> None:
    values = pa.array(np.random.default_rng(1).gamma(2, size=5000))
    assert psi(histogram_of(values), values) == 0
    assert psi(histogram_of(values), values.slice(0, 0)) == 0


def test_mr7_a_feature_that_vanished_is_absent_in_every_row() -> None:
    rows = pa.table({"side": [1.0, 2.0, 3.0, 4.0]})
    gone = drift_of(histograms_of(rows, ["side"]), pa.table({"other": [1.0, 2.0]}))
    assert gone["side"] > 10


def test_mr7_a_text_nobody_had_then_is_any_other() -> None:
    then = histogram_of(pa.array(["app", "ota", None, "app"]))
    assert then.shares == (0.5, 0.25, 0.0, 0.25)
    assert psi(then, pa.array(["web"] * 4)) > 5


@pytest.mark.parametrize(
    ("values", "shares"),
    [
        (pa.array([], pa.int64()), (0.0, 0.0)),
        (pa.nulls(3), (0.0, 1.0)),
        (pa.array([None, None], pa.string()), (0.0, 1.0)),
        (pa.array([7, 7, 7]), (0.0, 1.0, 0.0)),
        (pa.array([True, False, None, False]), (0.0, 0.5, 0.25, 0.25)),
        (pa.array([date(2026, 1, 1), None]), (0.0, 0.5, 0.5)),
        (pa.array([float("nan"), 1.0]), (0.0, 0.5, 0.5)),
        (pa.array(["a", "a"]).dictionary_encode(), (1.0, 0.0, 0.0)),
    ],
)
def test_every_kind_of_column_has_a_histogram(values: pa.Array, shares: tuple[float, ...]) -> None:
    found = histogram_of(pa.chunked_array([values]))
    assert found.shares == shares
    assert psi(found, values) == 0


@pytest.mark.parametrize(("index", "what"), [(0.0, "stable"), (0.0999, "stable"), (0.1, "watch"), (0.25, "watch"), (0.2501, "act")])
def test_mr7_below_a_tenth_nothing_above_a_quarter_something_is_done(index: float, what: str) -> None:
    assert drifted(index) is Drifted(what)
