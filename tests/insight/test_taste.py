"""Taste and purpose: rules TA1 to TA7 and TA10 to TA12 on a small company whose travellers are known."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import sparse

from tests.insight import planted
from tests.insight.travellers import (
    AGENCY,
    AS_OF,
    FESTIVAL_GUESTS,
    LOOKING,
    LOVING,
    ONCE,
    ONLY_CANCELLED,
    WITH_CHILDREN,
    WORKING,
    asking,
    company,
    new_lake,
    scores,
    searches,
    session,
    trip,
)
from tests.insight.travellers import filled as filled
from tests.insight.travellers import model as model
from tests.insight.travellers import said as said
from tests.insight.travellers import trained as trained
from xenia.insight.facts import taste as facts
from xenia.insight.modelling import NotEnough, Trained
from xenia.insight.per_guest import ordered
from xenia.insight.rules.taste import PURPOSE_WORDS, PURPOSES, band_of
from xenia.insight.taste import product, profile, purpose, shrinking, words
from xenia.insight.taste.journeys import Journeys, journeys_at, parts_of
from xenia.insight.taste.product import KIND, Taste
from xenia.kernel.texts import Text
from xenia.lake.engine import Lake

pytestmark = pytest.mark.slow


WORDS = {"Business": "business", "出差": "business", "visit": "family", "度假": "leisure", "团队": "group", "Ski": None}
AMOUNTS = {0: -500, 1: 0, 2: None}
BOTH = {"booker_id": f"record of {WORKING[0]}", "traveller_ids": [f"record of {ONCE}", f"record of {LOOKING}"]}


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Journeys (with ranks of price) and wishes of a lake of odd bookings."""
    place = new_lake(tmp_path_factory.mktemp("odd"))
    day = AS_OF.date() - timedelta(days=100)
    rows = [trip(WORKING[0], day, word, line="air", purpose=word) for word in WORDS]
    rows += [trip(LOVING[n], day + timedelta(days=n), "上海", total_minor=AMOUNTS.get(n, 1_000 * n)) for n in range(40)]
    rows += [trip(WITH_CHILDREN[0], day, "厦门", lead=-5, ends_on=day - timedelta(days=10))]
    rows += [trip(ONCE, day, "北京", line="rail", **BOTH), trip(WORKING[1], day, "北京", line="rail", traveller_ids=[])]
    rows += [trip(WORKING[2], AS_OF.date() + timedelta(days=10), "桂林")]
    planted.add(place, "booking_versions", *rows)
    planted.add(place, "behaviour_events", *searches(WORKING[2], "桂林", 20, 70), *searches(WORKING[2], "昆明", 20))
    with session(place) as opened:
        journeys = opened.execute(facts.priced(facts.journeys(AS_OF))).to_pylist()
        return {"journeys": journeys, "wishes": opened.execute(facts.wishes(AS_OF)).to_pylist()}


def of(odd: dict[str, Any], **wanted: Any) -> list[dict[str, Any]]:
    return [row for row in odd["journeys"] if all(row[name] == value for name, value in wanted.items())]


def test_ta1_words_of_sources_mean_one_of_four_purposes_and_others_mean_nothing(odd: dict[str, Any]) -> None:
    assert {row["place"]: row["purpose"] for row in of(odd, line="air")} == WORDS
    assert set(PURPOSE_WORDS) == set(PURPOSES)


def test_amounts_of_nought_and_below_have_no_rank(odd: dict[str, Any]) -> None:
    found = {row["guest_id"]: row["price_rank"] for row in of(odd, line="hotel", place="上海")}

    assert [found[LOVING[n]] for n in AMOUNTS] == [None] * 3
    assert found[LOVING[3]] < found[LOVING[20]] < found[LOVING[39]] == pytest.approx(1.0, abs=0.02)


def test_ta7_what_was_booked_since_the_first_look_is_no_wish_any_more(odd: dict[str, Any]) -> None:
    assert {row["place"]: (row["times"], row["is_booked"]) for row in odd["wishes"]} == {"桂林": (1, True), "昆明": (1, False)}


def test_a_clock_that_runs_backwards_makes_no_lead_time(odd: dict[str, Any]) -> None:
    assert [(row["lead"], row["ends_on"]) for row in of(odd, place="厦门")] == [(None, None)]


def test_taste_belongs_to_who_travels_and_not_to_who_pays(odd: dict[str, Any]) -> None:
    assert sorted((row["guest_id"], row["is_buyer"]) for row in of(odd, line="rail")) == [
        (LOOKING, False),
        (ONCE, False),
        (WORKING[1], True),
    ]


