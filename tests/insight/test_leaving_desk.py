"""The desk for guests who are leaving: whom, in which order, why, and who may see it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest

from tests.cast import DIRECTOR, open_source
from tests.insight.kinds import judged
from tests.insight.planted import LIN_GUEST, LINKS, MOTHER_GUEST, NOW
from tests.insight.test_scoring import house as house
from tests.insight.test_scoring import in_use, object_to_profiling, score
from xenia.connect.models import GuestRecord, Source
from xenia.insight.kinds import KINDS
from xenia.insight.leaving.model import Seen, learn, save
from xenia.insight.leaving.product import KIND
from xenia.insight.modelling import Asked, Trained
from xenia.insight.queries.leaving import list_leaving, summarise_leaving
from xenia.insight.rules.leaving import WHAT_WORKED
from xenia.insight.types.leaving import LeavingFilter
from xenia.insight.types.standing import Stage
from xenia.kernel.errors import NotFound

pytestmark = pytest.mark.django_db
ALL = LeavingFilter(0.0)


def trained(asked: Asked, seed: int) -> Trained:
    """A model that looks at silence alone."""
    silent = np.random.default_rng(1).uniform(0, 400, 300)
    model = learn([Seen({"recency_days": silent}, (silent > 200).astype(float), np.arange(300))], np.log([0.5, 30.0, 1.0, 3.0]), seed=seed)

    def kept(folder: Path) -> None:
        save(model, folder)

    write: Callable[[Path], None] = kept
    return Trained(judged(0.8), write, model.main.names, {})


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
def scored(house: None) -> None:
    seen_by_people()
    simple = replace(KIND, train=trained)
    in_use(simple)
    score(*(simple if one.name == KIND.name else one for one in KINDS))


def test_who_has_most_at_stake_is_on_top_with_reasons_and_numbers(scored: None) -> None:
    page = list_leaving(DIRECTOR, ALL, now=NOW)
    stakes = [one.value_at_stake_minor or 0 for one in page.items]
    assert len(stakes) == 3
    assert stakes == sorted(stakes, reverse=True)
    assert all(one.reasons[0].name == "rhythm" for one in page.items)
    assert f"已 {page.items[0].silent_days} 天未订" in page.items[0].reasons[0].words.zh


def test_the_list_goes_on_where_the_page_ended_and_keeps_to_its_filter(scored: None) -> None:
    first = list_leaving(DIRECTOR, ALL, now=NOW, size=2)
    second = list_leaving(DIRECTOR, ALL, now=NOW, size=2, page=first.next)
    assert len({one.guest_id for one in (*first.items, *second.items)}) == 3
    assert second.next is None
    assert list_leaving(DIRECTOR, LeavingFilter(1.0), now=NOW).items == []
    assert list_leaving(DIRECTOR, LeavingFilter(0.0, Stage.PROSPECT), now=NOW).items == []


def test_the_summary_adds_up_and_says_that_nothing_is_known_to_work(scored: None) -> None:
    page, told = list_leaving(DIRECTOR, ALL, now=NOW), summarise_leaving(DIRECTOR, ALL, now=NOW)
    assert (told.guests, told.horizon_days, told.what_worked) == (3, 180, WHAT_WORKED)
    assert told.at_stake_minor == sum(one.value_at_stake_minor or 0 for one in page.items) == sum(one.at_stake_minor for one in told.stages)
    assert told.expected_to_leave == pytest.approx(sum(one.chance for one in page.items))


def test_who_objects_to_profiling_is_not_on_the_desk(scored: None) -> None:
    object_to_profiling(LIN_GUEST)
    assert LIN_GUEST not in {str(one.guest_id) for one in list_leaving(DIRECTOR, ALL, now=NOW).items}
    assert summarise_leaving(DIRECTOR, ALL, now=NOW).guests == 2
    assert MOTHER_GUEST in {str(one.guest_id) for one in list_leaving(DIRECTOR, ALL, now=NOW).items}


def test_before_the_model_has_scored_the_desk_says_so(house: None) -> None:
    with pytest.raises(NotFound, match="train the models"):
        list_leaving(DIRECTOR, ALL, now=NOW)
