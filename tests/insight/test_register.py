"""Training, publishing, going back: what the register does with a model, on a lake with three guests and models whose answers are known."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from tests.cast import DIRECTOR
from tests.insight.kinds import Coin, by_name, link
from tests.insight.planted import LIN_GUEST, LINKS, NOW, UNIT, days_ago, fill
from xenia.insight.actions.model_runs import KEEPING, cancel_model_run, order_scoring, order_training
from xenia.insight.actions.publishing import publish_model, roll_back_model
from xenia.insight.actions.training import perform_training
from xenia.insight.modelling import ModelKind
from xenia.insight.models import register as models
from xenia.insight.queries.model_files import load_model, model_path, sweep_models, write_model
from xenia.insight.queries.register import get_model, get_model_run, list_kinds, list_model_runs, list_model_versions
from xenia.insight.types.documents import document_of, word_of
from xenia.insight.types.judged import Interval, Judged
from xenia.insight.types.register import KindState, ModelState
from xenia.kernel.actor import Actor, product_actor
from xenia.kernel.errors import Conflict, Invalid, NotFound, Refused
from xenia.kernel.ids import new_id
from xenia.lake.engine import default_lake
from xenia.lake.tables import ensure_tables
from xenia.trust.models.audit import AuditEntry
from xenia.trust.models.requests import Restriction

pytestmark = pytest.mark.django_db
MANAGER = Actor(user_id=new_id(), name="a manager", permissions=frozenset({"manage_models", "view_insight"}), units=None)
CLERK = Actor(user_id=new_id(), name="a clerk", permissions=frozenset({"manage_models"}), units=frozenset([UNIT]))
KEEPER = product_actor("insight", KEEPING, "view_guests", "view_insight")


@pytest.fixture
def house(empty_home: Any) -> None:
    """The default lake with facts of three guests, and their links."""
    ensure_tables(default_lake().url)
    fill(default_lake())
    link(LINKS, days_ago(900))


def train(coin: Coin, when: datetime = NOW, actor: Actor = KEEPER) -> models.ModelRun:
    """Orders and performs one training; returns the run."""
    kind = coin.kind()
    (run_id,) = order_training(actor=actor, kinds=["coin"], now=when, known=["coin"])
    perform_training(actor=KEEPER, run_id=run_id, clock=lambda: when + timedelta(seconds=3), kinds=by_name(kind))
    return models.ModelRun.objects.get(id=run_id)


def version(run: models.ModelRun) -> models.ModelVersion:
    return models.ModelVersion.objects.get(id=run.id)


def overview(*kinds: ModelKind) -> Any:
    return list_kinds(DIRECTOR, kinds)[0]


def test_mr4_the_first_that_beats_its_baseline_is_in_use(house: None) -> None:
    run = train(Coin(auc=0.8))
    made = get_model(DIRECTOR, run.id)
    assert (run.state, run.message, made.state, made.number) == ("done", None, ModelState.CHAMPION, 1)
    assert (made.judged.measures[0].ours, made.features) == (Interval(0.8, 0.78, 0.8200000000000001), ("side",))
    assert load_model(run.id, Coin().kind()) == 0.8
    assert list(AuditEntry.objects.filter(action="model.published_first").values_list("subject_id", flat=True)) == [str(run.id)]


def test_mr3_one_no_better_than_its_baseline_is_refused_with_both_numbers(house: None) -> None:
    run = train(Coin(auc=0.69, gain=(-0.01, -0.03, 0.0)))
    assert run.message is not None
    assert "0.690" in run.message["en"]
    assert "0.700" in run.message["en"]
    assert (version(run).state, version(run).has_file, model_path(run.id).exists()) == ("rejected", False, False)
    assert overview(Coin().kind()).state is KindState.REJECTED


def test_mr3_one_that_may_be_better_is_not_refused(house: None) -> None:
    assert version(train(Coin(gain=(0.01, -0.03, 0.03)))).state == "champion"


def test_mr3_one_that_does_no_better_than_a_coin_is_refused_whatever_its_baseline(house: None) -> None:
    run = train(Coin(auc=0.51, gain=(0.01, -0.03, 0.03)))
    assert (version(run).state, run.message is not None and "no better than a coin" in run.message["en"]) == ("rejected", True)


def test_mr5_the_next_is_offered_and_a_person_decides(house: None) -> None:
    first, second = train(Coin(auc=0.8)), train(Coin(auc=0.9))
    assert [version(run).state for run in (first, second)] == ["champion", "challenger"]
    publish_model(actor=MANAGER, version_id=second.id, reason="better by far", now=NOW)
    assert [version(run).state for run in (first, second)] == ["retired", "champion"]
    assert (version(second).published_by, version(second).publish_reason) == (MANAGER.user_id, "better by far")
    assert AuditEntry.objects.filter(action="model.published", subject_id=str(second.id)).count() == 1


def test_mr5_a_challenger_passed_over_is_retired(house: None) -> None:
    _, second, third = (train(Coin(auc=auc)) for auc in (0.8, 0.81, 0.82))
    assert [version(run).state for run in (second, third)] == ["retired", "challenger"]
    with pytest.raises(Conflict, match="retired"):
        publish_model(actor=MANAGER, version_id=second.id, now=NOW)
    assert version(third).state == "challenger"


def test_mr6_going_back_takes_the_one_in_use_before(house: None) -> None:
    first, second, third = (train(Coin(auc=auc)) for auc in (0.8, 0.81, 0.82))
    publish_model(actor=MANAGER, version_id=third.id, now=NOW)
    assert get_model(DIRECTOR, third.id).can_roll_back_to == first.id
    assert roll_back_model(actor=MANAGER, kind="coin", reason="it is worse in the field", now=NOW + timedelta(days=1)) == first.id
    assert [version(run).state for run in (first, second, third)] == ["champion", "retired", "retired"]
    assert AuditEntry.objects.filter(action="model.rolled_back", subject_id=str(first.id)).count() == 1


def test_mr6_going_back_needs_a_reason_and_somewhere_to_go(house: None) -> None:
    run = train(Coin())
    with pytest.raises(Invalid, match="Say why"):
        roll_back_model(actor=MANAGER, kind="coin", reason="  ", now=NOW)
    with pytest.raises(NotFound, match="No earlier version"):
        roll_back_model(actor=MANAGER, kind="coin", reason="because", now=NOW)
    assert version(run).state == "champion"


def test_mr6_the_newest_five_that_were_in_use_keep_their_file(house: None) -> None:
    runs = []
    for place in range(8):
        runs.append(train(Coin(), NOW + timedelta(days=place)))
        publish_model(actor=MANAGER, version_id=runs[-1].id, now=NOW + timedelta(days=place))
    train(Coin(), NOW + timedelta(days=9))
    assert [model_path(run.id).exists() for run in runs] == [False, False, True, True, True, True, True, True]


def test_mr2_too_little_data_is_no_failure_and_says_what_is_missing(house: None) -> None:
    run = train(Coin(lacking=True))
    assert (run.state, run.message) == (
        "done",
        {"zh": "只有 3 次，需要 10 次；请多掷。", "en": "There are 3 tosses, 10 are needed; toss more."},
    )
    assert overview(Coin().kind()).state is KindState.NOT_ENOUGH
    assert models.ModelVersion.objects.count() == 0


def test_one_that_breaks_off_says_so_and_leaves_the_one_in_use(house: None) -> None:
    before = train(Coin())
    with pytest.raises(ZeroDivisionError):
        train(Coin(breaks=True))
    assert [run.state for run in list_model_runs(DIRECTOR)] == ["failed", "done"]
    assert (version(before).state, overview(Coin().kind()).state) == ("champion", KindState.IN_USE)


def test_one_that_was_killed_is_begun_anew(house: None) -> None:
    (run_id,) = order_training(actor=KEEPER, kinds=["coin"], now=NOW, known=["coin"])
    models.ModelRun.objects.filter(id=run_id).update(state="running", stage="counting", done=2)
    model_path(run_id).parent.mkdir(exist_ok=True)
    model_path(run_id).write_bytes(b"half of it")
    perform_training(actor=KEEPER, run_id=run_id, clock=lambda: NOW, kinds=by_name(Coin(auc=0.77).kind()))
    perform_training(actor=KEEPER, run_id=run_id, clock=lambda: NOW, kinds=by_name(Coin(auc=0.99).kind()))
    assert (load_model(run_id, Coin().kind()), get_model_run(DIRECTOR, run_id).state) == (0.77, "done")
    assert [one.number for one in models.ModelVersion.objects.all()] == [1]


def test_one_killed_after_its_version_was_entered_enters_it_once(house: None) -> None:
    run = train(Coin())
    models.ModelRun.objects.filter(id=run.id).update(state="running")
    perform_training(actor=KEEPER, run_id=run.id, clock=lambda: NOW, kinds=by_name(Coin().kind()))
    assert list(models.ModelVersion.objects.values_list("number", "state")) == [(1, "champion")]


def test_one_that_is_stopped_leaves_nothing(house: None) -> None:
    (run_id,) = order_training(actor=MANAGER, kinds=["coin"], now=NOW, known=["coin"])
    coin = Coin(between=lambda: models.ModelRun.objects.filter(id=run_id).update(cancel_asked=True) and None)
    perform_training(actor=KEEPER, run_id=run_id, clock=lambda: NOW, kinds=by_name(coin.kind()))
    assert (get_model_run(DIRECTOR, run_id).state, models.ModelVersion.objects.count(), model_path(run_id).exists()) == (
        "cancelled",
        0,
        False,
    )


def test_one_that_waits_is_stopped_at_once_and_noted(house: None) -> None:
    (run_id,) = order_training(actor=MANAGER, kinds=["coin"], now=NOW, known=["coin"])
    cancel_model_run(actor=MANAGER, run_id=run_id, now=NOW)
    perform_training(actor=KEEPER, run_id=run_id, clock=lambda: NOW, kinds=by_name(Coin().kind()))
    assert get_model_run(DIRECTOR, run_id).state == "cancelled"
    assert set(AuditEntry.objects.values_list("action", flat=True)) >= {"model.ordered", "model.cancelled"}


def test_a_training_waits_then_tells_how_many_parts_it_has(house: None) -> None:
    (run_id,) = order_training(actor=MANAGER, kinds=["coin"], now=NOW, known=["coin"])
    states, told = [overview(Coin().kind()).state], []

    def look() -> None:
        states.append(overview(Coin().kind()).state)
        told.append(get_model_run(DIRECTOR, run_id))

    perform_training(actor=KEEPER, run_id=run_id, clock=lambda: NOW, kinds=by_name(Coin(between=look).kind()))
    assert states == [KindState.WAITING, KindState.TRAINING]
    assert [(one.stage, one.done, one.total) for one in told] == [("tossing", 1, 4)]


def test_two_orders_are_one_and_a_kind_must_be_one(house: None) -> None:
    first, second = (order_training(actor=MANAGER, kinds=["coin"], now=NOW, known=["coin"]) for _ in range(2))
    assert first == second
    with pytest.raises(Invalid, match="dice"):
        order_training(actor=MANAGER, kinds=["dice"], now=NOW, known=["coin"])


def test_only_those_who_manage_models_for_the_company_decide(house: None) -> None:
    run = train(Coin())
    for deed in (
        lambda: order_training(actor=CLERK, kinds=["coin"], now=NOW, known=["coin"]),
        lambda: order_scoring(actor=CLERK, now=NOW),
        lambda: publish_model(actor=CLERK, version_id=run.id, now=NOW),
        lambda: roll_back_model(actor=CLERK, kind="coin", reason="x", now=NOW),
    ):
        with pytest.raises(Refused):
            deed()
    assert (models.ModelRun.objects.count(), version(run).state) == (1, "champion")


@pytest.mark.parametrize("state", ["champion", "challenger"])
def test_mr5_the_database_lets_one_of_a_kind_be_in_use_and_one_offered(house: None, state: str) -> None:
    train(Coin()), train(Coin())
    document = models.ModelVersion.objects.values_list("judged", flat=True)[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        models.ModelVersion.objects.create(id=new_id(), kind="coin", number=9, state=state, judged=document, trained_at=NOW)


def test_mr9_who_objects_is_not_shown_to_a_training(house: None) -> None:
    Restriction.objects.create(guest_id=UUID(LIN_GUEST), kind="profiling", since=days_ago(1))
    coin = Coin()
    train(coin)
    assert [LIN_GUEST in one for one in coin.seen] == [False]
    assert len(coin.seen[0]) == len(set(LINKS.values())) - 1


def test_versions_are_listed_with_the_newest_on_top(house: None) -> None:
    train(Coin(auc=0.8)), train(Coin(auc=0.6, gain=(-0.1, -0.2, -0.05)))
    with pytest.raises(NotFound, match="no kind"):
        list_model_versions(DIRECTOR, "dice")
    shown = get_model(DIRECTOR, models.ModelVersion.objects.get(number=1).id).versions
    assert [(one.number, one.state.value, one.measure.ours.value) for one in shown] == [(2, "rejected", 0.6), (1, "champion", 0.8)]


def test_mr10_a_model_nobody_has_is_swept_and_one_in_use_is_not(house: None) -> None:
    run, lost = train(Coin()), new_id()
    write_model(lost, lambda folder: (folder / "coin.json").write_text("1") and None)
    assert sweep_models([run.id]) == 1
    assert (model_path(run.id).exists(), model_path(lost).exists()) == (True, False)
    with pytest.raises(NotFound, match="restore it"):
        load_model(lost, Coin().kind())


def test_mr10_a_model_lies_sealed(house: None) -> None:
    run = train(Coin(auc=0.8125))
    assert model_path(run.id).read_bytes().startswith(b"XENIA1\n")
    assert b"0.8125" not in model_path(run.id).read_bytes()


def test_what_could_not_be_measured_is_null_and_comes_back_as_none() -> None:
    from tests.insight.kinds import judged

    found = document_of(judged(0.8, (float("nan"), 0.0, 1.0)))
    assert found["measures"][0]["gain"] is None
    assert word_of(Judged, found).measures[0].gain is None
