"""From the lake to lists with reasons: rules RS1 to RS6 and RS8 on a small company, and worked by hand."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.insight.planted import CHEN_GUEST, LIN_GUEST, MOTHER_GUEST, NOW
from tests.insight.test_next_trip import journeys
from tests.recommend.company import EVERYBODY, fill, guest_map, number_of
from xenia.insight.modelling import Asked, NotEnough
from xenia.insight.rows import given_to_facts
from xenia.lake import read
from xenia.lake.engine import Lake
from xenia.lake.read import Session
from xenia.lake.tables import ensure_tables
from xenia.recommend.next_city import frames, keeping, lists, product, why
from xenia.recommend.next_city.frames import LakeFrames
from xenia.recommend.next_city.model import Model, TooFewOrders
from xenia.recommend.next_city.model import train as fit
from xenia.recommend.rules.recommending import is_told, next_ones, percent
from xenia.recommend.rules.words import words_of

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    place = str(tmp_path_factory.mktemp("company") / "lake")
    ensure_tables(place)
    fill(Lake(place))
    with read.session(units=None, given=given_to_facts(guest_map()), lake=Lake(place)) as opened:
        yield opened


@pytest.fixture(scope="module")
def found(session: Session) -> LakeFrames:
    return frames.frames_at(session, NOW)


@pytest.fixture(scope="module")
def model(found: LakeFrames) -> Model:
    return fit(found.frames, seed=1)


@pytest.fixture(scope="module")
def listed(model: Model, found: LakeFrames) -> dict[str, list[list]]:  # type: ignore[type-arg]
    return {one.guest_id: json.loads(one.items) for part in lists.lists_of(model, found, NOW) for one in part}


def test_rs1_flight_and_hotel_of_a_city_are_one_stay_and_a_way_back_is_none() -> None:
    rows = journeys((1, 100, 100, "上海", "大阪", "大阪"), (1, 100, 103, "", "", "大阪"), (1, 103, 105, "", "", "京都"),
                    (1, 105, 105, "大阪", "上海", "上海"), (1, 140, 142, "", "", "大阪"))  # fmt: skip
    rows.numbers["hour"] = np.full(5, np.nan)
    stays = frames.stays_of(rows)
    assert stays["city"].tolist() == ["大阪", "京都", "大阪"]
    assert stays["start"].tolist() == [100, 103, 140]
    assert stays["at"].tolist() == [(day * 24 + 12) * 3600 for day in (70, 73, 110)]


def test_rs2_an_airport_serves_the_nearest_city_of_the_gazetteer_and_else_its_own() -> None:
    assert [frames.city_of_goal(one) for one in ("KIX", "HND", "京都", "QQQ")] == ["大阪", "东京", "京都", ""]
    assert frames.city_of_goal("ULN") == "Ulan Bator"


def test_rs2_a_code_means_the_city_that_the_company_mostly_tells_with_it() -> None:
    rows = journeys((1, 100, 100, "PVG", "KIX", "大阪湾"), (2, 100, 100, "PVG", "KIX", ""))
    placed = frames._placed(rows).texts["place"]
    assert list(placed) == ["大阪湾", "大阪湾"]


def test_rs1_what_the_company_does_not_know_stays_empty(found: LakeFrames) -> None:
    guests = found.frames.guests.set_index("guest")
    assert guests.loc[number_of(found.ids)].tolist() == ["女", "上海", "90后"]
    assert guests.loc[number_of(found.ids, MOTHER_GUEST)].tolist() == ["", "", ""]
    assert [frames.decade_of(one) for one in ("90后", "1985", "1980-1989", "30-40", "")] == ["90后", "", "80后", "", ""]
    assert set(found.frames.orders["country"]) == {"JP"}
    assert found.frames.sessions["x2"].tolist() == [1, 1, 1]


def test_rs4_a_reason_tells_of_ten_guests_and_of_more_than_usual() -> None:
    assert is_told(31, 100, 0.20)
    assert not is_told(22, 100, 0.20)
    assert not is_told(9, 10, 0.20)
    assert [percent(31, 100), percent(1, 8)] == [31, 13]


def test_rs4_every_number_of_a_reason_is_counted_guest_by_guest(listed: dict[str, list[list]], found: LakeFrames) -> None:  # type: ignore[type-arg]
    orders = found.frames.orders.sort_values(["guest", "at", "order"])
    before = orders["city"].where(orders["guest"] == orders["guest"].shift(-1)).rename("before")
    moves = pd.DataFrame({"guest": orders["guest"], "before": before, "city": orders["city"].shift(-1)}).dropna()
    onward = {item[0]: told for item in listed[LIN_GUEST] for told in item[3] if told[0] == "onward"}
    left = moves[moves["before"] == "大阪"]
    assert onward["京都"][1:] == [left[left["city"] == "京都"]["guest"].nunique(), left["guest"].nunique(), "大阪"]
    assert all(
        told[1] >= 10 for items in listed.values() for item in items for told in item[3] if told[0] in ("onward", "season", "origin")
    )


def test_rs5_each_city_has_one_to_three_reasons_in_their_order(listed: dict[str, list[list]]) -> None:  # type: ignore[type-arg]
    assert {1 <= len(item[3]) <= 3 for items in listed.values() for item in items} == {True}


def test_rs5_a_guest_is_told_of_own_stays_own_looks_and_what_is_near(model: Model, found: LakeFrames) -> None:
    (part,) = frames.parts_of(found, 1000)
    catalogue = model.known.frame.catalogue
    counted = why.counted_of(found, catalogue, model.known.frame.origins)
    guests = why.guests_of(part, lists._asked(model, part, NOW)[0].last, counted, NOW.date())
    city = np.broadcast_to(catalogue.places_of(pd.Series(["东京", "札幌", "神户"])), (len(guests.number), 3))
    mine = why.reasons_of(counted, guests, city)[guests.number.tolist().index(number_of(found.ids))]
    assert mine[0][0] == ("again", (12 * (2025 - 1970) + 3, -1))
    assert mine[1][0] == ("looked", (3,))
    assert ("near", (27, catalogue.names.index("大阪"))) in mine[2]


def test_rs5_reasons_are_said_by_an_agent_with_numbers_and_read_by_a_guest() -> None:
    agent, guest = words_of("京都", ["onward", 31, 100, "大阪"]) or ()
    assert agent.zh == "上一站在大阪的客人里，31% 接着去了京都（100 位中的 31 位）"
    assert agent.en == "Of guests who were in 大阪 last, 31 % went to 京都 next (31 of 100)"
    assert guest.zh == "去过大阪的旅客里，31% 下一站去了京都"
    again = words_of("京都", ["again", 12 * 55 + 3, 12 * 54 + 2]) or ()
    assert again[1].en == "You were in 京都 in March 2024 and April 2025"
    assert words_of("京都", ["of another version"]) is None


def test_rs3_what_is_booked_and_has_not_begun_is_not_recommended(listed: dict[str, list[list]]) -> None:  # type: ignore[type-arg]
    assert "京都" not in [item[0] for item in listed[MOTHER_GUEST]]
    assert len(listed[MOTHER_GUEST]) == 10


def test_rs6_who_never_ordered_has_a_list_by_context_and_everybody_has_one(listed: dict[str, list[list]]) -> None:  # type: ignore[type-arg]
    assert set(listed) == set(EVERYBODY.values())
    assert listed[CHEN_GUEST][0][0] == "大阪"
    assert all(0 < item[2] <= 1 for items in listed.values() for item in items)


def test_rs6_lists_asked_again_are_the_same(model: Model, found: LakeFrames, listed: dict[str, list[list]]) -> None:  # type: ignore[type-arg]
    again = {one.guest_id: json.loads(one.items) for part in lists.lists_of(model, found, NOW) for one in part}
    assert again == listed


def test_rs7_the_next_city_takes_the_place_of_one_that_is_not_wanted() -> None:
    assert next_ones(("A", "B", "C", "D", "E"), frozenset({"B"})) == ("A", "C", "D", "E")


def test_rs8_a_model_that_was_kept_ranks_as_before(model: Model, found: LakeFrames, tmp_path: Path) -> None:
    keeping.save(model, tmp_path)
    kept = keeping.load(tmp_path)
    assert next(lists.lists_of(kept, found, NOW)) == next(lists.lists_of(model, found, NOW))
    assert {one.suffix for one in tmp_path.rglob("*.*")} <= {".json", ".npz", ".txt"}


def test_rs8_a_version_is_judged_on_the_newest_quarter_beside_the_chain(session: Session) -> None:
    trained = product.train(Asked(session, NOW), 1)
    by_name = {one.name: one for one in trained.judged.measures}
    assert set(by_name) >= {"hit_at_4", "ndcg_at_4", "hit_at_4_changed", "coverage", "novelty"}
    assert trained.judged.measures[0].name == "hit_at_4"
    assert 0 < by_name["hit_at_4"].ours.value <= 1
    assert trained.judged.judged_rows == pytest.approx(0.25 * (trained.judged.fitted_rows + trained.judged.judged_rows), rel=0.02)


def test_rs8_too_few_orders_are_refused_in_a_sentence(found: LakeFrames) -> None:
    few = LakeFrames(
        frames.GuideFrames(found.frames.guests, found.frames.orders[:60], found.frames.sessions, found.frames.reviews, None),
        {},
        found.wishes,
    )
    with pytest.raises((TooFewOrders, NotEnough), match="50 of each are needed"):
        product._judged(few.frames, NOW, 1)


def test_what_others_did_is_counted_once_a_guest() -> None:
    table = why.table_of(np.array([1, 1, 2, 3]), np.array([0, 0, 0, -1]), np.array([0, 0, 1, 0]), (1, 2))
    assert table.guests.tolist() == [[1, 1]]
    assert table.of.tolist() == [2]
