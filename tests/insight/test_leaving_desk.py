"""The desk for guests who are leaving: whom, in which order, why, and who may see it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest

from tests.cast import DIRECTOR, open_source
from tests.insight.kinds import judged
from tests.insight.planted import CHEN_GUEST, LIN, LIN_AT_THE_HOTEL, LIN_GUEST, LINKS, MOTHER_GUEST, NOW
from tests.insight.test_scoring import house as house
from tests.insight.test_scoring import in_use, object_to_profiling, score
from xenia.connect.models import GuestRecord, Source
from xenia.insight.actions.erasure import erase_features
from xenia.insight.facts.scores import REASONS, reasons_of
from xenia.insight.kinds import KINDS
from xenia.insight.leaving.model import Seen, learn, save
from xenia.insight.leaving.product import KIND
from xenia.insight.modelling import Asked, Trained
from xenia.insight.models.register import ModelRun
from xenia.insight.queries.leaving import list_leaving, summarise_leaving
from xenia.insight.queries.model_files import model_path
from xenia.insight.queries.policies import list_policies
from xenia.insight.queries.register import get_model
from xenia.insight.queries.scores import get_guest_scores
from xenia.insight.queries.subjects import export_subject
from xenia.insight.rules.leaving import WHAT_WORKED
from xenia.insight.types.leaving import LeavingFilter
from xenia.insight.types.policies import LeavingPolicy, PolicyKind
from xenia.insight.types.standing import Stage
from xenia.kernel.errors import NotFound
from xenia.lake import read
from xenia.lake.snapshots import list_versions
from xenia.trust.types.rights import Erasure

pytestmark = pytest.mark.django_db
ALL = LeavingFilter(0.5)
LOOKS_AHEAD = 120
"""Not what the policy says now."""
LIN_RECORDS = [UUID(LIN), UUID(LIN_AT_THE_HOTEL)]


def trained(asked: Asked, seed: int) -> Trained:
    """A model that looks at silence alone, to which everybody is new and about to leave."""
    silent = np.random.default_rng(1).uniform(0, 400, 300)
    seen = Seen({"recency_days": silent}, (silent < 200).astype(float), np.arange(300))
    model = learn([seen], np.log([0.5, 30.0, 1.0, 3.0]), LOOKS_AHEAD, seed=seed)

    def kept(folder: Path) -> None:
        save(model, folder)

    write: Callable[[Path], None] = kept
    return Trained(judged(0.8), write, model.main.names, {}, LOOKS_AHEAD)


def seen_by_people() -> None:
    """The records of the guests as a source tells them; without these nobody sees the guests."""
    source = Source.objects.get(id=open_source())
    rows = [
        GuestRecord(
            record_id=UUID(record), source=source, unit_id=source.unit_id, key_index=UUID(record).bytes, name=f"客人 {place}",
            content_hash=b"c" * 16, order_at=NOW, run_id=UUID(int=1), row_number=place, first_seen_at=NOW,
        )
        for place, record in enumerate(LINKS)
    ]  # fmt: skip
    GuestRecord.objects.bulk_create(rows)


@pytest.fixture
def scored(house: None) -> UUID:
    """The version of the model that scored."""
    seen_by_people()
    simple = replace(KIND, train=trained)
    version = in_use(simple)
    score(*(simple if one.name == KIND.name else one for one in KINDS))
    return version


def test_who_has_most_at_stake_is_on_top_with_reasons_and_numbers(scored: UUID) -> None:
    page = list_leaving(DIRECTOR, ALL, now=NOW)
    stakes = [one.value_at_stake_minor or 0 for one in page.items]
    assert len(stakes) == 3
    assert stakes == sorted(stakes, reverse=True)
    assert all(one.reasons[0].name == "rhythm" for one in page.items)
    assert f"已 {page.items[0].silent_days} 天未订" in page.items[0].reasons[0].words.zh


def test_the_list_goes_on_where_the_page_ended_and_keeps_to_its_filter(scored: UUID) -> None:
    first = list_leaving(DIRECTOR, ALL, now=NOW, size=2)
    second = list_leaving(DIRECTOR, ALL, now=NOW, size=2, page=first.next)
    assert len({one.guest_id for one in (*first.items, *second.items)}) == 3
    assert second.next is None
    assert list_leaving(DIRECTOR, LeavingFilter(1.0), now=NOW).items == []
    assert list_leaving(DIRECTOR, LeavingFilter(0.5, Stage.PROSPECT), now=NOW).items == []


def test_the_summary_adds_up_and_says_that_nothing_is_known_to_work(scored: UUID) -> None:
    page, told = list_leaving(DIRECTOR, ALL, now=NOW), summarise_leaving(DIRECTOR, ALL, now=NOW)
    assert (told.guests, told.currency, told.what_worked) == (3, "CNY", WHAT_WORKED)
    assert told.at_stake_minor == sum(one.value_at_stake_minor or 0 for one in page.items) == sum(one.at_stake_minor for one in told.stages)
    assert told.expected_to_leave == pytest.approx(sum(one.chance for one in page.items))


def test_who_objects_to_profiling_is_not_on_the_desk(scored: UUID) -> None:
    object_to_profiling(LIN_GUEST)
    assert LIN_GUEST not in {str(one.guest_id) for one in list_leaving(DIRECTOR, ALL, now=NOW).items}
    assert summarise_leaving(DIRECTOR, ALL, now=NOW).guests == 2
    assert MOTHER_GUEST in {str(one.guest_id) for one in list_leaving(DIRECTOR, ALL, now=NOW).items}


def test_before_the_model_has_scored_the_desk_says_so(house: None) -> None:
    with pytest.raises(NotFound, match="train the models"):
        list_leaving(DIRECTOR, ALL, now=NOW)


def test_lv11_reasons_are_read_from_beside_the_scores_and_ask_no_model(scored: UUID) -> None:
    model_path(scored).unlink()
    assert [one.name for one in list_leaving(DIRECTOR, ALL, now=NOW).items[0].reasons] == ["rhythm"]


def test_lv11_who_is_erased_has_no_reasons_and_who_objects_is_given_none_at_the_next_scoring(scored: UUID) -> None:
    erase_features(DIRECTOR, Erasure(UUID(int=1), (UUID(LIN),), (UUID(LIN_GUEST),), (), {}, (), ()), {}, NOW)
    assert guests_with_reasons() == {MOTHER_GUEST, CHEN_GUEST}
    object_to_profiling(MOTHER_GUEST)
    score(*KINDS, later=2)
    assert MOTHER_GUEST not in guests_with_reasons()


def guests_with_reasons() -> set[str]:
    rows = reasons_of(list_versions(REASONS)[0])
    return set(read.execute(rows, units=None)["guest_id"].to_pylist())


def test_lv11_a_guest_is_given_the_reasons_with_the_scores(scored: UUID) -> None:
    sections = {one.code: one.rows for one in export_subject(DIRECTOR, LIN_RECORDS, NOW)}
    assert "观察期 120 天 / looks 120 days ahead" in sections["scores"][0]["model"]
    assert sections["reasons"][0]["model"] == "流失 / Leaving"
    assert "天未订 / " in sections["reasons"][0]["reason"]


def test_a_guest_is_given_what_is_left_where_the_run_that_made_the_scores_is_not(scored: UUID) -> None:
    whole = {one.code: one.rows for one in export_subject(DIRECTOR, LIN_RECORDS, NOW)}
    ModelRun.objects.all().delete()
    left = {one.code: one.rows for one in export_subject(DIRECTOR, LIN_RECORDS, NOW)}
    assert [row["value"] for row in left["scores"]] == [row["value"] for row in whole["scores"]]
    assert {row["model"] for row in left["scores"]} == {"流失 / Leaving"}
    assert left["reasons"] == whole["reasons"]
    with pytest.raises(NotFound, match="train the models"):
        list_leaving(DIRECTOR, ALL, now=NOW)


def test_lv12_a_changed_policy_waits_for_the_next_training_and_both_numbers_are_told(scored: UUID) -> None:
    told = summarise_leaving(DIRECTOR, ALL, now=NOW)
    state = next(one for one in list_policies(DIRECTOR) if one.kind is PolicyKind.LEAVING)
    assert (told.horizon_days, told.policy_days) == (LOOKS_AHEAD, 180)
    assert (state.horizon_days, state.policy) == (LOOKS_AHEAD, LeavingPolicy(180))
    assert get_model(DIRECTOR, scored).horizon_days == LOOKS_AHEAD
    assert {one.horizon_days for one in get_guest_scores(DIRECTOR, UUID(LIN_GUEST), now=NOW).scores} == {LOOKS_AHEAD}