def rows_of(lake: Lake, days_back: int = 0) -> Journeys:
    with session(lake) as opened:
        return journeys_at(opened, AS_OF - timedelta(days=days_back), backfilled=True)


def test_ta2_a_purpose_stated_later_is_no_feature_and_one_stated_before_is(lake: Lake) -> None:
    first, second = (
        trip(ONCE, AS_OF.date() - timedelta(days=300), "上海", purpose="business"),
        trip(ONCE, AS_OF.date() - timedelta(days=200), "上海"),
    )
    planted.add(lake, "booking_versions", first, second)
    before = purpose.features_of(rows_of(lake))
    planted.add(lake, "booking_versions", trip(ONCE, AS_OF.date() - timedelta(days=100), "上海", purpose="leisure"))
    after = purpose.features_of(rows_of(lake))

    assert np.isnan(before["business_before"][0])
    assert before["business_before"][1] == 1.0
    for name in purpose.EARLIER:
        assert np.array_equal(after[name][:2], before[name], equal_nan=True)
    assert [after["business_before"][2], after["stated_before"][2]] == [1.0, 1.0]


def test_ta2_a_leak_of_the_future_is_not_seen_at_an_earlier_day(lake: Lake) -> None:
    planted.add(lake, "booking_versions", trip(ONCE, AS_OF.date() - timedelta(days=300), "上海"))
    before = len(rows_of(lake, 100))
    planted.add(lake, "booking_versions", trip(ONCE, AS_OF.date() - timedelta(days=30), "巴黎", purpose="leisure"))
    planted.add(lake, "behaviour_events", *searches(ONCE, "巴黎", 40))
    with session(lake) as opened:
        wished = opened.execute(facts.wishes(AS_OF - timedelta(days=100), backfilled=True)).num_rows

    assert (len(rows_of(lake, 100)), wished) == (before, 0)
    assert len(rows_of(lake)) == before + 1  # the leak is one that could be seen


def test_ta3_purposes_are_told_better_than_by_line_on_later_bookings(trained: Trained) -> None:
    loss, accuracy = trained.judged.measures

    assert [loss.name, accuracy.name] == ["purpose_log_loss", "purpose_accuracy"]
    assert loss.gain is not None
    assert loss.gain.low > 0
    assert accuracy.ours.value > 0.9 > 0.75 > accuracy.baseline.value  # type: ignore[union-attr]
    assert trained.judged.fitted_until <= trained.judged.judged_from
    assert trained.judged.worth_publishing


def test_ta3_a_guest_who_leaves_on_mondays_alone_works_and_others_do_not(said: dict[str, dict[str, Any]]) -> None:
    names = {who: said[who]["purpose"] for who in (*WORKING, *LOVING, *WITH_CHILDREN)}

    assert {names[who] for who in WORKING} == {"business"}
    assert {names[who] for who in LOVING} == {"leisure"}
    assert sum(names[who] == "family" for who in WITH_CHILDREN) > 20
    for row in (said[WORKING[0]], said[ONCE]):
        assert sum(row[f"{name}_share"] for name in PURPOSES) == pytest.approx(1)


def test_ta3_a_purpose_with_fewer_than_ten_examples_is_left_out_and_that_is_said(trained: Trained, model: Taste) -> None:
    assert model.purposes.left_out == {"group": 5}
    assert "group" not in model.purposes.purposes
    assert "团体" in trained.judged.baseline.zh
    assert "groups" in trained.judged.baseline.en


def test_too_few_stated_purposes_are_a_clear_refusal(lake: Lake) -> None:
    planted.add(lake, "booking_versions", *(row | {"purpose": None} for row in company()[:60]))
    with session(lake) as opened, pytest.raises(NotEnough) as refused:
        KIND.train(asking(opened), 1)

    assert "business 0" in str(refused.value)
    assert "10" in str(refused.value)


def test_ta4_worked_numbers_of_shrinking() -> None:
    assert shrinking.shrunk_shares(np.array([[1.0, 0.0]]), np.array([0.2, 0.8]), 3.0).tolist() == [pytest.approx([0.4, 0.6])]
    alike = shrinking.mean_strength(np.repeat(np.arange(50), 4), np.random.default_rng(1).normal(size=200), 50)
    apart = shrinking.mean_strength(np.repeat(np.arange(50), 4), np.repeat(np.random.default_rng(1).normal(size=50), 4), 50)
    assert alike > 5 > 0.6 > apart
    assert shrinking.mean_strength(np.arange(3), np.zeros(3), 3) == 20.0
    loyal = sparse.csr_matrix(np.kron(np.eye(4), np.ones((5, 1))) * 6)
    assert shrinking.share_strength(loyal, np.full(4, 0.25)) == shrinking.STRENGTHS[0]


