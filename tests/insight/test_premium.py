"""Propensity to buy the premium product: rules U1 to U7 on a small made-up company, and the real set where it is there."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.insight import guides
from xenia.insight import judging
from xenia.insight.boosting import Recipe, TooFewExamples
from xenia.insight.premium import model as premium
from xenia.insight.premium.catalogue import FEATURES, REASON_OF, REASONS
from xenia.insight.premium.evaluation import evaluate
from xenia.insight.premium.features import Table, table_of
from xenia.insight.reading.guides import GuideFrames, read_guides
from xenia.insight.reading.tables import Unreadable

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "hi_guides"
QUICK = Recipe(rounds=40, rate=0.1, leaves=8, rows_min=10, columns_share=0.5)
DAY = 86_400


@pytest.fixture(scope="module")
def frames(tmp_path_factory: pytest.TempPathFactory) -> GuideFrames:
    return read_guides(guides.write(tmp_path_factory.mktemp("guides")))


@pytest.fixture(scope="module")
def model(frames: GuideFrames) -> premium.Model:
    return premium.train(frames, recipe=QUICK)


def some(frames: GuideFrames, kept: np.ndarray) -> GuideFrames:
    """The guests of a mask, with all that is known of them."""
    chosen = frames.guests[kept].reset_index(drop=True)
    of = {
        name: table[table["guest"].isin(chosen["guest"])]
        for name, table in (("orders", frames.orders), ("sessions", frames.sessions), ("reviews", frames.reviews))
    }
    return GuideFrames(chosen, label=None if frames.label is None else frames.label[kept], **of)


def same(left: Table, right: Table) -> bool:
    return all(np.array_equal(left.numbers[name], right.numbers[name], equal_nan=True) for name in left.numbers) and all(
        (left.choices[name] == right.choices[name]).all() for name in left.choices
    )


def test_u1_nothing_after_the_instant_is_seen_and_a_planted_leak_changes_nothing(frames: GuideFrames) -> None:
    instant = float(guides.BEGAN + 100 * DAY)
    clean = table_of(frames, instant)
    guest = int(frames.guests["guest"].iloc[0])
    order = {"guest": guest, "order": 9_999_999, "at": instant + 1, "premium": 1, "city": "巴黎", "country": "法国", "continent": "欧洲"}
    visit = {"guest": guest, "began": instant - 60, "ended": instant + 60} | dict.fromkeys(guides.ACTIONS, 99.0)
    review = {"guest": guest, "order": 9_999_999, "rating": 1.0, "tags": "路线熟悉", "words": "['差']"}
    planted = replace(
        frames,
        orders=pd.concat([frames.orders, pd.DataFrame([order])], ignore_index=True),
        sessions=pd.concat([frames.sessions, pd.DataFrame([visit])], ignore_index=True),
        reviews=pd.concat([frames.reviews, pd.DataFrame([review])], ignore_index=True),
    )

    assert same(clean, table_of(planted, instant))
    assert not same(table_of(frames, instant + DAY), table_of(planted, instant + DAY))


def test_u2_the_label_and_the_guests_number_are_no_features(frames: GuideFrames, model: premium.Model) -> None:
    blind = replace(frames, label=None)
    renumbered = {
        name: table.assign(guest=table["guest"] + 10**9)
        for name, table in (
            ("guests", frames.guests),
            ("orders", frames.orders),
            ("sessions", frames.sessions),
            ("reviews", frames.reviews),
        )
    }

    assert np.array_equal(premium.score(model, frames), premium.score(model, blind))
    assert np.array_equal(premium.score(model, frames), premium.score(model, GuideFrames(**renumbered, label=None)))


def test_u3_a_guest_scores_the_same_alone_as_among_all(frames: GuideFrames, model: premium.Model) -> None:
    few = np.arange(len(frames.guests)) < 5

    assert premium.score(model, some(frames, few)) == pytest.approx(premium.score(model, frames)[few])


def test_u4_a_chance_means_what_it_says_on_unseen_guests(frames: GuideFrames) -> None:
    half = np.arange(len(frames.guests)) % 2 == 0
    fitted = premium.train(some(frames, half), recipe=QUICK)
    unseen = some(frames, ~half)
    said = premium.score(fitted, unseen)

    assert said.mean() == pytest.approx(premium.label_of(unseen).mean(), abs=0.05)
    assert judging.auc(premium.label_of(unseen), said, np.ones(len(said))) > 0.85


def test_u5_every_feature_is_in_the_catalogue_with_words_and_a_reason(frames: GuideFrames, model: premium.Model) -> None:
    names = [feature.name for feature in FEATURES]
    lines = [text for feature in FEATURES for text in (feature.zh, feature.en, feature.source, feature.absent_zh, feature.absent_en)]

    assert len(set(names)) == len(names)
    assert set(model.main.names) <= set(names)
    assert all(lines)
    assert set(REASON_OF.values()) == set(REASONS)


def test_u6_reasons_are_the_parts_of_the_score_heaviest_first_in_both_languages(frames: GuideFrames, model: premium.Model) -> None:
    told = premium.explain(model, frames, most=3)
    first = told[0]

    assert len(told) == len(frames.guests)
    assert [abs(one.weight) for one in first] == sorted((abs(one.weight) for one in first), reverse=True)
    assert all(one.words.zh and one.words.en for one in first)
    keenest = int(np.argmax(premium.score(model, frames)))
    assert told[keenest][0].raises


def test_u7_a_kept_model_is_text_alone_and_scores_as_before(frames: GuideFrames, model: premium.Model, tmp_path: Path) -> None:
    premium.save(model, tmp_path)

    assert {path.suffix for path in tmp_path.rglob("*.*")} == {".json", ".txt"}
    assert np.array_equal(premium.score(premium.load(tmp_path), frames), premium.score(model, frames))


def test_features_missing_at_scoring_time_count_as_absent(frames: GuideFrames, model: premium.Model) -> None:
    table = table_of(frames, frames.until)
    lacking = replace(table, numbers={name: values for name, values in table.numbers.items() if not name.startswith("x5")})
    said = premium.score_table(model, lacking)

    assert np.isfinite(said).all()
    assert not np.array_equal(said, premium.score_table(model, table))


def test_a_guest_of_whom_only_the_profile_is_known_gets_a_chance(frames: GuideFrames, model: premium.Model) -> None:
    stranger = pd.DataFrame({"guest": [1], "gender": [""], "province": ["火星"], "age": [""]})
    nothing = {
        name: table.iloc[:0] for name, table in (("orders", frames.orders), ("sessions", frames.sessions), ("reviews", frames.reviews))
    }
    said = premium.score(model, GuideFrames(stranger, label=None, **nothing))

    assert said.shape == (1,)
    assert 0 < said[0] < 1


def test_no_guests_get_no_chances(frames: GuideFrames, model: premium.Model) -> None:
    nobody = some(frames, np.zeros(len(frames.guests), dtype=bool))

    assert premium.score(model, nobody).shape == (0,)
    assert premium.explain(model, nobody) == []


@pytest.mark.parametrize(("buyers", "learns"), [(9, False), (10, True)])
def test_ten_examples_are_learnt_from_and_nine_are_refused(frames: GuideFrames, buyers: int, learns: bool) -> None:
    label = np.zeros(len(frames.guests), dtype=np.int64)
    label[:buyers] = 1
    rare = replace(frames, label=label)
    if learns:
        assert premium.score(premium.train(rare, recipe=QUICK), rare).mean() < 0.1
        return
    with pytest.raises(TooFewExamples, match="9 rows with the outcome"):
        premium.train(rare, recipe=QUICK)


def test_a_constant_feature_and_a_clock_that_runs_backwards_do_no_harm(frames: GuideFrames) -> None:
    sessions = frames.sessions.assign(x1=1.0)
    sessions.loc[:20, "ended"] = sessions.loc[:20, "began"] - DAY
    odd = replace(frames, sessions=sessions)

    assert np.isfinite(premium.score(premium.train(odd, recipe=QUICK), odd)).all()


@pytest.mark.parametrize(
    ("file", "text", "says"),
    [
        ("profiles.csv", None, "no file"),
        ("orders.csv", "userid,orderid\n1,2\n", "no column orderTime"),
        (
            "sessions.csv",
            "userid,starttime,endtime,x1,x2,x3,x4,x5,x6,x7,x8,x9\n1,yesterday,2017-01-01 00:00:00,1,1,1,1,1,1,1,1,1\n",
            "line 2: starttime is 'yesterday'",
        ),
        ("profiles.csv", "userid,gender,province,age\nwho,男,上海,80后\n", "line 2: userid is 'who'"),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_named_with_what_to_do(tmp_path: Path, file: str, text: str | None, says: str) -> None:
    folder = guides.write(tmp_path, guests=60)
    (folder / file).unlink()
    if text is not None:
        (folder / file).write_text(text, encoding="utf-8")
    with pytest.raises(Unreadable, match=says):
        read_guides(folder)


@pytest.mark.slow
@pytest.mark.skipif(not REAL.exists(), reason=f"the real set is not at {REAL}")
def test_on_the_real_guests_a_model_beats_plain_counts_on_guests_it_never_saw() -> None:
    everyone = read_guides(REAL)
    part = np.random.default_rng(7).random(len(everyone.guests))
    fitted = premium.train(some(everyone, part < 0.3), recipe=replace(premium.RECIPE, rounds=120, rate=0.1, seeds=1))
    unseen = some(everyone, part > 0.8)
    truth, ones = premium.label_of(unseen), np.ones(int((part > 0.8).sum()))
    ours, plain = premium.score(fitted, unseen), premium.score_baseline(fitted, unseen)

    assert judging.auc(truth, ours, ones) > max(0.83, judging.auc(truth, plain, ones))
    assert judging.calibration_error(judging.calibration_table(truth, ours)) < 0.03


def test_evaluate_reads_two_folders_and_answers_with_intervals(tmp_path: Path) -> None:
    train, test = guides.write(tmp_path / "train", 300, seed=1), guides.write(tmp_path / "test", 200, seed=2)
    found = evaluate(train, test / "profiles.csv")

    assert (found["task"], found["rows"]) == ("premium", 200)
    assert found["auc"]["low"] <= found["auc"]["value"] <= found["auc"]["high"]
    assert {"gain", "baseline_auc", "brier", "log_loss", "calibration", "fairness", "worth_publishing"} <= found.keys()
