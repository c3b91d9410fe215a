"""Leaving: the rules one by one, and a company of rhythms and quitters whose truth is known."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from tests.insight import leaving_company as company
from tests.insight.planted import (
    CHEN,
    CHEN_GUEST,
    LIN,
    LIN_GUEST,
    LINKS,
    MOTHER,
    NOW,
    TODAY,
    add,
    asked,
    booking,
    days_ago,
    event,
    links,
    on,
)
from xenia.insight.boosting import TooFewExamples
from xenia.insight.facts.booked import booked
from xenia.insight.facts.leaving import SAID_SCHEMA, outcomes, rows_to_learn_from, rows_to_score, season, traits
from xenia.insight.facts.trips import parties
from xenia.insight.leaving.catalogue import CHOICES, NUMBERS, REASON_OF, REASONS
from xenia.insight.leaving.model import Model, Seen, chance, learn, telling
from xenia.insight.leaving.product import KIND, score
from xenia.insight.leaving.scoring import scored
from xenia.insight.leaving.table import columns_of, expected_gap, fitted, overdue, own_rhythm
from xenia.insight.leaving.wording import READS, WORDS, told
from xenia.insight.modelling import Asked, NotEnough, Trained
from xenia.insight.rows import given_to_facts, guest_map_of
from xenia.insight.rules.leaving import Window, holes_of, reaches, windows_of
from xenia.insight.types.judged import ScoreKind
from xenia.insight.types.policies import LeavingPolicy, Policies, ReportingPolicy
from xenia.lake import read
from xenia.lake.engine import Lake
from xenia.lake.tables import ensure_tables

pytestmark = pytest.mark.slow
HORIZON = 150
POLICIES = Policies(leaving=LeavingPolicy(HORIZON), reporting=ReportingPolicy("JPY"))
"""Not those the product comes with, so that what is learned and said follows them."""
WINDOW = windows_of(NOW, HORIZON)[0]
KINDS = {ScoreKind.CHANCE: pa.float64(), ScoreKind.REAL: pa.float64(), ScoreKind.DATE: pa.date32()}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    """The company of `leaving_company`, asked as the register asks."""
    folder = str(tmp_path_factory.mktemp("leaving") / "lake")
    ensure_tables(folder)
    company.fill(Lake(folder))
    with session(Lake(folder), company.LINKS) as found:
        yield Asked(found, NOW, policies=POLICIES)


@pytest.fixture(scope="module")
def trained(house: Asked) -> Trained:
    return KIND.train(house, 1)


@pytest.fixture(scope="module")
def model(trained: Trained, tmp_path_factory: pytest.TempPathFactory) -> Model:
    folder = tmp_path_factory.mktemp("model")
    trained.save(folder)
    found: Model = KIND.load(folder)
    return found


@pytest.fixture(scope="module")
def scores(model: Model, house: Asked) -> pa.Table:
    return pa.Table.from_batches(list(score(model, house)))


def session(lake: Lake, pairs: dict[str, str]) -> Any:
    return read.session(units=None, given=given_to_facts(guest_map_of(links(pairs))), lake=lake)


def learned_from(lake: Lake) -> dict[str, Any]:
    """Lin's row of the newest window; what its parts share is computed once."""
    with session(lake, LINKS) as opened:
        for instant in (WINDOW.known_at, WINDOW.seen_at):
            opened.keep(booked(instant, backfilled=True))
        opened.keep(parties(WINDOW.known_at, backfilled=True))
        rows = opened.execute(rows_to_learn_from(WINDOW.known_at, HORIZON)).to_pylist()
    return next(row for row in rows if row["guest_id"] == LIN_GUEST)


def train(lake: Lake, days: int = 180) -> Trained:
    with session(lake, LINKS) as opened:
        return KIND.train(Asked(opened, NOW, policies=Policies(leaving=LeavingPolicy(days))), 1)