def test_ta4_a_guest_with_one_booking_is_drawn_to_what_is_usual(said: dict[str, dict[str, Any]]) -> None:
    once, often = said[ONCE], said[WORKING[0]]

    assert (once["taste_bookings"], often["taste_bookings"]) == (1, 12)
    assert 0 < once["price_sure"] < often["price_sure"]
    assert once["place_1"] == "青岛"
    assert once["place_1_share"] < said[LOVING[0]]["place_1_share"]
    assert often["lead_days_usual"] < once["lead_days_usual"]


def test_ta4_company_is_what_the_own_bookings_say_and_never_only_what_is_usual(said: dict[str, dict[str, Any]]) -> None:
    mostly_alone = np.tile([0.7, 0.2, 0.05, 0.03, 0.02], (3, 1))
    own = np.array([[0.0, 0, 0, 0, 1], [0.0, 0, 0, 0, 0], [1.0, 1, 0, 0, 0]])
    chosen, share = profile.commonest_company(own, mostly_alone, 5.0)

    assert [(*profile.COMPANY, None)[one] for one in chosen] == ["group", None, "alone"]
    assert share == pytest.approx([(1 + 5 * 0.02) / 6, np.nan, (1 + 5 * 0.7) / 7], nan_ok=True)
    assert {said[who]["company"] for who in WORKING} == {"alone"}


def test_a_reason_that_counts_nothing_is_not_given() -> None:
    assert words._party_words(5, 0, 0) is None
    assert words._party_words(5, 0, 2) == Text("5 次中 2 次带儿童", "Of 5, 2 with children")
    assert [words._short(number) for number in (6.0, 2.25)] == ["6", "2.2"]


def test_ta5_prices_are_ranked_within_line_market_and_year(filled: Lake, said: dict[str, dict[str, Any]]) -> None:
    cheap, dear = [LOVING[n] for n in range(0, 90, 10)], [LOVING[n] for n in range(9, 90, 10)]

    assert np.mean([said[who]["price_rank"] for who in cheap]) < 0.3 < 0.75 < np.mean([said[who]["price_rank"] for who in dear])
    assert {said[who]["price_band"] for who in dear} <= {"upper", "luxury"}
    assert [band_of(rank) for rank in (0.0, 0.3, 0.65, 0.85, 1.0)] == ["economy", "middle", "upper", "luxury", "luxury"]


def test_ta6_places_come_in_order_of_their_shares(said: dict[str, dict[str, Any]]) -> None:
    row = said[LOVING[0]]

    assert row["place_1"] == "上海"
    assert row["place_1_share"] > row["place_2_share"] >= (row["place_3_share"] or 0.0)
    assert said[FESTIVAL_GUESTS[0]]["place_1"] == "三亚"
    assert said[FESTIVAL_GUESTS[0]]["place_2"] is None


def test_ta7_a_search_weighs_half_after_two_weeks_and_ends_with_a_booking(filled: Lake, said: dict[str, dict[str, Any]]) -> None:
    found = said[LOOKING]

    assert [found["wish_place"], found["wish_times"], found["purpose"]] == ["桂林", 3, None]
    assert found["wish_strength"] == pytest.approx(sum(0.5 ** (ago / 14) for ago in (2, 5, 16)), abs=1e-9)


def test_ta10_agencies_and_unwanted_guests_are_left_out_and_only_cancellations_have_no_taste(
    filled: Lake, model: Taste, said: dict[str, dict[str, Any]]
) -> None:
    assert AGENCY not in said
    assert ONLY_CANCELLED not in said
    assert LOVING[0] not in scores(KIND, model, filled, frozenset({LOVING[0]}))


def test_ta10_children_are_told_as_with_children_alone_and_sensitive_scores_say_so(said: dict[str, dict[str, Any]]) -> None:
    sensitive = {one.name for one in KIND.scores if "28" in one.definition.en and "敏感" in one.definition.zh}

    assert {said[who]["company"] for who in WITH_CHILDREN} == {"with_children"}
    assert {"purpose", "family_share", "company", "place_1", "wish_place"} <= sensitive


