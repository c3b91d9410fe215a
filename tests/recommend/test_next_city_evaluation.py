"""How the next city is judged: rules NX9 and NX10 worked by hand, folders that are refused, and the real set where it is there."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.recommend import travels
from tests.recommend.test_next_city import NOON, company, looked_at
from xenia.insight.boosting import Recipe
from xenia.insight.reading.guides import GuideFrames, read_guides
from xenia.insight.reading.tables import Unreadable
from xenia.recommend.next_city import baselines, model
from xenia.recommend.next_city.evaluation import Lists, NobodyToJudge, apart, back_test, drawn_means, evaluate, goals_of, interval_of, some
from xenia.recommend.next_city.moments import DAY, Moments

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "hi_guides"
QUICK = Recipe(rounds=15, rate=0.15, leaves=6, rows_min=5, columns_share=0.5)


def quickly(frames: GuideFrames, *, seed: int) -> model.Model:
    return model.train(frames, seed=seed, recipe=QUICK, new_recipe=QUICK)


def test_nx9_hits_and_gains_by_place() -> None:
    nowhere = np.full(4, -1)
    moments = Moments(np.arange(4), nowhere, np.array([0, 1, 9, 3]), nowhere, nowhere, nowhere, nowhere, {}, {})
    lists = Lists(moments, {"ours": np.tile(np.arange(4), (4, 1))})

    assert lists.hits("ours").mean() == 0.75
    assert round(lists.gains("ours").mean(), 3) == 0.515


def test_nx9_guests_are_drawn_whole_and_all_alike_leave_no_doubt() -> None:
    one = drawn_means({"hit": np.array([1.0, 1.0, 1.0])}, np.array([4, 4, 7]), 1)
    found = interval_of(one["hit"])

    assert (found.value, found.high) == (1.0, 1.0)


def test_nx9_the_value_itself_must_reach_the_goal_and_coverage_may_cost_one_percent() -> None:
    from xenia.insight.types.judged import Interval

    def value(number: float) -> dict[str, object]:
        return {"hit_at_4": Interval(number, 0, 1), "popular": {"relative_gain": Interval(number, 0, 1)}}

    found = {"all": value(0.85), "changed": value(0.559), "new_guests": value(0.3), "coverage": {"share": 0.7, "lost": 0.011}}
    assert {name: one["is_met"] for name, one in goals_of(found).items()} == {
        "all": True,
        "changed": False,
        "new_guests": True,
        "coverage": False,
    }


def test_nx9_guests_in_both_folders_are_taken_out_of_what_is_fitted(tmp_path: Path) -> None:
    frames = read_guides(travels.write(tmp_path, 60), is_whole=False)
    left, dropped = apart(frames, some(frames, np.arange(60) < 10))

    assert (len(left.guests), dropped) == (50, 10)
    assert not left.orders["guest"].isin(frames.guests["guest"][:10]).any()


def test_nx10_the_chain_names_the_last_city_then_what_followed_then_what_is_usual() -> None:
    trips = [("巴黎", "巴黎")] * 5 + [("巴黎", "伦敦")] * 3 + [("巴黎", "大阪")] * 2 + [("东京", "东京")] * 9
    orders = [(guest, NOON + at * DAY, city) for guest, cities in enumerate(trips) for at, city in enumerate(cities)]
    moments, _, catalogue = looked_at(company(*orders))
    asked = moments.where(np.array([1]))
    named = [catalogue.names[city] for city in baselines.markov(moments, asked, len(catalogue))[0]]
    elsewhere = [catalogue.names[city] for city in baselines.markov(moments, asked, len(catalogue), without_last=True)[0]]

    assert named == ["巴黎", "伦敦", "大阪", "东京"]
    assert elsewhere == ["伦敦", "大阪", "东京"]
    assert catalogue.names[baselines.popular(moments, len(catalogue))[0]] == "东京"


def test_evaluate_reads_two_folders_says_what_lacks_and_answers_with_intervals(tmp_path: Path) -> None:
    train, test = travels.write(tmp_path / "train", 300), travels.write(tmp_path / "test", 150, seed=2, first=900_000)
    command = [sys.executable, "-m", "xenia", "evaluate", "next-city", "--train", str(train), "--test", str(test), "--json"]
    answer = subprocess.run(command, env=os.environ | {"XENIA_HOME": str(tmp_path / "nobody")}, capture_output=True, text=True, check=True)
    found = json.loads(answer.stdout)

    assert (found["task"], found["guests_in_both"]) == ("next-city", 0)
    assert found["lacking"][str(train)] == ["reviews.csv", "premium_order_label.csv"]
    for part in ("all", "changed", "changed_elsewhere"):
        hit = found[part]["hit_at_4"]
        assert hit["low"] <= hit["value"] <= hit["high"]
        assert {"popular", "markov", "ndcg_at_4"} <= found[part].keys()
    assert found["new_guests"]["popular"]["relative_gain"]["low"] > 0.3
    assert set(found["goals"]) == {"all", "changed", "new_guests", "coverage"}


def test_guests_of_the_test_set_teach_nothing(tmp_path: Path) -> None:
    frames = read_guides(travels.write(tmp_path, 300), is_whole=False)
    held = np.arange(300) >= 200
    apart_ = back_test(some(frames, ~held), some(frames, held), fit=quickly)
    mixed = back_test(frames, some(frames, held), fit=quickly)

    assert mixed.pop("guests_in_both") == 100
    apart_.pop("guests_in_both")
    assert mixed == apart_


@pytest.mark.parametrize("file", ["profiles.csv", "orders.csv", "sessions.csv"])
def test_a_folder_that_lacks_a_file_is_refused_with_what_it_needs(tmp_path: Path, file: str) -> None:
    train, test = travels.write(tmp_path / "train", 60), travels.write(tmp_path / "test", 20, seed=2)
    (test / file).unlink()
    with pytest.raises(Unreadable, match=f"lacks {file}; a folder needs profiles.csv, orders.csv, sessions.csv") as refused:
        evaluate(train, test)
    assert f"缺少 {file}" in refused.value.message_zh


def test_a_test_set_without_second_orders_is_refused(tmp_path: Path) -> None:
    frames = read_guides(travels.write(tmp_path, 300), is_whole=False)
    once = company(*((guest, NOON, "东京") for guest in range(5)))
    with pytest.raises(NobodyToJudge, match="5 first orders and 0 later ones") as refused:
        back_test(frames, once, fit=quickly)
    assert "首次订单 5 笔" in refused.value.message_zh


@pytest.mark.slow
@pytest.mark.skipif(not REAL.exists(), reason=f"the real set is not at {REAL}")
def test_on_the_real_guests_the_lists_beat_the_chain_on_guests_never_seen() -> None:
    frames = read_guides(REAL, is_whole=False)
    held = np.random.default_rng(7).random(len(frames.guests)) < 0.2
    few = Recipe(rounds=60, rate=0.1, leaves=15, rows_min=50, columns_share=0.3)

    def fit(train: GuideFrames, *, seed: int) -> model.Model:
        return model.train(train, seed=seed, recipe=few, new_recipe=few)

    found = back_test(some(frames, ~held), some(frames, held), fit=fit)
    assert found["all"]["markov"]["gain"].low > 0
    assert found["changed_elsewhere"]["markov"]["gain"].low > 0
    assert found["new_guests"]["popular"]["relative_gain"].low > 0
    assert found["coverage"]["share"] > 0.6
    assert found["coverage"]["lost"] < 0.01
