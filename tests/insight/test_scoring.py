"""Scoring: every model in use beside the others in the lake; who objects is in none of it; drift; what happens by itself."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pyarrow as pa
import pytest

from tests.cast import DIRECTOR
from tests.insight.kinds import Coin, by_name, link
from tests.insight.planted import CHEN_GUEST, LIN, LIN_AT_THE_HOTEL, LIN_GUEST, LINKS, MOTHER_GUEST, NOW, days_ago, fill
from tests.insight.test_register import KEEPER, MANAGER
from xenia.identity.models import GuestLink
from xenia.insight.actions.erasure import erase_features
from xenia.insight.actions.model_runs import cancel_model_run, order_scoring, order_training
from xenia.insight.actions.publishing import publish_model
from xenia.insight.actions.scoring import perform_scoring
from xenia.insight.actions.snapshots import MAKING, order_nightly_snapshot, order_snapshot, perform_snapshot
from xenia.insight.actions.training import perform_training
from xenia.insight.actions.upkeep import follow_scoring, follow_snapshot, score_what_is_new
from xenia.insight.facts.scores import scores_of
from xenia.insight.modelling import ModelKind
from xenia.insight.models import register as models
from xenia.insight.queries.objections import people_for_models
from xenia.insight.queries.register import get_model, get_model_run
from xenia.insight.queries.scores import ScoreList, count_scored, list_scored
from xenia.insight.queries.subjects import export_subject
from xenia.insight.types.judged import Subject
from xenia.kernel.actor import product_actor
from xenia.kernel.errors import Invalid, NotFound
from xenia.lake import read
from xenia.lake.engine import default_lake
from xenia.lake.snapshots import list_versions
from xenia.lake.tables import ensure_tables
from xenia.trust.models.requests import Restriction
from xenia.trust.types.rights import Erasure

pytestmark = pytest.mark.django_db
MAKER = product_actor("insight", MAKING, "view_guests")
SUNDAY = NOW + timedelta(days=6)


@pytest.fixture
def house(empty_home: Any) -> None:
    """The default lake with facts of three guests, their links, and a snapshot."""
    ensure_tables(default_lake().url)
    fill(default_lake())
    link(LINKS, days_ago(900))
    perform_snapshot(actor=MAKER, snapshot_id=order_snapshot(actor=MAKER, is_full=True, now=NOW), clock=lambda: NOW)


def in_use(kind: ModelKind) -> UUID:
    """Trains a kind and puts it into use; returns the version."""
    (run_id,) = order_training(actor=KEEPER, kinds=[kind.name], now=NOW, known=[kind.name])
    perform_training(actor=KEEPER, run_id=run_id, clock=lambda: NOW, kinds=by_name(kind))
    return run_id


def score(*kinds: ModelKind, later: int = 1) -> models.ModelRun:
    when = NOW + timedelta(hours=later)
    run_id = order_scoring(actor=KEEPER, now=when)
    perform_scoring(actor=KEEPER, run_id=run_id, clock=lambda: when, kinds=kinds)
    return models.ModelRun.objects.get(id=run_id)


def written(subject: Subject, *kinds: ModelKind) -> list[dict[str, Any]]:
    return sorted(read.execute(scores_of(subject, kinds), units=None).to_pylist(), key=str)


def object_to_profiling(guest: str) -> None:
    Restriction.objects.create(guest_id=UUID(guest), kind="profiling", since=days_ago(1))


def test_models_in_use_stand_side_by_side_and_one_without_is_null(house: None) -> None:
    heads, tails, never = Coin(auc=0.8).kind("heads"), Coin(auc=0.9).kind("tails"), Coin().kind("never")
    versions = {name: str(in_use(kind)) for name, kind in (("heads", heads), ("tails", tails))}
    run = score(heads, tails, never)
    rows = written(Subject.GUEST, heads, tails, never)
    assert (run.state, run.rows, run.versions) == ("done", 3, versions)
    assert [row["guest_id"] for row in rows] == [LIN_GUEST, MOTHER_GUEST, CHEN_GUEST]
    assert rows[1] == {"guest_id": MOTHER_GUEST, "heads_chance": 0.81, "tails_chance": 0.91, "never_chance": None}


def test_bookings_and_days_have_tables_of_their_own(house: None) -> None:
    booking, day = Coin(auc=0.8).kind("booking", Subject.BOOKING), Coin(auc=0.7).kind("day", Subject.DAY)
    in_use(booking), in_use(day)
    assert score(booking, day).rows == 0
    assert written(Subject.BOOKING, booking)[0] == {"booking_id": f"of {LIN_GUEST}", "guest_id": LIN_GUEST, "booking_chance": 0.8}
    assert len(written(Subject.DAY, day)) == 3
    assert list_versions("guest_scores") == []


def test_mr9_who_objects_is_neither_scored_nor_shown(house: None) -> None:
    coin = Coin().kind()
    in_use(coin)
    score(coin)
    object_to_profiling(LIN_GUEST)
    assert count_scored(DIRECTOR, ScoreList("coin_chance"), now=NOW, kinds=[coin]) == 2
    score(coin, later=2)
    assert LIN_GUEST not in {row["guest_id"] for row in written(Subject.GUEST, coin)}


def test_mr9_an_objection_under_an_id_of_before_counts(house: None) -> None:
    object_to_profiling(LIN)  # the id that was made for one of the guest's records
    people = people_for_models(KEEPER, now=NOW)
    shown = people.filter(people["is_wanted"])["guest_id"].to_pylist()
    assert sorted(set(shown)) == [MOTHER_GUEST, CHEN_GUEST]


def test_mr9_an_objection_taken_back_or_to_come_does_not_count(house: None) -> None:
    Restriction.objects.create(guest_id=UUID(LIN_GUEST), kind="profiling", since=days_ago(9), until=days_ago(3))
    Restriction.objects.create(guest_id=UUID(CHEN_GUEST), kind="processing", since=NOW + timedelta(days=1))
    assert all(people_for_models(KEEPER, now=NOW)["is_wanted"].to_pylist())


def test_mr1_a_sample_is_the_same_for_the_same_seed_and_of_whole_guests(house: None) -> None:
    first, second = (people_for_models(KEEPER, now=NOW, at_most=1, seed=7) for _ in range(2))
    chosen = set(first.filter(first["is_wanted"])["guest_id"].to_pylist())
    assert len(chosen) == 1
    assert chosen == set(second.filter(second["is_wanted"])["guest_id"].to_pylist())
    assert first.num_rows == len(LINKS)


def test_a_person_is_given_every_score_with_its_meaning(house: None) -> None:
    coin = Coin(auc=0.8).kind()
    in_use(coin)
    score(coin)
    section = export_subject(DIRECTOR, [UUID(LIN), UUID(LIN_AT_THE_HOTEL)], NOW, kinds=[coin])[-1]
    assert (section.code, [row["value"] for row in section.rows]) == ("scores", [0.8])
    assert section.rows[0]["meaning"] == "正面的概率 / Chance of heads"


def test_guests_are_listed_by_a_score_page_by_page(house: None) -> None:
    coin = Coin(auc=0.8).kind()
    in_use(coin)
    score(coin)
    first = list_scored(DIRECTOR, ScoreList("coin_chance"), size=2, now=NOW, kinds=[coin])
    assert first.next is not None
    second = list_scored(DIRECTOR, ScoreList("coin_chance"), size=2, page=first.next, now=NOW, kinds=[coin])
    assert second.next is None
    assert count_scored(DIRECTOR, ScoreList("coin_chance", low=0.805), now=NOW, kinds=[coin]) == 2
    with pytest.raises(Invalid, match="no number"):
        list_scored(DIRECTOR, ScoreList("charm"), now=NOW, kinds=[coin])


def test_before_the_first_scoring_there_is_nothing(house: None) -> None:
    with pytest.raises(NotFound, match="train the models"):
        count_scored(DIRECTOR, ScoreList("coin_chance"), now=NOW, kinds=[Coin().kind()])
    with pytest.raises(NotFound, match="model in use"):
        order_scoring(actor=MANAGER, now=NOW)
    assert models.ModelRun.objects.count() == 0


def test_one_that_breaks_off_does_not_take_the_others_with_it(house: None) -> None:
    broken, sound = Coin(), Coin(auc=0.9)
    kinds = broken.kind("broken"), sound.kind("sound")
    in_use(kinds[0]), in_use(kinds[1])
    broken.breaks = True
    run = score(*kinds)
    assert (run.state, run.rows) == ("done", 3)
    assert "Coin" in run.message["en"]
    assert written(Subject.GUEST, *kinds)[0] == {"guest_id": LIN_GUEST, "broken_chance": None, "sound_chance": 0.9}


def test_one_that_was_killed_is_begun_anew_and_one_stopped_ends(house: None) -> None:
    coin = Coin().kind()
    in_use(coin)
    run = score(coin)
    models.ModelRun.objects.filter(id=run.id).update(state="running")
    perform_scoring(actor=KEEPER, run_id=run.id, clock=lambda: NOW, kinds=[coin])
    assert (len(written(Subject.GUEST, coin)), list_versions("guest_scores")) == (3, [run.id])
    stopped = order_scoring(actor=MANAGER, now=NOW)
    models.ModelRun.objects.filter(id=stopped).update(state="running")
    cancel_model_run(actor=MANAGER, run_id=stopped, now=NOW)
    perform_scoring(actor=KEEPER, run_id=stopped, clock=lambda: NOW, kinds=[coin])
    assert (get_model_run(DIRECTOR, stopped).state, list_versions("guest_scores")) == ("cancelled", [run.id])


def test_who_is_erased_is_in_no_scores(house: None) -> None:
    coin, booking = Coin().kind(), Coin().kind("booking", Subject.BOOKING)
    in_use(coin), in_use(booking)
    score(coin, booking)
    erase_features(DIRECTOR, Erasure(UUID(int=1), (UUID(LIN),), (UUID(LIN_GUEST),), (), {}, (), ()), {}, NOW)
    assert {row["guest_id"] for row in written(Subject.GUEST, coin)} == {MOTHER_GUEST, CHEN_GUEST}
    assert {row["guest_id"] for row in written(Subject.BOOKING, booking)} == {MOTHER_GUEST, CHEN_GUEST}


def test_who_is_erased_while_scored_is_taken_out(house: None) -> None:
    coin = Coin()
    kind = coin.kind()
    in_use(kind)
    coin.feature = []
    kept = kind.score

    def erased_meanwhile(model: Any, asked: Any) -> Any:
        yield from kept(model, asked)
        GuestLink.objects.filter(guest_id=CHEN_GUEST).delete()

    kinds = [ModelKind(**{**vars(kind), "score": erased_meanwhile})]
    score(*kinds)
    assert CHEN_GUEST not in {row["guest_id"] for row in written(Subject.GUEST, *kinds)}


def test_mr7_drift_is_measured_at_every_scoring(house: None) -> None:
    coin = Coin()
    version = in_use(coin.kind())
    score(coin.kind())
    assert [(one.name, one.index, one.drifted) for one in get_model(DIRECTOR, version).drift] == [("side", 0.0, "stable")]
    coin.feature = [9.0] * 1000
    run = score(coin.kind(), later=2)
    (newest, before) = get_model(DIRECTOR, version).drift_history
    assert (newest.largest > 0.25, newest.feature, newest.rows, before.largest) == (True, "side", 1000, 0.0)
    follow_scoring(actor=KEEPER, run_id=run.id, now=NOW + timedelta(days=7), known=["coin"])
    assert list(models.ModelRun.objects.filter(state="queued").values_list("task", "kind", "reason")) == [("train", "coin", "drift")]


def test_mr8_one_that_drifted_is_not_trained_night_after_night(house: None) -> None:
    coin = Coin()
    in_use(coin.kind())
    coin.feature = [9.0] * 1000
    run = score(coin.kind())
    follow_scoring(actor=KEEPER, run_id=run.id, now=NOW + timedelta(days=5), known=["coin"])
    assert not models.ModelRun.objects.filter(state="queued").exists()


def test_mr8_one_first_trained_while_data_came_in_is_trained_anew_at_once_where_it_drifted(house: None) -> None:
    coin = Coin()
    in_use(coin.kind())
    models.ModelRun.objects.update(reason="first")
    coin.feature = [9.0] * 1000
    run = score(coin.kind())
    for _ in range(2):
        follow_scoring(actor=KEEPER, run_id=run.id, now=NOW + timedelta(hours=1), known=["coin"])
    assert list(models.ModelRun.objects.filter(state="queued").values_list("reason", flat=True)) == ["drift"]


def test_mr7_few_rows_say_nothing_of_drift(house: None) -> None:
    coin = Coin()
    version = in_use(coin.kind())
    coin.feature = [9.0] * 499
    score(coin.kind())
    assert get_model(DIRECTOR, version).drift == ()


def test_mr8_a_snapshot_is_followed_by_first_trainings_then_by_scores(house: None) -> None:
    (snapshot,) = list_versions("guest_features")
    follow_snapshot(actor=KEEPER, snapshot_id=snapshot, now=NOW, known=["coin"])
    assert list(models.ModelRun.objects.values_list("task", "reason")) == [("train", "first")]
    run = models.ModelRun.objects.get()
    perform_training(actor=KEEPER, run_id=run.id, clock=lambda: NOW, kinds=by_name(Coin().kind()))
    score_what_is_new(actor=KEEPER, now=NOW)
    score_what_is_new(actor=KEEPER, now=NOW)
    follow_snapshot(actor=KEEPER, snapshot_id=snapshot, now=NOW, known=["coin"])
    assert sorted(models.ModelRun.objects.values_list("task", "reason")) == [("score", "published"), ("train", "first")]


def test_mr8_on_sunday_everything_is_trained_anew_once(house: None) -> None:
    in_use(Coin().kind())
    snapshot = order_snapshot(actor=MAKER, is_full=True, now=SUNDAY)
    perform_snapshot(actor=MAKER, snapshot_id=snapshot, clock=lambda: SUNDAY)
    for _ in range(2):
        follow_snapshot(actor=KEEPER, snapshot_id=snapshot, now=SUNDAY + timedelta(hours=1), known=["coin"])
    assert models.ModelRun.objects.filter(reason="weekly").count() == 1


def test_mr5_a_published_challenger_scores_at_once(house: None) -> None:
    coin = Coin().kind()
    in_use(coin)
    score(coin)
    challenger = in_use(coin)
    score_what_is_new(actor=KEEPER, now=NOW)
    assert not models.ModelRun.objects.filter(state="queued").exists()
    publish_model(actor=MANAGER, version_id=challenger, now=NOW)
    assert list(models.ModelRun.objects.filter(state="queued").values_list("task", "reason")) == [("score", "published")]


def test_the_night_needs_no_second_snapshot(house: None) -> None:
    assert order_nightly_snapshot(actor=MAKER, now=NOW + timedelta(minutes=59)) is None
    assert order_nightly_snapshot(actor=MAKER, now=NOW + timedelta(minutes=61)) is not None


def test_on_sunday_the_snapshot_of_the_match_is_made_one_of_everybody(house: None) -> None:
    waiting = order_snapshot(actor=MAKER, is_full=False, now=SUNDAY)
    assert order_nightly_snapshot(actor=MAKER, now=SUNDAY + timedelta(minutes=30)) == waiting
    assert order_nightly_snapshot(actor=MAKER, now=SUNDAY + timedelta(minutes=31)) is None


def test_scores_of_one_kind_have_the_types_of_the_table() -> None:
    from xenia.insight.facts.scores import of_kind

    batch = pa.RecordBatch.from_pydict({"guest_id": ["a", "b"], "coin_chance": [0.5, float("nan")]})
    assert of_kind(Coin().kind(), [batch]).to_pylist() == [{"guest_id": "a", "coin_chance": 0.5}, {"guest_id": "b", "coin_chance": None}]