def test_ta11_a_kept_model_is_text_alone_and_reasons_have_the_guests_numbers(
    filled: Lake, model: Taste, trained: Trained, tmp_path: Path
) -> None:
    trained.save(tmp_path)
    with session(filled) as opened:
        told = KIND.explain(model, asking(opened), WORKING[0])
        nothing = KIND.explain(model, asking(opened), ONLY_CANCELLED)
        table = KIND.features_of(model, asking(opened))

    assert {path.suffix for path in tmp_path.rglob("*.*")} == {".json", ".txt"}
    assert any("12 次预订中有" in one.words.zh and "of 12 bookings" in one.words.en for one in told)
    assert nothing == ()
    assert set(trained.features) == set(table.column_names) == set(trained.histograms)


def test_a_feature_missing_at_scoring_counts_as_absent(filled: Lake, model: Taste) -> None:
    rows = rows_of(filled)
    columns = {name: values for name, values in purpose.features_of(rows).items() if name not in ("party", "channel")}
    chances = purpose.chances(model.purposes, columns, len(rows))

    assert np.isfinite(chances).all()
    assert chances.sum(axis=1) == pytest.approx(1)


def test_ta12_purposes_are_worked_out_once_for_models_that_are_one_and_apart_for_another(filled: Lake, model: Taste) -> None:
    drawn = replace(model, usual=replace(model.usual, strength=model.usual.strength | {"purposes": 50.0}))
    with session(filled) as opened:
        part = next(parts_of(asking(opened), is_priced=False))
        first, again, other = (product.purposes_told(one, asking(opened), part) for one in (model, replace(model), drawn))

    assert again is first
    assert np.array_equal(other[0], first[0])
    assert not np.allclose(other[1], first[1])


def test_ta5_of_each_guest_the_engine_adds_up_the_ranks_of_price(both: Lake) -> None:
    rows = facts.journeys(planted.NOW, backfilled=True)
    ranks = [row["price_rank"] for row in planted.asked(facts.priced(rows), both) if row["price_rank"] is not None]
    (sums,) = planted.asked(facts.price_sums(rows), both)

    assert (sums["price_bookings"], len(ranks) > 30) == (len(ranks), True)
    assert sums["price_away"] == pytest.approx(sum(rank - 0.5 for rank in ranks))


@pytest.mark.parametrize("name", ["priced", "price_sums", "wishes", "people"])
def test_facts_of_taste_are_the_same_on_both_engines(both: Lake, sail: str, name: str) -> None:
    of_all = {
        "priced": facts.priced(facts.journeys(planted.NOW, backfilled=True)),
        "price_sums": facts.price_sums(facts.journeys(planted.NOW, backfilled=True)),
        "wishes": facts.wishes(planted.NOW),
        "people": facts.people(planted.NOW),
    }
    on_duckdb, on_spark = (sorted(planted.asked(of_all[name], place), key=key_of) for place in (both, replace(both, engine=sail)))

    assert len(on_duckdb) == len(on_spark) > 0
    for one, other in zip(on_duckdb, on_spark, strict=True):
        assert same(one, other), (one, other)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    place = new_lake(tmp_path_factory.mktemp("both"))
    planted.fill(place)
    planted.add(
        place, "guest_facts", {"key": "G1", "record_id": planted.LIN, "gender": "female", "province": "上海", "said": planted.days_ago(9)}
    )
    made = (planted.booking(f"P{n}", 40, total_minor=1_000 * (n % 37), starts_on=planted.on(-20), nights=1) for n in range(45))
    planted.add(place, "booking_versions", *made)
    return place


def key_of(row: dict[str, Any]) -> tuple[str, ...]:
    return tuple(str(row.get(name)) for name in ("guest_no", "booking_id", "place"))


def same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return all(other[name] == (pytest.approx(value, rel=1e-9) if isinstance(value, float) else value) for name, value in one.items())


def test_rows_alike_in_every_key_come_in_the_order_of_their_texts() -> None:
    guest, day, texts = np.array([2, 1, 1, 1, 1]), np.array([5.0, 7.0, 7.0, 6.0, 7.0]), np.array(["e", "c", "a", "d", "b"], dtype=object)
    assert texts[ordered(texts, day, guest)].tolist() == ["d", "a", "b", "c", "e"]
    assert texts[ordered(texts, day + 0.5, guest)].tolist() == ["d", "a", "b", "c", "e"]
    assert len(ordered(texts[:0], day[:0], guest[:0])) == 0
