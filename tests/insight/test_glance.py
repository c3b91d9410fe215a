"""What insight says to the home page: stages, what is at stake, and what waits for a decision."""

from dataclasses import replace

import pytest
from django.core.cache import cache

from tests.cast import DIRECTOR
from tests.insight.planted import NOW
from tests.insight.test_leaving_desk import scored as scored
from tests.insight.test_scoring import house as house
from xenia.insight.queries.glance import get_glance
from xenia.insight.types.glance import Glance
from xenia.kernel.ids import new_id

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    cache.clear()


def test_the_home_page_hears_the_stages_of_the_newest_snapshot_and_what_is_at_stake(scored: None) -> None:
    told = get_glance(DIRECTOR, NOW)
    assert [one.stage for one in told.stages] == ["prospect", "new", "growing", "loyal", "at_risk", "sleeping", "lost", "won_back"]
    assert all(one.door.filter["stage"] == one.stage for one in told.stages)
    assert told.at_stake is not None
    assert told.at_stake.door.filter == {"tab": "leaving"}


def test_who_works_for_one_unit_hears_no_sums_over_everybody(scored: None) -> None:
    assert get_glance(replace(DIRECTOR, units=frozenset({new_id()})), NOW) == Glance(None, "", (), None, ())


def test_before_the_first_snapshot_the_home_page_hears_nothing_of_stages(db: None) -> None:
    told = get_glance(DIRECTOR, NOW)
    assert (told.as_of, told.stages, told.at_stake) == (None, (), None)