def numbered(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """By guest: facts are told by number, in the order in which the links name them."""
    order = list(dict.fromkeys(LINKS.values()))
    return {order[row["guest_no"]]: {name: value for name, value in row.items() if name != "guest_no"} for row in rows}


def test_lv1_who_books_nothing_that_stands_in_the_window_leaves(lake: Lake, engine: str) -> None:
    before = [booking(f"{who}0", 190, booker_id=who) for who in (LIN, MOTHER, CHEN)]
    add(
        lake, "booking_versions", *before, booking("after", 100), booking("gone", 100, booker_id=CHEN), booking("late", 5, booker_id=MOTHER)
    )
    add(lake, "booking_versions", booking("gone", 100, booker_id=CHEN, status="cancelled", said=days_ago(60)))
    found = numbered(asked(outcomes(days_ago(185), 100), replace(lake, engine=engine)))
    assert sorted(row["bookings_after"] for row in found.values()) == [0, 1, 1]  # Chen's was called off only when the window was over
    assert numbered(asked(outcomes(days_ago(185), 130), lake))[CHEN_GUEST] == {"bookings_after": 0}
    assert found[LIN_GUEST] == {"bookings_after": 1}


def test_lv2_a_booking_on_the_first_midnight_of_a_window_is_outcome_and_no_feature(lake: Lake) -> None:
    midnight = datetime.combine(WINDOW.begins, datetime.min.time(), NOW.tzinfo)
    add(lake, "booking_versions", booking("before", 300), booking("at midnight", 0, booked_at=midnight))
    row = learned_from(lake)
    assert (row["bookings"], row["bookings_after"]) == (1, 1)
    assert WINDOW.known_at + timedelta(microseconds=1) == midnight


def test_lv3_windows_follow_each_other_and_the_newest_ends_with_the_last_whole_day(trained: Trained) -> None:
    found = windows_of(NOW, HORIZON)
    assert found[0] == Window(TODAY - timedelta(days=HORIZON), TODAY)
    assert [one.ends for one in found[1:]] == [one.begins for one in found[:-1]]
    assert (trained.judged.judged_from, trained.judged.fitted_until) == (found[0].begins, found[0].begins)


@pytest.mark.parametrize(
    ("counts", "holes"),
    [([50] * 20, []), ([50, 50, 0, 50, 50, 50, 50], [2]), ([3, 0, 2, 4, 3, 2, 1], []), ([50] * 6 + [0] + [50] * 9, []), ([], [])],
)
def test_lv4_a_month_without_any_booking_is_a_hole_where_months_usually_have_many(counts: list[int], holes: list[int]) -> None:
    assert holes_of(counts, 0, 180) == holes
    assert [reaches(days - 1, 1, 180) for days in (449, 450)] == [False, True]


def test_lv4_a_young_company_is_told_what_it_lacks(lake: Lake) -> None:
    add(lake, "booking_versions", booking("B1", 300), booking("B2", 20))
    with pytest.raises(NotEnough, match="known for 300 days; 450 are needed"):
        train(lake)


def test_lv4_a_source_that_fell_silent_is_no_guest_who_left(lake: Lake) -> None:
    with pytest.raises(NotEnough, match="known for 0 days"):
        train(lake)
    add(lake, "booking_versions", *(booking(f"B{n}", 45 + n) for n in range(500)))
    with pytest.raises(NotEnough, match=f"No booking is known from {on(-30)} to {on(-1)}"):
        train(lake)


def test_lv4_few_guests_are_too_few(lake: Lake) -> None:
    add(lake, "booking_versions", *(booking(f"B{n}", 10 + n * 5) for n in range(120)))
    with pytest.raises(NotEnough, match="Fewer than 200 guests"):
        train(lake)


def test_lv4_below_ten_of_either_outcome_nothing_is_learned() -> None:
    columns = {"recency_days": np.arange(300.0)}
    with pytest.raises(TooFewExamples):
        learn([Seen(columns, np.r_[np.ones(9), np.zeros(291)], np.arange(300).astype(str))], None, HORIZON, seed=1)


def test_lv5_what_came_later_changes_no_feature(lake: Lake) -> None:
    add(lake, "booking_versions", booking("B0", 700), booking("B1", 300), booking("B2", 250))
    before = learned_from(lake)
    add(lake, "booking_versions", booking("B1", 300, status="cancelled", said=days_ago(90)), booking("B3", 100), booking("B4", 5))
    add(lake, "behaviour_events", event("Trip Searched", 150, destination="巴黎"))
    after = learned_from(lake)
    assert {name: (value, after[name]) for name, value in before.items() if after[name] != value} == {"bookings_after": (0, 2)}


def test_lv5_features_have_a_reason_and_none_knows_the_day_or_what_was_linked_later() -> None:
    assert set(REASON_OF) == {*NUMBERS, *CHOICES}
    assert set(REASON_OF.values()) == set(REASONS) == set(WORDS)
    assert {"records", "is_agency", "last_booked_on", "bookings_after"} & set(REASON_OF) == set()


def test_lv5_a_feature_that_is_constant_in_one_window_is_left_out() -> None:
    varied, constant = np.arange(4.0), np.full(4, 3.0)
    windows = [Seen({"recency_days": varied, "bookings": one}, varied, varied) for one in (varied, constant)]
    assert telling(windows) == ("recency_days",)
    assert telling([Seen({"rating_last": np.full(4, np.nan)}, varied, varied)]) == ()


def test_lv5_a_feature_that_is_missing_at_scoring_counts_as_absent(model: Model) -> None:
    said = chance(model, {"recency_days": np.array([5.0, 400.0])}, 2)
    assert 0 < said[0] < said[1] < 1


def festival(year_ago: int) -> list[dict[str, Any]]:
    """Two bookings around a Spring Festival, seen from mid June."""
    return [booking(f"festival {year_ago} {n}", 130 + 360 * year_ago + 9 * n) for n in range(2)]


def test_lv6_who_travels_every_spring_festival_is_not_overdue_in_november(lake: Lake, engine: str) -> None:
    add(lake, "booking_versions", *festival(0), *festival(1), *festival(2))
    november = NOW + timedelta(days=160)
    row = numbered(asked(season(november, 180), replace(lake, engine=engine)))[LIN_GUEST]
    assert row == {"season_years": 2, "season_years_booked": 2, "season_booked_share": 1.0, "season_gap_days": 351}
    rows = pa.table({"repeats": [5], "repeat_span_days": [729], "recency_days": [290], "season_gap_days": [351.0]})
    assert (own_rhythm(rows)[0], expected_gap(rows)[0]) == (146, 351)
    assert overdue(rows)[0] == pytest.approx(290 / 351)


def test_lv6_a_gap_of_chance_or_of_years_is_no_season_and_few_bookings_are_no_rhythm(lake: Lake) -> None:
    add(
        lake,
        "booking_versions",
        booking("B1", 420),
        booking("B2", 300),
        booking("C1", 900, booker_id=CHEN),
        booking("C2", 30, booker_id=CHEN),
    )
    found = numbered(asked(season(NOW, 180), lake))
    assert [found[one]["season_gap_days"] for one in (LIN_GUEST, CHEN_GUEST)] == [None, None]
    assert [found[one]["season_years"] for one in (LIN_GUEST, CHEN_GUEST)] == [1, 2]
    rows = pa.table({"repeats": [1], "repeat_span_days": [120], "recency_days": [300], "season_gap_days": [None]})
    assert np.isnan(overdue(rows.set_column(3, "season_gap_days", pa.array([None], pa.float64())))[0])


def test_lv7_every_guest_with_a_booking_has_every_score(scores: pa.Table, house: Asked) -> None:
    assert scores.column_names == ["guest_id", *(one.name for one in KIND.scores)]
    assert [scores.schema.field(one.name).type for one in KIND.scores] == [KINDS.get(one.kind, pa.int64()) for one in KIND.scores]
    assert scores.num_rows == len(set(scores["guest_id"].to_pylist())) > 500
    row = next(one for one in scores.to_pylist() if one["own_rhythm_days"] and one["overdue_ratio_season"] > 1)
    assert row["expected_back_on"] == TODAY + timedelta(days=row["own_rhythm_days"] - row["silent_days"])
    assert row["value_at_stake_minor"] > 0


def test_lv7_a_guest_is_scored_alone_as_among_all(model: Model, house: Asked, scores: pa.Table) -> None:
    only = house.session.give("one", pa.table({"guest_id": [company.guest(8)]}))
    one = scored(model, house.session.execute(rows_to_score(NOW, HORIZON, None, only))).to_pylist()
    assert one == [row for row in scores.to_pylist() if row["guest_id"] == company.guest(8)]


def test_lv7_quitters_are_told_from_those_who_stay(scores: pa.Table) -> None:
    rows = scores.to_pylist()
    silent = [row["leaving_chance"] for row in rows if row["overdue_ratio_season"] and row["overdue_ratio_season"] > 4]
    in_time = [row["leaving_chance"] for row in rows if row["overdue_ratio_season"] and row["overdue_ratio_season"] < 0.8]
    assert min(len(silent), len(in_time)) > 50
    assert np.mean(silent) > np.mean(in_time) + 0.4


def test_lv8_reasons_have_numbers_and_add_up_to_the_direction(model: Model, house: Asked, scores: pa.Table) -> None:
    worst = max(scores.to_pylist(), key=lambda row: row["leaving_chance"])
    lines = KIND.explain(model, house, worst["guest_id"])
    assert 0 < len(lines) <= 5
    assert lines[0].weight > 0
    rhythm = next(one for one in lines if one.name == "rhythm")
    assert f"已 {worst['silent_days']} 天未订" in rhythm.words.zh
    assert f"silent for {worst['silent_days']}" in rhythm.words.en.lower()
    assert KIND.explain(model, house, "nobody") == ()


@pytest.mark.parametrize(
    ("reason", "values", "zh", "en"),
    [
        ("rhythm", ("96", "41"), "自身节奏约 41 天，已 96 天未订", "Usually books every 41 days; now silent for 96"),
        (
            "season",
            ("90", "2", "0"),
            "往年此后 90 天内有预订的：2 年中 0 年",
            "Booked in the 90 days from this day on in 0 of 2 earlier years",
        ),
        (
            "spend",
            ("1234500", "200000", "CNY"),
            "共消费 CNY 12,345，近一年 CNY 2,000",
            "Spent CNY 12,345 in all, CNY 2,000 in the last year",
        ),
        ("spend", ("12345", "0", "JPY"), "共消费 JPY 12,345，近一年没有", "Spent JPY 12,345 in all, nothing in the last year"),
        ("kind", ("0.67", "0", "0", "0", "APP"), "67% 的预订是酒店，多经由：App", "67% of bookings are hotels, mostly by: App"),
        ("ended", ("2", "0", "0"), "取消 2 次", "2 cancellations"),
        ("ended", ("0", "1", "1"), "未到 1 次，未定 1 单", "1 no-show, 1 booking still open"),
        ("company", ("6", "0"), "每单平均 6 人", "6 people a booking on average"),
        ("company", ("2.25", "1"), "每单平均 2.2 人，同行过 1 位客人", "2.2 people a booking on average, has travelled with 1 other guest"),
        ("trips", ("0", "30"), "上次出行在 30 天前", "The last trip began 30 days ago"),
        ("visits", ("12", "3", "0"), "上次访问在 12 天前，近 90 天搜索 3 次", "Last visit 12 days ago; 3 searches in 90 days"),
    ],
)
def test_lv8_a_reason_is_told_in_plain_words(reason: str, values: tuple[str, ...], zh: str, en: str) -> None:
    words = told(reason, values)
    assert words is not None
    assert (words.zh, words.en) == (zh, en)


@pytest.mark.parametrize("reason", [name for name in WORDS if name != "rhythm"])
@pytest.mark.parametrize("value", ["0", None])
def test_lv8_what_is_nought_or_not_known_is_no_reason(reason: str, value: str | None) -> None:
    values = [value] * len(READS[reason])
    if reason == "spend":
        values[-1] = "CNY"
    assert told(reason, values) is None or (reason, value) in (("trips", "0"), ("visits", "0"), ("reviews", "0"))
    assert told(reason, [*values, None]) is None  # kept by another release


def test_lv11_the_first_of_each_band_of_chance_have_reasons_and_so_has_each_stage(
    model: Model, house: Asked, scores: pa.Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xenia.insight.facts.leaving.DESK_GUESTS", 3)
    assert KIND.desk is not None
    kept = pa.Table.from_batches(list(KIND.desk.reasons(model, house, scores))).to_pylist()
    rows = sorted(scores.to_pylist(), key=lambda row: -(row["value_at_stake_minor"] or 0))
    bands = ((0.5, 0.7), (0.7, 0.9), (0.9, 1.01))
    first = [[row["guest_id"] for row in rows if low <= row["leaving_chance"] < high][:3] for low, high in bands]
    assert {row["guest_id"] for row in kept} == {guest for band in first for guest in band}
    worst = kept[0]["guest_id"]
    told_now = [(one.name, one.weight, one.words) for one in KIND.explain(model, house, worst)]
    mine = sorted((row for row in kept if row["guest_id"] == worst), key=lambda row: row["place"])
    assert [(row["reason"], row["weight"], told(row["reason"], row["values"])) for row in mine] == told_now


def test_lv11_of_nobody_likely_to_leave_no_reasons_are_kept(model: Model, house: Asked) -> None:
    assert KIND.desk is not None
    nobody = pa.table({"guest_id": ["a"], "leaving_chance": [0.49], "value_at_stake_minor": [5]}, schema=SAID_SCHEMA)
    assert list(KIND.desk.reasons(model, house, nobody)) == []


def test_lv12_a_version_keeps_the_days_that_the_policy_said_when_it_was_trained(trained: Trained, model: Model, lake: Lake) -> None:
    assert (trained.horizon_days, model.horizon) == (HORIZON, HORIZON)
    assert trained.judged.judged_until - trained.judged.judged_from == timedelta(days=HORIZON)
    assert [holes_of([50, 50, 0, 50], 0, days) for days in (60, 75, 90)] == [[], [2], [2]]
    add(lake, "booking_versions", booking("B1", 250), booking("B2", 20))
    with pytest.raises(NotEnough, match="known for 250 days; 270 are needed to learn from 90 days"):
        train(lake, 90)


def test_lv9_it_is_judged_beside_the_best_simple_answer_on_the_later_window(trained: Trained) -> None:
    area, loss, brier = trained.judged.measures
    assert [one.name for one in (area, loss, brier)] == ["auc", "log_loss", "brier"]
    assert area.ours.low > 0.75
    assert area.baseline is not None
    assert area.gain is not None
    assert area.gain.high > -0.02
    assert area.ours.value - area.baseline.value == pytest.approx(area.gain.value)


def test_lv9_of_those_told_a_chance_about_so_many_leave(trained: Trained) -> None:
    table = trained.judged.calibration
    assert sum(one.rows for one in table) == trained.judged.judged_rows
    assert sum(one.rows * abs(one.said - one.came) for one in table) / trained.judged.judged_rows < 0.12


def test_lv9_drift_has_its_measure_and_the_same_seed_gives_the_same_model(trained: Trained, model: Model, house: Asked) -> None:
    assert set(trained.histograms) == set(trained.features) == set(KIND.features_of(model, house).column_names)
    silent = np.random.default_rng(1).uniform(0, 400, 300)
    window = Seen({"recency_days": silent}, (silent > 200).astype(float), np.arange(300))
    assert learn([window], None, HORIZON, seed=3) == learn([window], None, HORIZON, seed=3)


def test_lv10_traits_serve_fairness_and_are_no_features(lake: Lake, trained: Trained) -> None:
    add(lake, "guest_facts", {"key": "P1", "record_id": LIN, "gender": "female", "province": "上海"})
    assert asked(traits(), lake) == [{"guest_id": LIN_GUEST, "age": None, "sex": "female", "region": "上海"}]
    assert trained.judged.fairness == ()
    assert {"age", "sex", "region"} & set(trained.features) == set()


def test_where_nobody_ever_came_back_nothing_is_told_of_who_is_still_there() -> None:
    rows = pa.table({"repeats": [0, 0], "repeat_span_days": [0, 0], "age_days": [10, 400], "recency_days": [10, 400]})
    assert fitted(rows) is None
    columns = columns_of(rows, None, HORIZON)
    assert np.isnan([columns["alive"], columns["overdue_ratio_season"]]).all()
    assert len(columns_of(rows.slice(0, 0), np.zeros(4), HORIZON)["alive"]) == 0
