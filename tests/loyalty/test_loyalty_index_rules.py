"""The loyalty index by its pure rules: docs/algorithms/loyalty-index.md, LI2 to LI8."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from xenia.kernel.errors import Invalid
from xenia.loyalty.rules.index_evidence import BY_CODE, DEFAULT, EVIDENCE, LATER
from xenia.loyalty.rules.index_forecast import expected
from xenia.loyalty.rules.loyalty_index import (
    as_value,
    checked_policy,
    index_of,
    month_ends_before,
    month_of,
    points_of,
    policy_of,
    version_of,
)
from xenia.loyalty.types.loyalty_index import Anchor, Dimension, DimensionPoints, EvidenceScale, IndexPolicy

SCALES = {one.code: one for one in DEFAULT.scales}
LIN = {
    "bookings_2y": 3.0, "trips_1y": 2.0, "rhythm": 1.0, "spend_1y": 500_000.0, "booking_mean": 150_000.0, "promotions_2y": 0.25, "trips_ahead": 1.0,
    "lines_used": 2.0, "no_shows": 0.0, "cancellations": 0.1,
}  # fmt: skip
RATED = LIN | {"rating_mean": 4.0, "rating_last": 5.0, "rating_lowest": 3.0}
VALUES = some.one_of(some.none(), some.floats(0, 12), some.sampled_from([0.05, 0.25, 200_000.0, 5_000_000.0]))
KNOWN = some.fixed_dictionaries({one.code: VALUES for one in EVIDENCE})


def points(code: str, *values: float) -> list[float]:
    return [points_of(SCALES[code].anchors, value) for value in values]


def scaled(code: str, **more: object) -> IndexPolicy:
    return replace(DEFAULT, scales=tuple(replace(one, **more) if one.code == code else one for one in DEFAULT.scales))


def test_li2_what_comes_later_is_named_and_counts_for_nothing() -> None:
    assert {one.dimension for one in LATER} == set(Dimension) - {Dimension.BEHAVIOURAL}
    assert all(one.label.zh and one.brought_by.zh for one in LATER)
    assert index_of(DEFAULT, {}).dimensions == tuple(DimensionPoints(one, None, 0.0) for one in Dimension)


def test_li3_points_lie_on_straight_lines_between_the_anchors() -> None:
    assert points("bookings_2y", 0, 1, 2, 3, 6, 8, 10, 25) == [0, 40, 55, 70, 90, 95, 100, 100]
    assert points("rhythm", 0, 0.5, 1, 1.5, 4, 9) == [100, 90, 80, 60, 0, 0]
    assert points("rating_mean", 0, 1, 4, 4.5) == [0, 0, 75, 87.5]


def test_li4_a_dimension_is_the_mean_of_what_is_known_beside_its_coverage() -> None:
    found = {one.dimension: one for one in index_of(DEFAULT, LIN).dimensions}
    assert found[Dimension.BEHAVIOURAL] == DimensionPoints(Dimension.BEHAVIOURAL, 70.0, 0.75)
    assert found[Dimension.ECONOMIC] == DimensionPoints(Dimension.ECONOMIC, 68.0, 1.0)
    assert found[Dimension.EMOTIONAL] == DimensionPoints(Dimension.EMOTIONAL, None, 0.0)


def test_li5_the_index_is_the_mean_of_dimensions_with_evidence_and_says_nothing_below_the_least_coverage() -> None:
    assert [round(index_of(DEFAULT, one).points or 0, 1) for one in (LIN, RATED)] == [73.3, 74.2]
    assert [index_of(DEFAULT, one).coverage for one in (LIN, RATED)] == [0.5325, 0.7325]
    alone = index_of(DEFAULT, {"rating_mean": 5.0})
    assert (alone.points, alone.coverage, alone.dimensions[2].points) == (None, 0.1, 100.0)
    assert index_of(replace(DEFAULT, coverage_least_percent=10), {"rating_mean": 5.0}).points == 100.0


def test_li5_a_dimension_or_evidence_without_weight_counts_for_nothing() -> None:
    silent = replace(
        DEFAULT, weights=tuple(replace(one, weight=0 if one.dimension is Dimension.ECONOMIC else 10) for one in DEFAULT.weights)
    )
    assert index_of(silent, LIN).points == pytest.approx((70 + 80 + 60 + 67 / 0.7) / 4)
    assert index_of(scaled("no_shows", weight=0), {"no_shows": 0.0}).dimensions[5] == DimensionPoints(Dimension.RESPONSIBILITY, None, 0.0)


@given(evidence=KNOWN)
def test_coverage_is_between_nought_and_one_and_points_within_the_scale(evidence: dict[str, float | None]) -> None:
    found = index_of(DEFAULT, evidence)
    for one in (found, *found.dimensions):
        assert 0 <= one.coverage <= 1
        assert one.points is None or 0 <= one.points <= 100
    assert [one.points is None for one in found.dimensions] == [one.coverage == 0 for one in found.dimensions]


@given(evidence=KNOWN, code=some.sampled_from([one.code for one in EVIDENCE]), better=some.floats(0, 20))
def test_li6_more_of_a_good_thing_never_lowers_the_index(evidence: dict[str, float | None], code: str, better: float) -> None:
    value = 5.0 if evidence[code] is None else evidence[code]
    policy = replace(DEFAULT, coverage_least_percent=1)
    improved = value - better if BY_CODE[code].is_falling else value + better
    before, after = (index_of(policy, evidence | {code: one}).points for one in (value, improved))
    assert before is not None
    assert after is not None
    assert after >= before - 1e-9


@given(evidence=KNOWN, code=some.sampled_from([one.code for one in EVIDENCE if not one.is_falling and one.code not in ("tier_place",)]))
def test_missing_evidence_is_never_the_same_as_none_of_it(evidence: dict[str, float | None], code: str) -> None:
    missing, nought = (index_of(DEFAULT, evidence | {code: one}) for one in (None, 0.0))
    assert missing.coverage < nought.coverage


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        (replace(DEFAULT, weights=DEFAULT.weights[1:]), "one weight"),
        (replace(DEFAULT, weights=tuple(replace(one, weight=0) for one in DEFAULT.weights)), "weigh nothing"),
        (replace(DEFAULT, weights=tuple(replace(one, weight=-1) for one in DEFAULT.weights)), "-1"),
        (replace(DEFAULT, coverage_least_percent=0), "take 1 to 100"),
        (replace(DEFAULT, scales=(*DEFAULT.scales, EvidenceScale("luck", 1, ()))), "one scale"),
        (scaled("bookings_2y", anchors=(Anchor(0, 0),)), "2 to 12"),
        (scaled("bookings_2y", anchors=(Anchor(0, 0), Anchor(1, 101))), "0 to 100"),
        (scaled("bookings_2y", anchors=(Anchor(0, 0), Anchor(float("nan"), 50))), "values are 0 or more"),
        (scaled("bookings_2y", anchors=(Anchor(0, 50), Anchor(3, 40))), "points rise"),
        (scaled("no_shows", anchors=(Anchor(0, 50), Anchor(1, 60))), "points fall"),
        (scaled("bookings_2y", anchors=(Anchor(2, 0), Anchor(2, 60))), "values must rise"),
    ],
)
def test_li6_a_policy_that_cannot_be_is_refused(policy: IndexPolicy, said: str) -> None:
    with pytest.raises(Invalid, match=said):
        checked_policy(policy)


def test_li6_a_policy_is_written_and_read_and_new_evidence_comes_as_the_product_has_it() -> None:
    value = as_value(scaled("rhythm", weight=7))
    assert policy_of(value, DEFAULT) == scaled("rhythm", weight=7)
    older = value | {
        "scales": [one for one in value["scales"] if one["code"] != "friends"] + [{"code": "gone", "weight": 1, "anchors": []}]
    }
    assert policy_of(older, DEFAULT) == scaled("rhythm", weight=7)


def test_li7_months_have_names_that_rise_and_begin_with_the_twelve_before() -> None:
    assert str(version_of(date(2026, 11, 1))) == "00000000-0000-0000-0000-000000005f02"
    assert [month_of(version_of(date(2026, month, 1))) for month in (1, 12)] == [date(2026, 1, 1), date(2026, 12, 1)]
    assert version_of(date(2025, 12, 1)) < version_of(date(2026, 1, 1))
    assert month_ends_before(date(2026, 11, 23), 3) == [date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 31)]


def test_li8_a_forecast_follows_a_damped_trend_with_its_interval() -> None:
    found = expected([50, 52, 54, 56, 58, 60])
    assert [(round(one.points, 1), round(one.low, 1), round(one.high, 1)) for one in found] == [
        (61.9, 61.4, 62.4),
        (63.8, 63.0, 64.6),
        (65.6, 64.4, 66.9),
    ]
    assert [(one.low, one.points, one.high) for one in expected([60.0] * 6)] == [(60.0, 60.0, 60.0)] * 3


def test_li8_fewer_than_six_months_in_a_row_foretell_nothing() -> None:
    assert expected([50, 52, 54, 56, 58]) == expected([]) == expected([50, None, 54, 56, 58, 60, 61]) == ()
    assert expected([1, None, 50, 52, 54, 56, 58, 60]) == expected([50, 52, 54, 56, 58, 60])


@given(history=some.lists(some.floats(0, 100), min_size=6, max_size=14))
def test_li8_a_forecast_stays_on_the_scale_and_its_interval_widens(history: list[float]) -> None:
    found = expected(history)
    assert all(0 <= one.low <= one.points <= one.high <= 100 for one in found)
    assert len(found) == 3
