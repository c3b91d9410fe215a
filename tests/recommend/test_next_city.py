"""The next city: rules NX1 to NX8 on small companies worked by hand, and on made-up travellers."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.recommend import travels
from xenia.insight.boosting import Recipe
from xenia.insight.reading.guides import NO_REVIEWS, GuideFrames, read_guides
from xenia.recommend.next_city import model as cities
from xenia.recommend.next_city import newcomers
from xenia.recommend.next_city.catalogue import Catalogue, catalogue_of
from xenia.recommend.next_city.counting import own_orders, shares, together_of, trip_of
from xenia.recommend.next_city.features import Frame
from xenia.recommend.next_city.gazetteer import distances_km
from xenia.recommend.next_city.moments import DAY, History, Moments, moments_of
from xenia.recommend.next_city.places import Ranked, cost_limit, ranked_of
from xenia.recommend.rules.next_city import FIRST, drawn_share, open_place_weights, together

QUICK = Recipe(rounds=15, rate=0.15, leaves=6, rows_min=5, columns_share=0.5)
LATE = float(travels.BEGAN + 400 * DAY)
NOON = 17_000 * DAY + 43_200
WHERE = {"巴黎": ("法国", "欧洲"), "伦敦": ("英国", "欧洲"), "东京": ("日本", "亚洲"), "大阪": ("日本", "亚洲")}


def company(*orders: tuple[int, int, str], visits: tuple[tuple[int, int, int], ...] = ()) -> GuideFrames:
    """Orders of guest, instant and city; visits of guest, beginning and end, with one action of each kind."""
    guest, at, city = (list(column) for column in zip(*orders, strict=True))
    placed = pd.DataFrame({"guest": guest, "order": range(len(guest)), "at": np.array(at, float), "premium": 0, "city": city})
    placed[["country", "continent"]] = [WHERE[one] for one in city]
    seen = pd.DataFrame(list(visits), columns=["guest", "began", "ended"]).astype({"guest": "int64", "began": float, "ended": float})
    known = pd.DataFrame({"guest": sorted(set(guest)), "gender": "", "province": "上海", "age": ""})
    return GuideFrames(known, placed, seen.assign(**dict.fromkeys(travels.ACTIONS, 1.0)), NO_REVIEWS, None)


def looked_at(frames: GuideFrames) -> tuple[Moments, History, Catalogue]:
    catalogue = catalogue_of(frames.orders)
    return *moments_of(frames, catalogue), catalogue


@pytest.fixture(scope="module")
def frames(tmp_path_factory: pytest.TempPathFactory) -> GuideFrames:
    return read_guides(travels.write(tmp_path_factory.mktemp("travels")), is_whole=False)


@pytest.fixture(scope="module")
def model(frames: GuideFrames) -> cities.Model:
    return cities.train(frames, recipe=QUICK, new_recipe=QUICK)


def test_nx1_a_moment_knows_of_earlier_orders_and_of_visits_that_had_ended() -> None:
    frames = company((1, NOON - 2 * DAY, "巴黎"), (1, NOON, "伦敦"), visits=((1, NOON - 600, NOON + 600), (1, NOON + 900, NOON + 999)))
    moments, _, catalogue = looked_at(frames)

    assert [catalogue.names[city] for city in moments.city] == ["巴黎", "伦敦"]
    assert moments.last.tolist() == [-1, catalogue.names.index("巴黎")]
    assert moments.numbers["orders"].tolist() == [0, 1]
    assert moments.numbers["days_since_order"][1] == 2
    assert moments.numbers["visits"].tolist() == [0, 0]


def test_nx1_changing_what_comes_later_changes_no_moment_before(frames: GuideFrames, model: cities.Model) -> None:
    cut = travels.BEGAN + 120 * DAY
    after = frames.orders["at"] >= cut
    planted = replace(
        frames,
        orders=frames.orders.assign(city=frames.orders["city"].where(~after, "东京"), premium=frames.orders["premium"].where(~after, 1)),
        sessions=frames.sessions[frames.sessions["ended"] < cut],
    )
    (clean, past), (moved, other) = (moments_of(one, model.known.frame.catalogue) for one in (frames, planted))
    rows = np.flatnonzero(clean.at < cut)
    ours, theirs = (cities.rank(model, one.where(rows), history) for one, history in ((clean, past), (moved, other)))

    assert len(rows) > 100
    assert np.array_equal(ours.city, theirs.city)
    assert np.array_equal(ours.chance, theirs.chance)


def test_nx1_the_numbers_of_guests_and_orders_are_no_features(frames: GuideFrames, model: cities.Model) -> None:
    renumbered = replace(
        frames,
        guests=frames.guests.assign(guest=frames.guests["guest"] * 3 + 7),
        orders=frames.orders.assign(guest=frames.orders["guest"] * 3 + 7, order=frames.orders["order"] + 5),
        sessions=frames.sessions.assign(guest=frames.sessions["guest"] * 3 + 7),
    )
    guests = frames.guests["guest"].to_numpy()

    assert cities.recommend(model, frames, guests, LATE) == cities.recommend(model, renumbered, guests * 3 + 7, LATE)


def test_nx2_a_city_counts_in_the_country_that_is_told_most_often() -> None:
    orders = pd.DataFrame(
        {
            "city": ["巴黎"] * 3 + ["东京", ""],
            "country": ["法国", "美国", "法国", "日本", ""],
            "continent": ["欧洲", "北美洲", "欧洲", "亚洲", ""],
        }
    )
    found = catalogue_of(orders)

    assert found.names == ("东京", "巴黎")
    assert found.country[1] != found.country[0]
    assert found.places_of(pd.Series(["巴黎", "火星"])).tolist() == [1, -1]


def test_nx3_a_training_row_counts_nothing_of_its_own_guest(frames: GuideFrames) -> None:
    """One guest goes where nobody else goes: the rows of that guest must not know it."""
    odd = int(frames.orders["guest"].value_counts().index[0])
    orders = frames.orders.copy()
    orders.loc[orders["guest"] == odd, ["city", "country", "continent"]] = ["努克", "格陵兰", "北美洲"]
    moments, history, catalogue = looked_at(replace(frames, orders=orders))
    learnt, pairs = cities.crossed(moments, history, Frame(catalogue, travels.PROVINCES, (0, 1)), 1)
    own = (pairs.city == catalogue.names.index("努克")) & (learnt.city == catalogue.names.index("努克"))[:, None]

    assert own.sum() == len(moments.city[moments.city == catalogue.names.index("努克")]) > 3
    assert pairs.columns["usual"][own].max() < 0.5 / len(orders) * 2
    assert pairs.columns["last_known"][own].max() == 0


def test_nx4_a_share_is_drawn_towards_what_is_usual() -> None:
    assert round(drawn_share(3, 4, 0.1, 5), 3) == 0.389
    assert shares(np.array([[3.0, 1.0]]), np.array([[0.1, 0.9]]), 5.0)[0].tolist() == pytest.approx([3.5 / 9, 5.5 / 9])


def test_nx4_cities_of_one_trip_belong_together_either_first() -> None:
    frames = company((1, NOON, "东京"), (1, NOON + DAY, "大阪"), (1, NOON + 60 * DAY, "巴黎"), (2, NOON, "巴黎"), (2, NOON + DAY, "伦敦"))
    moments, history, catalogue = looked_at(frames)
    found = together_of(history, len(catalogue)).toarray()
    tokyo, osaka, paris = (catalogue.names.index(name) for name in ("东京", "大阪", "巴黎"))

    assert found[tokyo, osaka] == found[osaka, tokyo] == 1
    assert found[osaka, paris] == 0
    assert trip_of(history, moments)[1].tolist() == [tokyo, -1, -1, -1, -1]


def test_nx5_own_orders_are_counted_with_how_many_orders_ago() -> None:
    frames = company((1, NOON, "东京"), (1, NOON + DAY, "东京"), (1, NOON + 2 * DAY, "大阪"), (1, NOON + 3 * DAY, "巴黎"))
    moments, history, catalogue = looked_at(frames)
    times, ago = own_orders(history, moments, len(catalogue))
    tokyo, paris = catalogue.names.index("东京"), catalogue.names.index("巴黎")

    assert times[:, tokyo].tolist() == [0, 1, 2, 2]
    assert ago[3, tokyo] == 2
    assert np.isnan(ago[3, paris])


def test_nx6_on_guests_it_never_saw_the_round_of_a_country_is_found(model: cities.Model, tmp_path: Path) -> None:
    unseen = read_guides(travels.write(tmp_path, 100, seed=9, first=500_000), is_whole=False)
    found = cities.recommend(model, unseen, unseen.guests["guest"].to_numpy(), LATE)
    countries = {city: place for place, round_ in enumerate(travels.ROUNDS) for city in round_}
    home = unseen.guests["province"].map(travels.PROVINCES.index)

    assert np.mean([countries[cities_[0]] == place for cities_, place in zip(found, home, strict=True)]) > 0.95


def test_nx6_cities_lie_as_far_apart_as_they_do_and_what_lies_nowhere_has_no_distance() -> None:
    found = distances_km(("东京", "大阪", "火星"))

    assert round(found[0, 1]) == 397
    assert found[0, 0] == pytest.approx(0, abs=0.1)
    assert np.isnan(found[2]).all()


def test_nx6_the_same_data_and_seed_give_the_same_lists(frames: GuideFrames, model: cities.Model) -> None:
    again = cities.train(frames, recipe=QUICK, new_recipe=QUICK)
    guests = frames.guests["guest"].to_numpy()

    assert cities.recommend(again, frames, guests, LATE) == cities.recommend(model, frames, guests, LATE)


def test_nx6_nobodys_list_hangs_on_who_else_is_asked(frames: GuideFrames, model: cities.Model) -> None:
    guests = frames.guests["guest"].to_numpy()

    assert cities.recommend(model, frames, guests[[5, 2]], LATE) == tuple(
        cities.recommend(model, frames, guests, LATE)[place] for place in (5, 2)
    )


def test_nx7_new_guests_get_lists_by_their_province_not_one_for_all(frames: GuideFrames, model: cities.Model) -> None:
    strangers = pd.DataFrame({"guest": [1, 2], "gender": "", "province": ["上海", "北京"], "age": ""})
    nothing = replace(frames, guests=strangers, orders=frames.orders.iloc[:0], sessions=frames.sessions.iloc[:0])
    first, second = cities.recommend(model, nothing, np.array([1, 2]), LATE)

    assert set(first[:3]) <= set(travels.ROUNDS[0])
    assert set(second[:3]) <= set(travels.ROUNDS[1])


def test_nx7_the_regression_gives_every_city_it_knows_a_share_and_others_almost_none(frames: GuideFrames) -> None:
    moments, _, catalogue = looked_at(frames)
    first = moments.where(moments.is_first)
    fitted = newcomers.fit(first, len(catalogue), travels.PROVINCES)
    every = np.tile(np.arange(len(catalogue)), (len(first), 1))
    found = np.exp(newcomers.log_shares(fitted, first, every)) - newcomers.ABSENT

    assert found.sum(axis=1) == pytest.approx(1)
    assert np.mean(catalogue.country[found.argmax(axis=1)] == catalogue.country[first.city]) > 0.9


def test_nx7_one_city_alone_is_where_everybody_goes() -> None:
    moments, _, catalogue = looked_at(company((1, NOON, "巴黎"), (2, NOON, "巴黎")))
    fitted = newcomers.fit(moments, len(catalogue), ("上海",))

    assert np.exp(newcomers.log_shares(fitted, moments, np.zeros((2, 1), int)))[:, 0].tolist() == pytest.approx([1.0001, 1.0001])


def test_nx7_the_chance_is_the_geometric_mean_of_trees_and_regression() -> None:
    assert together(0.09, 0.04) == pytest.approx(0.06)


def test_nx8_the_open_place_goes_to_the_rarer_city_more_often() -> None:
    assert open_place_weights((0.01, 0.04)) == pytest.approx((0.8, 0.2))
    ranked = Ranked(np.tile(np.arange(5), (2000, 1)), np.tile([0.5, 0.3, 0.1, 0.02, 0.01], (2000, 1)), np.ones(2000))
    moments = _moments_at(np.arange(2000) * 977)
    found = ranked.opened(moments, np.array([0.4, 0.3, 0.25, 0.04, 0.01]), 0.05)

    assert (found.city[:, :3] == [0, 1, 2]).all()
    assert np.mean(found.city[:, 3] == 4) == pytest.approx(0.8, abs=0.03)
    assert set(found.propensity.round(6)) == {0.8, 0.2}
    assert (np.sort(found.city, axis=1) == np.arange(5)).all()


def test_nx8_a_place_that_is_likely_stays_closed() -> None:
    ranked = Ranked(np.arange(5)[None], np.array([[0.5, 0.3, 0.1, 0.05, 0.01]]), np.ones(1))
    found = ranked.opened(_moments_at(np.array([7])), np.full(5, 0.2), 0.05)

    assert found.city[0].tolist() == [0, 1, 2, 3, 4]
    assert found.propensity.tolist() == [1.0]


def test_nx8_the_limit_gives_up_no_more_than_a_thousandth() -> None:
    chance = np.tile([0.5, 0.3, 0.1, 0.0, 0.0], (1000, 1))
    chance[:, FIRST - 1] = np.linspace(0, 0.09, 1000)
    limit = cost_limit(ranked_of(np.tile(np.arange(5), (1000, 1)), chance))

    assert chance[chance[:, 3] < limit, 3].sum() / 1000 == pytest.approx(0.001, abs=0.0001)


def _moments_at(at: np.ndarray) -> Moments:
    nowhere = np.full(len(at), -1)
    return Moments(nowhere, at.astype(np.int64), nowhere, nowhere, nowhere, nowhere, nowhere, {}, {})


def test_too_few_orders_are_refused_in_both_languages() -> None:
    with pytest.raises(cities.TooFewOrders, match="1 first orders and 1 later ones; 50 of each") as refused:
        cities.train(company((1, NOON, "巴黎"), (1, NOON + DAY, "伦敦")))
    assert "首次订单 1 笔" in refused.value.message_zh
