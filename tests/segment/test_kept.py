"""What is kept while somebody tries audiences, and what counts at once: rules SB1 and SB2."""

from datetime import timedelta

import pytest

from tests.cast import DIRECTOR
from tests.segment.cast import is_so, of
from tests.segment.company import LATER, MAKER, House
from tests.segment.company import house as house
from xenia.insight.actions.snapshots import order_snapshot, perform_snapshot
from xenia.profile.actions.tags import put_tag
from xenia.profile.models.tags import Tag
from xenia.segment.queries.catalogue import get_catalogue
from xenia.segment.queries.ground import COLUMNS_MOST, FRESH, KeptGround
from xenia.segment.queries.preview import Trying, preview_audience
from xenia.segment.types.operators import Op
from xenia.segment.types.preview import Counted
from xenia.segment.types.tree import AnyOf, Node, Not
from xenia.trust.models.requests import Restriction

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
FAMILY = is_so("tag.codes", Op.HAS_ANY, ("family",))
SECOND = timedelta(seconds=1)


def counted(kept: KeptGround, node: Node, now: object = LATER) -> Counted:
    found = preview_audience(DIRECTOR, of(node), now=now, trying=Trying(kept)).counted  # type: ignore[arg-type]
    assert found is not None
    return found


@pytest.fixture
def kept() -> object:
    ground = KeptGround()
    yield ground
    ground.let_go()


def test_sb2_what_changes_is_counted_when_the_kept_answers_are_five_minutes_old(house: House, kept: KeptGround) -> None:
    assert counted(kept, FAMILY).guests == 1
    put_tag(actor=DIRECTOR, guest_id=house.zhang, tag_id=Tag.objects.get().id, now=LATER)
    asked = [counted(kept, FAMILY, LATER + after).guests for after in (timedelta(0), FRESH - SECOND, FRESH)]
    assert asked == [1, 1, 2]


def test_sb2_once_it_is_let_go_everything_is_read_anew(house: House, kept: KeptGround) -> None:
    assert counted(kept, FAMILY).guests == 1
    put_tag(actor=DIRECTOR, guest_id=house.zhang, tag_id=Tag.objects.get().id, now=LATER)
    kept.let_go()
    assert counted(kept, FAMILY).guests == 2


def test_sb2_who_objects_is_left_out_at_once(house: House, kept: KeptGround) -> None:
    assert counted(kept, FAMILY).base == 3
    Restriction.objects.create(guest_id=house.wang, kind="profiling", since=LATER)
    assert counted(kept, FAMILY, LATER + SECOND).base == 2


def test_a_question_that_fails_spoils_nothing_for_the_next(house: House, kept: KeptGround) -> None:
    counted(kept, FAMILY)
    with pytest.raises(OSError, match="vanished"), kept.open(DIRECTOR, now=LATER):
        raise OSError("a file vanished")
    assert counted(kept, FAMILY).guests == 1


def test_more_columns_than_are_kept_are_read_again_when_they_are_asked(house: House, kept: KeptGround) -> None:
    names = [one.name for one in get_catalogue(DIRECTOR, now=LATER).fields.values() if one.source == "feature"][: COLUMNS_MOST + 5]
    assert len(names) == COLUMNS_MOST + 5
    first, again = (AnyOf(tuple(is_so(name, Op.IS_EMPTY) for name in asked)) for asked in (names, names[:5]))
    of_all = [one.guests for one in counted(kept, first).conditions]
    put_away = counted(kept, Not(again))
    assert [one.guests for one in put_away.conditions][2:] == of_all[1:6]


def test_sb2_a_new_snapshot_and_a_new_day_count_at_once(house: House, kept: KeptGround) -> None:
    before = counted(kept, FAMILY)
    perform_snapshot(actor=MAKER, snapshot_id=order_snapshot(actor=MAKER, is_full=True, now=LATER), clock=lambda: LATER)
    assert (before.as_of, counted(kept, FAMILY).as_of) == (LATER - timedelta(hours=1), LATER)
    assert counted(kept, FAMILY, LATER + timedelta(days=1)).today == before.today + timedelta(days=1)
