"""The two risks as the register asks for them, on a small lake whose truth was planted: trained, judged, kept, scored and explained."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from tests.insight.planted import NOW, add, booking, days_ago, on
from xenia.insight.cancellation import so_far
from xenia.insight.cancellation.product import KIND as CANCELLATION
from xenia.insight.drift import drift_of
from xenia.insight.facts import premium as premium_facts
from xenia.insight.modelling import Asked, ModelKind, NotEnough, Trained
from xenia.insight.premium.lake_frames import known_of, labelled
from xenia.insight.premium.product import KIND as PREMIUM
from xenia.insight.rows import given_to_facts, guest_map_of
from xenia.insight.types.judged import ScoreKind, Subject
from xenia.lake import read
from xenia.lake.engine import Lake
from xenia.lake.tables import ensure_tables

GUESTS = [f"0192f0aa-0000-7000-8000-{place:012d}" for place in range(400)]
PARIS_LOVERS = set(GUESTS[::2])
"""Guests who look for Paris take the premium product next."""
TYPES = {ScoreKind.CHANCE: pa.float64(), ScoreKind.MINOR: pa.int64(), ScoreKind.TEXT: pa.string(), ScoreKind.DATE: pa.date32()}


def planted(lake: Lake) -> Lake:
    """Three years of 400 guests: of bookings through an agency six in ten are cancelled, of others one; half of the guests search and then
    fly in front."""
    random = np.random.default_rng(7)
    rows, items, events = [], [], []
    for n in range(2_400):
        guest, ago, lead = GUESTS[n % len(GUESTS)], float(random.uniform(1, 1_000)), int(random.integers(1, 60))
        is_agency, is_premium = bool(random.random() < 0.4), guest in PARIS_LOVERS and bool(random.random() < 0.8)
        first = booking(
            f"B{n}", ago, booker_id=guest, channel="agency" if is_agency else "own", said=days_ago(ago), starts_on=on(round(lead - ago)),
            line="air", adults=2, total_minor=int(random.integers(10, 90)) * 1_000, property="BZSH" if n % 2 else "BZBJ", came=NOW,
        )  # fmt: skip
        rows.append(first)
        if random.random() < (0.6 if is_agency else 0.1) and lead / 2 < ago:
            rows.append(first | {"status": "cancelled", "cancelled_on": on(round(lead / 2 - ago)), "said": days_ago(ago - lead / 2)})
        items.append(
            {
                "key": f"I{n}",
                "booking_id": f"id of B{n}",
                "kind": "air",
                "cabin": "business" if is_premium else "economy",
                "said": days_ago(ago),
            }
        )
        events.append(event(n, guest, ago))
    add(lake, "booking_versions", *rows)
    add(lake, "booking_items", *items)
    add(lake, "behaviour_events", *events)
    return lake


def event(n: int, guest: str, ago: float) -> dict[str, Any]:
    name = "Trip Searched" if guest in PARIS_LOVERS else "Page Viewed"
    return {"key": f"E{n}", "record_id": guest, "name": name, "at": days_ago(ago + 0.1), "said": days_ago(ago), "came": NOW}


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    place = Lake(str(tmp_path_factory.mktemp("risks") / "lake"))
    ensure_tables(place.url)
    return planted(place)


def ask(lake: Lake, wanted: list[str] | None = None) -> Iterator[Asked]:
    links = pa.table({"record_id": GUESTS, "guest_id": [f"guest {one[-4:]}" for one in GUESTS]})
    with read.session(units=None, given=given_to_facts(guest_map_of(links, wanted)), lake=lake) as session:
        yield Asked(session, NOW)


@pytest.fixture(scope="module")
def asked(lake: Lake) -> Iterator[Asked]:
    yield from ask(lake)


@pytest.fixture(scope="module", params=[CANCELLATION, PREMIUM], ids=lambda kind: kind.name)
def kind(request: pytest.FixtureRequest) -> ModelKind:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def trained(kind: ModelKind, asked: Asked) -> Trained:
    return kind.train(asked, 1)


@pytest.fixture(scope="module")
def model(kind: ModelKind, trained: Trained, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp(kind.name)
    trained.save(folder)
    return kind.load(folder)


@pytest.fixture(scope="module")
def scores(kind: ModelKind, model: Any, asked: Asked) -> pa.Table:
    return pa.Table.from_batches(list(kind.score(model, asked)))


def test_r9_and_u9_the_planted_truth_is_found_in_a_later_window_than_the_one_fitted_on(trained: Trained) -> None:
    judged = trained.judged
    assert judged.measures[0].name == "auc"
    assert judged.measures[0].ours.low > 0.65
    assert judged.fitted_from < judged.fitted_until <= judged.judged_from < judged.judged_until <= NOW.date() + timedelta(days=1)
    assert judged.worth_publishing
    assert judged.fitted_rows > 200 < judged.judged_rows


def test_scores_are_the_columns_that_the_kind_names_in_their_order(kind: ModelKind, scores: pa.Table) -> None:
    keys = ["booking_id", "guest_id"] if kind.subject is Subject.BOOKING else ["guest_id"]
    assert scores.column_names == [*keys, *(one.name for one in kind.scores)]
    assert [scores.schema.field(one.name).type for one in kind.scores] == [TYPES[one.kind] for one in kind.scores]
    assert 20 < scores.num_rows == len(set(scores[keys[0]].to_pylist()))


def test_what_is_scored_follows_the_planted_truth(kind: ModelKind, scores: pa.Table, lake: Lake) -> None:
    rows = scores.to_pylist()
    if kind is CANCELLATION:
        told = read.execute(read.current("booking_versions"), units=None, lake=lake).to_pylist()
        marked = {row["booking_id"] for row in told if row["channel"] == "agency"}
        chances = {row["booking_id"]: row["cancellation_chance"] for row in rows}
    else:
        marked = {f"guest {one[-4:]}" for one in PARIS_LOVERS}
        chances = {row["guest_id"]: row["premium_chance"] for row in rows}
    yes, no = ([chance for key, chance in chances.items() if (key in marked) is wanted] for wanted in (True, False))
    assert np.mean(yes) > np.mean(no) + 0.2


def test_a_reason_is_told_of_who_is_scored_and_none_of_who_is_not(kind: ModelKind, model: Any, scores: pa.Table, asked: Asked) -> None:
    chance = kind.scores[0].name
    top = max(scores.to_pylist(), key=lambda row: row[chance])
    found = kind.explain(model, asked, top[scores.column_names[0]])
    assert max(found, key=lambda one: one.weight).name in ("channel", "browse", "premium_before", "opened", "rhythm")
    assert found[0].weight > 0
    assert kind.explain(model, asked, "nobody") == ()


def test_features_of_today_have_drifted_little_from_those_learnt_from(kind: ModelKind, trained: Trained, model: Any, asked: Asked) -> None:
    found = drift_of(trained.histograms, kind.features_of(model, asked))
    assert set(found) <= set(trained.features)
    assert np.median(list(found.values())) < 0.25


def test_who_is_not_wanted_is_neither_learnt_from_nor_scored(kind: ModelKind, model: Any, lake: Lake) -> None:
    for few in ask(lake, ["guest 0000", "guest 0001"]):
        found = pa.Table.from_batches(list(kind.score(model, few)) or [pa.record_batch({"guest_id": pa.array([], pa.string())})])
        assert set(found["guest_id"].to_pylist()) <= {"guest 0000", "guest 0001"}
        with pytest.raises(NotEnough):
            kind.train(few, 1)


def test_an_empty_lake_says_what_is_lacking(kind: ModelKind, tmp_path: Path) -> None:
    ensure_tables(str(tmp_path / "lake"))
    for nothing in ask(Lake(str(tmp_path / "lake"))):
        with pytest.raises(NotEnough) as failure:
            kind.train(nothing, 1)
        assert {"cancellation_outcomes", "premium_history"} >= {failure.value.code}


def test_at_stake_is_the_amount_times_the_chance_and_most_at_stake_has_its_reasons(asked: Asked, kind: ModelKind, scores: pa.Table) -> None:
    if kind is not CANCELLATION:
        pytest.skip("of bookings alone")
    for row in scores.to_pylist():
        assert row["at_stake_minor"] == round(row["amount_minor"] * row["cancellation_chance"])
        assert row["starts_on"] >= NOW.date()
    assert any(row["reasons"] and "channel" in row["reasons"] for row in scores.to_pylist())


def test_r12_a_booking_that_has_stood_for_long_is_less_at_risk() -> None:
    unknown = np.r_[np.full(25, 9.5), np.full(75, np.nan)]
    assert so_far.gone_by(np.zeros(100), np.full(100, 40.0), unknown) == (0.0,) * 21  # the day of 25 alone is known
    gone = so_far.gone_by(np.zeros(100), np.full(100, 40.0), np.r_[np.full(25, 9.5), np.full(75, 39.9)])
    left = so_far.left_of(np.full(3, 0.4), np.array([0.0, 0.5, 1.0]), gone)
    assert left.tolist() == pytest.approx([0.4, 1 / 3, 0.0])
    assert so_far.left_of(np.array([1.0]), np.array([0.5]), (1.0,) * 21).tolist() == [0.0]


def known_at(lake: Lake) -> Any:
    links = pa.table({"record_id": GUESTS[:3], "guest_id": GUESTS[:3]})
    given = given_to_facts(guest_map_of(links))
    parts = (premium_facts.guests, premium_facts.orders, premium_facts.visits, premium_facts.reviews)
    return known_of(*(read.execute(part(NOW), units=None, given=given, lake=lake) for part in parts))


@pytest.fixture
def empty(tmp_path: Path) -> Lake:
    ensure_tables(str(tmp_path / "lake"))
    return Lake(str(tmp_path / "lake"))


def test_u8_cabin_room_product_and_mark_make_an_order_premium_as_first_told(empty: Lake) -> None:
    ones = {
        "plain": {},
        "cabin": {"cabin": "Business"},
        "room": {"room_type": "SUITE"},
        "product": {"product": "巴黎私家导游"},
        "later": {},
    }
    made = [booking(key, 50 - place, booker_id=GUESTS[0]) for place, key in enumerate(ones)]
    made.append(booking("marked", 10, booker_id=GUESTS[0], attributes='{"premium":"1","continent":"欧洲"}'))
    add(empty, "booking_versions", *made)
    told = [{"key": key, "booking_id": f"id of {key}", "kind": "x", "said": days_ago(50)} | more for key, more in ones.items()]
    add(empty, "booking_items", *told, {"key": "later", "booking_id": "id of later", "kind": "x", "cabin": "first", "said": days_ago(5)})
    orders = known_at(empty).frames.orders
    assert orders["premium"].tolist() == [0, 1, 1, 1, 0, 1]
    assert orders["continent"].tolist()[-1] == "欧洲"


def test_u9_the_label_is_the_next_order_and_who_was_not_known_or_did_not_order_is_absent(empty: Lake) -> None:
    premium = {"attributes": '{"premium":"1"}'}
    add(empty, "booking_versions", booking("A1", 90, booker_id=GUESTS[0]), booking("A2", 40, booker_id=GUESTS[0], **premium))
    add(empty, "booking_versions", booking("A3", 30, booker_id=GUESTS[0]), booking("B1", 40, booker_id=GUESTS[1], **premium))
    add(empty, "booking_versions", booking("C1", 90, booker_id=GUESTS[2], **premium))
    known = known_at(empty)
    frames, ids = labelled(known, days_ago(60).timestamp(), NOW.timestamp())
    assert (ids.tolist(), frames.label.tolist()) == ([GUESTS[0]], [1])
    frames, ids = labelled(known, days_ago(35).timestamp(), NOW.timestamp())
    assert (ids.tolist(), frames.label.tolist()) == ([GUESTS[0]], [0])


def test_u10_events_of_both_kinds_become_the_same_nine_actions(empty: Lake) -> None:
    whole = {"name": "App Session", "ended_at": days_ago(8.9), "properties": '{"length":"9","x1":"4","x6":2}'}
    add(empty, "behaviour_events", {"key": "S", "record_id": GUESTS[0], "at": days_ago(9), **whole})
    names = (
        "Page Viewed",
        "Trip Searched",
        "Offer Viewed",
        "Offer Viewed",
        "Offer Saved",
        "Booking Started",
        "Payment Started",
        "Booking Completed",
    )
    add(empty, "behaviour_events", *({"key": f"E{n}", "record_id": GUESTS[1], "session_id": "s", "name": name, "at": days_ago(5 - n / 1e3)} for n, name in enumerate(names)))  # fmt: skip
    told = known_at(empty).frames.sessions.sort_values("guest").drop(columns=["guest", "began", "ended"])
    assert told.to_numpy().tolist() == [[4, 0, 0, 0, 0, 2, 0, 0, 0], [1, 1, 2, 1, 1, 0, 0, 1, 1]]
