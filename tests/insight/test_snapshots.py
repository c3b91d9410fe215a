"""Making the snapshot: ordered, made, cancelled, begun anew; of everybody or of those who changed; read, given out, erased."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.cast import DIRECTOR
from tests.insight.planted import (
    CHEN,
    CHEN_GUEST,
    LIN,
    LIN_AT_THE_HOTEL,
    LIN_GUEST,
    LINKS,
    MOTHER_GUEST,
    NOW,
    UNIT,
    add,
    asked,
    booking,
    days_ago,
    event,
    features_of,
    fill,
)
from xenia.identity.models import Guest, GuestLink
from xenia.identity.queries.links import link_table
from xenia.insight.actions.erasure import erase_features
from xenia.insight.actions.snapshots import (
    MAKING,
    cancel_snapshot,
    let_go_of_the_erased,
    order_snapshot,
    perform_snapshot,
)
from xenia.insight.facts.snapshot import features, guest_features
from xenia.insight.facts.standing import stage_moves, standing
from xenia.insight.jobs import make_snapshot_of_matched
from xenia.insight.models import snapshots as models
from xenia.insight.queries.features import list_features, summarise_feature
from xenia.insight.queries.snapshots import find_latest_snapshot, list_snapshots
from xenia.insight.queries.standing import export_subject
from xenia.insight.rows import guest_map_of
from xenia.kernel.actor import Actor, product_actor
from xenia.kernel.errors import NotFound, Refused
from xenia.kernel.ids import new_id
from xenia.lake import read
from xenia.lake.engine import Lake, default_lake
from xenia.lake.tables import ensure_tables
from xenia.trust.models.audit import AuditEntry
from xenia.trust.types.rights import Erasure

pytestmark = pytest.mark.django_db
CLERK = Actor(user_id=None, name="a clerk", permissions=frozenset({"manage_models"}), units=frozenset([UNIT]))
MANAGER = Actor(user_id=new_id(), name="a manager", permissions=frozenset({"manage_models"}), units=None)
MAKER = product_actor("insight", MAKING, "view_guests")


@pytest.fixture
def house(empty_home: Any) -> Lake:
    """The default lake with facts of three guests, and their links."""
    ensure_tables(default_lake().url)
    fill(default_lake())
    Guest.objects.bulk_create([Guest(id=UUID(guest)) for guest in sorted(set(LINKS.values()))])
    GuestLink.objects.bulk_create(
        [
            GuestLink(record_id=UUID(record), guest_id=UUID(guest), home_id=UUID(record), valid_from=days_ago(900))
            for record, guest in LINKS.items()
        ]
    )
    return default_lake()


def make(as_of: datetime = NOW, *, is_full: bool = True) -> models.Snapshot:
    snapshot_id = order_snapshot(actor=MAKER, is_full=is_full, now=as_of)
    perform_snapshot(actor=MAKER, snapshot_id=snapshot_id, clock=lambda: as_of + timedelta(seconds=7))
    return models.Snapshot.objects.get(id=snapshot_id)


def written() -> list[dict[str, Any]]:
    return sorted(read.execute(features(), units=None).to_pylist(), key=str)


def test_a_snapshot_has_a_row_for_every_guest_as_the_facts_say(house: Lake) -> None:
    made = make()
    assert (made.state, made.rows, made.computed, made.stage, made.seconds) == ("done", 3, 3, "", 0.0)
    assert written() == asked(guest_features(NOW), house)


def test_of_those_who_changed_comes_the_same_as_of_everybody(house: Lake) -> None:
    make(NOW + timedelta(days=2))
    later, late = NOW + timedelta(days=3), NOW + timedelta(days=2, hours=9)
    add(house, "booking_versions", booking("new", -2.1, booker_id=CHEN, said=late, came=late))
    add(house, "behaviour_events", event("Offer Viewed", -2.2, record_id=CHEN, came=late))
    made = make(later, is_full=False)
    assert (made.state, made.rows, made.computed < 3) == ("done", 3, True)
    assert written() == asked(guest_features(later), house)


def test_a_day_on_which_something_leaves_a_window_is_a_change(house: Lake) -> None:
    make()
    for days in (3, 11, 14):
        make(NOW + timedelta(days=days), is_full=False)
        assert written() == asked(guest_features(NOW + timedelta(days=days)), house)


def test_another_quarter_takes_everybody(house: Lake) -> None:
    make()
    assert make(NOW + timedelta(days=20), is_full=False).computed == 3


def test_a_link_that_moved_changes_both_guests(house: Lake) -> None:
    make()
    GuestLink.objects.filter(record_id=LIN).update(guest_id=MOTHER_GUEST, valid_from=NOW + timedelta(hours=1))
    made = make(NOW + timedelta(hours=2), is_full=False)
    everybody = make(NOW + timedelta(hours=2))
    assert made.computed >= 2
    assert everybody.state == "done"


def test_two_orders_are_one_and_full_where_one_is(house: Lake) -> None:
    first, second = (order_snapshot(actor=MANAGER, is_full=is_full, now=NOW) for is_full in (False, True))
    assert first == second
    assert models.Snapshot.objects.get(id=first).is_full
    assert list(AuditEntry.objects.filter(action="snapshot.ordered").values_list("subject_id", flat=True)) == [str(first)]


def test_a_cancelled_snapshot_leaves_the_one_before_in_use(house: Lake) -> None:
    before = make()
    ordered = order_snapshot(actor=DIRECTOR, is_full=True, now=NOW)
    models.Snapshot.objects.filter(id=ordered).update(state="running")
    cancel_snapshot(actor=DIRECTOR, snapshot_id=ordered, now=NOW)
    perform_snapshot(actor=MAKER, snapshot_id=ordered, clock=lambda: NOW)
    assert [run.state for run in list_snapshots(DIRECTOR)] == ["cancelled", "done"]
    latest = find_latest_snapshot(DIRECTOR)
    assert latest is not None
    assert latest.id == before.id


def test_one_that_was_killed_is_begun_anew(house: Lake) -> None:
    ordered = order_snapshot(actor=MAKER, is_full=True, now=NOW)
    models.Snapshot.objects.filter(id=ordered).update(state="running", stage="places", done=7)
    perform_snapshot(actor=MAKER, snapshot_id=ordered, clock=lambda: NOW)
    assert models.Snapshot.objects.get(id=ordered).state == "done"
    assert len(written()) == 3


def test_only_those_who_manage_models_order_and_for_the_whole_company(house: Lake) -> None:
    with pytest.raises(Refused):
        order_snapshot(actor=CLERK, is_full=True, now=NOW)
    assert models.Snapshot.objects.count() == 0


def test_who_is_erased_is_in_no_version_and_others_stay(house: Lake) -> None:
    make()
    make(NOW + timedelta(hours=1))
    erasure = Erasure(UUID(int=1), (UUID(LIN),), (UUID(LIN_GUEST),), (), {}, (), ())
    worked = erase_features(DIRECTOR, erasure, {}, NOW)
    left = [read.execute(table.select("guest_id").distinct(), units=None).to_pydict()["guest_id"] for table in (standing(), stage_moves())]
    assert worked.counts["snapshot_rows"] >= 6  # of two versions: features, where they stand, and each move
    assert {row["guest_id"] for row in written()} == {MOTHER_GUEST, CHEN_GUEST}
    assert [LIN_GUEST in found for found in left] == [False, False]


def test_who_was_erased_while_it_was_made_is_taken_out(house: Lake) -> None:
    people = guest_map_of(link_table(MAKER))
    make()
    GuestLink.objects.filter(guest_id=CHEN_GUEST).delete()
    let_go_of_the_erased(MAKER, people)
    assert CHEN_GUEST not in {row["guest_id"] for row in written()}


def test_a_person_is_given_every_feature_with_its_meaning(house: Lake) -> None:
    make()
    section, stands = export_subject(DIRECTOR, [UUID(LIN), UUID(LIN_AT_THE_HOTEL)], NOW)
    assert len(section.rows) == len(list_features(DIRECTOR))
    named = {row["name"]: row["value"] for row in section.rows}
    assert named["有效预订"] == features_of(LIN_GUEST, house, "bookings")["bookings"]
    assert stands.rows[0]["stage"]
    assert stands.rows[0]["since"]


def test_before_the_first_snapshot_there_is_nothing_to_give(house: Lake) -> None:
    assert export_subject(DIRECTOR, [UUID(LIN)], NOW) == []
    assert find_latest_snapshot(DIRECTOR) is None


def test_a_feature_is_summarised_over_all_guests(house: Lake) -> None:
    make()
    numbers, words = summarise_feature(DIRECTOR, "bookings"), summarise_feature(DIRECTOR, "city_top")
    assert (numbers.rows, numbers.nulls, numbers.middle is not None) == (3, 0, True)
    assert (words.rows, words.mean) == (3, None)
    with pytest.raises(NotFound, match="no feature"):
        summarise_feature(DIRECTOR, "nothing")


def test_every_link_is_told_in_one_table(house: Lake) -> None:
    table = link_table(MAKER)
    assert dict(zip(table["record_id"].to_pylist(), table["guest_id"].to_pylist(), strict=True)) == LINKS
    assert set(table["since"].to_pylist()) == {int(days_ago(900).timestamp())}


def test_the_first_snapshot_is_not_waited_for_till_night(house: Lake) -> None:
    make_snapshot_of_matched()
    make_snapshot_of_matched()
    (ordered,) = list_snapshots(DIRECTOR)
    assert (ordered.state, ordered.is_full) == ("queued", True)
